import { solveProgram } from "../lp/door.ts";
import type { Program } from "../lp/program.ts";
import type { State } from "../stages/rows/improve.ts";
import type { Rows } from "../stages/rows/placed.ts";
import { randomFrom } from "../stages/rows/random.ts";
import type { Standing } from "../stages/rows/standing.ts";
import type { Barred } from "./barred.ts";
import { programOf } from "./exchangeProgram.ts";
import { type Offer, type Offering, offersFor } from "./offers.ts";
import { greenLimitFor, type Planting } from "./planting.ts";
import { cleared, windowsAround } from "./windows.ts";

// neighbourhoods of a plan's rows, chosen anew by a 0/1 program over rows that the kernel offers

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

/** Nodes of branch and bound for one program. */
const NODES = 40;

/** A choice that is worse by less than this is gone on from at first, square metres of green: out of it may come a better one. */
const HEAT = 3;

/** Moves rows to a better state by `tries` programs; never to a worse one. The same arguments give the same state. */
export async function exchanged(
  standing: Standing,
  rows: Rows,
  planting: Planting,
  barred: readonly Barred[],
  { tries, seed }: { readonly tries: number; readonly seed: number },
): Promise<Exchange> {
  const random = randomFrom(seed);
  let state = standing.judged(rows, greenLimitFor(planting, rows));
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
    program = programOf(standing, planting, fixed, windows, offers);
    const answer = await solveProgram(program, { nodes: NODES });
    programs++;
    if ((answer.status !== "optimal" && answer.status !== "stopped") || answer.values === null) continue;
    const { values } = answer;
    const chosen = offers.filter(({ id }) => (values.get(id) ?? 0) > 0.5);
    const made = withOffers(fixed, chosen);
    const next = standing.judged(made, greenLimitFor(planting, made));
    if (next.value < state.value + HEAT * (1 - i / tries)) state = next;
    if (state.value < best.value - 1e-6) best = state;
  }
  return { state: best, program, fills, programs };
}

function withOffers(fixed: Rows, chosen: readonly Offer[]): Rows {
  const out = [...fixed];
  for (const { placed } of chosen) {
    for (const one of placed) out[one.frontage] = [...out[one.frontage], one];
  }
  return out.map((row, i) => (row === fixed[i] ? row : [...row].sort((a, b) => a.start - b.start)));
}
