import type { Point } from "../../model/geometry.ts";
import { type Body, type Engine, footingOn, type HeadingTable, isClear, type Pose } from "./engine.ts";
import type { Field } from "./field.ts";
import { numberSet } from "./numbers.ts";
import type { Terrain } from "./terrain.ts";

/** A straight step, metres; a turning one is as long as one heading takes on the tightest circle. */
const STRAIGHT = 0.5;

/** What a step of the way so far weighs, metres: about half its length, so that what turns late gives way to what turned in time. */
const FROM_START = 0.25;

/** What an engine drives over, and how finely its poses are told apart. */
export interface Drive {
  readonly terrain: Terrain;
  readonly engine: Engine;
  readonly body: Body;
  readonly table: HeadingTable;
  /** States are told apart by squares of this size, metres, and by heading. */
  readonly square: number;
  /** Metres beyond the pavement that the body may reach. */
  readonly beyond: number;
}

/** Poses reached, in columns, and the row that each was reached from; -1 for a start. */
export interface Tree {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly heading: Int32Array;
  readonly parent: Int32Array;
  /** False where the search was given up: what it lacks may be reached all the same. */
  readonly whole: boolean;
}

export interface Found {
  /** From a start to where the front is near the target; null where no way was found. */
  readonly path: readonly Pose[] | null;
  /** Row among the starts of the one that the path begins with; -1 where there is none. */
  readonly start: number;
  /** Whether everything was looked at, so that there is no way without a path. */
  readonly whole: boolean;
  /** The pose from which least of the way is left; null when not even a start is free. */
  readonly closest: Pose | null;
}

/**
 * A drive forwards, in steps straight on and on the tightest circle to either side, until the front comes within `near`
 * metres of a target. Best first along a field, so that an open road costs a few hundred states and only a closed one
 * all of them, or `most`.
 */
export function seek(
  drive: Drive,
  starts: readonly Pose[],
  field: Field,
  target: Point,
  near: number,
  most: number,
): Found {
  const { engine, table } = drive;
  const states = statesOf(drive);
  const seen = numberSet();
  const buckets: number[][] = [];
  const depths: number[] = [];
  let lowest = 0;
  let closest = -1;
  let least = Infinity;
  const push = (x: number, y: number, heading: number, parent: number) => {
    const key = states.keyOf(x, y, heading);
    // what stands in the way is found sooner than that no way leads on
    if (key < 0 || seen.has(key) || !states.isFree(x, y, heading)) return;
    const left = field(x + engine.ahead * table.cos[heading], y + engine.ahead * table.sin[heading]);
    if (left < 0) return;
    seen.add(key);
    const row = states.add(x, y, heading, parent);
    if (left < least) [least, closest] = [left, row];
    const depth = parent < 0 ? 0 : depths[parent] + 1;
    depths.push(depth);
    const bucket = Math.floor(left + FROM_START * depth);
    while (buckets.length <= bucket) buckets.push([]);
    buckets[bucket].push(row);
    if (bucket < lowest) lowest = bucket;
  };
  const found = (at: number, whole: boolean): Found => {
    const tree = states.tree(whole);
    const path = at < 0 ? null : pathTo(tree, at);
    const start = path === null ? -1 : starts.findIndex((pose) => isSame(pose, path[0]));
    return { path, start, whole, closest: closest < 0 ? null : poseOf(tree, closest) };
  };
  for (const { x, y, heading } of starts) push(x, y, heading, -1);
  while (lowest < buckets.length) {
    const at = buckets[lowest].pop();
    if (at === undefined) {
      lowest++;
      continue;
    }
    const { x, y, heading } = states.read(at);
    if (isNear(drive, x, y, heading, target, near)) return found(at, true);
    if (states.count > most) return found(-1, false);
    // straight on comes last, so that of two ways as good the straighter one is tried first
    states.turn(x, y, heading, -1, at, push);
    states.turn(x, y, heading, 1, at, push);
    states.straightOn(x, y, heading, at, push);
  }
  return found(-1, true);
}

