import * as v from "valibot";
import { homesOf, nearestTo } from "../audit/homes.ts";
import { solveProgram } from "../lp/door.ts";
import type { Column, Program, Row } from "../lp/program.ts";
import { InputError } from "../model/errors.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { nearest } from "../model/words.ts";
import { parseJson } from "../read/json.ts";
import { withHash } from "../read/scenario.ts";
import { lockerNearGate } from "../stages/compound/lockers.ts";
import { intersect, regionArea, regionOf, union } from "../stages/compound/region.ts";
import { ebikesOnLeftovers, leftoversOf } from "../stages/compound/slots.ts";
import type { Draft, Problem } from "../stages/draft.ts";
import type { OpenGround } from "../stages/retrofit.ts";
import { mixProgram, PLANT_SHARE } from "./program.ts";
import type { Use, Zones } from "./zones.ts";

/** What residents care about. Each is the worth of one: a stall, an e-bike slot, a locker, a square metre of green kept, a home kept at a distance. */
export const WEIGHT_NAMES = ["stalls", "ebikes", "locker", "green", "homes"] as const;

export type WeightName = (typeof WEIGHT_NAMES)[number];
export type Weights = Readonly<Record<WeightName, number>>;

/** What a choice comes to, as the program counts it. */
export interface ChoiceTotals {
  readonly stalls: number;
  readonly ebikeSlots: number;
  readonly lockers: number;
  /** Green taken, square metres. */
  readonly green: number;
  /** Homes with a new stall nearer than 6 m, counted once a zone. */
  readonly homes: number;
}

/** One zone that would be used otherwise. */
export interface MovedChoice {
  readonly zone: string;
  readonly with: string;
  readonly without: string;
}

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
  readonly effects: readonly WeightEffect[];
  /** The zones that the effects name. */
  readonly zones: readonly NamedZone[];
  readonly program: Program;
  /** The problem with what was chosen as its demand: for the packing. */
  readonly problem: Problem;
}

/** A stall nearer to a home than this is near, metres. As in the measures. */
const NEAR = 6;

/** E-bike slots on offer at most. */
const MOST_SLOTS = 60;

/** Of two choices of one worth, the one that the search would rather build: this much a square metre. */
const TIE = 1e-4;

/** Columns of a locker, where residents ask for one and the scenario says none. */
const LOCKER_COLUMNS = 6;

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

/** What there is to choose beside the stalls: e-bike slots on leftovers, and a locker by the gate. */
interface Extras {
  readonly slots: number;
  /** Square metres that could be planted, for each slot. */
  readonly groundPerSlot: number;
  readonly lockers: number;
}

/**
 * The choice that residents' weights make, and for each weight what would be chosen without it.
 * @param ground opened without e-bike slots and lockers in the demand: they are to be chosen
 */
export async function chooseByWeights(ground: OpenGround, zones: Zones, weights: Weights): Promise<WeightedChoice> {
  const { problem } = ground.start;
  const extras = extrasOf(ground.start, zones);
  const homes = new Map(zones.uses.map((use) => [use.id, homesNear(problem, use)]));
  const choose = (by: Weights) => chosenBy(weightedProgram(problem, zones, extras, homes, by), zones, homes);
  const all = await choose(weights);
  const effects: WeightEffect[] = [];
  for (const name of WEIGHT_NAMES) {
    if (weights[name] === 0) continue;
    const without = await choose({ ...weights, [name]: 0 });
    effects.push({ weight: name, moved: movedBetween(all, without, zones), without: without.totals });
  }
  const { demand } = problem.scenario;
  const { totals } = all;
  const scenario = withHash({
    ...problem.scenario,
    name: `${problem.scenario.name} weighted`,
    demand: {
      ...demand,
      newStalls: { ...demand.newStalls, target: totals.stalls },
      ebikeSlots: totals.ebikeSlots === 0 ? null : { min: totals.ebikeSlots, where: "leftover" },
      lockers: totals.lockers === 0 ? [] : [{ columns: demand.lockers[0]?.columns ?? LOCKER_COLUMNS, near: "gate" }],
    },
  });
  const named = zones.roadSides.map(({ id, frontage, from, to }): NamedZone => {
    const { road } = ground.field.frontages[frontage];
    return { zone: id, road, from: Math.round(from * 10) / 10, to: Math.round(to * 10) / 10 };
  });
  return { totals, uses: all.uses, effects, zones: named, program: all.program, problem: { ...ground.told, scenario } };
}

