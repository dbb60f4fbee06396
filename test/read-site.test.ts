import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { measure } from "../engine/measure.ts";
import { InputError } from "../engine/model/errors.ts";
import { type Area, areaOf } from "../engine/model/geometry.ts";
import { featuresOf } from "../engine/model/site.ts";
import { today } from "../engine/model/today.ts";
import { readScenario } from "../engine/read/scenario.ts";
import { readSite } from "../engine/read/site.ts";
import { loadRules } from "../engine/rules/load.ts";

const folder = join(import.meta.dirname, "fixtures/read");
const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as {
  refused: Record<string, string>;
  mended: Record<string, string[]>;
};
const read = (name: string) => readSite(readFileSync(join(folder, name), "utf8"), name);
const root = resolve(import.meta.dirname, "..");
const bench = resolve(root, process.env.SNAILSHELL_BENCH ?? "../shared/bench");

describe("what is wrong is refused in one sentence that names the place", () => {
  test.each(Object.entries(expected.refused))("%s", (name, sentence) => {
    expect(() => read(name)).toThrow(InputError);
    expect(() => read(name)).toThrow(sentence);
    expect(sentence).toContain(name);
    expect(sentence).not.toContain("\n");
  });

  test("ten million vertices, without waiting for them", () => {
    const text = `{"type":"Polygon","coordinates":[[${"[0,0],".repeat(9_999_999)}[0,0]]]}`;
    expect(() => readSite(text, "huge.geojson")).toThrow(/huge\.geojson: .*at most/);
  });

  test("every fixture is in the table", () => {
    const listed = [...Object.keys(expected.refused), ...Object.keys(expected.mended)];
    expect(
      readdirSync(folder)
        .filter((name) => name !== "expected.json")
        .sort(),
    ).toEqual(listed.sort());
  });
});

describe("what does no harm is mended and said", () => {
  test.each(Object.entries(expected.mended))("%s", (name, sentences) => {
    const site = read(name);
    expect(site.assumptions).toEqual(sentences);
    // the same 60 × 40 m in every spelling; on the ellipsoid to a few centimetres
    expect(Math.abs(areaOf(site.boundary) - 2400)).toBeLessThan(8);
  });
});

test("the model case reads without an assumption, its roads and stalls where they are", () => {
  const text = readFileSync(join(root, "scenarios/mishan-lane-30.geojson"), "utf8");
  const site = readSite(text, "mishan-lane-30.geojson");
  expect(site.assumptions.filter((sentence) => !/turned/.test(sentence))).toEqual([]);
  expect(areaOf(site.boundary)).toBeCloseTo(4164, -1);
  expect(featuresOf(site, "stall").map((stall) => stall.id)).toEqual(["E1", "E2", "E3", "E4", "E5", "E6"]);
  expect(featuresOf(site, "road").map((road) => Math.round(areaOf(road.shape)))).toEqual([378, 165, 157]);
});

test("green ends at the boundary and counts once where two are drawn on the same ground; a hair of it is rounding", () => {
  const site = read("green-over.geojson");
  expect(featuresOf(site, "green").map(({ id, shape }) => [id, Math.round(areaOf(shape) * 1000) / 1000])).toEqual([
    ["lawn", 150],
    ["bed", 40],
    ["bed-3", 20],
    ["bed-2", 20.005],
  ]);
  // half of the bed's ground, and none of what lies under the lawn
  const rules = loadRules("cn-shanghai");
  const scenario = readScenario('{"rules":"cn-shanghai"}', "green.json", site);
  const { greening } = measure({ site, scenario, rules, features: today(site) });
  expect(greening).toMatchObject({ areaBefore: 200, areaAfter: 200, balance: 0 });
});

