import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Kernel, loadRules, type Problem, readScenario, readSite, solve } from "../engine/index.ts";
import { areaOf } from "../engine/model/geometry.ts";
import { featuresOf } from "../engine/model/site.ts";
import { BENCH, type Compounds, readIndex } from "./cases.ts";
import { faultsOf, messageOf } from "./run.ts";

/** Of today's green so much may go without being planted again. */
const LOSS = 0.1;

/** Seconds for each compound. */
const SECONDS = 5;

/** In all so much more than the greedy column, and none below it by more than this. */
const MORE = 1.15;
const LEAST = 0.95;

/** A compound as a study that may lose a tenth of its green. */
function studyOf(file: string): Problem {
  const site = readSite(readFileSync(join(BENCH, file), "utf8"), file);
  const green = featuresOf(site, "green").reduce((sum, { shape }) => sum + areaOf(shape), 0);
  const ratio = ((1 - LOSS) * green) / areaOf(site.boundary);
  const text = { study: true, overrides: { "green.ratio.min": ratio }, demand: { newGreen: { max: 0 } } };
  const scenario = readScenario(JSON.stringify(text), "study.json", site);
  return { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
}

/**
 * Real compounds as studies, beside two baselines: the published greedy column, and our own plain pass (one step of the search:
 * every road's side filled once, cheapest ground first, no aisles of our own), audited like any plan.
 */
export function studies(kernel: Kernel, say: (line: string) => void): string[] {
  const index = readIndex<Compounds>("compounds.json");
  if (index === null) {
    say("no compounds at hand: left out.");
    return [];
  }
  const faults: string[] = [];
  let [all, greedyAll, plainAll] = [0, 0, 0];
  for (const { file, greedy } of index.compounds) {
    try {
      const problem = studyOf(file);
      const plain = solve(problem, kernel, { steps: 1 }).measures.stalls.new;
      const begun = performance.now();
      const plan = solve(problem, kernel, { seconds: SECONDS });
      const seconds = (performance.now() - begun) / 1000;
      const { stalls, greening } = plan.measures;
      all += stalls.new;
      greedyAll += greedy;
      plainAll += plain;
      const ways = plan.features.filter(({ kind }) => kind === "aisle" || kind === "driveway").length;
      say(
        `${file.padEnd(46)} ${String(stalls.new).padStart(4)} stalls  greedy ${String(greedy).padStart(3)}  one pass ${String(plain).padStart(3)}  ${ways} aisles  ${greening.removed} m² green  ${seconds.toFixed(1)} s`,
      );
      faults.push(...faultsOf(plan).map((fault) => `${file}: ${fault}`));
      if (stalls.new < LEAST * greedy) faults.push(`${file}: ${stalls.new} stalls, the greedy column has ${greedy}.`);
    } catch (error) {
      faults.push(`${file}: ${messageOf(error)}`);
    }
  }
  say(`${all} stalls, greedy ${greedyAll}, one pass ${plainAll}`);
  if (all < MORE * greedyAll) faults.push(`${all} stalls in all, ${Math.ceil(MORE * greedyAll)} are asked for.`);
  return faults;
}
