import Flatbush from "flatbush";
import type { Area, Point } from "../model/geometry.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";

/** An area with its edges in columns and an index over them, for exact point and distance questions. Metres. */
export interface Outline {
  readonly area: Area;
  /** Edges, flat: [ax, ay, bx, by, …], shell first, then holes. */
  readonly edges: Float64Array;
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
  /** True when the shell is convex and there are no holes. */
  readonly convex: boolean;
  readonly index: Flatbush | null;
}

/** Fewer edges than this are faster to walk than to look up. */
const INDEX_FROM = 24;

/** Cross products up to this are taken as straight, square metres. */
const STRAIGHT = 1e-9;

const known = new WeakMap<Area, Outline>();

/** The outline of an area; areas do not change, so each has its outline made once. */
export function outlineOf(area: Area): Outline {
  const made = known.get(area) ?? makeOutline(area);
  known.set(area, made);
  return made;
}

function makeOutline(area: Area): Outline {
  let length = area.shell.length;
  for (const hole of area.holes) length += hole.length;
  const edges = new Float64Array(length * 2);
  let n = 0;
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (let r = -1; r < area.holes.length; r++) {
    const ring = r < 0 ? area.shell : area.holes[r];
    for (let i = 0; i < ring.length; i += 2) {
      const j = i + 2 === ring.length ? 0 : i + 2;
      const x = ring[i];
      const y = ring[i + 1];
      edges[n++] = x;
      edges[n++] = y;
      edges[n++] = ring[j];
      edges[n++] = ring[j + 1];
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
  }
  const count = edges.length / 4;
  let index: Flatbush | null = null;
  if (count >= INDEX_FROM) {
    index = new Flatbush(count);
    for (let i = 0; i < edges.length; i += 4) {
      index.add(
        Math.min(edges[i], edges[i + 2]),
        Math.min(edges[i + 1], edges[i + 3]),
        Math.max(edges[i], edges[i + 2]),
        Math.max(edges[i + 1], edges[i + 3]),
      );
    }
    index.finish();
  }
  return { area, edges, minX, minY, maxX, maxY, convex: area.holes.length === 0 && isConvex(area.shell), index };
}

/** Offsets into `edges` of those whose box meets a box. */
export function edgesIn(outline: Outline, minX: number, minY: number, maxX: number, maxY: number): number[] {
  const { edges, index } = outline;
  if (index !== null) return index.search(minX, minY, maxX, maxY).map((edge) => edge * 4);
  const out: number[] = [];
  for (let i = 0; i < edges.length; i += 4) {
    if (
      Math.min(edges[i], edges[i + 2]) <= maxX &&
      Math.max(edges[i], edges[i + 2]) >= minX &&
      Math.min(edges[i + 1], edges[i + 3]) <= maxY &&
      Math.max(edges[i + 1], edges[i + 3]) >= minY
    ) {
      out.push(i);
    }
  }
  return out;
}

/** Whether a position lies inside, by crossings of a ray to the right; on the edge is either. */
export function isInside(outline: Outline, x: number, y: number): boolean {
  if (x < outline.minX || x > outline.maxX || y < outline.minY || y > outline.maxY) return false;
  const { edges, index } = outline;
  let inside = false;
  if (index === null) {
    // asked for so often that not even a list of edges is made
    for (let i = 0; i < edges.length; i += 4) if (isLeftOf(edges, i, x, y)) inside = !inside;
    return inside;
  }
  for (const i of edgesIn(outline, x, y, outline.maxX, y)) if (isLeftOf(edges, i, x, y)) inside = !inside;
  return inside;
}

/** Whether a ray to the right from a position crosses the edge at an offset. */
function isLeftOf(edges: Float64Array, i: number, x: number, y: number): boolean {
  const ay = edges[i + 1];
  const by = edges[i + 3];
  return ay > y !== by > y && x < edges[i] + ((y - ay) / (by - ay)) * (edges[i + 2] - edges[i]);
}

/** Distance to the nearest edge, metres. */
export function distanceToEdge(outline: Outline, x: number, y: number): number {
  const { edges, index } = outline;
  if (index === null) {
    let best = Infinity;
    for (let i = 0; i < edges.length; i += 4) best = Math.min(best, squaredToSegment(x, y, edges, i));
    return Math.sqrt(best);
  }
  // boxes come nearest first; once a box is farther than the best edge, no later one can be nearer
  let best = Infinity;
  for (const edge of index.neighbors(x, y, 8)) best = Math.min(best, squaredToSegment(x, y, edges, edge * 4));
  const reach = Math.sqrt(best);
  for (const i of edgesIn(outline, x - reach, y - reach, x + reach, y + reach)) {
    best = Math.min(best, squaredToSegment(x, y, edges, i));
  }
  return Math.sqrt(best);
}

/** Squared distance from a position to the segment at an offset, square metres. */
export function squaredToSegment(x: number, y: number, edges: Float64Array, i: number): number {
  const dx = edges[i + 2] - edges[i];
  const dy = edges[i + 3] - edges[i + 1];
  const px = x - edges[i];
  const py = y - edges[i + 1];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length));
  const ex = px - t * dx;
  const ey = py - t * dy;
  return ex * ex + ey * ey;
}

