import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isForbidden } from "../engine/forbidden.ts";
import { loadKernel, loadRules, type Problem, readScenario, readSite, solve } from "../engine/index.ts";
import { bounds } from "../engine/model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../engine/model/plan.ts";
import { parkingTable } from "../engine/rules/table.ts";
import { envelope, UNITS } from "../engine/stages/open/envelope.ts";
import { carGates } from "../engine/stages/open/gates.ts";
import { fitsOf, inserted } from "../engine/stages/open/insert.ts";
import { kindsOf } from "../engine/stages/open/kinds.ts";
import { loadLot } from "../engine/stages/open/lot.ts";

// the last pass over an open lot: further stalls, and compact ones where the rulebook has such

const kernel = await loadKernel();
const lots = join(import.meta.dirname, "../scenarios/lots");

function problemOf(name: string, scenario: object | string): Problem {
  const site = readSite(readFileSync(join(lots, `${name}.geojson`), "utf8"), name);
  const text =
    typeof scenario === "string"
      ? readFileSync(join(lots, `${scenario}.scenario.json`), "utf8")
      : JSON.stringify(scenario);
  const read = readScenario(text, "test", site);
  return { site, scenario: read, rules: loadRules(read.rules, read.overrides) };
}

/** What the last pass makes of features. */
function lastPass({ site, scenario, rules }: Problem, features: readonly PlanFeature[], most = Infinity) {
  const kinds = kindsOf(parkingTable(rules, scenario.layout), scenario.layout)!;
  const ground = envelope({ site, scenario, rules }, kinds.aisles[0].width);
  const lot = loadLot(kernel, ground, carGates(site, ground.aisle, ground.origin), kinds)!;
  return inserted(features, lot, { fits: fitsOf(rules, scenario.layout), most });
}

test.each(["lots-90", "lots-all"])("%s: whichever stall is taken away, one stands in its room again", (scenario) => {
  const problem = problemOf("l-60-30", scenario);
  const { features } = solve(problem, kernel, { steps: 4000 });
  const stalls = planFeaturesOf(features, "stall");
  // the plan has been through the pass: there is room for none
  expect(lastPass(problem, features)).toHaveLength(features.length);
  for (let k = 0; k < stalls.length; k += 9) {
    const without = features.filter((feature) => feature !== stalls[k]);
    expect(lastPass(problem, without), stalls[k].id).toHaveLength(features.length);
    expect(lastPass(problem, without, stalls.length - 1), "no more than are wanted").toHaveLength(without.length);
  }
});

test("a stall beyond the end of an aisle draws the aisle out to it", () => {
  const problem = problemOf("l-60-30", "lots-90");
  const { features } = solve(problem, kernel, { steps: 4000 });
  // an aisle with its far end and the stalls there cut off
  const aisle = planFeaturesOf(features, "aisle").at(-1)!;
  const [x0, y0, x1, y1, x2, y2, x3, y3] = aisle.shape.shell;
  const length = Math.hypot(x1 - x0, y1 - y0);
  const [ux, uy] = [(5 * (x1 - x0)) / length, (5 * (y1 - y0)) / length];
  for (const ring of [
    [x0 + ux, y0 + uy, x1, y1, x2, y2, x3 + ux, y3 + uy],
    [x0, y0, x1 - ux, y1 - uy, x2 - ux, y2 - uy, x3, y3],
  ]) {
    const shell = Float64Array.from(ring);
    const [ax, ay, bx, by] = [shell[0], shell[1], shell[2], shell[3]];
    const isBeside = ({ shape }: PlanFeature<"stall">) => {
      const [x, y] = [(shape.shell[0] + shape.shell[2]) / 2, (shape.shell[1] + shape.shell[3]) / 2];
      const s = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / (length - 5);
      return s > 0 && s < length - 5;
    };
    const left = features
      .filter((feature) => feature.kind !== "stall" || feature.properties.aisle !== aisle.id || isBeside(feature))
      .map((feature) => (feature === aisle ? { ...aisle, shape: { shell, holes: [] } } : feature));
    const after = lastPass(problem, left);
    expect(after.length).toBeGreaterThanOrEqual(left.length);
    const drawn = planFeaturesOf(after, "aisle").find(({ id }) => id === aisle.id)!;
    for (const stall of planFeaturesOf(after, "stall").filter(({ properties }) => properties.aisle === aisle.id))
      expect(offRim(stall.shape.shell, drawn.shape.shell), stall.id).toBeLessThan(0.001);
  }
});

