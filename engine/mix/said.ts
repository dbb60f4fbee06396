import type { Program } from "../lp/program.ts";
import type { Extras } from "./extras.ts";
import type { Place } from "./places.ts";
import type { Prices } from "./prices.ts";
import type { Use, Zones } from "./zones.ts";

// what a choice by weights comes to, zone by zone

/** What a choice comes to, as the program counts it. */
export interface ChoiceTotals {
  readonly stalls: number;
  /** Stalls that charge, today's among them; 0 where charging weighs nothing: then the scenario's share is asked of the packing. */
  readonly chargingStalls: number;
  /** On leftovers, on the street and in a shed that is built anew. */
  readonly ebikeSlots: number;
  readonly lockers: number;
  /** Green taken, square metres. */
  readonly green: number;
  /** Homes with a new stall nearer than 6 m, counted once a zone. */
  readonly homes: number;
  /** Activity places that could be given up and stay. */
  readonly activities: number;
}

/** One zone that would be used otherwise. */
export interface MovedChoice {
  readonly zone: string;
  readonly with: string;
  readonly without: string;
}

/** What one zone is used for, where it does not stay as it is. */
export interface ChosenUse {
  readonly zone: string;
  readonly what: string;
  /** Stalls, slots or lockers gained; square metres of new planting. */
  readonly units: number;
  /** Green taken and planted, square metres, aprons included. No use takes a tree. */
  readonly green: number;
  readonly planted: number;
  /** Homes with a stall of it nearer than 6 m. */
  readonly homes: number;
  /** By the price list. */
  readonly cost: number;
}

/** A solution of the weights' program. */
export interface Chosen {
  readonly uses: readonly Use[];
  readonly totals: ChoiceTotals;
  /** Activity places that are given up. */
  readonly givenUp: ReadonlySet<string>;
  /** Units of what a zone offers people's things. */
  units(place: Place): number;
  /** Square metres of new planting on a leftover. */
  planted(zone: string): number;
  readonly extras: Extras;
  readonly program: Program;
}

/** Zones that two choices use otherwise. */
export function movedBetween(all: Chosen, without: Chosen, zones: Zones): MovedChoice[] {
  const words = (chosen: Chosen, zone: string) => {
    const use = chosen.uses.find((each) => each.zone === zone);
    return use === undefined
      ? "stays as it is"
      : `${counted(use.stalls, "stall")} on ${use.green.toFixed(1)} m² of green`;
  };
  const choices: MovedChoice[] = zones.roadSides.map(({ id }) => ({
    zone: id,
    with: words(all, id),
    without: words(without, id),
  }));
  choices.push(
    ...all.extras.places.map((place): MovedChoice => {
      const [a, b] = [all, without].map(({ units }) => placeWords(place, units(place)));
      return { zone: place.zone, with: a, without: b };
    }),
    {
      zone: "posts",
      with: counted(all.totals.chargingStalls, "charging stall"),
      without: counted(without.totals.chargingStalls, "charging stall"),
    },
    ...all.extras.activities.map(({ id }): MovedChoice => {
      const [a, b] = [all, without].map(({ givenUp }) => (givenUp.has(id) ? "given up" : "kept"));
      return { zone: id, with: a, without: b };
    }),
  );
  return choices.filter((choice) => choice.with !== choice.without);
}

/** What every zone is used for, priced: stretches of road side, green that stays, planting, and what serves people. */
export function usesOf(chosen: Chosen, { greens, leftovers }: Zones, { prices }: Prices): ChosenUse[] {
  const { uses, extras } = chosen;
  const none = { green: 0, planted: 0, homes: 0, cost: 0 };
  const stalls = uses.map(
    (use): ChosenUse => ({
      zone: use.zone,
      what: `stalls at ${use.angles.map((angle) => `${angle}°`).join(" and ")}`,
      units: use.stalls,
      green: tenth(use.green),
      planted: 0,
      homes: extras.homes.get(use.id) ?? 0,
      cost: Math.round(prices.stall * use.stalls + prices.paving * use.paved),
    }),
  );
  const stays = greens.map(({ id, area }): ChosenUse => {
    const taken = uses.reduce((sum, use) => sum + (use.taken.get(id) ?? 0), 0);
    return { ...none, zone: id, what: "stays green, m²", units: tenth(area - taken) };
  });
  const planted = leftovers.flatMap(({ id }): ChosenUse[] => {
    const area = tenth(chosen.planted(id));
    if (area === 0) return [];
    return [
      {
        ...none,
        zone: id,
        what: "new planting, m²",
        units: area,
        planted: area,
        cost: Math.round(prices.planting * area),
      },
    ];
  });
  const people = extras.places.flatMap((place): ChosenUse[] => {
    const units = chosen.units(place);
    if (units === 0) return [];
    const posts = place.use === "slots with posts" ? prices.ebikeCharger : 0;
    const cost = units * (place.slots * (prices.ebikeSlot + posts) + place.lockers * prices.locker);
    return [
      { ...none, zone: place.zone, what: WORDS[place.use], units: units * Math.max(place.slots, place.lockers), cost },
    ];
  });
  return [...stalls, ...stays, ...planted, ...people];
}

const WORDS: Readonly<Record<Place["use"], string>> = {
  slots: "e-bike slots",
  "slots with posts": "e-bike slots with posts",
  rebuilt: "rebuilt, e-bike slots",
  locker: "locker",
};

function tenth(area: number): number {
  return Math.round(area * 10) / 10 + 0;
}

function placeWords({ use, slots }: Place, units: number): string {
  if (use === "rebuilt") return units === 0 ? "stays as it is" : `rebuilt with ${counted(slots, "e-bike slot")}`;
  if (use === "locker") return counted(units, "locker");
  return `${counted(units, "e-bike slot")}${use === "slots with posts" ? " with posts" : ""}`;
}

function counted(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? "" : "s"}`;
}
