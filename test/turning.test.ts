import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { audit } from "../engine/audit/audit.ts";
import { isForbidden } from "../engine/finish.ts";
import {
  type Kernel,
  loadKernel,
  loadRules,
  type Plan,
  type Problem,
  readScenario,
  readSite,
  solve,
} from "../engine/index.ts";
import { areaOf } from "../engine/model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../engine/model/plan.ts";

// a yard 84 m deep behind a street: an aisle of our own that runs farther in than 40 m ends on a square on which the engine
// turns round, driven by the audit; what it takes of the garden is planted again

const folder = join(import.meta.dirname, "fixtures/turning");
const read = (name: string) => readFileSync(join(folder, name), "utf8");
const site = readSite(read("long-yard.geojson"), "long-yard.geojson");
const scenario = readScenario(read("long-yard.scenario.json"), "long-yard.scenario.json", site);

/** The same yard with green all over, as a study: off its lanes there is nothing to drive on. */
function greenYard(overrides: Record<string, number> = {}): Problem {
  const file = JSON.parse(read("long-yard.geojson"));
  const garden = file.features.find((one: { properties: { id: string } }) => one.properties.id === "garden");
  const [x0, y0, x1, y1] = [9, 11, 49, 95];
  garden.geometry.coordinates = [
    [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
      [x0, y0],
    ],
  ];
  const green = readSite(JSON.stringify(file), "green-yard.geojson");
  const wanted = {
    study: true,
    demand: { newGreen: { max: 0 } },
    overrides: { "green.balance_min": -2600, ...overrides },
  };
  const own = readScenario(JSON.stringify(wanted), "green-yard.json", green);
  return { site: green, scenario: own, rules: loadRules("cn-shanghai", own.overrides as Record<string, number>) };
}

const problemWith = (overrides: Record<string, number> = {}): Problem => ({
  site,
  scenario,
  rules: loadRules("cn-shanghai", overrides),
});

const STEPS = 200;
let kernel: Kernel;
let plan: Plan;
beforeAll(async () => {
  kernel = await loadKernel();
  plan = solve(problemWith(), kernel, { steps: STEPS });
}, 60_000);

const forbidden = (problem: Problem, features: readonly PlanFeature[]) =>
  audit({ ...problem, features, claimed: null }).filter((line) => isForbidden(line, true));

test("aisles with a place to turn give more stalls than aisles that one backs out of", () => {
  const places = planFeaturesOf(plan.features, "turnaround");
  expect(places.length).toBeGreaterThan(0);
  for (const { shape, properties } of places) {
    expect(properties.shape).toBe("square");
    expect(areaOf(shape)).toBeCloseTo(144, 1);
  }
  const lines = new Map(plan.audit.map((line) => [line.rule, line.pass]));
  for (const rule of ["fire.engine", "fire.dead_end.trigger", "fire.dead_end.turnaround.min.width"])
    expect([rule, lines.get(rule)]).toEqual([rule, true]);
  expect(plan.measures.fireLane.driven).toBe(true);
  expect(plan.measures.greening.removed).toBeGreaterThan(0);
  expect(plan.measures.greening.balance).toBeGreaterThanOrEqual(0);
  // a profile that knows no size of such a square: no aisle is longer than 40 m
  const without = solve(problemWith({ "fire.dead_end.turnaround.min.width": 0 }), kernel, { steps: STEPS });
  expect(planFeaturesOf(without.features, "turnaround")).toEqual([]);
  expect(plan.measures.stalls.new).toBeGreaterThan(without.measures.stalls.new + 20);
}, 60_000);

test("without its place to turn such a lane is a breach, and a locker on the place shuts it", () => {
  const problem = greenYard();
  const study = solve(problem, kernel, { steps: STEPS });
  expect(study.audit.filter((line) => isForbidden(line, true))).toEqual([]);
  const [place] = planFeaturesOf(study.features, "turnaround");
  const gone = forbidden(
    problem,
    study.features.filter((one) => one !== place),
  );
  expect(gone.map(({ rule }) => rule)).toContain("fire.dead_end.trigger");
  const [x, y] = place.shape.shell;
  const [u, v] = [place.shape.shell[4], place.shape.shell[5]];
  const [mx, my] = [(x + u) / 2, (y + v) / 2];
  const locker: PlanFeature = {
    kind: "locker",
    id: "locker-on-it",
    shape: { shell: Float64Array.of(mx - 1, my - 1, mx + 1, my - 1, mx + 1, my + 1, mx - 1, my + 1), holes: [] },
    properties: { columns: 4 },
  };
  const shut = forbidden(problem, [...study.features, locker]).filter(({ rule }) => rule === "fire.engine");
  expect(shut.some(({ features }) => features.includes(place.id))).toBe(true);
}, 60_000);

test("an engine that cannot turn on 12 × 12 m gets no aisle that it would have to turn on", () => {
  const large = solve(greenYard({ "fire.engine.turningRadiusOuterFrontWheel": 13 }), kernel, { steps: STEPS });
  expect(planFeaturesOf(large.features, "turnaround")).toEqual([]);
  expect(planFeaturesOf(large.features, "fireLane").filter(({ properties }) => properties.status === "new")).toEqual(
    [],
  );
  expect(large.audit.filter((line) => isForbidden(line, true))).toEqual([]);
  expect(large.measures.stalls.new).toBeGreaterThan(0);
}, 60_000);
