import { describe, expect, test } from "vitest";
import { measure } from "../engine/measure.ts";
import { readPlan } from "../engine/read/plan.ts";
import { readScenario } from "../engine/read/scenario.ts";
import { readSite } from "../engine/read/site.ts";
import { loadRules } from "../engine/rules/load.ts";
import { type Edit, edited, moved, planOf, siteOf, text, turned } from "./auditCases.ts";

// numbers worked out by hand from the fixture's coordinates

function measured(edits: readonly Edit[] = [], siteEdits: readonly Edit[] = [], move = turned(0, 0, 0)) {
  const site = readSite(JSON.stringify(moved(edited(siteOf("compound"), siteEdits), move)), "compound");
  const scenario = readScenario(text("compound.scenario.json"), "compound", site);
  const { features } = readPlan(JSON.stringify(moved(edited(planOf("compound"), edits), move)), "plan", site);
  return measure({ site, scenario, rules: loadRules(scenario.rules), features });
}

const EXPECTED = {
  stalls: { existing: 1, new: 5, total: 6, accessible: 1, charging: 1, parkedNow: 8, lostInformal: 0, net: 5 },
  // 160 + 56 m² of green; a stall takes 2.4 × 2.3 m², 3 × 3 m² are planted; the site is 2,400 m²
  greening: {
    areaBefore: 216,
    removed: 5.5,
    planted: 9,
    credited: 0,
    areaAfter: 219.5,
    balance: 3.5,
    ratioBefore: 0.09,
    // 0.09145: a hair decides how it is rounded
    ratioAfter: expect.closeTo(0.09145, 3),
    countedBefore: 216,
    countedAfter: 219.5,
  },
  // six stalls of 12.72 m² and a road of 360 m²
  areaPerStall: 72.7,
  treesMoved: 0,
  homesUnder6m: 0,
  homesUnder3m: 0,
  lockers: 1,
  ebikeChargers: 1,
  ebikeSlots: 2,
  fireLane: { length: 60, minWidth: 4, driven: true },
};

test("every measure of the compound", () => {
  expect(measured()).toEqual(EXPECTED);
});

test("the same at any turn and shift", () => {
  for (const angle of [Math.PI / 2, 0.4, -2.2]) expect(measured([], [], turned(angle, 812.3, -77.7))).toEqual(EXPECTED);
});

describe("informal places", () => {
  const place = (coordinates: unknown, type = "Polygon"): Edit => ({
    add: { type: "Feature", properties: { kind: "informalStall" }, geometry: { type, coordinates } as never },
  });
  const square = (x: number, y: number) =>
    place([
      [
        [x, y],
        [x + 2, y],
        [x + 2, y + 4],
        [x, y + 4],
        [x, y],
      ],
    ]);

  test("are lost under a new stall, on a fire lane and under planting, and not elsewhere", () => {
    const all = [square(36.2, 24), square(50, 18.5), square(26.5, 3), square(55, 12), place([57, 25], "Point")];
    expect(measured([], all).stalls).toMatchObject({ lostInformal: 3, net: 2 });
  });

  test("are not lost to what is there today", () => {
    // half on the existing stall, on kept green
    expect(measured([], [square(11, 12.5), square(40, 30)]).stalls).toMatchObject({ lostInformal: 0, net: 5 });
  });

  test("beside a stall stay", () => {
    expect(measured([], [square(24.2, 12)]).stalls.lostInformal).toBe(0);
    expect(measured([], [square(24.19, 12)]).stalls.lostInformal).toBe(1);
  });
});

describe("greening", () => {
  const climber = (counted: number): Edit => ({
    add: {
      type: "Feature",
      properties: { kind: "wallGreen", id: "c1", height: 2, counted },
      geometry: {
        type: "LineString",
        coordinates: [
          [32, 40],
          [42, 40],
        ],
      },
    },
  });

  test("ten metres of a wall of two count 7 m², whatever the file says", () => {
    for (const counted of [7, 70]) {
      expect(measured([climber(counted)]).greening).toMatchObject({ credited: 7, areaAfter: 226.5, balance: 10.5 });
    }
  });

  test("credit weighs green today and what is taken of it", () => {
    const { greening } = measured([], [{ id: "G1", set: { credit: 0.5 } }]);
    expect(greening).toMatchObject({ areaBefore: 136, removed: 2.8, areaAfter: 142.2, balance: 6.2 });
  });

  test("ground that is kept twice counts once", () => {
    const again = {
      type: "Feature",
      properties: { kind: "green", id: "again", status: "existing" },
      geometry: {
        type: "Polygon",
        coordinates: [
          [
            [1, 2],
            [8, 2],
            [8, 10],
            [1, 10],
            [1, 2],
          ],
        ],
      },
    } as const;
    expect(measured([{ add: again as never }]).greening.areaAfter).toBe(219.5);
  });
});

test("homes are counted by their windows, or by their walls where none are drawn", () => {
  // N1 at 4.0 m from window W1
  const near: Edit = { id: "N1", move: [-20.5, -1.3] };
  expect(measured([near])).toMatchObject({ homesUnder6m: 1, homesUnder3m: 0 });
  expect(measured([near], [{ id: "W1", drop: true }])).toMatchObject({ homesUnder6m: 1, homesUnder3m: 0 });
  expect(measured([{ id: "N1", move: [-20.5, 0] }])).toMatchObject({ homesUnder6m: 1, homesUnder3m: 1 });
});
