import { type Area, bounds, pointsOf } from "../../model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../../model/plan.ts";
import { distanceTo } from "../plane/outline.ts";
import { intersect, regionArea, regionOf } from "../plane/region.ts";

/** A slot opens on an aisle that it lies this near to, metres. */
const BESIDE = 0.05;

/** Less than this that a slot and a roof share is rounding, square metres. */
const SPECK = 0.01;

/** What is left of a plan's features without the ways for bicycles that had slots along them before and have none any more. */
export function withoutIdleBikeAisles(kept: readonly PlanFeature[], before: readonly PlanFeature[]): PlanFeature[] {
  const gone = new Set(planFeaturesOf(before, "ebikeSlot").filter((slot) => !kept.includes(slot)));
  if (gone.size === 0) return [...kept];
  const left = planFeaturesOf(kept, "ebikeSlot");
  const isBy = (aisle: Area) => (slot: PlanFeature<"ebikeSlot">) => areBeside(slot.shape, aisle, BESIDE);
  return kept.filter(
    (feature) => feature.kind !== "bikeAisle" || left.some(isBy(feature.shape)) || ![...gone].some(isBy(feature.shape)),
  );
}

/** Chargers and roofs of what is left whose slots have all gone, each with one of these. */
export function idleOf(
  left: readonly PlanFeature[],
  before: readonly PlanFeature[],
): { readonly feature: PlanFeature; readonly slot: string }[] {
  const stay = new Set(planFeaturesOf(left, "ebikeSlot").map(({ id }) => id));
  const gone = planFeaturesOf(before, "ebikeSlot").filter(({ id }) => !stay.has(id));
  if (gone.length === 0) return [];
  const posts = planFeaturesOf(left, "ebikeCharger").filter(
    ({ properties }) => !properties.serves.some((id) => stay.has(id)),
  );
  const under = (slots: readonly PlanFeature<"ebikeSlot">[], roof: Area) =>
    slots.filter(({ shape }) => regionArea(intersect(regionOf([shape]), regionOf([roof]))) > SPECK);
  const roofs = planFeaturesOf(left, "shed").flatMap((feature) => {
    const [first] = under(gone, feature.shape);
    const isEmpty = under(planFeaturesOf(left, "ebikeSlot"), feature.shape).length === 0;
    return first !== undefined && isEmpty ? [{ feature, slot: first.id }] : [];
  });
  return [...posts.map((feature) => ({ feature, slot: feature.properties.serves[0] })), ...roofs];
}

/** Whether two areas come as near to each other as this, metres. */
export function areBeside(one: Area, other: Area, within: number): boolean {
  const [a, b] = [bounds(one.shell), bounds(other.shell)];
  if (a[0] > b[2] + within || b[0] > a[2] + within || a[1] > b[3] + within || b[1] > a[3] + within) return false;
  const near = (of: Area, to: Area) => pointsOf(of.shell).some((at) => distanceTo(at, [to.shell]) <= within);
  return near(one, other) || near(other, one);
}
