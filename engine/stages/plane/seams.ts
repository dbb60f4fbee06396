import { area, type Path64, type Paths64 } from "clipper2-ts";

/** What lies along a boundary within so many widths of a place belongs to the place: the corner of a path, not a seam. */
const CORNER = 3;

/** Directions are each other's reverse when the squared cosine between them is above this: give or take 30°, and 60°. */
const SPIKE = 0.75;
const SHARP = 0.25;

/**
 * Whether closed paths bound something narrower than a width: where a vertex comes that near to an edge, on the inner side of
 * it, that is no neighbour along the boundary. What is narrowest between two edges begins at an end of one, so that everything
 * else is as wide throughout, but for corners. Paths are in whole numbers, shells counter-clockwise, holes clockwise; the width
 * is in their units.
 */
export function isNarrowIn(paths: Paths64, width: number, reverse = SPIKE): boolean {
  const count = take(paths);
  const reach = CORNER * width;
  for (let a = 0; a < count; a++) {
    const b = next[a];
    const [ax, ay, dx, dy] = [xs[a], ys[a], xs[b] - xs[a], ys[b] - ys[a]];
    const right = Math.max(ax, xs[b]) + width;
    const [low, high] = [Math.min(ay, ys[b]) - width, Math.max(ay, ys[b]) + width];
    const length = dx * dx + dy * dy;
    for (let k = firstFrom(Math.min(ax, xs[b]) - width, count); k < count && sorted[k] <= right; k++) {
      const p = order[k];
      if (ys[p] < low || ys[p] > high || p === a || p === b) continue;
      const [px, py] = [xs[p] - ax, ys[p] - ay];
      const aside = dx * py - dy * px;
      const along = px * dx + py * dy;
      const t = length === 0 || along <= 0 ? 0 : along >= length ? 1 : along / length;
      const [ex, ey] = [px - t * dx, py - t * dy];
      const apart = ex * ex + ey * ey;
      // straight on beyond an end of the edge is its other side, or the inner side of the next one; at the end itself two
      // parts hang together by a point
      if (aside < 0 || (aside === 0 && apart > 0 && (t === 0 || t === 1))) continue;
      if (apart >= width * width) continue;
      if (pathOf[p] === pathOf[a] && isCorner(a, b, p, reach, reverse)) continue;
      return true;
    }
  }
  return false;
}

/** Whether a part is nowhere narrower than a width, taken up to its corners: none of them is sharper than 60°. */
export function isWide(part: Paths64, width: number): boolean {
  const isSharp = (path: Path64) =>
    path.some((q, i) => {
      const [p, r] = [path[(i + path.length - 1) % path.length], path[(i + 1) % path.length]];
      return turnsBack(q.x - p.x, q.y - p.y, r.x - q.x, r.y - q.y, SHARP);
    });
  return !part.some(isSharp) && !isNarrowIn(part, width, SHARP);
}

/** Whether a path is that much thinner than a width that rounding alone has left it. */
export function isSliver(path: Path64, width: number): boolean {
  let around = 0;
  let p = path[path.length - 1];
  for (const q of path) {
    around += Math.sqrt((q.x - p.x) ** 2 + (q.y - p.y) ** 2);
    p = q;
  }
  return 8 * Math.abs(area(path)) < width * around;
}

/** Paths without the edges that are shorter than a length, as a file could not tell their ends apart. */
export function withoutTiny(paths: Paths64, length: number): Paths64 {
  const isTiny = (path: Path64, k: number) => {
    const [p, q] = [path[k], path[k === 0 ? path.length - 1 : k - 1]];
    return Math.max(Math.abs(p.x - q.x), Math.abs(p.y - q.y)) < length;
  };
  return paths.flatMap((path) => {
    let k = 0;
    while (k < path.length && !isTiny(path, k)) k++;
    if (k === path.length) return [path];
    const kept = path.filter((_, n) => !isTiny(path, n));
    return kept.length < 3 ? [] : [kept];
  });
}

