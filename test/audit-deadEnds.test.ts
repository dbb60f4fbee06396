import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { endsToday } from "../engine/audit/deadEnds.ts";
import { readSite } from "../engine/read/site.ts";
import { loadRules } from "../engine/rules/load.ts";

// dead ends of today, by a ruler on the drawing: from the edge of the road that a lane leaves to its end

const rules = loadRules("cn-shanghai");
const siteOf = (name: string) =>
  readSite(readFileSync(join(import.meta.dirname, `../scenarios/${name}.geojson`), "utf8"), name);

const DRAWN: readonly [site: string, lengths: readonly number[]][] = [
  // lane A from the spine; lane B and the spine north of lane A, where nothing else goes off
  ["mishan-lane-30", [41, 67.5]],
  ["courtyard-one-lane", [44]],
  // a ring with two gates has none
  ["ring-two-gates", []],
  // 80 - 13 for two rows; the third and the spine between: 67 + 84.6 - 56.6 less what the bend cuts off
  ["slabs-informal", [67, 67, 90.5]],
];

test.each(DRAWN)("%s", (name, lengths) => {
  const found = (endsToday(siteOf(name), rules) ?? []).map(({ length }) => length).sort((a, b) => a - b);
  expect(found.length).toBe(lengths.length);
  found.forEach((length, i) => {
    expect(Math.abs(length - lengths[i])).toBeLessThanOrEqual(0.5);
  });
});

/** A road from a gate with a branch, and whatever is said beside. */
function branched(...more: { properties: object; geometry: object }[]) {
  const box = (x0: number, y0: number, x1: number, y1: number) => ({
    type: "Polygon",
    coordinates: [
      [
        [x0, y0],
        [x1, y0],
        [x1, y1],
        [x0, y1],
        [x0, y0],
      ],
    ],
  });
  const feature = (properties: object, geometry: object) => ({ type: "Feature", properties, geometry });
  const line = (...coordinates: number[][]) => ({ type: "LineString", coordinates });
  const features = [
    feature({ kind: "site" }, box(0, 0, 90, 80)),
    feature({ kind: "road", id: "main" }, box(0, 10, 90, 16)),
    feature({ kind: "road", id: "branch" }, box(40, 16, 44, 66)),
    feature({ kind: "gate", modes: ["car", "fire"] }, line([0, 10], [0, 16])),
    feature({ kind: "gate", modes: ["fire"] }, line([90, 10], [90, 16])),
    ...more.map(({ properties, geometry }) => feature(properties, geometry)),
  ];
  const crs = { type: "name", properties: { name: "local:metre" } };
  const site = readSite(JSON.stringify({ type: "FeatureCollection", crs, features }), "branched");
  return { ends: (endsToday(site, rules) ?? []).map(({ length }) => length), box };
}

test("a branch of a road through is as long as it is drawn; a ring, a wide end and a branch of its own shorten it", () => {
  const { ends, box } = branched();
  expect(ends.length).toBe(1);
  expect(Math.abs(ends[0] - 50)).toBeLessThanOrEqual(0.5);
  const road = (id: string, ...of: [number, number, number, number]) => ({
    properties: { kind: "road", id },
    geometry: box(...of),
  });
  // joined to the road again, it has two ways out
  expect(branched(road("top", 44, 60, 70, 66), road("back", 66, 16, 70, 60)).ends).toEqual([]);
  // a place of 12 x 12 m at its end
  expect(branched(road("place", 36, 56, 48, 68)).ends).toEqual([]);
  // one of 11 m is none
  expect(branched(road("place", 37, 56, 48, 67)).ends.length).toBe(1);
  // an arm of 12 m at 30 m: an engine backs into it
  const forked = branched(road("arm", 44, 44, 56, 48)).ends.sort((a, b) => a - b);
  expect(Math.abs(forked[0] - 12)).toBeLessThanOrEqual(0.5);
  expect(Math.abs(forked[1] - 18)).toBeLessThanOrEqual(1);
  // one of 5 m is none
  const withArm = branched(road("arm", 44, 44, 49, 48)).ends;
  expect(withArm.length).toBe(1);
  expect(Math.abs(withArm[0] - 50)).toBeLessThanOrEqual(1);
});

test("a lane of 1,300 m across a site of 42 hectares is followed to its end", () => {
  const ring = (...points: number[][]) => ({ type: "Polygon", coordinates: [[...points, points[0]]] });
  const features = [
    [{ kind: "site" }, ring([0, 0], [750, 0], [750, 560], [0, 560])],
    [{ kind: "road", id: "long" }, ring([0, 10], [746, 10], [746, 560], [742, 560], [742, 14], [0, 14])],
    [
      { kind: "gate", id: "G", modes: ["car", "fire"] },
      {
        type: "LineString",
        coordinates: [
          [0, 10],
          [0, 14],
        ],
      },
    ],
  ].map(([properties, geometry]) => ({ type: "Feature", properties, geometry }));
  const crs = { type: "name", properties: { name: "local:metre" } };
  const site = readSite(JSON.stringify({ type: "FeatureCollection", crs, features }), "long");
  const [end, ...others] = endsToday(site, rules) ?? [];
  expect(others).toEqual([]);
  // round the inside of the bend, from the gate to the boundary
  expect(Math.abs(end.length - (742 + 546))).toBeLessThanOrEqual(0.5);
});
