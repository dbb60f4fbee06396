import { area, type Path64, type Paths64 } from "clipper2-ts";
import { type Box, boxOf, liesIn } from "./boxes.ts";

// which holes lie in which shells: a clip leaves both side by side, and its own tree would clip everything once more

/**
 * The connected parts of what a clip has left, each its shell followed by its holes, in the order of a clip's own tree: from the
 * top down, what stands in a hole before what is round it. Shells run counter-clockwise, holes clockwise, and none cross.
 */
export function nested(paths: Paths64): Paths64[] {
  const rows: Row[] = paths
    .flatMap(untied)
    .map((path) => ({ path, area: area(path), box: boxOf(path), within: [] }))
    .filter((row) => row.area !== 0)
    .sort((a, b) => b.box[3] - a.box[3]);
  const shells = rows.filter((row) => row.area > 0);
  const holes = rows.filter((row) => row.area < 0);
  for (const hole of holes) {
    // there is no hole in nothing, so that one shell round it needs no closer look
    const around = boxedRound(hole, shells);
    const shell = around.length === 1 ? around[0] : smallestOf(around, hole);
    shell?.within.push(hole);
  }
  const outer = shells.filter((shell) => {
    const hole = smallestOf(boxedRound(shell, holes), shell);
    hole?.within.push(shell);
    return hole === null;
  });
  const parts: Paths64[] = [];
  const add = (shell: Row) => {
    for (const hole of shell.within) hole.within.forEach(add);
    parts.push([fromEnd(shell.path, 1), ...shell.within.map(({ path }) => fromEnd(path, -1))]);
  };
  outer.forEach(add);
  return parts;
}

/** A coordinate is less than this, in units of the grid: 6.7 km, where nothing lies farther off than 5. */
const FAR = 2 ** 26;

/** Two parts that hang together by a point, round which one path runs, as two paths. */
function untied(path: Path64): Paths64 {
  if (path.length < 6) return [path];
  const at = new Map<number, number>();
  const open: Path64 = [];
  const apart: Paths64 = [];
  for (const point of path) {
    const key = point.x * 2 * FAR + point.y;
    const first = at.get(key);
    if (first !== undefined && area(open.slice(first)) * area(path) > 0) {
      const loop = open.splice(first);
      for (const { x, y } of loop) at.delete(x * 2 * FAR + y);
      apart.push(loop);
    }
    at.set(key, open.length);
    open.push(point);
  }
  return apart.length === 0 ? [path] : [...apart, open];
}

interface Row {
  readonly path: Path64;
  /** Less than none: a hole. */
  readonly area: number;
  readonly box: Box;
  /** Holes right inside a shell, shells right inside a hole. */
  readonly within: Row[];
}

/** Larger ones whose boxes hold the box of one. */
function boxedRound(row: Row, others: readonly Row[]): Row[] {
  return others.filter(({ box, area }) => liesIn(row.box, box) && Math.abs(area) > Math.abs(row.area));
}

/** The smallest that holds one; null where none does. */
function smallestOf(around: readonly Row[], row: Row): Row | null {
  let least: Row | null = null;
  for (const other of around) {
    if ((least === null || Math.abs(other.area) < Math.abs(least.area)) && holds(other.path, row.path)) least = other;
  }
  return least;
}

/** Does a path lie in another that it does not cross? The first of its points that is not on the other says so. */
function holds(outer: Path64, inner: Path64): boolean {
  for (const { x, y } of inner) {
    const side = sideOf(outer, x, y);
    if (side !== 0) return side > 0;
  }
  for (let i = 0, j = inner.length - 1; i < inner.length; j = i++) {
    const side = sideOf(outer, (inner[i].x + inner[j].x) / 2, (inner[i].y + inner[j].y) / 2);
    if (side !== 0) return side > 0;
  }
  return false;
}

/** 1 inside of a closed path, -1 outside, 0 on it; exact in whole and half numbers. */
export function sideOf(path: Path64, x: number, y: number): number {
  let side = -1;
  let p = path[path.length - 1];
  for (const q of path) {
    const aside = (q.x - p.x) * (y - p.y) - (q.y - p.y) * (x - p.x);
    if (
      aside === 0 &&
      Math.min(p.x, q.x) <= x &&
      x <= Math.max(p.x, q.x) &&
      Math.min(p.y, q.y) <= y &&
      y <= Math.max(p.y, q.y)
    )
      return 0;
    if (p.y > y !== q.y > y && aside > 0 === q.y > p.y) side = -side;
    p = q;
  }
  return side;
}

/** A path that ends at its lowest point, where a clip closes what it sweeps from the top: of several the last as it runs (1: to the right). */
export function fromEnd(path: Path64, run: number): Path64 {
  let end = 0;
  for (let i = 1; i < path.length; i++) {
    const [p, q] = [path[i], path[end]];
    if (p.y < q.y || (p.y === q.y && run * (p.x - q.x) > 0)) end = i;
  }
  return end === path.length - 1 ? path : [...path.slice(end + 1), ...path.slice(0, end + 1)];
}
