import { PlanFault } from "./finish.ts";
import { type Answer, type Limits, solveProgram } from "./lp/door.ts";
import type { Exact, Plan } from "./model/plan.ts";
import type { PlanRun } from "./plan.ts";
import type { Choices, ChosenDraft } from "./stages/choices.ts";
import type { Draft } from "./stages/draft.ts";

/** The choice is made anew this often at most where its planting misses ground. */
const MOST_ROUNDS = 4;

/** Nodes of branch and bound for each program unless said otherwise: the model case needs fewer than ten, what is open after these stays open for long. */
const NODES = 200;

/** A choice that is worth less than this more is the same, in square metres of green. */
const SAME_WORTH = 1e-3;

/** The search's tables of green and the exact areas differ by less than this in all, square metres. */
const ROUNDING = 0.1;

/** What the choice settles to, once its planting holds. */
interface Chosen {
  readonly answer: Answer & { readonly status: "optimal" | "stopped" };
  readonly made: ChosenDraft;
  readonly most: { readonly stalls: number | null; readonly proved: boolean };
}

/**
 * The plan of a run with its stalls chosen exactly: on the drivable ground of the plan, every place where a stall could
 * stand is a column of a 0/1 program, which is solved to its optimum. The plan is the better of the two and says in
 * `exact` what has been proved; it is the run's own plan, with nothing in `exact`, where there is no such program.
 * The same run gives the same plan: solvers are limited by nodes, not by a clock.
 */
export async function polish(run: PlanRun, limits: Limits = { nodes: NODES }): Promise<Plan> {
  const plan = run.plan();
  const choices = run.choices();
  return choices === null ? plan : polished(plan, choices, (draft) => audited(run, draft), limits);
}

/**
 * Likewise for a plan that somebody else has made of the stalls that `choices` begins with.
 * @param auditedOf a draft as a plan; null where it breaks a rule that nothing could be taken away to cure
 */
export async function polished(
  plan: Plan,
  choices: Choices,
  auditedOf: (draft: Draft) => Plan | null,
  limits: Limits = { nodes: NODES },
): Promise<Plan> {
  const chosen = await choose(choices, limits);
  // a best choice that is worth less than what stands has not understood what stands: it proves nothing
  if (chosen === null || ceilingOf(chosen.answer) < choices.worth - SAME_WORTH) return plan;
  const { answer, made, most } = chosen;
  const worth = answer.value ?? 0;
  const other = worth > choices.worth + SAME_WORTH ? auditedOf(made.draft) : null;
  const better = other !== null && isBetter(other, plan, made.stalls) ? other : plan;
  // what the auditor took away again was chosen for nothing
  const whole = better.measures.stalls.new === (better === other ? made.stalls : choices.stalls);
  const ceiling = ceilingOf(answer);
  const gap = (ceiling - (better === other ? worth : choices.worth)) / Math.max(1, Math.abs(ceiling));
  const exact: Exact = {
    candidates: choices.candidates,
    mostStalls: most.stalls,
    mostProved: most.proved,
    bestProved: answer.status === "optimal" && whole && gap * Math.max(1, Math.abs(ceiling)) <= SAME_WORTH,
    gap: Math.max(0, Math.round(gap * 1e6) / 1e6),
    gained: {
      stalls: better.measures.stalls.new - plan.measures.stalls.new,
      green: Math.round((plan.measures.greening.removed - better.measures.greening.removed) * 10) / 10,
    },
  };
  return Object.freeze({ ...better, exact });
}

/** No choice is worth more than this. */
function ceilingOf(answer: Chosen["answer"]): number {
  return answer.status === "optimal" ? answer.value : answer.bound;
}

/** The best choice whose planting finds its ground: where some is missing, less green may be taken the next time. */
async function choose(choices: Choices, limits: Limits): Promise<Chosen | null> {
  let greenLimit = choices.greenLimit;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const most = mostStalls(await solveProgram(choices.most(greenLimit), limits));
    const answer = await solveProgram(choices.best(greenLimit, most.stalls ?? Infinity), limits);
    if ((answer.status !== "optimal" && answer.status !== "stopped") || answer.values === null) return null;
    const made = choices.draft(answer.values);
    if (made.missing === 0) return { answer, made, most };
    greenLimit = Math.max(0, Math.min(greenLimit, made.green) - made.missing - ROUNDING);
  }
  return null;
}

function mostStalls(answer: Answer): { stalls: number | null; proved: boolean } {
  if (answer.status === "optimal") return { stalls: Math.round(answer.value), proved: true };
  if (answer.status !== "stopped" || !Number.isFinite(answer.bound)) return { stalls: null, proved: false };
  return { stalls: Math.floor(answer.bound + 1e-6), proved: false };
}

/** A draft as a plan; null where it breaks a rule that nothing could be taken away to cure. */
function audited(run: PlanRun, draft: Draft): Plan | null {
  try {
    return run.audited(draft);
  } catch (error) {
    if (error instanceof PlanFault) return null;
    throw error;
  }
}

/**
 * Of two plans of which the other is worth more by the scenario's weights: fewer demands unmet, else more stalls; with
 * as many it must be whole, so that its worth is that of its choice. Accessible stalls may not be lost for it.
 */
function isBetter(other: Plan, plan: Plan, chosen: number): boolean {
  const [a, b] = [other.measures.stalls, plan.measures.stalls];
  if (other.unmet.length !== plan.unmet.length) return other.unmet.length < plan.unmet.length;
  return a.new > b.new || (a.new === b.new && a.new === chosen && a.accessible >= b.accessible);
}
