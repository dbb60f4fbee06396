import { auditedPlan, auditedWhile } from "./finish.ts";
import { drivenSearch } from "./fire.ts";
import type { Kernel } from "./kernel.ts";
import { mendingOf } from "./mending.ts";
import { InputError } from "./model/errors.ts";
import type { Plan, PlanFeature } from "./model/plan.ts";
import { isCompound } from "./model/site.ts";
import { relayingSearch } from "./relaying.ts";
import type { Choices } from "./stages/choices.ts";
import type { Draft, Problem } from "./stages/draft.ts";
import type { Learned } from "./stages/learned.ts";
import { stripe } from "./stages/open/stripe.ts";
import { isRoadless, roadless } from "./stages/roadless.ts";
import type { Standing } from "./stages/rows/standing.ts";
import type { Search } from "./stages/search.ts";

/** A solve that can be paused after any slice of steps. */
export interface PlanRun {
  readonly steps: number;
  /** Steps it takes when nobody limits it. */
  readonly plannedSteps: number;
  /** Grows each time `plan` would give something better. */
  readonly version: number;
  /** New stalls in the best draft that has been audited so far; null before the first. */
  readonly stalls: number | null;
  /** Takes up to `steps` more steps; false when nothing is left to try. */
  advance(steps: number): boolean;
  /** The best plan so far, audited and frozen. */
  plan(): Plan;
  /** Likewise; null when `mayGoOn`, asked before each round of taking away what breaks a rule, said no. */
  plan(mayGoOn: () => boolean): Plan | null;
  /** The choice of stalls on the drivable ground of the best draft, to be settled exactly; null where there is none. */
  choices(): Choices | null;
  /** Where the rows of the best draft stand; null where there are none. */
  standing(): Standing | null;
  /** What a run of a problem with other counts can begin with; null where there is nothing. */
  learned(): Learned | null;
  /** Another draft of the same problem, audited and frozen. */
  audited(draft: Draft): Plan;
}

/** The search for a problem, before anything is audited: for whoever runs several of them side by side. */
export function startSearch(
  problem: Problem,
  kernel: Kernel,
  from: readonly PlanFeature[] | null = null,
  stay = 0,
  like?: Learned,
): Search {
  const { site } = problem;
  const start: Draft = { problem, features: [], assumptions: site.assumptions, unmet: [] };
  if (isCompound(site)) {
    const mending = mendingOf(problem);
    if (mending === null) return relayingSearch(start, kernel, from, stay, like);
    return mending.back(drivenSearch({ ...start, ...mending.start }, kernel, from, stay));
  }
  refusePins(problem);
  return (isRoadless(site) ? roadless : stripe)(start, kernel);
}

/**
 * Where there is no road yet, nothing can be placed before the aisles are.
 * @throws InputError when a lock asks for it
 */
function refusePins({ scenario }: Problem): void {
  const n = scenario.locks.findIndex((lock) => "shape" in lock && lock.as === "stall");
  if (n < 0) return;
  throw new InputError(
    `locks[${n}]: a stall can be pinned beside an existing road only, and this site has none; "empty" keeps ground free.`,
  );
}

/**
 * Begins a solve. The same problem and the same steps give the same plan, however they are sliced.
 * @param from features of a plan of the same site whose new stalls the search may begin with; open lots begin by themselves
 * @param stay what one of these that stays where it is is worth, in square metres of green; 0: it only begins there
 * @param like what the run of a problem with other counts has found out, to begin with beside its plan; absent: nothing
 */
export function startPlan(
  problem: Problem,
  kernel: Kernel,
  from: readonly PlanFeature[] | null = null,
  stay = 0,
  like?: Learned,
): PlanRun {
  const search = startSearch(problem, kernel, from, stay, like);
  let made: { version: number; steps: number; plan: Plan } | null = null;

  function planned(): Plan;
  function planned(mayGoOn: () => boolean): Plan | null;
  function planned(mayGoOn: () => boolean = always): Plan | null {
    if (made === null || made.version !== search.version) {
      const plan = auditedWhile(search.best(), { steps: search.steps, threads: 1 }, kernel, mayGoOn);
      if (plan === null) return null;
      made = { version: search.version, steps: search.steps, plan };
    } else if (made.steps !== search.steps) {
      // more steps found nothing better: the same plan, reached with more of them
      made = { version: made.version, steps: search.steps, plan: Object.freeze({ ...made.plan, steps: search.steps }) };
    }
    return made.plan;
  }

  return {
    get steps() {
      return search.steps;
    },
    get plannedSteps() {
      return search.plannedSteps;
    },
    get version() {
      return search.version;
    },
    get stalls() {
      return made === null ? null : made.plan.measures.stalls.new;
    },
    advance: (steps) => search.advance(steps),
    plan: planned,
    choices: () => search.choices?.() ?? null,
    standing: () => search.standing?.() ?? null,
    learned: () => search.learned?.() ?? null,
    audited: (draft) => auditedPlan(draft, { steps: search.steps, threads: 1 }, kernel),
  };
}

function always(): boolean {
  return true;
}
