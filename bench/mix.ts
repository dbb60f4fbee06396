import { isBetter } from "../engine/finish.ts";
import { type Kernel, type MixResult, type Plan, PlanFault, type Problem, solve, solveMix } from "../engine/index.ts";
import { type Case, compounds, model, ownCompounds } from "./cases.ts";
import { readRecord, writeRecord } from "./record.ts";
import { type Check, faultsOf, problemOf } from "./run.ts";

/** In total the mix is to have this many more stalls … */
const MORE_STALLS = 1.02;

/** … or as many for this much of the green. */
const LESS_GREEN = 0.96;

/** In a quick run: our own compounds, by so many steps. */
const QUICK_STEPS = 400;

/** What is left of the time below this is not worth another search, seconds. */
const LEAST_SECONDS = 0.3;

const SET = "mix";

/** Packing alone in the time that the mix took: the better of as many searches, each from another seed, as were begun in it. */
interface Alone {
  readonly plan: Plan;
  readonly searches: number;
  readonly steps: number;
  readonly seconds: number;
}

/**
 * Mix with packing against packing alone at equal wall time, case by case. The mix goes first; packing alone then has as
 * many seconds, its planned steps from the scenario's seed and, while time is left, further searches from other seeds.
 * Steps of both are printed beside. The mix's counts are those of steps, so they are in the record.
 */
export const mix: Check = async (kernel, say, { extent, record }) => {
  const faults: string[] = [];
  const all: readonly Case[] = [...model(), ...ownCompounds()];
  const cases = extent === "quick" ? all : [...all, ...compounds()];
  const steps = extent === "quick" ? QUICK_STEPS : null;
  const counts: { [name: string]: number } = {};
  const sums = { alone: 0, aloneGreen: 0, aloneTime: 0, mix: 0, mixGreen: 0, mixTime: 0 };
  say(
    "case                                        alone   green m²  searches     steps      s      mix   green m²  rounds     steps      s",
  );
  for (const one of cases) {
    const problem = problemOf(one);
    const begun = performance.now();
    const made = await mixed(problem, kernel, steps);
    if (typeof made === "string") {
      faults.push(`mix ${one.name}: ${made}`);
      continue;
    }
    const seconds = (performance.now() - begun) / 1000;
    const alone = packedFor(problem, kernel, seconds);
    if (alone === null) {
      faults.push(`mix ${one.name}: packing alone has no plan.`);
      continue;
    }
    const [a, b] = [alone.plan.measures, made.plan.measures];
    counts[one.name] = b.stalls.new;
    sums.alone += a.stalls.new;
    sums.aloneGreen += a.greening.removed;
    sums.aloneTime += alone.seconds;
    sums.mix += b.stalls.new;
    sums.mixGreen += b.greening.removed;
    sums.mixTime += seconds;
    say(line(one.name, alone, made, seconds));
    faults.push(...faultsOf(made.plan).map((fault) => `mix ${one.name}: ${fault}`));
    if (b.stalls.new < a.stalls.new)
      faults.push(`mix ${one.name}: ${b.stalls.new} stalls for the ${a.stalls.new} of packing alone.`);
  }
  const more = (100 * (sums.mix / Math.max(1, sums.alone) - 1)).toFixed(1);
  say(
    `mix: ${sums.alone} stalls on ${sums.aloneGreen.toFixed(1)} m² of green alone in ${sums.aloneTime.toFixed(0)} s, ${sums.mix} on ${sums.mixGreen.toFixed(1)} m² with the mix in ${sums.mixTime.toFixed(0)} s: ${more} % more stalls\n`,
  );
  const isEnough =
    sums.mix >= MORE_STALLS * sums.alone || (sums.mix >= sums.alone && sums.mixGreen <= LESS_GREEN * sums.aloneGreen);
  if (!isEnough) {
    faults.push(`mix: ${sums.mix} stalls for ${sums.alone}; 2 % more, or as many for 4 % less green, are asked.`);
  }
  if (extent === "whole") faults.push(...judged(counts, record));
  return faults;
};

/** The mix; in a sentence what a plan breaks that nothing could cure. */
async function mixed(problem: Problem, kernel: Kernel, steps: number | null): Promise<MixResult | string> {
  try {
    return await solveMix(problem, kernel, { steps });
  } catch (error) {
    if (error instanceof PlanFault) return error.message;
    throw error;
  }
}

function packedFor(problem: Problem, kernel: Kernel, seconds: number): Alone | null {
  const begun = performance.now();
  const spent = () => (performance.now() - begun) / 1000;
  let best: Plan | null = null;
  let [searches, steps] = [0, 0];
  do {
    const { scenario } = problem;
    const plan = solvedWithin({ ...problem, scenario: { ...scenario, seed: scenario.seed + searches++ } }, kernel, {
      seconds: seconds - spent(),
    });
    if (plan === null) continue;
    steps += plan.steps;
    if (best === null || isBetter(plan, best)) best = plan;
  } while (seconds - spent() > LEAST_SECONDS);
  return best === null ? null : { plan: best, searches, steps, seconds: spent() };
}

function solvedWithin(problem: Problem, kernel: Kernel, limit: { seconds: number }): Plan | null {
  try {
    return solve(problem, kernel, limit);
  } catch (error) {
    if (error instanceof PlanFault) return null;
    throw error;
  }
}

function judged(counts: Readonly<Record<string, number>>, record: "ask" | "write"): string[] {
  const known = readRecord();
  if (record === "write") {
    writeRecord({ ...known, [SET]: { ...known[SET], ...counts } });
    return [];
  }
  return Object.entries(counts).flatMap(([name, stalls]) => {
    const before = known[SET]?.[name];
    return before === undefined || stalls >= before ? [] : [`mix ${name}: ${stalls} stalls, the record has ${before}.`];
  });
}

function line(name: string, alone: Alone, { plan, rounds, steps }: MixResult, seconds: number): string {
  const [a, b] = [alone.plan.measures, plan.measures];
  const cells = [
    String(a.stalls.new).padStart(6),
    a.greening.removed.toFixed(1).padStart(9),
    String(alone.searches).padStart(8),
    String(alone.steps).padStart(8),
    alone.seconds.toFixed(1).padStart(5),
    String(b.stalls.new).padStart(7),
    b.greening.removed.toFixed(1).padStart(9),
    String(rounds.length).padStart(6),
    String(steps).padStart(8),
    seconds.toFixed(1).padStart(5),
  ];
  return `${name.padEnd(42)} ${cells.join("  ")}`;
}
