import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { randomSite } from "../bench/randomSite.ts";
import {
  defaultScenario,
  loadKernel,
  loadRules,
  type Plan,
  readScenario,
  readSite,
  type Site,
  solve,
} from "../engine/index.ts";
import { planFeaturesOf } from "../engine/model/plan.ts";
import type { Scenario } from "../engine/model/scenario.ts";
import { drawPlan } from "../engine/write/svg.ts";

// stalls at every angle on open lots

const kernel = await loadKernel();
const lots = join(import.meta.dirname, "../scenarios/lots");

/** A rectangle of this length and width, metres, with a gate 6 m wide in its western side, from `low` up, and one for leaving opposite. */
function strip(length: number, width: number, low: number, through: "one gate" | "in and out" = "one gate"): string {
  const feature = (type: string, coordinates: unknown, properties: object) => ({
    type: "Feature",
    geometry: { type, coordinates },
    properties,
  });
  const ring = [
    [0, 0],
    [length, 0],
    [length, width],
    [0, width],
    [0, 0],
  ];
  const gate = (x: number, direction: string) =>
    feature(
      "LineString",
      [
        [x, low],
        [x, low + 6],
      ],
      { kind: "gate", modes: ["car"], direction },
    );
  return JSON.stringify({
    type: "FeatureCollection",
    crs: { type: "name", properties: { name: "local:metre" } },
    features: [
      feature("Polygon", [ring], { kind: "site" }),
      ...(through === "one gate" ? [gate(0, "both")] : [gate(0, "in"), gate(length, "out")]),
    ],
  });
}

function planned(site: Site, scenario: Scenario, steps: number): Plan {
  return solve({ site, scenario, rules: loadRules(scenario.rules, scenario.overrides) }, kernel, { steps });
}

function onStrip(text: string, name: "lots-90" | "lots-all", steps = 20_000): Plan {
  const site = readSite(text, "strip.geojson");
  const path = `${name}.scenario.json`;
  return planned(site, readScenario(readFileSync(join(lots, path), "utf8"), path, site), steps);
}

/** Stalls of a plan by parking angle. */
function byAngle(plan: Plan): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { properties } of planFeaturesOf(plan.features, "stall"))
    counts[properties.parkingAngle] = (counts[properties.parkingAngle] ?? 0) + 1;
  return counts;
}

test("a lot too narrow for a second square row gets a parallel one: 34 for 31 on 60 × 13.5 m", () => {
  const text = strip(60, 13.5, 2.5);
  expect(byAngle(onStrip(text, "lots-90"))).toEqual({ 90: 31 });
  expect(byAngle(onStrip(text, "lots-all"))).toEqual({ 90: 24, 0: 10 });
});

test("where 4.67 m are left beside the aisle a row leans at 30°: 24 and 11 on 60 × 15.67 m", () => {
  const text = strip(60, 15.67, 4.67);
  expect(byAngle(onStrip(text, "lots-all"))).toEqual({ 90: 24, 30: 11 });
});

test("through a strip as wide as two rows at 60° goes a one-way aisle, from the way in to the way out: 40", () => {
  const text = strip(60, 15.7, 4.85, "in and out");
  expect(onStrip(text, "lots-90").measures.stalls.new).toBeLessThan(35);
  const plan = onStrip(text, "lots-all");
  expect(byAngle(plan)).toEqual({ 60: 40 });
  const aisles = planFeaturesOf(plan.features, "aisle");
  expect(aisles.map(({ properties }) => [properties.oneWay, properties.width])).toEqual([[true, 4.5]]);
  const [from, , to] = aisles[0].properties.centreline;
  expect(to - from).toBeGreaterThan(59);
  expect(plan.audit.filter(({ rule }) => rule === "fact.circuit").map(({ pass }) => pass)).toEqual([true]);
  // the sheet says which way it is driven: five arrows on sixty metres, their tips to the east, and one in the legend
  const drawn = drawPlan(plan, readSite(text, "strip.geojson"));
  const [arrows, key] = [...drawn.matchAll(/class="direction"[^>]* d="([^"]*)"/g)].map(([, d]) => d);
  expect(arrows.split("Z").filter(Boolean)).toHaveLength(5);
  for (const arrow of arrows.split("Z").filter(Boolean)) {
    const x = [...arrow.matchAll(/[ML](-?[\d.]+) /g)].map((match) => Number(match[1]));
    expect(x.indexOf(Math.max(...x))).toBe(0);
  }
  expect(key).toBeDefined();
});

test("between two parallel rows of a narrow strip 3.8 m one way do: 20 on 60 × 9 m", () => {
  expect(byAngle(onStrip(strip(60, 9, 1.5, "in and out"), "lots-all"))).toEqual({ 0: 20 });
});

test("round an obstruction 9 m off the boundary goes a circuit of four one-way aisles: 60 stalls for 27", () => {
  const { features, ...rest } = JSON.parse(strip(70, 50, 22)) as { features: object[] };
  const inner = [
    [9, 9],
    [61, 9],
    [61, 41],
    [9, 41],
    [9, 9],
  ];
  const block = {
    type: "Feature",
    geometry: { type: "Polygon", coordinates: [inner] },
    properties: { kind: "obstruction" },
  };
  const text = JSON.stringify({ ...rest, features: [...features, block] });
  expect(onStrip(text, "lots-90", 60_000).measures.stalls.new).toBeLessThan(30);
  const plan = onStrip(text, "lots-all", 60_000);
  expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(60);
  expect(planFeaturesOf(plan.features, "aisle").filter(({ properties }) => properties.oneWay).length).toBe(4);
  expect(plan.unmet.filter(({ demand }) => demand === "stalls placed")).toEqual([]);
}, 60_000);

test("an aisle that a narrow gate's corners keep off it is led up to it as wide as the gate", () => {
  const site = readSite(randomSite(246).text, "random-246");
  const plan = planned(site, defaultScenario(site), 2000);
  expect(plan.measures.stalls.new).toBeGreaterThan(200);
  const necks = planFeaturesOf(plan.features, "driveway").filter(({ properties }) => properties.width < 5);
  expect(necks.length).toBe(1);
});

test("an aisle stands beyond the free post of a gate that is a little narrower and has its other post in a corner", () => {
  const name = "gate-in-a-corner.geojson";
  const site = readSite(readFileSync(join(import.meta.dirname, "fixtures", name), "utf8"), name);
  expect(planned(site, defaultScenario(site), 2000).measures.stalls.new).toBeGreaterThan(40);
});
