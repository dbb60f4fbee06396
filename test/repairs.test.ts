import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { areasOf, together } from "../engine/audit/areas.ts";
import { outlineOf } from "../engine/audit/outline.ts";
import { widening } from "../engine/audit/repairs/widen.ts";
import { sceneOf } from "../engine/audit/scene.ts";
import { audit, defaultScenario, loadRules, type PlanFeature, readSite, type Site, today } from "../engine/index.ts";
import { type Area, areaOf, flat, type Point, pointsOf } from "../engine/model/geometry.ts";

// what is too narrow or too tight today is named with the repair that would cure it

const read = (path: string) => readFileSync(join(import.meta.dirname, path), "utf8");

function linesOf(site: Site, features: readonly PlanFeature[], rule: string) {
  const scenario = defaultScenario(site);
  const lines = audit({ site, rules: loadRules("cn-shanghai"), scenario, features, claimed: null });
  return lines.filter((line) => line.rule === rule && line.pass === false);
}

const box = (x0: number, y0: number, x1: number, y1: number) => [
  [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
    [x0, y0],
  ],
];

/** A road of 3.8 m from a gate, green along its south side and whatever is said along its north side. */
function laneBeside(...beside: { properties: object; geometry: object }[]): Site {
  const feature = (properties: object, geometry: object) => ({ type: "Feature", properties, geometry });
  const polygon = (coordinates: unknown) => ({ type: "Polygon", coordinates });
  const features = [
    feature({ kind: "site" }, polygon(box(0, 0, 40, 30))),
    feature({ kind: "road", id: "lane" }, polygon(box(0, 10, 30, 13.8))),
    feature(
      { kind: "gate", modes: ["car", "fire"] },
      {
        type: "LineString",
        coordinates: [
          [0, 10],
          [0, 13.8],
        ],
      },
    ),
    feature({ kind: "green", id: "south" }, polygon(box(1, 2, 29, 10))),
    ...beside.map(({ properties, geometry }) => feature(properties, geometry)),
  ];
  const crs = { type: "name", properties: { name: "local:metre" } };
  return readSite(JSON.stringify({ type: "FeatureCollection", crs, features }), "lane.geojson");
}

function laneOf(site: Site): PlanFeature {
  const road = site.features.find(({ id }) => id === "lane");
  if (road?.kind !== "road") throw new Error("no lane");
  return { kind: "fireLane", id: "FL", shape: road.shape, properties: { width: 3.8, status: "existing" } };
}

test("a lane of 3.8 m is inherited, with the missing width and the cheaper side: bare ground before green", () => {
  const site = laneBeside();
  const [line] = linesOf(site, [...today(site), laneOf(site)], "fire.lane.clear_width");
  expect(line.scope).toBe("inherited");
  expect(line.note).toBe(
    "fire lane FL is 3.8 m wide, 0.2 m less than asked, as it is today; cured by a repair: widen this stretch by 0.2 m over 30.0 m, 6.0 m² (none of it green).",
  );
});

test("with a wall of a building on the bare side, the green side is named with what it takes", () => {
  const building = { type: "Polygon", coordinates: box(5, 13.8, 25, 20) };
  const site = laneBeside({ properties: { kind: "building", id: "B" }, geometry: building });
  const [line] = linesOf(site, [...today(site), laneOf(site)], "fire.lane.clear_width");
  expect(line.note).toContain("widen this stretch by 0.2 m over 30.0 m into south, 6.0 m² (5.6 m² of it green)");
});

test("a tree beside the green takes that side away too: no repair is promised", () => {
  const building = { type: "Polygon", coordinates: box(5, 13.8, 25, 20) };
  const tree = { type: "Point", coordinates: [15, 9] };
  const site = laneBeside(
    { properties: { kind: "building", id: "B" }, geometry: building },
    { properties: { kind: "tree", dbh: 0.4, crownRadius: 2, trunkRadius: 0.2, status: "keep" }, geometry: tree },
  );
  const [line] = linesOf(site, [...today(site), laneOf(site)], "fire.lane.clear_width");
  expect(line.note).toContain("no repair cures it");
});

