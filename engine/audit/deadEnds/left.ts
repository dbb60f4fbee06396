import type { Area } from "../../model/geometry.ts";
import { eachSpanIn } from "../drive/terrain.ts";
import type { LaneGrid } from "./grid.ts";

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
  for (const area of areas) eachSpanIn(cells, area, (from, end) => road.fill(1, from, end));
  const taken = new Uint8Array(road.length);
  for (const area of standing) eachSpanIn(cells, area, (from, end) => taken.fill(1, from, end));
  const left = new Uint8Array(road.length);
  const shut = new Uint8Array(road.length).fill(1);
  let some = false;
  for (let row = 0; row < road.length; row++) {
    if (road[row] === 0) taken[row] = 0;
    else if (taken[row] === 1) some = true;
    else shut[row] = 0;
  }
  if (!some) return road;
  const toShut = cellsTo(shut, cells);
  // a cell less on either side: an edge between two cells has moved up to half of one
  const radius = width / 2 / cells.cell - 1;
  const middle = new Uint8Array(road.length);
  for (let row = 0; row < road.length; row++) if (toShut[row] > radius) middle[row] = 1;
  const toMiddle = cellsTo(middle, cells);
  const toTaken = cellsTo(taken, cells);
  const near = width / cells.cell;
  for (let row = 0; row < road.length; row++)
    if (shut[row] === 0 && (toMiddle[row] <= radius + 1 || toTaken[row] > near)) left[row] = 1;
  return left;
}

/** By cell: how many cells it is to the nearest of those that are 1, by two sweeps with steps of 1 and √2. */
function cellsTo(ones: Uint8Array, { columns, rows }: Cells): Float32Array {
  const far = new Float32Array(ones.length).fill(Infinity);
  for (let k = 0; k < far.length; k++) if (ones[k] === 1) far[k] = 0;
  // cells of the rim have no part in it: nothing is drawn in the margin
  for (let j = 1; j + 1 < rows; j++) {
    for (let k = j * columns + 1; k < (j + 1) * columns - 1; k++) {
      const straight = Math.min(far[k - 1], far[k - columns]) + 1;
      const aslant = Math.min(far[k - columns - 1], far[k - columns + 1]) + Math.SQRT2;
      far[k] = Math.min(far[k], straight, aslant);
    }
  }
  for (let j = rows - 2; j > 0; j--) {
    for (let k = (j + 1) * columns - 2; k > j * columns; k--) {
      const straight = Math.min(far[k + 1], far[k + columns]) + 1;
      const aslant = Math.min(far[k + columns + 1], far[k + columns - 1]) + Math.SQRT2;
      far[k] = Math.min(far[k], straight, aslant);
    }
  }
  return far;
}
