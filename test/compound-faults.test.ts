import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadKernel, loadRules, readPlan, readScenario, readSite, solve, writePlan } from "../engine/index.ts";

const kernel = await loadKernel();

function planned(path: string, scenarioOf: object) {
  const site = readSite(readFileSync(join(import.meta.dirname, path), "utf8"), "site.geojson");
  const scenario = readScenario(JSON.stringify(scenarioOf), "scenario.json", site);
  const plan = solve({ site, scenario, rules: loadRules(scenario.rules, scenario.overrides) }, kernel, { steps: 2 });
  return { plan, read: () => readPlan(writePlan(plan, site), "plan", site) };
}

test("a width of 0 asks for no fire lane: none is drawn, and no dwelling is told to have lost its own", () => {
  const { plan } = planned("../scenarios/mishan-lane-30.geojson", { overrides: { "fire.lane.clear_width": 0 } });
  expect(plan.features.filter(({ kind }) => kind === "fireLane")).toEqual([]);
  expect(plan.measures.stalls.new).toBeGreaterThan(5);
  const [line] = plan.audit.filter(({ rule }) => rule === "fire.lane.coverage_residential");
  expect(line).toMatchObject({ pass: null, note: "No width is asked of fire lanes." });
});

test("where a post is taken away the next one has an id of its own, and the plan can be read", () => {
  const { plan, read } = planned("fixtures/compound/post-taken-away.geojson", {
    rules: "eu",
    demand: { ebikeSlots: { min: 10, where: "leftover" }, chargingStalls: { share: 0.3 }, shed: "rebuild" },
  });
  const ids = plan.features.map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  expect(read().features.filter(({ kind }) => kind === "charger").length).toBeGreaterThan(1);
});