test("lane B of the model case: 20 cm over 41 m, on bare ground", () => {
  const site = readSite(read("../scenarios/mishan-lane-30.geojson"), "mishan-lane-30.geojson");
  const road = site.features.find(({ id }) => id === "laneB");
  if (road?.kind !== "road") throw new Error("no lane B");
  const lane: PlanFeature = {
    kind: "fireLane",
    id: "B",
    shape: road.shape,
    properties: { width: 3.8, status: "existing" },
  };
  const [line] = linesOf(site, [...today(site), lane], "fire.lane.clear_width");
  expect(line.note).toContain("widen this stretch by 0.2 m over 41.2 m, 8.2 m² (none of it green)");
});

test.each([0, 0.3, 1.2, 2.6])(
  "a lane that is widened along one side is the lane and the strip together, turned by %s",
  (turn) => {
    const site = laneBeside();
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    const at = (x: number, y: number): Point => [5 + (x - 5) * c - (y - 11) * s, 11 + (x - 5) * s + (y - 11) * c];
    const lane: Area = { shell: flat([at(4, 10), at(9, 10), at(9, 13.8), at(4, 13.8)]), holes: [] };
    const scene = sceneOf({ site, rules: loadRules("cn-shanghai"), scenario: defaultScenario(site), features: [] });
    const remedy = widening({ ...scene, roads: [] }, lane, 4);
    if (remedy?.lane === null || remedy === null) throw new Error("not widened");
    const [whole, ...rest] = areasOf(together([lane, ...remedy.areas]));
    expect(rest).toEqual([]);
    expect(areaOf(remedy.lane)).toBeCloseTo(areaOf(lane) + remedy.paved, 6);
    // the same corners; a general clipper may find one of them twice, a hair apart
    const near = ([x, y]: Point, ring: Float64Array) =>
      pointsOf(ring).some(([px, py]) => Math.max(Math.abs(px - x), Math.abs(py - y)) < 1e-6);
    const { shell } = remedy.lane;
    expect(pointsOf(shell).every((point) => near(point, whole.shell))).toBe(true);
    expect(pointsOf(whole.shell).every((point) => near(point, shell))).toBe(true);
  },
);

test("a strip that rounding keeps a hair off its lane widens it all the same: nanjing-small's second lane", () => {
  const site = laneBeside();
  const scene = sceneOf({ site, rules: loadRules("cn-shanghai"), scenario: defaultScenario(site), features: [] });
  const lane: Area = {
    shell: Float64Array.of(22.1281, -81.3323, -6.8982, -75.0006, -7.5376, -77.9317, 21.4887, -84.2634),
    holes: [],
  };
  const boundary = outlineOf({ shell: Float64Array.of(-50, -120, 50, -120, 50, 0, -50, 0), holes: [] });
  const remedy = widening({ ...scene, roads: [], boundary }, lane, 4);
  expect(remedy?.what).toBe("widen this stretch by 1 m over 29.7 m");
  expect(remedy?.lane?.shell.length).toBe(12);
});

test("a corner too tight is told with how far to cut it and the green that takes", () => {
  const site = readSite(read("fixtures/driving/corner.geojson"), "corner.geojson");
  const lane = (id: string, at: [number, number, number, number]): PlanFeature => {
    const ring = box(...at)[0].slice(0, 4) as [number, number][];
    return {
      kind: "fireLane",
      id,
      shape: { shell: flat(ring), holes: [] },
      properties: { width: 4, status: "existing" },
    };
  };
  const features = [...today(site), lane("up", [20, 0, 24, 40]), lane("right", [20, 36, 58, 40])];
  const [line] = linesOf(site, features, "fire.engine");
  const [, by, area] = line.note.match(/cut this corner by ([\d.]+) m, at most ([\d.]+) m² of green/) ?? [];
  expect(Number(by)).toBe(line.measured);
  expect(Number(area)).toBeGreaterThan(0.5);
  expect(Number(area)).toBeLessThan(20);
});
