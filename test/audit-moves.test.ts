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
const kernel = await loadKernel();
const plan = solve({ site, scenario, rules }, kernel);

/** The first stall that it adds. */
const moved = plan.features.find(
  (feature): feature is PlanFeature<"stall"> => feature.kind === "stall" && feature.properties.status === "new",
) as PlanFeature<"stall">;

type Move = readonly [dx: number, dy: number];
const MOVES: readonly Move[] = [
  [0.5, 0],
  [-0.5, 0],
  [0, 0.5],
  [0, -0.5],
];

/** Objects of a kind that are moved. */
const MOST = 2;

/** What is only drawn is no object; the engine's sweep and repairs have tests of their own. */
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
    // a post between two stalls keeps 0.6 m behind their heads: half a metre takes it into nothing; see below
    if (kind !== "charger") expect(found).toBeGreaterThan(0);
  });
});

describe("the sweep that is drawn is the one that the engine drives", () => {
  const features = [...plan.features];
  const sweeps = (of: readonly PlanFeature[]) =>
    audit({ site, scenario, rules, features: of, claimed: null }).filter(({ rule }) => rule === "fact.swept_path");
  const paths = features.filter(({ kind }) => kind === "sweptPath");

  test("as it is written", () => {
    expect(paths.length).toBeGreaterThan(0);
    expect(sweeps(features).map(({ pass }) => pass)).toEqual([true]);
  });
  test("half a metre beside it", () => {
    for (const path of paths.slice(0, 2)) {
      const told = MOVES.map((move) => {
        const off = features.map((one) =>
          one === path ? ({ ...one, shape: shapeAt(one, move) } as PlanFeature) : one,
        );
        return sweeps(off).filter(({ pass }) => pass === false);
      });
      // back along its own way it is as good as before
      const found = told.filter((lines) => lines.length > 0);
      expect(found.length).toBeGreaterThanOrEqual(3);
      for (const [line] of found) expect([line.level, line.features[0]]).toEqual(["should", path.id]);
    }
  });
  test("of a lane that is not there, and one that shows half of the way", () => {
    const [path] = paths;
    const strange = { ...path, properties: { of: "FL-none" } } as PlanFeature;
    expect(sweeps([...features.filter((one) => one !== path), strange])[0].note).toContain("no lane of the plan");
    const { shell } = path.shape as Area;
    const xs = pointsOf(shell).map(([x]) => x);
    const cut = (Math.min(...xs) + Math.max(...xs)) / 2;
    const half = { ...path, shape: mapShape(path.shape as Area, (x, y) => [Math.min(x, cut), y]) } as PlanFeature;
    expect(sweeps([...features.filter((one) => one !== path), half])[0].pass).toBe(false);
  });
});

describe("a post for cars half a metre into something", () => {
  const stall = plan.features.find(
    (one): one is PlanFeature<"stall"> => one.kind === "stall" && one.properties.type === "charging",
  ) as PlanFeature<"stall">;
  /** A post outside a shape, 5 cm from the middle of an edge of it, and half a metre straight on from there. */
  const into = ({ shell }: Area, edge: number): [Point, Point] => {
    const points = pointsOf(shell);
    const [[ax, ay], [bx, by]] = [points[edge], points[(edge + 1) % points.length]];
    const length = Math.hypot(bx - ax, by - ay);
    // counter-clockwise: what is inside lies to the left
    const [nx, ny] = [-(by - ay) / length, (bx - ax) / length];
    const [mx, my] = [(ax + bx) / 2, (ay + by) / 2];
    return [
      [mx - 0.05 * nx, my - 0.05 * ny],
      [mx + 0.45 * nx, my + 0.45 * ny],
    ];
  };
  const [road] = featuresOf(site, "road");
  const [wall] = featuresOf(site, "wall");
  const [gate] = featuresOf(site, "gate");
  const [building] = featuresOf(site, "building");
  const across = (line: Float64Array, off: number): Point => {
    const length = Math.hypot(line[2] - line[0], line[3] - line[1]);
    const side = inside(line, length) ? 1 : -1;
    return [
      (line[0] + line[2]) / 2 - (side * off * (line[3] - line[1])) / length,
      (line[1] + line[3]) / 2 + (side * off * (line[2] - line[0])) / length,
    ];
  };
  const inside = (line: Float64Array, length: number): boolean => {
    const [x, y] = [
      (line[0] + line[2]) / 2 - (line[3] - line[1]) / length,
      (line[1] + line[3]) / 2 + (line[2] - line[0]) / length,
    ];
    const points = pointsOf(site.boundary.shell);
    return points.reduce((odd, [x0, y0], i) => {
      const [x1, y1] = points[(i + 1) % points.length];
      return y0 > y !== y1 > y && x < x0 + ((y - y0) * (x1 - x0)) / (y1 - y0) ? !odd : odd;
    }, false);
  };
  const places: [what: string, id: string, before: Point, after: Point][] = [
    ["a stall from behind its head", stall.id, ...into(stall.shape, 2)],
    ["a road", road.id, ...into(road.shape as Area, 0)],
    ["a building", building.id, ...into(building.shape as Area, 0)],
    ["a wall", wall.id, across(wall.shape, 0.6), across(wall.shape, 0.1)],
    ["the footway through a gate", gate.id, across(gate.shape, 1.8), across(gate.shape, 1.3)],
  ];
  test.each(places)("%s", (_, id, before, after) => {
    const named = (at: Point) => {
      const post: PlanFeature = { kind: "charger", id: "post", shape: at, properties: { serves: [stall.id] } };
      return told([...plan.features, post])
        .filter(({ features }) => features.includes("post"))
        .flatMap(({ features }) => features);
    };
    expect(named(after)).toContain(id);
    expect(named(before)).not.toContain(id);
  });
});

