import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { audit } from "../engine/audit/audit.ts";
import { isForbidden } from "../engine/forbidden.ts";
import { type Kernel, loadKernel, loadRules, type Problem, readScenario, readSite, solve } from "../engine/index.ts";
import { planFeaturesOf } from "../engine/model/plan.ts";
import { featuresOf } from "../engine/model/site.ts";
import { readPlan } from "../engine/read/plan.ts";
import { prunedTo } from "../engine/stages/rows/pruned.ts";

const fixture = (name: string) => join(resolve(import.meta.dirname, "fixtures", "roadless"), name);
const path = fixture("court.geojson");

let kernel: Kernel;
beforeAll(async () => {
  kernel = await loadKernel();
});

/** The garden behind one gate, as a study that may lose so many square metres, or with its green kept in balance. */
function garden(loss: number): Problem {
  const site = readSite(readFileSync(path, "utf8"), path);
  const study = { study: true, overrides: { "green.balance_min": -loss }, demand: { newGreen: { max: 0 } } };
  const text = JSON.stringify({ rules: "cn-shanghai", ...(loss > 0 ? study : {}) });
  const scenario = readScenario(text, "garden.json", site);
  return { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
}

describe("a compound without mapped roads", () => {
  test.each([
    [400, 12],
    [800, 28],
  ])("a study that may lose %i m² has at least %i stalls, all reached from the gate", (loss, least) => {
    const plan = solve(garden(loss), kernel, { steps: 5000 });
    expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(least);
    expect(plan.measures.greening.removed).toBeLessThanOrEqual(loss);
    expect(plan.audit.filter((line) => isForbidden(line, true))).toEqual([]);
    expect(planFeaturesOf(plan.features, "aisle").length).toBeGreaterThanOrEqual(1);
  });

  test("one entrance is enough for 50 stalls: there are no more, whatever the green allows", () => {
    const plan = solve(garden(1700), kernel, { steps: 5000 });
    expect(plan.measures.stalls.new).toBeLessThanOrEqual(50);
    expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(45);
  });

  test("at a balance of zero what is taken is planted again on paved ground", () => {
    const plan = solve(garden(0), kernel, { steps: 5000 });
    expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(12);
    expect(plan.measures.greening.balance).toBeGreaterThanOrEqual(0);
    expect(plan.measures.greening.planted).toBeGreaterThan(100);
    expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
  });

  test("of two aisles behind a gate the one is kept that a car gets through, notches at its ends left aside", () => {
    const file = fixture("notch.geojson");
    const site = readSite(readFileSync(file, "utf8"), file);
    const scenario = readScenario('{"rules":"cn-shanghai"}', "notch.json", site);
    const layout = readPlan(readFileSync(fixture("notch.plan.geojson"), "utf8"), "notch.plan", site).features;
    const green = featuresOf(site, "green").map(({ shape }) => shape.shell);
    const kept = prunedTo(layout, {
      gates: [
        [
          [1, 0],
          [7, 0],
        ],
      ],
      greenLimit: 320,
      green,
      most: 50,
    });
    const rules = loadRules(scenario.rules, scenario.overrides);
    const lines = audit({ site, scenario, rules, features: kept, claimed: null });
    expect(planFeaturesOf(kept, "stall").length).toBeGreaterThanOrEqual(6);
    expect(lines.filter(({ rule, pass }) => rule === "fact.reachable" && pass === false)).toEqual([]);
    expect(planFeaturesOf(kept, "aisle").map(({ id }) => id)).toEqual(["aisle-2", "aisle-3"]);
  });
});
