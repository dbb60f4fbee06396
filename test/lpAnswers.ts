import { type Answer, solveProgram } from "../engine/lp/door.ts";
import { packing, rectangles } from "./lpPacking.ts";
import { randomProgram } from "./lpPrograms.ts";

/** Seeds of small programs that are solved both ways. */
const SMALL = 40;

/** Every bit of the answers to some programs, small and large, as JSON: the same in every engine. */
export async function answers(): Promise<string> {
  const out: [string, unknown][] = [];
  for (let seed = 1; seed <= SMALL; seed++) {
    const program = randomProgram(seed);
    out.push([program.name, plain(await solveProgram(program))]);
    out.push([`${program.name} by HiGHS`, plain(await solveProgram(program, { solver: "highs" }))]);
  }
  for (const [seed, side] of [
    [71, 16],
    [8, 14],
  ]) {
    const program = packing(`packing ${seed}`, rectangles(seed, side));
    out.push([program.name, plain(await solveProgram(program))]);
  }
  return JSON.stringify(out);
}

/** Maps as lists, infinite numbers as words. */
function plain(answer: Answer): unknown {
  return JSON.parse(
    JSON.stringify(answer, (_key, value: unknown) =>
      value instanceof Map ? [...value] : typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
    ),
  );
}
