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

/** How much of it is done. */
export interface Effort extends Pick<Limits, "nodes"> {
  /** Of more places than this the most stalls are chosen, whatever they are worth: looks make it a hundred times harder. Absent: of none. */
  readonly weighed?: number;
}

/** A choice that is worth less than this more is the same, in square metres of green. */
const SAME_WORTH = 1e-3;

/** The search's tables of green and the exact areas differ by less than this in all, square metres. */
const ROUNDING = 0.1;

/** What the choice settles to. */
interface Chosen {
  /** New stalls at most, of those that are chosen; null where no bound was found. */
  readonly most: number | null;
  /** No choice is worth more than this; null where no bound was found. */
  readonly ceiling: number | null;
  /** Choices whose planting holds, those that are worth more first. */
  readonly made: readonly ChosenDraft[];
}

/**
 * The plan of a run with its stalls chosen exactly: on the drivable ground of the plan, every place where a stall could
 * stand is a column of a 0/1 program, which is solved to its optimum. The plan is the better of the two and says in
 * `exact` what has been proved; it is the run's own plan, with nothing in `exact`, where there is no such program.
 * The same run gives the same plan: solvers are limited by nodes, not by a clock.
 */
export async function polish(run: PlanRun, effort: Effort = { nodes: NODES }): Promise<Plan> {
  const plan = run.plan();
  const choices = run.choices();
  return choices === null ? plan : polished(plan, choices, (draft) => audited(run, draft), effort);
}

/**
 * Likewise for a plan that somebody else has made of the stalls that `choices` begins with.
 * @param auditedOf a draft as a plan; null where it breaks a rule that nothing could be taken away to cure
 */
export async function polished(
  plan: Plan,
  choices: Choices,
  auditedOf: (draft: Draft) => Plan | null,
  effort: Effort = { nodes: NODES },
): Promise<Plan> {
  const { most, ceiling, made } = await choose(choices, effort);
  // a bound below what stands has not understood what stands: it proves nothing
  if ((most ?? Infinity) < choices.stalls || (ceiling ?? Infinity) < choices.worth - SAME_WORTH) return plan;
  if (most === null && made.length === 0) return plan;
  let better = plan;
  let { stalls, worth }: Pick<ChosenDraft, "stalls" | "worth"> = choices;
  for (const one of made) {
    if (one.worth <= worth + SAME_WORTH && one.stalls <= stalls) continue;
    const other = auditedOf(one.draft);
    if (other === null || !isBetter(other, better, one.stalls + choices.pinned)) continue;
    better = other;
    ({ stalls, worth } = one);
  }
  // what the auditor took away again was chosen for nothing
  const whole = better.measures.stalls.new === stalls + choices.pinned;
  const scale = Math.max(1, Math.abs(ceiling ?? Infinity));
  const gap = ceiling === null ? null : (ceiling - worth) / scale;
  const exact: Exact = {
    candidates: choices.candidates,
    mostStalls: most === null ? null : most + choices.pinned,
    mostProved: most !== null && Math.max(choices.stalls, ...made.map((one) => one.stalls)) >= most,
    bestProved: gap !== null && whole && gap * scale <= SAME_WORTH,
    gap: gap === null ? 1 : Math.max(0, Math.round(gap * 1e6) / 1e6),
    gained: {
      stalls: better.measures.stalls.new - plan.measures.stalls.new,
      green: Math.round((plan.measures.greening.removed - better.measures.greening.removed) * 10) / 10,
    },
  };
  return Object.freeze({ ...better, exact });
}

/**
 * What no choice can exceed, under limits that hold for every plan of the scenario, and the best choice whose planting finds
 * its ground: where some is missing, less green may be taken the next time, which proves nothing about others.
 */
async function choose(choices: Choices, { weighed = Infinity, nodes = NODES }: Effort): Promise<Chosen> {
  const limits: Limits = { nodes, conflict: "unsought" };
  const made: ChosenDraft[] = [];
  const keep = (one: ChosenDraft) => {
    if (one.missing === 0) made.push(one);
  };
  const first = await solveProgram(choices.most(), limits);
  const most = mostStalls(first);
  if ((first.status === "optimal" || first.status === "stopped") && first.values !== null)
    keep(choices.draft(first.values));
  if (choices.candidates > weighed) return { most, ceiling: most === null ? null : choices.gain * most, made };
  let ceiling: number | null = null;
  let greenLimit = Infinity;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const answer = await solveProgram(choices.best(greenLimit, most ?? Infinity), limits);
    if (round === 0) ceiling = ceilingOf(answer);
    if ((answer.status !== "optimal" && answer.status !== "stopped") || answer.values === null) break;
    const one = choices.draft(answer.values);
    keep(one);
    if (one.missing === 0) break;
    greenLimit = Math.max(0, Math.min(greenLimit, one.green) - one.missing - ROUNDING);
  }
  return { most, ceiling, made: made.sort((a, b) => b.worth - a.worth) };
}

/** No choice is worth more than this; null where nothing is known. */
function ceilingOf(answer: Answer): number | null {
  if (answer.status === "optimal") return answer.value;
  return answer.status === "stopped" && Number.isFinite(answer.bound) ? answer.bound : null;
}

/** Whole stalls. */
function mostStalls(answer: Answer): number | null {
  const most = ceilingOf(answer);
  return most === null ? null : Math.floor(most + 1e-6);
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
