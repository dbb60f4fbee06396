import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Area, type Point, pointsOf } from "../engine/model/geometry.ts";
import type { Plan, PlanFeature } from "../engine/model/plan.ts";
import type { Site } from "../engine/model/site.ts";
import { readPlan } from "../engine/read/plan.ts";
import { defaultScenario } from "../engine/read/scenario.ts";
import { readSite } from "../engine/read/site.ts";
import { geometryOf } from "../engine/write/features.ts";
import { writePlan } from "../engine/write/plan.ts";

const folder = join(import.meta.dirname, "fixtures/write");
const text = (name: string) => readFileSync(join(folder, name), "utf8");

/** A square lot of 100 m in three kinds of coordinates, named by their crs. */
const SITES: readonly [name: string, site: Site][] = [
  ["local:metre", lot("local:metre", 0, 0, 1, 1)],
  ["EPSG:4549", lot("EPSG:4549", 351_200.25, 3_476_100.75, 1, 1)],
  ["longitude/latitude", lot(null, 121.4793, 31.4044, 1 / 95_000, 1 / 110_900)],
];

function lot(crs: string | null, x: number, y: number, dx: number, dy: number): Site {
  const corners = [
    [0, 0],
    [100, 0],
    [100, 100],
    [0, 100],
    [0, 0],
  ].map(([i, j]) => [x + i * dx, y + j * dy]);
  const member = crs === null ? {} : { crs: { type: "name", properties: { name: crs } } };
  const site = { type: "Feature", properties: { kind: "site" }, geometry: { type: "Polygon", coordinates: [corners] } };
  return readSite(JSON.stringify({ type: "FeatureCollection", ...member, features: [site] }), "lot.geojson");
}

function planOf(features: readonly PlanFeature[], site: Site, change: Partial<Plan> = {}): Plan {
  const scenario = defaultScenario(site);
  return {
    name: scenario.name,
    study: false,
    site: site.hash,
    scenario: scenario.hash,
    rules: { profile: "geometry", version: "1", overrides: {}, layout: scenario.layout },
    demand: scenario.demand,
    seed: 1,
    steps: 10,
    threads: 1,
    engine: { version: "0", kernel: "0" },
    features,
    measures: {
      stalls: { existing: 0, new: 0, total: 0, accessible: 0, charging: 0, parkedNow: null, lostInformal: 0, net: 0 },
      greening: {
        areaBefore: 0,
        removed: 0,
        planted: 0,
        credited: 0,
        areaAfter: 0,
        balance: 0,
        ratioBefore: 0,
        ratioAfter: 0,
        countedBefore: 0,
        countedAfter: 0,
      },
      areaPerStall: null,
      treesMoved: 0,
      homesUnder6m: 0,
      homesUnder3m: 0,
      lockers: 0,
      ebikeChargers: 0,
      ebikeSlots: 0,
      fireLane: { length: 0, minWidth: null, driven: null },
      bound: null,
    },
    assumptions: [],
    unmet: [],
    audit: [],
    ...change,
  };
}

// shapes that a plan may hold, anywhere on the lot, turned any way
const metres = (least: number, most: number) => fc.double({ min: least, max: most, noNaN: true });
const place = fc.tuple(metres(5, 90), metres(5, 90));
const box = fc
  .tuple(place, metres(0.5, 9), metres(0.5, 9), metres(0, 6.3))
  .map(([[x, y], width, height, angle]): Area => {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const corner = (u: number, v: number) => [x + u * cos - v * sin, y + u * sin + v * cos];
    const shell = [corner(0, 0), corner(width, 0), corner(width, height), corner(0, height)].flat();
    return { shell: Float64Array.from(shell), holes: [] };
  });
const line = fc.tuple(place, metres(1, 8), metres(1, 8)).map(([[x, y], u, v]) => Float64Array.of(x, y, x + u, y + v));
const size = metres(0.1, 9).map((value) => Math.round(value * 10000) / 10000);
const word = fc.string({ minLength: 1, maxLength: 8 });
const status = fc.constantFrom("existing" as const, "new" as const);
const lane = fc.record({ width: size, oneWay: fc.boolean(), centreline: line, status: fc.constant("new" as const) });

