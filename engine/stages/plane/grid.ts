import type { Ring } from "../../model/geometry.ts";
import { eachSpan, type Lattice } from "../../model/spans.ts";

/** Square cells over part of the plane, and what is in each. */
export interface Grid extends Lattice {
  /** A byte a cell, row by row. */
  readonly cells: Uint8Array;
}

export function gridOver(minX: number, minY: number, maxX: number, maxY: number, cell: number): Grid {
  const columns = Math.max(1, Math.ceil((maxX - minX) / cell));
  const rows = Math.max(1, Math.ceil((maxY - minY) / cell));
  return { minX, minY, cell, columns, rows, cells: new Uint8Array(columns * rows) };
}

/** Sets a bit in the cells whose centres lie in rings, even-odd. */
export function paint(grid: Grid, rings: readonly Ring[], bit: number): void {
  const { cells } = grid;
  eachRun(grid, rings, (from, end) => {
    for (let at = from; at < end; at++) cells[at] |= bit;
  });
}

/** Clears cells whose centres lie in rings, even-odd, of everything. */
export function wipe(grid: Grid, rings: readonly Ring[]): void {
  eachRun(grid, rings, (from, end) => grid.cells.fill(0, from, end));
}

/** The cells whose centres lie in rings, even-odd, row by row. */
export function cellsIn(grid: Grid, rings: readonly Ring[]): number[] {
  const out: number[] = [];
  eachRun(grid, rings, (from, end) => {
    for (let at = from; at < end; at++) out.push(at);
  });
  return out;
}

/** Runs of cells whose centres lie in rings, even-odd, from one cell up to another. */
function eachRun(grid: Grid, rings: readonly Ring[], take: (from: number, end: number) => void): void {
  const { columns } = grid;
  eachSpan(rings, grid, "half-open", (row, from, to) => take(row * columns + from, row * columns + to + 1));
}