/** Distance between the edges of two columns that do not cross, metres. */
export function edgesApart(a: Float64Array, b: Float64Array): number {
  let best = Infinity;
  for (let i = 0; i < a.length; i += 4) {
    for (let k = 0; k < b.length; k += 4) {
      best = Math.min(
        best,
        squaredToSegment(a[i], a[i + 1], b, k),
        squaredToSegment(a[i + 2], a[i + 3], b, k),
        squaredToSegment(b[k], b[k + 1], a, i),
        squaredToSegment(b[k + 2], b[k + 3], a, i),
      );
    }
  }
  return Math.sqrt(best);
}

/** How deep, and where. */
export interface Depth {
  /** Metres; 0 when they are apart. */
  readonly depth: number;
  readonly at: Point | null;
}

/** Farther apart than this is more than the rounding of reckoning, metres. */
const BESIDE = 1e-6;

const APART: Depth = { depth: 0, at: null };

/**
 * How deep two areas overlap, metres. For two convex ones the shortest way to part them (separating axes). Else the
 * farthest that the rim of one, at its vertices and at places along its inner pieces, lies inside the other; where
 * neither rim does, one covers the other or is its equal, which a place well inside each of them tells.
 */
export function overlapDepth(a: Outline, b: Outline): Depth {
  if (a.minX >= b.maxX || b.minX >= a.maxX || a.minY >= b.maxY || b.minY >= a.maxY) return APART;
  if (a.convex && b.convex) {
    const depth = Math.min(separation(a.area.shell, b.area.shell), separation(b.area.shell, a.area.shell));
    return depth <= 0 ? APART : { depth, at: middleOfBoxes(a, b) };
  }
  // most that lie beside each other have a side of a convex one between them
  if (a.convex && separation(a.area.shell, b.area.shell) < -BESIDE) return APART;
  if (b.convex && separation(b.area.shell, a.area.shell) < -BESIDE) return APART;
  const first = deepest(a, b, "inside");
  const second = deepest(b, a, "inside");
  const rims = first.depth >= second.depth ? first : second;
  if (rims.depth > OVERLAP_TOLERANCE) return rims;
  const inner = [middleInside(a), middleInside(b)].map(({ x, y, room }): Depth => {
    if (!isInside(a, x, y) || !isInside(b, x, y)) return APART;
    return { depth: Math.min(room, distanceToEdge(a, x, y), distanceToEdge(b, x, y)), at: [x, y] };
  });
  return inner.reduce((best, next) => (next.depth > best.depth ? next : best), rims);
}

/** How far an area sticks out of another, metres, holes counting as outside. */
export function depthOutside(inner: Outline, outer: Outline): Depth {
  if (outer.convex) return beyondConvex(inner, outer);
  const near = edgesIn(outer, inner.minX, inner.minY, inner.maxX, inner.maxY);
  const [x, y] = [inner.edges[0], inner.edges[1]];
  // far from every rim it is all in or all out
  if (near.length === 0) {
    return isInside(outer, x, y) ? APART : { depth: distanceToEdge(outer, x, y), at: [x, y] };
  }
  let best = deepest(inner, outer, "outside");
  // what fills a hole or a notch of the outer one exactly has no rim outside
  const middle = middleInside(inner);
  if (!isInside(outer, middle.x, middle.y)) {
    const depth = Math.min(middle.room, distanceToEdge(outer, middle.x, middle.y));
    if (depth > best.depth) best = { depth, at: [middle.x, middle.y] };
  }
  // a notch or a hole of the outer one may lie wholly within the inner
  const { edges } = outer;
  for (const i of near) {
    const x = edges[i];
    const y = edges[i + 1];
    if (!isInside(inner, x, y)) continue;
    const depth = distanceToEdge(inner, x, y);
    if (depth > best.depth) best = { depth, at: [x, y] };
  }
  return best;
}

/** The farthest that a vertex lies beyond an edge of a convex outline: nothing else of the inner one can lie farther out. */
function beyondConvex(inner: Outline, outer: Outline): Depth {
  const { shell } = inner.area;
  const { edges } = outer;
  let depth = 0;
  let vertex = -1;
  for (let i = 0; i < edges.length; i += 4) {
    const dx = edges[i + 2] - edges[i];
    const dy = edges[i + 3] - edges[i + 1];
    const length = Math.sqrt(dx * dx + dy * dy);
    if (length === 0) continue;
    for (let k = 0; k < shell.length; k += 2) {
      const outward = (dy * (shell[k] - edges[i]) - dx * (shell[k + 1] - edges[i + 1])) / length;
      if (outward > depth) {
        depth = outward;
        vertex = k;
      }
    }
  }
  return vertex < 0 ? APART : { depth, at: [shell[vertex], shell[vertex + 1]] };
}