const featureWithout: fc.Arbitrary<Omit<PlanFeature, "id">> = fc.oneof(
  fc.record({
    kind: fc.constant("stall" as const),
    shape: box,
    properties: fc.record({
      type: fc.constantFrom("standard" as const, "accessible" as const, "charging" as const, "compact" as const),
      status,
      parkingAngle: fc.constantFrom(90 as const, 60 as const, 45 as const, 30 as const, 0 as const),
      width: size,
      length: size,
      aisle: word,
    }),
  }),
  fc.record({ kind: fc.constantFrom("aisle" as const, "driveway" as const), shape: box, properties: lane }),
  fc.record({
    kind: fc.constant("accessAisle" as const),
    shape: box,
    properties: fc.record({ stalls: fc.array(word, { maxLength: 2 }) }),
  }),
  fc.record({
    kind: fc.constant("fireLane" as const),
    shape: box,
    properties: fc.record({ width: size, status }),
  }),
  fc.record({
    kind: fc.constant("charger" as const),
    shape: place,
    properties: fc.record({ serves: fc.array(word, { maxLength: 2 }) }),
  }),
  fc.record({
    kind: fc.constant("repair" as const),
    shape: fc.oneof(
      place.map((at) => ({ type: "Point" as const, at })),
      line.map((one) => ({ type: "LineString" as const, line: one })),
      box.map((area) => ({ type: "Polygon" as const, area })),
    ),
    properties: fc.record({ what: word, cures: word }),
  }),
  fc.record({ kind: fc.constant("green" as const), shape: box, properties: fc.record({ status }) }),
  fc.record({
    kind: fc.constant("wallGreen" as const),
    shape: line,
    properties: fc.record({ height: size, counted: size }),
  }),
  fc.record({
    kind: fc.constant("treeMoved" as const),
    shape: place,
    properties: fc.record({ tree: word, ground: word }),
  }),
);
const features = fc
  .array(featureWithout, { minLength: 1, maxLength: 12 })
  .map((list) => list.map((feature, i) => ({ ...feature, id: `x${i}` }) as PlanFeature));

