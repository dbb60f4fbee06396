import { join } from "node:path";
import { expect, test } from "vitest";
import { type Case, realAll, shapes } from "../bench/cases.ts";
import { problemOf } from "../bench/run.ts";
import { type Kernel, loadKernel } from "../engine/index.ts";
import type { LotKernel } from "../engine/kernel.ts";
import { startSearch } from "../engine/plan.ts";

const kernel = await loadKernel({ debug: true });

/** Lots with every angle are tried by the file that asks for them. */
const ALL = join(import.meta.dirname, "../scenarios/lots/lots-all.scenario.json");

/** Kernels of a search of this many steps: a second one where there are several kinds of stalls. */
function searched(lot: Pick<Case, "site" | "scenario">, steps: number): LotKernel[] {
  const instances: LotKernel[] = [];
  const watched: Kernel = {
    ...kernel,
    lot() {
      const instance = kernel.lot();
      instances.push(instance);
      return instance;
    },
  };
  startSearch(problemOf(lot), watched).advance(steps);
  return instances;
}

function review(lot: Pick<Case, "site" | "scenario">, steps: number, moves: number, seed = 7): number[] {
  return searched(lot, steps).map((instance) => instance.reviewMoves(instance.recallBest(), moves, seed));
}

for (const [name, steps] of [
  ["rect-60x34-west", 400],
  ["l-60-30", 1000],
  ["rect-120x80", 2000],
  ["rect-200x150", 4000],
] as const) {
  const lot = shapes().find((one) => one.name === name);
  if (lot === undefined) throw new Error(`${name} is not among the shapes`);
  test(`moves on ${name} are evaluated by what they touch as from scratch`, () => {
    expect(review(lot, steps, 1500)).toEqual([0]);
  });
  test(`moves with every kind on ${name} are evaluated by what they touch as from scratch`, () => {
    expect(review({ ...lot, scenario: ALL }, steps, 1000)).toEqual([0, 0]);
  });
}

// an aisle kept where a move had looked how far another one would run kept that one's ends
test("an aisle that a move has put back runs as far as it did", () => {
  const lot = shapes().find((one) => one.name === "rect-120x80");
  if (lot === undefined) throw new Error("rect-120x80 is not among the shapes");
  expect(review(lot, 2000, 1500, 109)).toEqual([0]);
});

// several frames and gates, slanted edges, obstructions
for (const lot of realAll().filter((_, row) => row % 12 === 3)) {
  test(`moves on ${lot.name} are evaluated by what they touch as from scratch`, () => {
    expect(review(lot, 1000, 1000)).toEqual([0, 0]);
  });
}

/** Columns of a layout (wasm/layout.ts): what was found out of a lot, written by hand. */
const [HIGH, ANCHOR, GATE, STYLE] = [4, 5, 6, 8];
const [MOST_AISLES, COLUMNS, HEADER] = [160, 20, 32];

test("an aisle that is no way in is none beside a one-way aisle that leads nowhere either", () => {
  const west = shapes()[0];
  for (const kind of [1, 2, 3]) {
    const [, every] = searched({ ...west, scenario: ALL }, 400);
    const best = every.recallBest();
    const n = every.aislesOf(best);
    const guest = every.guestLayout();
    const { buffer } = every.memory;
    new Uint8Array(buffer, guest, every.layoutBytes()).set(new Uint8Array(buffer, best, every.layoutBytes()));
    const columns = new Int32Array(buffer, guest + HEADER, MOST_AISLES * COLUMNS);
    const entry = Array.from({ length: n }, (_, i) => i).find((i) => columns[GATE * MOST_AISLES + i] >= 0) ?? -1;
    expect(entry).toBeGreaterThanOrEqual(0);
    // the way in gives its gate to a one-way aisle beside it that is too short for a car
    for (let column = 0; column < COLUMNS; column++)
      columns[column * MOST_AISLES + n] = columns[column * MOST_AISLES + entry];
    columns[HIGH * MOST_AISLES + n] = columns[ANCHOR * MOST_AISLES + n] - 20_000;
    columns[STYLE * MOST_AISLES + n] = kind;
    columns[GATE * MOST_AISLES + entry] = -1;
    const order = new Uint16Array(buffer, guest + HEADER + MOST_AISLES * COLUMNS * 4, 4 * (n + 1));
    for (let slot = 0; slot < 4; slot++) order[4 * n + slot] = (n << 2) | slot;
    const header = new Int32Array(buffer, guest, 2);
    header[0] = n + 1;
    every.takeGuest();
    expect(header[1]).toBe(0);
  }
});