/** Smallest overlap along the edge normals of the first convex ring; not positive when one of them parts the two. */
function separation(ring: Float64Array, other: Float64Array): number {
  let least = Infinity;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    const dx = ring[j] - ring[i];
    const dy = ring[j + 1] - ring[i + 1];
    const length = Math.sqrt(dx * dx + dy * dy);
    if (length === 0) continue;
    // rings are counter-clockwise: the inside is on the left
    let farthest = -Infinity;
    for (let k = 0; k < other.length; k += 2) {
      const inward = (dx * (other[k + 1] - ring[i + 1]) - dy * (other[k] - ring[i])) / length;
      if (inward > farthest) farthest = inward;
    }
    if (farthest < least) least = farthest;
    if (least <= 0) return least;
  }
  return least;
}

interface Middle {
  readonly x: number;
  readonly y: number;
  /** Distance to the nearest edge, metres. */
  readonly room: number;
}

const middles = new WeakMap<Outline, Middle>();

/** Heights at which the inside of an area is looked for, as shares of its own. */
const HEIGHTS = [0.5, 0.25, 0.75, 0.1, 0.9, 0.37, 0.63] as const;

/** A place well inside an area: the middle of the widest of a few level cuts through it that has most room. */
function middleInside(outline: Outline): Middle {
  const known = middles.get(outline);
  if (known !== undefined) return known;
  const { edges, minY, maxY } = outline;
  let best: Middle = { x: edges[0], y: edges[1], room: 0 };
  for (const share of HEIGHTS) {
    const y = minY + share * (maxY - minY);
    const cuts: number[] = [];
    for (let i = 0; i < edges.length; i += 4) {
      const [ax, ay, bx, by] = [edges[i], edges[i + 1], edges[i + 2], edges[i + 3]];
      if (ay > y !== by > y) cuts.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
    }
    cuts.sort((p, q) => p - q);
    for (let k = 1; k < cuts.length; k += 2) {
      const x = (cuts[k - 1] + cuts[k]) / 2;
      const room = distanceToEdge(outline, x, y);
      if (room > best.room) best = { x, y, room };
    }
  }
  middles.set(outline, best);
  return best;
}

/** Places along a piece of a rim between two crossings at which its depth is taken, as shares of it. */
const ALONG = [0.5, 0.1, 0.9] as const;

function deepest(a: Outline, b: Outline, side: "inside" | "outside"): Depth {
  let best = APART;
  const look = (x: number, y: number) => {
    if (isInside(b, x, y) !== (side === "inside")) return;
    const depth = distanceToEdge(b, x, y);
    if (depth > best.depth) best = { depth, at: [x, y] };
  };
  const { edges } = a;
  const near = side === "outside" ? null : edgesIn(a, b.minX, b.minY, b.maxX, b.maxY);
  const count = near === null ? edges.length / 4 : near.length;
  for (let n = 0; n < count; n++) {
    const i = near === null ? n * 4 : near[n];
    look(edges[i], edges[i + 1]);
    const cuts = crossings(edges, i, b);
    for (let k = 1; k < cuts.length; k++) {
      for (const share of ALONG) {
        const t = cuts[k - 1] + share * (cuts[k] - cuts[k - 1]);
        look(edges[i] + t * (edges[i + 2] - edges[i]), edges[i + 1] + t * (edges[i + 3] - edges[i + 1]));
      }
    }
  }
  return best;
}

/** Parameters at which an edge meets an outline, with both ends, ascending. */
export function crossings(edges: Float64Array, i: number, other: Outline): number[] {
  const [ax, ay, bx, by] = [edges[i], edges[i + 1], edges[i + 2], edges[i + 3]];
  const cuts = [0, 1];
  const near = edgesIn(other, Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  for (const k of near) {
    const [cx, cy, dx, dy] = [other.edges[k], other.edges[k + 1], other.edges[k + 2], other.edges[k + 3]];
    const denominator = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
    if (Math.abs(denominator) < STRAIGHT) {
      // parallel: the ends of the other may still cut this one
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      if (length === 0) continue;
      for (const [px, py] of [
        [cx, cy],
        [dx, dy],
      ]) {
        const t = ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length;
        if (t > 0 && t < 1) cuts.push(t);
      }
      continue;
    }
    const t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / denominator;
    const u = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / denominator;
    if (t > 0 && t < 1 && u >= -1e-9 && u <= 1 + 1e-9) cuts.push(t);
  }
  return cuts.sort((p, q) => p - q);
}

function isConvex(ring: Float64Array): boolean {
  const n = ring.length;
  for (let i = 0; i < n; i += 2) {
    const j = (i + 2) % n;
    const k = (i + 4) % n;
    const turn = (ring[j] - ring[i]) * (ring[k + 1] - ring[j + 1]) - (ring[j + 1] - ring[i + 1]) * (ring[k] - ring[j]);
    if (turn < -STRAIGHT) return false;
  }
  return true;
}

function middleOfBoxes(a: Outline, b: Outline): Point {
  return [
    (Math.max(a.minX, b.minX) + Math.min(a.maxX, b.maxX)) / 2,
    (Math.max(a.minY, b.minY) + Math.min(a.maxY, b.maxY)) / 2,
  ];
}
