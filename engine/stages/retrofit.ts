import type { Kernel } from "../kernel.ts";
import type { Unmet } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { amenities } from "./amenities.ts";
import { assemble } from "./compound/assemble.ts";
import { choicesOf } from "./compound/choices.ts";
import { pergolaCredit, wallCredit } from "./compound/climbers.ts";
import { groundOf, placedHazards } from "./compound/ground.ts";
import { type Goal, improver, type State } from "./compound/improve.ts";
import { type Field, fieldOf, type Rows } from "./compound/layout.ts";
import { rowsOfPlan } from "./compound/packed.ts";
import { plantable, plantableArea } from "./compound/planting.ts";
import { regionOf } from "./compound/region.ts";
import { rowSolver } from "./compound/rows.ts";
import { ebikesOnLeftovers, leftoversOf } from "./compound/slots.ts";
import type { Draft, Problem } from "./draft.ts";
import { fireLane } from "./fireLane.ts";
import { greenBalance, greens } from "./greens.ts";
import { accessibleWanted } from "./people/accessible.ts";
import type { Search, StartSearch } from "./search.ts";

/** Search steps a frontage, and at least and at most in all: enough for the model case to settle well under a second. */
const STEPS_PER_FRONTAGE = 200;
const LEAST_STEPS = 300;
const MOST_STEPS = 20000;

/** A balance is held when it misses by less than this, square metres. */
const BALANCED = 0.005;

/** The search's tables of green and the exact areas differ by less than this in all, square metres. */
const ROUNDING = 0.1;

/** After these shares of the steps the planting is tried in earnest. */
const TIGHTENED_AT = [0.4, 0.7, 0.9];

/** More places for stalls than this are for the search alone: choosing exactly would take minutes. */
const MOST_CANDIDATES = 4000;

/** Of the ground that could be planted, as much is lost to odd shapes between the things placed. */
const PLANTABLE_SHARE = 0.95;

/** New stalls beside the roads of a compound, with the green they take planted again elsewhere. */
export const retrofit: StartSearch = (draft, kernel): Search => retrofitFrom(openGround(draft, kernel));

/** The same search with the new stalls of another plan as its beginning, as far as they may stand here. */
export function retrofitFromPlan(draft: Draft, kernel: Kernel, features: Draft["features"]): Search {
  const ground = openGround(draft, kernel);
  return retrofitFrom(ground, { rows: rowsOfPlan(features, ground.field), round: 0, share: 1 });
}

/** A compound made ready for the search: what stands before it, and the frontages with what the kernel knows of them. */
export interface OpenGround {
  readonly start: Draft;
  readonly field: Field;
}

export function openGround(draft: Draft, kernel: Kernel): OpenGround {
  const start = withSlots(amenities(fireLane(draft)), kernel);
  return { start, field: fieldOfDraft(start, kernel) };
}

/** A search of a compound, and the rows that its best draft was made of. */
export interface RowSearch extends Search {
  bestRows(): Rows;
}

/** Where a search begins that does not begin by itself. */
export interface Beginning {
  /** Rows that somebody else has chosen; null: none. */
  readonly rows: Rows | null;
  /** Added to the scenario's seed. */
  readonly round: number;
  /** Share of the steps that are planned otherwise. */
  readonly share: number;
}

/** The search on open ground. */
export function retrofitFrom(
  { start, field }: OpenGround,
  { rows, round, share }: Beginning = { rows: null, round: 0, share: 1 },
): RowSearch {
  const { problem } = start;
  const goal = goalOf(start);
  const search = improver(field, goal, problem.scenario.seed + round, rows);
  const usable = field.kinds.filter((kinds) => kinds.length > 0).length;
  const plannedSteps = Math.ceil(share * Math.min(MOST_STEPS, Math.max(LEAST_STEPS, STEPS_PER_FRONTAGE * usable)));
  const tightening = new Set(TIGHTENED_AT.map((share) => Math.round(share * plannedSteps)));
  let steps = 0;
  let version = 0;
  let settled: { of: State; rows: Rows; draft: Draft } | null = null;

  /** A state as a draft with its green planted again, and the square metres that the planting misses. */
  const settle = (state: State): { draft: Draft; missing: number } => {
    const placed = assemble(problem.site, field, state.rows);
    const draft = greens({ ...start, features: [...start.features.filter(isKept), ...placed] });
    const { lost, planted } = greenBalance(draft);
    return { draft, missing: lost + groundOf(problem).limits.greenBalance - planted };
  };

  /** Where the ground holds less planting than was counted on, the search goes on with less. */
  const tighten = () => {
    const { missing } = settle(search.best);
    if (missing <= BALANCED) return;
    goal.greenLimit = Math.max(0, Math.min(goal.greenLimit, search.best.total.green) - missing);
    search.restart();
  };

  // asking for the best changes nothing in the search: the plan at given steps is the same whoever looked before
  const best = (): Draft => {
    if (settled !== null && settled.of === search.best) return settled.draft;
    let state = search.best;
    let made = settle(state);
    while (made.missing > BALANCED && state.total.count > 0) {
      const less = search.within(Math.max(0, state.total.green - made.missing - ROUNDING));
      // green that the search's tables do not see: whoever audits the draft takes away what is too much
      if (less.total.count === state.total.count) break;
      state = less;
      made = settle(state);
    }
    settled = { of: search.best, rows: state.rows, draft: withUnmet(made.draft, goal, state) };
    return settled.draft;
  };

  return {
    get steps() {
      return steps;
    },
    plannedSteps,
    get version() {
      return version;
    },
    advance(count) {
      for (let i = 0; i < count && steps < plannedSteps; i++) {
        // found only now, so that a first plan need not wait for it
        if (steps === 1) {
          goal.greenLimit = Math.min(goal.greenLimit, plantingLimit(start)) + pergolaCredit(settle(search.best).draft);
          goal.accessible = Math.min(goal.most, accessibleFor(problem, search.best.total.count));
          search.restart();
        }
        if (tightening.has(steps)) tighten();
        if (search.step(steps / plannedSteps)) version++;
        steps++;
      }
      return steps < plannedSteps;
    },
    best,
    choices() {
      return choicesOf(field, goal, search.best, { most: MOST_CANDIDATES, slack: 0 }, (rows) => {
        const state = search.judged(rows);
        const { draft, missing } = settle(state);
        return { draft: withUnmet(draft, goal, state), total: state.total, missing: missing > BALANCED ? missing : 0 };
      });
    },
    bestRows() {
      best();
      return settled?.rows ?? [];
    },
  };
}

