import type { Kernel, KernelExports } from "../kernel.ts";
import type { Area } from "../model/geometry.ts";
import { type PlanFeature, planFeaturesOf, type Unmet } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { amenities } from "./amenities.ts";
import { assemble } from "./compound/assemble.ts";
import { balanceAsked } from "./compound/balance.ts";
import { choicesOf } from "./compound/choices.ts";
import { pergolaCredit, wallCredit } from "./compound/climbers.ts";
import { groundOf, placedHazards } from "./compound/ground.ts";
import { type Goal, type Improver, improver, judgedBy, type State, staysOf } from "./compound/improve.ts";
import { type Field, fieldOf, type Rows } from "./compound/layout.ts";
import { rowsOfPlan } from "./compound/packed.ts";
import { plantable, plantableArea } from "./compound/planting.ts";
import { EMPTY, regionOf } from "./compound/region.ts";
import { rowSolver } from "./compound/rows.ts";
import { ebikesOnLeftovers, leftoversOf, type SlotManner } from "./compound/slots.ts";
import { spursAlong } from "./compound/spurs.ts";
import type { Standing } from "./compound/standing.ts";
import type { Draft, Problem } from "./draft.ts";
import { fireLane } from "./fireLane.ts";
import { greenBalance, greens } from "./greens.ts";
import { pinnedOf } from "./locks/pinned.ts";
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

/** From this step on aisles of our own are looked for: a first plan need not wait for them. */
const SPURS_FROM = 40;

/** Where less green than this is left to take, no aisle of our own is worth its ground, square metres. */
const LEAST_SPARE = 30;

/** More places for stalls than this are for the search alone: choosing exactly would take minutes. */
const MOST_CANDIDATES = 4000;

/** Of the ground that could be planted, as much is lost to odd shapes between the things placed. */
const PLANTABLE_SHARE = 0.95;

/** New stalls beside the roads of a compound, with the green they take planted again elsewhere. */
export const retrofit: StartSearch = (draft, kernel): Search => retrofitFrom(openGround(draft, kernel));

/** A compound made ready for the search: what stands before it, and the frontages with what the kernel knows of them. */
export interface OpenGround {
  readonly start: Draft;
  readonly field: Field;
  /** The field with the aisles of our own that it could have; null where there is no room for any. Found when first asked for. */
  spurred(): Field | null;
  /** The ground of another start, on the kernels of this one: whatever searches this one is at its end. */
  reopened(start: Draft): OpenGround;
}

/** Kernels for the rows of one field after another: a fresh one costs milliseconds and 64 MB of address space. */
interface RowKernels {
  /** For the frontages of the site, and for those with the aisles of our own beside them; emptied each time. */
  beside(): KernelExports;
  within(): KernelExports;
}

function rowKernels(kernel: Kernel): RowKernels {
  const one = (): (() => KernelExports) => {
    let wasm: KernelExports | null = null;
    return () => {
      wasm ??= kernel.instantiate();
      wasm.release();
      return wasm;
    };
  };
  return { beside: one(), within: one() };
}

export function openGround(draft: Draft, kernel: Kernel): OpenGround {
  return openFirst(draft, kernel).settled();
}

/** A ground that a first plan can be made on, and the one that is searched. */
export interface FirstGround {
  readonly ground: OpenGround;
  /** The best of the ways to arrange e-bikes; the first ground itself where that is the best. Ends searches of the first. */
  settled(): OpenGround;
}

/** A compound made ready soon: e-bikes stand where they first fit, and only then is it tried how else they could stand. */
export function openFirst(draft: Draft, kernel: Kernel): FirstGround {
  const pinned = pinnedOf(draft.problem).features;
  const start = pinned.length === 0 ? draft : { ...draft, features: [...draft.features, ...pinned] };
  const kernels = rowKernels(kernel);
  const slots = slotsOn(amenities(fireLane(start)));
  const ground = openBeside(slots.first, kernels);
  return {
    ground,
    settled() {
      const best = slots.best(kernels);
      return best === slots.first ? ground : openBeside(best, kernels);
    },
  };
}

/** Likewise, with everything but the stalls placed already. */
function openBeside(start: Draft, kernels: RowKernels): OpenGround {
  const field = fieldOfDraft(start, kernels.beside());
  let found: Field | null | undefined;
  return {
    start,
    field,
    spurred: () => {
      found ??= withSpurs(start, field, kernels);
      return found;
    },
    reopened: (other) => openBeside(other, kernels),
  };
}

