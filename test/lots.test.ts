import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { isForbidden } from "../engine/forbidden.ts";
import { type Kernel, loadKernel, loadRules, type Plan, readScenario, readSite, solve } from "../engine/index.ts";

// grids of squares have a known optimum: every square is driven on or holds two stalls

const root = resolve(import.meta.dirname, "..");
const scenarioText = readFileSync(join(root, "scenarios/lots/stephan-14.scenario.json"), "utf8");

/** Side of a square, metres: an aisle is as wide, two stalls fit. */
const SIDE = 5;

let kernel: Kernel;
beforeAll(async () => {
  kernel = await loadKernel();
});

function planOf(siteText: string, seed: number, steps: number): Plan {
  const site = readSite(siteText, "grid.geojson");
  const scenario = readScenario(scenarioText, "stephan-14.scenario.json", site);
  return solve({ site, scenario: { ...scenario, seed }, rules: loadRules("geometry", {}) }, kernel, { steps });
}

test("stephan-14: the published optimum of the grid model from ten seeds, after an eighth of the steps planned", () => {
  const text = readFileSync(join(root, "scenarios/lots/stephan-14.geojson"), "utf8");
  for (let seed = 1; seed <= 10; seed++) {
    const plan = planOf(text, seed, 50_000);
    expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(40);
    expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
  }
}, 60_000);

/** A plain generator, 0 ≤ value < 1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Most stalls of the grid model, by looking at every set of driven squares; the way in is the first square. */
function optimumOf(free: readonly boolean[], columns: number): number {
  const beside = free.map((_, k) =>
    [k % columns > 0 ? k - 1 : -1, k % columns < columns - 1 ? k + 1 : -1, k - columns, k + columns].filter(
      (n) => free[n],
    ),
  );
  let most = 0;
  for (let driven = 1; driven < 1 << free.length; driven += 2) {
    const seen = new Set([0]);
    let parked = 0;
    for (const k of seen) {
      if (!((driven >> k) & 1)) parked++;
      else for (const n of beside[k]) seen.add(n);
    }
    most = Math.max(most, parked);
  }
  return 2 * most;
}

/** A rectangle with its sides along the axes. */
function box(x: number, y: number, width: number, height: number) {
  const [right, top] = [x + width, y + height];
  const ring = [
    [x, y],
    [right, y],
    [right, top],
    [x, top],
    [x, y],
  ];
  return { type: "Polygon", coordinates: [ring] };
}

type Box = ReturnType<typeof box>;

/** A site with obstructions and a gate. */
function lotOf(ground: Box, obstructions: readonly Box[], gate: readonly [number, number][]): string {
  const feature = (kind: string, geometry: object, more: object = {}) => ({
    type: "Feature",
    properties: { kind, ...more },
    geometry,
  });
  const features = [
    feature("site", ground),
    feature("gate", { type: "LineString", coordinates: gate }, { modes: ["car"] }),
    ...obstructions.map((ring) => feature("obstruction", ring)),
  ];
  const crs = { type: "name", properties: { name: "local:metre" } };
  return JSON.stringify({ type: "FeatureCollection", crs, features });
}

/** A lot of squares with the taken ones as obstructions, and a gate before the first square. */
function siteOf(free: readonly boolean[], columns: number): string {
  const taken = free.flatMap((isFree, k) =>
    isFree ? [] : [box((k % columns) * SIDE, Math.floor(k / columns) * SIDE, SIDE, SIDE)],
  );
  const gate: [number, number][] = [
    [0, 0],
    [SIDE, 0],
  ];
  return lotOf(box(0, 0, columns * SIDE, (free.length / columns) * SIDE), taken, gate);
}

test("random grids: never below the optimum that looking at every plan of squares finds", () => {
  const next = random(14);
  for (let grid = 0; grid < 8; grid++) {
    const columns = 4 + (grid % 2);
    const free = Array.from({ length: columns * 3 }, (_, k) => k === 0 || next() > 0.2);
    const plan = planOf(siteOf(free, columns), 1, 40_000);
    expect(plan.measures.stalls.new, `grid ${grid}`).toBeGreaterThanOrEqual(optimumOf(free, columns));
    expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
  }
}, 60_000);

const squareText = readFileSync(join(root, "scenarios/lots/lots-90.scenario.json"), "utf8");

function squarePlan(siteText: string, steps: number): Plan {
  const site = readSite(siteText, "lot.geojson");
  const scenario = readScenario(squareText, "lots-90.scenario.json", site);
  return solve({ site, scenario, rules: loadRules("geometry", {}) }, kernel, { steps });
}

