import { type Field, fillRow, tally, type Within } from "./layout.ts";
import type { Placed, Rows, Tally } from "./placed.ts";
import { randomFrom } from "./random.ts";
import { RUN_COST } from "./rows.ts";
import { greenAfter, isRung, isScarce } from "./sparing.ts";
import { extentsOf, rowsInWay, rowsOf, savedBy, spurTally } from "./spurField.ts";

/** What the search is to reach. */
export interface Goal {
  /** New stalls wanted; null: as many as are worth their cost. */
  readonly target: number | null;
  /** Never more than this. */
  readonly most: number;
  /** Accessible stalls among them. */
  accessible: number;
  /** As many of these as a rule asks for. */
  lawful: number;
  /** What one more stall is worth, in square metres of green. */
  readonly worth: number;
  /** Square metres of green that may be taken: what can be planted, and what a study may lose. */
  greenLimit: number;
  /** Stalls of an earlier plan that should rather stay; absent: there is none. */
  readonly stays?: Stays;
}

/** Places that are worth keeping for their own sake. */
export interface Stays {
  /** Places as `stayKey` names them. */
  readonly places: ReadonlySet<number>;
  /** What one stall that stays is worth, in square metres of green. */
  readonly worth: number;
}

/** Places are told apart along a frontage by this, metres. */
const STAY_STEP = 0.01;

/** More steps of `STAY_STEP` than any frontage has. */
const MOST_STEPS_ALONG = 2 ** 20;

/** Stalls of rows as places that are worth keeping. */
export function staysOf(rows: Rows, worth: number): Stays {
  return { places: new Set(rows.flatMap((row) => row.map(stayKey))), worth };
}

/** One number for a frontage, a kind and where along it a stall begins. */
function stayKey({ frontage, kind, start }: Placed): number {
  return (frontage * 64 + kind) * MOST_STEPS_ALONG + Math.round(start / STAY_STEP);
}

const isStaying = ({ places }: Stays, placed: Placed): boolean => places.has(stayKey(placed));

/** What the stalls of rows that stay are worth. */
function stayWorth(stays: Stays | undefined, rows: Rows): number {
  if (stays === undefined) return 0;
  let count = 0;
  for (const row of rows) for (const placed of row) if (isStaying(stays, placed)) count++;
  return count * stays.worth;
}

export interface State {
  readonly rows: Rows;
  readonly tallies: readonly Tally[];
  readonly total: Tally;
  /** Less is better. */
  readonly value: number;
}

/** An accessible stall that is asked for and missing, and a stall short of the target, in square metres of green. */
export const MISSING = 10000;

/** An accessible stall that a rule asks for and that is missing, beyond one that is wished for: without it the others may not stand. */
const UNLAWFUL = 3 * MISSING;

/** Green taken beyond the limit, by whatever is kept because it is asked for: no plan may be so, and less of it a square metre is nearer to one. */
const BEYOND_LIMIT = 2 * UNLAWFUL;
const OVER_LIMIT = 1000;

/** Beyond the limit by less than this is rounding, square metres. */
const WITHIN = 1e-9;

/** No stall is tried that costs more than this, in square metres of green. */
export const DEAREST = 60;

/** In this share of the steps, this share of the kinds is left out, so that the second best gets its turn. */
const BANNING = 0.5;
const BANNED = 0.35;

/** In this share of the steps what should stay in a row is built round. */
const BUILT_ROUND = 0.5;

/** In this share of the steps an aisle of our own is tried; in this share of those, not all of its length. */
const SPUR_MOVES = 0.5;
const SHORTENED = 0.6;

/** In this share of the tries of an aisle of our own that is there already it is taken away. */
const DROPPED = 0.25;

/** Of scarce green a stall may take one of these shares at most. */
const SHARES = [1, 0.5, 0.25, 0] as const;

const never = () => false;

/** Start and end of the annealing schedule, in square metres of green. */
const HOT = 6;
const COLD = 0.05;

/** Where green is scarce: steps so far of a search that is given it little by little, and the best it has found. */
interface Climb {
  steps: number;
  best: State;
}

export interface Improver {
  readonly best: State;
  /** One step: some rows cleared and filled again. `progress` from 0 to 1. True when the best got better. */
  step(progress: number): boolean;
  /** The goal has changed: judge again from the best so far. */
  restart(): void;
  /** The best so far with stalls taken away until it takes no more green than this. Changes nothing. */
  within(greenLimit: number): State;
  /** Rows that somebody else has chosen, as the search judges them. Changes nothing. */
  judged(rows: Rows): State;
}

/**
 * @param first rows to begin with beside those of the first step; null: none
 * @param standing rows to go on from, in place of a first step; null: none
 */
