import type { Area, Ring } from "../../model/geometry.ts";
import { areasOf, regionOfRings } from "../plane/region.ts";

/** Bodies this many before and after a turn belong to it: half a metre each. */
const RUN_IN = 6;

/** Within them the engine turns when its direction changes by more than this, as the cosine: 12°. */
const TURNS = 0.978;

/** Parts smaller than this are seams of the drawing, square metres. */
const LEAST = 0.5;

/**
 * The ground that an engine's body sweeps where it turns, of bodies one after the other along its ways: [rear right,
 * front right, front left, rear left]. On the straights between them the lane's clear width is enough.
 */
export function turnsOfWays(ways: readonly (readonly Ring[])[]): Area[] {
  const kept = new Map<string, Ring>();
  for (const bodies of ways) {
    const along = bodies.map(([x0, y0, x1, y1]) => {
      const length = Math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2);
      return [(x1 - x0) / length, (y1 - y0) / length] as const;
    });
    bodies.forEach((body, i) => {
      const [a, b] = [along[Math.max(0, i - RUN_IN)], along[Math.min(bodies.length - 1, i + RUN_IN)]];
      // ways from one gate begin alike: each body once
      if (a[0] * b[0] + a[1] * b[1] < TURNS) kept.set(body.join(" "), body);
    });
  }
  return areasOf(regionOfRings([...kept.values()]), LEAST);
}
