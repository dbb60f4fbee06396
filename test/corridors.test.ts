import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadKernel, loadRules, readScenario, readSite, solve } from "../engine/index.ts";
import { planFeaturesOf } from "../engine/model/plan.ts";
import { corridorsOf } from "../engine/stages/open/corridors.ts";
import { UNITS } from "../engine/stages/open/envelope.ts";
import { framesOf } from "../engine/stages/open/frames.ts";

// two blocks at right angles, 25 m apart, and a corridor between them that runs almost as they do

/** Corners, metres: the corridor leaves the western block 5 m up, rises by `rise`, and is `wide` from wall to wall. */
function corners(rise: number, wide: number): [number, number][] {
  return [
    [0, 0],
    [50, 0],
    [50, 5],
    [75, 5 + rise],
    [75, -20],
    [91, -20],
    [91, 40],
    [75, 40],
    [75, 5 + wide + rise],
    [50, 5 + wide],
    [50, 16],
    [0, 16],
  ];
}

const STALL = 5 * UNITS;

function found(rise: number, wide: number) {
  const ring = Float64Array.from(corners(rise, wide).flatMap(([x, y]) => [x * UNITS, y * UNITS]));
  return corridorsOf([ring], 6 * UNITS, STALL, framesOf([ring]));
}

test("a corridor that no frame gets through has one of its own, with places flush with its walls", () => {
  const [corridor, ...others] = found(0.65, 6.2);
  expect(others).toEqual([]);
  expect(corridor.frame.sin / corridor.frame.cos).toBeCloseTo(0.65 / 25, 9);
  const across = Array.from({ length: (corridor.places?.length ?? 0) / 2 }, (_, k) => {
    const [x, y] = corridor.places?.subarray(2 * k, 2 * k + 2) ?? [0, 0];
    return (y * corridor.frame.cos - x * corridor.frame.sin) / UNITS;
  });
  const wide = 6.2 * corridor.frame.cos;
  expect(Math.max(...across) - Math.min(...across)).toBeCloseTo(wide, 1);
});

test("one that an aisle along the blocks gets through, or none does, has none", () => {
  expect(found(0, 6.2)).toEqual([]);
  expect(found(0.45, 6.9)).toEqual([]);
  expect(found(0.65, 5.9)).toEqual([]);
});

test("an arm with room for a row has a direction of its own where an aisle along the blocks would lose the row", () => {
  expect(found(0.45, 12)).toEqual([]);
  const [arm, ...others] = found(0.65, 12);
  expect(others).toEqual([]);
  expect(arm.places).toBeNull();
  expect(arm.frame.sin / arm.frame.cos).toBeCloseTo(0.65 / 25, 9);
});

test("stalls stand beyond such a corridor", async () => {
  const ring = corners(0.65, 6.2);
  const text = JSON.stringify({
    type: "FeatureCollection",
    crs: { type: "name", properties: { name: "local:metre" } },
    features: [
      {
        type: "Feature",
        properties: { kind: "site" },
        geometry: { type: "Polygon", coordinates: [[...ring, ring[0]]] },
      },
      {
        type: "Feature",
        properties: { kind: "gate", modes: ["car"] },
        geometry: {
          type: "LineString",
          coordinates: [
            [0, 5],
            [0, 11],
          ],
        },
      },
    ],
  });
  const site = readSite(text, "two-blocks.geojson");
  const file = "lots-all.scenario.json";
  const scenario = readScenario(readFileSync(join(import.meta.dirname, "../scenarios/lots", file), "utf8"), file, site);
  const rules = loadRules(scenario.rules, scenario.overrides);
  const plan = solve({ site, scenario, rules }, await loadKernel(), { steps: 15_000 });
  const shells = planFeaturesOf(plan.features, "stall").map(({ shape }) => shape.shell);
  expect(shells.filter(([x]) => x > 75).length).toBeGreaterThan(30);
});
