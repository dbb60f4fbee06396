import { PlanFault } from "../finish.ts";
import type { Kernel } from "../kernel.ts";
import { lengthOf } from "../model/geometry.ts";
import { type Plan, planFeaturesOf, type Unmet } from "../model/plan.ts";
import { featuresOf, isCompound } from "../model/site.ts";
import { startPlan } from "../plan.ts";
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
  if (!isCompound(problem.site) || !plan.unmet.some(isOpen)) return plan;
  const ways = loosenings(problem);
  for (const way of ways) {
    const better = solved(way.problem, plan, kernel);
    if (better === null) continue;
    const more = better.measures.stalls.new - plan.measures.stalls.new;
    if (more <= 0) continue;
    return entered(plan, way.binding, way.price(more, plan, better));
  }
  return entered(
    plan,
    "ground",
    `no further place beside the roads, tried with ${ways.map(({ binding }) => binding).join(", ")} loosened`,
  );
}

function isOpen({ demand, price }: Unmet): boolean {
  return STALLS.has(demand) && price === null;
}

function entered(plan: Plan, binding: string, price: string): Plan {
  return Object.freeze({ ...plan, unmet: plan.unmet.map((one) => (isOpen(one) ? { ...one, binding, price } : one)) });
}

function solved(problem: Problem, from: Plan, kernel: Kernel): Plan | null {
  const run = startPlan(problem, kernel, from.features);
  run.advance(Math.min(STEPS, run.plannedSteps));
  try {
    return run.plan();
  } catch (error) {
    if (error instanceof PlanFault) return null;
    throw error;
  }
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
