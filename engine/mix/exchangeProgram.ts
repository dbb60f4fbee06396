import type { Column, Program, Row } from "../lp/program.ts";
import type { Span } from "../stages/plane/section.ts";
import { sum } from "../stages/rows/improve.ts";
import { type Field, startsNow, tally } from "../stages/rows/layout.ts";
import type { Placed, Rows } from "../stages/rows/placed.ts";
import { spurTally } from "../stages/rows/spurField.ts";
import type { Standing } from "../stages/rows/standing.ts";
import { type Offer, rowsWith } from "./offers.ts";
import { coveredIn, type Planting } from "./planting.ts";
import { rowsOfWindow, SLACK, type Window } from "./windows.ts";

// the program over the offers of some windows

/** What a stall is worth while a target is to be met, square metres of green: more than any stall costs. */
const TARGET_WORTH = 1000;

/** Which of the offers are worth most together, under what the rows that stay leave of green and of stalls. */
export function programOf(
  { field, goal }: Standing,
  planting: Planting,
  fixed: Rows,
  windows: readonly Window[],
  offers: readonly Offer[],
): Program {
  const gain = goal.target === null ? goal.worth : TARGET_WORTH;
  const stays = sum([spurTally(field, fixed), ...fixed.map((row) => tally(field, row))]);
  const most = Math.min(goal.most, goal.target ?? Infinity);
  const rows: Row[] = windows.map((_, w) => ({
    name: `window ${w}`,
    sense: "<=",
    bound: 1,
    terms: offers.filter(({ window }) => window === w).map(({ id }) => [id, 1]),
  }));
  const { most: mostGreen, room, coveredBy } = planting;
  const covered = (placed: readonly Placed[]) => placed.reduce((sum, one) => sum + coveredBy(one), 0);
  rows.push({
    name: "green.balance_min",
    sense: "<=",
    bound: room - stays.green - coveredIn(fixed, coveredBy),
    terms: offers.map(({ id, total, placed }) => [id, total.green + covered(placed)]),
  });
  rows.push({
    name: "newGreen.max",
    sense: "<=",
    bound: mostGreen - stays.green,
    terms: offers.map(({ id, total }) => [id, total.green]),
  });
  if (most < Infinity)
    rows.push({
      name: "newStalls.max",
      sense: "<=",
      bound: most - stays.count,
      terms: offers.map(({ id, total }) => [id, total.count]),
    });
  const missing = Math.min(goal.accessible, most) - stays.accessible;
  const able = offers.filter(({ total }) => total.accessible > 0);
  const columns: Column[] = offers.map(({ id, total }) => ({
    name: id,
    kind: "integer",
    lower: 0,
    upper: 1,
    cost: gain * total.count - total.cost,
  }));
  if (missing > 0 && able.length > 0) {
    columns.push({ name: "accessible missing", kind: "real", lower: 0, upper: missing, cost: -10_000 });
    rows.push({
      name: "accessibleStalls.min",
      sense: ">=",
      bound: missing,
      terms: [...able.map(({ id, total }) => [id, total.accessible] as const), ["accessible missing", 1]],
    });
  }
  rows.push(...apart(field, windows, offers));
  return {
    name: "stretches chosen anew",
    direction: "max",
    columns,
    rows: rows.filter(({ terms, bound }) => terms.length > 0 && bound < Infinity),
  };
}

/** Offers of windows that are near each other and in each other's way. */
function apart(field: Field, windows: readonly Window[], offers: readonly Offer[]): Row[] {
  const own = windows.map((window) => rowsOfWindow(field, window));
  // aisles of our own come last: the rows along them depend on how far they run
  const order = windows.map((_, w) => w).sort((a, b) => windows[a].spur - windows[b].spur || a - b);
  return order.flatMap((a, i) =>
    order.slice(i + 1).flatMap((b) => {
      const areNear = own[a].some((row) => own[b].some((other) => field.neighbours[row].includes(other)));
      return areNear ? pairRows(field, own[b], offersOf(offers, a), offersOf(offers, b)) : [];
    }),
  );
}

function offersOf(offers: readonly Offer[], w: number): Offer[] {
  return offers.filter(({ window }) => window === w);
}

/** For each offer a row with all of another window's that cannot stand beside it; `own` rows are the other window's. */
function pairRows(field: Field, own: readonly number[], some: readonly Offer[], others: readonly Offer[]): Row[] {
  return some.flatMap((one): Row[] => {
    const beside = rowsWith(field, one.placed);
    // along a road the others' own rows change nothing in where they may start
    const shared = own.length === 1 ? startsNow(field, beside, own[0]) : null;
    const barred = others.filter(({ placed }) => {
      if (shared !== null) return !fits(placed, shared);
      const both = beside.map((row, i) => (own.includes(i) ? placed.filter(({ frontage }) => frontage === i) : row));
      return !own.every((row) => both[row].length === 0 || fits(both[row], startsNow(field, both, row)));
    });
    if (barred.length === 0) return [];
    const terms = [one, ...barred].map(({ id }) => [id, 1] as const);
    return [{ name: `apart ${one.id} ${barred[0].window}`, sense: "<=", bound: 1, terms }];
  });
}

function fits(placed: readonly Placed[], starts: readonly (readonly Span[])[]): boolean {
  return placed.every(({ kind, start }) =>
    starts[kind].some(([from, to]) => start >= from - SLACK && start <= to + SLACK),
  );
}
