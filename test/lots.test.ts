import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type Kernel, loadKernel, loadRules, type Plan, readScenario, readSite, solve } from "../engine/index.ts";
import { isForbidden } from "../engine/plan.ts";

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

test("stephan-14: the published optimum of the grid model from ten seeds, after a fifth of the steps planned", () => {
  const text = readFileSync(join(root, "scenarios/lots/stephan-14.geojson"), "utf8");
  for (let seed = 1; seed <= 10; seed++) {
    const plan = planOf(text, seed, 80_000);
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

/** A lot of squares with the taken ones as obstructions, and a gate before the first square. */
function siteOf(free: readonly boolean[], columns: number): string {
  const square = (x: number, y: number, width: number, height: number) => ({
    type: "Polygon",
    coordinates: [
      [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
        [x, y],
      ],
    ],
  });
  const features: object[] = [
    {
      type: "Feature",
      properties: { kind: "site" },
      geometry: square(0, 0, columns * SIDE, (free.length / columns) * SIDE),
    },
    {
      type: "Feature",
      properties: { kind: "gate", modes: ["car"] },
      geometry: {
        type: "LineString",
        coordinates: [
          [0, 0],
          [SIDE, 0],
        ],
      },
    },
  ];
  free.forEach((isFree, k) => {
    if (isFree) return;
    const [x, y] = [(k % columns) * SIDE, Math.floor(k / columns) * SIDE];
    features.push({
      type: "Feature",
      properties: { kind: "obstruction" },
      geometry: square(x, y, SIDE, SIDE),
    });
  });
  const crs = { type: "name", properties: { name: "local:metre" } };
  return JSON.stringify({ type: "FeatureCollection", crs, features });
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
