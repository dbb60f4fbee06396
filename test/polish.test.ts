import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isNewBreach } from "../engine/cli/summary.ts";
import { loadKernel, loadRules, type PlanRun, polish, readScenario, readSite, startPlan } from "../engine/index.ts";
import { solveProgram } from "../engine/lp/door.ts";

const folder = new URL("../scenarios/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");
const site = readSite(read("mishan-lane-30.geojson"), "mishan-lane-30.geojson");
const kernel = await loadKernel();

function runOf(name: string, steps: number): PlanRun {
  const scenario = readScenario(read(`${name}.json`), name, site);
  const run = startPlan({ site, scenario, rules: loadRules(scenario.rules, scenario.overrides) }, kernel);
  run.advance(steps);
  return run;
}

test.each(["ten-stalls", "study-lose-80"])(
  "%s: the program says what the search says of its own best",
  async (name) => {
    const run = runOf(name, 200);
    const choices = run.choices();
    if (choices === null) throw new Error("no choices");
    const program = choices.best(choices.greenLimit);
    const answer = await solveProgram(program);
    if (answer.status !== "optimal") throw new Error(answer.status);
    expect(answer.value).toBeGreaterThanOrEqual(choices.worth - 1e-6);
    // its own solution, judged by the search stall by stall and run by run, is worth what the program says
    expect(choices.draft(answer.values).worth).toBeCloseTo(answer.value, 3);
  },
  60_000,
);

test("a search cut short is brought to the best choice on these aisles, audited, and says so", async () => {
  const run = runOf("most-balanced", 2);
  const found = run.plan();
  const plan = await polish(run);
  const [before, after] = [found.measures, plan.measures];
  expect(after.stalls.new).toBeGreaterThanOrEqual(before.stalls.new);
  expect(after.greening.removed).toBeLessThan(before.greening.removed - 1);
  expect(plan.exact).toMatchObject({ mostProved: true, bestProved: true, gap: 0 });
  expect(plan.exact?.mostStalls).toBe(plan.measures.stalls.new);
  expect(plan.exact?.gained.stalls).toBe(after.stalls.new - before.stalls.new);
  expect(plan.exact?.gained.green).toBeCloseTo(before.greening.removed - after.greening.removed, 3);
  expect(after.greening.balance).toBeGreaterThanOrEqual(0);
  expect(plan.audit.filter(isNewBreach)).toEqual([]);
}, 60_000);