/** Steps of a first look at the stalls: enough to tell good ground for e-bikes from bad. */
const LOOK_STEPS = 30;

/** How much more ground of stalls weighs when e-bikes are placed; each is tried. */
const STALL_GROUND = [0, 1, 10];

/** E-bike slots on leftovers, of several arrangements the one that leaves most to the stalls as far as a first look shows. */
function withSlots(draft: Draft, kernel: Kernel): Draft {
  const { scenario, site } = draft.problem;
  const wanted = scenario.demand.ebikeSlots;
  if (wanted?.where !== "leftover") return draft;
  const look = (at: Draft): { state: State; field: Field } => {
    const field = fieldOfDraft(at, kernel);
    const goal = goalOf(at);
    goal.greenLimit = Math.min(goal.greenLimit, plantingLimit(at));
    const search = improver(field, goal, scenario.seed);
    for (let step = 0; step < LOOK_STEPS; step++) search.step(step / LOOK_STEPS);
    return { state: search.best, field };
  };
  const free = look(draft);
  const stalls = regionOf(
    assemble(site, free.field, free.state.rows).flatMap((feature) =>
      (feature.kind === "stall" && feature.properties.status === "new") || feature.kind === "accessAisle"
        ? [feature.shape]
        : [],
    ),
  );
  const ground = { ...leftoversOf(draft), stalls };
  let best: { draft: Draft; missing: number; value: number } | null = null;
  for (const weight of STALL_GROUND) {
    const tried = ebikesOnLeftovers(draft, wanted.min, ground, weight);
    const missing = tried.unmet.length;
    const { value } = look(tried).state;
    if (best === null || missing < best.missing || (missing === best.missing && value < best.value - 1e-6))
      best = { draft: tried, missing, value };
  }
  return best?.draft ?? draft;
}

/** Stages before the search leave lanes that the layout draws again. */
function isKept(feature: Draft["features"][number]): boolean {
  return feature.kind !== "fireLane";
}

function fieldOfDraft(draft: Draft, kernel: Kernel): Field {
  const { limits, roads, kindsBeside } = groundOf(draft.problem);
  const kinds = kindsBeside(placedHazards(draft.features));
  const lengths = roads.frontages.map((frontage) => frontage.length);
  return fieldOf(roads.frontages, kinds, limits, rowSolver(kernel.instantiate(), lengths, kinds));
}

/** New accessible stalls that a plan with so many new stalls needs beside today's. */
function accessibleFor(problem: Problem, newStalls: number): number {
  const stalls = featuresOf(problem.site, "stall");
  const have = stalls.filter(({ properties }) => properties.type === "accessible").length;
  return Math.max(0, accessibleWanted(problem, stalls.length + newStalls) - have);
}

function goalOf(draft: Draft): Goal {
  const { scenario } = draft.problem;
  const { demand, weights } = scenario;
  const { limits } = groundOf(draft.problem);
  const target = demand.newStalls.target === "max" ? null : demand.newStalls.target;
  const most = Math.min(demand.newStalls.max ?? Infinity, target ?? Infinity);
  const plantingMost = demand.newGreen.max ?? Infinity;
  return {
    target,
    most,
    accessible: Math.min(accessibleFor(draft.problem, 1), most),
    worth: weights.green > 0 ? weights.stall / weights.green : 1000,
    greenLimit: Math.max(0, plantingMost + wallCredit(draft) - limits.greenBalance - ROUNDING),
  };
}

/** Square metres of green that may be taken, as far as the ground that could be planted goes. */
function plantingLimit(draft: Draft): number {
  const { limits } = groundOf(draft.problem);
  if (draft.problem.scenario.demand.newGreen.max === 0) return Infinity;
  const planted = PLANTABLE_SHARE * plantableArea(plantable(draft, limits));
  return Math.max(0, planted + wallCredit(draft) - limits.greenBalance - ROUNDING);
}

function withUnmet(draft: Draft, goal: Goal, state: State): Draft {
  const unmet: Unmet[] = [...draft.unmet];
  const { demand } = draft.problem.scenario;
  const wanted = Math.max(goal.target ?? 0, demand.newStalls.min);
  if (state.total.count < wanted) {
    unmet.push({
      demand: goal.target !== null && goal.target >= wanted ? "newStalls.target" : "newStalls.min",
      wanted,
      got: state.total.count,
      binding: goal.greenLimit - state.total.green < 16 ? "green.balance_min" : "room beside the roads",
      price: null,
    });
  }
  if (state.total.accessible < goal.accessible) {
    unmet.push({
      demand: "accessibleStalls.min",
      wanted: goal.accessible,
      got: state.total.accessible,
      binding: "room beside the roads",
      price: null,
    });
  }
  return { ...draft, unmet };
}
