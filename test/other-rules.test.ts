import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isForbidden } from "../engine/forbidden.ts";
import { type AuditLine, audit, loadKernel, loadRules, readScenario, readSite, solve } from "../engine/index.ts";
import { planFeaturesOf } from "../engine/model/plan.ts";

// the model case by rules of elsewhere: no root zones of trees, wider aisles than the stalls of today have

const kernel = await loadKernel();
const name = "mishan-lane-30.geojson";
const site = readSite(readFileSync(join(import.meta.dirname, "../scenarios", name), "utf8"), name);

function problem(rules: string) {
  const scenario = readScenario(JSON.stringify({ rules }), "elsewhere.json", site);
  return { site, scenario, rules: loadRules(scenario.rules) };
}

describe.each([
  ["us", 12],
  ["eu", 34],
  ["eu-uk", 34],
  ["geometry", 29],
])("%s", (rules, stalls) => {
  const own = problem(rules);
  const plan = solve(own, kernel, { steps: 3 });

  test("a plan is made, and no stall is laid on a trunk and taken away again", () => {
    expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(stalls);
    expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
    expect(plan.unmet.filter(({ binding }) => binding === "fact.no_overlap")).toEqual([]);
  });
});

test("of stalls that lack an aisle today those that still do are inherited, as one line under its rule too", () => {
  const own = problem("us");
  const rule = "parking.90.aisle.two_way";
  const lineOf = (lines: readonly AuditLine[]) => lines.filter((line) => line.rule === rule && line.pass === false);
  const plan = solve(own, kernel, { steps: 3 });
  const [line] = lineOf(plan.audit);
  expect(line.scope).toBe("inherited");
  // wider ground before new stalls has cured some of the six
  expect(line.features.length).toBeGreaterThan(0);
  expect(line.features.length).toBeLessThan(6);
  // one of ours that lacks as much is none of today's
  const aisles = new Set(planFeaturesOf(plan.features, "aisle").map(({ id }) => id));
  const bare = plan.features.filter(({ id }) => !aisles.has(id));
  expect(lineOf(audit({ ...own, features: bare, claimed: null })).map(({ scope }) => scope)).toEqual(["new"]);
});
