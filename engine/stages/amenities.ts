import { ebikesOnFrontage } from "./compound/ebikes.ts";
import { lockerNearGate } from "./compound/lockers.ts";
import type { Draft } from "./draft.ts";

/** People's things that have few places to go, set before the stalls: lockers by the gate, e-bike chargers on the street. */
export function amenities(draft: Draft): Draft {
  const { demand } = draft.problem.scenario;
  let next = draft;
  for (const locker of demand.lockers) next = lockerNearGate(next, locker.columns);
  if (demand.ebikeChargers !== null) next = ebikesOnFrontage(next, demand.ebikeChargers);
  return next;
}
