import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InputError } from "../engine/model/errors.ts";
import { type Area, flat, pointsOf } from "../engine/model/geometry.ts";
import type { PlanFeature } from "../engine/model/plan.ts";
import { readPlan } from "../engine/read/plan.ts";
import { PLAN_KINDS } from "../engine/read/planKinds.ts";
import { readSite } from "../engine/read/site.ts";
import { featureOf } from "../engine/write/features.ts";

const folder = join(import.meta.dirname, "fixtures/plan");
const text = (name: string) => readFileSync(join(folder, name), "utf8");
const { refused } = JSON.parse(text("expected.json")) as { refused: Record<string, string> };
const site = readSite(text("site.geojson"), "site.geojson");

describe("what no plan can be is refused in one sentence that names the place", () => {
  test.each(Object.entries(refused))("%s", (name, sentence) => {
    expect(() => readPlan(text(name), name, site)).toThrow(new InputError(sentence));
    expect(sentence.startsWith(`${name}: `)).toBe(true);
    expect(sentence).toMatch(/^[^\n]+[.?]$/);
  });

  test("every fixture is in the table", () => {
    const others = ["expected.json", "site.geojson", "hand.geojson"];
    expect(
      readdirSync(folder)
        .filter((name) => !others.includes(name))
        .sort(),
    ).toEqual(Object.keys(refused).sort());
  });
});

describe("a plan drawn by hand", () => {
  const { features, header } = readPlan(text("hand.geojson"), "hand.geojson", site);
  const corners = features.filter(({ kind }) => kind === "stall").map(({ shape }) => pointsOf((shape as Area).shell));

  test("keeps its ids, and missing ones count past them", () => {
    expect(features.map(({ id }) => id)).toEqual(["drawn-1", "stall-2", "stall-1", "7", "repair-1", "repair-2"]);
  });

  test("passes properties that nobody knows, and its header as it stands", () => {
    expect(features[0].properties).toEqual({
      type: "standard",
      status: "new",
      parkingAngle: 90,
      width: 2.5,
      length: 5,
      aisle: "",
    });
    expect(header).toEqual({ name: "by hand" });
  });

  test("stalls run counter-clockwise, their first edge still the mouth", () => {
    // counter-clockwise in the file: as it stands
    expect(corners[0]).toEqual([
      [12.5, 14],
      [10, 14],
      [10, 9],
      [12.5, 9],
    ]);
    expect(corners[1]).toEqual([
      [15, 14],
      [12.5, 14],
      [12.5, 9],
      [15, 9],
    ]);
    // a repeated corner, and the long side first: an auditor's matter, not the reader's
    expect(corners[2]).toEqual([
      [15, 14],
      [15, 9],
      [17.5, 9],
      [17.5, 14],
    ]);
    expect(corners[3]).toEqual([
      [20, 14],
      [17.5, 14],
      [17.5, 9],
      [20, 9],
    ]);
  });

  test("a ring drawn clockwise is turned about its first edge", () => {
    // mouth from [10, 9] to [12.5, 9] in either sense
    const ring = [
      [12.5, 9],
      [10, 9],
      [10, 14],
      [12.5, 14],
      [12.5, 9],
    ];
    const [stall] = readPlan(drawn(ring), "clockwise.geojson", site).features;
    expect(pointsOf((stall.shape as Area).shell)).toEqual([
      [10, 9],
      [12.5, 9],
      [12.5, 14],
      [10, 14],
    ]);
    for (let turn = 1; turn < 4; turn++) {
      const open = ring.slice(0, 4);
      const turned = open.map((_, i) => open[(i + turn) % 4]);
      const [other] = readPlan(drawn([...turned, turned[0]]), "clockwise.geojson", site).features;
      const [a, b] = pointsOf((other.shape as Area).shell);
      expect([a, b]).toEqual([turned[1], turned[0]]);
    }
  });
});

