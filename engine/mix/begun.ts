import { isBetter, presentable } from "../finish.ts";
import type { Kernel } from "../kernel.ts";
import type { Plan } from "../model/plan.ts";
import { isCompound } from "../model/site.ts";
import { type PlanRun, startPlan } from "../plan.ts";
import { solvedRun } from "../solve.ts";
import type { Problem } from "../stages/draft.ts";

/** After this share of its steps packing is audited as well as in the end. */
const HALF = 0.5;

/** Packing alone, and where the mix begins. */
export interface Begun {
  readonly run: PlanRun;
  readonly alone: Plan;
  /**
   * The plan of half the steps where it is better on no more green, else that of all: of a later draft, which stands closer,
   * the audit may take more away. More stalls on more green are no better beginning: the rounds need what is left.
   */
  readonly start: Plan;
}

/**
 * Packing alone by its planned steps, and what the mix begins with.
 * @param steps at most; null: as the scenario's budget says, else as planned
 */
export function begun(problem: Problem, kernel: Kernel, steps: number | null): Begun {
  const { budget } = problem.scenario;
  // by the clock there is no half, and an open lot has nothing to begin with
  if (budget.seconds !== null || !isCompound(problem.site)) {
    const run = solvedRun(problem, kernel, { steps });
    const alone = run.plan();
    return { run, alone, start: alone };
  }
  const run = startPlan(problem, kernel);
  const most = steps ?? budget.steps ?? run.plannedSteps;
  const more = run.advance(Math.ceil(HALF * most));
  const half = presentable(run);
  if (more) run.advance(most - run.steps);
  const alone = run.plan();
  return { run, alone, start: half !== null && isLeaner(half, alone) ? half : alone };
}

function isLeaner(one: Plan, other: Plan): boolean {
  return isBetter(one, other) && one.measures.greening.removed <= other.measures.greening.removed;
}