/** Paths without the vertices that lie nearer than `within` to a straight line past them. */
export function withoutNicks(paths: Paths64, within: number): Paths64 {
  const isPassed = (path: Path64, from: number, to: number) => {
    const [p, r] = [path[from], path[to % path.length]];
    const [dx, dy] = [r.x - p.x, r.y - p.y];
    const length = dx * dx + dy * dy;
    for (let k = from + 1; k < to; k++) {
      const [qx, qy] = [path[k].x - p.x, path[k].y - p.y];
      const [along, aside] = [qx * dx + qy * dy, qx * dy - qy * dx];
      if (aside * aside > within * within * length || along < 0 || along > length) return false;
    }
    return true;
  };
  return paths.map((path) => {
    const kept: Path64 = [];
    for (let from = 0; from < path.length; ) {
      kept.push(path[from]);
      let to = from + 1;
      while (to < path.length && isPassed(path, from, to + 1)) to++;
      from = to;
    }
    return kept.length < 3 ? path : kept;
  });
}

// columns that are filled anew for each region: they are asked by the hundred. One row a vertex
let room = 0;
let xs = new Float64Array(0);
let ys = new Float64Array(0);
/** Row of the next vertex of the same path and of the one before, the path, how far along it the vertex lies and how long it is. */
let next = new Int32Array(0);
let before = new Int32Array(0);
let pathOf = new Int32Array(0);
let run = new Float64Array(0);
let length = new Float64Array(0);
/** Rows by x, and these x. */
let order = new Int32Array(0);
let sorted = new Float64Array(0);

/** Puts all vertices of some paths into the columns; returns how many there are. */
function take(paths: Paths64): number {
  let count = 0;
  for (const path of paths) count += path.length;
  if (count > room) makeRoom(2 * count);
  let row = 0;
  for (let k = 0; k < paths.length; k++) {
    const path = paths[k];
    const first = row;
    let far = 0;
    for (let i = 0; i < path.length; i++, row++) {
      const { x, y } = path[i];
      if (i > 0) far += Math.sqrt((x - xs[row - 1]) ** 2 + (y - ys[row - 1]) ** 2);
      xs[row] = x;
      ys[row] = y;
      run[row] = far;
      pathOf[row] = k;
      next[row] = row + 1;
      before[row] = row - 1;
    }
    if (row === first) continue;
    next[row - 1] = first;
    before[first] = row - 1;
    far += Math.sqrt((xs[first] - xs[row - 1]) ** 2 + (ys[first] - ys[row - 1]) ** 2);
    length.fill(far, first, row);
  }
  for (let k = 0; k < count; k++) order[k] = k;
  order.subarray(0, count).sort((a, b) => xs[a] - xs[b]);
  for (let k = 0; k < count; k++) sorted[k] = xs[order[k]];
  return count;
}

/** Whether a vertex lies so near to an edge along the boundary that both are one corner, and not the two sides of a spike. */
function isCorner(a: number, b: number, p: number, reach: number, reverse: number): boolean {
  const [dx, dy] = [xs[b] - xs[a], ys[b] - ys[a]];
  if (alongTo(b, p) < reach) return !turnsBack(dx, dy, xs[next[p]] - xs[p], ys[next[p]] - ys[p], reverse);
  if (alongTo(p, a) < reach) return !turnsBack(dx, dy, xs[p] - xs[before[p]], ys[p] - ys[before[p]], reverse);
  return false;
}

/** Whether one direction is the other's reverse. */
function turnsBack(ax: number, ay: number, bx: number, by: number, reverse: number): boolean {
  const along = ax * bx + ay * by;
  return along < 0 && along * along > reverse * (ax * ax + ay * ay) * (bx * bx + by * by);
}

/** How far it is along the boundary from one vertex on to another of the same path. */
function alongTo(from: number, to: number): number {
  const far = run[to] - run[from];
  return far < 0 ? far + length[from] : far;
}

/** Row in `sorted` of the first that is not below a value. */
function firstFrom(value: number, count: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function makeRoom(rows: number): void {
  room = rows;
  xs = new Float64Array(rows);
  ys = new Float64Array(rows);
  next = new Int32Array(rows);
  before = new Int32Array(rows);
  pathOf = new Int32Array(rows);
  run = new Float64Array(rows);
  length = new Float64Array(rows);
  order = new Int32Array(rows);
  sorted = new Float64Array(rows);
}
