import type { Point } from "../model/geometry.ts";

/** A position this near an edge is on it, metres. */
const ON_EDGE = 0.0005;

/** Whether one ring lies within another that it does not cross; they may touch. Rings open, metres. */
export function outlineHolds(outer: readonly Point[], inner: readonly Point[]): boolean {
  for (let i = 0; i < inner.length; i++) {
    const [ax, ay] = inner[i];
    const [bx, by] = inner[(i + 1) % inner.length];
    for (const [x, y] of [
      [ax, ay],
      [(ax + bx) / 2, (ay + by) / 2],
    ]) {
      const where = sideOf(outer, x, y);
      if (where !== "edge") return where === "inside";
    }
  }
  // every vertex lies on the edge: a hole that fills its shell
  return true;
}

export function sideOf(ring: readonly Point[], x: number, y: number): "inside" | "outside" | "edge" {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i];
    const [bx, by] = ring[j];
    if (distanceToSegment(x, y, ax, ay, bx, by) < ON_EDGE) return "edge";
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside ? "inside" : "outside";
}

/** Distance from a position to a segment, metres. */
export function distanceToSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [nx, ny] = nearestOnSegment(x, y, ax, ay, bx, by);
  return Math.sqrt((x - nx) ** 2 + (y - ny) ** 2);
}

export function nearestOnSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): Point {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
  return [ax + t * (bx - ax), ay + t * (by - ay)];
}
