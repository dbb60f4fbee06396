import Flatbush from "flatbush";
import type { Point } from "../model/geometry.ts";
import { nearestOnSegment } from "./inside.ts";

/** So few edges are looked through one by one. */
const FEW = 16;

/** Edges of rings, found by place. An edge is a row; rings are numbered as given. */
export interface Edges {
  readonly count: number;
  /** Four numbers an edge: from x, y to x, y, metres. */
  readonly ends: Float64Array;
  /** The ring an edge belongs to. */
  readonly ring: Int32Array;
  /** Calls `visit` for each edge whose box meets the given one. */
  search(minX: number, minY: number, maxX: number, maxY: number, visit: (edge: number) => void): void;
}

/** Edges of closed rings (the first point is not repeated), or of open lines. */
export function edgesOf(rings: readonly (readonly Point[])[], sort: "closed" | "open" = "closed"): Edges {
  const sizes = rings.map((ring) => Math.max(0, sort === "closed" ? ring.length : ring.length - 1));
  const count = sizes.reduce((sum, size) => sum + size, 0);
  const ends = new Float64Array(count * 4);
  const owner = new Int32Array(count);
  const index = count <= FEW ? null : new Flatbush(count);
  let row = 0;
  rings.forEach((ring, r) => {
    for (let i = 0; i < sizes[r]; i++, row++) {
      const [ax, ay] = ring[i];
      const [bx, by] = ring[i + 1 < ring.length ? i + 1 : 0];
      ends[row * 4] = ax;
      ends[row * 4 + 1] = ay;
      ends[row * 4 + 2] = bx;
      ends[row * 4 + 3] = by;
      owner[row] = r;
    }
  });
  const stride = index === null ? 1 : strideOf(count);
  // rows run along the rings, and flatbush's quicksort takes quadratic time on some such orders: hand them over scattered
  for (let k = 0; k < count && index !== null; k++) {
    const i = ((k * stride) % count) * 4;
    const [ax, ay, bx, by] = [ends[i], ends[i + 1], ends[i + 2], ends[i + 3]];
    index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  index?.finish();
  const search: Edges["search"] = (minX, minY, maxX, maxY, visit) => {
    if (index === null) {
      for (let edge = 0, i = 0; edge < count; edge++, i += 4) {
        if (Math.min(ends[i], ends[i + 2]) > maxX || Math.max(ends[i], ends[i + 2]) < minX) continue;
        if (Math.min(ends[i + 1], ends[i + 3]) > maxY || Math.max(ends[i + 1], ends[i + 3]) < minY) continue;
        visit(edge);
      }
      return;
    }
    index.search(minX, minY, maxX, maxY, (k) => {
      visit((k * stride) % count);
      return false;
    });
  };
  return { count, ends, ring: owner, search };
}

/** Rows of a table in an order in which none stands beside its neighbours, for an index that takes long on sorted ones. */
export function scattered(count: number): number[] {
  const stride = strideOf(count);
  return Array.from({ length: count }, (_, k) => (k * stride) % count);
}

/** A step that visits every row once when repeated round the table, far apart each time: near the golden section of it. */
function strideOf(count: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let stride = Math.round(count * 0.618);
  while (divisor(stride, count) !== 1) stride++;
  return stride;
}

/** The nearest place on any edge, the first of equals; null without edges. */
export function nearestEdge(edges: Edges, x: number, y: number): { at: Point; distance: number } | null {
  if (edges.count === 0) return null;
  let best = Infinity;
  let bestRow = -1;
  let at: Point = [x, y];
  const look = (row: number) => {
    const [ax, ay, bx, by] = endsOf(edges, row);
    const near = nearestOnSegment(x, y, ax, ay, bx, by);
    const squared = (near[0] - x) ** 2 + (near[1] - y) ** 2;
    if (squared > best || (squared === best && row > bestRow)) return;
    best = squared;
    bestRow = row;
    at = near;
  };
  // an edge farther away than the box is wide may hide behind one that its corner caught
  for (let reach = 1; best > reach * reach; reach *= 4) {
    if (reach > 1e12) break;
    edges.search(x - reach, y - reach, x + reach, y + reach, look);
  }
  return { at, distance: Math.sqrt(best) };
}

/** Rings that hold a position, by the edges that a way due east crosses. A position on an edge may fall either way. */
export function ringsAround(edges: Edges, x: number, y: number): Set<number> {
  const around = new Set<number>();
  edges.search(x, y, Infinity, y, (row) => {
    const [ax, ay, bx, by] = endsOf(edges, row);
    if (ay > y === by > y || x >= ((bx - ax) * (y - ay)) / (by - ay) + ax) return;
    const ring = edges.ring[row];
    if (!around.delete(ring)) around.add(ring);
  });
  return around;
}

export function endsOf({ ends }: Edges, row: number): [number, number, number, number] {
  const i = row * 4;
  return [ends[i], ends[i + 1], ends[i + 2], ends[i + 3]];
}
