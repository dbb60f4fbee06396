import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  checkLocks,
  featuresOf,
  keptGreen,
  loadKernel,
  loadRules,
  readPlan,
  readScenario,
  readSite,
  solve,
  writeLocks,
  writePlan,
} from "../engine/index.ts";
import { type Area, areaOf, bounds, flat, type Point, pointsOf } from "../engine/model/geometry.ts";
import { planFeaturesOf } from "../engine/model/plan.ts";
import { intersect, regionArea, regionOf } from "../engine/stages/plane/region.ts";

const SITE = "scenarios/mishan-lane-30.geojson";
const site = readSite(readFileSync(SITE, "utf8"), SITE);
const kernel = await loadKernel();
const asked = JSON.parse(readFileSync("scenarios/ten-stalls.json", "utf8")) as { demand: object };

const solved = (more: object) => {
  const scenario = readScenario(JSON.stringify({ ...asked, ...more }), "s.json", site);
  return solve({ site, scenario, rules: loadRules(scenario.rules, scenario.overrides) }, kernel);
};
const written = (area: Area) => {
  const ring = pointsOf(area.shell).map(([x, y]) => site.projection.toFile(x, y));
  return { type: "Polygon", coordinates: [[...ring, ring[0]]] };
};
const box = (x: number, y: number, width: number, height: number): Area => ({
  shell: flat([
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ] as Point[]),
  holes: [],
});
const forbidden = (plan: ReturnType<typeof solved>) =>
  plan.audit.filter((line) => line.pass === false && line.scope === "new" && /^(shall|legal)$/.test(line.level));

const dense = solved({ demand: { ...asked.demand, newStalls: { target: "max" } } });
const { features } = readPlan(writePlan(dense, site), "plan.geojson", site);
const standard = planFeaturesOf(features, "stall").filter(
  ({ properties }) => properties.status === "new" && properties.type !== "accessible",
);

test("any stall of a plan, pinned, is in the next plan to the last digit, and the rest is found round it", () => {
  let seen = 0;
  // one that stands on its road as well: the lane is to swing round it
  const parallel = standard.findIndex(({ properties }) => properties.parkingAngle === 0);
  expect(parallel).toBeGreaterThanOrEqual(0);
  for (const i of new Set([0, parallel, 8, standard.length - 1])) {
    const geometry = written(standard[i].shape);
    const plan = solved({ locks: [{ as: "stall", geometry }], seed: i + 1 });
    const file = JSON.parse(writePlan(plan, site)) as {
      features: { properties: { kind: string }; geometry: { coordinates: unknown } }[];
    };
    const stalls = file.features.filter((feature) => feature.properties.kind === "stall");
    expect(stalls.filter((stall) => JSON.stringify(stall.geometry) === JSON.stringify(geometry))).toHaveLength(1);
    expect(plan.measures.stalls.new).toBe(10);
    expect(plan.measures.greening.balance).toBeGreaterThanOrEqual(0);
    expect(forbidden(plan)).toEqual([]);
    // one that takes nothing of a narrow lane leaves it the lane that it is
    expect(planFeaturesOf(plan.features, "fireLane")).toHaveLength(featuresOf(site, "road").length);
    seen++;
  }
  expect(seen).toBeGreaterThanOrEqual(3);
});

test("a green of today that is pinned by its id loses nothing", () => {
  const lost = planFeaturesOf(features, "greenRemoved");
  const from = lost[0].properties.from;
  expect(lost.length).toBeGreaterThan(1);
  const plan = solved({ demand: { ...asked.demand, newStalls: { target: "max" } }, locks: [{ id: from }] });
  expect(planFeaturesOf(plan.features, "greenRemoved").filter(({ properties }) => properties.from === from)).toEqual(
    [],
  );
  expect(plan.measures.stalls.new).toBeGreaterThan(0);
});

test("planting pinned on paved ground is there as drawn and counts", () => {
  const patch = planFeaturesOf(features, "green").find(
    ({ properties, shape }) => properties.status === "new" && shape.holes.length === 0 && areaOf(shape) > 4,
  );
  if (patch === undefined) throw new Error("the model case gets new planting");
  const geometry = written(patch.shape);
  const plan = solved({ locks: [{ as: "green", geometry }] });
  const text = writePlan(plan, site);
  expect(text.replace(/\s/g, "")).toContain(JSON.stringify(geometry.coordinates));
  expect(plan.measures.greening.planted).toBeGreaterThanOrEqual(Number(areaOf(patch.shape).toFixed(1)) - 0.1);
  expect(plan.measures.stalls.new).toBe(10);
  expect(forbidden(plan)).toEqual([]);
});