/** Everything that is reached forwards from some poses, nearest first, up to `most` states. */
export function spread(drive: Drive, starts: readonly Pose[], most: number): Tree {
  const { terrain, table, square } = drive;
  const states = statesOf(drive);
  const columns = Math.ceil((terrain.columns * terrain.cell) / square) + 2;
  const rows = Math.ceil((terrain.rows * terrain.cell) / square) + 2;
  const seen = new Uint8Array(Math.ceil((columns * rows * table.count) / 8));
  const push = (x: number, y: number, heading: number, parent: number) => {
    const key = states.keyOf(x, y, heading);
    if (key < 0 || (seen[key >> 3] & (1 << (key & 7))) !== 0) return;
    if (!states.isFree(x, y, heading)) return;
    seen[key >> 3] |= 1 << (key & 7);
    states.add(x, y, heading, parent);
  };
  for (const { x, y, heading } of starts) push(x, y, heading, -1);
  let at = 0;
  for (; at < states.count && states.count <= most; at++) {
    const { x, y, heading } = states.read(at);
    states.straightOn(x, y, heading, at, push);
    states.turn(x, y, heading, 1, at, push);
    states.turn(x, y, heading, -1, at, push);
  }
  return states.tree(at === states.count);
}

type Push = (x: number, y: number, heading: number, parent: number) => void;

/** States as they are found, and where the engine can go on to from one. */
function statesOf({ terrain, engine, body, table, square, beyond }: Drive) {
  const { cos, sin, count: headings } = table;
  const columns = Math.ceil((terrain.columns * terrain.cell) / square) + 2;
  const [x0, y0] = terrain.centre(0);
  const footing = footingOn(terrain, body, beyond);
  let room = 1024;
  let count = 0;
  let xs = new Float64Array(room);
  let ys = new Float64Array(room);
  let turned = new Int32Array(room);
  let parents = new Int32Array(room);
  // one pose that is read over and over: nothing is made for each state
  const pose = { x: 0, y: 0, heading: 0 };
  const grow = () => {
    room *= 4;
    const [oldX, oldY, oldTurned, oldParents] = [xs, ys, turned, parents];
    xs = new Float64Array(room);
    ys = new Float64Array(room);
    turned = new Int32Array(room);
    parents = new Int32Array(room);
    xs.set(oldX);
    ys.set(oldY);
    turned.set(oldTurned);
    parents.set(oldParents);
  };
  return {
    get count() {
      return count;
    },
    /** A number for the square and heading of a pose; -1 off the ground. */
    keyOf(x: number, y: number, heading: number): number {
      const i = Math.floor((x - x0) / square);
      const j = Math.floor((y - y0) / square);
      return i < 0 || j < 0 || i >= columns ? -1 : (j * columns + i) * headings + heading;
    },
    isFree: (x: number, y: number, heading: number) =>
      isClear(terrain, body, footing, x, y, cos[heading], sin[heading]),
    add(x: number, y: number, heading: number, parent: number): number {
      if (count === room) grow();
      xs[count] = x;
      ys[count] = y;
      turned[count] = heading;
      parents[count] = parent;
      return count++;
    },
    read(row: number): Pose {
      pose.x = xs[row];
      pose.y = ys[row];
      pose.heading = turned[row];
      return pose;
    },
    straightOn(x: number, y: number, heading: number, parent: number, push: Push): void {
      push(tidy(x + STRAIGHT * cos[heading]), tidy(y + STRAIGHT * sin[heading]), heading, parent);
    },
    /** On the tightest circle to the left (1) or to the right (-1). */
    turn(x: number, y: number, heading: number, side: 1 | -1, parent: number, push: Push): void {
      const next = (heading + side + headings) % headings;
      // the centre of the circle lies `radius` to the side; the axle's middle swings about it
      const cx = x - side * engine.radius * sin[heading];
      const cy = y + side * engine.radius * cos[heading];
      push(tidy(cx + side * engine.radius * sin[next]), tidy(cy - side * engine.radius * cos[next]), next, parent);
    },
    tree: (whole: boolean): Tree => ({ count, x: xs, y: ys, heading: turned, parent: parents, whole }),
  };
}

export function isNear(
  { engine, table }: Pick<Drive, "engine" | "table">,
  x: number,
  y: number,
  heading: number,
  target: Point,
  near: number,
): boolean {
  const dx = x + engine.ahead * table.cos[heading] - target[0];
  const dy = y + engine.ahead * table.sin[heading] - target[1];
  return dx * dx + dy * dy <= near * near;
}

/** Positions are kept to a thousandth of a millimetre, so that every engine goes the same way. */
function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

export function poseOf({ x, y, heading }: Tree, row: number): Pose {
  return { x: x[row], y: y[row], heading: heading[row] };
}

export function pathTo(tree: Tree, last: number): Pose[] {
  const path: Pose[] = [];
  for (let at = last; at >= 0; at = tree.parent[at]) path.push(poseOf(tree, at));
  return path.reverse();
}

function isSame(a: Pose, b: Pose): boolean {
  return a.x === b.x && a.y === b.y && a.heading === b.heading;
}
