import type { Point } from "../model/geometry.ts";
import { type Edges, nearestEdge } from "./edges.ts";

/** How far drivable ground is from a position, metres; 0 on it. */
export type DrivableDistance = (x: number, y: number) => number;

/** Index of the corner at which a stall's mouth begins: of its short edges, the one nearest to drivable ground. FORMAT.md section 2. */
export function mouthOf(corners: readonly Point[], distance: DrivableDistance): number {
  const span = (i: number) => {
    const [a, b] = [corners[i % 4], corners[(i + 1) % 4]];
    return Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2);
  };
  const first = span(0) + span(2) <= span(1) + span(3) ? 0 : 1;
  const [near, far] = [first, first + 2].map((i) => {
    const [a, b] = [corners[i % 4], corners[(i + 1) % 4]];
    return distance((a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
  });
  return near <= far ? first : first + 2;
}

/** Distance from edges; a position within an odd number of the rings is on their ground. */
export function distanceFrom(edges: Edges, isOn: (x: number, y: number) => boolean): DrivableDistance {
  return (x, y) => (isOn(x, y) ? 0 : (nearestEdge(edges, x, y)?.distance ?? Infinity));
}
