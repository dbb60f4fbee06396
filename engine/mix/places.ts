import { type PlanFeature, planFeaturesOf } from "../model/plan.ts";
import { featuresOf, type Site } from "../model/site.ts";
import { leftoversOf } from "../stages/bikes/leftovers.ts";
import { ebikesOnLeftovers } from "../stages/bikes/slots.ts";
import type { Draft } from "../stages/draft.ts";
import { lockerNearGate } from "../stages/people/lockers.ts";
import { intersect, regionArea, regionOf, union } from "../stages/plane/region.ts";
import type { Leftover } from "./zones.ts";

// zones where people's things may stand: leftovers, strips of frontage, sheds, the ground by the gate

/** What one of these zones may be used for beside staying as it is. */
export interface Place {
  /** Unique; with its use the name of its column. */
  readonly zone: string;
  readonly use: "slots" | "slots with posts" | "rebuilt" | "locker";
  /** Units on offer. */
  readonly most: number;
  /** E-bike slots and lockers that a unit gives. */
  readonly slots: number;
  readonly lockers: number;
}

/** Zones for people's things, with what the layout has room for. */
export interface Places {
  readonly places: readonly Place[];
  /** Slots on paved ground, where each stands, and square metres for each that could be planted otherwise. */
  readonly slots: readonly PlanFeature<"ebikeSlot">[];
  readonly groundPerSlot: number;
}

/** E-bike slots on offer on paved ground at most. */
const MOST_SLOTS = 60;

/** Columns of a locker, where residents ask for one and the scenario says none. */
export const LOCKER_COLUMNS = 6;

/** Ground that touches by less is apart, square metres. */
const SPECK = 0.05;

/** Slots on paved ground that could not be planted. */
const PAVED = "paved ground";

/**
 * What there is room for beside the stalls.
 * @param start what is placed before the stalls, without the slots on leftovers and the locker that are to be chosen
 * @param site as it is, with the sheds that are built anew elsewhere
 */
export function placesOf(start: Draft, leftovers: readonly Leftover[], site: Site): Places {
  const packed = ebikesOnLeftovers(
    start,
    MOST_SLOTS,
    { left: leftoversOf(start), stalls: [], withGreen: () => leftoversOf(start) },
    { stallGround: 0, largest: Infinity, green: null },
  );
  const slots = planFeaturesOf(packed.features, "ebikeSlot").filter(
    ({ properties }) => properties.where === "leftover",
  );
  const taken = regionOf([...slots, ...planFeaturesOf(packed.features, "bikeAisle")].map(({ shape }) => shape));
  const plantable = union(...leftovers.map(({ region }) => region));
  const zoneOf = ({ shape }: (typeof slots)[number]) => {
    const own = regionOf([shape]);
    return leftovers.find(({ region }) => regionArea(intersect(region, own)) > SPECK)?.id ?? PAVED;
  };
  const zones = slots.map(zoneOf);
  const onGround = [...leftovers.map(({ id }) => id), PAVED].flatMap((zone): Place[] => {
    const most = zones.filter((one) => one === zone).length;
    return most === 0 ? [] : [{ zone, use: "slots", most, slots: 1, lockers: 0 }];
  });
  return {
    places: [...onGround, ...frontagesOf(start), ...shedsOf(start, site), ...gateOf(start)],
    slots,
    groundPerSlot: slots.length === 0 ? 0 : regionArea(intersect(taken, plantable)) / slots.length,
  };
}

/** Strips along the street, each with the slots with posts that the scenario asks for and the layout has found room for: no more, the strip is another authority's. */
function frontagesOf({ features, problem }: Draft): Place[] {
  const slots = planFeaturesOf(features, "ebikeSlot").filter(({ properties }) => properties.where === "frontage");
  return featuresOf(problem.site, "frontage").flatMap(({ id, shape }): Place[] => {
    const strip = regionOf([shape]);
    const most = slots.filter((slot) => regionArea(intersect(strip, regionOf([slot.shape]))) > SPECK).length;
    return most === 0 ? [] : [{ zone: `frontage ${id}`, use: "slots with posts", most, slots: 1, lockers: 0 }];
  });
}

/** Sheds that the layout has built anew, as one choice: today's are no place for e-bikes, all slots are gained. */
function shedsOf({ features }: Draft, site: Site): Place[] {
  const roofs = planFeaturesOf(features, "shed").filter(({ properties }) => properties.status === "rebuilt");
  const old = featuresOf(site, "shed").filter(({ properties }) => properties.status === "rebuild");
  if (roofs.length === 0 || old.length === 0) return [];
  const slots = roofs.reduce((sum, { properties }) => sum + (properties.slots ?? 0), 0);
  const zone = old.map(({ id }) => `shed ${id}`).join(", ");
  return [{ zone, use: "rebuilt", most: 1, slots, lockers: 0 }];
}

function gateOf(start: Draft): Place[] {
  const columns = start.problem.scenario.demand.lockers[0]?.columns ?? LOCKER_COLUMNS;
  const drawn = lockerNearGate(start, columns);
  const more = planFeaturesOf(drawn.features, "locker").length - planFeaturesOf(start.features, "locker").length;
  return more > 0 ? [{ zone: "gate", use: "locker", most: 1, slots: 0, lockers: 1 }] : [];
}
