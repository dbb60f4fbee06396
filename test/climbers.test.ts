import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { isForbidden } from "../engine/forbidden.ts";
import { type Kernel, loadKernel, loadRules, type Plan, readScenario, readSite, solve } from "../engine/index.ts";
import { planFeaturesOf } from "../engine/model/plan.ts";

const root = resolve(import.meta.dirname, "..", "scenarios");
const read = (name: string) => readFileSync(join(root, name), "utf8");

let kernel: Kernel;
beforeAll(async () => {
  kernel = await loadKernel();
});

/** The model case with as many stalls as 40 m² of planting, and what climbs, pay for. */
function planned(newGreen: object, overrides: object = {}): Plan {
  const site = readSite(read("mishan-lane-30.geojson"), "mishan-lane-30.geojson");
  const given = JSON.parse(read("most-balanced.json"));
  const text = JSON.stringify({ ...given, overrides, demand: { ...given.demand, newGreen: { max: 40, ...newGreen } } });
  const scenario = readScenario(text, "walls.json", site);
  return solve({ site, scenario, rules: loadRules(scenario.rules, scenario.overrides) }, kernel, { steps: 600 });
}

describe("what the ground does not hold climbs, where the scenario allows it", () => {
  test("walls carry climbers for what is missing, 0.70 m² a metre of 2 m, and pay for stalls", () => {
    const bare = planned({});
    const plan = planned({ wallGreen: true });
    const walls = planFeaturesOf(plan.features, "wallGreen");
    expect(walls.length).toBeGreaterThan(0);
    for (const { shape, properties } of walls) {
      const [ax, ay, bx, by] = shape;
      expect(properties.height).toBe(2);
      // two roundings: of the figure, and of the ends to the grid
      expect(Math.abs(properties.counted - 0.7 * Math.hypot(bx - ax, by - ay))).toBeLessThan(0.0055);
    }
    expect(plan.measures.stalls.new).toBeGreaterThan(bare.measures.stalls.new + 3);
    expect(plan.measures.greening.planted).toBeLessThanOrEqual(40);
    expect(plan.measures.greening.credited).toBeCloseTo(plan.measures.greening.removed - 40, 0);
    expect(plan.measures.greening.balance).toBeGreaterThanOrEqual(0);
    expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
    expect(bare.measures.greening.credited).toBe(0);
  });

  test("green walls that meet at a corner count once each: with no planting at all they pay for stalls", () => {
    const plan = planned({ max: 0, wallGreen: true });
    expect(planFeaturesOf(plan.features, "wallGreen").length).toBeGreaterThan(2);
    expect(plan.measures.stalls.new).toBeGreaterThan(10);
    expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
  });

  test("planting comes first: where the ground holds everything, nothing climbs", () => {
    const plan = planned({ max: null, wallGreen: true, pergola: true });
    expect(plan.measures.greening.removed).toBeGreaterThan(50);
    expect(plan.measures.greening.credited).toBe(0);
  });

  test("pergolas stand over new stalls and count for their share", () => {
    const plan = planned({ pergola: true });
    const roofs = planFeaturesOf(plan.features, "pergola");
    expect(roofs.length).toBeGreaterThan(0);
    expect(plan.measures.stalls.new).toBeGreaterThan(planned({}).measures.stalls.new);
    expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
  });

  test("a profile's credit of nothing buys nothing", () => {
    const plan = planned({ wallGreen: true, pergola: true }, { "green.credit_vertical_roof_pergola": 0 });
    expect(plan.measures.greening.credited).toBe(0);
    expect(plan.measures.stalls.new).toBe(planned({}).measures.stalls.new);
  });
});
