import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { modelCase, shapes } from "../bench/cases.ts";
import { problemOf } from "../bench/run.ts";
import { type Kernel, loadKernel, loadRules, type Problem, readScenario, readSite } from "../engine/index.ts";
import type { KernelMemory } from "../engine/kernel.ts";
import { startSearch } from "../engine/plan.ts";
import type { Kind } from "../engine/stages/ground/kinds.ts";
import { rowSolver } from "../engine/stages/rows/rows.ts";

const kernel = await loadKernel();

/** A kernel and the instances that are made of it. */
function watched(each: Kernel): { counted: Kernel; instances: KernelMemory[] } {
  const instances: KernelMemory[] = [];
  const noted = <K extends KernelMemory>(make: () => K) => {
    const instance = make();
    instances.push(instance);
    return instance;
  };
  return { counted: { ...each, lot: () => noted(each.lot), rows: () => noted(each.rows) }, instances };
}

function megabytes(instances: readonly KernelMemory[]): number[] {
  return instances.map(({ memory }) => memory.buffer.byteLength / 2 ** 20);
}

/** What all instances hold that a search has had after so many steps. */
function held(which: Parameters<typeof problemOf>[0], steps: number): number[] {
  const { counted, instances } = watched(kernel);
  startSearch(problemOf(which), counted).advance(steps);
  return megabytes(instances);
}

// V8 collects all garbage on account of what an instance holds: a first plan waited 20 ms for 64 MiB
test("a kernel holds no more memory than its site needs", () => {
  const [west] = shapes();
  expect(held(west, 2000)).toEqual([expect.closeTo(4, 0)]);
  const large = shapes().find(({ name }) => name === "rect-400x300")!;
  expect(held(large, 400)[0]).toBeLessThan(6);
  const rows = held(modelCase("ten-stalls"), 40);
  expect(rows).toHaveLength(2);
  for (const each of rows) expect(each).toBeLessThan(2);
});

/** A long lot with a post every seven metres: each strip has dozens of free intervals. */
function posts(width: number, depth: number): Problem {
  const square = (x: number, y: number) => [
    [x, y],
    [x + 0.2, y],
    [x + 0.2, y + 0.2],
    [x, y + 0.2],
    [x, y],
  ];
  const ring = [
    [0, 0],
    [width, 0],
    [width, depth],
    [0, depth],
    [0, 0],
  ];
  const gate = [
    [20, 0],
    [26, 0],
  ];
  const features: object[] = [
    { properties: { kind: "site" }, geometry: { type: "Polygon", coordinates: [ring] } },
    { properties: { kind: "gate", modes: ["car"] }, geometry: { type: "LineString", coordinates: gate } },
  ];
  for (let x = 7; x < width; x += 7) {
    for (let y = 7; y < depth; y += 7)
      features.push({
        properties: { kind: "obstruction" },
        geometry: { type: "Polygon", coordinates: [square(x, y)] },
      });
  }
  const crs = { type: "name", properties: { name: "local:metre" } };
  const drawn = features.map((feature) => ({ type: "Feature", ...feature }));
  const site = readSite(JSON.stringify({ type: "FeatureCollection", crs, features: drawn }), "posts");
  const path = join(import.meta.dirname, "../scenarios/lots/lots-90.scenario.json");
  const scenario = readScenario(readFileSync(path, "utf8"), "lots-90.scenario.json", site);
  return { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
}

test("the cache of strips grows block by block, the same in the debug build, which checks every address", async () => {
  const found = [kernel, await loadKernel({ debug: true })].map((each) => {
    const { counted, instances } = watched(each);
    const search = startSearch(posts(280, 35), counted);
    search.advance(40_000);
    return { features: search.best().features, held: megabytes(instances) };
  });
  const [{ features, held }] = found;
  expect(features.length).toBeGreaterThan(20);
  // four blocks of 256 KiB find room in the memory that an instance begins with
  expect(held[0]).toBeGreaterThan(4);
  expect(found[1]).toEqual(found[0]);
});

const metres = fc.integer({ min: 0, max: 600 }).map((tenths) => tenths / 10);

/** One side of a road: how long it is, and kinds of stalls with what their ground costs. */
const side = fc
  .record({
    length: fc.integer({ min: 100, max: 900 }),
    kinds: fc.array(
      fc.record({
        pitch: fc.constantFrom(2.5, 3.7, 6),
        mouth: fc.constantFrom(0, 1, -1),
        type: fc.constantFrom("standard" as const, "accessible" as const),
        dear: fc.integer({ min: 0, max: 40 }),
        starts: fc.array(fc.tuple(metres, metres), { maxLength: 6 }),
      }),
      { minLength: 1, maxLength: 8 },
    ),
  })
  .map(({ length, kinds }) => ({ length: length / 10, kinds: kinds.map((kind) => kindOf(length, kind)) }));

type Drawn = Pick<Kind, "pitch" | "mouth" | "type"> & { dear: number; starts: [number, number][] };

function kindOf(tenths: number, { pitch, mouth, type, dear, starts }: Drawn): Kind {
  const cost = Float64Array.from({ length: tenths + 20 }, (_, i) => (i * (dear + ((i * 7) % 5))) / 50);
  const spans = starts
    .map(([a, b]) => [Math.min(a, b), Math.min(Math.max(a, b), tenths / 10)] as const)
    .filter(([a, b]) => a <= b)
    .sort((a, b) => a[0] - b[0]);
  const size = { width: pitch, length: 5 };
  return { angle: 90, type, size, mouth, depth: 5, pitch, aisle: 5.5, starts: spans, cost, green: cost };
}

const field = fc.array(side, { minLength: 1, maxLength: 4 });

test("a kernel that has held another field finds the rows that a fresh one finds", () => {
  const used = kernel.rows();
  const solved = (instance: typeof used, sides: { length: number; kinds: Kind[] }[]) => {
    instance.release();
    const kinds = sides.map((each) => each.kinds);
    const solver = rowSolver(
      instance,
      sides.map(({ length }) => length),
      kinds,
    );
    return kinds.map((list, k) =>
      solver.solve(
        k,
        list.map(({ starts }) => starts),
        20,
        5,
      ),
    );
  };
  let stalls = 0;
  fc.assert(
    fc.property(field, field, (before, sides) => {
      solved(used, before);
      const rows = solved(used, sides);
      stalls += rows.flat().length;
      expect(rows).toEqual(solved(kernel.rows(), sides));
    }),
    { numRuns: 100, seed: 3 },
  );
  expect(stalls).toBeGreaterThan(500);
});
