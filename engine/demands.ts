import type { Demand } from "./model/demand.ts";
import { areaOf } from "./model/geometry.ts";
import type { AuditLine } from "./model/plan.ts";
import { type Measures, type PlanFeature, type PlanKind, planFeaturesOf, type Unmet } from "./model/plan.ts";
import type { Rules } from "./model/rules.ts";
import type { Site } from "./model/site.ts";

/** How `unmet` names stalls that were placed and had to go. */
export const TAKEN_AWAY = "stalls placed";

/** The rules that ask for accessible stalls by their count. */
export const ACCESSIBLE = "acc.count_";

/**
 * What a plan fails to give of what was asked, counted from its features alone. `reasons` are the stages' own
 * entries: where one speaks of the same demand, its binding rule and price are kept.
 */
export function unmetDemands(
  demand: Demand,
  features: readonly PlanFeature[],
  measures: Measures,
  reasons: readonly Unmet[],
): Unmet[] {
  const { stalls } = measures;
  const { target, min, max } = demand.newStalls;
  // one that was there and is laid anew is none more
  const gained = stalls.new - planFeaturesOf(features, "stallRemoved").length;
  const wanted: [name: string, wanted: number, got: number][] = [
    ["newStalls.min", min, gained],
    ["newStalls.target", target === "max" ? 0 : Math.min(target, max ?? target), gained],
    ["accessibleStalls.min", demand.accessibleStalls?.min ?? 0, stalls.accessible],
    // a hair less, so that a share of exactly 0.1 of 30 asks for 3 and not for 4
    ["chargingStalls.share", Math.ceil((demand.chargingStalls?.share ?? 0) * stalls.total - 1e-9), stalls.charging],
    [
      "ebikeChargers.count",
      demand.ebikeChargers?.count ?? 0,
      chargersAt(features, demand.ebikeChargers?.where ?? null),
    ],
    ["ebikeSlots.min", demand.ebikeSlots?.min ?? 0, slotsAt(features, demand.ebikeSlots?.where ?? null)],
    ["lockers", demand.lockers.length, measures.lockers],
    ["shed", demand.shed === "rebuild" ? 1 : 0, planFeaturesOf(features, "shed").length],
  ];
  // what could not be done with something pinned is told as it was found
  const locks = reasons.filter(({ demand: name }) => name.startsWith("locks["));
  const unmet = wanted
    .filter(([, most, got]) => got < most)
    .map(([name, most, got]) => {
      const reason = reasons.find((entry) => entry.demand === name);
      return {
        demand: name,
        wanted: most,
        got,
        binding: reason?.binding ?? "no place found that every rule allows",
        price: reason?.price ?? null,
      };
    });
  return [...unmet, ...locks];
}

/** Floors of green that a scenario may set, as the balance or as a share of the site. */
const FLOORS = ["green.balance_min", "green.ratio.min"] as const;

/** A floor is held when it misses by no more than its figure is rounded by: 0.1 m², and a hundredth of a percent. */
const FLOOR_ROUNDING = { "green.balance_min": 0.05, "green.ratio.min": 0.00005 } as const;

/** Height of a wall that a price is given in, metres. */
const WALL = 2;

/**
 * Floors of green that the scenario itself sets and the plan does not reach, which the site does not reach today: what is missing,
 * in planting and in climbers where the profile credits them.
 */
export function floorsUnmet(rules: Rules, site: Site, { newGreen }: Demand, { greening }: Measures): Unmet[] {
  return FLOORS.flatMap((key): Unmet[] => {
    const wanted = rules.rules.get(key)?.value;
    const got = key === "green.ratio.min" ? greening.ratioAfter : greening.balance;
    if (typeof wanted !== "number" || !Object.hasOwn(rules.overrides, key) || got >= wanted - FLOOR_ROUNDING[key])
      return [];
    const short = (wanted - got) * (key === "green.ratio.min" ? areaOf(site.boundary) : 1);
    const credit = rules.rules.get("green.credit_vertical_roof_pergola")?.value;
    const wall =
      typeof credit === "number" && credit > 0 ? `, or ${upTo(short / (credit * WALL))} m of ${WALL} m green wall` : "";
    const isAllowed = newGreen.max !== null && greening.planted >= newGreen.max - 1;
    return [
      {
        demand: key,
        wanted,
        got,
        binding: isAllowed ? "newGreen.max" : "room on ground that may be planted",
        price: `${upTo(short)} m² more planting${wall}`,
      },
    ];
  });
}

