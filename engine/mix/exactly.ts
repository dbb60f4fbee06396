import { isBetter, PlanFault } from "../finish.ts";
import { solveProgram } from "../lp/door.ts";
import type { Exact, Plan } from "../model/plan.ts";
import type { PlanRun } from "../plan.ts";
import { polished } from "../polish.ts";
import type { Draft } from "../stages/draft.ts";
import { rowsOfPlan } from "../stages/rows/packed.ts";
import type { Placed } from "../stages/rows/placed.ts";
import type { Standing } from "../stages/rows/standing.ts";
import { type Barred, barredBy, isBarred, keptIn } from "./barred.ts";
import { plantingOf } from "./planting.ts";

// all stalls of a plan at once, chosen exactly: for more of them, and for a proof

/** More places than this are not proved: it would take minutes. */
const MOST_PROVED = 2500;

/** Of more places than this only the most stalls are proved, whatever they are worth. */
const MOST_WEIGHED = 1000;

/** Nodes of branch and bound for a proof, and for a choice: most are settled at the first. */
const NODES = 200;
const CHOICE_NODES = 5;

/** What a program takes goes by the square of its places: so much of it for each step of packing alone, and at most in all. */
const WORK_A_STEP = 15_000;
const MOST_WORK = 24e6;

/** Where planting misses more ground than this the choice is made again with less, square metres, as often in all. */
const MUCH = 5;
const MOST_LIMITS = 2;

/** In a proof the fire engine is driven through the choice as often at most. */
const MOST_LOOKS = 3;

/** The search's tables of green and the exact areas differ by less than this in all, square metres. */
const ROUNDING = 0.1;

/**
 * The plan with its stalls chosen anew, all at once, beside the way that the fire engine takes through it: the most of rows flush with an
 * end of free ground, and no more than can be planted again; anew from what comes of it, with half as many stalls where the auditor
 * took some away. Never a worse plan; the plan itself where it stands on aisles of our own or there are too many places.
 */
export async function rechosen(run: PlanRun, plan: Plan, first: Standing): Promise<Plan> {
  let best = plan;
  const barred: Barred[][] = [];
  const WAYS = ["all", "but for stalls"] as const;
  let way = 0;
  let left = Math.min(MOST_WORK, WORK_A_STEP * run.steps);
  for (;;) {
    const on = first.keeping(best.features, WAYS[way]);
    const made = await moreOf(run, best, on, { barred, left });
    left -= made.work;
    if (made.work === 0) break;
    if (made.plan === null) {
      // nothing has more: beside less of the engine's ground, and with what was taken away, perhaps
      if (way === 1 && barred.length === 0) break;
      way = 1;
      barred.length = 0;
      continue;
    }
    const more = made.plan.measures.stalls.new - best.measures.stalls.new;
    if (isBetter(made.plan, best)) best = made.plan;
    if (made.barred.length > 0) barred.push([...made.barred]);
    // the same choice once more would come to the same
    if (more <= 0 && made.barred.length === 0 && way === 1) break;
    way = more > 0 ? way : 1;
  }
  return best;
}

interface More {
  /** null where no choice has more. */
  readonly plan: Plan | null;
  readonly barred: readonly Barred[];
  /** Squares of the places that were chosen from; 0 where there is no choice, or too much of it. */
  readonly work: number;
}

/** The most stalls, audited, and where the auditor took some away. */
async function moreOf(
  run: PlanRun,
  plan: Plan,
  on: Standing,
  { barred, left }: { readonly barred: readonly (readonly Barred[])[]; readonly left: number },
): Promise<More> {
  const rows = rowsOfPlan(plan.features, on.field);
  const state = on.judged(rows, Infinity);
  const choices = on.choices(state, "flush");
  const each = choices === null ? Infinity : choices.candidates ** 2;
  if (choices === null || each > left) return { plan: null, barred: [], work: 0 };
  const { room, coveredBy } = plantingOf(on, on.draft(state).draft, rows);
  const of = (place: Placed) => place.green + coveredBy(place);
  const fewer = barred.map((places) => ({
    bound: Math.floor(places.length / 2),
    of: (place: Placed) => (isBarred(on.field, place, places) ? 1 : 0),
  }));
  let bound = room;
  let found: { readonly plan: Plan; readonly barred: readonly Barred[] } | null = null;
  let work = 0;
  for (let i = 0; i < MOST_LIMITS && work + each <= left; i++) {
    work += each;
    const answer = await solveProgram(choices.most([{ bound, of }, ...fewer]), {
      nodes: CHOICE_NODES,
      conflict: "unsought",
    });
    if ((answer.status !== "optimal" && answer.status !== "stopped") || answer.values === null) break;
    const made = choices.draft(answer.values);
    if (made.stalls + choices.pinned <= plan.measures.stalls.new) break;
    const other = audited(run, made.draft);
    if (other !== null && (found === null || isBetter(other, found.plan))) {
      const placed = rowsOfPlan(made.draft.features, on.field);
      found = { plan: other, barred: barredBy(placed, keptIn(placed, other), other, on) };
    }
    if (made.missing < MUCH) break;
    bound -= made.missing + ROUNDING;
  }
  return { ...(found ?? { plan: null, barred: [] }), work };
}

/**
 * The plan, or the exact choice of its stalls where that is better, saying what of it is proved; the plan itself where there
 * are too many places to choose from, or where it stands on aisles of our own. Where a choice shuts the fire engine's way it is
 * made again beside the ground that the engine needs; what is proved is of the first ground.
 */
export async function certified(run: PlanRun, plan: Plan, first: Standing): Promise<Plan> {
  let best = plan;
  let exact: Exact | undefined;
  let on: Standing | null = first;
  for (let look = 0; look <= MOST_LOOKS && on !== null; look++) {
    const rows = rowsOfPlan(best.features, on.field);
    // an earlier ground may know places that this one has no rows for
    if (on === first && rows.flat().length !== plan.measures.stalls.new) break;
    const choices = on.choices(on.judged(rows, Infinity), "lattice");
    if (choices === null || choices.candidates > MOST_PROVED) break;
    let tried: Draft | null = null;
    const made = await polished(
      best,
      choices,
      (draft) => {
        tried = draft;
        return audited(run, draft);
      },
      { nodes: NODES, weighed: MOST_WEIGHED },
    );
    if (on === first) exact = made.exact;
    if (isBetter(made, best)) {
      best = made;
      if (exact !== undefined && on !== first) exact = { ...exact, bestProved: false };
    }
    on = tried === null ? null : on.clearing(tried);
  }
  if (exact === undefined) return best;
  const gained = {
    stalls: best.measures.stalls.new - plan.measures.stalls.new,
    green: Math.round((plan.measures.greening.removed - best.measures.greening.removed) * 10) / 10,
  };
  return Object.freeze({ ...best, exact: { ...exact, gained } });
}

/** A draft as a plan; null where it breaks a rule that nothing could be taken away to cure. */
export function audited(run: PlanRun, draft: Draft): Plan | null {
  try {
    return run.audited(draft);
  } catch (error) {
    if (error instanceof PlanFault) return null;
    throw error;
  }
}
