import { type Area, areaOf, type Point } from "../model/geometry.ts";
import { rimOf } from "./areas.ts";
import { distanceToEdge, edgesIn, isInside, type Outline, outlineOf } from "./outline.ts";

// how wide a long area is: at its narrowest, at its widest, on the whole

/** Places along an edge from which the other side is looked for, metres apart. */
const PACE = 1;

/**
 * Two places of a rim bound a width where the way round between them is at least this many times as long: nearer ones
 * lie in the same corner. Corners sharper than 60° therefore count as narrow.
 */
const ROUND = 2;

/** A part that a cut leaves over counts from this size, square metres: clipping leaves seams and nibs. */
const NIB = 0.05;

/** Wider than this is not looked at, metres: no rule asks for as much. */
const WIDEST = 15;

export interface Width {
  /** Metres. */
  readonly width: number;
  readonly at: Point;
}

const narrow = new WeakMap<Area, Width>();

/**
 * The clear width of an area along its whole length, metres: the least distance straight across the inside between two
 * places of the rim that do not lie in the same corner. Within half a width of an end nothing is measured. An area
 * without two sides, and one wider than 15 m everywhere, is as wide as the largest disc in it.
 */
export function narrowest(area: Area): Width {
  const known = narrow.get(area);
  if (known !== undefined) return known;
  const found = acrossLeast(area) ?? widest(area);
  narrow.set(area, found);
  return found;
}

function acrossLeast(area: Area): Width | null {
  const outline = outlineOf(area);
  const { edges } = outline;
  const { ring, start, rim } = ringsOf(area, edges);
  let best: Width | null = null;
  let least = WIDEST;
  for (let i = 0; i < edges.length; i += 4) {
    const [ax, ay, bx, by] = [edges[i], edges[i + 1], edges[i + 2], edges[i + 3]];
    const length = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
    const places = Math.max(2, Math.ceil(length / PACE));
    for (let n = 0; n < places; n++) {
      const [x, y] = [ax + ((bx - ax) * n) / places, ay + ((by - ay) * n) / places];
      const here = start[i / 4] + (length * n) / places;
      for (const k of edgesIn(outline, x - least, y - least, x + least, y + least)) {
        if (k === i) continue;
        const [cx, cy, dx, dy] = [edges[k], edges[k + 1], edges[k + 2], edges[k + 3]];
        const squared = (dx - cx) ** 2 + (dy - cy) ** 2;
        if (squared === 0) continue;
        const t = Math.min(1, Math.max(0, ((x - cx) * (dx - cx) + (y - cy) * (dy - cy)) / squared));
        const [px, py] = [cx + t * (dx - cx), cy + t * (dy - cy)];
        const across = Math.sqrt((px - x) ** 2 + (py - y) ** 2);
        if (across >= least || across === 0) continue;
        if (ring[i / 4] === ring[k / 4]) {
          const way = Math.abs(here - (start[k / 4] + t * Math.sqrt(squared)));
          if (Math.min(way, rim[ring[i / 4]] - way) <= ROUND * across) continue;
          if (isNib(edges, i, n / places, k, t, ring)) continue;
        }
        if (!isWithin(outline, x, y, px, py)) continue;
        least = across;
        best = { width: across, at: [(x + px) / 2, (y + py) / 2] };
      }
    }
  }
  return best;
}

/** Whether a cut between two places of a ring parts no more than a nib or a seam from the rest. */
function isNib(edges: Float64Array, i: number, s: number, k: number, t: number, ring: readonly number[]): boolean {
  const first = ring.indexOf(ring[i / 4]) * 4;
  const last = ring.lastIndexOf(ring[i / 4]) * 4;
  const at = (edge: number, share: number): Point => [
    edges[edge] + share * (edges[edge + 2] - edges[edge]),
    edges[edge + 1] + share * (edges[edge + 3] - edges[edge + 1]),
  ];
  const [x, y] = at(i, s);
  let twice = 0;
  const add = (a: Point, b: Point) => {
    twice += (a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y);
  };
  let from: Point = [x, y];
  for (let edge = i; edge !== k; edge = edge === last ? first : edge + 4) {
    const to = at(edge, 1);
    add(from, to);
    from = to;
  }
  add(from, at(k, t));
  let whole = 0;
  for (let edge = first; edge <= last; edge += 4) {
    whole += (edges[edge] - x) * (edges[edge + 3] - y) - (edges[edge + 2] - x) * (edges[edge + 1] - y);
  }
  return Math.min(Math.abs(twice), Math.abs(whole - twice)) / 2 < NIB;
}