export function improver(
  field: Field,
  goal: Goal,
  seed: number,
  first: Rows | null = null,
  standing: Rows | null = null,
): Improver {
  const random = randomFrom(seed);
  const usable = field.frontages
    .map((f) => f.row)
    .filter((row) => field.kinds[row].length > 0 && field.spurOf[row] < 0);
  const none: Rows = field.frontages.map(() => []);
  let best = judge(field, goal, standing ?? none, null);
  let current = best;
  let pass = standing === null ? 0 : 1;
  let seeded = 0;
  let climb: Climb | null = null;

  const accept = (candidate: State, heat: number): boolean => {
    const gain = current.value - candidate.value;
    // the comparison is by a ratio, not by exp(): it decides the same in every engine
    if (gain >= 0 || heat / (heat - gain) > 0.5 + random() * 0.5) current = candidate;
    if (climb !== null && candidate.value < climb.best.value) climb.best = candidate;
    if (candidate.value >= best.value - 1e-6) return false;
    best = candidate;
    return true;
  };

  /** Fills frontages in turn, each seeing what the ones before it have placed; kinds with a mark in `banned` not at all. */
  const refill = (
    rows: Rows,
    order: readonly number[],
    worth: number,
    banned: () => boolean,
    within: Within = {},
  ): State => {
    const next = [...rows];
    const { stays } = goal;
    const isBuiltRound = stays !== undefined && random() < BUILT_ROUND;
    for (const frontage of order)
      next[frontage] = isBuiltRound ? next[frontage].filter((placed) => isStaying(stays, placed)) : [];
    let accessible = 0;
    for (const row of next) accessible += row.length === 0 ? 0 : tally(field, row).accessible;
    for (const frontage of order) {
      const bonus = accessible < goal.accessible ? MISSING / 2 : 0;
      next[frontage] = fillRow(field, next, frontage, worth, bonus, banned, within);
      accessible += tally(field, next[frontage]).accessible;
    }
    return judge(field, { ...goal, greenLimit: greenLimit() }, next, current);
  };

  /** What the dearest stall placed costs: a stall that costs more is not worth a try once the target is met. */
  const dearestPlaced = (): number => {
    let most = 0;
    for (const row of current.rows) for (const placed of row) most = Math.max(most, placed.cost);
    return most + RUN_COST;
  };

  /** What may be taken now, square metres. */
  const greenLimit = (): number =>
    climb === null ? goal.greenLimit : Math.min(goal.greenLimit, greenAfter(climb.steps));

  /** No stall can take more green than all may; where that binds, in some steps none takes more than a part of it. */
  const greenAtMost = (): number =>
    isScarce(goal.greenLimit) ? greenLimit() * SHARES[Math.floor(random() * SHARES.length)] : Infinity;

  /** A step of the search with little green, if it is not at its end: what it has found is gone on with, with more of it. */
  const climbOn = () => {
    if (climb === null) return;
    if (isRung(climb.steps)) current = climb.best;
    if (greenLimit() < goal.greenLimit) climb.steps++;
    else {
      climb = null;
      if (best.value < current.value) current = best;
    }
  };

  /** An aisle of our own filled anew, or taken away, and what stood in its way put elsewhere. */
  const trySpur = (index: number, worth: number, heat: number, isFirst: "first" | "again"): boolean => {
    const spur = field.spurs[index];
    const own = rowsOf(spur);
    const isThere = own.some((row) => current.rows[row].length > 0);
    const others = rowsInWay(field, current.rows, index);
    const near = field.neighbours[spur.right].filter((row) => field.spurOf[row] < 0);
    if (near.length > 0 && random() < 0.5) {
      const other = near[Math.floor(random() * near.length)];
      if (!others.includes(other)) others.push(other);
    }
    if (isThere && isFirst === "again" && random() < DROPPED) {
      const without = current.rows.map((row, i) => (own.includes(i) ? [] : row));
      return accept(refill(without, others, worth, never), heat);
    }
    const cleared = current.rows.map((row, i) => (own.includes(i) ? [] : row));
    const end = spur.ends.length === 0 ? null : spur.ends[Math.floor(random() * spur.ends.length)];
    const sides = random() < 0.5 ? [spur.right, spur.left] : [spur.left, spur.right];
    const order = [...(end === null || random() < 0.3 ? [] : [end.row]), ...sides, ...others];
    const isShort = isFirst === "again" && random() < SHORTENED;
    // at first no farther than without a place to turn
    const whole = isFirst === "first" && spur.turn !== null ? spur.turn.from : Infinity;
    const farthest = isShort ? spur.depth * random() : whole;
    return accept(refill(cleared, order, worth, never, { farthest }), heat);
  };

  return {
    get best() {
      return best;
    },
    restart() {
      best = judge(field, goal, best.rows, null);
      current = best;
    },
    within(greenLimit) {
      return judge(field, { ...goal, greenLimit }, best.rows, null);
    },
    judged(rows) {
      return judge(field, goal, rows, null);
    },
    step(progress) {
      if (usable.length === 0) return false;
      if (pass++ === 0) {
        // first everything at once, cheapest ground first, so that a first plan is there after one step
        const isBetter = accept(refill(none, usable, Math.min(goal.worth, DEAREST), never), HOT);
        return (first !== null && accept(judge(field, goal, first, null), COLD)) || isBetter;
      }
      // how much may be taken is known from the second step on
      if (pass === 2 && isScarce(goal.greenLimit) && goal.stays === undefined)
        climb = { steps: 0, best: judge(field, goal, none, null) };
      climbOn();
      const heat = HOT * (1 - progress) ** 2 + COLD;
      if (seeded < field.spurs.length) {
        return trySpur(seeded++, Math.min(goal.worth, DEAREST), COLD, "first");
      }
      if (field.spurs.length > 0 && random() < SPUR_MOVES) {
        return trySpur(Math.floor(random() * field.spurs.length), Math.min(goal.worth, DEAREST), heat, "again");
      }
      const begin = usable[Math.floor(random() * usable.length)];
      const order = [begin];
      const near = field.neighbours[begin].filter((row) => field.spurOf[row] < 0 || current.rows[row].length > 0);
      const more = near.length === 0 ? 0 : Math.floor(random() * Math.min(4, near.length + 1));
      for (let i = 0; i < more; i++) {
        const other = near[Math.floor(random() * near.length)];
        if (!order.includes(other)) order.push(other);
      }
      if (random() < 0.5) order.reverse();
      const ceiling = Math.min(goal.worth, DEAREST);
      const met = goal.target !== null && current.total.count >= goal.target;
      const worth = met ? dearestPlaced() * (0.4 + 1.6 * random()) : ceiling * (1 - 0.6 * random() * random());
      const banned = random() < BANNING ? () => random() < BANNED : never;
      return accept(refill(current.rows, order, worth, banned, { greenAtMost: greenAtMost() }), heat);
    },
  };
}