/** Rounded up to the tenth. */
function upTo(amount: number): string {
  return (Math.ceil(amount * 10 - 1e-6) / 10).toFixed(1);
}

function slotsAt(features: readonly PlanFeature[], where: string | null): number {
  return planFeaturesOf(features, "ebikeSlot").filter((slot) => where === null || slot.properties.where === where)
    .length;
}

/** Chargers at slots of a place; those whose slots are of several stand in each. */
function chargersAt(features: readonly PlanFeature[], where: string | null): number {
  const slots = planFeaturesOf(features, "ebikeSlot").filter(({ properties }) => properties.where === where);
  const ids = new Set(slots.map(({ id }) => id));
  return planFeaturesOf(features, "ebikeCharger").filter(({ properties }) =>
    properties.serves.some((id) => ids.has(id)),
  ).length;
}

/** Stalls that were placed and had to go, by the rule that took them. */
export interface Lost {
  readonly stalls: Map<string, number>;
  /** Those among them that were accessible. */
  readonly accessible: Map<string, number>;
  /** People's things that had to go, by the demand that they were for: of each the breach that named it. */
  readonly things: Map<string, AuditLine[]>;
}

/** What people's things are asked for by, slots by where they are. */
const ASKED_BY: Readonly<Partial<Record<PlanKind, string>>> = {
  ebikeCharger: "ebikeChargers.count",
  shed: "shed",
  locker: "lockers",
  lockerPad: "lockers",
};
const SLOTS_ASKED_BY = { leftover: "ebikeSlots.min", shed: "shed", frontage: "ebikeChargers.count" } as const;

/** Keeps in mind of each thing that goes which breach took it. */
export function loseThings(lost: Lost, gone: readonly PlanFeature[], lineOf: (id: string) => AuditLine): void {
  for (const feature of gone) {
    const demand = feature.kind === "ebikeSlot" ? SLOTS_ASKED_BY[feature.properties.where] : ASKED_BY[feature.kind];
    if (demand === undefined) continue;
    lost.things.set(demand, [...(lost.things.get(demand) ?? []), lineOf(feature.id)]);
  }
}

/** Why stalls or slots are missing that the search had found: the rule that took most of them. */
export function becauseOf({ stalls, accessible, things }: Lost): Unmet[] {
  const of = (demand: string, lost: ReadonlyMap<string, number>): Unmet[] => {
    const [most] = [...lost].sort((a, b) => b[1] - a[1]);
    return most === undefined ? [] : [{ demand, wanted: most[1], got: 0, binding: most[0], price: null }];
  };
  return [
    ...of("newStalls.min", stalls),
    ...of("newStalls.target", stalls),
    ...of("accessibleStalls.min", accessible),
    ...[...things].map(([demand, lines]) => becauseOfRule(demand, lines)),
  ];
}

/** The rule that took most of some things, and what was measured there where that is a size or a distance. */
function becauseOfRule(demand: string, lines: readonly AuditLine[]): Unmet {
  const counts = new Map<string, number>();
  for (const { rule } of lines) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const [[binding]] = [...counts].sort((a, b) => b[1] - a[1]);
  const { required, measured, unit } = lines.find(({ rule }) => rule === binding) ?? lines[0];
  const isSize = typeof required === "number" && typeof measured === "number" && unit === "m" && required > 0;
  // slots are priced as stalls are
  const price =
    isSize && demand !== "ebikeSlots.min" ? `${Math.round(measured * 100) / 100} m where ${required} m is asked` : null;
  return { demand, wanted: lines.length, got: 0, binding, price };
}

/**
 * Stalls that were placed and had to go, by the rule that they broke. Where they went for want of an accessible one, what was
 * asked of these comes first: as many others are left as do not ask for it.
 */
export function takenAway(lost: ReadonlyMap<string, number>, lacking: AuditLine | null): Unmet[] {
  const gone = [...lost].map(
    ([rule, count]): Unmet => ({ demand: TAKEN_AWAY, wanted: count, got: 0, binding: rule, price: null }),
  );
  if (lacking === null || !lost.has(lacking.rule)) return gone;
  const [wanted, got] = [Number(lacking.required), Number(lacking.measured)];
  return [{ demand: "accessibleStalls.min", wanted, got, binding: lacking.rule, price: null }, ...gone];
}