describe("what the reader makes of a site", () => {
  const crs = { type: "name", properties: { name: "local:metre" } };
  const feature = (properties: object, type: string, coordinates: unknown) => ({
    type: "Feature",
    properties,
    geometry: { type, coordinates },
  });
  const box = (x: number, y: number, w: number, h: number) => [
    [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
      [x, y],
    ],
  ];
  const siteOf = (...features: object[]) =>
    readSite(JSON.stringify({ type: "FeatureCollection", crs, features }), "t.geojson");
  const parcel = feature({ kind: "site" }, "Polygon", box(0, 0, 60, 40));
  const gate = feature({ kind: "gate" }, "LineString", [
    [10, 0.03],
    [16, -0.02],
  ]);

  test("a bare lot's gate lies in the middle of the longest edge, the first of equals; a shorter edge is all gate", () => {
    const gateOf = (w: number, h: number) => {
      const site = readSite(JSON.stringify({ type: "Polygon", crs, coordinates: box(0, 0, w, h) }), "t");
      const [only] = featuresOf(site, "gate");
      return { line: [...only.shape], width: only.properties.clearWidth };
    };
    expect(gateOf(60, 40)).toEqual({ line: [27, 0, 33, 0], width: 6 });
    expect(gateOf(40, 60)).toEqual({ line: [40, 27, 40, 33], width: 6 });
    expect(gateOf(50, 50)).toEqual({ line: [22, 0, 28, 0], width: 6 });
    expect(gateOf(5, 4)).toEqual({ line: [0, 0, 5, 0], width: 5 });
  });

  test("gates are moved onto the boundary", () => {
    expect([...featuresOf(siteOf(parcel, gate), "gate")[0].shape]).toEqual([10, 0, 16, 0]);
  });

  test("a road drawn as a line is as wide as it says, ends at the boundary and keeps its direction", () => {
    const line = [
      [30, -5],
      [30, 20],
    ];
    const [road] = featuresOf(siteOf(parcel, gate, feature({ kind: "road", width: 4 }, "LineString", line)), "road");
    expect(areaOf(road.shape)).toBeCloseTo(80, 6);
    expect([...(road.properties.centreline ?? [])]).toEqual([30, -5, 30, 20]);
  });

  test("a road that runs in a circle has no gap where it closes", () => {
    const loop = feature({ kind: "road", width: 4 }, "LineString", box(10, 10, 30, 20)[0]);
    const [road] = featuresOf(siteOf(parcel, gate, loop), "road");
    expect(areaOf(road.shape)).toBeCloseTo(34 * 24 - 26 * 16, 6);
    expect(road.shape.holes.length).toBe(1);
  });

  test("nothing of a round obstruction is lost", () => {
    const column = feature({ kind: "obstruction", radius: 2 }, "Point", [20, 20]);
    const [{ shape }] = featuresOf(siteOf(parcel, gate, column), "obstruction");
    const { shell } = shape;
    const nearest = Array.from({ length: shell.length / 2 }, (_, i) => {
      const k = (2 * i + 2) % shell.length;
      return Math.hypot((shell[2 * i] + shell[k]) / 2 - 20, (shell[2 * i + 1] + shell[k + 1]) / 2 - 20);
    });
    expect(Math.min(...nearest)).toBeGreaterThan(1.999);
    expect(areaOf(shape)).toBeLessThan(4.1 * Math.PI);
  });

  test("a stall's mouth is the short edge by the road, also round an island; without roads the one by the gate", () => {
    const road = feature({ kind: "road" }, "Polygon", [box(0, 0, 60, 40)[0], box(20, 10, 30, 20)[0]]);
    const low = feature({ kind: "stall", id: "low" }, "Polygon", box(30, 10, 2.5, 5));
    const high = feature({ kind: "stall", id: "high" }, "Polygon", box(30, 25, 2.5, 5));
    const mouths = (...features: object[]) =>
      featuresOf(siteOf(...features), "stall").map(({ id, shape, properties }) => {
        const at = properties.mouth * 2;
        return [id, shape.shell[at + 1], shape.shell[(at + 3) % 8]];
      });
    expect(mouths(parcel, gate, road, low, high)).toEqual([
      ["low", 10, 10],
      ["high", 30, 30],
    ]);
    expect(mouths(parcel, gate, high)).toEqual([["high", 25, 25]]);
  });

  test("the site as a plan that changes nothing has its stalls, mouth first, and its green", () => {
    const road = feature({ kind: "road", id: "R" }, "Polygon", box(0, 0, 60, 6));
    const stall = feature({ kind: "stall", id: "S1" }, "Polygon", box(30, 6, 2.5, 5));
    const green = feature({ kind: "green", id: "G1" }, "Polygon", box(0, 20, 10, 10));
    const plan = today(siteOf(parcel, gate, road, stall, green));
    expect(plan.map(({ kind, id }) => [kind, id])).toEqual([
      ["stall", "S1"],
      ["green", "G1"],
    ]);
    expect(plan[0].properties).toEqual({
      type: "standard",
      status: "existing",
      parkingAngle: 90,
      width: 2.5,
      length: 5,
      aisle: "R",
    });
    expect([...(plan[0].shape as Area).shell].slice(0, 4)).toEqual([30, 6, 32.5, 6]);
  });

  test("rings may touch in a point, holes each other and the outer ring: no ground is lost or counted twice", () => {
    const area = (...coordinates: number[][][]) =>
      areaOf(readSite(JSON.stringify({ type: "Polygon", crs, coordinates }), "t").boundary);
    const diamond = (x: number, y: number) => [
      [x - 10, y],
      [x, y - 10],
      [x + 10, y],
      [x, y + 10],
      [x - 10, y],
    ];
    const shell = box(0, 0, 60, 40)[0];
    expect(area(shell, diamond(10, 20))).toBeCloseTo(2200, 6);
    expect(area(shell, diamond(20, 20), diamond(40, 20))).toBeCloseTo(2000, 6);
    const pinched = [
      [0, 0],
      [60, 0],
      [60, 40],
      [30, 0],
      [0, 40],
      [0, 0],
    ];
    expect(area(pinched)).toBeCloseTo(1200, 6);
  });

  test("the hash is the content's: spacing and member order do not matter, coordinates do", () => {
    const hash = (text: string) => readSite(text, "t").hash;
    const ring = JSON.stringify(box(0, 0, 0.001, 0.001));
    const a = hash(`{"type":"Polygon","coordinates":${ring}}`);
    expect(hash(`{ "coordinates": ${ring},\n "type": "Polygon" }`)).toBe(a);
    expect(hash(`{"type":"Polygon","coordinates":${ring.replace("0.001", "0.0011")}}`)).not.toBe(a);
  });

  test("200,000 vertices are read, one more is not", { timeout: 60_000 }, () => {
    const lot = (count: number) => {
      const ring = Array.from({ length: count - 1 }, (_, i) => {
        const angle = (2 * Math.PI * i) / (count - 1);
        return [5000 * Math.cos(angle), 5000 * Math.sin(angle)];
      });
      return JSON.stringify({ type: "Polygon", crs, coordinates: [[...ring, ring[0]]] });
    };
    expect(areaOf(readSite(lot(200_000), "t").boundary) / (Math.PI * 25e6)).toBeCloseTo(1, 6);
    expect(() => readSite(lot(200_001), "t")).toThrow("t: coordinates[0]: 200001 vertices; at most 200000");
  });
});