describe("a moved tree whose new place is half a metre into something", () => {
  const wish = { ...scenario, demand: { ...scenario.demand, treesMoved: { max: 1 } } };
  const tree = featuresOf(site, "tree").find(({ properties }) => properties.status === "movable");
  const [building] = featuresOf(site, "building");
  const [road] = featuresOf(site, "road");
  const places: [id: string, shape: Area][] = [
    [moved.id, moved.shape],
    [building.id, building.shape],
    [road.id, road.shape],
  ];
  test.each(places)("%s", (id, { shell }) => {
    if (tree === undefined) throw new Error("the model case has no tree that may be moved");
    const points = pointsOf(shell);
    const found = points.flatMap(([ax, ay], edge) => {
      const [bx, by] = points[(edge + 1) % points.length];
      const length = Math.hypot(bx - ax, by - ay);
      const [nx, ny] = [-(by - ay) / length, (bx - ax) / length];
      return [-0.2, 0.3].map((inwards): boolean => {
        const at: Point = [(ax + bx) / 2 + inwards * nx, (ay + by) / 2 + inwards * ny];
        const goes: PlanFeature = {
          kind: "treeMoved",
          id: "goes",
          shape: at,
          properties: { tree: tree.id, ground: "safety of dwellings" },
        };
        return audit({ site, scenario: wish, rules, features: [...plan.features, goes], claimed: null }).some(
          ({ pass, scope, features }) => pass === false && scope === "new" && features.join() === `goes,${id}`,
        );
      });
    });
    // each edge from outside and from inside
    expect(found).toEqual(points.flatMap(() => [false, true]));
  });
});

test("what a repair paves, half a metre off what it mends", () => {
  const wish = readScenario(read("scenarios/repairs-20.json"), "repairs-20", site);
  const mended = solve({ site, scenario: wish, rules: loadRules(wish.rules, wish.overrides) }, kernel, { steps: 1 });
  const repairs = mended.features.filter(({ kind }) => kind === "repair");
  const found = (features: readonly PlanFeature[]) =>
    audit({ site, scenario: wish, rules, features, claimed: null }).filter(
      ({ pass, scope, level }) => pass === false && scope === "new" && level === "shall",
    );
  expect(found(mended.features)).toEqual([]);
  expect(repairs.length).toBeGreaterThan(0);
  for (const repair of repairs) {
    for (const move of MOVES) {
      const off = { ...repair, shape: shapeAt(repair, move) } as PlanFeature;
      expect(found(mended.features.map((one) => (one === repair ? off : one))), move.join(", ")).not.toEqual([]);
    }
  }
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

function middle({ shell }: Area): Point {
  const points = pointsOf(shell);
  const sum = (k: 0 | 1) => points.reduce((total, point) => total + point[k], 0) / points.length;
  return [sum(0), sum(1)];
}
