import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { audit } from "../engine/audit/audit.ts";
import { auditedPlan } from "../engine/finish.ts";
import { isForbidden } from "../engine/forbidden.ts";
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
import type { Draft } from "../engine/stages/draft.ts";

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

test("where a square has no room an aisle ends on a hammerhead, which the engine turns round on; with less of an arm it does not", () => {
  const alley = readSite(read("cross-alley.geojson"), "cross-alley.geojson");
  const own = readScenario('{"rules":"cn-shanghai"}', "cross-alley.json", alley);
  const under = (overrides: Record<string, number> = {}): Problem => {
    return { site: alley, scenario: own, rules: loadRules("cn-shanghai", overrides) };
  };
  const long = solve(under(), kernel, { steps: STEPS });
  const [place, ...others] = planFeaturesOf(long.features, "turnaround");
  expect(others).toEqual([]);
  expect(place.properties.shape).toBe("hammerhead");
  // the cross alley is 8.6 m deep
  const ys = place.shape.shell.filter((_, i) => i % 2 === 1);
  expect(Math.max(...ys)).toBeLessThanOrEqual(78);
  expect(Math.max(...ys) - Math.min(...ys)).toBeCloseTo(12, 2);
  const lines = new Map(long.audit.map((line) => [line.rule, line.pass]));
  for (const rule of ["fire.engine", "fire.dead_end.trigger", "fire.dead_end.turnaround.min.width"])
    expect([rule, lines.get(rule)]).toEqual([rule, true]);
  const short = solve(under({ "fire.dead_end.turnaround.min.width": 0 }), kernel, { steps: STEPS });
  expect(planFeaturesOf(short.features, "turnaround")).toEqual([]);
  expect(long.measures.stalls.new).toBeGreaterThanOrEqual(short.measures.stalls.new + 8);
  // of each arm a metre is left by what stands in it
  const lockers = [12.8, 30].map(
    (x, n): PlanFeature => ({
      kind: "locker",
      id: `locker-${n + 1}`,
      shape: { shell: Float64Array.of(x, 70.2, x + 9.7, 70.2, x + 9.7, 77.8, x, 77.8), holes: [] },
      properties: { columns: 4 },
    }),
  );
  const shut = forbidden(under(), [...long.features, ...lockers]).filter(({ rule }) => rule === "fire.engine");
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

/** A court 13 m wide behind a street: an engine turns on it today, and no more where a row of stalls stands along it. */
describe("a row of stalls that makes a lane of today a dead end of more than 40 m", () => {
  const court = readSite(read("wide-court.geojson"), "wide-court.geojson");
  const wanted = readScenario(read("wide-court.scenario.json"), "wide-court.scenario.json", court);
  const box = (x0: number, y0: number, x1: number, y1: number) => ({
    shell: Float64Array.of(x0, y0, x1, y0, x1, y1, x0, y1),
    holes: [],
  });
  const WIDTH = 2.4;
  const stalls = Array.from({ length: 18 }, (_, n): PlanFeature => {
    const y = 21 + n * WIDTH;
    // the mouth first: on the east side
    const shell = Float64Array.of(27.3, y, 27.3, y + WIDTH, 22, y + WIDTH, 22, y);
    const type = n === 0 ? "accessible" : "standard";
    const properties = { type, status: "new", parkingAngle: 90, width: WIDTH, length: 5.3, aisle: "court" } as const;
    return { kind: "stall", id: `S${n}`, shape: { shell, holes: [] }, properties };
  });
  const draft = (lawn: boolean): Draft => {
    // or the lawns come up to the court and stay
    const features = court.features.map((one) => {
      if (lawn || one.kind !== "green") return one;
      const shape = one.id === "lawn-e" ? box(35, 12, 46, 66) : one.shape;
      return { ...one, shape, properties: { ...one.properties, convertible: false } };
    });
    return {
      problem: { site: { ...court, features }, scenario: wanted, rules: loadRules("cn-shanghai") },
      features: [
        ...stalls,
        { kind: "accessAisle", id: "AA", shape: box(22, 19.8, 27.3, 21), properties: { stalls: ["S0"] } },
        { kind: "fireLane", id: "L1", shape: box(0, 2, 60, 10), properties: { width: 4, status: "existing" } },
        { kind: "fireLane", id: "L2", shape: box(27.3, 10, 35, 66), properties: { width: 4, status: "existing" } },
      ],
      assumptions: [],
      unmet: [],
    };
  };

  test("keeps its stalls where there is room for a place to turn, which the engine is driven round on", () => {
    const made = auditedPlan(draft(true), { steps: 1, threads: 1 }, kernel);
    expect(planFeaturesOf(made.features, "turnaround").map(({ properties }) => properties.shape)).toEqual(["square"]);
    expect(made.measures.stalls.new).toBe(18);
    expect(made.measures.greening.balance).toBeGreaterThanOrEqual(0);
    for (const rule of ["fire.engine", "fire.dead_end.trigger"])
      expect(made.audit.filter((line) => line.rule === rule).map(({ pass }) => pass)).toEqual([true]);
  }, 60_000);

  test("loses what makes it one where there is none", () => {
    const made = auditedPlan(draft(false), { steps: 1, threads: 1 }, kernel);
    expect(planFeaturesOf(made.features, "turnaround")).toEqual([]);
    expect(made.measures.stalls.new).toBeLessThan(18);
    expect(made.unmet.map(({ binding }) => binding)).toContain("fire.dead_end.trigger");
  }, 60_000);
});

test("planting that shuts the engine's way is sought elsewhere, and no stall goes for it", () => {
  const name = "planted-corner.geojson";
  const corner = readSite(readFileSync(join(folder, "../compound", name), "utf8"), name);
  const rules = loadRules("cn-shanghai");
  const ring = (points: number[][]) => ({ type: "Polygon", coordinates: [[...points, points[0]]] });
  const keep = {
    as: "empty",
    geometry: ring([
      [24, 20],
      [44, 36],
      [24, 36],
    ]),
  };
  const demand = { newStalls: { target: 1 } };
  const scenarioOf = (locks: object[]) => readScenario(JSON.stringify({ demand, locks }), "corner.json", corner);
  const first = solve({ site: corner, scenario: scenarioOf([keep]), rules }, kernel, { steps: 20 });
  expect(first.measures.stalls.new).toBe(1);
  const [planted] = planFeaturesOf(first.features, "green").filter(({ properties }) => properties.status === "new");
  // as large as what was planted, on the ground that the engine turns over
  const across = Math.min(8, areaOf(planted.shape) / 2.5);
  const shell = Float64Array.of(24.4, 27, 24.4 + 2.5, 29.5, 24.4 + 2.5, 29.5 + across, 24.4, 27 + across);
  const moved = { ...planted, shape: { shell, holes: [] } };
  const kept = first.features.filter(({ kind }) => kind !== "sweptPath");
  const problem: Problem = { site: corner, scenario: scenarioOf([]), rules, fire: { turns: [] } };
  const features = kept.map((one): PlanFeature => (one === planted ? moved : one));
  expect(forbidden(problem, features).map(({ rule }) => rule)).toContain("fire.engine");
  const cured = auditedPlan({ problem, features, assumptions: [], unmet: [] }, { steps: 20, threads: 1 }, kernel);
  expect(cured.measures.stalls.new).toBe(1);
  expect(cured.measures.greening.balance).toBeGreaterThanOrEqual(0);
  expect(cured.measures.fireLane.driven).toBe(true);
}, 60_000);
