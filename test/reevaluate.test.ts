import { join } from "node:path";
import { expect, test } from "vitest";
import { type Case, realAll, shapes } from "../bench/cases.ts";
import { problemOf } from "../bench/run.ts";
import { type Kernel, loadKernel } from "../engine/index.ts";
import type { KernelExports } from "../engine/kernel.ts";
import { startSearch } from "../engine/plan.ts";

const kernel = await loadKernel({ debug: true });

/** Lots with every angle are tried by the file that asks for them. */
const ALL = join(import.meta.dirname, "../scenarios/lots/lots-all.scenario.json");

/** Kernels of a search of this many steps: a second one where there are several kinds of stalls. */
function searched(lot: Pick<Case, "site" | "scenario">, steps: number): KernelExports[] {
  const instances: KernelExports[] = [];
  const watched: Kernel = {
    hash: kernel.hash,
    instantiate() {
      const instance = kernel.instantiate();
      instances.push(instance);
      return instance;
    },
  };
  startSearch(problemOf(lot), watched).advance(steps);
  return instances;
}

function review(lot: Pick<Case, "site" | "scenario">, steps: number, moves: number): number[] {
  return searched(lot, steps).map((instance) => instance.reviewMoves(instance.recallBest(), moves, 7));
}

for (const [name, steps] of [
  ["rect-60x34-west", 400],
  ["l-60-30", 1000],
  ["rect-120x80", 2000],
  ["rect-200x150", 4000],
] as const) {
  const lot = shapes().find((one) => one.name === name);
  if (lot === undefined) throw new Error(`${name} is not among the shapes`);
  test(`moves on ${name} are evaluated by what they touch as from scratch`, () => {
    expect(review(lot, steps, 1500)).toEqual([0]);
  });
  test(`moves with every kind on ${name} are evaluated by what they touch as from scratch`, () => {
    expect(review({ ...lot, scenario: ALL }, steps, 1000)).toEqual([0, 0]);
  });
}

// several frames and gates, slanted edges, obstructions
for (const lot of realAll().filter((_, row) => row % 12 === 3)) {
  test(`moves on ${lot.name} are evaluated by what they touch as from scratch`, () => {
    expect(review(lot, 1000, 1000)).toEqual([0, 0]);
  });
}
