// Looks for set-packing programs that javascript-lp-solver gets wrong while calling its answer feasible, and writes
// each it finds into test/fixtures/lp. Runs for as long as it is let:
//   npx tsx test/lpHunt.ts SIDE FIRST_SEED LAST_SEED [--whole]
import { writeFileSync } from "node:fs";
import { solveHighs } from "../engine/lp/highs.ts";
import { matrixOf, relaxed } from "../engine/lp/matrix.ts";
import { type Fault, packing, rectangles } from "./lpPacking.ts";
import { rawAnswer } from "./lpRaw.ts";

/** Columns of the programs that are looked at. */
const [LEAST, MOST] = [200, 1641];

/** Nodes of branch and bound for the truth. */
const NODES = 20_000;

const [side, first, last] = process.argv.slice(2, 5).map(Number);
const kinds = process.argv.includes("--whole") ? (["linear", "whole"] as const) : (["linear"] as const);

for (let seed = first; seed <= last; seed++) {
  const places = rectangles(seed, side);
  if (places.length < LEAST || places.length > MOST) continue;
  const name = `packing-${places.length}`;
  const program = packing(name, places);
  const matrix = matrixOf(program);
  for (const kind of kinds) {
    const begun = performance.now();
    const raw = rawAnswer(program, kind);
    const seconds = Math.round((performance.now() - begun) / 100) / 10;
    const truth = await solveHighs(kind === "whole" ? matrix : relaxed(matrix), NODES);
    if (truth.status !== "optimal" || Math.abs(truth.value - raw.value) < 1e-4) continue;
    const fault: Fault = { made: { seed, side }, kind, optimum: truth.value, raw: { ...raw, seconds }, places };
    const file = new URL(`fixtures/lp/${name}-${kind}.json`, import.meta.url);
    writeFileSync(file, `${JSON.stringify(fault).replace('"places":', '\n"places":')}\n`);
    process.stdout.write(`${name} ${kind}: ${raw.value} in ${seconds} s for ${truth.value}\n`);
  }
}
