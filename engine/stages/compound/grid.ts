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
  const { minX, minY, cell, columns, rows, cells } = grid;
  const crossings: number[][] = Array.from({ length: rows }, () => []);
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const y0 = (ring[j + 1] - minY) / cell - 0.5;
      const y1 = (ring[i + 1] - minY) / cell - 0.5;
      const first = Math.max(0, Math.ceil(Math.min(y0, y1)));
      const last = Math.min(rows, Math.ceil(Math.max(y0, y1)));
      const slope = (ring[i] - ring[j]) / (y1 - y0);
      for (let row = first; row < last; row++) crossings[row].push(ring[j] + (row - y0) * slope);
    }
  }
  for (let row = 0; row < rows; row++) {
    const at = crossings[row].sort((a, b) => a - b);
    for (let k = 0; k + 1 < at.length; k += 2) {
      const first = Math.max(0, Math.ceil((at[k] - minX) / cell - 0.5));
      const last = Math.min(columns - 1, Math.ceil((at[k + 1] - minX) / cell - 0.5) - 1);
      for (let column = first; column <= last; column++) cells[row * columns + column] |= bit;
    }
  }
}
