import { type Body, type Engine, type HeadingTable, needAt, type Pose } from "./engine.ts";
import type { Terrain } from "./terrain.ts";

/** A straight step, metres; a turning one is as long as one heading takes on the tightest circle. */
const STRAIGHT = 0.5;

/** Cells of the terrain in one cell of the field that leads to the target. */
const COARSE = 3;

/** A drive forwards from one of several poses to a place. */
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

export type Found =
  | { readonly status: "driven"; readonly path: readonly Pose[] }
  /** `closest`: the pose from which least of the way is left; null when not even a start is free. */
  | { readonly status: "no way"; readonly closest: Pose | null }
  | { readonly status: "given up" };

/** Drives to places on one ground. Once a place turns out not to be reached, all that is reached is known for the rest. */
export interface Explorer {
  to(starts: readonly Pose[], target: readonly [number, number], near: number): Found;
}

/** `most`: states looked at, all places together, before the rest is given up: a large site is not checked to its end. */
export function explorer(drive: Drive, most: number): Explorer {
  let all: Tree | null = null;
  let left = most;
  return {
    to(starts, target, near) {
      if (all !== null) return inTree(drive, all, target, near);
      const { found, tree } = driveTo(drive, starts, target, near, left);
      left -= tree.states.length;
      if (found.status === "no way") all = tree;
      return found;
    },
  };
}

/** Poses reached, and the pose that each was reached from; -1 for a start. */
interface Tree {
  readonly states: readonly Pose[];
  readonly parents: readonly number[];
}

/** The first pose of everything reached whose front comes near a place, or the nearest. */
function inTree(
  { engine, table }: Drive,
  { states, parents }: Tree,
  target: readonly [number, number],
  near: number,
): Found {
  let closest = -1;
  let least = Infinity;
  for (let k = 0; k < states.length; k++) {
    const { x, y, heading } = states[k];
    const dx = x + engine.ahead * table.cos[heading] - target[0];
    const dy = y + engine.ahead * table.sin[heading] - target[1];
    const squared = dx * dx + dy * dy;
    if (squared <= near * near) return { status: "driven", path: pathTo(states, parents, k) };
    if (squared < least) [least, closest] = [squared, k];
  }
  return { status: "no way", closest: closest < 0 ? null : states[closest] };
}

/**
 * A drive forwards, in steps straight on and on the tightest circle to either side, until the front comes within `near`
 * metres of a target. Best first along the shortest way over the ground, so that an open road costs a few hundred states
 * and only a closed one all of them.
 */
function driveTo(
  { terrain, engine, body, table, square, beyond }: Drive,
  starts: readonly Pose[],
  target: readonly [number, number],
  near: number,
  most: number,
): { readonly found: Found; readonly tree: Tree } {
  const toTarget = fieldTo(terrain, target, beyond);
  const { cos, sin, count } = table;
  const columns = Math.ceil((terrain.columns * terrain.cell) / square) + 2;
  const [x0, y0] = terrain.centre(0);
  const keyOf = ({ x, y, heading }: Pose) =>
    (Math.floor((y - y0) / square) * columns + Math.floor((x - x0) / square)) * count + heading;
  const states: Pose[] = [];
  const parents: number[] = [];
  const seen = new Set<number>();
  const buckets: number[][] = [];
  let lowest = 0;
  let closest: Pose | null = null;
  let least = Infinity;
  const push = (pose: Pose, parent: number) => {
    const key = keyOf(pose);
    if (seen.has(key)) return;
    const left = toTarget(pose.x + engine.ahead * cos[pose.heading], pose.y + engine.ahead * sin[pose.heading]);
    if (left < 0) return;
    if (needAt(terrain, body, pose.x, pose.y, cos[pose.heading], sin[pose.heading]) > beyond) return;
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
    const [c, s] = [cos[pose.heading], sin[pose.heading]];
    const [dx, dy] = [pose.x + engine.ahead * c - target[0], pose.y + engine.ahead * s - target[1]];
    const tree = { states, parents };
    if (dx * dx + dy * dy <= near * near)
      return { found: { status: "driven", path: pathTo(states, parents, at) }, tree };
    if (states.length > most) return { found: { status: "given up" }, tree };
    push({ x: tidy(pose.x + STRAIGHT * c), y: tidy(pose.y + STRAIGHT * s), heading: pose.heading }, at);
    for (const side of [1, -1] as const) {
      const heading = (pose.heading + side + count) % count;
      // the centre of the circle lies `radius` to the side; the axle's middle swings about it
      const [cx, cy] = [pose.x - side * engine.radius * s, pose.y + side * engine.radius * c];
      const x = tidy(cx + side * engine.radius * sin[heading]);
      const y = tidy(cy - side * engine.radius * cos[heading]);
      push({ x, y, heading }, at);
    }
  }
  return { found: { status: "no way", closest }, tree: { states, parents } };
}

/** Positions are kept to a thousandth of a millimetre, so that every engine goes the same way. */
function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function pathTo(states: readonly Pose[], parents: readonly number[], last: number): Pose[] {
  const path: Pose[] = [];
  for (let at = last; at >= 0; at = parents[at]) path.push(states[at]);
  return path.reverse();
}

/** Metres over the ground from a position to the target, along cells; -1 where no way leads. */
function fieldTo(
  terrain: Terrain,
  target: readonly [number, number],
  beyond: number,
): (x: number, y: number) => number {
  const columns = Math.ceil(terrain.columns / COARSE);
  const rows = Math.ceil(terrain.rows / COARSE);
  const steps = new Int32Array(columns * rows).fill(-1);
  const isOpen = (k: number) => {
    const i = Math.min(terrain.columns - 1, (k % columns) * COARSE + 1);
    const j = Math.min(terrain.rows - 1, Math.floor(k / columns) * COARSE + 1);
    return terrain.need[j * terrain.columns + i] <= beyond;
  };
  const coarse = (x: number, y: number) => {
    const row = terrain.at(x, y);
    if (row < 0) return -1;
    return (
      Math.floor(Math.floor(row / terrain.columns) / COARSE) * columns + Math.floor((row % terrain.columns) / COARSE)
    );
  };
  const first = coarse(...target);
  if (first < 0) return () => -1;
  const queue = new Int32Array(columns * rows);
  let [head, tail] = [0, 1];
  queue[0] = first;
  steps[first] = 0;
  while (head < tail) {
    const k = queue[head++];
    const i = k % columns;
    for (const next of [i > 0 ? k - 1 : -1, i + 1 < columns ? k + 1 : -1, k - columns, k + columns]) {
      if (next < 0 || next >= steps.length || steps[next] >= 0 || !isOpen(next)) continue;
      steps[next] = steps[k] + 1;
      queue[tail++] = next;
    }
  }
  return (x, y) => {
    const k = coarse(x, y);
    return k < 0 || steps[k] < 0 ? -1 : steps[k] * COARSE * terrain.cell;
  };
}
