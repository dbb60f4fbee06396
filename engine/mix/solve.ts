import { isBetter } from "../finish.ts";
import type { Kernel } from "../kernel.ts";
import type { Program } from "../lp/program.ts";
import type { Plan } from "../model/plan.ts";
import { isCompound } from "../model/site.ts";
import type { Draft, Problem } from "../stages/draft.ts";
import { rowsOfPlan } from "../stages/rows/packed.ts";
import type { Rows } from "../stages/rows/placed.ts";
import type { Standing } from "../stages/rows/standing.ts";
import { type Barred, barredBy, keptIn } from "./barred.ts";
import { begun } from "./begun.ts";
import { audited, certified, rechosen } from "./exactly.ts";
import { exchanged, STEPS_A_TRY } from "./exchange.ts";
import { greenLimitFor, type Planting, plantingOf } from "./planting.ts";

/** One turn of asking programs what to build and the packing what of it can be built. */
export interface MixRound {
  /** Stalls and green that the programs chose, at the prices they knew. */
  readonly chosen: { readonly stalls: number; readonly green: number };
  /** What the packing made of it, audited. */
  readonly packed: { readonly stalls: number; readonly green: number };
  /** Programs solved. */
  readonly programs: number;
}

export interface MixResult {
  /** The better of packing alone and the mix; never worse than packing alone. */
  readonly plan: Plan;
  readonly alone: Plan;
  readonly rounds: readonly MixRound[];
  /** The packing got at least what the programs chose: prices and packing agree. */
  readonly agreed: boolean;
  /** The last program, for whoever wants to print it; null on open lots, which have no zones. */
  readonly program: Program | null;
  /** Search steps in all, those of packing alone included: no more than twice as many, but for the last program begun. */
  readonly steps: number;
}

export interface MixOptions {
  /** Steps of packing alone at most; null: as the scenario's budget says, else as planned. */
  readonly steps?: number | null;
}

/** Rounds at most, before the best so far is taken. */
const MOST_ROUNDS = 5;

/** Rounds without a gain after which nothing more is looked for. */
const MOST_IDLE = 2;

/** Shares of the steps that packing alone took: the first round's, each further one's, and that of a choice made anew. */
const FIRST_SHARE = 0.4;
const ROUND_SHARE = 0.15;
const LOOK_SHARE = 0.1;

/** In a round the fire engine is driven through the choice as often at most. */
const MOST_LOOKS = 3;

/** Programs a round at most: more has not been seen to find more. */
const MOST_TRIES = 100;

/** Planting that misses less is none, square metres. */
const BALANCED = 0.005;

/** The tables of green and the exact areas differ by less than this in all, square metres. */
const ROUNDING = 0.1;

/**
 * Packing, or what it stood at half of its steps (`begun`); then all its stalls chosen anew at once; then programs that
 * choose anew what stretches of its road sides and leftovers are used for, then the audit of that choice, which says what
 * cannot be built; until both agree or five rounds are over. In the end the stalls are chosen exactly where there are few
 * enough places, and the plan says what is proved.
 */
