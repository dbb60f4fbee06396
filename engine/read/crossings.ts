import { Clipper, FillRule, type Paths64 } from "clipper2-ts";
import { flat, type Point, ringArea } from "../model/geometry.ts";
import { SNAP } from "../model/tolerance.ts";
import { type Edges, edgesOf, endsOf, ringsAround } from "./edges.ts";
import { distanceToSegment, outlineHolds } from "./inside.ts";

/** Edges cross when the ends of each lie this far on both sides of the other, metres: less is touching, or rounding. */
const CROSSING = 2 * SNAP;

/** Pairs of edges that are looked at before the tangle is given up. */
const MOST_PAIRS = 30_000_000;

/** Why rings are no polygon: the rings concerned (0 is the outer one) and where. Metres. */
export type Fault =
  | { readonly sort: "crossing"; readonly rings: readonly [number, number]; readonly at: Point }
  | { readonly sort: "outside"; readonly rings: readonly [number, number]; readonly at: Point }
  | { readonly sort: "tangle"; readonly rings: readonly [number, number]; readonly at: Point };

interface Touch {
  readonly rings: readonly [number, number];
  readonly at: Point;
}

/**
 * What keeps an outer ring and its holes from being a polygon; null when nothing does. Rings that touch in points, and
 * holes that share an edge with the outer ring, are polygons to us. Rings open, in metres on the 0.1 mm grid, the outer
 * one first, without spikes or repeated points.
 */
export function faultOf(rings: readonly (readonly Point[])[]): Fault | null {
  const edges = edgesOf(rings);
  const found = meetings(edges, rings);
  if ("sort" in found) return found;
  const { touches } = found;
  return touchingFault(rings, touches) ?? nestingFault(rings, edges, touches);
}

/** The first crossing, or every pair of rings that touch with the first place where they do. */
function meetings(edges: Edges, rings: readonly (readonly Point[])[]): Fault | { touches: readonly Touch[] } {
  const starts: number[] = [];
  rings.reduce((sum, ring) => {
    starts.push(sum);
    return sum + ring.length;
  }, 0);
  const isNext = (i: number, k: number) => {
    const ring = edges.ring[i];
    if (ring !== edges.ring[k]) return false;
    const n = rings[ring].length;
    const apart = Math.abs(i - k);
    return apart === 1 || apart === n - 1;
  };
  const touches = new Map<number, Touch>();
  let pairs = 0;
  let crossed: Fault | null = null;
  for (let i = 0; i < edges.count && crossed === null; i++) {
    const [ax, ay, bx, by] = endsOf(edges, i);
    const r = CROSSING;
    edges.search(Math.min(ax, bx) - r, Math.min(ay, by) - r, Math.max(ax, bx) + r, Math.max(ay, by) + r, (k) => {
      if (k <= i || crossed !== null) return;
      if (++pairs > MOST_PAIRS) crossed = { sort: "tangle", rings: [edges.ring[i], edges.ring[k]], at: [ax, ay] };
      const met = meeting(edges, i, k);
      if (met === null) return;
      const which = [edges.ring[i], edges.ring[k]] as const;
      if (met.sort === "crossing") crossed = { sort: "crossing", rings: which, at: met.at };
      else if (!isNext(i, k)) {
        const key = which[0] * rings.length + which[1];
        if (!touches.has(key)) touches.set(key, { rings: which, at: met.at });
      }
    });
  }
  return crossed ?? { touches: [...touches.values()] };
}

/** How two edges meet, if they do: crossing, or within the tolerance of touching. */
function meeting({ ends }: Edges, i: number, k: number): { sort: "crossing" | "touch"; at: Point } | null {
  const [ax, ay, bx, by] = [ends[i * 4], ends[i * 4 + 1], ends[i * 4 + 2], ends[i * 4 + 3]];
  const [cx, cy, dx, dy] = [ends[k * 4], ends[k * 4 + 1], ends[k * 4 + 2], ends[k * 4 + 3]];
  // distances of the ends of each from the line of the other, times that one's length
  const ab = CROSSING * Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
  const c = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  const d = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax);
  if ((c > ab && d > ab) || (c < -ab && d < -ab)) return null;
  const cd = CROSSING * Math.sqrt((dx - cx) ** 2 + (dy - cy) ** 2);
  const a = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx);
  const b = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx);
  if ((a > cd && b > cd) || (a < -cd && b < -cd)) return null;
  const isThrough = c > 0 !== d > 0 && a > 0 !== b > 0;
  if (isThrough && Math.min(Math.abs(a), Math.abs(b)) > cd && Math.min(Math.abs(c), Math.abs(d)) > ab) {
    const t = c / (c - d);
    return { sort: "crossing", at: [cx + t * (dx - cx), cy + t * (dy - cy)] };
  }
  if (distanceToSegment(ax, ay, cx, cy, dx, dy) <= CROSSING) return { sort: "touch", at: [ax, ay] };
  if (distanceToSegment(bx, by, cx, cy, dx, dy) <= CROSSING) return { sort: "touch", at: [bx, by] };
  if (distanceToSegment(cx, cy, ax, ay, bx, by) <= CROSSING) return { sort: "touch", at: [cx, cy] };
  if (distanceToSegment(dx, dy, ax, ay, bx, by) <= CROSSING) return { sort: "touch", at: [dx, dy] };
  return null;
}