/** The demand without what weights are to choose. */
export function undecided(problem: Problem): Problem {
  const { demand } = problem.scenario;
  return {
    ...problem,
    scenario: withHash({ ...problem.scenario, demand: { ...demand, ebikeSlots: null, lockers: [] } }),
  };
}

function extrasOf(start: Draft, zones: Zones): Extras {
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
  const plantable = union(...zones.leftovers.map(({ region }) => region));
  const locker = lockerNearGate(start, start.problem.scenario.demand.lockers[0]?.columns ?? LOCKER_COLUMNS);
  return {
    slots: slots.length,
    groundPerSlot: slots.length === 0 ? 0 : regionArea(intersect(taken, plantable)) / slots.length,
    lockers: planFeaturesOf(locker.features, "locker").length > planFeaturesOf(start.features, "locker").length ? 1 : 0,
  };
}

function homesNear({ site }: Problem, { id, placed }: Use): number {
  const stalls = placed.map(({ body }, i) => ({ id: `${id} ${i}`, shape: { shell: body, holes: [] } }));
  return nearestTo(homesOf(site), stalls).filter(({ distance }) => distance < NEAR).length;
}

type Homes = ReadonlyMap<string, number>;

function weightedProgram(problem: Problem, zones: Zones, extras: Extras, homes: Homes, by: Weights): Program {
  const base = mixProgram(problem, zones, { plantShare: PLANT_SHARE });
  const uses = new Map(zones.uses.map((use) => [use.id, use]));
  const worth = (column: Column): number => {
    const use = uses.get(column.name);
    if (use === undefined) return column.cost;
    return by.stalls * use.stalls - by.green * use.green - by.homes * (homes.get(use.id) ?? 0) - TIE * use.cost;
  };
  const columns: Column[] = [
    ...base.columns.map((column) => ({ ...column, cost: worth(column) })),
    { name: "ebike slots", kind: "integer", lower: 0, upper: extras.slots, cost: by.ebikes },
    { name: "locker", kind: "integer", lower: 0, upper: extras.lockers, cost: by.locker },
  ];
  const area = zones.leftovers.reduce((sum, leftover) => sum + leftover.area, 0) * PLANT_SHARE;
  const shared: Row[] =
    zones.leftovers.length === 0
      ? []
      : [
          {
            name: "leftovers shared",
            sense: "<=",
            bound: area,
            terms: [
              ...zones.leftovers.map(({ id }) => [`plant ${id}`, 1] as const),
              ["ebike slots", extras.groundPerSlot],
            ],
          },
        ];
  return { ...base, name: `weights ${problem.scenario.name}`, columns, rows: [...base.rows, ...shared] };
}

interface Chosen {
  readonly uses: readonly Use[];
  readonly totals: ChoiceTotals;
  readonly program: Program;
}

async function chosenBy(program: Program, zones: Zones, homes: Homes): Promise<Chosen> {
  const answer = await solveProgram(program);
  const values = answer.status === "optimal" || answer.status === "stopped" ? answer.values : null;
  const at = (name: string) => Math.round(values?.get(name) ?? 0);
  const uses = zones.uses.filter(({ id }) => at(id) === 1);
  const sum = (of: (use: Use) => number) => uses.reduce((total, use) => total + of(use), 0);
  return {
    uses,
    program,
    totals: {
      stalls: sum(({ stalls }) => stalls),
      ebikeSlots: at("ebike slots"),
      lockers: at("locker"),
      green: Math.round(sum(({ green }) => green) * 10) / 10,
      homes: sum(({ id }) => homes.get(id) ?? 0),
    },
  };
}

function movedBetween(all: Chosen, without: Chosen, zones: Zones): MovedChoice[] {
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
    {
      zone: "leftovers",
      with: counted(all.totals.ebikeSlots, "e-bike slot"),
      without: counted(without.totals.ebikeSlots, "e-bike slot"),
    },
    { zone: "gate", with: counted(all.totals.lockers, "locker"), without: counted(without.totals.lockers, "locker") },
  );
  return choices.filter((choice) => choice.with !== choice.without);
}

function counted(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? "" : "s"}`;
}
