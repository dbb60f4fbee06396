import { type Area, bounds, type Point, pointsOf, type Ring } from "../../model/geometry.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { type Grid, gridOver, paint, wipe } from "../plane/grid.ts";
import { disc, Hazard, type HazardItem, rings } from "../plane/hazard.ts";
import { cheapestWays, FREE, ROAD, WANTED, withRoom } from "../plane/onCells.ts";
import { distanceTo } from "../plane/outline.ts";
import type { Roads } from "./frontages.ts";
import { stripAlong } from "./hazards.ts";

/** Cell of the walking grid, metres. */
const CELL = 0.25;

/** Half of the way kept to equipment, sheds and places, metres: a person with a barrow. Practice. */
export const HALF_WIDTH = 0.5;

/** Half of what of it nothing may stand on, metres: the grid finds the middle to within 0.1 m. */
const KEPT_HALF = 0.4;

/** A way ends this near to what it serves, metres. */
const AT_HAND = 0.8;

/** Ground farther than this from everything that needs a way is not looked at, metres. */
const SEARCHED = 40;

/** What has a way kept today. */
export function thingsOf(site: Site): Area[] {
  return [
    ...featuresOf(site, "obstruction").filter((thing) => thing.properties.use !== undefined),
    ...featuresOf(site, "shed"),
    ...featuresOf(site, "activity"),
  ].map((thing) => thing.shape);
}

/**
 * The way on foot that each piece of equipment, shed and activity place has to the road today, and each of some doors, kept
 * clear; where there is a choice, over ground that is not `wanted` for stalls.
 * @param doors where they are left (`doorsRound`); a footway is kept to each, `footway` metres wide
 */
export function pathHazards(
  site: Site,
  roads: Roads,
  doors: readonly Area[],
  footway: number,
  wanted: () => readonly Ring[],
): HazardItem[] {
  const own = thingsOf(site);
  const things = [...own, ...doors];
  if (things.length === 0 || roads.outline.length === 0) return [];
  const base = baseOf(site, things, roads);
  const grid = { ...base.grid, cells: base.grid.cells.slice() };
  // one by one: stalls that exclude each other overlap
  for (const ring of wanted()) paint(grid, [ring], WANTED);
  const beside = things.map((thing) => cellsBeside(grid, thing));
  const ways: (readonly Point[])[] = [];
  const find = (half: number, which: readonly number[]) => {
    if (which.length === 0) return;
    const roomy = base.roomy(half);
    const sets = which.map((n) => beside[n]);
    for (const [k, way] of cheapestWays(grid, roomy, sets).entries())
      if (way !== null) ways[which[k]] = straightened(grid, roomy, way);
  };
  const all = [...things.keys()];
  const wide = all.slice(own.length);
  find(footway / 2, wide);
  // a door that no footway leads to has a way at least, as everything else has
  const others = all.filter((n) => ways[n] === undefined);
  find(HALF_WIDTH, others);
  const closed = CLOSED.flatMap((kind) => featuresOf(site, kind).map(({ shape }) => shape));
  const out: HazardItem[] = [];
  for (const n of all) {
    const isDoor = n >= own.length;
    const path = ways[n] ?? [];
    let before = 0;
    for (let i = 0; i + 1 < path.length; i++) {
      // a footway is as wide beside a wall: what lacks on its side is kept on the other
      const half = isDoor ? footway - clearance(path[i], path[i + 1], closed, footway / 2) : KEPT_HALF;
      const strip = stripAlong(path[i], path[i + 1], half, half);
      if (strip !== null) out.push(rings(Hazard.Way, strip));
      if (i > 0) out.push(disc(Hazard.Way, path[i], Math.max(before, half)));
      before = half;
    }
  }
  return out;
}

/** How far a straight way stays off some areas, up to `most`, metres. */
function clearance(a: Point, b: Point, areas: readonly Area[], most: number): number {
  const way = [Float64Array.of(...a, ...b)];
  const [west, east] = [Math.min(a[0], b[0]) - most, Math.max(a[0], b[0]) + most];
  const [south, north] = [Math.min(a[1], b[1]) - most, Math.max(a[1], b[1]) + most];
  let least = most;
  for (const { shell, holes } of areas) {
    const [minX, minY, maxX, maxY] = bounds(shell);
    if (maxX < west || minX > east || maxY < south || minY > north) continue;
    const outline = [shell, ...holes];
    for (const at of [a, b]) least = Math.min(least, distanceTo(at, outline));
    for (const at of outline.flatMap(pointsOf)) least = Math.min(least, distanceTo(at, way));
  }
  return least;
}

