import type { Span } from "../stages/plane/section.ts";
import { sum } from "../stages/rows/improve.ts";
import { type Field, place, startsNow, tally } from "../stages/rows/layout.ts";
import type { Placed, Rows, Tally } from "../stages/rows/placed.ts";
import { sameLine } from "../stages/rows/rows.ts";
import { spurTally } from "../stages/rows/spurField.ts";
import type { Standing } from "../stages/rows/standing.ts";
import type { Barred } from "./barred.ts";
import { rowsOfWindow, SLACK, type Window } from "./windows.ts";

// what the kernel offers for a window

/** One way of filling a window: rows of the kernel, or what stands there now. */
export interface Offer {
  readonly id: string;
  readonly window: number;
  readonly placed: readonly Placed[];
  readonly total: Tally;
}

/** An aisle of our own is filled at each of these worths of a stall, square metres of green; this share of its offers may run as far as they can. */
const SPUR_WORTHS = [12, 20, 40];
const WHOLE = 0.5;

/** The kernel is asked for the best row of a window at each of these worths of a stall, square metres of green. */
const WORTHS = [3, 6, 9, 12, 15, 20, 28, 40, 60];

/** As often it is asked again with part of the mouth lines left out. */
const DRAWS = 8;
const LEFT_OUT = 0.4;

/** The first accessible stall is worth this much more where one is asked for, square metres of green. */
const ACCESSIBLE_WORTH = 5000;

/** What offers are made from. */
export interface Offering {
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
export function offersFor(offering: Offering, window: Window, w: number): Offer[] {
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
  return sum([spurTally(field, rows), ...own.map((row) => tally(field, rows[row]))]);
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

/** Stalls as rows of a field with nothing else. */
export function rowsWith(field: Field, placed: readonly Placed[]): Rows {
  return field.frontages.map((_, row) => placed.filter(({ frontage }) => frontage === row));
}