function drawn(ring: readonly (readonly number[])[]): string {
  const properties = { kind: "stall", width: 2.5, length: 5 };
  const features = [{ type: "Feature", properties, geometry: { type: "Polygon", coordinates: [ring] } }];
  return JSON.stringify({ type: "FeatureCollection", crs: site.projection.crs, features });
}

test("a file without a plan member has no header", () => {
  for (const plan of [undefined, null, 5, "text", []]) {
    const json = JSON.stringify({ type: "FeatureCollection", crs: site.projection.crs, features: [], plan });
    expect(readPlan(json, "bare.geojson", site)).toEqual({ features: [], header: null });
  }
});

test("a coordinate system may be spelt in another way", () => {
  const degrees = readSite(
    '{"type":"Polygon","coordinates":[[[121,31],[121.001,31],[121.001,31.001],[121,31]]]}',
    "lot",
  );
  for (const name of ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "EPSG:4490"]) {
    const crs = { type: "name", properties: { name } };
    const json = JSON.stringify({ type: "FeatureCollection", crs, features: [] });
    expect(readPlan(json, "plan.geojson", degrees).features).toEqual([]);
  }
});

/** One feature of every kind with every property, somewhere on a site. Metres. */
function everyKind(x: number, y: number): PlanFeature[] {
  const area = (width: number, length: number, hole = 0): Area => ({
    shell: flat([
      [x, y],
      [x + width, y],
      [x + width, y + length],
      [x, y + length],
    ]),
    holes:
      hole === 0
        ? []
        : [
            flat([
              [x + 1, y + 1],
              [x + 1, y + hole],
              [x + hole, y + hole],
              [x + hole, y + 1],
            ]),
          ],
  });
  const line = flat([
    [x, y],
    [x + 3.25, y + 4.5],
    [x + 9, y + 4.5],
  ]);
  return [
    {
      kind: "stall",
      id: "A01",
      shape: area(2.4, 5.3),
      properties: { type: "charging", status: "existing", parkingAngle: 60, width: 2.4, length: 5.3, aisle: "R1" },
    },
    { kind: "accessAisle", id: "accessAisle-1", shape: area(1.2, 5.3), properties: { stalls: ["A01", "A02"] } },
    { kind: "stallRemoved", id: "stallRemoved-1", shape: area(2.4, 5.3), properties: { from: "E1" } },
    {
      kind: "aisle",
      id: "aisle-1",
      shape: area(30, 5.5),
      properties: { width: 5.5, oneWay: true, centreline: line, status: "new" },
    },
    {
      kind: "driveway",
      id: "driveway-1",
      shape: area(30, 4),
      properties: { width: 4, oneWay: false, centreline: new Float64Array(0), status: "new" },
    },
    { kind: "fireLane", id: "fireLane-1", shape: area(30, 4), properties: { width: 4, status: "existing" } },
    { kind: "turnaround", id: "turnaround-1", shape: area(12, 12), properties: { shape: "hammerhead" } },
    { kind: "sweptPath", id: "sweptPath-1", shape: area(12, 12, 4), properties: { of: "fireLane-1" } },
    {
      kind: "repair",
      id: "repair-1",
      shape: { type: "Point", at: [x, y] },
      properties: { what: "cut this corner by 0.6 m", cures: "fire.lane.turn_radius.ordinary" },
    },
    { kind: "repair", id: "repair-2", shape: { type: "LineString", line }, properties: { what: "widen", cures: "" } },
    {
      kind: "repair",
      id: "repair-3",
      shape: { type: "Polygon", area: area(2, 2) },
      properties: { what: "", cures: "" },
    },
    { kind: "charger", id: "charger-1", shape: [x + 0.1234, y], properties: { serves: ["A01"] } },
    { kind: "ebikeSlot", id: "ebikeSlot-1", shape: area(0.8, 2), properties: { where: "shed" } },
    { kind: "ebikeCharger", id: "ebikeCharger-1", shape: [x, y], properties: { serves: ["ebikeSlot-1"] } },
    { kind: "bikeAisle", id: "bikeAisle-1", shape: area(10, 1.5), properties: { width: 1.5 } },
    { kind: "shed", id: "shed-1", shape: area(10, 4), properties: { status: "rebuilt", slots: 24 } },
    { kind: "locker", id: "locker-1", shape: area(3, 0.65), properties: { columns: 6 } },
    { kind: "lockerPad", id: "lockerPad-1", shape: area(3, 1.5), properties: { locker: "locker-1" } },
    { kind: "green", id: "green-1", shape: area(20, 10, 3), properties: { status: "new" } },
    { kind: "greenRemoved", id: "greenRemoved-1", shape: area(5, 5), properties: { from: "G1" } },
    { kind: "wallGreen", id: "wallGreen-1", shape: line, properties: { height: 2, counted: 7.1234 } },
    { kind: "pergola", id: "pergola-1", shape: area(4, 3), properties: { height: 2.5, counted: 4.2 } },
    { kind: "treeMoved", id: "treeMoved-1", shape: [x, y], properties: { tree: "T7", ground: "danger" } },
  ];
}

