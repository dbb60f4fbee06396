import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { featureCollection, intersect, polygon } from "@turf/turf";
import { describe, expect, test } from "vitest";
import { audit } from "../engine/audit/audit.ts";
import { loadKernel } from "../engine/kernel.ts";
import { type AnyShape, type Area, areaOf, flat, mapShape, type Point, pointsOf } from "../engine/model/geometry.ts";
import type { AuditLine, PlanFeature, PlanKind } from "../engine/model/plan.ts";
import { featuresOf } from "../engine/model/site.ts";
import { readScenario } from "../engine/read/scenario.ts";
import { readSite } from "../engine/read/site.ts";
import { loadRules } from "../engine/rules/load.ts";
import { solve } from "../engine/solve.ts";

// a plan of the model case with everything in it: whichever object is moved by half a metre into something, the audit
// finds it. What is something is decided here by plain polygons, not by the audit

const root = resolve(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const site = readSite(read("scenarios/mishan-lane-30.geojson"), "mishan-lane-30");
const scenario = readScenario(read("test/fixtures/moves/everything.json"), "everything", site);
const rules = loadRules(scenario.rules, scenario.overrides);
const plan = solve({ site, scenario, rules }, await loadKernel());

type Move = readonly [dx: number, dy: number];
const MOVES: readonly Move[] = [
  [0.5, 0],
  [-0.5, 0],
  [0, 0.5],
  [0, -0.5],
];

/** Objects of a kind that are moved. */
const MOST = 2;

/** What is only drawn: the picture of how an engine drives is no object. */
const DRAWN: ReadonlySet<PlanKind> = new Set<PlanKind>(["sweptPath", "repair", "stallRemoved"]);

/** What the model case must have for this test to be worth its name. */
const KINDS: readonly PlanKind[] = [
  "stall",
  "accessAisle",
  "aisle",
  "fireLane",
  "locker",
  "lockerPad",
  "ebikeSlot",
  "ebikeCharger",
  "bikeAisle",
  "shed",
  "green",
  "greenRemoved",
  "wallGreen",
];

const told = (features: readonly PlanFeature[]) =>
  audit({ site, scenario, rules, features, claimed: null }).filter(
    (line) => line.pass === false && line.scope === "new" && (line.level === "shall" || line.level === "legal"),
  );

function shapeAt(feature: PlanFeature, [dx, dy]: Move): AnyShape {
  return mapShape(feature.shape as AnyShape, (x, y) => [x + dx, y + dy]);
}

/** Breaches that name an object, once it has been moved; the plan as it is has none. */
function foundBy(feature: PlanFeature, move: Move): AuditLine[] {
  const features = plan.features.map((one) =>
    one === feature ? ({ ...feature, shape: shapeAt(feature, move) } as PlanFeature) : one,
  );
  return told(features);
}

const isArea = (shape: unknown): shape is Area => typeof shape === "object" && shape !== null && "shell" in shape;

function polygonOf({ shell, holes }: Area) {
  const closed = (ring: Float64Array) => {
    const points = pointsOf(ring).map(([x, y]) => [x, y]);
    return [...points, points[0]];
  };
  return polygon([closed(shell), ...holes.map(closed)]);
}

/** Square metres, by turf: planar, on metres. */
function shared(a: Area, b: Area): number {
  const both = intersect(featureCollection([polygonOf(a), polygonOf(b)]));
  if (both === null) return 0;
  const parts = both.geometry.type === "Polygon" ? [both.geometry.coordinates] : both.geometry.coordinates;
  const ring = (positions: number[][]) => flat(positions.slice(0, -1).map(([x, y]): Point => [x, y]));
  return parts.reduce(
    (sum, [shell, ...holes]) => sum + Math.abs(areaOf({ shell: ring(shell), holes: holes.map(ring) })),
    0,
  );
}

const STANDS: ReadonlySet<PlanKind> = new Set<PlanKind>([
  "stall",
  "accessAisle",
  "locker",
  "lockerPad",
  "ebikeSlot",
  "shed",
  "pergola",
]);

/** What nobody may stand on, without the object itself. */
function obstacles(feature: PlanFeature): Area[] {
  const today = (["building", "yard", "obstruction", "reserve"] as const).flatMap((kind) =>
    featuresOf(site, kind).map(({ shape }) => shape),
  );
  // an aisle may run under what stands on it: its ground is what is left
  const ours = feature.kind === "aisle" ? [] : plan.features.filter((one) => one !== feature && STANDS.has(one.kind));
  return [...today, ...ours.map(({ shape }) => shape as Area)];
}

/** Square metres from which something has plainly been moved into something. */
const PLAIN = 0.02;

/** A few of a kind, from its first to its last. */
function some(kind: PlanKind): PlanFeature[] {
  const own = plan.features.filter((feature) => feature.kind === kind);
  const step = Math.max(1, (own.length - 1) / (MOST - 1));
  return [...new Set(Array.from({ length: MOST }, (_, n) => own[Math.min(own.length - 1, Math.round(n * step))]))];
}

test("the plan is clean, and has everything in it", () => {
  expect(told(plan.features)).toEqual([]);
  const kinds = new Set(plan.features.map(({ kind }) => kind));
  expect(KINDS.filter((kind) => !kinds.has(kind))).toEqual([]);
});

describe("half a metre into something is found", () => {
  const kinds = [...new Set(plan.features.map(({ kind }) => kind))].filter((kind) => !DRAWN.has(kind));
  test.each(kinds)("%s", (kind) => {
    let found = 0;
    for (const feature of some(kind)) {
      for (const move of MOVES) {
        const lines = foundBy(feature, move);
        if (lines.some((line) => line.features.includes(feature.id))) found++;
        const shape = shapeAt(feature, move);
        if (!isArea(shape)) continue;
        const into = obstacles(feature).some(
          (other) => shared(shape, other) - shared(feature.shape as Area, other) > PLAIN,
        );
        // where a stretch of green is called kept that is none, the green is told, not the patch
        if (into) expect(lines.length, `${feature.id} by ${move.join(", ")}`).toBeGreaterThan(0);
      }
    }
    // a post between two stalls keeps 0.6 m behind their heads: half a metre takes it into nothing
    if (kind !== "charger") expect(found).toBeGreaterThan(0);
  });
});

test.each(["V1", "septic", "M1"])("a stall parked on %s", (id) => {
  const under = featuresOf(site, "utility").find((one) => one.id === id);
  const at =
    under?.shape.type === "Point" ? under.shape.at : under?.shape.type === "Polygon" && middle(under.shape.area);
  if (!at) throw new Error(`${id} is no place`);
  const features = plan.features.map((feature) => {
    if (feature.kind !== "stall" || feature.id !== moved.id) return feature;
    const [x, y] = middle(moved.shape);
    return { ...feature, shape: mapShape(moved.shape, (u, v) => [u + at[0] - x, v + at[1] - y]) as Area };
  });
  const names = told(features).flatMap((line) => line.features);
  // wheels roll over a manhole's cover; a valve has to be closed at once, a tank opened from above
  expect(names.includes(id)).toBe(id !== "M1");
});

const moved = plan.features.find(
  (feature): feature is PlanFeature<"stall"> => feature.kind === "stall" && feature.properties.status === "new",
) as PlanFeature<"stall">;

function middle({ shell }: Area): Point {
  const points = pointsOf(shell);
  const sum = (k: 0 | 1) => points.reduce((total, point) => total + point[k], 0) / points.length;
  return [sum(0), sum(1)];
}
