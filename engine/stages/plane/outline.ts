import { type Area, flat, type Line, type Point, type Ring } from "../../model/geometry.ts";
import { SNAP } from "../../model/tolerance.ts";
import type { Edge } from "./section.ts";

/** Coordinates on the grid of 0.1 mm that everything written lies on. */
export function snapped(points: readonly Point[]): Ring {
  return flat(points).map((value) => Math.round(value / SNAP) * SNAP);
}

/** A polygon without holes, snapped, counter-clockwise when the points are. */
export function snappedArea(points: readonly Point[]): Area {
  const shell = snapped(points);
  let twice = 0;
  for (let i = 0, j = shell.length - 2; i < shell.length; j = i, i += 2) {
    twice += (shell[j] - shell[0]) * (shell[i + 1] - shell[1]) - (shell[i] - shell[0]) * (shell[j + 1] - shell[1]);
  }
  return { shell: twice < 0 ? snapped([...points].reverse()) : shell, holes: [] };
}

/**
 * The straight edges of a ring or line as places to set something against; `out` points to the named side. Rings run
 * counter-clockwise, so their outside is on the right.
 */
export function edgesOf(line: Line | Ring, side: "outside" | "inside" | "left" | "right"): Edge[] {
  const count = line.length / 2;
  const closed = side === "outside" || side === "inside";
  const sign = side === "outside" || side === "right" ? 1 : -1;
  const edges: Edge[] = [];
  for (let i = 0; i < (closed ? count : count - 1); i++) {
    const a: Point = [line[2 * i], line[2 * i + 1]];
    const j = (i + 1) % count;
    const dx = line[2 * j] - a[0];
    const dy = line[2 * j + 1] - a[1];
    const length = Math.sqrt(dx * dx + dy * dy);
    if (length < 1e-6) continue;
    const along: Point = [dx / length, dy / length];
    edges.push({ frame: { origin: a, along, out: [sign * along[1], -sign * along[0]] }, length });
  }
  return edges;
}

/** Distance between two points, metres. */
export function distance(a: Point, b: Point): number {
  const dx = a[0] - b[0];
  const dy = a[1] - b[1];
  return Math.sqrt(dx * dx + dy * dy);
}

/** Distance from a point to the nearest place on an outline; 0 when there is no outline. Metres. */
export function distanceTo([x, y]: Point, outline: readonly Ring[]): number {
  let least = Infinity;
  for (const ring of outline) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const gap = distanceToSide(x, y, ring[j], ring[j + 1], ring[i], ring[i + 1]);
      if (gap < least) least = gap;
    }
  }
  return least === Infinity ? 0 : least;
}

function distanceToSide(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const t = shareAt(x, y, ax, ay, bx, by);
  const [dx, dy] = [x - (ax + t * (bx - ax)), y - (ay + t * (by - ay))];
  return Math.sqrt(dx * dx + dy * dy);
}

/** How far along a side the place nearest to a point is, as a share of the side; 0 on one that is a point. */
function shareAt(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const squared = dx * dx + dy * dy;
  return squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / squared));
}

/** The nearest point on an outline; the point itself when there is no outline. */
export function nearestOn([x, y]: Point, outline: readonly Ring[]): Point {
  let [bestX, bestY] = [x, y];
  let least = Infinity;
  for (const ring of outline) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const gap = distanceToSide(x, y, ring[j], ring[j + 1], ring[i], ring[i + 1]);
      if (gap >= least) continue;
      least = gap;
      const t = shareAt(x, y, ring[j], ring[j + 1], ring[i], ring[i + 1]);
      bestX = ring[j] + t * (ring[i] - ring[j]);
      bestY = ring[j + 1] + t * (ring[i + 1] - ring[j + 1]);
    }
  }
  return [bestX, bestY];
}