/** For each edge the ring it belongs to and where along it it begins; for each ring its length. Metres. */
function ringsOf(area: Area, edges: Float64Array): { ring: number[]; start: number[]; rim: number[] } {
  const ring: number[] = [];
  const start: number[] = [];
  const rim: number[] = [];
  let edge = 0;
  for (const [number, { length }] of [area.shell, ...area.holes].entries()) {
    let along = 0;
    for (let n = 0; n < length; n += 2, edge += 4) {
      ring.push(number);
      start.push(along);
      along += Math.sqrt((edges[edge + 2] - edges[edge]) ** 2 + (edges[edge + 3] - edges[edge + 1]) ** 2);
    }
    rim.push(along);
  }
  return { ring, start, rim };
}

function isWithin(outline: Outline, x: number, y: number, px: number, py: number): boolean {
  return [0.1, 0.5, 0.9].every((share) => isInside(outline, x + share * (px - x), y + share * (py - y)));
}

/** Grid on which the widest place is sought, metres; it is then pushed onto the ridge. */
const LOOK = 0.3;

/** Most places looked at on the first grid; a larger area gets a coarser one. */
const MOST_LOOKS = 20000;

/** Eight ways to go. */
const AROUND = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy] as const));

/** The largest disc that fits into an area: its diameter in metres and its centre. */
export function widest(area: Area): Width {
  const outline = outlineOf(area);
  const { minX, minY, maxX, maxY } = outline;
  const look = Math.max(LOOK, Math.sqrt(((maxX - minX) * (maxY - minY)) / MOST_LOOKS));
  let [radius, bx, by] = [0, (minX + maxX) / 2, (minY + maxY) / 2];
  const tryAt = (x: number, y: number) => {
    if (!isInside(outline, x, y)) return;
    const room = distanceToEdge(outline, x, y);
    if (room > radius) [radius, bx, by] = [room, x, y];
  };
  for (let x = minX + look / 2; x <= maxX; x += look) {
    for (let y = minY + look / 2; y <= maxY; y += look) tryAt(x, y);
  }
  for (let step = look; step > 0.0001; step /= 2) {
    const [x, y] = [bx, by];
    for (const [dx, dy] of AROUND) tryAt(x + dx * step, y + dy * step);
  }
  return { width: 2 * radius, at: [bx, by] };
}

/** Length and width of the rectangle with the same area and rim: exact for rectangles, fair for lanes that bend. Metres. */
export function asRectangle(area: Area): { length: number; width: number } {
  const half = rimOf(outlineOf(area)) / 2;
  const root = Math.sqrt(Math.max(0, half * half - 4 * areaOf(area)));
  return { length: (half + root) / 2, width: (half - root) / 2 };
}

/** The smallest rectangle around an area with a side along one of its edges: the shorter and the longer side, metres. */
export function boxAround({ shell }: Area): { width: number; length: number } {
  let best = { width: Infinity, length: Infinity };
  for (let i = 0; i < shell.length; i += 2) {
    const j = (i + 2) % shell.length;
    const [dx, dy] = [shell[j] - shell[i], shell[j + 1] - shell[i + 1]];
    const length = Math.sqrt(dx * dx + dy * dy);
    if (length === 0) continue;
    let [u0, u1, v0, v1] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let k = 0; k < shell.length; k += 2) {
      const u = (shell[k] * dx + shell[k + 1] * dy) / length;
      const v = (shell[k + 1] * dx - shell[k] * dy) / length;
      [u0, u1, v0, v1] = [Math.min(u0, u), Math.max(u1, u), Math.min(v0, v), Math.max(v1, v)];
    }
    const [a, b] = [u1 - u0, v1 - v0];
    if (a * b < best.width * best.length) best = { width: Math.min(a, b), length: Math.max(a, b) };
  }
  return best;
}
