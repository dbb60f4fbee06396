import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Kernel } from "../engine/index.ts";
import type { LotKernel } from "../engine/kernel.ts";
import { startSearch } from "../engine/plan.ts";
import { type Case, shapes } from "./cases.ts";
import { type Check, problemOf } from "./run.ts";

const ROOT = join(import.meta.dirname, "..");
const CACHE = join(ROOT, "node_modules/.cache/twin");

/** Steps timed on each lot, the slices that the two kernels take by turns, and runs, of which the quickest of each slice counts. */
const STEPS = 100_000;
const SLICES = 50;
const RUNS = 4;

/** Lots that the packing loop is timed on: four of one frame at 90°, and one of several with every kind. */
const LOTS: readonly Pick<Case, "name" | "site" | "scenario">[] = [
  ...shapes().filter(({ name }) => ["rect-60x34-west", "l-60-30", "rect-100x50", "rect-200x150"].includes(name)),
  {
    name: "crooked-lot",
    site: join(ROOT, "test/fixtures/crooked-lot.geojson"),
    scenario: join(ROOT, "scenarios/lots/lots-all.scenario.json"),
  },
];

/**
 * The kernel against its twin in JavaScript: the same sources compiled to JavaScript over typed arrays of 32-bit words
 * (wasm2js of binaryen, without SIMD). Both search the same steps by turns, slice by slice, so that a busy machine slows both; they
 * must find the same layouts.
 */
export const twin: Check = async (kernel, say) => {
  const other = twinKernel(await loadTwin());
  const faults: string[] = [];
  for (const lot of LOTS) {
    const { name } = lot;
    const problem = problemOf(lot);
    const quickest = [kernel, other].map(() => new Float64Array(SLICES).fill(Infinity));
    let same = true;
    for (let run = 0; run < RUNS; run++) {
      const searches = [kernel, other].map((which) => startSearch(problem, which));
      for (let slice = 0; slice < SLICES; slice++) {
        for (const [k, search] of searches.entries()) {
          const begun = performance.now();
          search.advance(STEPS / SLICES);
          quickest[k][slice] = Math.min(quickest[k][slice], performance.now() - begun);
        }
      }
      const [one, two] = searches.map((search) => JSON.stringify(search.best().features));
      same &&= one === two;
    }
    const [ours, theirs] = quickest.map((slices) => slices.reduce((sum, each) => sum + each, 0));
    if (!same) faults.push(`twin: ${name}: the two find different layouts.`);
    say(
      `twin: ${name.padEnd(16)} ${STEPS} steps: kernel ${Math.round(ours)} ms, twin ${Math.round(theirs)} ms, ${(theirs / ours).toFixed(2)} × ${same ? "same layout" : "DIFFERENT layouts"}`,
    );
  }
  return faults;
};

/** The twin's module afresh: its state is the module's own, so that every search takes a copy. */
let copies = 0;
async function loadTwin(): Promise<() => LotKernel> {
  mkdirSync(CACHE, { recursive: true });
  const [wasm, script] = [join(CACHE, "twin.wasm"), join(CACHE, "twin.js")];
  const tool = (name: string, ...args: string[]) =>
    execFileSync(join(ROOT, "node_modules/.bin", name), args, { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
  const without = ["simd", "bulk-memory", "nontrapping-f2i"].flatMap((feature) => ["--disable", feature]);
  tool("asc", "wasm/lots.ts", "--target", "release", "--initialMemory", "1024", ...without, "--outFile", wasm);
  tool("wasm2js", "-O3", wasm, "-o", script);
  // one function a search, in place of a module that exists once
  const body = readFileSync(script, "utf8")
    .replace("import * as env from 'env';", "const env = { abort() { throw new Error('the twin stopped'); } };")
    .replace(/^export var (\w+) = retasmFunc\.\1;$/gm, "");
  writeFileSync(join(CACHE, "twin.mjs"), `export function twin() {\n${body}\nreturn retasmFunc;\n}\n`);
  const made = (await import(`${pathToFileURL(join(CACHE, "twin.mjs"))}?${copies++}`)) as { twin: () => LotKernel };
  return made.twin;
}

function twinKernel(lot: () => LotKernel): Kernel {
  const rows = () => {
    throw new Error("the twin has no rows of compounds");
  };
  return { hash: "twin", lot, rows };
}
