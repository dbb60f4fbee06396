import { isBetter, presentable } from "../engine/finish.ts";
import {
  type Exact,
  type Kernel,
  type MixResult,
  type Plan,
  PlanFault,
  type Problem,
  solveMix,
  startPlan,
} from "../engine/index.ts";
import { type Case, compounds, model, ownCompounds } from "./cases.ts";
import { readRecord, writeRecord } from "./record.ts";
import { type Check, faultsOf, problemOf } from "./run.ts";

/** In total the mix is to have this many more stalls … */
const MORE_STALLS = 1.02;

/** … or as many for this much of the green. */
const LESS_GREEN = 0.96;

/** In a quick run: one compound of our own, by so many steps. */
const QUICK: readonly string[] = ["courtyard-one-lane"];
const QUICK_STEPS = 400;

/** Packing alone looks at its time after as many steps. */
const SLICE = 5;

const SET = "mix";

/** Packing alone in the time that the mix took: one search as long as it goes on, then others from other seeds. */
interface Alone {
  readonly plan: Plan;
  readonly searches: number;
  readonly steps: number;
  readonly seconds: number;
}

/** Both on one case. */
interface Pair {
  readonly name: string;
  readonly alone: Alone;
  readonly made: MixResult;
  readonly seconds: number;
}

/**
 * Mix with packing against packing alone at equal time, case by case. Time is the processor's, so that a busy machine
 * compares like an idle one, where it is wall time. The mix goes first; packing alone then has as long: one search by its
 * planned steps from the scenario's seed and, while time is left, further ones from other seeds, to the nearest whole search. The mix's counts are those of steps, so they are in the record.
 */
