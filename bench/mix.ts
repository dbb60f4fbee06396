import { type MixResult, type Plan, PlanFault, solve, solveMix } from "../engine/index.ts";
import { type Case, compounds, model } from "./cases.ts";
import { type Check, faultsOf, problemOf } from "./run.ts";

/** In total the mix is to have this many more stalls … */
const MORE_STALLS = 1.02;

/** … or as many for this much of the green. */
const LESS_GREEN = 0.96;

/**
 * Mix with packing against packing alone at equal steps, case by case: packing alone searches twice, from two seeds, and
 * the better plan counts; the mix takes one of these searches and as many steps again in its rounds.
 */
export const mix: Check = async (kernel, say) => {
  const faults: string[] = [];
  const cases: readonly Case[] = [...model(), ...compounds()];
  const sums = { alone: 0, aloneGreen: 0, mix: 0, mixGreen: 0, aloneTime: 0, mixTime: 0 };
  say(
    "case                                        alone    green m²      mix    green m²  rounds  agreed     steps      s",
  );
  for (const one of cases) {
    const problem = problemOf(one);
    const { scenario } = problem;
    const begun = performance.now();
    let first: Plan;
    let second: Plan;
    try {
      first = solve(problem, kernel);
      second = solve({ ...problem, scenario: { ...scenario, seed: scenario.seed + 1 } }, kernel);
    } catch (error) {
      if (!(error instanceof PlanFault)) throw error;
      faults.push(`mix ${one.name}: packing alone has no plan: ${error.message}`);
      continue;
    }
    const alone = isMore(second, first) ? second : first;
    const between = performance.now();
    const made = await solveMix(problem, kernel);
    sums.aloneTime += between - begun;
    sums.mixTime += performance.now() - between;
    sums.alone += alone.measures.stalls.new;
    sums.aloneGreen += alone.measures.greening.removed;
    sums.mix += made.plan.measures.stalls.new;
    sums.mixGreen += made.plan.measures.greening.removed;
    say(line(one.name, alone, made, (performance.now() - between) / 1000));
    faults.push(...faultsOf(made.plan).map((fault) => `mix ${one.name}: ${fault}`));
    // the steps are equal only where both had them
    if (made.steps > first.steps + second.steps + made.rounds.length) {
      faults.push(`mix ${one.name}: ${made.steps} steps for the ${first.steps + second.steps} of packing alone.`);
    }
    if (made.plan.measures.stalls.new < first.measures.stalls.new) {
      faults.push(`mix ${one.name}: fewer stalls than packing alone with the same seed.`);
    }
  }
  const more = (100 * (sums.mix / Math.max(1, sums.alone) - 1)).toFixed(1);
  say(
    `mix: ${sums.alone} stalls on ${sums.aloneGreen.toFixed(1)} m² of green alone, ${sums.mix} on ${sums.mixGreen.toFixed(1)} m² with the mix: ${more} % more stalls; ${(sums.aloneTime / 1000).toFixed(1)} s and ${(sums.mixTime / 1000).toFixed(1)} s\n`,
  );
  const isBetter =
    sums.mix >= MORE_STALLS * sums.alone || (sums.mix >= sums.alone && sums.mixGreen <= LESS_GREEN * sums.aloneGreen);
  if (!isBetter && cases.length > model().length) {
    faults.push(`mix: ${sums.mix} stalls for ${sums.alone}; 2 % more, or as many for 4 % less green, are asked.`);
  }
  return faults;
};

function isMore(one: Plan, other: Plan): boolean {
  const stalls = one.measures.stalls.new - other.measures.stalls.new;
  return stalls > 0 || (stalls === 0 && one.measures.greening.removed < other.measures.greening.removed);
}

function line(name: string, alone: Plan, { plan, rounds, agreed, steps }: MixResult, seconds: number): string {
  const [a, b] = [alone.measures, plan.measures];
  const cells = [
    String(a.stalls.new).padStart(6),
    a.greening.removed.toFixed(1).padStart(10),
    String(b.stalls.new).padStart(7),
    b.greening.removed.toFixed(1).padStart(10),
    String(rounds.length).padStart(6),
    (agreed ? "yes" : "no").padStart(7),
    String(steps).padStart(9),
    seconds.toFixed(1).padStart(6),
  ];
  return `${name.padEnd(42)} ${cells.join("  ")}`;
}
