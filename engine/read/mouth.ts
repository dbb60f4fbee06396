import type { Point } from "../model/geometry.ts";
import { distanceToSegment, sideOf } from "./inside.ts";

/** Index of the corner at which a stall's mouth begins: of its short edges, the one nearest to drivable ground. FORMAT.md section 2. */
export function mouthOf(
  corners: readonly Point[],
  roads: readonly (readonly Point[])[],
  gates: readonly (readonly Point[])[],
): number {
  const span = (i: number) => {
    const [a, b] = [corners[i % 4], corners[(i + 1) % 4]];
    return Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2);
  };
  const first = span(0) + span(2) <= span(1) + span(3) ? 0 : 1;
  const [near, far] = [first, first + 2].map((i) => distanceTo(corners[i % 4], corners[(i + 1) % 4], roads, gates));
  return near <= far ? first : first + 2;
}

function distanceTo(
  a: Point,
  b: Point,
  roads: readonly (readonly Point[])[],
  gates: readonly (readonly Point[])[],
): number {
  const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const rings = roads.length > 0 ? roads : gates;
  let best = Infinity;
  for (const ring of rings) {
    if (roads.length > 0 && sideOf(ring, x, y) !== "outside") return 0;
    for (let i = 0; i < ring.length; i++) {
      const [c, d] = [ring[i], ring[(i + 1) % ring.length]];
      best = Math.min(best, distanceToSegment(x, y, c[0], c[1], d[0], d[1]));
    }
  }
  return best;
}
