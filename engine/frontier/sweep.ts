import { auditedPlan, PlanFault, presentable } from "../finish.ts";
import type { Kernel } from "../kernel.ts";
import { InputError } from "../model/errors.ts";
import type { Plan, PlanFeature } from "../model/plan.ts";
import { variedWords } from "../model/varied.ts";
import { type PlanRun, startPlan } from "../plan.ts";
import { withHash } from "../read/scenario.ts";
import type { Draft, Problem } from "../stages/draft.ts";
import { balanceAsked } from "../stages/green/balance.ts";
import type { Learned } from "../stages/learned.ts";
import { openGround } from "../stages/retrofit.ts";
import { gridOf, groundKey, type Vary, withValue } from "./vary.ts";

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
  /** Why the last point that was searched has no plan, where its own scenario says so; null otherwise. */
  readonly refusal: InputError | null;
  /** Search steps taken and planned for the point that is being searched. */
  readonly steps: number;
  readonly plannedSteps: number;
  /**
   * Takes up to `steps` more steps of one point's search; false when every point has its plan. A point whose scenario is refused has none.
   * @throws InputError in the end, where every point is refused
   */
  advance(steps: number): boolean;
}

export interface SweepOptions {
  /** Search steps of each point at most; null: as the scenario's budget says, else as planned. */
  readonly steps?: number | null;
}

/** The first and the last points that share their ground, so many each, find everything out themselves: there the green that may be taken is least. */
const NEAR_END = 2;

/** Seeds of a point near either end, in a sweep of at least so many points. */
const END_SEEDS = 3;
const LONG = 10;

/** Numbers that forbid more the higher they are, and limits that forbid more the lower they are. */
const LEAST: ReadonlySet<string> = new Set(["green.balance_min", "green.ratio.min"]);
const MOST: ReadonlySet<string> = new Set(["newGreen.max", "newStalls.max", "treesMoved.max"]);

/** Areas that differ by less are equal, square metres: measures are rounded to a tenth. */
const EQUAL_AREA = 0.05;

/**
 * Begins a sweep of one problem over one key or a grid of two. Every point is searched, from what the point before it
 * has found, and audited, near either end of a long sweep from other seeds too; then a better plan of another point that is lawful under this point's scenario takes its place, audited under it. So where
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
  const keys = problems.map(groundKey);
  const known = new Map<string, Learned>();
  const ends = new Map<string, readonly Draft[]>();
  let run: PlanRun | null = null;
  /** The best of the seeds so far, of the point that is being searched. */
  let own: Plan | null = null;
  let [seeds, stepsBefore] = [0, 0];
  let most = Infinity;
  let version = 0;
  let done = 0;
  let refusal: InputError | null = null;

  /** What a point comes to; null where its scenario is refused, which is no reason to lose the other points. */
  const orRefused = <T>(make: () => T): T | null => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refusal = error;
      return null;
    }
  };

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

  /** The first and the last points are searched from several seeds: those between go on from them, and take over what they find. */
  const seedsAt = (at: number): number => (grid.length >= LONG && isNearEnd(at) ? END_SEEDS : 1);
  const isNearEnd = (at: number): boolean => at < NEAR_END || at >= grid.length - NEAR_END;

  /** What a point can begin with that others on the same ground have found out; undefined where it finds all out itself. */
  const likeFor = (at: number): Learned | undefined => {
    const key = keys[at];
    const own = problems.flatMap((_, other) => (keys[other] === key ? [other] : []));
    const learned = known.get(key);
    const place = own.indexOf(at);
    if (place < NEAR_END || learned === undefined) return undefined;
    let far = ends.get(key);
    if (far === undefined) {
      far = own.slice(Math.max(NEAR_END, own.length - NEAR_END)).map((last) => arrangedFor(problems[last], kernel));
      ends.set(key, far);
    }
    const turns = place >= own.length - NEAR_END ? null : learned.turns;
    return { arranged: [...learned.arranged, ...far], turns };
  };

  /** The plan of the point before, where this one only allows less and still allows that plan: nothing better is to be had. */
  const answered = (): SweptPoint | null => {
    const giver = found.at(-1);
    if (giver === undefined || giver.row !== done - 1 || !allowsLess(varied, grid[done - 1], grid[done])) return null;
    const plan = stillLawful(giver.plan, problems[done], kernel);
    return plan === null ? null : { values: grid[done], problem: problems[done], plan, foundAt: giver.foundAt };
  };

  const finish = (made: Omit<SweptPoint, "foundAt"> | SweptPoint | null) => {
    done++;
    version++;
    if (made === null) {
      if (done === grid.length && found.length === 0 && refusal !== null) throw refusal;
      return;
    }
    refusal = null;
    const row = found.length;
    found.push({ foundAt: row, ...made, row });
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
    get refusal() {
      return refusal;
    },
    get steps() {
      return run === null ? 0 : stepsBefore + run.steps;
    },
    get plannedSteps() {
      return run === null ? 0 : stepsBefore + (seedsAt(done) - seeds) * Math.min(most, run.plannedSteps);
    },
    advance(steps) {
      if (done === grid.length) return false;
      const next = problems[done];
      const given = run === null ? answered() : null;
      if (given !== null) {
        finish(given);
        return done < grid.length;
      }
      if (run === null) {
        refusal = null;
        // what the last point found is where this one begins: allowed as it stands, or trimmed to what is
        const before = found.at(-1);
        run = orRefused(() => startPlan(next, kernel, before?.plan.features ?? null, 0, likeFor(done)));
        if (run === null) {
          finish(null);
          return done < grid.length;
        }
        most = options.steps ?? next.scenario.budget.steps ?? run.plannedSteps;
      }
      const more = run.advance(Math.min(steps, most - run.steps)) && run.steps < most;
      if (!more) {
        const learned = run.learned();
        if (learned !== null) known.set(keys[done], learned);
        const searched = run;
        const plan = orRefused(() => presentable(searched));
        if (own === null) own = plan;
        else if (plan !== null) {
          const point = { values: grid[done], problem: next, plan: own, foundAt: 0 };
          own = adopted(plan, point, kernel) ?? own;
        }
        if (own !== null && ++seeds < seedsAt(done)) {
          stepsBefore += run.steps;
          run = startPlan(reseeded(next, seeds), kernel);
          return true;
        }
        finish(own === null ? null : { values: grid[done], problem: next, plan: own });
        [own, run, seeds, stepsBefore] = [null, null, 0, 0];
      }
      return done < grid.length;
    },
  };
}