/** Rows that somebody else has chosen, judged by a goal: stalls taken away until its limits hold. */
export function judgedBy(field: Field, goal: Goal, rows: Rows): State {
  return judge(field, goal, rows, null);
}

/** The state of rows; `base` lends the tallies of rows that are the same. */
function judge(field: Field, goal: Goal, rows: Rows, base: State | null): State {
  const tallies = rows.map((row, i) => (base !== null && base.rows[i] === row ? base.tallies[i] : tally(field, row)));
  return trimmed(field, goal, rows, tallies);
}

/** Stalls, costs and green of several rows together; square metres. */
export function sum(tallies: readonly Tally[]): Tally {
  let [count, cost, green, accessible] = [0, 0, 0, 0];
  for (const each of tallies) {
    count += each.count;
    cost += each.cost;
    green += each.green;
    accessible += each.accessible;
  }
  return { count, cost, green, accessible };
}

function worthOf(goal: Goal, total: Tally): number {
  const short = goal.target === null ? 0 : Math.max(0, goal.target - total.count);
  const over = Math.max(0, total.count - goal.most);
  const gained = goal.target === null ? total.count * goal.worth : 0;
  const beyond = total.green - goal.greenLimit;
  return (
    total.cost -
    gained +
    MISSING * (short + over) +
    MISSING * Math.max(0, Math.min(goal.accessible, goal.most) - total.accessible) +
    UNLAWFUL * Math.max(0, Math.min(goal.lawful, goal.most) - total.accessible) +
    (beyond > WITHIN ? BEYOND_LIMIT + OVER_LIMIT * beyond : 0)
  );
}

/** Takes stalls away, dearest first and from the ends of runs, until the limits hold. */
function trimmed(field: Field, goal: Goal, rows: Rows, tallies: readonly Tally[]): State {
  let total = sum([...tallies, spurTally(field, rows)]);
  if (!isOver(goal, total)) return { rows, tallies, total, value: worthOf(goal, total) - stayWorth(goal.stays, rows) };
  const nextRows = [...rows];
  const nextTallies = [...tallies];
  while (isOver(goal, total)) {
    const drop = dearest(field, goal, nextRows, total);
    if (drop === null) break;
    const at = drop.frontage;
    nextRows[at] = nextRows[at].filter((placed) => placed !== drop);
    nextTallies[at] = tally(field, nextRows[at]);
    total = sum([...nextTallies, spurTally(field, nextRows)]);
  }
  const value = worthOf(goal, total) - stayWorth(goal.stays, nextRows);
  return { rows: nextRows, tallies: nextTallies, total, value };
}

function isOver(goal: Goal, total: Tally): boolean {
  return total.count > goal.most || total.green > goal.greenLimit + WITHIN;
}

function dearest(field: Field, goal: Goal, rows: Rows, total: Tally): Placed | null {
  const byCount = total.count > goal.most;
  const extents = extentsOf(field, rows);
  let drop: Placed | null = null;
  let most = -Infinity;
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) {
      const placed = row[i];
      const kind = field.kinds[placed.frontage][placed.kind];
      if (kind.type === "accessible" && total.accessible <= goal.accessible) continue;
      const saved = savedBy(field, rows, extents, placed);
      if (!byCount && placed.green + saved.green <= 1e-9) continue;
      // a gap inside a run costs a new run
      const inner = i > 0 && i < row.length - 1 ? 1 : 0;
      const price = (byCount ? placed.cost + saved.cost : placed.green + saved.green) - inner;
      if (price > most) {
        most = price;
        drop = placed;
      }
    }
  }
  return drop;
}
