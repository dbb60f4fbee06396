import type { Area, Point } from "../model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../model/plan.ts";
import { featuresOf, type Site } from "../model/site.ts";
import { distanceTo } from "./plane/outline.ts";
import { grow, intersect, regionArea, regionOf } from "./plane/region.ts";
import { holds } from "./plane/section.ts";

// ground is paved for stalls alone: where those go, aisles and driveways that are left without any go with them

type Way = PlanFeature<"aisle"> | PlanFeature<"driveway">;

/** Ways this near to each other, to a road or to a gate lead on, metres. */
const NEAR = 0.1;

/** A lane or a place to turn belongs to an aisle that it shares as much with, square metres. */
const SHARED = 4;

/**
 * A plan's features without the new aisles and driveways that no stall opens to and that lead nowhere: a way between two
 * others, or from a gate to one, stays. Lanes and places to turn that were made for such an aisle go with it.
 */
export function withoutIdleWays(features: readonly PlanFeature[], site: Site): PlanFeature[] {
  const isWay = (feature: PlanFeature): feature is Way => feature.kind === "aisle" || feature.kind === "driveway";
  const ways = features.filter(isWay).filter(({ properties }) => properties.status === "new");
  const serving = new Set(planFeaturesOf(features, "stall").map(({ properties }) => properties.aisle));
  if (ways.every(({ id }) => serving.has(id))) return [...features];
  const roads = featuresOf(site, "road").map(({ shape }) => shape);
  const gates = featuresOf(site, "gate").map(({ shape }): Point => {
    const last = shape.length - 2;
    return [(shape[0] + shape[last]) / 2, (shape[1] + shape[last + 1]) / 2];
  });
  let left = ways.some(({ id }) => serving.has(id)) ? ways : [];
  for (;;) {
    const next = left.filter((way) => {
      if (serving.has(way.id)) return true;
      const others = left.filter((other) => other !== way && touches(way.shape, other.shape)).length;
      const road = roads.some((shape) => touches(way.shape, shape)) ? 1 : 0;
      return others + road + gates.filter((gate) => isAt(gate, way.shape)).length > 1;
    });
    if (next.length === left.length) break;
    left = next;
  }
  const gone = ways.filter((way) => !left.includes(way));
  const ofGone = ({ shape }: { shape: Area }) => {
    const shares = ({ shape: other }: Way) => regionArea(intersect(regionOf([shape]), regionOf([other]))) > SHARED;
    return gone.some(shares) && !left.some(shares);
  };
  const lanes = planFeaturesOf(features, "fireLane").filter((lane) => lane.properties.status === "new" && ofGone(lane));
  const places = planFeaturesOf(features, "turnaround").filter((place) =>
    lanes.some((lane) => regionArea(intersect(regionOf([place.shape]), regionOf([lane.shape]))) > SHARED),
  );
  const going = new Set([...gone, ...lanes, ...places].map(({ id }) => id));
  return features.filter(({ id }) => !going.has(id));
}

function touches(a: Area, b: Area): boolean {
  return regionArea(intersect(grow(regionOf([a]), NEAR), regionOf([b]))) > 0;
}

function isAt(gate: Point, { shell }: Area): boolean {
  return holds({ shell, holes: [] }, gate) || distanceTo(gate, [shell]) <= NEAR;
}
