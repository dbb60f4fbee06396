import { solveProgram } from "../lp/door.ts";
import type { Column, Program, Row } from "../lp/program.ts";
import { flat } from "../model/geometry.ts";
import type { State } from "../stages/compound/improve.ts";
import { type Field, type Placed, place, type Rows, startsNow, type Tally, tally } from "../stages/compound/layout.ts";
import { randomFrom } from "../stages/compound/random.ts";
import { sameLine } from "../stages/compound/rows.ts";
import { fromEdge, ringToEdge, type Span } from "../stages/compound/section.ts";
import { rowsOf, spurTally } from "../stages/compound/spurField.ts";
import type { Standing } from "../stages/compound/standing.ts";

// neighbourhoods of a plan's rows, chosen anew by a 0/1 program over rows that the kernel offers

/** One way of filling a window: rows of the kernel, or what stands there now. */
export interface Offer {
  readonly id: string;
  readonly window: number;
  readonly placed: readonly Placed[];
  readonly total: Tally;
}

/** Stretches of road side, and whole aisles of our own, that are chosen anew while all else stays. */
interface Window {
  /** −1: a stretch of a road's side. */
  readonly spur: number;
  readonly frontage: number;
  from: number;
  to: number;
}

/** Places where the auditor has taken stalls away: nothing is offered there again. */
export interface Barred {
  readonly frontage: number;
  readonly from: number;
  readonly to: number;
}

export interface Exchange {
  readonly state: State;
  /** The last program that was solved. */
  readonly program: Program | null;
  /** Rows that the kernel was asked for. */
  readonly fills: number;
  readonly programs: number;
}

/** What one program takes with its offers, in steps of the search. */
export const STEPS_A_TRY = 35;

/** A window is this long at least and at most, metres: six to eighteen stalls abreast. */
const WINDOW = [15, 45] as const;

/** Windows across from the first and round the corner from it, and windows elsewhere that may give or take green. */
const NEAR_WINDOWS = 3;
const FAR_WINDOWS = 4;

/** Likewise for an aisle of our own; this share of its offers may run as far as they can. */
const SPUR_WORTHS = [12, 20, 40];
const WHOLE = 0.5;

/** The kernel is asked for the best row of a window at each of these worths of a stall, square metres of green. */
const WORTHS = [3, 6, 9, 12, 15, 20, 28, 40, 60];

/** As often it is asked again with part of the mouth lines left out. */
const DRAWS = 8;
const LEFT_OUT = 0.4;

/** Nodes of branch and bound for one program. */
const NODES = 40;

/** A choice that is worse by less than this is gone on from at first, square metres of green: out of it may come a better one. */
const HEAT = 3;

/** The first accessible stall is worth this much more where one is asked for, square metres of green. */
const ACCESSIBLE_WORTH = 5000;

/** What a stall is worth while a target is to be met, square metres of green: more than any stall costs. */
const TARGET_WORTH = 1000;

/** Positions that differ by less are one, metres. */
const SLACK = 1e-4;

/** How far the ground of a stall reaches from its road's edge, inwards and outwards, metres. */
const REACH = [-10, 9] as const;

/** Moves rows to a better state by `tries` programs; never to a worse one. The same arguments give the same state. */
export async function exchanged(
  standing: Standing,
  rows: Rows,
  greenLimit: number,
  barred: readonly Barred[],
  { tries, seed }: { readonly tries: number; readonly seed: number },
): Promise<Exchange> {
  const random = randomFrom(seed);
  let state = standing.judged(rows, greenLimit);
  let best = state;
  let [fills, programs] = [0, 0];
  let program: Program | null = null;
  const { field } = standing;
  const usable = field.frontages.filter(({ row }) => field.kinds[row].length > 0 && field.spurOf[row] < 0);
  if (usable.length === 0) return { state, program, fills, programs };
  for (let i = 0; i < tries; i++) {
    const windows = windowsAround(field, usable, random);
    const fixed = cleared(field, state.rows, windows);
    const offering: Offering = { standing, fixed, now: state.rows, barred, random, onFill: () => fills++ };
    const offers = windows.flatMap((window, w) => offersFor(offering, window, w));
    program = programOf(standing, greenLimit, fixed, windows, offers);
    const answer = await solveProgram(program, { nodes: NODES });
    programs++;
    if ((answer.status !== "optimal" && answer.status !== "stopped") || answer.values === null) continue;
    const { values } = answer;
    const chosen = offers.filter(({ id }) => (values.get(id) ?? 0) > 0.5);
    const next = standing.judged(withOffers(fixed, chosen), greenLimit);
    if (next.value < state.value + HEAT * (1 - i / tries)) state = next;
    if (state.value < best.value - 1e-6) best = state;
  }
  return { state: best, program, fills, programs };
}

/** A stretch somewhere, what is near it, and stretches elsewhere. */
function windowsAround(field: Field, usable: Field["frontages"], random: () => number): Window[] {
  const windows: Window[] = [];
  const first = anyWindow(field, usable, random);
  windows.push(first);
  if (first.spur < 0) {
    const near = nearWindows(field, first);
    for (let i = 0; i < NEAR_WINDOWS && near.length > 0; i++)
      windows.push(...near.splice(Math.floor(random() * near.length), 1));
  }
  for (let i = 0; i < FAR_WINDOWS; i++) windows.push(anyWindow(field, usable, random));
  return joined(windows);
}

