import { isBetter, presentable } from "./finish.ts";
import type { Kernel } from "./kernel.ts";
import type { Plan, PlanFeature } from "./model/plan.ts";
import { type PlanRun, startPlan } from "./plan.ts";
import type { Problem } from "./stages/draft.ts";

// a plan run against the clock

export interface Progress {
  readonly steps: number;
  readonly plannedSteps: number;
  readonly stalls: number | null;
  /** Wall time since the call, seconds. */
  readonly elapsed: number;
}

export interface SolveOptions {
  /** Steps at most; null: as the scenario's budget says, else as planned. */
  readonly steps?: number | null;
  /** Wall seconds at most, from this call to the audited plan. */
  readonly seconds?: number | null;
  /** Features of an earlier plan of the site to begin with and to stay close to; null: none. Compounds only. */
  readonly from?: readonly PlanFeature[] | null;
  readonly onProgress?: (progress: Progress) => void;
  /** Told of the plan after the first step, audited, for whoever shows one at once; absent: none is made. */
  readonly onFirst?: (plan: Plan) => void;
}

/**
 * A stall that stays where an earlier plan has it is worth this much green, square metres: more than any stall takes, and so much
 * less than a stall that one more is bought with ten others at most.
 */
export const STAY = 100;

/** A slice of search between two looks at the clock, milliseconds. */
const SLICE = 8;

/** Now and then a slice takes longer, when a run has ended and parts are put together: as long is kept free before the end, up to this, milliseconds. */
const MOST_SPARE = 40;

/** Finishing has been seen to take up to this much longer than the last time, ratio. */
const FINISH_MARGIN = 1.5;

/** After this share of the search's seconds a plan is audited for the first time: on a large site that takes most of them. */
const FIRST = 0.12;

/** After this share of the seconds a plan is audited again, should the last one not end in time. */
const MIDWAY = 0.6;

/**
 * One plan: searches until the steps or the seconds are used up, whichever is first, and audits what it found.
 * The clock is read here only, outside the search; the plan records the steps, which reproduce it.
 */
export function solve(problem: Problem, kernel: Kernel, options: SolveOptions = {}): Plan {
  const { run, plan } = driven(problem, kernel, options);
  return plan ?? run.plan();
}

/** The run of a solve when its steps or seconds are used up, for whoever goes on with it. */
export function solvedRun(problem: Problem, kernel: Kernel, options: SolveOptions = {}): PlanRun {
  return driven(problem, kernel, options).run;
}

/** The run, and the best plan that could be audited within the seconds; null where nobody limits the time. */
function driven(problem: Problem, kernel: Kernel, options: SolveOptions): { run: PlanRun; plan: Plan | null } {
  const begun = performance.now();
  const { budget } = problem.scenario;
  const seconds = options.seconds ?? budget.seconds;
  const from = options.from ?? null;
  const run = startPlan(problem, kernel, from, from === null ? 0 : STAY);
  const most = options.steps ?? budget.steps ?? (seconds === null ? run.plannedSteps : Infinity);
  const deadline = seconds === null ? Infinity : begun + seconds * 1000;
  const opened = performance.now();
  const elapsed = () => (performance.now() - begun) / 1000;

  let finish = 0;
  let slice = 1;
  let spare = SLICE;
  let more = true;
  let plan: Plan | null = null;
  let version = -1;
  let isMidway = false;
  let isTold = false;

  /** How long it takes to finish a plan of this size is only known by doing it; an earlier plan is there when time ends. */
  const audited = () => {
    const start = performance.now();
    let round = start;
    const next = run.plan(() => {
      const now = performance.now();
      const fits = plan === null || now + (now - round) * FINISH_MARGIN < deadline;
      round = now;
      return fits;
    });
    finish = performance.now() - start;
    version = run.version;
    if (next !== null && (plan === null || isBetter(next, plan))) plan = next;
  };

  while (more && run.steps < most) {
    const before = performance.now();
    if (run.steps > 0 && before + spare > deadline) break;
    // time to finish is kept free for what has not been audited; a single step that is long may take as much
    const isAudited = plan !== null && run.version === version;
    if (run.steps > 0 && !(isAudited && slice > 1) && before + spare + finish * FINISH_MARGIN > deadline) {
      if (isAudited || plan === null || before + finish > deadline) break;
      audited();
      // what is left of the time is searched on where steps are short
      if (slice > 1) continue;
      break;
    }
    more = run.advance(Math.min(slice, most - run.steps));
    const after = performance.now();
    // a single step that is long is no such slice
    if (slice > 1) spare = Math.min(MOST_SPARE, Math.max(spare, after - before));
    // steps differ in cost from site to site: the clock sets the size of a slice, never the result
    slice = Math.max(1, Math.round(slice * Math.min(Math.max(SLICE / Math.max(after - before, 0.05), 0.25), 4)));
    if (options.onFirst !== undefined && !isTold) {
      isTold = true;
      // whoever wants to see it does not change what comes of the search
      const first = presentable(run);
      if (first !== null) options.onFirst(first);
    }
    const isDue = after - opened > FIRST * (deadline - opened) || !more;
    if (seconds !== null && plan === null && isDue) audited();
    else if (!isMidway && after - begun > MIDWAY * (deadline - begun) && run.version !== version) {
      isMidway = true;
      if (after + 2 * finish * FINISH_MARGIN < deadline) audited();
    }
    options.onProgress?.({
      steps: run.steps,
      plannedSteps: Math.min(most, run.plannedSteps),
      stalls: run.stalls,
      elapsed: elapsed(),
    });
  }
  if (plan !== null && run.version !== version && performance.now() + finish < deadline) audited();
  return { run, plan };
}
