import { areaOf } from "../../model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../../model/plan.ts";
import { intersect, regionArea, regionOf } from "../plane/region.ts";

/** A lane leads along an aisle, or to a place to turn, when they share as much, square metres. */
const SHARED = 4;

/**
 * An aisle that is too long to back out of stands and falls with its place to turn: of some new lanes and places to turn the
 * ids of all that goes with them, lane, place, aisle and its stalls.
 */
export function withTheirAisles(features: readonly PlanFeature[], ids: ReadonlySet<string>): Set<string> {
  const lanes = planFeaturesOf(features, "fireLane").filter(({ properties }) => properties.status === "new");
  const places = planFeaturesOf(features, "turnaround");
  const gone = new Set<string>();
  for (const lane of lanes) {
    const meets = ({ shape }: PlanFeature<"turnaround"> | PlanFeature<"aisle">) =>
      regionArea(intersect(regionOf([shape]), regionOf([lane.shape]))) > Math.min(SHARED, areaOf(shape) / 2);
    const own = places.filter(meets);
    if (own.length === 0 || ![lane, ...own].some(({ id }) => ids.has(id))) continue;
    const aisles = planFeaturesOf(features, "aisle").filter(meets);
    for (const { id } of [lane, ...own, ...aisles]) gone.add(id);
    for (const stall of planFeaturesOf(features, "stall")) {
      if (stall.properties.status === "new" && aisles.some(({ id }) => id === stall.properties.aisle))
        gone.add(stall.id);
    }
  }
  return gone;
}
