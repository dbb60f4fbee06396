import type { Area } from "../../model/geometry.ts";
import { eachSpanIn } from "../drive/terrain.ts";

// lanes as square cells, and how to walk over them

/** Cells around what is drawn, so that every cell of a lane has eight neighbours. */
export const MARGIN = 4;

/** Lanes as cells; a margin of cells around them is none. */
export interface LaneGrid {
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
  /** By cell: 1 where a lane lies. */
  readonly lane: Uint8Array;
  /** Cells of lanes, ascending. */
  readonly own: Int32Array;
  centre(row: number): readonly [x: number, y: number];
  /** Likewise, one number at a time. */
  xOf(row: number): number;
  yOf(row: number): number;
}

/** Runs of cells whose centres lie in an area, as far as it lies inside the margin. */
export function spansOf(
  grid: Pick<LaneGrid, "cell" | "columns" | "rows" | "centre">,
  area: Area,
  take: (from: number, end: number) => void,
): void {
  const { columns, rows } = grid;
  eachSpanIn(grid, area, (from, end) => {
    const row = Math.floor(from / columns);
    if (row < MARGIN || row >= rows - MARGIN) return;
    const start = row * columns;
    const [first, last] = [Math.max(from, start + MARGIN), Math.min(end, start + columns - MARGIN)];
    if (first < last) take(first, last);
  });
}

/** Runs of cells of a kind between two rows, found by the platform's own search. */
export function eachRun(
  cells: Uint8Array,
  kind: 0 | 1,
  first: number,
  last: number,
  take: (from: number, end: number) => void,
): void {
  const other = kind === 1 ? 0 : 1;
  for (let from = cells.indexOf(kind, first); from >= 0 && from < last; ) {
    const next = cells.indexOf(other, from);
    const end = next < 0 || next > last ? last : next;
    take(from, end);
    if (end === last) return;
    from = cells.indexOf(kind, end);
  }
}