describe.each(SITES)("a plan in %s", (_name, site) => {
  test("comes back as it was written, to the tenth of a millimetre", () => {
    fc.assert(
      fc.property(features, (given) => {
        const back = readPlan(writePlan(planOf(given, site), site), "plan.geojson", site).features;
        expect(back.map(({ kind, id }) => ({ kind, id }))).toEqual(given.map(({ kind, id }) => ({ kind, id })));
        given.forEach((feature, i) => {
          expect(farthest(numbersOf(feature.shape), numbersOf(back[i].shape))).toBeLessThan(2e-4);
          const { centreline: drawn, ...properties } = feature.properties as Record<string, unknown>;
          const { centreline: read, ...others } = back[i].properties as Record<string, unknown>;
          expect(others).toEqual(properties);
          if (drawn !== undefined) expect(farthest(numbersOf(drawn), numbersOf(read))).toBeLessThan(2e-4);
        });
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  test("has the same bytes each time, one feature a line, rings closed, the site's crs", () => {
    fc.assert(
      fc.property(features, (given) => {
        const plan = planOf(given, site);
        const out = writePlan(plan, site);
        expect(writePlan(structuredClone(plan), site)).toBe(out);
        const json = JSON.parse(out);
        expect(json.crs ?? null).toEqual(site.projection.crs);
        expect(out.split("\n").filter((row) => row.startsWith('  {"type":"Feature"'))).toHaveLength(given.length);
        for (const { geometry } of json.features) {
          if (geometry.type !== "Polygon") continue;
          for (const ring of geometry.coordinates) expect(ring.at(-1)).toEqual(ring[0]);
        }
        for (const decimals of out.matchAll(/\d\.(\d+)[,\]]/g)) {
          expect(decimals[1].length).toBeLessThanOrEqual(site.projection.decimals);
        }
      }),
      { numRuns: 30, seed: 6 },
    );
  });
});

function numbersOf(shape: unknown): number[] {
  if (typeof shape === "number") return [shape];
  if (shape instanceof Float64Array) return [...shape];
  if (Array.isArray(shape)) return shape.flatMap(numbersOf);
  return shape !== null && typeof shape === "object" ? Object.values(shape).flatMap(numbersOf) : [];
}

function farthest(one: readonly number[], other: readonly number[]): number {
  expect(other).toHaveLength(one.length);
  return one.reduce((most, value, i) => Math.max(most, Math.abs(value - other[i])), 0);
}

test("every kind of FORMAT.md is read and written again with nothing lost", () => {
  const site = readSite(text("court.geojson"), "court.geojson");
  const given = JSON.parse(text("court-plan.geojson"));
  const { features: read } = readPlan(text("court-plan.geojson"), "court-plan.geojson", site);
  const written = JSON.parse(writePlan(planOf(read, site), site));
  expect(new Set(read.map(({ kind }) => kind)).size).toBe(21);
  const byId = (json: { features: { properties: { id: string } }[] }) =>
    new Map(json.features.map((feature) => [feature.properties.id, feature]));
  expect(byId(written)).toEqual(byId(given));
});

test("members stand in a fixed order, and so do the things a planner set", () => {
  const [, site] = SITES[0];
  const { layout } = defaultScenario(site);
  const given = (overrides: Record<string, number>, kinds: object) =>
    writePlan(
      planOf([], site, {
        rules: { profile: "us", version: "1", overrides, layout: { ...layout, aisleWidth: { 60: kinds, 90: kinds } } },
      }),
      site,
    );
  const out = given({ b: 1, a: 2 }, { "one-way": 4.5, "two-way": 6 });
  expect(out).toBe(given({ a: 2, b: 1 }, { "two-way": 6, "one-way": 4.5 }));
  const json = JSON.parse(out);
  expect(Object.keys(json)).toEqual(["type", "name", "crs", "features", "plan"]);
  expect(Object.keys(json.plan).join(" ")).toBe(
    "name study site scenario rules demand seed steps threads engine measures assumptions unmet audit",
  );
  expect(Object.keys(json.plan.rules.overrides)).toEqual(["a", "b"]);
});

test("an audit line says where in the file's coordinates, without float noise", () => {
  const [, site] = SITES[1];
  const at: Point = [10.25, 20.5];
  const line = {
    rule: "fire.lane.clear_width",
    clause: "GB 50016-2014 7.1.8-1",
    level: "shall",
    scope: "new",
    required: 4,
    measured: 0.1 + 0.2,
    unit: "m",
    pass: false,
    features: ["fireLane-1"],
    at,
    note: "too narrow",
  } as const;
  const { audit } = JSON.parse(writePlan(planOf([], site, { audit: [line] }), site)).plan;
  expect(audit).toEqual([{ ...line, measured: 0.3, at: [...site.projection.toFile(...at)] }]);
});

test("a number that is none stops the writing: JSON would turn it into null", () => {
  const [, site] = SITES[0];
  const bad = (change: Partial<Plan>) => () => writePlan(planOf([], site, change), site);
  const charger = (x: number): PlanFeature => ({ kind: "charger", id: "c", shape: [x, 1], properties: { serves: [] } });
  expect(bad({ features: [charger(Number.NaN)] })).toThrow("NaN");
  expect(bad({ features: [charger(Number.POSITIVE_INFINITY)] })).toThrow("Infinity");
  expect(bad({ seed: Number.NaN })).toThrow("NaN");
  expect(bad({ features: [charger(1)] })).not.toThrow();
});

test("shells run counter-clockwise and close; holes stay", () => {
  const [, site] = SITES[0];
  const shell = Float64Array.of(0, 0, 4, 0, 4, 4, 0, 4);
  const hole = Float64Array.of(1, 1, 1, 2, 2, 2, 2, 1);
  const geometry = geometryOf({ shell, holes: [hole] }, site.projection);
  expect(geometry).toEqual({
    type: "Polygon",
    coordinates: [shell, hole].map((ring) => [...pointsOf(ring), pointsOf(ring)[0]].map((point) => [...point])),
  });
});
