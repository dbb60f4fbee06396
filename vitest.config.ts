import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    // several files solve their plan before their tests
    hookTimeout: 30_000,
  },
});
