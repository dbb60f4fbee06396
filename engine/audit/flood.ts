import type { Point } from "../model/geometry.ts";
import { Centres } from "./centres.ts";
import type { Ground } from "./clearance.ts";
import { distanceToEdge, isInside } from "./outline.ts";
import type { Thing } from "./scene.ts";

// A disc as wide as the way has to be is rolled from the gates over the ground. Its centres are tried on a grid; a
// centre too near a rim is pushed away from it, onto the ridge, so that a way exactly as wide as the disc is found
// wherever the grid lies. Two neighbouring centres are joined when the disc also fits between them. The widest disc
// that reaches a centre is its width. A stall is reached at its seat: the middle of the ground before its mouth,
// pushed off the rims in the same way, and joined to the centres around it.
//
// What can be missed: places between two tried centres, half a metre apart at most, at which a way narrows to one
// side by less than the sagitta of a disc of its width over half that distance (2 cm for a disc of 4 m).

/** How closely centres are tried, and whether ways narrower than asked are followed at all. */
export interface Pace {
  /** Distance between tried centres, metres. */
  readonly step: number;
  readonly narrow: "followed" | "left out";
}

/** Says yes soon where all is well. */
export const QUICK: Pace = { step: 2, narrow: "left out" };

/** Says how wide a way is; the last word wherever the quick look found none. */
export const THOROUGH: Pace = { step: 1, narrow: "followed" };

/** A way may be narrower than asked by this much, metres: chords of bends and the rounding of coordinates. */
export const WIDTH_TOLERANCE = 0.04;

/** Less than this is no way for a car, metres: a car of 1.8 m and a hand's breadth on both sides. */
export const CAR_WIDTH = 2.1;

/** Pushes that bring a centre onto the ridge, and halvings of a link that does not fit at once. */
const PUSHES = 5;
const HALVINGS = 3;

/** Centres this near a rim are not worth pushing, metres. */
const AT_RIM = 0.15;

/** Grid places beside a centre's own, and those beyond them: pushed centres stray up to a step from their place. */
const AROUND = [-2, -1, 0, 1, 2].flatMap((dx) => [-2, -1, 0, 1, 2].map((dy) => [dx, dy] as const));
const BESIDE = AROUND.filter(([dx, dy]) => Math.abs(dx) < 2 && Math.abs(dy) < 2).flat();
const BEYOND = AROUND.filter(([dx, dy]) => Math.abs(dx) === 2 || Math.abs(dy) === 2).flat();

/** Cells by which centres are looked up, metres. */
const CELL = 4;

/** A gate as ground: its opening, drawn out into the street so that the disc can start outside. */
export interface Opening extends Thing {
  readonly width: number;
}

/** Ground before a mouth: where it is looked for, and how far its middle is from its sides. */
export interface Seat {
  readonly at: Point;
  /** Half of the stall's mouth, metres. */
  readonly aside: number;
}

export interface Flood {
  /** The widest way, up to the width asked, that leads from a gate to a seat, metres; 0 when none does. */
  widthAt(seat: Seat): number;
  /** The widest way that leads to within `radius` of a position, metres; 0 when none does. */
  widthNear(at: Point, radius: number): number;
}

