import { defineConfig } from "vite";

// The command line as one file: reading some three hundred modules and translating them takes longer than a solve of the
// model case may.
export default defineConfig({
  build: {
    ssr: true,
    target: "node20",
    outDir: "build",
    minify: false,
    rolldownOptions: {
      input: { main: "engine/cli/main.ts", thread: "engine/threads/thread.ts" },
      // beside each other: the kernel and the thread are found by their place from here
      output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
  // HiGHS finds its own .wasm beside its own module
  ssr: { noExternal: true, external: ["highs"] },
});
