import { bounds } from "../model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../model/plan.ts";
import { areBeside } from "../stages/bikes/idle.ts";
import type { Draft } from "../stages/draft.ts";
import { greens } from "../stages/greens.ts";
import { intersect, regionArea, regionOf } from "../stages/plane/region.ts";

// a stall that takes the place of bicycles need not take that of all of them

/** A slot opens on an aisle that it lies this near to, metres. */
const BESIDE = 0.05;

/** Less than this that two things share is rounding, square metres. */
const SPECK = 0.01;

type Area = Extract<PlanFeature, { kind: "stall" }>["shape"];

/**
 * A draft without slots on leftovers, with those of a plan that its new stalls have left room for, their aisles and their
 * chargers; null where that is none.
 */
export function withSlotsAgain(draft: Draft, plan: readonly PlanFeature[]): Draft | null {
  const there = new Set(draft.features.map(({ id }) => id));
  const taken = draft.features.flatMap(({ kind, shape }) =>
    kind === "stall" || kind === "accessAisle" || kind === "aisle" || kind === "turnaround" ? [shape as Area] : [],
  );
  const isFree = ({ id, shape }: { readonly id: string; readonly shape: Area }) =>
    !there.has(id) && !taken.some((one) => meet(one, shape));
  const aisles = planFeaturesOf(plan, "bikeAisle").filter(isFree);
  const slots = planFeaturesOf(plan, "ebikeSlot").filter(
    (slot) =>
      slot.properties.where === "leftover" &&
      isFree(slot) &&
      [...aisles, ...planFeaturesOf(draft.features, "bikeAisle")].some(({ shape }) =>
        areBeside(slot.shape, shape, BESIDE),
      ),
  );
  if (slots.length === 0) return null;
  const used = aisles.filter(({ shape }) => slots.some((slot) => areBeside(slot.shape, shape, BESIDE)));
  return greens({ ...draft, features: [...draft.features, ...slots, ...used] });
}

function meet(a: Area, b: Area): boolean {
  const [p, q] = [bounds(a.shell), bounds(b.shell)];
  if (p[0] >= q[2] || q[0] >= p[2] || p[1] >= q[3] || q[1] >= p[3]) return false;
  return regionArea(intersect(regionOf([a]), regionOf([b]))) > SPECK;
}