/** A search of a compound, and the rows that its best draft was made of. */
export interface RowSearch extends Search {
  bestRows(): Rows;
  standing(): Standing;
}

/** Where a search begins that does not begin by itself. */
export interface Beginning {
  /** Rows that somebody else has chosen; null: none. */
  readonly rows: Rows | null;
  /** What stands already, its aisles of our own with it: those are looked for at once. */
  readonly standing?: readonly PlanFeature[];
  /** Added to the scenario's seed. */
  readonly round: number;
  /** Share of the steps that are planned otherwise. */
  readonly share: number;
  /** An earlier plan that the search should stay close to; absent: none. */
  readonly near?: Near;
}

/** A plan to stay close to. */
export interface Near {
  readonly features: readonly PlanFeature[];
  /** What one of its new stalls that stays where it is is worth, in square metres of green. */
  readonly worth: number;
}

/** A search, on what field and to what end. */
interface Attempt {
  readonly field: Field;
  readonly goal: Goal;
  readonly search: Improver;
  settled: { of: State; state: State; draft: Draft } | null;
}

/** The search on open ground. */
export function retrofitFrom(
  { start, field, spurred }: OpenGround,
  { rows, standing, round, share, near }: Beginning = { rows: null, round: 0, share: 1 },
): RowSearch {
  const { problem } = start;
  const close = (on: Field) =>
    near === undefined ? {} : { stays: staysOf(rowsOfPlan(near.features, on), near.worth) };
  const goal: Goal = { ...goalOf(start), ...close(field) };
  const search = improver(field, goal, problem.scenario.seed + round, rows);
  const beside: Attempt = { field, goal, search, settled: null };
  let within: Attempt | null = null;
  // as the site has them: what is set before the stalls, and how, changes no schedule
  const usable = groundOf(problem).kinds.filter((kinds) => kinds.length > 0).length;
  const plannedSteps = Math.ceil(share * Math.min(MOST_STEPS, Math.max(LEAST_STEPS, STEPS_PER_FRONTAGE * usable)));
  const tightening = new Set(TIGHTENED_AT.map((share) => Math.round(share * plannedSteps)));
  let steps = 0;
  let version = 0;

  /** A state as a draft with its green planted again, and the square metres that the planting misses. */
  const settle = (on: Field, state: State): { draft: Draft; missing: number } => {
    const placed = assemble(problem.site, on, state.rows, planFeaturesOf(start.features, "stall"));
    const draft = greens({ ...start, features: [...start.features.filter(isKept), ...placed] });
    const { lost, planted } = greenBalance(draft);
    return { draft, missing: lost + balanceAsked(problem) - planted };
  };

  /** Where the ground holds less planting than was counted on, the search goes on with less. */
  const tighten = (attempt: Attempt) => {
    const { missing } = settle(attempt.field, attempt.search.best);
    if (missing <= BALANCED) return;
    const { best } = attempt.search;
    attempt.goal.greenLimit = Math.max(0, Math.min(attempt.goal.greenLimit, best.total.green) - missing);
    attempt.search.restart();
  };

  // asking for the best changes nothing in the search: the plan at given steps is the same whoever looked before
  const settledOf = (attempt: Attempt): { state: State; draft: Draft } => {
    const { search, settled } = attempt;
    if (settled !== null && settled.of === search.best) return settled;
    let state = search.best;
    let made = settle(attempt.field, state);
    while (made.missing > BALANCED && state.total.count > 0) {
      const less = search.within(Math.max(0, state.total.green - made.missing - ROUNDING));
      // green that the search's tables do not see: whoever audits the draft takes away what is too much
      if (less.total.count === state.total.count) break;
      state = less;
      made = settle(attempt.field, state);
    }
    attempt.settled = { of: search.best, state, draft: withUnmet(made.draft, attempt.goal, state) };
    return attempt.settled;
  };

  /** The better of what stands beside the roads alone and what stands along aisles of our own as well. */
  const chosen = (): Attempt => {
    if (within === null || within.search.best.value >= search.best.value - 1e-6) return beside;
    const [one, other] = [settledOf(beside).state, settledOf(within).state];
    return other.value < one.value - 1e-6 ? within : beside;
  };

  /** Begins the search for aisles of our own from the best beside the roads; none where hardly any green may be taken. */
  const openSpurs = () => {
    const spare = goal.greenLimit - search.best.total.green;
    if (spare < LEAST_SPARE || (goal.target !== null && search.best.total.count >= goal.target)) return;
    const wide = spurred();
    if (wide === null) return;
    const own = { ...goal, ...close(wide) };
    const first = standing === undefined ? widened(search.best.rows, wide) : rowsOfPlan(standing, wide);
    const go = improver(wide, own, problem.scenario.seed + round, null, first);
    within = { field: wide, goal: own, search: go, settled: null };
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
          goal.greenLimit =
            Math.min(goal.greenLimit, plantingLimit(start)) + pergolaCredit(settle(field, search.best).draft);
          goal.accessible = Math.min(
            goal.most,
            accessibleFor(problem, search.best.total.count + pinnedOf(problem).stalls),
          );
          search.restart();
        }
        if (steps === (standing === undefined ? SPURS_FROM : 1)) openSpurs();
        if (tightening.has(steps)) {
          tighten(beside);
          if (within !== null) tighten(within);
        }
        if (search.step(steps / plannedSteps)) version++;
        if (within?.search.step(steps / plannedSteps)) version++;
        steps++;
      }
      return steps < plannedSteps;
    },
    best: () => settledOf(chosen()).draft,
    choices() {
      // places along aisles of our own depend on each other in more ways than the program says
      if (chosen() !== beside) return null;
      return choicesOf(field, goal, search.best, { most: MOST_CANDIDATES, slack: 0 }, (rows) => {
        const state = search.judged(rows);
        const { draft, missing } = settle(field, state);
        return { draft: withUnmet(draft, goal, state), total: state.total, missing: missing > BALANCED ? missing : 0 };
      });
    },
    bestRows: () => settledOf(beside).state.rows,
    standing() {
      const attempt = chosen();
      const { field: on, goal: own } = attempt;
      return {
        field: on,
        goal: own,
        rows: settledOf(attempt).state.rows,
        judged: (rows, greenLimit) => judgedBy(on, { ...own, greenLimit }, rows),
        draft: (state) => {
          const made = settle(on, state);
          return { ...made, draft: withUnmet(made.draft, own, state) };
        },
        clearing: () => null,
      };
    },
  };
}

