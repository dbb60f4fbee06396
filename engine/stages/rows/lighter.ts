import type { Area } from "../../model/geometry.ts";
import { planFeaturesOf } from "../../model/plan.ts";
import type { Draft } from "../draft.ts";
import { intersect, type Region, regionArea, regionOf } from "../plane/region.ts";

/** What a stall gives back when it goes; its aisle's ground is reckoned anew afterwards. */
interface Gift {
  readonly id: string;
  /** Square metres. */
  readonly green: number;
}

/**
 * New stalls that together stand on at least `missing` square metres of today's green: those that take most first, so
 * that few go. All that take any where that is not enough, and then places for bicycles.
 */
export function givingBack(draft: Draft, missing: number): ReadonlySet<string> {
  const removed = regionOf(planFeaturesOf(draft.features, "greenRemoved").map(({ shape }) => shape));
  const gifts = [
    ...giftsOf(draft, "stall", removed),
    ...giftsOf(draft, "ebikeSlot", removed),
    ...giftsOf(draft, "bikeAisle", removed),
  ];
  const going = new Set<string>();
  let back = 0;
  for (const { id, green } of gifts) {
    if (back >= missing) break;
    going.add(id);
    back += green;
  }
  return going;
}

/** New stalls, those that stand on most of today's green first. */
export function stallsByGreen(draft: Draft): string[] {
  const removed = regionOf(planFeaturesOf(draft.features, "greenRemoved").map(({ shape }) => shape));
  return allOf(draft, "stall", removed).map(({ id }) => id);
}

/** What things of a kind give back, most first. */
function giftsOf(draft: Draft, kind: "stall" | "ebikeSlot" | "bikeAisle", removed: Region): Gift[] {
  return allOf(draft, kind, removed).filter(({ green }) => green > 0);
}

function allOf(draft: Draft, kind: "stall" | "ebikeSlot" | "bikeAisle", removed: Region): Gift[] {
  return draft.features
    .filter(
      (feature) =>
        feature.kind === kind && !("status" in feature.properties && feature.properties.status === "existing"),
    )
    .map((feature) => ({
      id: feature.id,
      green: regionArea(intersect(regionOf([feature.shape as Area]), removed)),
      // without it others may not stand either
      last: "type" in feature.properties && feature.properties.type === "accessible" ? 1 : 0,
    }))
    .sort((a, b) => a.last - b.last || b.green - a.green);
}
