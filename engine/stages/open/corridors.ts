import type { Ring } from "../../model/geometry.ts";
import { isInside, UNITS } from "./envelope.ts";
import { directionOf, type Frame, turnBetween } from "./frames.ts";

/** Walls at least this long are looked along, units: 5 m; and so many of them at most, the longest. */
const LEAST_WALL = 5 * UNITS;
const MOST_WALLS = 64;

/** With more edges than this nothing is looked for. */
const MOST_EDGES = 4000;

/** A corridor is narrower than an aisle and this, units: 3 m. */
const NARROW = 3 * UNITS;

/** An aisle in an arm of the ground may come nearer to one wall by this along it before it is worth another direction, units: 0.5 m. */
const DRIFT = UNITS / 2;

/** An arm is at least this long, units: 20 m. */
const LEAST_ARM = 20 * UNITS;

/** Between two places where its width is taken, units: 1 m; and so many places along one wall at most. */
const STEP = UNITS;
const MOST_PLACES = 48;

/** Rounding that a corridor as wide as an aisle may lack, units: 1 mm. */
const SHORT = 10;

/** How far inside a wall the ground is asked for, units: 1 cm. */
const PROBE = 100;

/** Directions found at most, and how far each is from all frames and the others at least: sine of 0.2°. */
const MOST_CORRIDORS = 2;
const APART = 0.0035;

/** A direction, and places that aisles along it may be flush with: a point on each wall of its corridors, units; null: any corner. */
export interface Corridor {
  readonly frame: Frame;
  readonly places: Ring | null;
}

interface Wall {
  readonly x: number;
  readonly y: number;
  /** Along the wall; its length, units. */
  readonly along: Frame;
  readonly length: number;
  readonly row: number;
}

/**
 * Corridors that an aisle in none of these frames gets through: beside a wall the ground is hardly wider than an aisle, and over the
 * corridor's length an aisle of another direction would leave it. The longest ones first, with all that run as they do. Then
 * arms that have room for an aisle and its rows, where one of another direction would lose a row on the way.
 * @param aisle width of an aisle, units
 * @param depth of a stall beside it
 */
export function corridorsOf(
  rings: readonly Ring[],
  aisle: number,
  depth: number,
  frames: readonly Frame[],
): Corridor[] {
  if (rings.reduce((sum, ring) => sum + ring.length / 2, 0) > MOST_EDGES) return [];
  const all = wallsOf(rings);
  if (all.every(({ along }) => runsAlong(along, frames))) return [];
  const walls = all.map((wall) => ({ wall, widths: widthsBeside(rings, wall) }));
  const corridors = alongWalls(walls, frames, {
    from: aisle - SHORT,
    to: aisle + NARROW,
    length: 0,
    drift: (least) => least - aisle,
  });
  const known = [...frames, ...corridors.map(({ frame }) => frame)];
  const arms = alongWalls(walls, known, { from: aisle, to: aisle + 2 * depth, length: LEAST_ARM, drift: () => DRIFT });
  return [...corridors, ...arms.map(({ frame }) => ({ frame, places: null }))];
}

/** Whether a wall gives no direction that these frames do not have. */
function runsAlong({ cos, sin }: Frame, frames: readonly Frame[]): boolean {
  const direction = directionOf(cos, sin);
  return direction === null || frames.some((frame) => turnBetween(frame, direction) < APART);
}

/**
 * Widths of the ground that are looked for, over how much length at least, units, and how much an aisle may come nearer to a wall along
 * it where the ground is that wide at least.
 */
interface Sought {
  readonly from: number;
  readonly to: number;
  readonly length: number;
  readonly drift: (least: number) => number;
}

interface Beside {
  readonly wall: Wall;
  /** Of the ground, at places spread evenly along the wall. */
  readonly widths: readonly number[];
}

