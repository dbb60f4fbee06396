import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../engine/model/errors.ts";
import type { Point } from "../engine/model/geometry.ts";
import { projectionAt, readCrs } from "../engine/read/projection.ts";
import { readSite } from "../engine/read/site.ts";

const named = (name: string) => ({ type: "name", properties: { name } });

describe("what a crs member means", () => {
  test.each([
    "urn:ogc:def:crs:OGC:1.3:CRS84",
    "urn:ogc:def:crs:OGC::CRS84",
    "OGC:CRS84",
    "EPSG:4326",
    "urn:ogc:def:crs:EPSG::4326",
    "EPSG:4490",
    "urn:ogc:def:crs:EPSG::4490",
    "proj:+proj=longlat +ellps=GRS80",
  ])("%s is longitude and latitude", (name) => {
    expect(readCrs(named(name), "t").sort).toBe("geographic");
  });

  // central meridian and false easting as the EPSG registry has them
  test.each([
    ["EPSG:4513", 75, 25_500_000],
    ["EPSG:4528", 120, 40_500_000],
    ["EPSG:4533", 135, 45_500_000],
    ["EPSG:4534", 75, 500_000],
    ["EPSG:4549", 120, 500_000],
    ["urn:ogc:def:crs:EPSG::4549", 120, 500_000],
    ["EPSG:4554", 135, 500_000],
    ["EPSG:4491", 75, 13_500_000],
    ["EPSG:4509", 117, 500_000],
    ["EPSG:2364", 120, 40_500_000],
    ["EPSG:2437", 120, 500_000],
  ])("%s has its meridian at %i° and its false easting at %i m", (name, meridian, easting) => {
    const { sort, definition } = readCrs(named(name), "t");
    expect(sort).toBe("projected");
    expect(definition).toContain(`+lon_0=${meridian} `);
    expect(definition).toContain(`+x_0=${easting} `);
  });

  test.each([
    ["EPSG:32651", "+zone=51 "],
    ["EPSG:32756", "+zone=56 +south"],
    ["EPSG:25832", "+zone=32 "],
  ])("%s is a zone of UTM", (name, part) => {
    expect(readCrs(named(name), "t").definition).toContain(part);
  });

  test.each(["EPSG:3857", "EPSG:4512000", "EPSG:32661", "Shanghai 2000", "proj:", "proj:+proj=utm", ""])(
    "%j is refused",
    (name) => {
      expect(() => readCrs(named(name), "t.geojson")).toThrow(InputError);
      expect(() => readCrs(named(name), "t.geojson")).toThrow(/^t\.geojson: crs: .* would be right\.$/);
    },
  );

  test("what is read is what is written back", () => {
    const member = named("urn:ogc:def:crs:EPSG::4549");
    expect(readCrs(member, "t").member).toEqual(member);
    expect(readCrs(undefined, "t").member).toBeNull();
  });
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

  test("metres on the ellipsoid: a kilometre along a parallel of Shanghai", () => {
    // length of a degree of longitude at 31.2°, WGS84: cos φ · a / √(1 − e² sin² φ) · π/180
    const phi = (31.2 * Math.PI) / 180;
    const degree = (Math.cos(phi) * 6378137 * Math.PI) / 180 / Math.sqrt(1 - 0.00669437999014 * Math.sin(phi) ** 2);
    const { toLocal } = projectionAt(readCrs(undefined, "t"), [
      [121.39, 31.19],
      [121.41, 31.19],
      [121.41, 31.21],
      [121.39, 31.21],
    ]);
    const [a, b] = [toLocal(121.4 - 500 / degree, 31.2), toLocal(121.4 + 500 / degree, 31.2)];
    expect(b[0] - a[0]).toBeCloseTo(1000, 3);
    expect(b[1] - a[1]).toBeCloseTo(0, 3);
  });

  test("the origin is the centroid, however the vertices lie and whichever comes first", () => {
    const ring: Point[] = [
      [121.4, 31.2],
      [121.4001, 31.2],
      [121.4002, 31.2],
      [121.401, 31.2],
      [121.401, 31.201],
      [121.4, 31.201],
    ];
    for (let k = 0; k < ring.length; k++) {
      const { toLocal } = projectionAt(readCrs(undefined, "t"), [...ring.slice(k), ...ring.slice(0, k)]);
      expect(toLocal(121.4005, 31.2005)).toEqual([0, 0]);
    }
  });

  test("lie on the 0.1 mm grid, and are written with 9 or 4 decimals and never as -0", () => {
    const degrees = projectionAt(readCrs(undefined, "t"), [
      [-0.001, -0.001],
      [0.001, -0.001],
      [0.001, 0.001],
      [-0.001, 0.001],
    ]);
    const metres = projectionAt(readCrs(named("EPSG:4549"), "t"), [
      [513_000.7, 3_453_000.2],
      [513_060, 3_453_000],
      [513_060, 3_453_040],
    ]);
    expect(metres.toLocal(513_000, 3_453_000)).toEqual([0, 0]);
    fc.assert(
      fc.property(
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.double({ min: -90, max: 90, noNaN: true }),
        (x, y) => {
          for (const [projection, point] of [
            [degrees, degrees.toLocal(x / 1e5, y / 1e5)],
            [metres, metres.toLocal(513_000 + x, 3_453_000 + y)],
          ] as const) {
            for (const value of point) expect(value).toBe(Number(value.toFixed(4)));
            for (const value of projection.toFile(...point)) {
              expect(Object.is(value, -0)).toBe(false);
              expect(value).toBe(Number(value.toFixed(projection.decimals)));
            }
          }
        },
      ),
      { numRuns: 200, seed: 3 },
    );
    expect(Object.is(degrees.toFile(-1e-9, -1e-9)[0], -0)).toBe(false);
  });
});