/** Rows of a field as rows of the same field with spurs: none along those. */
function widened(rows: Rows, field: Field): Rows {
  return field.frontages.map((_, i) => rows[i] ?? []);
}

/** The field with the aisles of our own that it could have; null where there is no room for any. */
function withSpurs(draft: Draft, field: Field, kernels: RowKernels): Field | null {
  const { limits, roads, modules, openTo } = groundOf(draft.problem);
  const places = spursAlong(roads.frontages, modules, openTo(placedHazards(draft.features)));
  if (places.spurs.length === 0) return null;
  const frontages = [...field.frontages, ...places.frontages];
  const kinds = [...field.kinds, ...places.kinds];
  const lengths = frontages.map((frontage) => frontage.length);
  return fieldOf(frontages, kinds, limits, rowSolver(kernels.within(), lengths, kinds), places.spurs);
}

/** Steps of a first look at the stalls: enough to tell good ground for e-bikes from bad. */
const LOOK_STEPS = 30;

/** Ways to arrange e-bikes; each is tried. */
const MANNERS: readonly SlotManner[] = [
  { stallGround: 0, largest: Infinity },
  { stallGround: 1, largest: Infinity },
  { stallGround: 10, largest: Infinity },
];

/** E-bike slots on leftovers. */
interface Slots {
  /** As they first fit. */
  readonly first: Draft;
  /** Of several arrangements the one that leaves most to the stalls as far as a first look shows. */
  best(kernels: RowKernels): Draft;
}

