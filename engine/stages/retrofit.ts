import type { Kernel } from "../kernel.ts";
import { type PlanFeature, planFeaturesOf } from "../model/plan.ts";
import type { Site } from "../model/site.ts";
import { amenities } from "./amenities.ts";
import { withBikeWays } from "./bikes/bikeWays.ts";
import { chargersAtSlots } from "./bikes/chargers.ts";
import { rebuiltSheds, shedUnder } from "./bikes/shed.ts";
import type { Choices } from "./choices.ts";
import { bestArranged, firstSlots, withSheds, withSlots } from "./compound/arrange.ts";
import { choicesOf } from "./compound/choices.ts";
import {
  accessibleFor,
  goalOf,
  greenCeiling,
  plantingBeside,
  plantingLimit,
  ROUNDING,
  withUnmet,
} from "./compound/goal.ts";
import { nearerToDoors } from "./compound/nearest.ts";
import type { Draft, Problem } from "./draft.ts";
import { fireLane } from "./fireLane.ts";
import { balanceAsked } from "./green/balance.ts";
import { pergolaCredit } from "./green/climbers.ts";
import { LEAST_PATCH, plantable } from "./green/planting.ts";
import { greenBalance, greens } from "./greens.ts";
import { groundOf, hazardsIn } from "./ground/ground.ts";
import type { Learned } from "./learned.ts";
import { pinnedOf } from "./locks/pinned.ts";
import { pinnedShed } from "./locks/things.ts";
import { sharingIn } from "./people/accessible.ts";
import { areasOf } from "./plane/region.ts";
import { assemble } from "./rows/assemble.ts";
import type { Places } from "./rows/candidates.ts";
import { type Goal, type Improver, improver, judgedBy, type State, staysOf } from "./rows/improve.ts";
import { type Field, fieldOf } from "./rows/layout.ts";
import { rowsOfPlan } from "./rows/packed.ts";
import type { Rows } from "./rows/placed.ts";
import { fieldOfDraft, type RowKernels, rowKernels } from "./rows/rowKernels.ts";
import { rowSolver } from "./rows/rows.ts";
import { spursAlong } from "./rows/spurs.ts";
import type { Standing } from "./rows/standing.ts";
import type { Search, StartSearch } from "./search.ts";

/** Search steps a frontage, and at least and at most in all: enough for the model case to settle well under a second. */
const STEPS_PER_FRONTAGE = 200;
const LEAST_STEPS = 300;
const MOST_STEPS = 20000;

/** A balance is held when it misses by less than this, square metres. */
const BALANCED = 0.005;

/** After these shares of the steps the planting is tried in earnest. */
const TIGHTENED_AT = [0.4, 0.7, 0.9];

/** From this step on aisles of our own are looked for: a first plan need not wait for them. */
const SPURS_FROM = 40;

/** Whoever moves rows by other means finds this many times as many stalls at most, ratio. */
const GROWTH = 1.2;

/** Where less green than this is left to take, no aisle of our own is worth its ground, square metres. */
const LEAST_SPARE = 30;

/** More places for stalls than this are for the search alone: choosing exactly would take minutes. */
const MOST_CANDIDATES = 4000;

/** New stalls beside the roads of a compound, with the green they take planted again elsewhere. */
export const retrofit: StartSearch = (draft, kernel): Search => retrofitFrom(openGround(draft, kernel));

/** A compound made ready for the search: what stands before it, and the frontages with what the kernel knows of them. */
export interface OpenGround {
  /** Its site is without the sheds that are built anew elsewhere. */
  readonly start: Draft;
  readonly field: Field;
  /** The problem that drafts are told to be of: with the site as it is. */
  readonly told: Problem;
  /** The field with the aisles of our own that it could have; null where there is no room for any. Found when first asked for. */
  spurred(): Field | null;
  /** The ground of another start, on the kernels of this one: whatever searches this one is at its end. */
  reopened(start: Draft): OpenGround;
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
  const { site, scenario } = draft.problem;
  const bare = amenities(fireLane(start));
  const roof = pinnedShed(scenario.locks);
  const pinnedRoof = roof === null ? null : shedUnder(bare, roof);
  const inPlace = pinnedRoof ?? (scenario.demand.shed === "rebuild" ? rebuiltSheds(bare) : bare);
  // what is pinned may stand where a shed stood: then its new place is found at once
  const sheds =
    pinnedRoof === null && inPlace.unmet.length > bare.unmet.length ? withSheds(bare, inPlace, kernels) : inPlace;
  const first = firstSlots(sheds);
  const opened = (arranged: Draft) => openBeside(chargersAtSlots(withBikeWays(arranged)), kernels, site);
  const ground = opened(first);
  return {
    ground,
    settled() {
      const isOpen = sheds === inPlace && pinnedRoof === null;
      const best = withSlots(isOpen ? withSheds(bare, inPlace, kernels) : sheds, { sheds, first }, kernels);
      return best === first ? ground : opened(best);
    },
  };
}