export function flood(ground: Ground, openings: readonly Opening[], width: number, pace: Pace): Flood {
  const { step } = pace;
  const most = width / 2;
  const narrowGates = openings.filter((opening) => opening.width < width);
  const clearAt = (x: number, y: number) => {
    const clear = ground.clearance(x, y, most);
    // what is wide enough is as wide as asked, so that a long way does not lose a hair at every bend
    if (clear >= most - WIDTH_TOLERANCE / 2) return most;
    // where the disc sticks out through a gate that is narrower than the way, the gate's width governs
    const passes = narrowGates.some(
      (gate) => clear >= gate.width / 2 - WIDTH_TOLERANCE && isNear(gate, x, y, most) && clear > 0,
    );
    return passes ? most : clear;
  };
  const centres = new Centres();
  for (const piece of ground.pieces) addCentres(ground, clearAt, piece, most, pace, centres);
  // straight through a narrow gate: centres of the grid would be off its middle
  for (const gate of narrowGates) addAxis(ground, clearAt, gate, most, step, centres);

  // widest first; buckets of a centimetre do for a queue
  const { count, x: xs, y: ys, clear, reach } = centres;
  const buckets: number[][] = Array.from({ length: Math.ceil(most * 100) + 2 }, () => []);
  const push = (row: number, radius: number) => {
    if (radius <= reach[row] + 1e-9) return;
    reach[row] = radius;
    buckets[Math.floor(radius * 100)].push(row);
  };
  for (const { outline } of openings)
    for (let row = 0; row < count; row++) if (isInside(outline, xs[row], ys[row])) push(row, clear[row]);
  const link = (row: number, offsets: readonly number[]) => {
    const x = xs[row];
    const y = ys[row];
    const i = Math.round(x / step);
    const j = Math.round(y / step);
    for (let k = 0; k < offsets.length; k += 2) {
      const next = centres.rowAt(i + offsets[k], j + offsets[k + 1]);
      if (next < 0 || next === row || reach[next] >= reach[row]) continue;
      if ((xs[next] - x) ** 2 + (ys[next] - y) ** 2 > 4.5 * step * step) continue;
      const ceiling = Math.min(reach[row], clear[next]);
      if (ceiling <= reach[next]) continue;
      push(next, linkWidth(ground, clearAt, x, y, xs[next], ys[next], ceiling, most, HALVINGS));
    }
  };
  for (let bucket = buckets.length - 1; bucket >= 0; bucket--) {
    const queue = buckets[bucket];
    // near ones first: what they have joined needs no long link
    let [i, k] = [0, 0];
    while (k < queue.length) {
      const row = i < queue.length ? queue[i] : queue[k];
      if (Math.floor(reach[row] * 100) === bucket) link(row, i < queue.length ? BESIDE : BEYOND);
      if (i < queue.length) i++;
      else k++;
    }
  }
  return lookupOfReach(ground, clearAt, centres, most, pace);
}

function lookupOfReach(
  ground: Ground,
  clearAt: (x: number, y: number) => number,
  centres: Centres,
  most: number,
  { step, narrow }: Pace,
): Flood {
  const { count, x: xs, y: ys, reach } = centres;
  const cells = new Map<number, number[]>();
  for (let row = 0; row < count; row++) {
    if (reach[row] === 0) continue;
    const key = keyOf(Math.floor(xs[row] / CELL), Math.floor(ys[row] / CELL));
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [row]);
    else cell.push(row);
  }
  /** Reached centres within a radius, and how far they are, squared. */
  const eachWithin = (x: number, y: number, radius: number, take: (row: number, squared: number) => void) => {
    for (let cx = Math.floor((x - radius) / CELL); cx <= Math.floor((x + radius) / CELL); cx++) {
      for (let cy = Math.floor((y - radius) / CELL); cy <= Math.floor((y + radius) / CELL); cy++) {
        const cell = cells.get(keyOf(cx, cy)) ?? [];
        for (let n = 0; n < cell.length; n++) {
          const squared = (xs[cell[n]] - x) ** 2 + (ys[cell[n]] - y) ** 2;
          if (squared <= radius * radius) take(cell[n], squared);
        }
      }
    }
  };
  /** Their rows, nearest first. */
  const around = (x: number, y: number, radius: number): number[] => {
    const found: { row: number; squared: number }[] = [];
    eachWithin(x, y, radius, (row, squared) => found.push({ row, squared }));
    return found.sort((a, b) => a.squared - b.squared).map(({ row }) => row);
  };
  /** The row of the nearest; -1 where there is none. */
  const nearest = (x: number, y: number, radius: number): number => {
    let [best, least] = [-1, Infinity];
    eachWithin(x, y, radius, (row, squared) => {
      if (squared >= least) return;
      best = row;
      least = squared;
    });
    return best;
  };
  return {
    widthNear: ([x, y], radius) => 2 * Math.max(0, ...around(x, y, radius).map((row) => reach[row])),
    widthAt({ at, aside }) {
      const seat = seatAt(ground, clearAt, at, most);
      let best = 0;
      if (seat !== null) {
        const widthTo = (row: number): number => {
          const ceiling = Math.min(reach[row], seat.clear);
          if (ceiling <= best) return best;
          return Math.max(best, linkWidth(ground, clearAt, xs[row], ys[row], seat.x, seat.y, ceiling, most, HALVINGS));
        };
        // as a rule the nearest one will do, and nothing has to be sorted
        const first = nearest(seat.x, seat.y, 2.2 * step);
        if (first >= 0) best = widthTo(first);
        if (best >= most - WIDTH_TOLERANCE / 2) return 2 * best;
        for (const row of around(seat.x, seat.y, 2.2 * step)) {
          best = widthTo(row);
          if (best >= most - WIDTH_TOLERANCE / 2) return 2 * best;
        }
        if (seat.clear >= most - WIDTH_TOLERANCE / 2) return 2 * best;
      }
      if (narrow === "left out") return 2 * best;
      // no seat of full width: a disc that comes as near as the ground's corners let it will do
      for (const row of around(at[0], at[1], Math.max(0, most - aside) + 1.1 * step))
        if (reach[row] > best && ground.isOpen(at[0], at[1], xs[row], ys[row])) best = reach[row];
      return 2 * best;
    },
  };
}

