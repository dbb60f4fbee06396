import type { Point } from "../model/geometry.ts";
import { planFeaturesOf, type WalkToDoor } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import type { Subject } from "./scene.ts";
import { placesBefore, type WalkGround, walkGround } from "./walkGround.ts";

// how far it is from an accessible stall to the nearest door, over ground that a wheelchair can use

/** A way this wide is always found, metres. GB 55019-2021 2.2.2, recalled: to be confirmed. */
const WAY = 1.2;

/**
 * Distance between tried places, metres. The disc that is rolled over them is smaller by as much as they can be off the
 * middle of a way, so that one narrower than 0.9 m is never gone: the least of 2010 ADA Standards 403.5.1.
 */
const STEP = 0.2;
const RADIUS = WAY / 2 - STEP * 0.7072;

/** A door is reached, and a stall is left, from a place this near and in sight of it, metres. */
const AT_HAND = 1.2;

/** A pocket up to this many places is looked through to its end; a larger one is taken for open ground. */
const POCKET = 400;

/** Ways that differ by less than this are as long, metres: what is still open is kept in bands of it. */
const BAND = 0.05;

interface Door {
  readonly id: string;
  readonly at: Point;
  /** Places that it is entered from. */
  readonly before: ReadonlySet<number>;
}

/**
 * For each accessible stall of a plan, today's and new, the walk to the nearest door, true to half a metre. Null where the
 * site has no doors or the plan no such stall. Steps and kerbs are in no file.
 */
export function walksToDoors({ site, features }: Pick<Subject, "site" | "features">): readonly WalkToDoor[] | null {
  const stalls = planFeaturesOf(features, "stall").filter(({ properties }) => properties.type === "accessible");
  const entrances = featuresOf(site, "entrance");
  if (stalls.length === 0 || entrances.length === 0) return null;
  const ground = walkGround(site, features, STEP, RADIUS);
  const doors = entrances.flatMap(({ id, shape }): Door[] => {
    const before = placesBefore(ground, shape, AT_HAND);
    return before.length === 0 || isPocket(ground, before) ? [] : [{ id, at: shape, before: new Set(before) }];
  });
  return stalls.map(({ id, shape }) => {
    const [ax, ay, bx, by] = shape.shell;
    const mouth: Point = [(ax + bx) / 2, (ay + by) / 2];
    const walk = doors.length === 0 ? null : nearestDoor(ground, mouth, doors);
    return walk === null
      ? { stall: id, door: null, distance: null }
      : { stall: id, door: walk.door, distance: Math.round(walk.length * 10) / 10 };
  });
}

/** The eight places round one, and how far each is, metres. */
function beside({ columns }: WalkGround): readonly (readonly [number, number])[] {
  const [straight, across] = [STEP, STEP * Math.SQRT2];
  return [
    [1, straight],
    [-1, straight],
    [columns, straight],
    [-columns, straight],
    [columns + 1, across],
    [columns - 1, across],
    [1 - columns, across],
    [-1 - columns, across],
  ];
}

/** Whether nothing but a little ground is reached from some places: a door behind a hedge. */
function isPocket(ground: WalkGround, from: readonly number[]): boolean {
  const most = POCKET + from.length;
  const open = [...from];
  const seen = new Set(open);
  for (let n = 0; n < open.length && open.length <= most; n++) {
    for (const [to] of beside(ground)) {
      const next = open[n] + to;
      if (seen.has(next) || !ground.isRoomy(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return open.length <= most;
}

/** A place on the way, how far it is from the mouth, and what was gone over before. */
interface Reached {
  readonly place: number;
  readonly length: number;
  readonly from: Reached | null;
}

/** The shortest way from a mouth to a door, by what has been gone and what is left straight on; then pulled straight. */
function nearestDoor(
  ground: WalkGround,
  mouth: Point,
  doors: readonly Door[],
): { door: string; length: number } | null {
  const sides = beside(ground);
  const open: Reached[][] = [];
  const best = new Map<number, number>();
  let lowest = Infinity;
  const push = (place: number, length: number, from: Reached | null) => {
    const known = best.get(place);
    if (known !== undefined && known <= length + 1e-9) return;
    best.set(place, length);
    const at = ground.position(place);
    let left = Infinity;
    for (const door of doors) left = Math.min(left, apart(door.at, at));
    const band = Math.floor((length + left) / BAND);
    open[band] ??= [];
    open[band].push({ place, length, from });
    lowest = Math.min(lowest, band);
  };
  for (const place of placesBefore(ground, mouth, AT_HAND)) push(place, apart(mouth, ground.position(place)), null);
  let found: { door: Door; end: Reached; length: number } | null = null;
  while (lowest < open.length) {
    const next = open[lowest]?.pop();
    if (next === undefined) {
      lowest++;
      continue;
    }
    // whatever is still open leads there no sooner
    if (found !== null && lowest * BAND >= found.length) break;
    if ((best.get(next.place) ?? 0) < next.length) continue;
    for (const door of doors) {
      if (!door.before.has(next.place)) continue;
      const length = next.length + apart(door.at, ground.position(next.place));
      if (found === null || length < found.length) found = { door, end: next, length };
    }
    for (const [to, far] of sides) if (ground.isRoomy(next.place + to)) push(next.place + to, next.length + far, next);
  }
  return found === null ? null : { door: found.door.id, length: pulled(ground, mouth, found.end, found.door.at) };
}

/** Length of a way that goes straight on wherever the disc has room on the straight line, metres. */
function pulled(ground: WalkGround, mouth: Point, end: Reached, door: Point): number {
  const way: Point[] = [];
  for (let at: Reached | null = end; at !== null; at = at.from) way.push(ground.position(at.place));
  way.reverse();
  let length = apart(mouth, way[0]) + apart(way[way.length - 1], door);
  for (let at = 0; at + 1 < way.length; ) {
    // the farthest place in sight, by halving
    let [near, far] = [at + 1, way.length - 1];
    while (near < far) {
      const middle = Math.ceil((near + far) / 2);
      if (isStraight(ground, way[at], way[middle])) near = middle;
      else far = middle - 1;
    }
    length += apart(way[at], way[near]);
    at = near;
  }
  return length;
}

function isStraight(ground: WalkGround, [ax, ay]: Point, [bx, by]: Point): boolean {
  const steps = Math.ceil((2 * Math.max(Math.abs(bx - ax), Math.abs(by - ay))) / STEP);
  for (let n = 1; n < steps; n++)
    if (!ground.isRoomy(ground.at(ax + ((bx - ax) * n) / steps, ay + ((by - ay) * n) / steps))) return false;
  return true;
}

function apart([ax, ay]: Point, [bx, by]: Point): number {
  return Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
}
