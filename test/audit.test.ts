import fc from "fast-check";
import type { Feature, FeatureCollection } from "geojson";
import { describe, expect, test } from "vitest";
import { audit } from "../engine/audit/audit.ts";
import { measure } from "../engine/measure.ts";
import { readPlan } from "../engine/read/plan.ts";
import { readScenario } from "../engine/read/scenario.ts";
import { readSite } from "../engine/read/site.ts";
import { loadRules } from "../engine/rules/load.ts";
import { CASES, type Edit, edited, failed, judged, planOf, siteOf, text, turned } from "./auditCases.ts";

/** A feature of a rectangle. */
function area(kind: string, id: string, [x0, y0, x1, y1]: [number, number, number, number], more: object): Feature {
  const ring = [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
    [x0, y0],
  ];
  return { type: "Feature", properties: { kind, id, ...more }, geometry: { type: "Polygon", coordinates: [ring] } };
}

// the same plans with one planted breach each are in audit-rules.test.ts

describe.each(CASES)("the clean %s", (name) => {
  test("passes, and has a line for every rule of its profile", () => {
    const lines = judged(name, planOf(name));
    expect(failed(lines)).toEqual([]);
    const profile = loadRules(JSON.parse(text(`${name}.scenario.json`)).rules);
    const rules = new Set(lines.map((line) => line.rule));
    expect([...profile.rules.keys()].filter((key) => !rules.has(key))).toEqual([]);
  });

  test("is judged alike at any turn and shift", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 6.28, noNaN: true }),
        fc.integer({ min: -900, max: 900 }),
        fc.integer({ min: -900, max: 900 }),
        (angle, dx, dy) => {
          const lines = judged(name, planOf(name), { move: turned(angle, dx / 7, dy / 7) });
          expect(failed(lines)).toEqual([]);
        },
      ),
      // an engine is driven down each lane anew
      { numRuns: name.startsWith("lane") ? 5 : 12, seed: 3 },
    );
  });
});

test("a measure that its features do not bear out", () => {
  const site = readSite(text("compound.geojson"), "compound");
  const scenario = readScenario(text("compound.scenario.json"), "compound", site);
  const { features } = readPlan(text("compound.plan.geojson"), "plan", site);
  const subject = { site, scenario, rules: loadRules(scenario.rules), features };
  const measures = measure(subject);
  expect(failed(audit({ ...subject, claimed: measures }))).toEqual([]);
  const boast = { ...measures, stalls: { ...measures.stalls, new: measures.stalls.new + 1 } };
  const lines = failed(audit({ ...subject, claimed: boast }));
  expect(lines.map((line) => line.rule)).toEqual(["fact.measures_agree"]);
  expect(lines[0].note).toContain("stalls.new");
});

/** Objects that the clean compound has not, and things of today beside those that stand alone. */
const BESIDE: Edit[] = [
  { add: area("turnaround", "TA", [50, 23, 62, 35], { shape: "square" }) },
  {
    add: area("driveway", "DW", [50, 6.1, 54, 17], {
      width: 4,
      oneWay: false,
      status: "new",
      centreline: [
        [52, 6.1],
        [52, 17],
      ],
    }),
  },
  { add: area("pergola", "PG", [24.4, 13.9, 27.4, 16.9], { height: 2.5, counted: 3.15 }) },
];

test("half a metre into something is found for every kind that the model case has not", () => {
  const post = area("obstruction", "O4", [18.5, 11, 19, 11.6], {});
  const site = edited(siteOf("compound"), [
    { add: post },
    { id: "K2", drop: true },
    {
      kind: "site",
      shape: [
        [
          [0, 0],
          [62, 0],
          [62, 40],
          [0, 40],
          [0, 0],
        ],
      ],
    },
  ]);
  const plan = edited(planOf("compound"), BESIDE);
  const moves: [kind: string, id: string, move: [number, number]][] = [
    ["turnaround", "TA", [0.5, 0]],
    ["driveway", "DW", [0, -0.5]],
    ["pergola", "PG", [0, 0.5]],
    ["charger", "C1", [0.5, 0]],
  ];
  const before = new Set(failed(judged("compound", plan, { site })).map((line) => line.note));
  for (const [kind, id, move] of moves) {
    const lines = failed(judged("compound", edited(plan, [{ id, move }]), { site }));
    const fresh = lines.filter((line) => line.scope === "new" && !before.has(line.note));
    expect(
      fresh.some((line) => line.features.includes(id)),
      kind,
    ).toBe(true);
  }
});

test("what is already wrong today is inherited, and no worse", () => {
  // an obstruction in front of the existing stall's mouth: its fault is there with and without the plan
  const site: FeatureCollection = siteOf("compound");
  const ring = [
    [11.5, 19],
    [12.5, 19],
    [12.5, 20],
    [11.5, 20],
    [11.5, 19],
  ];
  site.features.push({
    type: "Feature",
    properties: { kind: "obstruction", id: "O2" },
    geometry: { type: "Polygon", coordinates: [ring] },
  });
  const read = readSite(JSON.stringify(site), "compound");
  const scenario = readScenario(text("compound.scenario.json"), "compound", read);
  const { features } = readPlan(text("compound.plan.geojson"), "plan", read);
  const lines = failed(audit({ site: read, scenario, rules: loadRules(scenario.rules), features, claimed: null }));
  const mouth = lines.filter((line) => line.rule === "fact.mouth_aisle" && line.features.includes("E1"));
  expect(mouth.map((line) => line.scope)).toEqual(["inherited"]);
});

test("what lies kilometres outside the site is named, not looked at cell by cell", () => {
  const site = readSite(text("compound.geojson"), "compound");
  const scenario = readScenario(text("compound.scenario.json"), "compound", site);
  const file = JSON.parse(text("compound.plan.geojson"));
  const away = [2500, -2500];
  const far = (corners: number[][]) => [corners.map(([x, y]) => [x + away[0], y + away[1]])];
  const lane = file.features.find(({ properties }: Feature) => properties?.kind === "fireLane");
  lane.geometry.coordinates = far(lane.geometry.coordinates[0]);
  // two squares of 600 m that half a metre of ground joins
  const corners = [
    [0, 0],
    [600, 0],
    [600, 600.5],
    [1200, 600.5],
    [1200, 1200],
    [600.5, 1200],
    [600.5, 601],
    [0, 601],
  ];
  file.features.push({
    type: "Feature",
    properties: { kind: "green", id: "far", status: "new", counted: 0 },
    geometry: { type: "Polygon", coordinates: far([...corners, corners[0]].map(([x, y]) => [x / 2, y / 2])) },
  });
  const { features } = readPlan(JSON.stringify(file), "plan", site);
  const lines = failed(audit({ site, scenario, rules: loadRules(scenario.rules), features, claimed: null }));
  const named = (id: string) => lines.filter((line) => line.features.includes(id)).map((line) => line.rule);
  expect(named("far")).toContain("fact.inside_site");
  expect(named(lane.properties.id)).toContain("fire.lane.no_obstacles");
});
