import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isForbidden } from "../engine/forbidden.ts";
import { defaultScenario, loadKernel, loadRules, readScenario, readSite, solve } from "../engine/index.ts";
import { bounds } from "../engine/model/geometry.ts";
import { planFeaturesOf } from "../engine/model/plan.ts";

const file = join(import.meta.dirname, "fixtures/compound/lane-at-bend.geojson");
const site = readSite(readFileSync(file, "utf8"), "lane-at-bend.geojson");
const kernel = await loadKernel();

test.each([1, 2, 3])(
  "parallel stalls stand up to a bend, and the lane beside them is as wide as asked: seed %i",
  (seed) => {
    const text = JSON.stringify({ rules: "cn-shanghai", seed });
    const scenario = readScenario(text, "bend.json", site);
    const plan = solve({ site, scenario, rules: loadRules(scenario.rules) }, kernel, { steps: 100 });
    expect(plan.unmet).toEqual([]);
    expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
    expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(8);
    expect(plan.measures.fireLane.minWidth).toBeGreaterThanOrEqual(4);
  },
);

test("a lane goes on where its road is narrower than a lane today, past a home, with stalls elsewhere on that road", () => {
  const narrow = readSite(
    readFileSync(join(import.meta.dirname, "fixtures/compound/road-narrows.geojson"), "utf8"),
    "road-narrows.geojson",
  );
  const scenario = defaultScenario(narrow);
  const rules = loadRules(scenario.rules, scenario.overrides);
  const plan = solve({ site: narrow, scenario, rules }, kernel, { steps: 40 });
  // parallel stalls stand on the wide part of the road
  const stalls = planFeaturesOf(plan.features, "stall");
  expect(stalls.some(({ properties: { parkingAngle } }) => parkingAngle === 0)).toBe(true);
  const lanes = planFeaturesOf(plan.features, "fireLane").map(({ shape }) => bounds(shape.shell));
  expect(lanes.map(([left, , right]) => [Math.round(left), Math.round(right)])).toEqual([[0, 90]]);
  const told = (rule: string) =>
    plan.audit.filter((line) => line.rule === rule).map(({ pass, scope }) => [pass, scope]);
  expect(told("fire.lane.coverage_residential")).toEqual([[true, "new"]]);
  expect(told("fire.lane.clear_width")).toEqual([[false, "inherited"]]);
  expect(told("fire.engine")).toEqual([[true, "new"]]);
});
