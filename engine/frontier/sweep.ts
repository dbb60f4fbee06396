import { auditedPlan, isForbidden, PlanFault } from "../finish.ts";
import type { Kernel } from "../kernel.ts";
import type { Plan } from "../model/plan.ts";
import { type PlanRun, startPlan } from "../plan.ts";
import { withHash } from "../read/scenario.ts";
import type { Problem } from "../stages/draft.ts";
import { gridOf, type Vary, withValue } from "./vary.ts";

/** A plan of a sweep and the values that it was made for. */
export interface SweptPoint {
  /** One for each key that is varied, in their order. */
  readonly values: readonly number[];
  readonly problem: Problem;
  readonly plan: Plan;
  /** Row of the point whose search found the plan: its own, or a neighbour's whose plan is lawful here too and better. */
  readonly foundAt: number;
}

/** A sweep that can be paused after any slice of steps, and keeps what it has. */
export interface Sweep {
  readonly varied: readonly Vary[];
  /** Points in all. */
  readonly count: number;
  /** Points that have been searched, those without a plan included. */
  readonly done: number;
  /** Points that have a plan, in the order of the values; a point where nothing lawful was found has none. */
  readonly points: readonly SweptPoint[];
  /** Grows with every point that gets a plan or a better one. */
  readonly version: number;
  /** Search steps taken and planned for the point that is being searched. */
  readonly steps: number;
  readonly plannedSteps: number;
  /** Takes up to `steps` more steps of one point's search; false when every point has its plan. */
  advance(steps: number): boolean;
}

export interface SweepOptions {
  /** Search steps of each point at most; null: as the scenario's budget says, else as planned. */
  readonly steps?: number | null;
}

/** Areas that differ by less are equal, square metres: measures are rounded to a tenth. */
const EQUAL_AREA = 0.05;

/**
 * Begins a sweep of one problem over one key or a grid of two. Every point is searched, from what the point before it
 * has found, and audited; then a better plan of another point that is lawful under this point's scenario takes its place, audited under it. So where
 * a key only allows more, counts never fall. The same problem, ranges and steps give the same plans.
 * @param place begins the message when a value is refused; all are checked before the first search
 * @throws InputError
 */
export function startSweep(
  problem: Problem,
  varied: readonly Vary[],
  kernel: Kernel,
  place: string,
  options: SweepOptions = {},
): Sweep {
  const grid = gridOf(varied);
  const problems = grid.map((values) => problemAt(problem, varied, values, place));
  const found: (SweptPoint & { readonly row: number })[] = [];
  const tried = new Set<string>();
  let run: PlanRun | null = null;
  let most = Infinity;
  let version = 0;
  let done = 0;

  /** The plan of one point under another's scenario, if it may stand there and is better. */
  const offer = (from: number, to: number): void => {
    const [giver, taker] = [found[from], found[to]];
    if (!isWorth(giver.plan, taker)) return;
    // the same plan is offered by every point that has taken it over
    const once = `${giver.foundAt} ${taker.row}`;
    if (tried.has(once)) return;
    tried.add(once);
    const plan = adopted(giver.plan, taker, kernel);
    if (plan === null) return;
    found[to] = { ...taker, plan, foundAt: giver.foundAt };
    version++;
  };

  const finish = (made: Plan | null) => {
    const at = done++;
    version++;
    if (made === null) return;
    const row = found.length;
    found.push({ row, values: grid[at], problem: problems[at], plan: made, foundAt: row });
    // older points' plans for the new one, nearest first; then what the new one has for them
    for (let other = row - 1; other >= 0; other--) offer(other, row);
    for (let other = row - 1; other >= 0; other--) offer(row, other);
  };

  return {
    varied,
    count: grid.length,
    get done() {
      return done;
    },
    get points() {
      return found;
    },
    get version() {
      return version;
    },
    get steps() {
      return run?.steps ?? 0;
    },
    get plannedSteps() {
      return run === null ? 0 : Math.min(most, run.plannedSteps);
    },
    advance(steps) {
      if (done === grid.length) return false;
      const next = problems[done];
      if (run === null) {
        // what the last point found is where this one begins: allowed as it stands, or trimmed to what is
        run = startPlan(next, kernel, found.at(-1)?.plan.features ?? null);
        most = options.steps ?? next.scenario.budget.steps ?? run.plannedSteps;
      }
      const more = run.advance(Math.min(steps, most - run.steps)) && run.steps < most;
      if (!more) {
        finish(planOf(run));
        run = null;
      }
      return done < grid.length;
    },
  };
}

/** The plan of a run; null where what it found breaks a rule and could not be mended. */
function planOf(run: PlanRun): Plan | null {
  try {
    return run.plan();
  } catch (error) {
    if (error instanceof PlanFault) return null;
    throw error;
  }
}

function problemAt(problem: Problem, varied: readonly Vary[], values: readonly number[], place: string): Problem {
  const set = varied.reduce(
    (next, { key }, i) => withValue(next, key, values[i], `${place} ${key}=${values[i]}`),
    problem,
  );
  const said = varied.map(({ key }, i) => `${key}=${values[i]}`).join(" ");
  return { ...set, scenario: withHash({ ...set.scenario, name: `${problem.scenario.name} ${said}` }) };
}

/** Could a plan be better for a point than its own? Judged without an audit. */
function isWorth(plan: Plan, { plan: own, problem }: SweptPoint): boolean {
  const { demand } = problem.scenario;
  const { stalls, greening, treesMoved } = plan.measures;
  const target = demand.newStalls.target === "max" ? Infinity : demand.newStalls.target;
  if (stalls.new > Math.min(target, demand.newStalls.max ?? Infinity)) return false;
  if (greening.planted > (demand.newGreen.max ?? Infinity) + EQUAL_AREA) return false;
  if (treesMoved > demand.treesMoved.max) return false;
  if (greening.balance < balanceAsked(problem) - EQUAL_AREA) return false;
  return isBetter(plan, own) || own.unmet.length > 0;
}

/** Counted green that may be lost at most, as a balance; without the rule any. */
function balanceAsked({ rules }: Problem): number {
  const value = rules.rules.get("green.balance_min")?.value;
  return typeof value === "number" ? value : -Infinity;
}

/** More stalls, or as many for less green. */
function isBetter(one: Plan, other: Plan): boolean {
  const stalls = one.measures.stalls.new - other.measures.stalls.new;
  if (stalls !== 0) return stalls > 0;
  return one.measures.greening.removed < other.measures.greening.removed - EQUAL_AREA;
}

/** A plan audited under another point's scenario; null unless every feature of it may stand there and it is better. */
function adopted(offered: Plan, { problem, plan: own }: SweptPoint, kernel: Kernel): Plan | null {
  const { features, assumptions, steps, threads } = offered;
  let plan: Plan;
  try {
    plan = auditedPlan({ problem, features, assumptions, unmet: own.unmet }, { steps, threads }, kernel);
  } catch (error) {
    if (error instanceof PlanFault) return null;
    throw error;
  }
  // a plan that had to be mended is another plan
  if (plan.features !== features) return null;
  const broken = new Set(own.audit.filter((line) => isForbidden(line, false)).map((line) => line.rule));
  if (plan.audit.some((line) => isForbidden(line, false) && !broken.has(line.rule))) return null;
  if (plan.unmet.length !== own.unmet.length) return plan.unmet.length < own.unmet.length ? plan : null;
  return isBetter(plan, own) ? plan : null;
}