test("ground to be left empty stays empty", () => {
  const shape = standard[0].shape;
  const plan = solved({
    demand: { ...asked.demand, newStalls: { target: "max" } },
    locks: [{ as: "empty", geometry: written(shape) }],
  });
  for (const { shape: other } of [
    ...planFeaturesOf(plan.features, "stall"),
    ...planFeaturesOf(plan.features, "locker"),
  ])
    expect(regionArea(intersect(regionOf([shape]), regionOf([other])))).toBeLessThan(0.01);
});

test("a stall pinned with its back to the road is turned round: the same place, its mouth at the road", () => {
  const onRoad = planFeaturesOf(features, "stall").filter(
    ({ properties }) =>
      properties.status === "new" &&
      properties.parkingAngle === 90 &&
      properties.type === "standard" &&
      site.features.some(({ kind, id }) => kind === "road" && id === properties.aisle),
  );
  expect(onRoad.length).toBeGreaterThan(0);
  const [{ shape }] = onRoad;
  const [a, b, c, d] = pointsOf(shape.shell);
  const plan = solved({ locks: [{ as: "stall", geometry: written({ shell: flat([c, d, a, b]), holes: [] }) }] });
  expect(drawn(plan, "stall")).toContain(JSON.stringify(written(shape)));
  expect(plan.audit.find(({ rule }) => rule === "fact.pins_there")).toMatchObject({ pass: true });
  expect(forbidden(plan)).toEqual([]);
});

test("what cannot stand where it is pinned is refused in one sentence", () => {
  const building = site.features.find(({ kind }) => kind === "building");
  if (building === undefined) throw new Error("the model case has buildings");
  const [x, y] = pointsOf((building.shape as Area).shell)[0];
  const on = written(box(x + 0.5, y + 0.5, 2.4, 5.3));
  expect(() => solved({ locks: [{ as: "stall", geometry: on }] })).toThrow(
    /^locks\[0\]\.geometry: this stall stands on .*, a building of the site; free ground would be right\.$/,
  );
});

test("on an open lot a pinned stall is refused, before anything is searched", () => {
  const LOT = "scenarios/lots/rect-60x34-west.geojson";
  const lot = readSite(readFileSync(LOT, "utf8"), LOT);
  const ring = [
    [10, 10],
    [12.5, 10],
    [12.5, 15],
    [10, 15],
    [10, 10],
  ].map(([x, y]) => {
    const [minX, minY] = bounds(lot.boundary.shell);
    return lot.projection.toFile(minX + x, minY + y);
  });
  const text = JSON.stringify({ locks: [{ as: "stall", geometry: { type: "Polygon", coordinates: [ring] } }] });
  const scenario = readScenario(text, "s.json", lot);
  const rules = loadRules(scenario.rules, scenario.overrides);
  expect(() => solve({ site: lot, scenario, rules }, kernel)).toThrow(
    /^locks\[0\]: a stall can be pinned beside an existing road only/,
  );
});

/** What a written plan has of a kind, as its geometry's text. */
const drawn = (plan: ReturnType<typeof solved>, kind: string) =>
  (
    JSON.parse(writePlan(plan, site)) as { features: { properties: { kind: string }; geometry: object }[] }
  ).features.flatMap(({ properties, geometry }) => (properties.kind === kind ? [JSON.stringify(geometry)] : []));

test("locker, slots with their way, shed and chargers, pinned, are in the next plan as drawn, once, and nothing is broken", () => {
  const before = solved({ demand: { ...asked.demand, chargingStalls: { share: 0.2 } } });
  const of = <K extends "locker" | "shed" | "bikeAisle">(kind: K) =>
    planFeaturesOf(before.features, kind).map(({ shape }) => ({ as: kind, geometry: written(shape) }));
  const point = (at: Point) => ({ type: "Point", coordinates: site.projection.toFile(at[0], at[1]) });
  const slots = planFeaturesOf(before.features, "ebikeSlot");
  const [post] = planFeaturesOf(before.features, "charger");
  const behind = planFeaturesOf(before.features, "stall").filter(({ id }) => post.properties.serves.includes(id));
  const locks = [
    ...of("locker"),
    ...of("shed"),
    ...of("bikeAisle"),
    ...slots.map(({ shape }) => ({ as: "ebikeSlot", geometry: written(shape) })),
    ...planFeaturesOf(before.features, "ebikeCharger").map(({ shape }) => ({
      as: "ebikeCharger",
      geometry: point(shape),
    })),
    { as: "charger", geometry: point(post.shape) },
    ...behind
      .filter(({ properties }) => properties.status === "new")
      .map(({ shape }) => ({ as: "stall", geometry: written(shape) })),
  ];
  const after = solved({ demand: { ...asked.demand, chargingStalls: { share: 0.2 } }, locks, seed: 7 });
  for (const { as, geometry } of locks)
    expect(drawn(after, as).filter((text) => text === JSON.stringify(geometry))).toHaveLength(1);
  for (const kind of ["locker", "shed", "ebikeSlot", "ebikeCharger"])
    expect(drawn(after, kind)).toHaveLength(drawn(before, kind).length);
  expect(after.measures.stalls.new).toBe(10);
  expect(after.unmet).toEqual([]);
  expect(forbidden(after)).toEqual([]);
});