/** The problem as another seed searches it. */
function reseeded(problem: Problem, by: number): Problem {
  const { scenario } = problem;
  return { ...problem, scenario: withHash({ ...scenario, seed: scenario.seed + by }) };
}

/** Everything but the stalls, as a search for this problem alone would place it. */
function arrangedFor(problem: Problem, kernel: Kernel): Draft {
  return openGround({ problem, features: [], assumptions: problem.site.assumptions, unmet: [] }, kernel).start;
}

/** Does every change from one point to the next forbid something and allow nothing? */
function allowsLess(varied: readonly Vary[], from: readonly number[], to: readonly number[]): boolean {
  return varied.every(({ key }, i) => {
    const change = to[i] - from[i];
    return change === 0 || (change > 0 && LEAST.has(key)) || (change < 0 && MOST.has(key.replace(/^demand\./, "")));
  });
}

function problemAt(problem: Problem, varied: readonly Vary[], values: readonly number[], place: string): Problem {
  const set = varied.reduce(
    (next, { key }, i) => withValue(next, key, values[i], `${place} ${key}=${values[i]}`),
    problem,
  );
  const said = varied.map(({ key }, i) => `${key}=${values[i]}`).join(" ");
  const words = varied.map(({ key }, i) => variedWords(key, values[i]));
  const { title } = problem.scenario;
  const titled = {
    zh: [title.zh, ...words.map(({ zh }) => zh)].join("；"),
    en: [title.en, ...words.map(({ en }) => en)].join("; "),
  };
  return { ...set, scenario: withHash({ ...set.scenario, name: `${problem.scenario.name} ${said}`, title: titled }) };
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

/** More stalls, or as many for less green. */
function isBetter(one: Plan, other: Plan): boolean {
  const stalls = one.measures.stalls.new - other.measures.stalls.new;
  if (stalls !== 0) return stalls > 0;
  return one.measures.greening.removed < other.measures.greening.removed - EQUAL_AREA;
}

/** A plan audited under another point's scenario; null unless every feature of it may stand there and it is better. */
function adopted(offered: Plan, { problem, plan: own }: SweptPoint, kernel: Kernel): Plan | null {
  const plan = auditedUnder(offered, problem, own.unmet, kernel);
  if (plan === null) return null;
  if (plan.unmet.length !== own.unmet.length) return plan.unmet.length < own.unmet.length ? plan : null;
  return isBetter(plan, own) ? plan : null;
}

/** A plan audited under a stricter scenario; null unless it may stand as it is and leaves no more unmet. */
function stillLawful(offered: Plan, problem: Problem, kernel: Kernel): Plan | null {
  if (offered.measures.greening.balance < balanceAsked(problem) - EQUAL_AREA) return null;
  const plan = auditedUnder(offered, problem, offered.unmet, kernel);
  return plan === null || plan.unmet.length > offered.unmet.length ? null : plan;
}

/** A plan audited under another scenario; null where it would have to be mended: that is another plan. */
function auditedUnder(offered: Plan, problem: Problem, unmet: Plan["unmet"], kernel: Kernel): Plan | null {
  const { assumptions, steps, threads } = offered;
  const features = placedBy(offered);
  try {
    const plan = auditedPlan({ problem, features, assumptions, unmet }, { steps, threads }, kernel);
    const left = placedBy(plan);
    return left.length === features.length && left.every((feature, i) => feature === features[i]) ? plan : null;
  } catch (error) {
    // a place that is pinned may break what the other scenario asks
    if (error instanceof PlanFault || error instanceof InputError) return null;
    throw error;
  }
}

/** What a plan has placed: the engine's way is the auditor's, who drives it anew. */
function placedBy({ features }: Plan): PlanFeature[] {
  return features.filter(({ kind }) => kind !== "sweptPath");
}
