import { expect, test } from "vitest";
import { loadRules, readScenario, readSite } from "../engine/index.ts";
import { areaOf, flat, pointsOf, type Ring } from "../engine/model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../engine/model/plan.ts";
import { LEAST_AREA } from "../engine/model/tolerance.ts";
import type { Draft } from "../engine/stages/draft.ts";
import { withoutPlanting } from "../engine/stages/green/planting.ts";
import { greens } from "../engine/stages/greens.ts";

// a stall that stands a hair in a green takes a part of it that a file can say

const box = (x0: number, y0: number, x1: number, y1: number) => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
  [x0, y0],
];
const polygon = (kind: string, id: string, ring: number[][], more = {}) => ({
  type: "Feature",
  geometry: { type: "Polygon", coordinates: [ring] },
  properties: { kind, id, ...more },
});

const site = readSite(
  JSON.stringify({
    type: "FeatureCollection",
    crs: { type: "name", properties: { name: "local:metre" } },
    features: [
      polygon("site", "S", box(0, 0, 40, 30)),
      polygon("green", "G", box(0, 12, 40, 20), { convertible: true }),
      polygon("road", "R", box(0, 2, 40, 8)),
      {
        type: "Feature",
        geometry: {
          type: "LineString",
          coordinates: [
            [0, 3],
            [0, 7],
          ],
        },
        properties: { kind: "gate", id: "E" },
      },
    ],
  }),
  "site",
);
const scenario = readScenario(JSON.stringify({ study: true }), "scenario", site);
const problem = { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };

const removedBy = (shell: Ring) => {
  const stall = {
    kind: "stall",
    id: "N1",
    shape: { shell, holes: [] },
    properties: {
      type: "standard",
      parkingAngle: 0,
      width: 2.4,
      length: 6,
      status: "new",
      aisle: "R",
      charging: false,
    },
  } as const;
  const draft = { problem, features: [stall], assumptions: [], unmet: [] } as unknown as Parameters<typeof greens>[0];
  const { features } = greens(draft);
  const left = planFeaturesOf(features, "green").filter(({ properties }) => properties.status === "existing");
  const gone = planFeaturesOf(features, "greenRemoved");
  const whole = [...left, ...gone].reduce((sum, { shape }) => sum + areaOf(shape), 0);
  return { gone: gone.map(({ shape }) => areaOf(shape)), left: left.map(({ shape }) => areaOf(shape)), whole };
};

test.each([
  ["along all of its side", Float64Array.of(10, 9.602, 16, 9.602, 16, 12.002, 10, 12.002)],
  ["by one corner", Float64Array.of(10, 9.6, 16, 9.6, 16, 12.06, 10, 11.9)],
  ["by less than a drawing tells", Float64Array.of(10, 9.6, 16, 9.6, 16, 12.004, 10, 11.99)],
])("a stall that stands in a green %s takes a part that can be read again", (_, shell) => {
  const { gone, left, whole } = removedBy(shell);
  expect(gone.length).toBeGreaterThan(0);
  for (const area of [...gone, ...left]) expect(area).toBeGreaterThan(LEAST_AREA);
  // no more than a strip of it, and nothing is lost or counted twice
  expect(gone.reduce((sum, area) => sum + area, 0)).toBeLessThan(0.2);
  expect(whole).toBeCloseTo(320, 4);
});

test("a stall beside a green takes nothing of it", () => {
  expect(removedBy(Float64Array.of(10, 9.6, 16, 9.6, 16, 12, 10, 12)).gone).toEqual([]);
});

test("planting that tapers off is given up where it is too narrow, other planting altogether", () => {
  const tapering = {
    shell: flat([
      [0, 0],
      [6, 0],
      [6, 2],
      [16, 2.9],
      [6, 3.8],
      [6, 6],
      [0, 6],
    ]),
    holes: [],
  };
  const square = {
    shell: flat([
      [20, 0],
      [24, 0],
      [24, 4],
      [20, 4],
    ]),
    holes: [],
  };
  const planted = [tapering, square].map(
    (shape, n): PlanFeature<"green"> => ({ kind: "green", id: `green-${n + 1}`, shape, properties: { status: "new" } }),
  );
  const draft = { features: planted, assumptions: [], unmet: [] } as unknown as Draft;
  const next = withoutPlanting(draft, planted, (id) => id === "green-1");
  expect(next.features).toEqual([]);
  const [tip, ...rest] = next.bare ?? [];
  // the tongue is 1.5 m wide 1.7 m from the square on
  expect(areaOf(tip)).toBeGreaterThan(5);
  expect(areaOf(tip)).toBeLessThan(8);
  expect(Math.min(...pointsOf(tip.shell).map(([x]) => x))).toBeGreaterThan(6);
  expect(rest).toEqual([square]);
  expect(withoutPlanting(draft, planted).bare).toEqual([tapering, square]);
});
