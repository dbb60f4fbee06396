import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { type Kernel, type Plan, solve } from "../engine/index.ts";
import { type Case, modelCase } from "./cases.ts";
import { type Check, faultsOf, problemOf } from "./run.ts";
import { yardstick } from "./yardstick.ts";

/** Scenarios of the model case that a planner waits for. */
const SCENARIOS = ["ten-stalls", "most-balanced", "with-walls", "study-lose-80"];

/** Runs of each, of which the quickest counts; the one before them, with nothing compiled yet, is told beside it. */
const RUNS = 6;

/** A first plan that takes more than this share of the whole is none that anybody need not wait for. */
const MOST_OF_ALL = 0.6;

/** All of it takes at most this many times the yardstick: 12 to 25 when this was written. */
const MOST_YARDSTICKS = 60;

/** Open lots planned at the very first call of a process, metres, and the yardsticks that takes at most: 0.7 to 0.9 and 1.7 to 2 when this was written. */
const LOTS: readonly (readonly [width: number, depth: number, most: number])[] = [
  [36.5, 27.4, 1.6],
  [115.5, 86.6, 3.5],
];

/** Processes for each, of which the one in the middle counts. */
const PROCESSES = 7;

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
  return [...faults, ...firstLots(say)];
};

/** First plans of open lots, each in a process of its own: what half of the engine's code takes that has never run. */
function firstLots(say: (line: string) => void): string[] {
  return LOTS.flatMap(([width, depth, most]) => {
    const runs = Array.from({ length: PROCESSES }, () => inProcess(width, depth));
    const [first, ofYard] = [middle(runs.map((run) => run.first)), middle(runs.map((run) => run.first / run.yard))];
    const size = `${((width * depth) / 10_000).toFixed(2)} ha`;
    say(
      `first: an open lot of ${size}: first audited plan of a process after ${Math.round(first)} ms, in the middle of ${PROCESSES}; ${ofYard.toFixed(2)} yardsticks`,
    );
    return judgedCold(size, ofYard, most);
  });
}

/** What is wrong with a first plan at the very first call, a sentence. */
export function judgedCold(size: string, yardsticks: number, most: number): string[] {
  if (yardsticks <= most) return [];
  return [
    `first: an open lot of ${size}: its first plan in a process takes ${yardsticks.toFixed(2)} yardsticks, at most ${most} are right.`,
  ];
}

function inProcess(width: number, depth: number): { readonly first: number; readonly yard: number } {
  const script = join(import.meta.dirname, "firstLot.ts");
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...process.execArgv, script, String(width), String(depth)],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

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