/** Directions of walls beside which the ground is as wide as is sought and no frame will do. */
function alongWalls(walls: readonly Beside[], frames: readonly Frame[], sought: Sought): Corridor[] {
  const found: { direction: Frame; narrow: Narrow; row: number }[] = [];
  for (const { wall, widths } of walls) {
    const direction = directionOf(wall.along.cos, wall.along.sin);
    if (direction === null) continue;
    const turn = Math.min(...frames.map((frame) => turnBetween(frame, direction)));
    const narrow = narrowBeside(wall, widths, turn, sought);
    if (narrow !== null) found.push({ direction, narrow, row: wall.row });
  }
  found.sort((a, b) => b.narrow.length - a.narrow.length || a.row - b.row);
  const corridors: { frame: Frame; places: number[] }[] = [];
  for (const { direction, narrow } of found) {
    const alike = corridors.find(({ frame }) => turnBetween(frame, direction) < APART);
    if (alike !== undefined) alike.places.push(...narrow.places);
    else if (corridors.length < MOST_CORRIDORS && frames.every((frame) => turnBetween(frame, direction) >= APART))
      corridors.push({ frame: direction, places: [...narrow.places] });
  }
  return corridors.map(({ frame, places }) => ({ frame, places: Float64Array.from(places) }));
}

/** Longest walls, with the ground on their left. */
function wallsOf(rings: readonly Ring[]): Wall[] {
  const walls: Wall[] = [];
  let row = 0;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [dx, dy] = [ring[i] - ring[j], ring[i + 1] - ring[j + 1]];
      const length = Math.sqrt(dx * dx + dy * dy);
      row++;
      if (length < LEAST_WALL) continue;
      const along = { cos: dx / length, sin: dy / length };
      const [x, y] = [(ring[i] + ring[j]) / 2 - along.sin * PROBE, (ring[i + 1] + ring[j + 1]) / 2 + along.cos * PROBE];
      const isLeft = isInside(rings, x, y);
      walls.push({
        x: isLeft ? ring[j] : ring[i],
        y: isLeft ? ring[j + 1] : ring[i + 1],
        along: isLeft ? along : { cos: -along.cos, sin: -along.sin },
        length,
        row,
      });
    }
  }
  return walls.sort((a, b) => b.length - a.length || a.row - b.row).slice(0, MOST_WALLS);
}

interface Narrow {
  readonly length: number;
  /** A point on the wall, and one where the other side comes nearest to it. */
  readonly places: readonly number[];
}

/** Width of the ground at places spread evenly along a wall. */
function widthsBeside(rings: readonly Ring[], { x, y, along, length }: Wall): number[] {
  const count = Math.min(MOST_PLACES, Math.floor(length / STEP));
  return Array.from({ length: count }, (_, k) => {
    const s = ((k + 0.5) / count) * length;
    return widthAt(rings, x + along.cos * s, y + along.sin * s, along);
  });
}

/** The longest stretch as wide as is sought that an aisle turned by this much, as a sine, strays on too far; null without one. */
function narrowBeside(
  wall: Wall,
  widths: readonly number[],
  turn: number,
  { from, to, length: enough, drift }: Sought,
): Narrow | null {
  const { x, y, along } = wall;
  let longest: Narrow | null = null;
  let begun = 0;
  let least = Infinity;
  for (const wide of [...widths, Infinity]) {
    if (wide >= from && wide < to) {
      least = Math.min(least, wide);
      begun++;
      continue;
    }
    const length = (begun / widths.length) * wall.length;
    if (begun > 0 && length >= enough && length * turn > drift(least) && length > (longest?.length ?? 0))
      longest = { length, places: [x, y, x - along.sin * least, y + along.cos * least] };
    begun = 0;
    least = Infinity;
  }
  return longest;
}

/** How far the ground reaches from a place on a wall, at right angles to it. */
function widthAt(rings: readonly Ring[], x: number, y: number, { cos, sin }: Frame): number {
  let nearest = Infinity;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const s0 = (ring[j] - x) * cos + (ring[j + 1] - y) * sin;
      const s1 = (ring[i] - x) * cos + (ring[i + 1] - y) * sin;
      if (s0 <= 0 === s1 <= 0) continue;
      const t0 = (ring[j + 1] - y) * cos - (ring[j] - x) * sin;
      const t1 = (ring[i + 1] - y) * cos - (ring[i] - x) * sin;
      const t = t0 + ((t1 - t0) * s0) / (s0 - s1);
      if (t > PROBE && t < nearest) nearest = t;
    }
  }
  return nearest;
}