/** The middle of the ground before a mouth, pushed off the rims; null where that is not possible in the open. */
function seatAt(
  ground: Ground,
  clearAt: (x: number, y: number) => number,
  at: Point,
  most: number,
): { x: number; y: number; clear: number } | null {
  const [sx, sy] = at;
  if (!ground.isDrivable(sx, sy)) return null;
  const [x, y] = pushed(ground, sx, sy, most, most);
  if ((x !== sx || y !== sy) && !(ground.isDrivable(x, y) && ground.isOpen(sx, sy, x, y))) return null;
  return { x, y, clear: clearAt(x, y) };
}

function addCentres(
  ground: Ground,
  clearAt: (x: number, y: number) => number,
  piece: Thing,
  most: number,
  { step, narrow }: Pace,
  centres: Centres,
): void {
  const { minX, maxX } = piece.outline;
  const least = narrow === "followed" ? CAR_WIDTH / 2 : most - WIDTH_TOLERANCE / 2;
  // a way as wide as asked has a centre within three quarters of a step of its ridge
  const worthPushing = narrow === "followed" ? AT_RIM : most - 0.75 * step;
  for (let i = Math.ceil(minX / step); i <= Math.floor(maxX / step); i++) {
    const cuts = cutsAt(piece, i * step);
    for (let cut = 0; cut + 1 < cuts.length; cut += 2) {
      for (let j = Math.ceil(cuts[cut] / step); j <= Math.floor(cuts[cut + 1] / step); j++) {
        const gx = i * step;
        const gy = j * step;
        if (centres.rowAt(i, j) >= 0 || !ground.isDrivable(gx, gy)) continue;
        const rim = ground.nearestRim(gx, gy, most);
        if (rim === null) {
          centres.set(i, j, gx, gy, most);
          continue;
        }
        if (rim.distance < worthPushing && clearAt(gx, gy) < most) continue;
        const [x, y] = pushed(ground, gx, gy, most, step);
        if (!ground.isDrivable(x, y)) continue;
        const clear = clearAt(x, y);
        if (clear >= least) centres.set(i, j, x, y, clear);
      }
    }
  }
}

