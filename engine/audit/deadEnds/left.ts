import type { Area } from "../../model/geometry.ts";
import { cellsIn } from "../drive/terrain.ts";
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
  for (const area of areas) for (const row of cellsIn(cells, area)) road[row] = 1;
  const taken = new Uint8Array(road.length);
  let some = false;
  for (const area of standing) {
    for (const row of cellsIn(cells, area)) {
      if (row < 0 || road[row] === 0) continue;
      taken[row] = 1;
      some = true;
    }
  }
  if (!some) return road;
  const shut = road.map((value, row) => (value === 1 && taken[row] === 0 ? 0 : 1));
  const toShut = cellsTo(shut, cells);
  // a cell less on either side: an edge between two cells has moved up to half of one
  const radius = width / 2 / cells.cell - 1;
  const middle = toShut.map((distance) => (distance > radius ? 1 : 0));
  const toMiddle = cellsTo(Uint8Array.from(middle), cells);
  const toTaken = cellsTo(taken, cells);
  const near = width / cells.cell;
  return road.map((_, row) => (shut[row] === 0 && (toMiddle[row] <= radius + 1 || toTaken[row] > near) ? 1 : 0));
}

/** By cell: how many cells it is to the nearest of those that are 1, by two sweeps with steps of 1 and √2. */
function cellsTo(ones: Uint8Array, { columns, rows }: Cells): Float32Array {
  const far = Float32Array.from(ones, (value) => (value === 1 ? 0 : Infinity));
  const relax = (k: number, other: number, step: number) => {
    const over = far[other] + step;
    if (over < far[k]) far[k] = over;
  };
  // cells of the rim have no part in it: nothing is drawn in the margin
  for (let j = 1; j + 1 < rows; j++) {
    for (let k = j * columns + 1; k < (j + 1) * columns - 1; k++) {
      relax(k, k - 1, 1);
      relax(k, k - columns, 1);
      relax(k, k - columns - 1, Math.SQRT2);
      relax(k, k - columns + 1, Math.SQRT2);
    }
  }
  for (let j = rows - 2; j > 0; j--) {
    for (let k = (j + 1) * columns - 2; k > j * columns; k--) {
      relax(k, k + 1, 1);
      relax(k, k + columns, 1);
      relax(k, k + columns + 1, Math.SQRT2);
      relax(k, k + columns - 1, Math.SQRT2);
    }
  }
  return far;
}