/** A compound made ready with the best of what was arranged for others like it; null where none of that will do. */
export function openLike(problem: Problem, { arranged }: Learned, kernel: Kernel): OpenGround | null {
  const kernels = rowKernels(kernel);
  const own = arranged.map((draft) => {
    // the site without the sheds that are built anew elsewhere stays as it was arranged
    const { site } = draft.problem;
    return { ...draft, problem: { ...problem, site } };
  });
  const best = bestArranged(own, kernels);
  return best === null ? null : openBeside(best, kernels, problem.site);
}

function openBeside(start: Draft, kernels: RowKernels, site: Site): OpenGround {
  const field = fieldOfDraft(start, kernels.beside());
  const { problem } = start;
  let found: Field | null | undefined;
  return {
    start,
    field,
    told: problem.site === site ? problem : { ...problem, site },
    spurred: () => {
      found ??= withSpurs(start, field, kernels);
      return found;
    },
    reopened: (other) => openBeside(other, kernels, site),
  };
}

/** A search of a compound, and the rows that its best draft was made of. */
export interface RowSearch extends Search {
  /** The best draft with its accessible stalls nearer to doors, where that costs no stall, and what it would cost; null where nothing is known of either. Drafts that are not `isOpen` are none. Changes nothing in the search. */
  nearer(isOpen: (draft: Draft) => boolean): Draft | null;
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
  nearer: { of: State; draft: Draft | null } | null;
}