test("ribs above an aisle need not face those below it: walls by turns on either side cost no row", () => {
  const walls = [10, 27, 44, 61].flatMap((x) => [box(x, 2, 0.4, 26), box(x + 8, 38, 0.4, 26)]);
  const gate: [number, number][] = [
    [0, 30],
    [0, 36],
  ];
  // two rows of eleven beside each of six ribs, and some at the ends; through ribs alone hold 110
  const plan = squarePlan(lotOf(box(0, 0, 64, 66), walls.slice(0, 7), gate), 500);
  expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(150);
}, 30_000);

test("an aisle that cannot come up to its gate is no way in, however well its rows would stand", () => {
  // both rows stand beside an aisle from 5 to 11 m alone, and a post keeps that one off the gate
  const gate: [number, number][] = [
    [0, 5],
    [0, 13],
  ];
  const plan = squarePlan(lotOf(box(0, 0, 60, 16), [box(0, 4.5, 3, 2)], gate), 2000);
  expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(20);
  expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
}, 30_000);

/** Cells of the check below to a metre. */
const FINE = 10;

test.each(["rect-60x34-south", "rect-60x34-west", "l-60-30", "rect-100x50"])(
  "%s: no further stall fits on the drivable ground as it is, whichever way it is turned",
  (name) => {
    const site = readSite(readFileSync(join(root, `scenarios/lots/${name}.geojson`), "utf8"), name);
    const scenario = readScenario(squareText, "lots-90.scenario.json", site);
    const plan = solve({ site, scenario, rules: loadRules("geometry", {}) }, kernel, { steps: 40_000 });
    expect(roomFor(plan.features, site.boundary.shell)).toEqual([]);
    // and it is seen where there is room: a stall taken away is found again
    const first = plan.features.findIndex(({ kind }) => kind === "stall");
    expect(roomFor(plan.features.toSpliced(first, 1), site.boundary.shell)).not.toEqual([]);
  },
  60_000,
);

/** Places where one more stall of 2.5 × 5 m fits, with 6 m of drivable ground before its mouth. */
function roomFor(features: Plan["features"], shell: Float64Array): string[] {
  const columns = Math.max(...shell.filter((_, i) => i % 2 === 0)) * FINE;
  const rows = Math.max(...shell.filter((_, i) => i % 2 === 1)) * FINE;
  const boxes = (kinds: readonly string[]) =>
    features.flatMap((feature) =>
      kinds.includes(feature.kind) && "shell" in feature.shape ? [feature.shape.shell as Float64Array] : [],
    );
  const covered = (rings: readonly Float64Array[]) =>
    sumsOf(columns, rows, (x, y) => rings.some((ring) => holds(ring, x, y)));
  const driven = covered(boxes(["aisle", "driveway"]));
  const taken = covered(boxes(["aisle", "driveway", "stall"]));
  const ground = covered([shell]);
  const fits: string[] = [];
  for (const [acrossX, acrossY] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ]) {
    // the stall's own box, then the aisle's width before its mouth
    const [w, h] = acrossX === 0 ? [25, 50] : [50, 25];
    const [fw, fh] = acrossX === 0 ? [25, 60] : [60, 25];
    for (let x = 0; x + w <= columns; x++) {
      for (let y = 0; y + h <= rows; y++) {
        const fx = acrossX > 0 ? x + w : acrossX < 0 ? x - fw : x;
        const fy = acrossY > 0 ? y + h : acrossY < 0 ? y - fh : y;
        if (fx < 0 || fy < 0 || fx + fw > columns || fy + fh > rows) continue;
        if (taken(x, y, w, h) === 0 && ground(x, y, w, h) === w * h && driven(fx, fy, fw, fh) === fw * fh)
          fits.push(`${x / FINE}, ${y / FINE} towards ${acrossX}, ${acrossY}`);
      }
    }
  }
  return fits;
}

function holds(ring: Float64Array, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const above = ring[i + 1] > y;
    if (above === ring[j + 1] > y) continue;
    if (x < ring[i] + ((y - ring[i + 1]) / (ring[j + 1] - ring[i + 1])) * (ring[j] - ring[i])) inside = !inside;
  }
  return inside;
}

/** How many cells of a box are covered: cells are asked at their middle, once. */
function sumsOf(columns: number, rows: number, isCovered: (x: number, y: number) => boolean) {
  const sums = new Int32Array((columns + 1) * (rows + 1));
  const at = (x: number, y: number) => y * (columns + 1) + x;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const own = isCovered((x + 0.5) / FINE, (y + 0.5) / FINE) ? 1 : 0;
      sums[at(x + 1, y + 1)] = own + sums[at(x, y + 1)] + sums[at(x + 1, y)] - sums[at(x, y)];
    }
  }
  return (x: number, y: number, w: number, h: number) =>
    sums[at(x + w, y + h)] - sums[at(x, y + h)] - sums[at(x + w, y)] + sums[at(x, y)];
}
