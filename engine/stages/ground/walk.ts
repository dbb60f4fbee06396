import { bounds, type Point, type Ring } from "../../model/geometry.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { type Grid, wipe } from "../plane/grid.ts";
import { costsFrom, STRAIGHT } from "../plane/onCells.ts";

/** How far it is to walk from the nearest door, metres; Infinity where nobody can. */
export type Walk = (at: Point) => number;

/** Side of a cell, metres: a stride. */
const CELL = 1;

/** Sites longer than this are walked in larger cells, so that the grid stays small: cells a side. */
const MOST_CELLS = 400;

/** A door lies in a wall: people step out as far as this, cells. */
const DOORSTEP = 2;

/** What nobody walks through. */
const WALLED = ["building", "shed", "green", "yard", "obstruction"] as const;

const walks = new WeakMap<Site, Walk>();

/** Walking distances from the doors of homes, or from the gates where the site has no doors, round what nobody walks through. */
export function walkOf(site: Site): Walk {
  const known = walks.get(site);
  if (known !== undefined) return known;
  const walk = find(site);
  walks.set(site, walk);
  return walk;
}

function find(site: Site): Walk {
  const [minX, minY, maxX, maxY] = bounds(site.boundary.shell);
  const cell = Math.max(CELL, (maxX - minX) / MOST_CELLS, (maxY - minY) / MOST_CELLS);
  const columns = Math.ceil((maxX - minX) / cell) + 1;
  const rows = Math.ceil((maxY - minY) / cell) + 1;
  // cells are places a stride apart, from the corner on
  const cells = new Uint8Array(columns * rows).fill(1);
  const grid: Grid = { minX: minX - cell / 2, minY: minY - cell / 2, cell, columns, rows, cells };
  for (const kind of WALLED) {
    for (const { shape } of featuresOf(site, kind)) wipe(grid, [shape.shell, ...shape.holes]);
  }
  const doors = featuresOf(site, "entrance").map(({ shape }): Point => shape);
  const starts = doors.length > 0 ? doors : featuresOf(site, "gate").map(({ shape }): Point => [shape[0], shape[1]]);
  const doorsteps: { cell: number; cost: number }[] = [];
  for (const [x, y] of starts) {
    const [i, row] = [Math.round((x - minX) / cell), Math.round((y - minY) / cell)];
    for (let v = row - DOORSTEP; v <= row + DOORSTEP; v++) {
      for (let u = i - DOORSTEP; u <= i + DOORSTEP; u++) {
        if (u < 0 || v < 0 || u >= columns || v >= rows) continue;
        const at = v * columns + u;
        if (cells[at] !== 0) doorsteps.push({ cell: at, cost: 0 });
      }
    }
  }
  const far = costsFrom(grid, doorsteps);
  return ([x, y]) => {
    const i = Math.round((x - minX) / cell);
    const row = Math.round((y - minY) / cell);
    if (i < 0 || row < 0 || i >= columns || row >= rows) return Infinity;
    const there = far[row * columns + i];
    return there < 0 ? Infinity : (there / STRAIGHT) * cell;
  };
}

/** Is a position within a ring? */
export function isIn(ring: Ring, [x, y]: Point): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const ax = ring[i];
    const ay = ring[i + 1];
    const by = ring[j + 1];
    if (ay > y !== by > y && x < ((ring[j] - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