/** Centres along the middle of a gate, from outside it to as far inside as it governs. */
function addAxis(
  ground: Ground,
  clearAt: (x: number, y: number) => number,
  { outline }: Opening,
  most: number,
  step: number,
  centres: Centres,
): void {
  const [ax, ay, bx, by, cx, cy, dx, dy] = outline.area.shell;
  const [px, py, qx, qy] = [(ax + bx) / 2, (ay + by) / 2, (cx + dx) / 2, (cy + dy) / 2];
  const length = Math.sqrt((qx - px) ** 2 + (qy - py) ** 2);
  const beyond = most + step;
  for (let s = -beyond; s <= length + beyond; s += step / 2) {
    const [x, y] = [px + ((qx - px) * s) / length, py + ((qy - py) * s) / length];
    if (!ground.isDrivable(x, y)) continue;
    const clear = clearAt(x, y);
    const [i, j] = [Math.round(x / step), Math.round(y / step)];
    const row = centres.rowAt(i, j);
    if (clear > (row < 0 ? 0 : centres.clear[row])) centres.set(i, j, x, y, clear);
  }
}

/** Where an upright line meets a piece's edges, from below: inside lies between the first and the second, and so on. */
function cutsAt({ outline }: Thing, x: number): number[] {
  const { edges } = outline;
  const cuts: number[] = [];
  for (let i = 0; i < edges.length; i += 4) {
    const [ax, ay, bx, by] = [edges[i], edges[i + 1], edges[i + 2], edges[i + 3]];
    if (ax > x !== bx > x) cuts.push(ay + ((x - ax) / (bx - ax)) * (by - ay));
  }
  return cuts.sort((a, b) => a - b);
}

/** A position pushed away from the nearest rim, again and again, until the disc fits or both sides are as near. */
function pushed(ground: Ground, x: number, y: number, most: number, farthest: number): Point {
  let rim = ground.nearestRim(x, y, most);
  for (let push = 0; push < PUSHES && rim !== null && rim.distance < most - 0.001 && rim.distance > 0; push++) {
    const [ux, uy] = [(x - rim.x) / rim.distance, (y - rim.y) / rim.distance];
    const far = Math.min(roomBeyond(ground, x, y, ux, uy, rim.distance, most), farthest);
    if (far < 1e-4) break;
    [x, y] = [x + ux * far, y + uy * far];
    rim = ground.nearestRim(x, y, most);
  }
  return [x, y];
}

/** How far a centre can go in a direction before something else is as near as what it is pushed from. */
function roomBeyond(ground: Ground, x: number, y: number, ux: number, uy: number, near: number, most: number): number {
  const wanted = most - near;
  const far = ground.nearestRim(x + ux * wanted, y + uy * wanted, most);
  if (far === null || far.distance >= most - 1e-6) return wanted;
  // between two walls: half of what is missing on the other side
  return Math.max(0, wanted - (most - far.distance) / 2);
}

function linkWidth(
  ground: Ground,
  clearAt: (x: number, y: number) => number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  ceiling: number,
  most: number,
  halvings: number,
): number {
  const squared = (ax - bx) ** 2 + (ay - by) ** 2;
  if (squared < 1e-6) return ceiling;
  let x = (ax + bx) / 2;
  let y = (ay + by) / 2;
  let clear = clearAt(x, y);
  if (clear < ceiling - WIDTH_TOLERANCE / 4) {
    // the chord of a bend: let its middle find the ridge as well
    const rim = ground.nearestRim(x, y, most);
    if (rim !== null && rim.distance > 0.1) {
      const step = Math.min(0.25, ceiling - clear);
      x += ((x - rim.x) / rim.distance) * step;
      y += ((y - rim.y) / rim.distance) * step;
      clear = clearAt(x, y);
    }
    if (clear < CAR_WIDTH / 2) return 0;
  }
  const here = Math.min(ceiling, clear);
  if (halvings === 0 || squared < 0.3) return here;
  const first = linkWidth(ground, clearAt, ax, ay, x, y, here, most, halvings - 1);
  return first === 0 ? 0 : linkWidth(ground, clearAt, x, y, bx, by, first, most, halvings - 1);
}

function isNear({ outline }: Opening, x: number, y: number, distance: number): boolean {
  if (x < outline.minX - distance || x > outline.maxX + distance) return false;
  if (y < outline.minY - distance || y > outline.maxY + distance) return false;
  return isInside(outline, x, y) || distanceToEdge(outline, x, y) <= distance;
}

function keyOf(i: number, j: number): number {
  return (i + 0x100000) * 0x200000 + (j + 0x100000);
}
