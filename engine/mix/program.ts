import type { Column, Program, Row } from "../lp/program.ts";
import type { Problem } from "../stages/draft.ts";
import { EXAMPLE_PRICES, type Prices } from "./prices.ts";
import type { Use, Zones } from "./zones.ts";

/** What the program may count on beyond its zones. */
export interface Corrections {
  /** Share of a leftover that can be planted; the rest is lost to odd shapes. */
  readonly plantShare: number;
  /** What planting, climbers and pergolas cost; absent: by the example. */
  readonly prices?: Prices;
}

/** Of the ground that could be planted, this is counted on before a packing has shown better. */
export const PLANT_SHARE = 0.95;

/** An accessible stall that is asked for and missing, in square metres of green. */
const MISSING = 10_000;

/** Of two ways to make up for green the cheaper: a unit of currency weighs this much, square metres of green. */
const PRICE_WORTH = 1e-7;

/** What one more stall is worth, square metres of green. */
export function worthOf({ scenario: { weights } }: Problem): number {
  return weights.green > 0 ? weights.stall / weights.green : 1000;
}

/** The choice of uses that is worth most under the demands and the green balance, 0/1 a use. */
export function mixProgram(
  problem: Problem,
  zones: Zones,
  { plantShare, prices = EXAMPLE_PRICES }: Corrections,
): Program {
  const { demand } = problem.scenario;
  const { target, max } = demand.newStalls;
  const most = Math.min(max ?? Infinity, target === "max" ? Infinity : target);
  const worth = worthOf(problem);
  const accessible = Math.min(demand.accessibleStalls?.min ?? 0, most);
  const columns: Column[] = zones.uses.map(
    ({ id, stalls, cost }): Column => ({ name: id, kind: "integer", lower: 0, upper: 1, cost: worth * stalls - cost }),
  );
  for (const { id, area } of zones.leftovers) {
    const cost = -PRICE_WORTH * prices.prices.planting;
    columns.push({ name: `plant ${id}`, kind: "real", lower: 0, upper: area * plantShare, cost });
  }
  const { wallGreen, pergola = wallGreen } = prices.prices;
  columns.push(
    { name: "climb walls", kind: "real", lower: 0, upper: zones.walls, cost: -PRICE_WORTH * wallGreen },
    { name: "roof stalls", kind: "real", lower: 0, upper: roofed(zones), cost: -PRICE_WORTH * pergola },
  );
  const patches = patchRows(zones);
  columns.push(...patches.columns);
  const rows: Row[] = [
    ...zoneRows(zones),
    ...conflictRows(zones),
    ...patches.rows,
    ...leftoverRows(zones, plantShare),
    ...roofRows(zones),
  ];
  const planting = zones.leftovers.map(({ id }) => [`plant ${id}`, 1] as const);
  rows.push({
    name: "green.balance_min",
    sense: "<=",
    bound: -balanceAsked(problem),
    terms: [
      ...termsOf(zones.uses, ({ green }) => green),
      ...planting.map(([name]) => [name, -1] as const),
      ["climb walls", -1],
      ["roof stalls", -1],
    ],
  });
  if (demand.newGreen.max !== null && planting.length > 0) {
    rows.push({ name: "newGreen.max", sense: "<=", bound: demand.newGreen.max, terms: planting });
  }
  if (most < Infinity) {
    rows.push({ name: "newStalls.max", sense: "<=", bound: most, terms: termsOf(zones.uses, ({ stalls }) => stalls) });
  }
  if (accessible > 0) {
    columns.push({ name: "accessible missing", kind: "real", lower: 0, upper: accessible, cost: -MISSING });
    rows.push({
      name: "accessibleStalls.min",
      sense: ">=",
      bound: accessible,
      terms: [...termsOf(zones.uses, (use) => use.accessible), ["accessible missing", 1]],
    });
  }
  return { name: `mix ${problem.scenario.name}`, direction: "max", columns, rows };
}

