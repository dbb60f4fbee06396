import { expect, test } from "vitest";
import { shapes } from "../bench/cases.ts";
import { problemOf } from "../bench/run.ts";
import { isForbidden } from "../engine/forbidden.ts";
import { type Kernel, loadKernel, type Problem, solve } from "../engine/index.ts";
import type { LotKernel } from "../engine/kernel.ts";
import { startSearch } from "../engine/plan.ts";

// parts of two layouts put together (wasm/parts.ts)

const kernel = await loadKernel();
const STEPS = 90_000;

/** A lot of two arms, from a seed whose runs have found the best of the one and of the other apart. */
function arms(): Problem {
  const problem = problemOf(shapes().find(({ name }) => name === "l-60-30")!);
  return { ...problem, scenario: { ...problem.scenario, seed: 2 } };
}

/** Features of the best draft, its stalls, and the most that a run has found. */
function searched(slices: number) {
  const instances: LotKernel[] = [];
  const watched: Kernel = {
    ...kernel,
    lot() {
      const instance = kernel.lot();
      instances.push(instance);
      return instance;
    },
  };
  const search = startSearch(arms(), watched);
  for (let slice = 0; slice < slices; slice++) search.advance(STEPS / slices);
  const [{ memory, keptLayout, bestStalls }] = instances;
  const [, ofARun] = new Int32Array(memory.buffer, keptLayout(0), 2);
  return { features: search.best().features, stalls: bestStalls(), ofARun };
}

test("what runs have found apart is put together, the same in slices of any size, and is a sound plan", () => {
  const { features, stalls, ofARun } = searched(1);
  expect(stalls).toBeGreaterThan(ofARun);
  expect(features.filter(({ kind }) => kind === "stall").length).toBeGreaterThanOrEqual(stalls);
  expect(searched(60)).toEqual({ features, stalls, ofARun });
  const plan = solve(arms(), kernel, { steps: STEPS });
  expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(stalls);
  expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
});

test("what is put together is worked on: from six seeds three stalls more than by putting together alone", () => {
  const few = 60_000;
  const counts = [1, 2, 3, 4, 5, 6].map((seed) => {
    const problem = arms();
    const search = startSearch({ ...problem, scenario: { ...problem.scenario, seed } }, kernel);
    search.advance(few);
    return search.best().features.filter(({ kind }) => kind === "stall").length;
  });
  // 112 111 111 114 111 112 without
  expect(counts).toEqual([112, 112, 112, 114, 112, 112]);
});
