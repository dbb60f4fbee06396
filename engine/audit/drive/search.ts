import { type Body, type Engine, type HeadingTable, needAt, type Pose } from "./engine.ts";
import type { Field } from "./field.ts";
import type { Terrain } from "./terrain.ts";

/** A straight step, metres; a turning one is as long as one heading takes on the tightest circle. */
const STRAIGHT = 0.5;

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

/** Poses reached, and the pose that each was reached from; -1 for a start. */
export interface Tree {
  readonly states: readonly Pose[];
  readonly parents: readonly number[];
  /** False where the search was given up: what it lacks may be reached all the same. */
  readonly whole: boolean;
}

export interface Found {
  /** From a start to where the front is near the target; null where no way was found. */
  readonly path: readonly Pose[] | null;
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
  target: readonly [number, number],
  near: number,
  most: number,
): Found {
  const { engine, table } = drive;
  const { cos, sin } = table;
  const states: Pose[] = [];
  const parents: number[] = [];
  const seen = new Set<number>();
  const buckets: number[][] = [];
  let lowest = 0;
  let closest: Pose | null = null;
  let least = Infinity;
  const keyOf = keysOf(drive);
  const push = (pose: Pose, parent: number) => {
    const key = keyOf(pose);
    if (key < 0 || seen.has(key)) return;
    const left = field(pose.x + engine.ahead * cos[pose.heading], pose.y + engine.ahead * sin[pose.heading]);
    if (left < 0 || !isFree(drive, pose)) return;
    seen.add(key);
    states.push(pose);
    parents.push(parent);
    if (left < least) [least, closest] = [left, pose];
    const bucket = Math.floor(left);
    while (buckets.length <= bucket) buckets.push([]);
    buckets[bucket].push(states.length - 1);
    if (bucket < lowest) lowest = bucket;
  };
  for (const start of starts) push(start, -1);
  while (lowest < buckets.length) {
    const at = buckets[lowest].pop();
    if (at === undefined) {
      lowest++;
      continue;
    }
    const pose = states[at];
    if (isNear(drive, pose, target, near)) return { path: pathTo({ states, parents }, at), whole: true, closest };
    if (states.length > most) return { path: null, whole: false, closest };
    // straight on comes last, so that of two ways as good the straighter one is tried first
    for (const next of nextOf(drive, pose).reverse()) push(next, at);
  }
  return { path: null, whole: true, closest };
}

/** Everything that is reached forwards from some poses, nearest first, up to `most` states. */
export function spread(drive: Drive, starts: readonly Pose[], most: number): Tree {
  const { terrain, table, square } = drive;
  const states: Pose[] = [];
  const parents: number[] = [];
  const keyOf = keysOf(drive);
  const columns = Math.ceil((terrain.columns * terrain.cell) / square) + 2;
  const rows = Math.ceil((terrain.rows * terrain.cell) / square) + 2;
  const seen = new Uint8Array(Math.ceil((columns * rows * table.count) / 8));
  const push = (pose: Pose, parent: number) => {
    const key = keyOf(pose);
    if (key < 0 || (seen[key >> 3] & (1 << (key & 7))) !== 0) return;
    if (!isFree(drive, pose)) return;
    seen[key >> 3] |= 1 << (key & 7);
    states.push(pose);
    parents.push(parent);
  };
  for (const start of starts) push(start, -1);
  let at = 0;
  for (; at < states.length && states.length <= most; at++)
    for (const next of nextOf(drive, states[at])) push(next, at);
  return { states, parents, whole: at === states.length };
}

function isFree({ terrain, body, table, beyond }: Drive, { x, y, heading }: Pose): boolean {
  return needAt(terrain, body, x, y, table.cos[heading], table.sin[heading]) <= beyond;
}

export function isNear(
  { engine, table }: Pick<Drive, "engine" | "table">,
  { x, y, heading }: Pose,
  target: readonly [number, number],
  near: number,
): boolean {
  const dx = x + engine.ahead * table.cos[heading] - target[0];
  const dy = y + engine.ahead * table.sin[heading] - target[1];
  return dx * dx + dy * dy <= near * near;
}

/** Straight on, and on the tightest circle to the left and to the right. */
function nextOf({ engine, table: { cos, sin, count } }: Drive, { x, y, heading }: Pose): Pose[] {
  const [c, s] = [cos[heading], sin[heading]];
  const turned = (side: 1 | -1): Pose => {
    const next = (heading + side + count) % count;
    // the centre of the circle lies `radius` to the side; the axle's middle swings about it
    const [cx, cy] = [x - side * engine.radius * s, y + side * engine.radius * c];
    return {
      x: tidy(cx + side * engine.radius * sin[next]),
      y: tidy(cy - side * engine.radius * cos[next]),
      heading: next,
    };
  };
  return [{ x: tidy(x + STRAIGHT * c), y: tidy(y + STRAIGHT * s), heading }, turned(1), turned(-1)];
}

/** A number for the square and heading of a pose; -1 off the ground. */
function keysOf({ terrain, table, square }: Drive): (pose: Pose) => number {
  const columns = Math.ceil((terrain.columns * terrain.cell) / square) + 2;
  const [x0, y0] = terrain.centre(0);
  return ({ x, y, heading }) => {
    const [i, j] = [Math.floor((x - x0) / square), Math.floor((y - y0) / square)];
    return i < 0 || j < 0 || i >= columns ? -1 : (j * columns + i) * table.count + heading;
  };
}

/** Positions are kept to a thousandth of a millimetre, so that every engine goes the same way. */
function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

export function pathTo({ states, parents }: Pick<Tree, "states" | "parents">, last: number): Pose[] {
  const path: Pose[] = [];
  for (let at = last; at >= 0; at = parents[at]) path.push(states[at]);
  return path.reverse();
}
