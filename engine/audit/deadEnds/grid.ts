import { type Area, areaOf, bounds } from "../../model/geometry.ts";
import { eachRun, type LaneGrid, MARGIN, spansOf } from "./cells.ts";
import { leftOf, type Roads } from "./left.ts";

// lanes as square cells: how they hang together does not depend on how they are drawn

/** Side of a cell, metres, and the most cells of lanes there are: many lanes get larger ones. */
const CELL = 0.25;
const MOST_CELLS = 60_000;

/** Cells that lanes and all between them are drawn on, at most: so few lanes on so large a site get larger ones too. */
const MOST_DRAWN = 20_000_000;

/** How far beyond the site lanes are looked at, metres. */
const BEYOND = 10;

/** What engines drive on. Metres. */
export interface Ways {
  readonly areas: readonly Area[];
  /** Ground that is a way too, as far as nothing new stands on it. */
  readonly roads: Roads;
  /** Outline of the site. */
  readonly site: Area;
  /** Side of a cell. */
  readonly cell: number;
}

/** Side of a cell for so much ground on a site, metres. */
export function cellFor(areas: readonly Area[], { shell }: Area): number {
  const ground = areas.reduce((sum, area) => sum + areaOf(area), 0);
  const [minX, minY, maxX, maxY] = bounds(shell);
  const box = (maxX - minX + 2 * BEYOND) * (maxY - minY + 2 * BEYOND);
  return Math.max(CELL, Math.sqrt(ground / MOST_CELLS), Math.sqrt(box / MOST_DRAWN));
}

/**
 * Areas together as cells, as far as they lie on a site or near it. Seams up to two cells wide are closed, and islands smaller than `island` square metres are
 * filled: round a tree pit there are no two ways. Of roads, what is left beside the new things that stand on them.
 */
export function laneGrid({ areas, roads, site, cell }: Ways, island: number): LaneGrid {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { shell } of [...areas, ...roads.areas]) {
    for (let i = 0; i < shell.length; i += 2) {
      minX = Math.min(minX, shell[i]);
      maxX = Math.max(maxX, shell[i]);
      minY = Math.min(minY, shell[i + 1]);
      maxY = Math.max(maxY, shell[i + 1]);
    }
  }
  const [west, south, east, north] = bounds(site.shell);
  [minX, minY] = [Math.max(minX, west - BEYOND), Math.max(minY, south - BEYOND)];
  [maxX, maxY] = [Math.max(minX, Math.min(maxX, east + BEYOND)), Math.max(minY, Math.min(maxY, north + BEYOND))];
  const columns = Math.ceil((maxX - minX) / cell) + 2 * MARGIN;
  const rows = Math.ceil((maxY - minY) / cell) + 2 * MARGIN;
  const centre = (row: number): readonly [number, number] => [
    minX + ((row % columns) - MARGIN + 0.5) * cell,
    minY + (Math.floor(row / columns) - MARGIN + 0.5) * cell,
  ];
  const drawn = leftOf(roads, { cell, columns, rows, centre });
  for (const area of areas) spansOf({ cell, columns, rows, centre }, area, (from, end) => drawn.fill(1, from, end));
  const grid = { columns, rows };
  const lane = shrunk(grown(drawn, grid), grid);
  fillIslands(lane, grid, island / (cell * cell));
  const own = new Int32Array(lane.length);
  let count = 0;
  eachRun(lane, 1, 0, lane.length, (from, end) => {
    for (let row = from; row < end; row++) own[count++] = row;
  });
  return { cell, columns, rows, lane, own: own.subarray(0, count), centre };
}

type Size = Pick<LaneGrid, "columns" | "rows">;

/** Lanes, and all cells that touch them. */
function grown(cells: Uint8Array, { columns }: Size): Uint8Array {
  const out = cells.slice();
  // the margin is wider than what is grown: no run leaves its row
  eachRun(cells, 1, 0, cells.length, (from, end) => {
    for (const row of [from - columns, from, from + columns]) out.fill(1, row - 1, row + (end - from) + 1);
  });
  return out;
}

/** Lanes without the cells that touch anything else. */
function shrunk(cells: Uint8Array, { columns }: Size): Uint8Array {
  const out = cells.slice();
  eachRun(cells, 1, 0, cells.length, (from, end) => {
    out[from] = 0;
    out[end - 1] = 0;
    for (const beside of [-columns, columns])
      eachRun(cells, 0, from + beside - 1, end + beside + 1, (first, last) =>
        out.fill(0, Math.max(from, first - beside - 1), Math.min(end, last - beside + 1)),
      );
  });
  return out;
}

/** Ground that lanes surround counts as lane where there are fewer than `least` cells of it. */
function fillIslands(lane: Uint8Array, { columns, rows }: Size, least: number): void {
  const runs = gapsOf(lane, { columns, rows });
  // each run is told by the first one that it hangs together with
  const first = Int32Array.from(runs, (_, n) => n);
  const rootOf = (n: number) => {
    // chains are halved as they are followed
    while (first[n] !== n) {
      first[n] = first[first[n]];
      n = first[n];
    }
    return n;
  };
  let above = 0;
  runs.forEach((run, n) => {
    while (runs[above].end + columns <= run.from) above++;
    for (let k = above; k < n && runs[k].from + columns < run.end; k++) {
      const [a, b] = [rootOf(k), rootOf(n)];
      first[Math.max(a, b)] = Math.min(a, b);
    }
  });
  const counts = new Float64Array(runs.length);
  runs.forEach(({ from, end }, n) => {
    counts[rootOf(n)] += end - from;
  });
  // the first cell of all lies outside: what it is joined to is no island
  runs.forEach(({ from, end }, n) => {
    if (rootOf(n) > 0 && counts[rootOf(n)] < least) lane.fill(1, from, end);
  });
}

/** Cells of a row that are no lane, from one up to another. */
interface Gap {
  readonly from: number;
  readonly end: number;
}

function gapsOf(lane: Uint8Array, { columns, rows }: Size): Gap[] {
  const gaps: Gap[] = [];
  eachRun(lane, 0, 0, columns * rows, (first, last) => {
    // a run goes on over the ends of rows
    for (let from = first; from < last; ) {
      const end = Math.min(last, (Math.floor(from / columns) + 1) * columns);
      gaps.push({ from, end });
      from = end;
    }
  });
  return gaps;
}
