import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../engine/model/errors.ts";
import { areaOf } from "../engine/model/geometry.ts";
import { featuresOf } from "../engine/model/site.ts";
import { readSite } from "../engine/read/site.ts";

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

describe("coordinates", () => {
  const systems = fc.constantFrom(
    { name: null, x: [-170, 170], y: [-70, 70] },
    { name: "EPSG:4490", x: [75, 135], y: [18, 53] },
    { name: "EPSG:4549", x: [400_000, 600_000], y: [2_000_000, 5_000_000] },
    { name: "EPSG:4527", x: [39_400_000, 39_600_000], y: [2_000_000, 5_000_000] },
    { name: "EPSG:32650", x: [300_000, 700_000], y: [100_000, 6_000_000] },
    {
      name: "proj:+proj=tmerc +lon_0=121.4667 +lat_0=31.2333 +ellps=GRS80 +units=m",
      x: [-50_000, 50_000],
      y: [-50_000, 50_000],
    },
    { name: "local:metre", x: [-1000, 1000], y: [-1000, 1000] },
  );
  test("come back within a millimetre in every system", () => {
    fc.assert(
      fc.property(
        systems,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (system, u, v) => {
          const degrees = system.name === null || system.name === "EPSG:4490";
          const at = (range: readonly number[], share: number) => range[0] + share * (range[1] - range[0]);
          const [x, y] = [at(system.x, u), at(system.y, v)];
          const k = degrees ? 1e-5 : 1;
          const ring = [
            [x, y],
            [x + 60 * k, y],
            [x + 60 * k, y + 40 * k],
            [x, y + 40 * k],
            [x, y],
          ];
          const crs = system.name === null ? {} : { crs: { type: "name", properties: { name: system.name } } };
          const site = readSite(
            JSON.stringify({
              type: "Feature",
              properties: {},
              ...crs,
              geometry: { type: "Polygon", coordinates: [ring] },
            }),
            "t",
          );
          const metre = degrees ? 1e-3 / 111_320 : 1e-3;
          for (const [east, north] of ring) {
            const [backX, backY] = site.projection.toFile(...site.projection.toLocal(east, north));
            expect(Math.abs(backX - east)).toBeLessThan(
              metre / Math.max(0.3, Math.cos(degrees ? (north * Math.PI) / 180 : 0)),
            );
            expect(Math.abs(backY - north)).toBeLessThan(metre);
          }
        },
      ),
      { numRuns: 200, seed: 7 },
    );
  });

  test("metres on the ellipsoid: a kilometre along a meridian of Shanghai", () => {
    const k = 1000 / 110_861.6; // length of a degree of latitude at 31.2°, WGS84
    const ring = [
      [121.4, 31.2],
      [121.401, 31.2],
      [121.401, 31.2 + k],
      [121.4, 31.2 + k],
      [121.4, 31.2],
    ];
    const site = readSite(JSON.stringify({ type: "Polygon", coordinates: [ring] }), "t");
    const { shell } = site.boundary;
    expect(Math.abs(shell[5] - shell[3] - 1000)).toBeLessThan(0.5);
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

  test("nasty polygons read or are refused in one sentence", () => {
    const { items } = JSON.parse(readFileSync(join(bench, "adversarial.json"), "utf8"));
    let read = 0;
    for (const item of items) {
      const fit = item.fit_to_120m ?? { scale: 1, dx: 0, dy: 0 };
      const move = (value: unknown, d: number) => (typeof value === "number" ? (value + d) * fit.scale : value);
      const coordinates = item.rings.map((ring: unknown[][]) =>
        ring.map(([x, y]) => [move(x, fit.dx), move(y, fit.dy)]),
      );
      const crs = { type: "name", properties: { name: "local:metre" } };
      try {
        readSite(JSON.stringify({ type: "Polygon", crs, coordinates }), item.id);
        read++;
      } catch (error) {
        expect(error, item.id).toBeInstanceOf(InputError);
        expect((error as Error).message).not.toContain("\n");
      }
    }
    expect(read).toBeGreaterThan(250);
  });
});
