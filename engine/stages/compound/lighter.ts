import { planFeaturesOf } from "../../model/plan.ts";
import type { Draft } from "../draft.ts";
import { intersect, regionArea, regionOf } from "./region.ts";

/** What a stall gives back when it goes; its aisle's ground is reckoned anew afterwards. */
interface Gift {
  readonly id: string;
  /** Square metres. */
  readonly green: number;
}

/**
 * New stalls that together stand on at least `missing` square metres of today's green: those that take most first, so
 * that few go. All that take any where that is not enough.
 */
export function givingBack(draft: Draft, missing: number): ReadonlySet<string> {
  const removed = regionOf(planFeaturesOf(draft.features, "greenRemoved").map(({ shape }) => shape));
  const gifts = planFeaturesOf(draft.features, "stall")
    .filter(({ properties }) => properties.status === "new")
    .map(({ id, shape }): Gift => ({ id, green: regionArea(intersect(regionOf([shape]), removed)) }))
    .filter(({ green }) => green > 0)
    .sort((a, b) => b.green - a.green);
  const going = new Set<string>();
  let back = 0;
  for (const { id, green } of gifts) {
    if (back >= missing) break;
    going.add(id);
    back += green;
  }
  return going;
}