function slotsOn(draft: Draft): Slots {
  const { scenario, site } = draft.problem;
  const wanted = scenario.demand.ebikeSlots;
  if (wanted?.where !== "leftover") return { first: draft, best: () => draft };
  const left = leftoversOf(draft);
  const [manner, ...others] = MANNERS;
  const first = ebikesOnLeftovers(draft, wanted.min, { left, stalls: EMPTY }, manner);
  const best = (kernels: RowKernels): Draft => {
    const look = (at: Draft): { state: State; field: Field } => {
      // the field of the first arrangement stays as it is
      const field = fieldOfDraft(at, kernels.within());
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
    const placesIn = (one: Draft) => placesOf(one.features.slice(draft.features.length));
    const tried = new Map([[placesIn(first), first]]);
    for (const other of others) {
      const arranged = ebikesOnLeftovers(draft, wanted.min, { left, stalls }, other);
      if (!tried.has(placesIn(arranged))) tried.set(placesIn(arranged), arranged);
    }
    // nothing to choose between
    if (tried.size === 1) return first;
    let chosen: { draft: Draft; missing: number; value: number } | null = null;
    for (const arranged of tried.values()) {
      const missing = arranged.unmet.length;
      const { value } = look(arranged).state;
      if (chosen === null || missing < chosen.missing || (missing === chosen.missing && value < chosen.value - 1e-6))
        chosen = { draft: arranged, missing, value };
    }
    return chosen?.draft ?? first;
  };
  return { first, best };
}

/** Where things of a draft stand, to tell arrangements apart. */
function placesOf(features: readonly PlanFeature[]): string {
  return features.map(({ shape }) => ("shell" in (shape as object) ? (shape as Area).shell.join(" ") : "")).join("; ");
}

/** Stages before the search leave lanes that the layout draws again. */
function isKept(feature: Draft["features"][number]): boolean {
  return feature.kind !== "fireLane";
}

function fieldOfDraft(draft: Draft, wasm: KernelExports): Field {
  const { limits, roads, kindsBeside } = groundOf(draft.problem);
  const kinds = kindsBeside(placedHazards(draft.features));
  const lengths = roads.frontages.map((frontage) => frontage.length);
  return fieldOf(roads.frontages, kinds, limits, rowSolver(wasm, lengths, kinds));
}

/** New accessible stalls that a plan with so many new stalls needs beside today's. */
function accessibleFor(problem: Problem, newStalls: number): number {
  const stalls = featuresOf(problem.site, "stall");
  const have = stalls.filter(({ properties }) => properties.type === "accessible").length;
  return Math.max(0, accessibleWanted(problem, stalls.length + newStalls) - have);
}

/** What the scenario asks of a search. */
export function goalOf(draft: Draft): Goal {
  const { scenario } = draft.problem;
  const { demand, weights } = scenario;
  const pinned = pinnedOf(draft.problem);
  const asked = demand.newStalls.target === "max" ? null : demand.newStalls.target;
  const target = asked === null ? null : Math.max(0, asked - pinned.stalls);
  const most = Math.max(0, Math.min(demand.newStalls.max ?? Infinity, asked ?? Infinity) - pinned.stalls);
  const plantingMost = demand.newGreen.max ?? Infinity;
  return {
    target,
    most,
    accessible: Math.min(accessibleFor(draft.problem, 1 + pinned.stalls), most),
    worth: weights.green > 0 ? weights.stall / weights.green : 1000,
    greenLimit: Math.max(
      0,
      plantingMost + wallCredit(draft) - balanceAsked(draft.problem) - pinned.greenTaken - ROUNDING,
    ),
  };
}

/** Square metres of green that may be taken, as far as the ground that could be planted goes. */
export function plantingLimit(draft: Draft): number {
  const { limits } = groundOf(draft.problem);
  if (draft.problem.scenario.demand.newGreen.max === 0) return Infinity;
  const { greenTaken } = pinnedOf(draft.problem);
  const planted = PLANTABLE_SHARE * plantableArea(plantable(draft, limits));
  return Math.max(0, planted + wallCredit(draft) - balanceAsked(draft.problem) - greenTaken - ROUNDING);
}

function withUnmet(draft: Draft, goal: Goal, state: State): Draft {
  const unmet: Unmet[] = [...draft.unmet];
  const { demand } = draft.problem.scenario;
  const pinned = pinnedOf(draft.problem).stalls;
  const wanted = Math.max(goal.target ?? 0, demand.newStalls.min - pinned);
  if (state.total.count < wanted) {
    unmet.push({
      demand: goal.target !== null && goal.target >= wanted ? "newStalls.target" : "newStalls.min",
      wanted: wanted + pinned,
      got: state.total.count + pinned,
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
