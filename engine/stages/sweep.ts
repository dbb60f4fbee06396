import type { Ring } from "../model/geometry.ts";
import type { PlanFeature } from "../model/plan.ts";
import type { Site } from "../model/site.ts";
import { areasOf, intersect, looseRings, regionOf } from "./plane/region.ts";

/** Parts smaller than this are seams of the drawing, square metres. */
const LEAST = 0.1;

/** Ground that the engine's body covers on its way along a lane: the bodies at its poses together, inside the site. */
export function sweptPaths(site: Site, ways: readonly { lane: string; bodies: readonly Ring[] }[]): PlanFeature[] {
  const boundary = regionOf([site.boundary]);
  const paths = ways.flatMap(({ lane, bodies }) =>
    areasOf(intersect(looseRings(joined(distinct(bodies))), boundary), LEAST).map((shape) => ({ lane, shape })),
  );
  return paths.map(({ lane, shape }, i) => ({
    kind: "sweptPath",
    id: `sweptPath-${i + 1}`,
    shape,
    properties: { of: lane },
  }));
}

/** Ways from the same gate begin alike: each body once. */
function distinct(bodies: readonly Ring[]): Ring[] {
  const byFirst = new Map<number, Ring[]>();
  return bodies.filter((body) => {
    const alike = byFirst.get(body[0]) ?? [];
    if (alike.some((other) => other.every((value, k) => value === body[k]))) return false;
    byFirst.set(body[0], [...alike, body]);
    return true;
  });
}

/** Directions that differ by less than this, as the sine, and sides that lie as near, metres, are the same. */
const STRAIGHT = 1e-6;

/** Bodies one after the other on a straight as one body from the rear of the first to the front of the last. */
function joined(bodies: readonly Ring[]): Ring[] {
  const out: Ring[] = [];
  for (const body of bodies) {
    const last = out[out.length - 1];
    if (last !== undefined && isAhead(last, body)) {
      const both = last.slice();
      both.set(body.subarray(2, 6), 2);
      out[out.length - 1] = both;
    } else out.push(body);
  }
  return out;
}

/** Does a body go on from another straight on, and leave no gap? Corners: rear right, front right, front left, rear left. */
function isAhead(a: Ring, b: Ring): boolean {
  const [dx, dy] = [a[2] - a[0], a[3] - a[1]];
  const length = Math.sqrt(dx * dx + dy * dy);
  const along = (x: number, y: number) => ((x - a[0]) * dx + (y - a[1]) * dy) / length;
  const aside = (x: number, y: number) => ((y - a[1]) * dx - (x - a[0]) * dy) / length;
  const isOnSide = (x: number, y: number) => Math.abs(aside(x, y)) <= STRAIGHT;
  const start = along(b[0], b[1]);
  return start >= 0 && start <= length && isOnSide(b[0], b[1]) && isOnSide(b[2], b[3]) && along(b[2], b[3]) >= length;
}