/** Where rings touch, areas tell touching from overlapping: a point has none. */
function touchingFault(rings: readonly (readonly Point[])[], touches: readonly Touch[]): Fault | null {
  for (const { rings: which, at } of touches) {
    if (which[0] !== which[1]) continue;
    const path = toPath(rings[which[0]]);
    const own = Math.abs(ringArea(flat(rings[which[0]])));
    const slack = slackOf(rings[which[0]]);
    const isPlain = [FillRule.EvenOdd, FillRule.NonZero].every(
      (rule) => Math.abs(areaOf(Clipper.union([path], rule)) - own) <= slack,
    );
    if (!isPlain) return { sort: "crossing", rings: which, at };
  }
  const ofShell = touches.filter(({ rings: [a, b] }) => a === 0 && b > 0);
  for (const { rings: which, at } of overhanging(rings, ofShell)) return { sort: "crossing", rings: which, at };
  for (const { rings: which, at } of touches) {
    if (which[0] === 0 || which[0] === which[1]) continue;
    const shared = Clipper.intersect([toPath(rings[which[0]])], [toPath(rings[which[1]])], FillRule.NonZero);
    const slack = Math.min(slackOf(rings[which[0]]), slackOf(rings[which[1]]));
    if (areaOf(shared) > slack) return { sort: "crossing", rings: which, at };
  }
  return null;
}

/** Touches of holes that reach over the outer ring. */
function overhanging(rings: readonly (readonly Point[])[], touches: readonly Touch[]): readonly Touch[] {
  if (touches.length === 0) return [];
  const shell = [toPath(rings[0])];
  const over = (some: readonly Touch[]) =>
    areaOf(
      Clipper.difference(
        some.map(({ rings: [, hole] }) => toPath(rings[hole])),
        shell,
        FillRule.NonZero,
      ),
    );
  const slack = touches.reduce((sum, { rings: [, hole] }) => sum + slackOf(rings[hole]), 0);
  if (over(touches) <= slack) return [];
  return touches.filter((touch) => over([touch]) > slackOf(rings[touch.rings[1]]));
}

/** Holes that do not touch a ring lie wholly inside or outside it, so that one corner tells. */
function nestingFault(rings: readonly (readonly Point[])[], edges: Edges, touches: readonly Touch[]): Fault | null {
  const touching = new Set(touches.map(({ rings: [a, b] }) => a * rings.length + b));
  const isTouching = (a: number, b: number) => touching.has(Math.min(a, b) * rings.length + Math.max(a, b));
  for (let hole = 1; hole < rings.length; hole++) {
    const at = rings[hole][0];
    const around = ringsAround(edges, ...at);
    const isInside = isTouching(0, hole) ? outlineHolds(rings[0], rings[hole]) : around.has(0);
    if (!isInside) return { sort: "outside", rings: [0, hole], at };
    for (const other of around) {
      if (other === 0 || other === hole || isTouching(other, hole)) continue;
      return { sort: "outside", rings: [other, hole], at };
    }
  }
  return null;
}

function toPath(ring: readonly Point[]): Paths64[number] {
  return ring.map(([x, y]) => ({ x: Math.round(x / SNAP), y: Math.round(y / SNAP) }));
}

function areaOf(paths: Paths64): number {
  return Math.abs(Clipper.areaPaths(paths)) * SNAP * SNAP;
}

/** Area that touching within the crossing tolerance may make, square metres. */
function slackOf(ring: readonly Point[]): number {
  let rim = 0;
  for (let i = 0; i < ring.length; i++) {
    const [ax, ay] = ring[i];
    const [bx, by] = ring[(i + 1) % ring.length];
    rim += Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
  }
  return CROSSING * rim;
}