export const mix: Check = async (kernel, say, { extent, record }) => {
  const faults: string[] = [];
  const all: readonly Case[] = [...model(), ...ownCompounds(), ...compounds()];
  const cases = extent === "quick" ? all.filter(({ name }) => QUICK.includes(name)) : all;
  const steps = extent === "quick" ? QUICK_STEPS : null;
  const pairs: Pair[] = [];
  say(HEAD);
  for (const one of cases) {
    const problem = problemOf(one);
    const begun = processorSeconds();
    const made = await mixed(problem, kernel, steps);
    if (typeof made === "string") {
      faults.push(`mix ${one.name}: ${made}`);
      continue;
    }
    const seconds = processorSeconds() - begun;
    const alone = packedFor(problem, kernel, seconds);
    if (alone === null) {
      faults.push(`mix ${one.name}: packing alone has no plan.`);
      continue;
    }
    const pair = { name: one.name, alone, made, seconds };
    pairs.push(pair);
    for (const text of linesOf(pair)) say(text);
    faults.push(...faultsOf(made.plan).map((fault) => `mix ${one.name}: ${fault}`));
    const fewer = fewerIn(pair);
    if (fewer !== null) faults.push(`mix ${one.name}: ${fewer}`);
  }
  faults.push(...totalled(pairs, say, extent === "whole"));
  const counts = Object.fromEntries(pairs.map(({ name, made }) => [name, made.plan.measures.stalls.new]));
  faults.push(...judged(extent === "whole" ? SET : `${SET} quick`, counts, record));
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
  const begun = processorSeconds();
  const spent = () => processorSeconds() - begun;
  let best: Plan | null = null;
  let [searches, steps, finishing, last] = [0, 0, 0, 0];
  do {
    const { scenario } = problem;
    const start = spent();
    const run = startPlan({ ...problem, scenario: { ...scenario, seed: scenario.seed + searches++ } }, kernel);
    while (spent() + finishing < seconds && run.advance(SLICE));
    const searched = spent();
    steps += run.steps;
    const plan = presentable(run);
    if (plan !== null && (best === null || isBetter(plan, best))) best = plan;
    finishing = spent() - searched;
    last = spent() - start;
    // to the nearest whole search: what is over and what is missing cancel out
  } while (seconds - spent() > last / 2);
  return best === null ? null : { plan: best, searches, steps, seconds: spent() };
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Why the mix has fewer stalls, where no demand that it meets and packing alone does not accounts for it; null where it has not. */
function fewerIn({ alone: { plan: a }, made: { plan: b } }: Pair): string | null {
  if (b.measures.stalls.new >= a.measures.stalls.new || demandsUnmet(b) < demandsUnmet(a)) return null;
  return `${b.measures.stalls.new} stalls for the ${a.measures.stalls.new} of packing alone.`;
}

function demandsUnmet({ unmet }: Plan): number {
  return unmet.filter(({ demand }) => demand !== "stalls placed").length;
}

function totalled(pairs: readonly Pair[], say: (line: string) => void, isWhole: boolean): string[] {
  const sum = (of: (pair: Pair) => number) => pairs.reduce((total, pair) => total + of(pair), 0);
  const [stalls, green] = [
    {
      alone: sum(({ alone }) => alone.plan.measures.stalls.new),
      mix: sum(({ made }) => made.plan.measures.stalls.new),
    },
    {
      alone: sum(({ alone }) => alone.plan.measures.greening.removed),
      mix: sum(({ made }) => made.plan.measures.greening.removed),
    },
  ];
  const times = { alone: sum(({ alone }) => alone.seconds), mix: sum(({ seconds }) => seconds) };
  const more = (100 * (stalls.mix / Math.max(1, stalls.alone) - 1)).toFixed(1);
  say(
    `mix: ${stalls.alone} stalls on ${green.alone.toFixed(1)} m² of green alone in ${times.alone.toFixed(0)} s, ${stalls.mix} on ${green.mix.toFixed(1)} m² with the mix in ${times.mix.toFixed(0)} s: ${more} % more stalls`,
  );
  const count = (of: (pair: Pair) => boolean) => pairs.filter(of).length;
  const gains = count((pair) => gainOf(pair) === "stalls");
  const lighter = count((pair) => gainOf(pair) === "green");
  const level = pairs.filter((pair) => gainOf(pair) === "none");
  const proved = level.filter(({ made }) => isProved(made.plan)).length;
  say(
    `mix: more stalls on ${gains} of ${pairs.length}, as many for less green on ${lighter}; of the ${level.length} others ${proved} are proved best on their aisles\n`,
  );
  const isEnough =
    stalls.mix >= MORE_STALLS * stalls.alone || (stalls.mix >= stalls.alone && green.mix <= LESS_GREEN * green.alone);
  return isEnough || !isWhole
    ? []
    : [`mix: ${stalls.mix} stalls for ${stalls.alone}; 2 % more, or as many for 4 % less green, are asked.`];
}

function gainOf({ alone, made }: Pair): "stalls" | "green" | "none" {
  const [a, b] = [alone.plan.measures, made.plan.measures];
  if (b.stalls.new > a.stalls.new) return "stalls";
  return b.stalls.new === a.stalls.new && b.greening.removed < a.greening.removed - 0.05 ? "green" : "none";
}

/** No choice of stalls on the plan's aisles has more of them. */
function isProved({ exact, measures }: Plan): boolean {
  return exact?.mostProved === true && exact.mostStalls !== null && exact.mostStalls <= measures.stalls.new;
}

function judged(set: string, counts: Readonly<Record<string, number>>, record: "ask" | "write"): string[] {
  const known = readRecord();
  if (record === "write") {
    writeRecord({ ...known, [set]: { ...known[set], ...counts } });
    return [];
  }
  return Object.entries(counts).flatMap(([name, stalls]) => {
    const before = known[set]?.[name];
    return before === undefined || stalls >= before
      ? []
      : [`${set} ${name}: ${stalls} stalls, the record has ${before}.`];
  });
}

const HEAD =
  "                                             packing alone                                      mix with packing\n" +
  "case                                        stalls (accessible)  green m²  breaches  searches  steps      s    stalls (accessible)  green m²  breaches  rounds  steps      s  exact";

function linesOf({ name, alone, made, seconds }: Pair): string[] {
  const cells = [
    ...factsOf(alone.plan),
    String(alone.searches).padStart(8),
    String(alone.steps).padStart(5),
    alone.seconds.toFixed(1).padStart(5),
    ...factsOf(made.plan),
    String(made.rounds.length).padStart(6),
    String(made.steps).padStart(5),
    seconds.toFixed(1).padStart(5),
    exactWords(made.plan.exact),
  ];
  const [a, b] = [demandsUnmet(alone.plan), demandsUnmet(made.plan)];
  const other =
    a === b ? [] : [`   ${name}: ${a} demands unmet by packing alone, ${b} by the mix: these come before stalls`];
  return [`${name.padEnd(42)} ${cells.join("  ")}`, ...other];
}

function factsOf(plan: Plan): string[] {
  const { stalls, greening } = plan.measures;
  return [
    `${stalls.new} (${stalls.accessible})`.padStart(19),
    greening.removed.toFixed(1).padStart(8),
    String(faultsOf(plan).length).padStart(8),
  ];
}

function exactWords(exact: Exact | undefined): string {
  if (exact === undefined) return "not asked: too many places, or aisles of our own";
  const most =
    exact.mostStalls === null ? "no bound" : `${exact.mostStalls} ${exact.mostProved ? "are the most" : "at most"}`;
  return `${most}${exact.bestProved ? ", best choice" : ""} of ${exact.candidates} places`;
}
