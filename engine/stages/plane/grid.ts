import type { Ring } from "../../model/geometry.ts";

/** Square cells over part of the plane; cell (column, row) has its centre half a cell in from its corner. */
export interface Grid {
  readonly minX: number;
  readonly minY: number;
  /** Metres. */
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
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
  eachSpan(grid, rings, (from, end) => {
    for (let at = from; at < end; at++) cells[at] |= bit;
  });
}

/** Clears cells whose centres lie in rings, even-odd, of everything. */
export function wipe(grid: Grid, rings: readonly Ring[]): void {
  eachSpan(grid, rings, (from, end) => grid.cells.fill(0, from, end));
}

/** The cells whose centres lie in rings, even-odd, row by row. */
export function cellsIn(grid: Grid, rings: readonly Ring[]): number[] {
  const out: number[] = [];
  eachSpan(grid, rings, (from, end) => {
    for (let at = from; at < end; at++) out.push(at);
  });
  return out;
}

/** Runs of cells whose centres lie in rings, even-odd, from one cell up to another. */
function eachSpan(grid: Grid, rings: readonly Ring[], take: (from: number, end: number) => void): void {
  const { minX, minY, cell, columns, rows } = grid;
  let [low, high] = [Infinity, -Infinity];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 2) {
      low = Math.min(low, ring[i]);
      high = Math.max(high, ring[i]);
    }
  }
  const first = Math.max(0, Math.ceil((low - minY) / cell - 0.5));
  const end = Math.min(rows, Math.ceil((high - minY) / cell - 0.5));
  const crossings: number[] = [];
  for (let row = first; row < end; row++) {
    const y = minY + (row + 0.5) * cell;
    let count = 0;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        if (ring[i + 1] > y === ring[j + 1] > y) continue;
        const crossing = ring[j] + ((y - ring[j + 1]) / (ring[i + 1] - ring[j + 1])) * (ring[i] - ring[j]);
        let at = count++;
        for (; at > 0 && crossings[at - 1] > crossing; at--) crossings[at] = crossings[at - 1];
        crossings[at] = crossing;
      }
    }
    for (let k = 0; k + 1 < count; k += 2) {
      const from = Math.max(0, Math.ceil((crossings[k] - minX) / cell - 0.5));
      const to = Math.min(columns - 1, Math.ceil((crossings[k + 1] - minX) / cell - 0.5) - 1);
      if (from <= to) take(row * columns + from, row * columns + to + 1);
    }
  }
}