/** How far the farther end of a mouth is from the rim of an aisle, metres. */
function offRim(stall: Float64Array, aisle: Float64Array): number {
  const off = (x: number, y: number) => {
    let least = Infinity;
    for (let i = 0; i < aisle.length; i += 2) {
      const [ax, ay] = [aisle[i], aisle[i + 1]];
      const [dx, dy] = [aisle[(i + 2) % 8] - ax, aisle[(i + 3) % 8] - ay];
      const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
      least = Math.min(least, Math.hypot(x - ax - t * dx, y - ay - t * dy));
    }
    return least;
  };
  return Math.max(off(stall[0], stall[1]), off(stall[2], stall[3]));
}

test("us: compact stalls make room for more, a quarter of all at most", () => {
  const scenario = { name: "us", rules: "us", layout: { parkingAngles: [90], aisles: ["two-way"] } };
  const none = { "car.compact_90.stall_width": 9, "car.compact_90.depth_to_wall.min": 9 };
  const plan = solve(problemOf("rect-60x34-west", scenario), kernel, { steps: 8000 });
  const before = solve(problemOf("rect-60x34-west", { ...scenario, overrides: none }), kernel, { steps: 8000 });
  const compact = planFeaturesOf(plan.features, "stall").filter(({ properties }) => properties.type === "compact");
  expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(before.measures.stalls.new + 4);
  expect(compact.length).toBeGreaterThan(0);
  expect(compact.length).toBeLessThanOrEqual(plan.measures.stalls.total / 4);
  expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
  // sizes that a layout sets are those that are meant
  const own = { ...scenario.layout, stall: { "90": { width: 2.7, length: 5.5 } } };
  const set = solve(problemOf("rect-60x34-west", { ...scenario, layout: own }), kernel, { steps: 2000 });
  expect(planFeaturesOf(set.features, "stall").every(({ properties }) => properties.type !== "compact")).toBe(true);
});

test("an aisle is drawn out over ground that is free for aisles only: off the wall of a home, where a stall might stand", () => {
  const box = (x0: number, x1: number) => [
    [
      [x0, 0],
      [x1, 0],
      [x1, 16.2],
      [x0, 16.2],
      [x0, 0],
    ],
  ];
  const feature = (properties: object, type: string, coordinates: unknown) => ({
    type: "Feature",
    properties,
    geometry: { type, coordinates },
  });
  const gate = [
    [0, 4.6],
    [0, 11.6],
  ];
  const text = JSON.stringify({
    type: "FeatureCollection",
    crs: { type: "name", properties: { name: "local:metre" } },
    features: [
      feature({ kind: "site" }, "Polygon", box(0, 36.6)),
      feature({ kind: "gate", modes: ["car", "fire", "foot"] }, "LineString", gate),
      feature({ kind: "building", use: "residential", floors: 6 }, "Polygon", box(28.6, 36.6)),
    ],
  });
  const site = readSite(text, "end");
  const scenario = readScenario("{}", "test", site);
  const problem = { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
  const { features } = solve(problem, kernel, { steps: 300 });
  const { aisle, origin } = envelope(problem, parkingTable(problem.rules, scenario.layout).aisle(90, "two-way")!);
  const [, , farthest] = bounds(Float64Array.from(aisle.flatMap((ring) => [...ring])));
  const aisles = planFeaturesOf(features, "aisle");
  expect(aisles.length).toBeGreaterThan(0);
  for (const { shape } of aisles) expect(bounds(shape.shell)[2]).toBeLessThan(farthest / UNITS + origin[0] + 0.002);
});
