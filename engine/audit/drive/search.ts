import type { Point } from "../../model/geometry.ts";
import { kernel, NO_MEMORY } from "../kernel.ts";
import { footingOn, type Pose } from "./engine.ts";
import { aim, type Target } from "./field.ts";
import { type Laid, lay, startsAt } from "./laid.ts";

/** What an engine drives over, and how far beyond its pavement. */
export interface Drive extends Laid {
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

/** What the driver says of a search, in place of a state. */
const GIVEN_UP = -2;
const SHORT = -3;

/**
 * A drive forwards, in steps straight on and on the tightest circle to either side, until the front is near a target. Best
 * first along the ground that is left to it, so that an open road costs a few hundred states and only a closed one all of
 * them, or `most`.
 */
export function seek(drive: Drive, starts: readonly Pose[], target: Target, most: number): Found {
  aim(drive, target, drive.beyond);
  const { least, wide } = footingOn(drive.terrain, drive.body, drive.beyond);
  const [x, y] = target.place;
  const row = kernel.seek(startsAt(starts), starts.length, x, y, target.near, most, least, wide);
  if (row === SHORT) throw new Error(NO_MEMORY);
  const tree = reached(row !== GIVEN_UP);
  const closest = kernel.closestState();
  const path = row < 0 ? null : pathTo(tree, row);
  const start = path === null ? -1 : starts.findIndex((pose) => isSame(pose, path[0]));
  return { path, start, whole: tree.whole, closest: closest < 0 ? null : poseOf(tree, closest) };
}

/** Everything that is reached forwards from some poses, nearest first, up to `most` states. */
export function spread(drive: Drive, starts: readonly Pose[], most: number): Tree {
  lay(drive);
  const { least, wide } = footingOn(drive.terrain, drive.body, drive.beyond);
  const whole = kernel.spread(startsAt(starts), starts.length, most, least, wide);
  if (whole < 0) throw new Error(NO_MEMORY);
  const { x, y, heading, parent, ...tree } = reached(whole === 1);
  return { ...tree, x: x.slice(), y: y.slice(), heading: heading.slice(), parent: parent.slice() };
}

/** What the driver has reached, in its own memory: gone with its next search. */
function reached(whole: boolean): Tree {
  const { buffer } = kernel.memory;
  const count = kernel.statesReached();
  return {
    count,
    x: new Float64Array(buffer, kernel.stateColumn(0), count),
    y: new Float64Array(buffer, kernel.stateColumn(1), count),
    heading: new Int32Array(buffer, kernel.stateColumn(2), count),
    parent: new Int32Array(buffer, kernel.stateColumn(3), count),
    whole,
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
