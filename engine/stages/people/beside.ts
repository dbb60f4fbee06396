import { type Area, type Point, pointsOf } from "../../model/geometry.ts";
import type { PlanFeature } from "../../model/plan.ts";
import { featuresOf } from "../../model/site.ts";
import type { Draft } from "../draft.ts";
import { hazardRings } from "../green/planting.ts";
import { groundOf, hazardsIn } from "../ground/ground.ts";
import { FORBIDS_STALL, type HazardItem } from "../plane/hazard.ts";
import { snappedArea } from "../plane/outline.ts";
import { intersect, regionArea, regionOf, regionOfRings, subtract, union } from "../plane/region.ts";

/** Strips that overlap by less are beside each other, square metres. */
const SLIVER = 0.01;

/** What an access aisle may lie on: ground that is planted or counted anew afterwards. */
const GIVES_WAY: ReadonlySet<string> = new Set(["green", "greenRemoved", "wallGreen"]);

/** Whether a strip of ground beside a stall could be an access aisle. */
export type IsFree = (strip: Area) => boolean;

/** Ground of a draft where an access aisle could lie. */
export function freeIn(draft: Draft): IsFree {
  const { problem, features } = draft;
  const { site } = problem;
  const standing: HazardItem[] = [...groundOf(problem).hazards, ...hazardsIn(draft)];
  const placed = features.flatMap((feature) =>
    !GIVES_WAY.has(feature.kind) && "shell" in feature.shape ? [feature.shape] : [],
  );
  const taken = union(
    regionOfRings(standing.filter(({ bit }) => (bit & FORBIDS_STALL) !== 0).flatMap(hazardRings)),
    regionOf([...placed, ...featuresOf(site, "road").map(({ shape }) => shape)]),
  );
  return (strip) =>
    regionArea(subtract(regionOf([strip]), regionOf([site.boundary]))) < SLIVER &&
    regionArea(intersect(regionOf([strip]), taken)) < SLIVER;
}

/**
 * An access aisle of a width for a stall that has none: along its far side where it stands parallel, so that one gets on to
 * the footway, along either side where it stands across; null where something stands there.
 */
export function aisleBeside({ shape, properties }: PlanFeature<"stall">, width: number, isFree: IsFree): Area | null {
  const [a, b, c, d] = pointsOf(shape.shell);
  const sides: [Point, Point][] =
    properties.parkingAngle === 0
      ? [[c, d]]
      : [
          [b, c],
          [d, a],
        ];
  return sides.map(([p, q]) => stripAlong(p, q, width)).find(isFree) ?? null;
}

/** The strip on the right of a line, which is outside of a ring that runs counter-clockwise. */
function stripAlong(p: Point, q: Point, width: number): Area {
  const length = Math.sqrt((q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2);
  const out: Point = [((q[1] - p[1]) / length) * width, ((p[0] - q[0]) / length) * width];
  return snappedArea([q, p, [p[0] + out[0], p[1] + out[1]], [q[0] + out[0], q[1] + out[1]]]);
}
