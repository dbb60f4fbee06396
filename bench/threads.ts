import type { Kernel } from "../engine/index.ts";
import { startSearch } from "../engine/plan.ts";
import type { Problem } from "../engine/stages/draft.ts";
import type { Search } from "../engine/stages/search.ts";
import { type Case, real, shapes } from "./cases.ts";
import { type Check, problemOf } from "./run.ts";

/** Rounds after which kernels tell each other what they found, as `--threads` has them. */
const ROUNDS = 256;

/** Every so many real lots stand for the rest. */
const EVERY = 4;

/** Shares of the lower of both final counts that are waited for. */
const SHARES = [0.9, 0.95, 0.98, 0.99, 1];

/** Seeds of neighbouring kernels are this far apart. */
const STRIDE = 0x9e3779b9;

/** Two kernels reach counts so much sooner at least. */
const SOONER = 1.5;

/** They may end with so many fewer, ratio: at the end of the planned steps counts differ by chance. */
const BY_CHANCE = 1e-3;

/**
 * Rounds until a count is reached, by one kernel and by two that share what they find, each with one core of its own: a
 * ratio of rounds, the same on every machine. Two kernels that are hardly sooner or end with fewer stalls are a fault.
 */
export const threads: Check = (kernel, say) => {
  const cases = [...shapes(), ...real().filter((_, i) => i % EVERY === 0)];
  const ratios: number[] = [];
  const rounds = { one: 0, two: 0 };
  const stalls = { one: 0, two: 0 };
  for (const each of cases) {
    const [one, two] = [1, 2].map((count) => countsOf(each, count, kernel));
    const [last, lastOfTwo] = [one, two].map((counts) => counts[counts.length - 1]);
    stalls.one += last;
    stalls.two += lastOfTwo;
    for (const share of SHARES) {
      const wanted = share * Math.min(last, lastOfTwo);
      const [alone, together] = [one, two].map((counts) => counts.findIndex((count) => count >= wanted) + 1);
      // what is there after the first round was not searched for
      if (alone === 1) continue;
      ratios.push(alone / together);
      rounds.one += alone;
      rounds.two += together;
    }
  }
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  say(
    `threads: ${cases.length} lots, ${ratios.length} counts waited for: two kernels reach them ${mean.toFixed(2)} × sooner than one (geometric mean; ${(rounds.one / rounds.two).toFixed(2)} × of all rounds); ${stalls.two} stalls in the end for ${stalls.one}`,
  );
  const faults: string[] = [];
  if (mean < SOONER) faults.push(`threads: two kernels reach counts ${mean.toFixed(2)} × sooner, not ${SOONER} ×.`);
  if (stalls.two < stalls.one * (1 - BY_CHANCE))
    faults.push(`threads: two kernels end with ${stalls.two} stalls, one with ${stalls.one}.`);
  return faults;
};

/** Best count after each round of the planned steps. */
function countsOf(one: Case, count: number, kernel: Kernel): number[] {
  const problem = problemOf(one);
  const searches = Array.from({ length: count }, (_, i) => startSearch(seeded(problem, i), kernel));
  for (const [i, search] of searches.entries()) search.sharing?.join(i, count);
  const round = Math.ceil(searches[0].plannedSteps / ROUNDS);
  const counts: number[] = [];
  for (let k = 0; k < ROUNDS; k++) {
    for (const search of searches) search.advance(round);
    const told = searches.map((search) => search.sharing?.tell() ?? []);
    for (const [i, search] of searches.entries()) {
      for (const each of told.filter((_, j) => j !== i).flat()) search.sharing?.hear(each);
    }
    counts.push(Math.max(...searches.map(stallsOf)));
  }
  return counts;
}

function seeded(problem: Problem, index: number): Problem {
  const seed = (problem.scenario.seed + Math.imul(index, STRIDE)) >>> 0;
  return { ...problem, scenario: { ...problem.scenario, seed } };
}

function stallsOf(search: Search): number {
  return search.best().features.filter(({ kind }) => kind === "stall").length;
}
