import { type Kernel, type Plan, solve } from "../engine/index.ts";
import { type Case, modelCase } from "./cases.ts";
import { type Check, faultsOf, problemOf } from "./run.ts";

/** Scenarios of the model case that a planner waits for. */
const SCENARIOS = ["ten-stalls", "most-balanced", "with-walls", "study-lose-80"];

/** Runs of each, of which the quickest counts; the one before them, with nothing compiled yet, is told beside it. */
const RUNS = 6;

/** A first plan that takes more than this share of the whole is none that anybody need not wait for. */
const MOST_OF_ALL = 0.6;

/** All of it takes at most this many times the yardstick: 12 to 25 when this was written. */
const MOST_YARDSTICKS = 60;

/** What one run took, milliseconds. */
interface Taken {
  readonly first: number;
  readonly settled: number;
  readonly plan: Plan;
  readonly firstPlan: Plan;
}

/**
 * Time to the first audited plan and to the last, from the call. Times are told; what is judged are ratios of times of
 * the same run, so that the verdict is the same on a slow machine: first to settled, and settled to a yardstick.
 */
export const first: Check = (kernel, say) => {
  const yard = Math.min(...Array.from({ length: RUNS }, yardstick));
  const faults: string[] = [];
  for (const name of SCENARIOS) {
    const one = modelCase(name);
    const cold = timed(one, kernel);
    const runs = Array.from({ length: RUNS }, () => timed(one, kernel));
    const [soonest, settled] = [least(runs, "first"), least(runs, "settled")];
    faults.push(
      ...[cold.plan, cold.firstPlan].flatMap((plan) => faultsOf(plan)).map((fault) => `first: ${name}: ${fault}`),
      ...judged(name, soonest / settled, settled / yard),
    );
    say(
      `first: ${name.padEnd(14)} ${cold.firstPlan.measures.stalls.new} stalls in the first plan after ${Math.round(soonest)} ms, ${cold.plan.measures.stalls.new} settled after ${Math.round(settled)} ms; at the first call ${Math.round(cold.first)} and ${Math.round(cold.settled)} ms; first/settled ${(soonest / settled).toFixed(2)}, settled ${(settled / yard).toFixed(1)} yardsticks`,
    );
  }
  return faults;
};

/** What is wrong with the ratios of one scenario, a sentence each. */
export function judged(name: string, ofAll: number, yardsticks: number): string[] {
  const faults: string[] = [];
  if (ofAll > MOST_OF_ALL)
    faults.push(
      `first: ${name}: the first plan takes ${ofAll.toFixed(2)} of the whole, at most ${MOST_OF_ALL} is right.`,
    );
  if (yardsticks > MOST_YARDSTICKS)
    faults.push(
      `first: ${name}: all of it takes ${yardsticks.toFixed(1)} yardsticks, at most ${MOST_YARDSTICKS} are right.`,
    );
  return faults;
}

/** A case solved anew from its files; reading is left out. */
function timed(one: Case, kernel: Kernel): Taken {
  const problem = problemOf(one);
  const begun = performance.now();
  let soonest = 0;
  let firstPlan: Plan | null = null;
  const plan = solve(problem, kernel, {
    onFirst(made) {
      soonest = performance.now() - begun;
      firstPlan = made;
    },
  });
  const settled = performance.now() - begun;
  return { first: soonest, settled, plan, firstPlan: firstPlan ?? plan };
}

function least(runs: readonly Taken[], what: "first" | "settled"): number {
  return Math.min(...runs.map((run) => run[what]));
}

/** Numbers and objects that the yardstick sorts. */
const SORTED = 100_000;

/** A piece of work that has nothing to do with the engine, milliseconds: how fast this machine is now. */
function yardstick(): number {
  const begun = performance.now();
  let state = 1;
  const things = Array.from({ length: SORTED }, (_, row) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return { row, key: state };
  });
  things.sort((a, b) => a.key - b.key || a.row - b.row);
  return performance.now() - begun;
}
