import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { audit } from "../engine/audit/audit.ts";
import { loadKernel } from "../engine/kernel.ts";
import { areaOf, mapShape } from "../engine/model/geometry.ts";
import { areaOfFeature, planFeaturesOf } from "../engine/model/plan.ts";
import { readScenario } from "../engine/read/scenario.ts";
import { readSite } from "../engine/read/site.ts";
import { loadRules } from "../engine/rules/load.ts";
import { solve } from "../engine/solve.ts";

// a scenario that asks for repairs gets those that its square metres are enough for, and the audit finds today's fault gone

const read = (path: string) => readFileSync(join(import.meta.dirname, path), "utf8");
const site = readSite(read("../scenarios/mishan-lane-30.geojson"), "mishan-lane-30");

async function solved(demand: object, steps = 1) {
  const scenario = readScenario(JSON.stringify({ name: "mend", rules: "cn-shanghai", demand }), "mend", site);
  const rules = loadRules(scenario.rules, scenario.overrides);
  return solve({ site, scenario, rules }, await loadKernel(), { steps });
}

const NOTHING = { newStalls: { target: 0, max: 0 } };

test("lane B is made 4 m wide within 20 m², and its fault of today is gone", async () => {
  const plan = await solved({ ...NOTHING, repairs: { within: 20 } });
  const repairs = planFeaturesOf(plan.features, "repair");
  expect(repairs.map(({ properties }) => properties.cures)).toEqual(["fire.lane.clear_width"]);
  expect(repairs[0].properties.what).toContain("widen this stretch by 0.2 m over 41.2 m");
  const paved = repairs.reduce(
    (sum, repair) => sum + areaOf(areaOfFeature(repair) ?? { shell: new Float64Array(), holes: [] }),
    0,
  );
  expect(plan.measures.repairs).toEqual({ count: 1, paved: Math.round(paved * 10) / 10 });
  expect(paved).toBeLessThanOrEqual(20);
  const width = plan.audit.filter(({ rule }) => rule === "fire.lane.clear_width");
  expect(width.map(({ pass }) => pass)).toEqual([true]);
  expect(plan.audit.filter(({ pass, scope }) => pass === false && scope === "new")).toEqual([]);
  // half a metre off its road the repair is missed by the lane that lies on it
  for (const [dx, dy] of [
    [0.5, 0],
    [-0.5, 0],
    [0, 0.5],
    [0, -0.5],
  ]) {
    const features = plan.features.map((one) =>
      one.kind === "repair" ? { ...one, shape: mapShape(one.shape, (x, y) => [x + dx, y + dy]) } : one,
    );
    const scenario = readScenario("{}", "mend", site);
    const lines = audit({ site, scenario, rules: loadRules("cn-shanghai"), features, claimed: null });
    const found = lines.filter(({ pass, scope, level }) => pass === false && scope === "new" && level === "shall");
    expect(found.length, `${dx} ${dy}`).toBeGreaterThan(0);
  }
});

test("8 m² are too few, and nothing is asked for by itself", async () => {
  for (const demand of [{ ...NOTHING, repairs: { within: 8 } }, NOTHING]) {
    const plan = await solved(demand);
    expect(planFeaturesOf(plan.features, "repair")).toEqual([]);
    expect(plan.measures.repairs).toBeUndefined();
    const line = plan.audit.find(({ rule, pass }) => rule === "fire.lane.clear_width" && pass === false);
    expect(line?.scope).toBe("inherited");
  }
});

test("stalls are laid beside the repaired lane, and its green is planted again", async () => {
  const plan = await solved({ newStalls: { target: 8 }, repairs: { within: 20 } }, 400);
  expect(plan.measures.stalls.new).toBeGreaterThan(4);
  expect(plan.measures.greening.balance).toBeGreaterThanOrEqual(0);
  expect(plan.measures.repairs?.count).toBe(1);
  const bad = plan.audit.filter(
    ({ pass, scope, level }) => pass === false && scope === "new" && (level === "shall" || level === "legal"),
  );
  expect(bad).toEqual([]);
});

describe("a corner of 90° between a spine of 6 m and a lane of 4 m, wide enough and too tight", () => {
  const corner = readSite(read("fixtures/audit/spine.geojson"), "spine");
  const cut = async (within: number) => {
    const demand = { newStalls: { target: 4 }, repairs: { within } };
    const scenario = readScenario(JSON.stringify({ name: "cut", rules: "cn-shanghai", demand }), "cut", corner);
    const rules = loadRules(scenario.rules, scenario.overrides);
    return solve({ site: corner, scenario, rules }, await loadKernel(), { steps: 40 });
  };

  test("is cut within 20 m² by what the engine needs beyond the road, and driven after that", async () => {
    const plan = await cut(20);
    const repairs = planFeaturesOf(plan.features, "repair");
    expect(new Set(repairs.map(({ properties }) => `${properties.cures}: ${properties.what}`))).toEqual(
      new Set(["fire.engine: cut this corner by 0.75 m"]),
    );
    expect(plan.measures.repairs?.count).toBe(1);
    expect(plan.measures.repairs?.paved).toBeLessThan(8);
    expect(plan.audit.filter(({ rule }) => rule === "fire.engine").map(({ pass }) => pass)).toEqual([true]);
    expect(plan.measures.fireLane.driven).toBe(true);
    expect(plan.measures.stalls.new).toBe(4);
    expect(plan.measures.greening.balance).toBeGreaterThanOrEqual(0);
  });

  test("is left as it is where 3 m² are all", async () => {
    const plan = await cut(3);
    expect(planFeaturesOf(plan.features, "repair")).toEqual([]);
    const line = plan.audit.find(({ rule, pass }) => rule === "fire.engine" && pass === false);
    expect([line?.scope, line?.features[0]]).toEqual(["inherited", "fireLane-2"]);
  });
});