test("a turn by a quarter and a shift change nothing but the place", () => {
  const text = readFileSync(join(folder, "road-cut.geojson"), "utf8");
  const areas = (quarter: number) => {
    const json = JSON.parse(text, (_key, value) =>
      Array.isArray(value) && value.length === 2 && typeof value[0] === "number"
        ? [
            [value[0], value[1]],
            [-value[1], value[0]],
            [-value[0], -value[1]],
            [value[1], -value[0]],
          ][quarter].map((n) => n + 17.25 * quarter)
        : value,
    );
    return readSite(JSON.stringify(json), "t").features.map((feature) =>
      "shell" in (feature.shape as object) ? Math.round(areaOf(feature.shape as never) * 1e4) : 0,
    );
  };
  expect(areas(0).some((area) => area > 0)).toBe(true);
  for (const quarter of [1, 2, 3]) expect(areas(quarter)).toEqual(areas(0));
});

const has = existsSync(bench);

describe.skipIf(!has)("real geometry", () => {
  test("every lot, compound and grid reads", () => {
    for (const set of ["lots", "compounds", "grids"]) {
      for (const name of readdirSync(join(bench, set))) {
        const site = readSite(readFileSync(join(bench, set, name), "utf8"), name);
        expect(areaOf(site.boundary), name).toBeGreaterThan(30);
      }
    }
  });

  test("nasty polygons read or are refused in one sentence, within a second each", () => {
    const { items } = JSON.parse(readFileSync(join(bench, "adversarial.json"), "utf8"));
    let read = 0;
    for (const item of items) {
      const fit = item.fit_to_120m ?? { scale: 1, dx: 0, dy: 0 };
      const move = (value: unknown, d: number) => (typeof value === "number" ? (value + d) * fit.scale : value);
      const coordinates: unknown[][][] = item.rings.map((ring: unknown[][]) =>
        ring.map(([x, y]) => [move(x, fit.dx), move(y, fit.dy)]),
      );
      const crs = { type: "name", properties: { name: "local:metre" } };
      const text = JSON.stringify({ type: "Polygon", crs, coordinates });
      const before = process.cpuUsage();
      try {
        const site = readSite(text, item.id);
        expect(areaOf(site.boundary), item.id).toBeGreaterThan(0);
        read++;
      } catch (error) {
        expect(error, item.id).toBeInstanceOf(InputError);
        expect((error as Error).message).not.toContain("\n");
        // what GEOS calls valid is refused only where it is a speck
        if (item.geos_valid) expect(areaByHand(coordinates as number[][][]), item.id).toBeLessThan(400);
      }
      const { user } = process.cpuUsage(before);
      expect(user / 1e6, item.id).toBeLessThan(1);
    }
    expect(read).toBeGreaterThan(300);
  });
});

/** Shoelace of the first ring less the others'. */
function areaByHand(rings: number[][][]): number {
  const sizes = rings.map((ring) => {
    const twice = ring.reduce((sum, [x, y], i) => {
      const [nx, ny] = ring[(i + 1) % ring.length];
      return sum + (x - ring[0][0]) * (ny - ring[0][1]) - (nx - ring[0][0]) * (y - ring[0][1]);
    }, 0);
    return Math.abs(twice) / 2;
  });
  return sizes.reduce((sum, size, i) => (i === 0 ? size : sum - size), 0);
}
