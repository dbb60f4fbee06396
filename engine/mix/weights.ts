import * as v from "valibot";
import { solveProgram } from "../lp/door.ts";
import type { Column, Program, Row } from "../lp/program.ts";
import { InputError } from "../model/errors.ts";
import { featuresOf, type Site } from "../model/site.ts";
import { nearest } from "../model/words.ts";
import { parseJson } from "../read/json.ts";
import { withHash } from "../read/scenario.ts";
import type { Problem } from "../stages/draft.ts";
import type { OpenGround } from "../stages/retrofit.ts";
import { type Extras, extrasOf, movableActivities } from "./extras.ts";
import { LOCKER_COLUMNS, type Place } from "./places.ts";
import { EXAMPLE_PRICES, type Prices } from "./prices.ts";
import { mixProgram, PLANT_SHARE } from "./program.ts";
import { type ChoiceTotals, type Chosen, type ChosenUse, type MovedChoice, movedBetween, usesOf } from "./said.ts";
import type { Use, Zones } from "./zones.ts";

/**
 * What residents care about. Each is the worth of one: a stall, a stall that charges (on top), an e-bike slot, a locker, a
 * square metre of green kept, a home kept at a distance, an activity place kept.
 */
export const WEIGHT_NAMES = ["stalls", "charging", "ebikes", "locker", "green", "homes", "activities"] as const;

export type WeightName = (typeof WEIGHT_NAMES)[number];
export type Weights = Readonly<Record<WeightName, number>>;

/** Where a zone lies: along a side of a road from its beginning, metres. */
export interface NamedZone {
  readonly zone: string;
  readonly road: string;
  readonly from: number;
  readonly to: number;
}

/** What one weight has moved: the choice with all weights beside the one without this weight. */
export interface WeightEffect {
  readonly weight: WeightName;
  readonly moved: readonly MovedChoice[];
  readonly without: ChoiceTotals;
}

export interface WeightedChoice {
  readonly totals: ChoiceTotals;
  readonly uses: readonly Use[];
  /** Every zone that is used for something new. */
  readonly chosen: readonly ChosenUse[];
  readonly effects: readonly WeightEffect[];
  /** The zones that the effects name. */
  readonly zones: readonly NamedZone[];
  readonly program: Program;
  /** The problem with what was chosen as its demand: for the packing. */
  readonly problem: Problem;
}

/** Of two choices of one worth, the one that the search would rather build: this much a square metre. */
const TIE = 1e-4;

/** An activity place that nobody needs the ground of stays. */
const KEPT = 1e-3;

const weight = v.optional(
  v.pipe(v.number("a number from 0"), v.finite("a number from 0"), v.minValue(0, "a number from 0")),
  0,
);
const schema = v.strictObject(
  Object.fromEntries(WEIGHT_NAMES.map((name) => [name, weight])) as Record<WeightName, typeof weight>,
);

/**
 * Weights from the text of their file: `{"stalls": 1, "green": 0.02, …}`; what is not named weighs nothing.
 * @throws InputError one sentence: file, place, what is wrong, what would be right
 */
export function readWeights(text: string, file: string): Weights {
  const json = parseJson(text, file);
  if (json === null || typeof json !== "object" || Array.isArray(json))
    throw new InputError(`${file}: an object such as {"stalls": 1, "green": 0.02} would be right.`);
  const result = v.safeParse(schema, json);
  if (result.success) {
    if (WEIGHT_NAMES.some((name) => result.output[name] > 0)) return result.output;
    throw new InputError(`${file}: every weight is 0; one above 0 would be right.`);
  }
  const [issue] = result.issues;
  const key = String(issue.path?.at(-1)?.key ?? "");
  if (issue.expected === "never") {
    const near = nearest(key, WEIGHT_NAMES);
    throw new InputError(
      `${file}: ${key}: there is no such weight; ${near === null ? `one of ${WEIGHT_NAMES.join(", ")} would be right.` : `did you mean "${near}"?`}`,
    );
  }
  throw new InputError(`${file}: ${key}: ${JSON.stringify(issue.input)} is not right; a number from 0 would be right.`);
}

/**
 * The choice that residents' weights make, and for each weight what would be chosen without it.
 * @param ground opened on the `undecided` problem: without what is to be chosen
 * @param prices what uses cost is reckoned by this list
 * @param site as it is: activity places that may be given up are of it, and no more of the ground
 * @throws InputError where more green is asked for than can be planted
 */
