import { type Area, areaOf } from "../../model/geometry.ts";
import { eachSpanIn } from "../drive/terrain.ts";
import { leftOf, type Roads } from "./left.ts";

// lanes as square cells: how they hang together does not depend on how they are drawn

/** Side of a cell, metres, and the most cells of lanes there are: many lanes get larger ones. */
const CELL = 0.25;
const MOST_CELLS = 60_000;

/** Lanes as cells; a margin of cells around them is none. */
export interface LaneGrid {
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
  /** By cell: 1 where a lane lies. */
  readonly lane: Uint8Array;
  /** Cells of lanes, ascending. */
  readonly own: readonly number[];
  centre(row: number): readonly [x: number, y: number];
}

/** Side of a cell for so much ground, metres. */
export function cellFor(areas: readonly Area[]): number {
  const ground = areas.reduce((sum, area) => sum + areaOf(area), 0);
  return Math.max(CELL, Math.sqrt(ground / MOST_CELLS));
}

/**
 * Areas together as cells. Seams up to two cells wide are closed, and islands smaller than `island` square metres are
 * filled: round a tree pit there are no two ways. Of roads, what is left beside the new things that stand on them.
 */
export function laneGrid(areas: readonly Area[], roads: Roads, cell: number, island: number): LaneGrid {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { shell } of [...areas, ...roads.areas]) {
    for (let i = 0; i < shell.length; i += 2) {
      minX = Math.min(minX, shell[i]);
      maxX = Math.max(maxX, shell[i]);
      minY = Math.min(minY, shell[i + 1]);
      maxY = Math.max(maxY, shell[i + 1]);
    }
  }
  const columns = Math.ceil((maxX - minX) / cell) + 2 * MARGIN;
  const rows = Math.ceil((maxY - minY) / cell) + 2 * MARGIN;
  const centre = (row: number): readonly [number, number] => [
    minX + ((row % columns) - MARGIN + 0.5) * cell,
    minY + (Math.floor(row / columns) - MARGIN + 0.5) * cell,
  ];
  const drawn = leftOf(roads, { cell, columns, rows, centre });
  for (const area of areas) eachSpanIn({ cell, columns, rows, centre }, area, (from, end) => drawn.fill(1, from, end));
  const grid = { columns, rows };
  const lane = grown(grown(drawn, grid, 1), grid, 0);
  fillIslands(lane, grid, island / (cell * cell));
  const own: number[] = [];
  for (let row = 0; row < lane.length; row++) if (lane[row] === 1) own.push(row);
  return { cell, columns, rows, lane, own, centre };
}

/** Cells around what is drawn, so that every cell of a lane has eight neighbours. */
const MARGIN = 4;

type Size = Pick<LaneGrid, "columns" | "rows">;

/** Rows of the eight neighbours of a cell that has them all. */
export function around({ columns }: Pick<LaneGrid, "columns">): readonly number[] {
  return [-columns - 1, -columns, -columns + 1, -1, 1, columns - 1, columns, columns + 1];
}

/** Cells of a kind and all that touch them. */
function grown(cells: Uint8Array, size: Size, kind: 0 | 1): Uint8Array {
  const out = cells.slice();
  const steps = around(size);
  const { columns, rows } = size;
  for (let j = 1; j + 1 < rows; j++) {
    for (let i = 1; i + 1 < columns; i++) {
      const row = j * columns + i;
      if (cells[row] !== kind) continue;
      for (let k = 0; k < steps.length; k++) out[row + steps[k]] = kind;
    }
  }
  return out;
}

/** Ground that lanes surround counts as lane where there are fewer than `least` cells of it. */
function fillIslands(lane: Uint8Array, { columns, rows }: Size, least: number): void {
  const seen = lane.slice();
  // cells of one island after the other, each of them once
  const island = new Int32Array(lane.length);
  let count = 0;
  const add = (row: number) => {
    if (seen[row] === 1) return;
    seen[row] = 1;
    island[count++] = row;
  };
  for (let start = 0; start < lane.length; start++) {
    if (seen[start] === 1) continue;
    const first = count;
    add(start);
    for (let at = first; at < count; at++) {
      const row = island[at];
      const i = row % columns;
      if (i > 0) add(row - 1);
      if (i + 1 < columns) add(row + 1);
      if (row >= columns) add(row - columns);
      if (row + columns < columns * rows) add(row + columns);
    }
    // the first cell of all lies outside: what it is joined to is no island
    if (start > 0 && count - first < least) for (let at = first; at < count; at++) lane[island[at]] = 1;
  }
}
