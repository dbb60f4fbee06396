import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isForbidden } from "../engine/finish.ts";
import { loadKernel, loadRules, readScenario, readSite, solve } from "../engine/index.ts";

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