export async function solveMix(problem: Problem, kernel: Kernel, options: MixOptions = {}): Promise<MixResult> {
  const { run: own, alone, start } = begun(problem, kernel, options.steps ?? null);
  if (!isCompound(problem.site) || own.standing() === null) {
    return { plan: alone, alone, rounds: [], agreed: true, program: null, steps: alone.steps };
  }
  const found = own.standing();
  if (found === null) throw new Error("a compound stands");
  let best = await rechosen(own, start, found);
  const first = best === alone ? found : found.keeping(best.features, "but for stalls");
  let standing = first;
  const rounds: MixRound[] = [];
  let program: Program | null = null;
  let fills = 0;
  let agreed = false;
  let idle = 0;
  const beginning = best === alone ? rowsIn(standing, alone) : rowsOfPlan(best.features, standing.field);
  let rows = beginning;
  let planting = plantingOf(first, first.draft(first.judged(rows, first.goal.greenLimit)).draft, rows);
  const barred: Barred[] = best === alone ? barredBy(standing.rows, rows, alone, standing) : [];
  const before = best;
  while (rounds.length < MOST_ROUNDS && idle < MOST_IDLE && fills / FILLS_A_STEP < alone.steps - STEPS_A_TRY) {
    let programs = 0;
    const choose = async (on: Standing, from: Rows, share: number): Promise<Settled> => {
      // as many steps again as packing alone took, and no more
      const left = alone.steps - fills / FILLS_A_STEP;
      const tries = Math.min(
        MOST_TRIES,
        Math.ceil((share * alone.steps) / STEPS_A_TRY),
        Math.floor(left / STEPS_A_TRY),
      );
      const seed = problem.scenario.seed + 16 * rounds.length + programs;
      const made = await exchanged(on, from, planting, barred, { tries, seed });
      program = made.program ?? program;
      fills += made.fills;
      programs += made.programs;
      return settledBy(on, made.state.rows, planting);
    };
    let settled = await choose(standing, rows, rounds.length === 0 ? FIRST_SHARE : ROUND_SHARE);
    for (let look = 0; look < MOST_LOOKS; look++) {
      const clear: Standing | null = standing.clearing(settled.draft);
      if (clear === null) break;
      standing = clear;
      const left = rowsOfPlan(settled.draft.features, clear.field);
      planting = plantingOf(clear, settled.draft, left);
      settled = await choose(clear, left, LOOK_SHARE);
    }
    const plan = audited(own, settled.draft);
    const chosen = { stalls: settled.count, green: settled.green };
    rounds.push({ chosen, packed: plan === null ? { stalls: 0, green: 0 } : totalsOf(plan), programs });
    const gained = plan !== null && isBetter(plan, best);
    idle = gained ? 0 : idle + 1;
    const kept = plan === null ? [] : keptIn(settled.rows, plan);
    const lost = plan === null ? [] : barredBy(settled.rows, kept, plan, standing);
    barred.push(...lost);
    agreed = plan !== null && lost.length === 0 && kept.flat().length >= settled.count;
    if (plan !== null && gained) best = plan;
    planting = settled.planting;
    // ground that was kept clear for nothing is free again
    if (!gained) standing = first;
    if (gained) rows = kept;
    else rows = best === before ? beginning : rowsOfPlan(best.features, standing.field);
  }
  if (best.measures.stalls.new > before.measures.stalls.new) best = await rechosen(own, best, found);
  best = await certified(own, best, found);
  const steps = alone.steps + Math.ceil(fills / FILLS_A_STEP);
  return { plan: best, alone, rounds, agreed, program, steps };
}

/** A step of the search fills about as many rows. */
const FILLS_A_STEP = 3;

interface Settled {
  readonly draft: Draft;
  readonly rows: Rows;
  readonly count: number;
  readonly green: number;
  /** What the planting has shown to be possible. */
  readonly planting: Planting;
}

/** Rows with their green planted again; where planting misses its ground, stalls go. */
function settledBy(standing: Standing, rows: Rows, planting: Planting): Settled {
  let state = standing.judged(rows, greenLimitFor(planting, rows));
  let made = standing.draft(state);
  while (made.missing > BALANCED && state.total.count > 0) {
    const limit = Math.max(0, state.total.green - made.missing - ROUNDING);
    const less = standing.judged(state.rows, limit);
    if (less.total.count === state.total.count) break;
    state = less;
    made = standing.draft(state);
  }
  const { draft } = made;
  const { count, green } = state.total;
  return { draft, rows: state.rows, count, green, planting: plantingOf(standing, draft, state.rows) };
}

/**
 * The rows of a plan that came of a search: those of its best draft that are left, or of an earlier draft that kept more; all of
 * the best draft where that earlier one stands on ground that the search has left.
 */
function rowsIn({ rows, field }: Standing, plan: Plan): Rows {
  const [kept, found] = [keptIn(rows, plan), rowsOfPlan(plan.features, field)];
  const most = found.flat().length > kept.flat().length ? found : kept;
  return most.flat().length < plan.measures.stalls.new ? rows : most;
}

function totalsOf({ measures }: Plan): { stalls: number; green: number } {
  return { stalls: measures.stalls.new, green: measures.greening.removed };
}