/** In this share of the tries, where there are aisles of our own, one of them is a window. */
const SPUR_SHARE = 0.3;

function anyWindow(field: Field, usable: Field["frontages"], random: () => number): Window {
  if (field.spurs.length > 0 && random() < SPUR_SHARE) {
    const spur = Math.floor(random() * field.spurs.length);
    return { spur, frontage: field.spurs[spur].right, from: 0, to: 0 };
  }
  // by length: every metre has the same chance
  const at = random() * usable.reduce((sum, { length }) => sum + length, 0);
  let passed = 0;
  const frontage =
    usable.find(({ length }) => {
      passed += length;
      return at < passed;
    }) ?? usable[usable.length - 1];
  const length = WINDOW[0] + random() * (WINDOW[1] - WINDOW[0]);
  const from = random() * Math.max(0, frontage.length - length);
  return { spur: -1, frontage: frontage.row, from, to: Math.min(frontage.length, from + length) };
}

function nearWindows(field: Field, { frontage, from, to }: Window): Window[] {
  const { frame } = field.frontages[frontage];
  const box = flat([
    fromEdge(frame, from, REACH[0]),
    fromEdge(frame, to, REACH[0]),
    fromEdge(frame, to, REACH[1]),
    fromEdge(frame, from, REACH[1]),
  ]);
  return field.neighbours[frontage].flatMap((row): Window[] => {
    if (field.spurOf[row] >= 0) return [];
    const { frame: other, length } = field.frontages[row];
    const seen = ringToEdge(other, box);
    const along = [seen[0], seen[2], seen[4], seen[6]];
    const out = [seen[1], seen[3], seen[5], seen[7]];
    if (Math.max(...out) < REACH[0] || Math.min(...out) > REACH[1]) return [];
    const [low, high] = [Math.max(0, Math.min(...along)), Math.min(length, Math.max(...along))];
    return high - low < 2 ? [] : [{ spur: -1, frontage: row, from: low, to: high }];
  });
}

/** Windows on one side are one, with what lies between them: no two of them offer the same ground. */
function joined(windows: readonly Window[]): Window[] {
  const out: Window[] = [];
  for (const window of [...windows].sort((a, b) => a.from - b.from)) {
    const before = out.find((one) => one.spur === window.spur && one.frontage === window.frontage);
    if (before === undefined) {
      out.push({ ...window });
      continue;
    }
    if (window.spur >= 0) continue;
    before.to = Math.max(before.to, window.to);
  }
  return out;
}

/** Rows without what stands in windows. */
function cleared(field: Field, rows: Rows, windows: readonly Window[]): Rows {
  const out = [...rows];
  for (const { spur, frontage, from, to } of windows) {
    if (spur >= 0) for (const row of rowsOf(field.spurs[spur])) out[row] = [];
    else
      out[frontage] = out[frontage].filter(
        (one) => one.start >= to - SLACK || one.start + field.kinds[frontage][one.kind].pitch <= from + SLACK,
      );
  }
  return out;
}

/** What offers are made from. */
interface Offering {
  readonly standing: Standing;
  /** Rows without what stands in the windows, and with it. */
  readonly fixed: Rows;
  readonly now: Rows;
  readonly barred: readonly Barred[];
  readonly random: () => number;
  /** Called each time the kernel fills a row. */
  readonly onFill: () => void;
}

/** What the kernel offers for a window, and what stands there now. */
function offersFor(offering: Offering, window: Window, w: number): Offer[] {
  const { standing, fixed, now } = offering;
  const own = rowsOfWindow(standing.field, window);
  const stands = own.flatMap((row) => now[row].filter((one) => !fixed[row].includes(one)));
  const found = window.spur >= 0 ? alongSpur(offering, window.spur) : alongRoad(offering, window);
  const known = new Set<string>();
  return [stands, ...found].flatMap((placed, i): Offer[] => {
    const key = placed.map(({ frontage, kind, start }) => `${frontage}.${kind}@${start.toFixed(4)}`).join(" ");
    if (placed.length === 0 || known.has(key)) return [];
    known.add(key);
    return [{ id: `window ${w} offer ${i}`, window: w, placed, total: totalOf(standing.field, placed, own) }];
  });
}

/** Stalls with the looks of their rows and the aisle that they need. */
function totalOf(field: Field, placed: readonly Placed[], own: readonly number[]): Tally {
  const rows = rowsWith(field, placed);
  return plus(spurTally(field, rows), ...own.map((row) => tally(field, rows[row])));
}