/** The search on open ground. */
export function retrofitFrom(
  { start, field, told, spurred }: OpenGround,
  { rows, standing, round, share, near }: Beginning = { rows: null, round: 0, share: 1 },
): RowSearch {
  const { problem } = start;
  const close = (on: Field) =>
    near === undefined ? {} : { stays: staysOf(rowsOfPlan(near.features, on), near.worth) };
  // what shares another's access aisle in the earlier plan has none in its row
  const sharing = near === undefined ? 0 : sharingIn(near.features);
  const withAisle = ({ accessible, lawful }: Pick<Goal, "accessible" | "lawful">) => ({
    accessible: Math.max(0, accessible - sharing),
    lawful: Math.max(0, lawful - sharing),
  });
  const first = goalOf(start);
  const goal: Goal = { ...first, ...withAisle(first), ...close(field) };
  // what should stay stands from the first step on
  const search =
    near === undefined || rows === null
      ? improver(field, goal, problem.scenario.seed + round, rows)
      : improver(field, goal, problem.scenario.seed + round, null, rows);
  const beside: Attempt = { field, goal, search, settled: null, nearer: null };
  let within: Attempt | null = null;
  // as the site has them: what is set before the stalls, and how, changes no schedule
  const usable = groundOf(problem).kinds.filter((kinds) => kinds.length > 0).length;
  const plannedSteps = Math.ceil(share * Math.min(MOST_STEPS, Math.max(LEAST_STEPS, STEPS_PER_FRONTAGE * usable)));
  const tightening = new Set(TIGHTENED_AT.map((share) => Math.round(share * plannedSteps)));
  let steps = 0;
  let version = 0;
  const settled = new WeakMap<State, { on: Field; draft: Draft; missing: number }>();

  /** A state as a draft with its green planted again, and the square metres that the planting misses. */
  const settle = (on: Field, state: State): { draft: Draft; missing: number } => {
    const known = settled.get(state);
    if (known?.on === on) return known;
    const placed = assemble(problem.site, on, state.rows, planFeaturesOf(start.features, "stall"));
    const draft = greens({ ...start, features: [...start.features.filter(isKept), ...placed] });
    const { lost, planted } = greenBalance(draft);
    const made = { on, draft, missing: lost + balanceAsked(problem) - planted };
    settled.set(state, made);
    return made;
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
    attempt.settled = {
      of: search.best,
      state,
      draft: { ...withUnmet(made.draft, attempt.goal, state), problem: told },
    };
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
    const stands = standing === undefined ? widened(search.best.rows, wide) : rowsOfPlan(standing, wide);
    const go = improver(wide, own, problem.scenario.seed + round, null, stands);
    within = { field: wide, goal: own, search: go, settled: null, nearer: null };
  };

  /** Places along aisles of our own depend on each other in more ways than the program says: without those only. */
  const choicesAt = (on: Field, goal: Goal, best: State, places: Places): Choices | null => {
    const under = { green: greenCeiling(start), pinned: pinnedOf(problem).stalls };
    return choicesOf(on, goal, best, { most: MOST_CANDIDATES, places, slack: 0 }, under, (rows) => {
      // what the search counted on being planted binds nobody else: its planting says what is missing
      const state = judgedBy(on, { ...goal, greenLimit: Infinity }, rows);
      const { draft, missing } = settle(on, state);
      const whole = { ...withUnmet(draft, goal, state), problem: told };
      return { draft: whole, total: state.total, missing: missing > BALANCED ? missing : 0 };
    });
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
          const count = search.best.total.count + pinnedOf(problem).stalls;
          Object.assign(goal, withAisle(accessibleFor(problem, count, goal.most)));
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
    nearer(isOpen) {
      // what stays close to an earlier plan moves nothing for it
      if (near !== undefined) return null;
      const attempt = chosen();
      const first = settledOf(attempt);
      if (attempt.nearer?.of !== first.state) {
        const draw = (state: State) => {
          const { draft, missing } = settle(attempt.field, state);
          return missing > BALANCED ? null : draft;
        };
        const { drawn, said } = nearerToDoors(attempt.field, attempt.goal, first, draw, isOpen);
        const made =
          drawn === null ? first.draft : { ...withUnmet(drawn.draft, drawn.goal, drawn.state), problem: told };
        const draft = said === null ? made : { ...made, assumptions: [...made.assumptions, said] };
        attempt.nearer = { of: first.state, draft: draft === first.draft ? null : draft };
      }
      return attempt.nearer.draft;
    },
    choices: () => (chosen() === beside ? choicesAt(field, goal, search.best, "lattice") : null),
    bestRows: () => settledOf(beside).state.rows,
    standing() {
      const attempt = chosen();
      const { field: on } = attempt;
      const { rows, total } = settledOf(attempt).state;
      // the search asks for as many accessible stalls as its first step would need; what stands may need fewer
      const count = Math.ceil(GROWTH * total.count) + 1 + pinnedOf(problem).stalls;
      const own = {
        ...attempt.goal,
        accessible: Math.min(attempt.goal.accessible, accessibleFor(problem, count, Infinity).accessible),
      };
      return {
        field: on,
        goal: own,
        rows,
        judged: (these, greenLimit) => judgedBy(on, { ...own, greenLimit }, these),
        draft: (state) => {
          const made = settle(on, state);
          return { ...made, draft: withUnmet(made.draft, own, state) };
        },
        plantable: () => areasOf(plantable(start, groundOf(problem).limits), LEAST_PATCH),
        planting: (draft) => plantingBeside(start, draft),
        choices: (state, places) => (attempt === beside ? choicesAt(on, own, state, places) : null),
        clearing: () => null,
        keeping: () => this.standing(),
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
  const places = spursAlong(roads.frontages, modules, openTo(hazardsIn(draft)));
  if (places.spurs.length === 0) return null;
  const frontages = [...field.frontages, ...places.frontages];
  const kinds = [...field.kinds, ...places.kinds];
  const lengths = frontages.map((frontage) => frontage.length);
  return fieldOf(frontages, kinds, limits, rowSolver(kernels.within(), lengths, kinds), places.spurs);
}

/** Stages before the search leave lanes that the layout draws again. */
function isKept(feature: Draft["features"][number]): boolean {
  return feature.kind !== "fireLane";
}