export async function chooseByWeights(
  ground: OpenGround,
  zones: Zones,
  weights: Weights,
  site: Site = ground.told.site,
  prices: Prices = EXAMPLE_PRICES,
): Promise<WeightedChoice> {
  const { problem } = ground.start;
  const extras = extrasOf(ground, zones, site, { charging: weights.charging > 0 });
  const choose = (by: Weights) => chosenBy(weightedProgram(problem, zones, extras, by), zones, extras);
  const all = await choose(weights);
  const effects: WeightEffect[] = [];
  for (const name of WEIGHT_NAMES) {
    if (weights[name] === 0) continue;
    const without = await choose({ ...weights, [name]: 0 });
    effects.push({ weight: name, moved: movedBetween(all, without, zones), without: without.totals });
  }
  const { demand } = problem.scenario;
  const { totals } = all;
  const { places } = extras;
  const chosenOf = (use: Place["use"]) =>
    places.filter((place) => place.use === use).reduce((sum, place) => sum + all.units(place), 0);
  const offers = (use: Place["use"]) => places.some((place) => place.use === use);
  const [slots, posts] = [chosenOf("slots"), chosenOf("slots with posts")];
  const stalls = totals.stalls + featuresOf(site, "stall").length;
  const scenario = withHash({
    ...problem.scenario,
    name: `${problem.scenario.name} weighted`,
    demand: {
      ...demand,
      newStalls: { ...demand.newStalls, target: totals.stalls },
      chargingStalls:
        weights.charging === 0
          ? demand.chargingStalls
          : totals.chargingStalls === 0
            ? null
            : { share: totals.chargingStalls / stalls },
      ebikeSlots: slots === 0 ? null : { min: slots, where: "leftover" },
      ebikeChargers: !offers("slots with posts")
        ? demand.ebikeChargers
        : posts === 0
          ? null
          : { count: posts, where: "frontage" },
      shed: offers("rebuilt") && chosenOf("rebuilt") === 0 ? null : demand.shed,
      lockers: totals.lockers === 0 ? [] : [{ columns: demand.lockers[0]?.columns ?? LOCKER_COLUMNS, near: "gate" }],
    },
  });
  const named = zones.roadSides.map(({ id, frontage, from, to }): NamedZone => {
    const { road } = ground.field.frontages[frontage];
    return { zone: id, road, from: Math.round(from * 10) / 10, to: Math.round(to * 10) / 10 };
  });
  const given = { ...ground.told, site: siteWithout(site, all.givenUp), scenario };
  const chosen = usesOf(all, zones, prices);
  return { totals, uses: all.uses, chosen, effects, zones: named, program: all.program, problem: given };
}

/** The problem without what weights are to choose: e-bike slots, lockers, activity places that may be given up. */
export function undecided(problem: Problem): Problem {
  const { demand } = problem.scenario;
  return {
    ...problem,
    site: siteWithout(problem.site, new Set(movableActivities(problem.site).map(({ id }) => id))),
    scenario: withHash({ ...problem.scenario, demand: { ...demand, ebikeSlots: null, lockers: [] } }),
  };
}

/** The site without the activity places that are given up: what lies under them is paved ground like any other. */
function siteWithout(site: Site, givenUp: ReadonlySet<string>): Site {
  if (givenUp.size === 0) return site;
  return { ...site, features: site.features.filter(({ kind, id }) => kind !== "activity" || !givenUp.has(id)) };
}

function weightedProgram(problem: Problem, zones: Zones, extras: Extras, by: Weights): Program {
  const base = mixProgram(problem, zones, { plantShare: PLANT_SHARE });
  const uses = new Map(zones.uses.map((use) => [use.id, use]));
  const worth = (column: Column): number => {
    const use = uses.get(column.name);
    if (use === undefined) return column.cost;
    return by.stalls * use.stalls - by.green * use.green - by.homes * (extras.homes.get(use.id) ?? 0) - TIE * use.cost;
  };
  const posts = [...extras.charged].filter(([, count]) => count > 0);
  const most = posts.reduce((sum, [, count]) => sum + count, extras.chargedToday);
  const columns: Column[] = [
    ...base.columns.map((column) => ({ ...column, cost: worth(column) })),
    { name: "charging stalls", kind: "integer", lower: 0, upper: by.charging > 0 ? most : 0, cost: by.charging },
    ...extras.places.map(
      (place): Column => ({
        name: columnOf(place),
        kind: "integer",
        lower: 0,
        upper: place.most,
        cost: by.ebikes * place.slots + by.locker * place.lockers,
      }),
    ),
    ...extras.activities.map(
      ({ id }): Column => ({ name: keep(id), kind: "integer", lower: 0, upper: 1, cost: by.activities + KEPT }),
    ),
  ];
  const charging: Row = {
    name: "posts",
    sense: "<=",
    bound: extras.chargedToday,
    terms: [["charging stalls", 1], ...posts.map(([id, count]) => [id, -count] as const)],
  };
  const rows = [...base.rows, charging, ...sharedRows(zones, extras), ...activityRows(zones, extras)];
  return { ...base, name: `weights ${problem.scenario.name}`, columns, rows };
}

