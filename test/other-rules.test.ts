import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { auditedPlan } from "../engine/finish.ts";
import { isForbidden } from "../engine/forbidden.ts";
import {
  type AuditLine,
  audit,
  loadKernel,
  loadRules,
  type PlanFeature,
  readScenario,
  readSite,
  solve,
} from "../engine/index.ts";
import { flat, type Point, pointsOf } from "../engine/model/geometry.ts";
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

test("an aisle of ours that breaks a rule by itself goes with the stalls along it, not with all stalls", () => {
  const own = problem("us");
  const plan = solve(own, kernel, { steps: 3 });
  const features = plan.features.filter(({ kind }) => kind !== "sweptPath");
  const kinds = new Map(features.map(({ id, kind }) => [id, kind]));
  const along = (id: string) => planFeaturesOf(features, "stall").filter(({ properties }) => properties.aisle === id);
  // an aisle that is pushed sideways until something is wrong with it alone
  const pushed = planFeaturesOf(features, "aisle")
    .filter(({ id }) => along(id).length > 0)
    .flatMap((aisle) =>
      [-1.5, -1, -0.5, 0.5, 1, 1.5].map((by) => {
        const [a, b, c, d] = pointsOf(aisle.shape.shell);
        const length = Math.hypot(c[0] - b[0], c[1] - b[1]);
        const [ux, uy] = [((c[0] - b[0]) / length) * by, ((c[1] - b[1]) / length) * by];
        const at = ([x, y]: Point): Point => [x + ux, y + uy];
        const ring = by > 0 ? [a, b, at(c), at(d)] : [at(a), at(b), c, d];
        return { ...aisle, shape: { shell: flat(ring), holes: [] } };
      }),
    )
    .map((aisle) => ({ aisle, features: features.map((one): PlanFeature => (one.id === aisle.id ? aisle : one)) }))
    .find(({ aisle, features: those }) => {
      const lines = audit({ ...own, features: those, claimed: null }).filter((line) => isForbidden(line, false));
      const named = new Set(lines.flatMap((line) => line.features));
      return named.has(aisle.id) && [...named].every((id) => id === aisle.id || !kinds.has(id));
    });
  expect(pushed).toBeDefined();
  if (pushed === undefined) return;
  const draft = { problem: own, features: pushed.features, assumptions: [], unmet: [] };
  const made = auditedPlan(draft, { steps: 3, threads: 1 }, kernel);
  expect(made.features.some(({ id }) => id === pushed.aisle.id)).toBe(false);
  expect(made.measures.stalls.new).toBe(plan.measures.stalls.new - along(pushed.aisle.id).length);
  expect(made.audit.filter((line) => isForbidden(line, false))).toEqual([]);
});
