import { type Area, bounds, type Point, pointsOf, type Ring } from "../../model/geometry.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { type Grid, gridOver, paint, wipe } from "../plane/grid.ts";
import { disc, Hazard, type HazardItem, rings } from "../plane/hazard.ts";
import { distance, nearestOn } from "../plane/outline.ts";
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

/** A step over ground where a stall could be counts as this many elsewhere. */
const WANTED_STEP = 6;

/** Costs of a straight and a diagonal step; the dearest step bounds the number of queues. */
const STEP = 5;
const DIAGONAL = 7;
const QUEUES = WANTED_STEP * DIAGONAL + 1;

/** What cells of a walking grid are: one can walk there, ways begin there, a stall could stand there. */
export const FREE = 1;
export const ROAD = 2;
export const WANTED = 4;

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
  const over = (half: number, sets: readonly (readonly number[])[]) => {
    const roomy = base.roomy(half);
    return { roomy, ...waysFrom(grid, roomy, sets) };
  };
  const footways = doors.length === 0 ? null : over(footway / 2, beside.slice(own.length));
  const isWide = beside.map(
    (cells, n) => n >= own.length && footways !== null && cells.some((cell) => footways.cost[cell] >= 0),
  );
  const ways = over(
    HALF_WIDTH,
    beside.filter((_, n) => !isWide[n]),
  );
  const closed = CLOSED.flatMap((kind) => featuresOf(site, kind).map(({ shape }) => shape));
  const out: HazardItem[] = [];
  for (const [n, cells] of beside.entries()) {
    const isDoor = n >= own.length;
    const { roomy, cost, back } = footways !== null && isWide[n] ? footways : ways;
    let nearest = -1;
    for (const cell of cells) {
      if (cost[cell] >= 0 && (nearest < 0 || cost[cell] < cost[nearest])) nearest = cell;
    }
    const path = nearest < 0 ? [] : straightened(grid, roomy, nearest, back);
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
    for (const at of [a, b]) least = Math.min(least, distance(at, nearestOn(at, outline)));
    for (const at of outline.flatMap(pointsOf)) least = Math.min(least, distance(at, nearestOn(at, way)));
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

/** Between two looks at what is still to be reached, costs. */
const LOOK_EVERY = 64;

/**
 * The cheapest way from the road to every cell with room, until one of each set is reached: its cost (−1: none) and the cell
 * before it. Dial's algorithm.
 */
export function waysFrom(
  grid: Grid,
  roomy: Uint8Array,
  sets: readonly (readonly number[])[],
): { cost: Int32Array; back: Int32Array } {
  const { columns, cells } = grid;
  const cost = new Int32Array(cells.length).fill(-1);
  const back = new Int32Array(cells.length).fill(-1);
  const reach = (cell: number, total: number, from: number, queue: number[]) => {
    if (roomy[cell] === 0 || (cost[cell] >= 0 && cost[cell] <= total)) return;
    cost[cell] = total;
    back[cell] = from;
    queue.push(cell);
  };
  const queues: number[][] = Array.from({ length: QUEUES }, () => []);
  for (let cell = 0; cell < cells.length; cell++) {
    if ((cells[cell] & ROAD) === 0) continue;
    cost[cell] = 0;
    if (isRim(grid, cell)) queues[0].push(cell);
  }
  let left = sets;
  for (let now = 0, idle = 0; idle < QUEUES; now++) {
    if (now % LOOK_EVERY === 0) {
      // what costs less than now has its cheapest way
      left = left.filter((cells) => !cells.some((cell) => cost[cell] >= 0 && cost[cell] < now));
      if (left.length === 0) break;
    }
    const queue = queues[now % QUEUES];
    idle = queue.length === 0 ? idle + 1 : 0;
    for (const cell of queue) {
      if (cost[cell] !== now) continue;
      const weight = cells[cell] & WANTED ? WANTED_STEP : 1;
      const [straight, across] = [now + weight * STEP, now + weight * DIAGONAL];
      const [due, later] = [queues[straight % QUEUES], queues[across % QUEUES]];
      const column = cell % columns;
      const [isLeft, isRight] = [column === 0, column + 1 === columns];
      const [low, high] = [cell - columns, cell + columns];
      if (low >= 0) {
        if (!isLeft) reach(low - 1, across, cell, later);
        reach(low, straight, cell, due);
        if (!isRight) reach(low + 1, across, cell, later);
      }
      if (!isLeft) reach(cell - 1, straight, cell, due);
      if (!isRight) reach(cell + 1, straight, cell, due);
      if (high < cells.length) {
        if (!isLeft) reach(high - 1, across, cell, later);
        reach(high, straight, cell, due);
        if (!isRight) reach(high + 1, across, cell, later);
      }
    }
    queue.length = 0;
  }
  return { cost, back };
}

/** Is a road cell next to one that is none? */
function isRim({ columns, rows, cells }: Grid, cell: number): boolean {
  const column = cell % columns;
  if (column === 0 || column === columns - 1 || cell < columns || cell >= columns * (rows - 1)) return true;
  return (cells[cell - 1] & cells[cell + 1] & cells[cell - columns] & cells[cell + columns] & ROAD) === 0;
}

/** Cells with free ground or road all around within a distance. */
function withRoom({ columns, rows, cells }: Grid, room: number): Uint8Array {
  const roomy = new Uint8Array(cells.length);
  for (let cell = 0; cell < cells.length; cell++) roomy[cell] = cells[cell] & (FREE | ROAD) ? 1 : 0;
  const out = roomy.slice();
  // a disc row by row from its middle: how far it goes to either side
  const halves: number[] = [];
  for (let dy = 0; dy * CELL < room; dy++) {
    let half = 0;
    while (((half + 1) * (half + 1) + dy * dy) * CELL * CELL < room * room) half++;
    halves.push(half);
  }
  const reach = halves.length - 1;
  for (let row = 0, cell = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, cell++) {
      if (roomy[cell] === 1) continue;
      // only cells on the rim of blocked ground matter
      const isWithin = column > 0 && row > 0 && column + 1 < columns && row + 1 < rows;
      if (isWithin && (roomy[cell - 1] | roomy[cell + 1] | roomy[cell - columns] | roomy[cell + columns]) === 0)
        continue;
      for (let y = Math.max(0, row - reach); y <= Math.min(rows - 1, row + reach); y++) {
        const half = halves[Math.abs(y - row)];
        const end = y * columns + Math.min(columns - 1, column + half);
        for (let at = y * columns + Math.max(0, column - half); at <= end; at++) out[at] = 0;
      }
    }
  }
  return out;
}

/** Cells within reach of a thing. */
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
      const at: Point = [grid.minX + (column + 0.5) * CELL, y];
      if (distance(at, nearestOn(at, shell)) <= AT_HAND) out.push(row * grid.columns + column);
    }
  }
  return out;
}

function pointAt(grid: Grid, cell: number): Point {
  const column = cell % grid.columns;
  return [grid.minX + (column + 0.5) * CELL, grid.minY + ((cell - column) / grid.columns + 0.5) * CELL];
}

/** The corners of a way: as far ahead as one can see at a time. */
export function straightened(grid: Grid, roomy: Uint8Array, end: number, back: Int32Array): Point[] {
  const way: number[] = [];
  for (let cell = end; cell >= 0; cell = back[cell]) way.push(cell);
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