describe("what is written reads back", () => {
  const systems = [
    [null, 121.46, 31.23, 0.002],
    ["EPSG:4549", 496_000, 3_455_000, 200],
    ["EPSG:32651", 350_000, 3_455_000, 200],
    ["local:metre", 0, 0, 200],
  ] as const;

  test("every kind is in the example", () => {
    expect(new Set(everyKind(0, 0).map(({ kind }) => kind))).toEqual(new Set(PLAN_KINDS));
  });

  test.each(systems)("%s: every kind, shapes within 0.2 mm", (name, x, y, size) => {
    const ring = [
      [x, y],
      [x + size, y],
      [x + size, y + size],
      [x, y + size],
      [x, y],
    ];
    const crs = name === null ? {} : { crs: { type: "name", properties: { name } } };
    const lot = readSite(JSON.stringify({ type: "Polygon", coordinates: [ring], ...crs }), "lot.geojson");
    const [minX, minY] = lot.boundary.shell;
    const features = everyKind(minX + 20, minY + 20);
    const written = {
      type: "FeatureCollection",
      ...(lot.projection.crs === null ? {} : { crs: lot.projection.crs }),
      features: features.map((feature) => featureOf(feature, lot.projection)),
      plan: { name: "every-kind" },
    };
    const read = readPlan(JSON.stringify(written), "plan.geojson", lot);
    expect(read.header).toEqual({ name: "every-kind" });
    expect(read.features.map(({ kind, id }) => [kind, id])).toEqual(features.map(({ kind, id }) => [kind, id]));
    read.features.forEach((feature, i) => {
      expect(numbersOf(feature.shape).length, feature.id).toBe(numbersOf(features[i].shape).length);
      numbersOf(feature.shape).forEach((value, k) => {
        expect(Math.abs(value - numbersOf(features[i].shape)[k]), feature.id).toBeLessThan(2e-4);
      });
      expect(withoutLines(feature.properties), feature.id).toEqual(withoutLines(features[i].properties));
    });
    // a second round changes nothing at all
    const again = read.features.map((feature) => featureOf(feature, lot.projection));
    expect(again).toEqual(written.features);
  });
});

/** Every number of a shape, in order. */
function numbersOf(shape: unknown): number[] {
  if (typeof shape === "number") return [shape];
  if (shape instanceof Float64Array || Array.isArray(shape)) return [...shape].flatMap(numbersOf);
  return typeof shape === "object" && shape !== null ? Object.values(shape).flatMap(numbersOf) : [];
}

/** Properties with a centre-line's length instead of its coordinates, which are rounded. */
function withoutLines(properties: object): unknown {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, value instanceof Float64Array ? value.length : value]),
  );
}
