import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isForbidden } from "../engine/forbidden.ts";
import { loadKernel, loadRules, readScenario, readSite, solve } from "../engine/index.ts";

// what planners ask of a compound beside a number of stalls

const folder = join(import.meta.dirname, "../scenarios");
const site = readSite(readFileSync(join(folder, "mishan-lane-30.geojson"), "utf8"), "mishan-lane-30.geojson");
const kernel = await loadKernel();

function solved(change: object, steps: number) {
  const given = JSON.parse(readFileSync(join(folder, "most-balanced.json"), "utf8")) as object;
  const text = JSON.stringify({ ...given, ...change });
  const scenario = readScenario(text, "wish.json", site);
  return solve({ site, scenario, rules: loadRules(scenario.rules, scenario.overrides) }, kernel, { steps });
}

test("no stall nearer than 6 m to a home, where that is asked: as many as the rest of the roads hold", () => {
  const plan = solved({ overrides: { "stall.to_ground_floor_home.never_below": 6 } }, 60);
  expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(10);
  expect(plan.measures.homesUnder6m).toBe(0);
  expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
});
