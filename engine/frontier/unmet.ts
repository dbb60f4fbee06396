import { presentable } from "../finish.ts";
import type { Kernel } from "../kernel.ts";
import { lengthOf } from "../model/geometry.ts";
import { type Plan, planFeaturesOf, type Unmet } from "../model/plan.ts";
import { featuresOf, isCompound } from "../model/site.ts";
import { type PlanRun, startPlan } from "../plan.ts";
import type { Problem } from "../stages/draft.ts";
import { withValue } from "./vary.ts";

// what an unmet demand for stalls would cost: each limit that may bind is loosened by itself and the plan sought anew

/** Demands whose price is a number of stalls. */
const STALLS: ReadonlySet<string> = new Set(["newStalls.target", "newStalls.min"]);

/** A loosened limit is looked at for so many steps, from the plan that was found: one more stall is not far. */
const STEPS = 400;

/** Planting that may be added, and green that a study may give up, square metres: more than a row of stalls takes. */
const PLENTY = 500;
const GIVEN_UP = 100;

/** A limit loosened: what binds, the problem without it, and what the gain cost. */
interface Loosened {
  readonly binding: string;
  readonly problem: Problem;
  readonly price: (more: number, plan: Plan, better: Plan) => string;
}

/**
 * The plan with the price of the next stall wherever fewer are given than were asked for: the limit that binds, and what
 * it would take, as the difference of two audited plans. Lawful ways come first; giving green up is called a study. Open
 * lots have no price: what limits them is ground.
 */
export function withPrices(plan: Plan, problem: Problem, kernel: Kernel): Plan {
  const pricing = startPricing(plan, problem, kernel);
  while (pricing.advance(STEPS));
  return pricing.plan;
}

/** Prices that can be given up after any slice of steps. */
export interface Pricing {
  /** Takes up to `steps` more steps; false when the price has been found. */
  advance(steps: number): boolean;
  /** The plan as it was until its price has been found. */
  readonly plan: Plan;
}

/** Begins to price what a plan leaves unmet. The same however it is sliced. */
export function startPricing(unpriced: Plan, problem: Problem, kernel: Kernel): Pricing {
  let plan = unpriced;
  const isPriced = isCompound(problem.site) && plan.unmet.some(isOpen);
  const ways = isPriced ? loosenings(problem) : [];
  let left = isPriced ? ways.length : -1;
  let run: PlanRun | null = null;
  let most = 0;
  /** What came of the way that has been searched; true when no other need be. */
  const judge = (way: Loosened, searched: PlanRun): boolean => {
    const better = presentable(searched);
    const more = better === null ? 0 : better.measures.stalls.new - unpriced.measures.stalls.new;
    if (better === null || more <= 0) return false;
    plan = entered(unpriced, way.binding, way.price(more, unpriced, better));
    return true;
  };
  return {
    get plan() {
      return plan;
    },
    advance(steps) {
      if (left < 0) return false;
      const way = ways[ways.length - left];
      if (way === undefined) {
        left = -1;
        const tried = ways.map(({ binding }) => binding).join(", ");
        plan = entered(unpriced, "ground", `no further place beside the roads, tried with ${tried} loosened`);
        return false;
      }
      if (run === null) {
        run = startPlan(way.problem, kernel, unpriced.features);
        most = Math.min(STEPS, run.plannedSteps);
      }
      if (run.advance(Math.min(steps, most - run.steps)) && run.steps < most) return true;
      left = judge(way, run) ? -1 : left - 1;
      run = null;
      return left >= 0;
    },
  };
}

function isOpen({ demand, price }: Unmet): boolean {
  return STALLS.has(demand) && price === null;
}

function entered(plan: Plan, binding: string, price: string): Plan {
  return Object.freeze({ ...plan, unmet: plan.unmet.map((one) => (isOpen(one) ? { ...one, binding, price } : one)) });
}

function loosenings(problem: Problem): Loosened[] {
  const { scenario, site, rules } = problem;
  const { newGreen } = scenario.demand;
  const place = scenario.name;
  const ways: Loosened[] = [];
  if (newGreen.max !== null) {
    ways.push({
      binding: "newGreen.max",
      problem: withValue(problem, "newGreen.max", newGreen.max + PLENTY, place),
      price: (more, plan, better) =>
        `${perStall(better.measures.greening.planted - plan.measures.greening.planted, more)} m² of new planting for the next stall`,
    });
  }
  if (!newGreen.wallGreen && featuresOf(site, "wall").length > 0) {
    const demand = { ...scenario.demand, newGreen: { ...newGreen, wallGreen: true } };
    ways.push({
      binding: "newGreen.wallGreen",
      problem: { ...problem, scenario: { ...scenario, demand } },
      price: (more, plan, better) =>
        `${perStall(climbers(better) - climbers(plan), more)} m of green wall for the next stall`,
    });
  }
  const balance = rules.rules.get("green.balance_min")?.value;
  if (typeof balance === "number") {
    ways.push({
      binding: "green.balance_min",
      problem: withValue(problem, "green.balance_min", balance - GIVEN_UP, place),
      price: (more, plan, better) =>
        `${perStall(plan.measures.greening.balance - better.measures.greening.balance, more)} m² of green given up for the next stall: a study, no lawful plan`,
    });
  }
  return ways;
}

function perStall(amount: number, stalls: number): string {
  return String(Math.round((10 * Math.max(0, amount)) / stalls) / 10);
}

/** Metres of wall with climbers. */
function climbers({ features }: Plan): number {
  return planFeaturesOf(features, "wallGreen").reduce((sum, { shape }) => sum + lengthOf(shape), 0);
}
