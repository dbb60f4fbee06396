import type { Grid } from "./grid.ts";
import { bytesAt, checked, hold, kernel, wholesAt } from "./kernel.ts";

/** What cells of a walking grid are: one can walk there, ways begin there, a stall could stand there. */
export const FREE = 1;
export const ROAD = 2;
export const WANTED = 4;

/** A straight step costs so much; one across costs 7, which is √2 as many to one part in a hundred. The kernel knows both. */
export const STRAIGHT = 5;

/** A step from a cell where a stall could be costs as many elsewhere. */
const WANTED_STEP = 6;

/** 1 for each free cell or road with nothing else nearer than `room`, metres. */
export function withRoom({ columns, rows, cells, cell }: Grid, room: number): Uint8Array {
  hold(null);
  bytesAt(kernel.layGround(columns, rows), cells.length).set(cells);
  return bytesAt(kernel.leaveRoom(FREE | ROAD, cell, room), cells.length).slice();
}

/**
 * The cheapest way from the road to each of some sets of cells over cells with room, as its cells from the one of the set that is
 * reached for least; null where there is none.
 */
export function cheapestWays(
  { columns, rows, cells }: Grid,
  roomy: Uint8Array,
  sets: readonly (readonly number[])[],
): (readonly number[] | null)[] {
  hold(null);
  bytesAt(kernel.layCells(columns, rows), cells.length).set(cells);
  bytesAt(kernel.walkColumn(0), cells.length).set(roomy);
  const inAll = sets.reduce((sum, set) => sum + set.length, 0);
  const table = wholesAt(kernel.laySets(sets.length, inAll), sets.length + 1 + inAll);
  let filled = 0;
  for (const [n, set] of sets.entries()) {
    table[n] = filled;
    table.set(set, sets.length + 1 + filled);
    filled += set.length;
  }
  table[sets.length] = filled;
  checked(kernel.walk(WANTED_STEP));
  const costs = wholesAt(kernel.walkColumn(1), cells.length);
  const backs = wholesAt(kernel.walkColumn(2), cells.length);
  return sets.map((set) => {
    let nearest = -1;
    for (const cell of set) if (costs[cell] >= 0 && (nearest < 0 || costs[cell] < costs[nearest])) nearest = cell;
    if (nearest < 0) return null;
    const way: number[] = [];
    for (let cell = nearest; cell >= 0; cell = backs[cell]) way.push(cell);
    return way;
  });
}

/** What it costs to come to each cell from some that have a cost themselves, the cheapest of these first; −1: nobody comes there. */
export function costsFrom(
  { columns, rows, cells }: Grid,
  starts: readonly { readonly cell: number; readonly cost: number }[],
): Int32Array {
  hold(null);
  bytesAt(kernel.layCells(columns, rows), cells.length).fill(0);
  bytesAt(kernel.walkColumn(0), cells.length).set(cells);
  const seeds = wholesAt(kernel.laySeeds(starts.length), 2 * starts.length);
  for (const [n, { cell, cost }] of starts.entries()) {
    seeds[2 * n] = cell;
    seeds[2 * n + 1] = cost;
  }
  checked(kernel.walk(1));
  return wholesAt(kernel.walkColumn(1), cells.length).slice();
}