test("an area drawn over a lawn and beside it keeps the lawn within it; one that no lawn touches is itself", () => {
  const lawn = featuresOf(site, "green").find(({ id }) => id === "court");
  if (lawn === undefined) throw new Error("the model case has a court");
  const [minX, minY, maxX] = bounds(lawn.shape.shell);
  const across = box(minX - 3, minY - 6, maxX - minX + 6, 12);
  const kept = keptGreen(site, across);
  const within = regionArea(
    intersect(regionOf([across]), regionOf(featuresOf(site, "green").map(({ shape }) => shape))),
  );
  expect(kept.reduce((sum, area) => sum + areaOf(area), 0)).toBeCloseTo(within, 0);
  expect(within).toBeLessThan(areaOf(across) - 1);
  const building = featuresOf(site, "building")[0].shape;
  const [x, y] = pointsOf(building.shell)[0];
  const bare = box(x + 0.1, y + 0.1, 0.2, 0.2);
  expect(keptGreen(site, bare)).toEqual([bare]);
});

test("locks are written into a scenario's file as they are, and what cannot be is told before anything is searched", () => {
  const text = JSON.stringify({ ...asked, name: "ten", locks: [{ id: "court" }] });
  const locks = [
    { id: "laneA" },
    { as: "stall", shape: { type: "Polygon", area: standard[0].shape } },
    { as: "empty", shape: { type: "Polygon", area: box(...first(standard[1].shape), 3, 3) } },
  ] as const;
  const file = writeLocks(text, locks, site);
  const read = readScenario(file, "ten.json", site);
  expect({ ...JSON.parse(file), locks: null }).toEqual({ ...asked, name: "ten", locks: null });
  expect(read.locks[0]).toEqual(locks[0]);
  expect(writeLocks(file, read.locks, site)).toBe(file);
  const check = (lock: object) => {
    const scenario = readScenario(JSON.stringify({ ...asked, locks: [lock] }), "s.json", site);
    checkLocks({ site, scenario, rules: loadRules(scenario.rules, scenario.overrides) });
  };
  const [, , maxX, maxY] = bounds(site.boundary.shell);
  // inside the box around the site, outside the site
  expect(() => check({ as: "empty", geometry: written(box(maxX - 0.4, maxY - 0.4, 0.3, 0.3)) })).toThrow(
    /^locks\[0\]\.geometry: this lies off the site; a place on it would be right\.$/,
  );
  // a planted patch drawn in small
  const patch = planFeaturesOf(dense.features, "green").find(({ properties }) => properties.status === "new");
  if (patch === undefined) throw new Error("the model case gets new planting");
  const [x, y] = first(patch.shape);
  const share = Math.sqrt(1.2 / areaOf(patch.shape));
  const small = pointsOf(patch.shape.shell).map(([px, py]): Point => [x + share * (px - x), y + share * (py - y)]);
  expect(() => check({ as: "green", geometry: written({ shell: flat(small), holes: [] }) })).toThrow(
    /^locks\[0\]\.geometry: planting on 1\.2 m² does not count; 4 m² or more would be right\.$/,
  );
  check(JSON.parse(file).locks[1]);
});

const first = ({ shell }: Area): Point => [shell[0], shell[1]];

test("a pinned post without a stall behind it is told", () => {
  const [minX, minY, maxX, maxY] = bounds(site.boundary.shell);
  const at = site.projection.toFile((minX + maxX) / 2, minY + 0.1 * (maxY - minY));
  const plan = solved({ locks: [{ as: "charger", geometry: { type: "Point", coordinates: at } }] });
  expect(plan.unmet).toEqual([
    { demand: "locks[0]", wanted: 1, got: 0, binding: "no stall behind the post", price: null },
  ]);
});