/** Ways of filling an aisle of our own: across its end or not, along all of it or a part. */
function alongSpur({ standing: { field }, fixed, random, onFill }: Offering, index: number): Placed[][] {
  const spur = field.spurs[index];
  return SPUR_WORTHS.flatMap((worth) =>
    [null, ...spur.ends].map((end) => {
      const farthest = random() < WHOLE ? Infinity : spur.depth * random();
      const filled = [...fixed];
      const rows = [...(end === null ? [] : [end.row]), spur.right, spur.left];
      for (const row of rows) {
        onFill();
        const starts = startsNow(field, filled, row, farthest);
        filled[row] = field.solver.solve(row, starts, worth, 0).map((one) => place(field, row, one));
      }
      return rows.flatMap((row) => filled[row]);
    }),
  );
}

/** The best rows of a stretch at several worths of a stall, and with part of the mouth lines left out. */
function alongRoad({ standing, fixed, barred, random, onFill }: Offering, window: Window): Placed[][] {
  const { field, goal } = standing;
  const { frontage, from, to } = window;
  const kinds = field.kinds[frontage];
  const endOf = (one: Placed) => one.start + kinds[one.kind].pitch;
  // from the last stall before the stretch to the first behind it
  const before = fixed[frontage].filter((one) => endOf(one) <= from + SLACK);
  const behind = fixed[frontage].filter((one) => one.start >= to - SLACK);
  const low = Math.max(0, ...before.map(endOf));
  const high = Math.min(...behind.map(({ start }) => start), Infinity);
  const kept = barred.filter((one) => one.frontage === frontage);
  const within = startsNow(field, fixed, frontage).map((spans, k) =>
    withoutBarred(clipped(spans, low, high - kinds[k].pitch), kinds[k].pitch, kept),
  );
  const ask = (starts: readonly (readonly Span[])[], worth: number, bonus: number): Placed[] => {
    onFill();
    return field.solver.solve(frontage, starts, worth, bonus).map((one) => place(field, frontage, one));
  };
  const draws = Array.from({ length: DRAWS }, (_, draw) => {
    let isOut = false;
    const starts = within.map((spans, k) => {
      // an accessible kind follows the standard kind on its line
      if (k === 0 || !sameLine(kinds[k - 1], kinds[k])) isOut = random() < LEFT_OUT;
      return isOut ? [] : spans;
    });
    const bonus = goal.accessible > 0 && draw % 4 === 3 ? ACCESSIBLE_WORTH : 0;
    return ask(starts, WORTHS[Math.floor(random() * WORTHS.length)], bonus);
  });
  return [...WORTHS.map((worth) => ask(within, worth, 0)), ...draws];
}

function clipped(spans: readonly Span[], low: number, high: number): Span[] {
  return spans.flatMap(([from, to]): Span[] => {
    const [a, b] = [Math.max(from, low), Math.min(to, high)];
    return b >= a ? [[a, b]] : [];
  });
}

/** Spans of starts from which a stall does not reach into what is barred. */
function withoutBarred(spans: readonly Span[], pitch: number, barred: readonly Barred[]): Span[] {
  let out = [...spans];
  for (const { from, to } of barred) {
    out = out.flatMap((span) => [...clipped([span], -Infinity, from - pitch), ...clipped([span], to, Infinity)]);
  }
  return out;
}

function plus(...tallies: readonly Tally[]): Tally {
  let [count, cost, green, accessible] = [0, 0, 0, 0];
  for (const one of tallies) {
    count += one.count;
    cost += one.cost;
    green += one.green;
    accessible += one.accessible;
  }
  return { count, cost, green, accessible };
}

/** Which of the offers are worth most together, under what the rows that stay leave of green and of stalls. */
function programOf(
  { field, goal }: Standing,
  greenLimit: number,
  fixed: Rows,
  windows: readonly Window[],
  offers: readonly Offer[],
): Program {
  const gain = goal.target === null ? goal.worth : TARGET_WORTH;
  const stays = plus(spurTally(field, fixed), ...fixed.map((row) => tally(field, row)));
  const most = Math.min(goal.most, goal.target ?? Infinity);
  const rows: Row[] = windows.map((_, w) => ({
    name: `window ${w}`,
    sense: "<=",
    bound: 1,
    terms: offers.filter(({ window }) => window === w).map(({ id }) => [id, 1]),
  }));
  rows.push({
    name: "green.balance_min",
    sense: "<=",
    bound: greenLimit - stays.green,
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
    rows: rows.filter(({ terms }) => terms.length > 0),
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

function rowsOfWindow(field: Field, { spur, frontage }: Window): number[] {
  return spur >= 0 ? rowsOf(field.spurs[spur]) : [frontage];
}

function rowsWith(field: Field, placed: readonly Placed[]): Rows {
  return field.frontages.map((_, row) => placed.filter(({ frontage }) => frontage === row));
}

function fits(placed: readonly Placed[], starts: readonly (readonly Span[])[]): boolean {
  return placed.every(({ kind, start }) =>
    starts[kind].some(([from, to]) => start >= from - SLACK && start <= to + SLACK),
  );
}

function withOffers(fixed: Rows, chosen: readonly Offer[]): Rows {
  const out = [...fixed];
  for (const { placed } of chosen) {
    for (const one of placed) out[one.frontage] = [...out[one.frontage], one];
  }
  return out.map((row, i) => (row === fixed[i] ? row : [...row].sort((a, b) => a.start - b.start)));
}
