import { type PlanFeature, planFeaturesOf } from "../model/plan.ts";
import { ebikesOnFrontage } from "./bikes/ebikes.ts";
import type { Draft } from "./draft.ts";
import { lockerSize } from "./people/lockerSize.ts";
import { lockerNearGate } from "./people/lockers.ts";

/** People's things that have few places to go, set before the stalls: lockers by the gate, e-bike chargers on the street. */
export function amenities(draft: Draft): Draft {
  const { demand } = draft.problem.scenario;
  let next = draft;
  // what is pinned is there already
  const pinned = planFeaturesOf(draft.features, "locker").length;
  for (const { columns } of demand.lockers.slice(pinned))
    next = columns === null ? lockersForAll(next) : lockerNearGate(next, columns);
  const { ebikeChargers, ebikeSlots } = demand;
  const slots = planFeaturesOf(draft.features, "ebikeSlot").filter(({ properties }) => properties.where === "frontage");
  const chargers =
    ebikeChargers?.where === "frontage" ? Math.max(0, ebikeChargers.count - chargersOf(draft, slots)) : 0;
  // a charger brings its own slot, which is one of those asked for
  const more = ebikeSlots?.where === "frontage" ? Math.max(0, ebikeSlots.min - slots.length) : 0;
  if (Math.max(chargers, more) > 0) next = ebikesOnFrontage(next, { chargers, slots: Math.max(chargers, more) });
  return next;
}

/** Chargers of these slots. */
function chargersOf({ features }: Draft, slots: readonly PlanFeature<"ebikeSlot">[]): number {
  const ids = new Set(slots.map(({ id }) => id));
  return planFeaturesOf(features, "ebikeCharger").filter(({ properties }) =>
    properties.serves.some((id) => ids.has(id)),
  ).length;
}

/** A locker for every household, and what was assumed of them. */
function lockersForAll(draft: Draft): Draft {
  const { banks, assumption } = lockerSize(draft.problem.site);
  const sized = { ...draft, assumptions: [...draft.assumptions, assumption] };
  return banks.reduce(lockerNearGate, sized);
}