/** What one cannot walk over today: planted, built on, parked on. */
export const CLOSED = ["building", "obstruction", "shed", "yard", "green", "stall", "activity"] as const;

/** Where one can walk, and where there is room to, whatever is wanted for stalls. */
interface Base {
  readonly grid: Grid;
  /** Cells with so many metres of free ground or road all around. */
  roomy(half: number): Uint8Array;
}

const bases = new WeakMap<Site, Map<number, Base>>();

/** Found once a site and number of things, which tells them apart: doors go with the width that is asked. */
export function baseOf(site: Site, things: readonly Area[], roads: Roads): Base {
  const byCount = bases.get(site) ?? new Map<number, Base>();
  bases.set(site, byCount);
  const known = byCount.get(things.length);
  if (known !== undefined) return known;
  const grid = gridAround(site, things, roads);
  const byHalf = new Map<number, Uint8Array>();
  const base: Base = {
    grid,
    roomy(half) {
      const made = byHalf.get(half) ?? withRoom(grid, half);
      byHalf.set(half, made);
      return made;
    },
  };
  byCount.set(things.length, base);
  return base;
}

function gridAround(site: Site, things: readonly Area[], roads: Roads): Grid {
  const box = bounds(site.boundary.shell);
  const near = things.map((thing) => bounds(thing.shell));
  const minX = Math.max(box[0], Math.min(...near.map((each) => each[0])) - SEARCHED);
  const minY = Math.max(box[1], Math.min(...near.map((each) => each[1])) - SEARCHED);
  const maxX = Math.min(box[2], Math.max(...near.map((each) => each[2])) + SEARCHED);
  const maxY = Math.min(box[3], Math.max(...near.map((each) => each[3])) + SEARCHED);
  const grid = gridOver(minX, minY, maxX, maxY, CELL);
  paint(grid, [site.boundary.shell, ...site.boundary.holes], FREE);
  for (const kind of CLOSED) for (const { shape } of featuresOf(site, kind)) wipe(grid, [shape.shell, ...shape.holes]);
  paint(grid, roads.outline, ROAD);
  return grid;
}

/** Cells that one can walk on within reach of a thing. */
export function cellsBeside(grid: Grid, thing: Area): number[] {
  const [minX, minY, maxX, maxY] = bounds(thing.shell);
  const shell = [thing.shell];
  const out: number[] = [];
  const first = Math.max(0, Math.floor((minX - AT_HAND - grid.minX) / CELL) - 1);
  const last = Math.min(grid.columns - 1, Math.ceil((maxX + AT_HAND - grid.minX) / CELL));
  const high = Math.min(grid.rows - 1, Math.ceil((maxY + AT_HAND - grid.minY) / CELL));
  for (let row = Math.max(0, Math.floor((minY - AT_HAND - grid.minY) / CELL) - 1); row <= high; row++) {
    const y = grid.minY + (row + 0.5) * CELL;
    for (let column = first; column <= last; column++) {
      if ((grid.cells[row * grid.columns + column] & (FREE | ROAD)) === 0) continue;
      const at: Point = [grid.minX + (column + 0.5) * CELL, y];
      if (distanceTo(at, shell) <= AT_HAND) out.push(row * grid.columns + column);
    }
  }
  return out;
}

function pointAt(grid: Grid, cell: number): Point {
  const column = cell % grid.columns;
  return [grid.minX + (column + 0.5) * CELL, grid.minY + ((cell - column) / grid.columns + 0.5) * CELL];
}

/** The corners of a way over cells: as far ahead as one can see at a time. */
export function straightened(grid: Grid, roomy: Uint8Array, way: readonly number[]): Point[] {
  const corners: Point[] = [pointAt(grid, way[0])];
  let from = 0;
  while (from < way.length - 1) {
    let to = from + 1;
    for (let ahead = way.length - 1; ahead > from + 1; ahead--) {
      if (sees(grid, roomy, way[from], way[ahead])) {
        to = ahead;
        break;
      }
    }
    corners.push(pointAt(grid, way[to]));
    from = to;
  }
  return corners;
}

function sees(grid: Grid, roomy: Uint8Array, from: number, to: number): boolean {
  const { columns } = grid;
  const [x0, y0] = [from % columns, Math.floor(from / columns)];
  const [x1, y1] = [to % columns, Math.floor(to / columns)];
  const steps = 2 * Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0));
  for (let i = 0; i <= steps; i++) {
    const x = Math.round(x0 + ((x1 - x0) * i) / steps);
    const y = Math.round(y0 + ((y1 - y0) * i) / steps);
    if (roomy[y * columns + x] === 0) return false;
  }
  return true;
}
