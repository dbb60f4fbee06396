import type { Area } from "../../model/geometry.ts";
import { eachRun, type LaneGrid, spansOf } from "./cells.ts";

// what is left of roads where something new stands on them

/** Roads, and what stands on them that does not today. Metres. */
export interface Roads {
  readonly areas: readonly Area[];
  readonly standing: readonly Area[];
  /** As wide as an engine asks for: what is left beside a thing is a way where it is so wide. */
  readonly width: number;
}

type Cells = Pick<LaneGrid, "cell" | "columns" | "rows" | "centre">;

/**
 * By cell: 1 where a road is a way as before. Away from what is new that is all of it, however narrow it is today; within a
 * width of it, what a disc as wide as asked can cover.
 */
export function leftOf({ areas, standing, width }: Roads, cells: Cells): Uint8Array {
  const road = new Uint8Array(cells.columns * cells.rows);
  for (const area of areas) spansOf(cells, area, (from, end) => road.fill(1, from, end));
  const taken = new Uint8Array(road.length);
  for (const area of standing) spansOf(cells, area, (from, end) => taken.set(road.subarray(from, end), from));
  if (!taken.includes(1)) return road;
  const near = width / cells.cell;
  // as far as anything of it is told by what is new
  const about = cellsAround(taken, Math.ceil(near) + 3 + 2 * Math.ceil(near / 2), cells).filter(
    (row) => road[row] === 1,
  );
  const free = about.filter((row) => taken[row] === 0);
  const toShut = new Float32Array(road.length);
  for (let k = 0; k < free.length; k++) toShut[free[k]] = Infinity;
  spread(toShut, free, cells);
  // a cell less on either side: an edge between two cells has moved up to half of one
  const radius = width / 2 / cells.cell - 1;
  const toMiddle = new Float32Array(road.length).fill(Infinity);
  for (let k = 0; k < free.length; k++) if (toShut[free[k]] > radius) toMiddle[free[k]] = 0;
  // whatever a disc covers is free: no way to its middle leads over anything else
  spread(toMiddle, free, cells);
  const toTaken = cellsTo(taken, near, cells);
  for (let k = 0; k < about.length; k++) {
    const row = about[k];
    if (taken[row] === 1 || (toMiddle[row] > radius + 1 && toTaken[row] <= near)) road[row] = 0;
  }
  return road;
}

/**
 * By cell: how many cells it is to the nearest of those that are 1, by two sweeps with steps of 1 and √2; those farther off
 * than `most` are told to be farther than that.
 */
function cellsTo(ones: Uint8Array, most: number, { columns, rows }: Cells): Float32Array {
  const far = new Float32Array(ones.length).fill(Infinity);
  eachRun(ones, 1, 0, ones.length, (from, end) => far.fill(0, from, end));
  spread(far, cellsAround(ones, Math.ceil(most) + 1, { columns, rows }), { columns });
  return far;
}

/** Cells in squares around those that are 1, so many cells to each side, ascending; those of the rim left out: nothing is drawn there. */
function cellsAround(ones: Uint8Array, reach: number, { columns, rows }: Pick<Cells, "columns" | "rows">): Int32Array {
  const near = new Uint8Array(ones.length);
  eachRun(ones, 1, 0, ones.length, (from, end) => {
    const j = Math.floor(from / columns);
    const left = Math.max(1, (from % columns) - reach);
    const right = Math.min(columns - 2, ((end - 1) % columns) + reach);
    const high = Math.min(rows - 2, j + reach);
    for (let row = Math.max(1, j - reach); row <= high; row++)
      near.fill(1, row * columns + left, row * columns + right + 1);
  });
  const around = new Int32Array(ones.length);
  let count = 0;
  eachRun(near, 1, 0, near.length, (from, end) => {
    for (let row = from; row < end; row++) around[count++] = row;
  });
  return around.subarray(0, count);
}

/** Carries distances on among some cells, ascending, by two sweeps with steps of 1 and √2. */
function spread(far: Float32Array, among: Int32Array, { columns }: Pick<Cells, "columns">): void {
  for (let n = 0; n < among.length; n++) {
    const k = among[n];
    const straight = Math.min(far[k - 1], far[k - columns]) + 1;
    const aslant = Math.min(far[k - columns - 1], far[k - columns + 1]) + Math.SQRT2;
    far[k] = Math.min(far[k], straight, aslant);
  }
  for (let n = among.length - 1; n >= 0; n--) {
    const k = among[n];
    const straight = Math.min(far[k + 1], far[k + columns]) + 1;
    const aslant = Math.min(far[k + columns + 1], far[k + columns - 1]) + Math.SQRT2;
    far[k] = Math.min(far[k], straight, aslant);
  }
}
