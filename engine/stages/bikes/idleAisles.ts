import { type Area, bounds, pointsOf } from "../../model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../../model/plan.ts";
import { distance, nearestOn } from "../plane/outline.ts";

/** A slot opens on an aisle that it lies this near to, metres. */
const BESIDE = 0.05;

/** What is left of a plan's features without the ways for bicycles that had slots along them before and have none any more. */
export function withoutIdleBikeAisles(kept: readonly PlanFeature[], before: readonly PlanFeature[]): PlanFeature[] {
  const gone = new Set(planFeaturesOf(before, "ebikeSlot").filter((slot) => !kept.includes(slot)));
  if (gone.size === 0) return [...kept];
  const left = planFeaturesOf(kept, "ebikeSlot");
  const isBy = (aisle: Area) => (slot: PlanFeature<"ebikeSlot">) => areBeside(slot.shape, aisle);
  return kept.filter(
    (feature) => feature.kind !== "bikeAisle" || left.some(isBy(feature.shape)) || ![...gone].some(isBy(feature.shape)),
  );
}

function areBeside(slot: Area, aisle: Area): boolean {
  const [a, b] = [bounds(slot.shell), bounds(aisle.shell)];
  if (a[0] > b[2] + BESIDE || b[0] > a[2] + BESIDE || a[1] > b[3] + BESIDE || b[1] > a[3] + BESIDE) return false;
  const near = (of: Area, to: Area) =>
    pointsOf(of.shell).some((at) => distance(at, nearestOn(at, [to.shell])) <= BESIDE);
  return near(slot, aisle) || near(aisle, slot);
}