/** Slots and planting share the leftovers. */
function sharedRows({ leftovers }: Zones, { groundPerSlot, places }: Extras): Row[] {
  if (leftovers.length === 0) return [];
  const slots = places.filter(({ use }) => use === "slots");
  const terms = [
    ...leftovers.map(({ id }) => [`plant ${id}`, 1] as const),
    ...slots.map((place) => [columnOf(place), groundPerSlot] as const),
  ];
  const bound = leftovers.reduce((sum, { area }) => sum + area, 0) * PLANT_SHARE;
  return [{ name: "leftovers shared", sense: "<=", bound, terms }];
}

/** Where an activity place is kept nothing stands, is planted or parked. */
function activityRows({ roadSides, uses, leftovers }: Zones, { activities, slots, places }: Extras): Row[] {
  if (activities.length === 0) return [];
  const apart = activities.flatMap(({ id, uses: on }) =>
    roadSides.flatMap((side): Row[] => {
      const there = uses.filter((use) => use.zone === side.id && on.has(use.id));
      const terms = [[keep(id), 1] as const, ...there.map((use) => [use.id, 1] as const)];
      return there.length === 0 ? [] : [{ name: `${keep(id)} or ${side.id}`, sense: "<=", bound: 1, terms }];
    }),
  );
  const planted = leftovers.map(({ id, area }): Row => {
    const covering = uses.flatMap((use) => {
      const covered = use.covers.get(id) ?? 0;
      return covered === 0 ? [] : [[use.id, covered * PLANT_SHARE] as const];
    });
    const kept = activities.map((place) => [keep(place.id), (place.planted.get(id) ?? 0) * PLANT_SHARE] as const);
    return {
      name: `leftover ${id} beside activities`,
      sense: "<=",
      bound: area * PLANT_SHARE,
      terms: [[`plant ${id}`, 1], ...covering, ...kept],
    };
  });
  const onGround = places.filter(({ use }) => use === "slots").map((place) => [columnOf(place), 1] as const);
  const parked = activities.map((place) => [keep(place.id), place.slots] as const);
  return [
    ...apart,
    ...planted,
    { name: "slots beside activities", sense: "<=", bound: slots, terms: [...onGround, ...parked] },
  ];
}

/** The column of what a zone offers people's things. */
function columnOf({ zone, use }: Place): string {
  return `${use} ${zone}`;
}

/** The column that keeps an activity place. */
function keep(id: string): string {
  return `keep ${id}`;
}

async function chosenBy(program: Program, zones: Zones, extras: Extras): Promise<Chosen> {
  // ties between uses make javascript-lp-solver go in circles
  const answer = await solveProgram(program, { solver: "highs", conflict: "unsought" });
  if (answer.status === "infeasible") {
    // nothing at all keeps every other row
    const asked = -(program.rows.find(({ name }) => name === "green.balance_min")?.bound ?? 0);
    throw new InputError(
      `green.balance_min: ${asked} m² more green than today cannot be planted here whatever is chosen; a lower balance would be right.`,
    );
  }
  const values = answer.status === "optimal" || answer.status === "stopped" ? answer.values : null;
  const at = (name: string) => Math.round(values?.get(name) ?? 0);
  const uses = zones.uses.filter(({ id }) => at(id) === 1);
  const sum = (of: (use: Use) => number) => uses.reduce((total, use) => total + of(use), 0);
  const givenUp = new Set(
    values === null ? [] : extras.activities.map(({ id }) => id).filter((id) => at(keep(id)) === 0),
  );
  return {
    uses,
    program,
    extras,
    givenUp,
    units: (place) => at(columnOf(place)),
    planted: (zone) => values?.get(`plant ${zone}`) ?? 0,
    totals: {
      stalls: sum(({ stalls }) => stalls),
      chargingStalls: at("charging stalls"),
      ebikeSlots: extras.places.reduce((total, place) => total + at(columnOf(place)) * place.slots, 0),
      lockers: extras.places.reduce((total, place) => total + at(columnOf(place)) * place.lockers, 0),
      green: Math.round(sum(({ green }) => green) * 10) / 10,
      homes: sum(({ id }) => extras.homes.get(id) ?? 0),
      activities: extras.activities.length - givenUp.size,
    },
  };
}
