import { solve } from "../engine/index.ts";
import { shapes } from "./cases.ts";
import { type Check, faultsOf, problemOf } from "./run.ts";

/** Seeds tried, from 1. */
const SEEDS = 10;

/** How much one seed decides: our own shapes by planned steps, the least and the most of ten seeds. */
export const seeds: Check = (kernel, say) => {
  const faults: string[] = [];
  for (const one of shapes()) {
    const problem = problemOf(one);
    const counts: number[] = [];
    const begun = performance.now();
    for (let seed = 1; seed <= SEEDS; seed++) {
      const plan = solve({ ...problem, scenario: { ...problem.scenario, seed } }, kernel);
      counts.push(plan.measures.stalls.new);
      faults.push(...faultsOf(plan).map((fault) => `${one.name}, seed ${seed}: ${fault}`));
    }
    const least = Math.min(...counts);
    const each = (performance.now() - begun) / SEEDS;
    const span = `${least} to ${Math.max(...counts)} stalls`;
    say(
      `${span.padStart(20)}${`reference ${one.reference}`.padStart(16)}${`${Math.round(each)} ms each`.padStart(15)}  ${one.name}`,
    );
    if (one.reference !== null && least < one.reference)
      faults.push(`${one.name}: ${least} stalls from some seed, ${one.reference} are asked.`);
  }
  return faults;
};
