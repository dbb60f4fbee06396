import { type Area, areaOf, bounds } from "../../model/geometry.ts";
import { checked, hold, kernel, NO_MEMORY } from "../kernel.ts";
import { type LaneGrid, MARGIN, spansOf } from "./cells.ts";

// lanes as square cells: how they hang together does not depend on how they are drawn

/** Side of a cell, metres, and the most cells of lanes there are: many lanes get larger ones. */
const CELL = 0.25;
const MOST_CELLS = 60_000;

/** Cells that lanes and all between them are drawn on, at most: so few lanes on so large a site get larger ones too. */
const MOST_DRAWN = 20_000_000;

/** How far beyond the site lanes are looked at, metres. */
const BEYOND = 10;

/** Roads, and what stands on them that does not today. Metres. */
export interface Roads {
  readonly areas: readonly Area[];
  readonly standing: readonly Area[];
  /** As wide as an engine asks for: what is left beside a thing is a way where it is so wide. */
  readonly width: number;
}

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
 * filled: round a tree pit there are no two ways. Of roads, what is left beside the new things that stand on them: away from these all of it,
 * however narrow it is today; within a width of one, what a disc as wide as asked can cover. The audit's kernel has the lanes from here on, until
 * something else is laid in it.
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
  const xOf = (row: number) => minX + ((row % columns) - MARGIN + 0.5) * cell;
  const yOf = (row: number) => minY + (Math.floor(row / columns) - MARGIN + 0.5) * cell;
  const centre = (row: number): readonly [number, number] => [xOf(row), yOf(row)];
  hold(null);
  checked(kernel.openGrid(cell, columns, rows));
  const draw = (from: readonly Area[], at: number) => {
    const cells = new Uint8Array(kernel.memory.buffer, at, columns * rows);
    for (const area of from) spansOf({ cell, columns, rows, centre }, area, (first, end) => cells.fill(1, first, end));
  };
  draw(roads.areas, kernel.laneCells());
  draw(roads.standing, kernel.standingCells());
  checked(kernel.leaveRoads(roads.width / cell));
  draw(areas, kernel.laneCells());
  checked(kernel.closeLanes(island / (cell * cell)));
  const count = kernel.listLanes();
  if (count < 0) throw new Error(NO_MEMORY);
  const { buffer } = kernel.memory;
  const lane = new Uint8Array(buffer, kernel.laneCells(), columns * rows).slice();
  return { cell, columns, rows, lane, own: new Int32Array(buffer, kernel.ownCells(), count).slice(), centre, xOf, yOf };
}
