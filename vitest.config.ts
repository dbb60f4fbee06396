import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    // one worker a core: left to itself vitest keeps a core free, and the suite takes half as long again
    maxWorkers: availableParallelism(),
    // files of a worker share its modules: the engine keeps nothing between solves, no test changes what is shared, and
    // reading and compiling the engine anew for each of some sixty files is what takes the time
    isolate: false,
    // several files solve their plan before their tests
    hookTimeout: 30_000,
  },
});