/**
 * The least green that so many stalls take, as a linear program: the price of its row `newStalls` is what the next
 * stall costs in square metres when rows may be taken in parts.
 */
export function priceProgram(problem: Problem, zones: Zones, stalls: number): Program {
  return {
    name: `price ${problem.scenario.name}`,
    direction: "min",
    columns: zones.uses.map(({ id, green }): Column => ({ name: id, kind: "real", lower: 0, upper: 1, cost: green })),
    rows: [
      ...zoneRows(zones),
      ...conflictRows(zones),
      { name: "newStalls", sense: ">=", bound: stalls, terms: termsOf(zones.uses, (use) => use.stalls) },
    ],
  };
}

/** Every zone has one use at most. */
function zoneRows({ roadSides, uses }: Zones): Row[] {
  return roadSides.flatMap(({ id }): Row[] => {
    const own = uses.filter((use) => use.zone === id);
    return own.length < 2 ? [] : [{ name: `zone ${id}`, sense: "<=", bound: 1, terms: termsOf(own, () => 1) }];
  });
}

/** A use and all of one other zone's that stand in its way: one of them at most. */
function conflictRows({ uses, conflicts }: Zones): Row[] {
  const groups = new Map<string, { readonly use: Use; readonly zone: string; readonly others: Use[] }>();
  for (const [a, b] of conflicts) {
    const key = `${uses[a].id} ${uses[b].zone}`;
    const group = groups.get(key) ?? { use: uses[a], zone: uses[b].zone, others: [] };
    group.others.push(uses[b]);
    groups.set(key, group);
  }
  return [...groups.values()].map(
    ({ use, zone, others }): Row => ({
      name: `apart ${use.id} ${zone}`,
      sense: "<=",
      bound: 1,
      terms: termsOf([use, ...others], () => 1),
    }),
  );
}

/** Of each patch so much stays green as nobody takes. */
function patchRows({ greens, uses }: Zones): { readonly columns: Column[]; readonly rows: Row[] } {
  const taken = greens.flatMap(({ id, area }) => {
    const takers = uses.filter((use) => use.taken.has(id));
    return takers.length === 0 ? [] : [{ stays: `stays green ${id}`, id, area, takers }];
  });
  return {
    columns: taken.map(({ stays, area }) => ({ name: stays, kind: "real", lower: 0, upper: area, cost: 0 })),
    rows: taken.map(({ stays, id, area, takers }) => ({
      name: `green ${id}`,
      sense: "=",
      bound: area,
      terms: [[stays, 1], ...termsOf(takers, ({ taken }) => taken.get(id) ?? 0)],
    })),
  };
}

/** What stalls cover is not planted. */
function leftoverRows({ leftovers, uses }: Zones, share: number): Row[] {
  return leftovers.flatMap(({ id, area }): Row[] => {
    const takers = uses.filter((use) => use.covers.has(id));
    if (takers.length === 0) return [];
    const covering = termsOf(takers, ({ covers }) => (covers.get(id) ?? 0) * share);
    return [{ name: `leftover ${id}`, sense: "<=", bound: area * share, terms: [[`plant ${id}`, 1], ...covering] }];
  });
}

/** Pergolas over all uses at once, square metres of credit: more than any choice of them has. */
function roofed({ uses }: Zones): number {
  return uses.reduce((sum, { roofs }) => sum + roofs, 0);
}

/** A pergola stands over stalls that are there. */
function roofRows(zones: Zones): Row[] {
  if (roofed(zones) === 0) return [];
  return [
    {
      name: "pergolas",
      sense: "<=",
      bound: 0,
      terms: [["roof stalls", 1], ...termsOf(zones.uses, ({ roofs }) => -roofs)],
    },
  ];
}

function termsOf(uses: readonly Use[], factor: (use: Use) => number): [string, number][] {
  return uses.map((use): [string, number] => [use.id, factor(use)]).filter(([, value]) => value !== 0);
}

function balanceAsked({ rules }: Problem): number {
  const value = rules.rules.get("green.balance_min")?.value;
  return typeof value === "number" ? value : 0;
}
