import type { Ring } from "../model/geometry.ts";
import type { PlanFeature } from "../model/plan.ts";
import type { Site } from "../model/site.ts";
import { areasOf, intersect, regionOf, regionOfRings } from "./compound/region.ts";

/** Parts smaller than this are seams of the drawing, square metres. */
const LEAST = 0.1;

/** Ground that the engine's body covers on its way along a lane: the bodies at its poses together, inside the site. */
export function sweptPaths(site: Site, ways: readonly { lane: string; bodies: readonly Ring[] }[]): PlanFeature[] {
  const boundary = regionOf([site.boundary]);
  const paths = ways.flatMap(({ lane, bodies }) =>
    areasOf(intersect(regionOfRings(distinct(bodies)), boundary), LEAST).map((shape) => ({ lane, shape })),
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
  return [...new Map(bodies.map((body) => [body.join(" "), body])).values()];
}
