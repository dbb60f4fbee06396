import { presentable } from "../finish.ts";
import type { Kernel } from "../kernel.ts";
import { lengthOf } from "../model/geometry.ts";
import { type Plan, planFeaturesOf, type Unmet } from "../model/plan.ts";
import { featuresOf, isCompound } from "../model/site.ts";
import { type PlanRun, startPlan } from "../plan.ts";
import type { Problem } from "../stages/draft.ts";
import { withServed } from "./served.ts";
import { withValue } from "./vary.ts";

// what an unmet demand for stalls would cost: each limit that may bind is loosened by itself and the plan sought anew

/** Demands that have a price. */
interface Counted {
  readonly demands: ReadonlySet<string>;
  /** What of a plan is more where they come nearer. */
  count(plan: Plan): number;
  /** A problem that asks for these and no more of anything else than a plan has. */
  only(problem: Problem, plan: Plan): Problem;
}

const COUNTED: readonly Counted[] = [
  {
    demands: new Set(["newStalls.target", "newStalls.min"]),
    count: ({ measures }) => measures.stalls.total,
    only: (problem) => problem,
  },
  {
    demands: new Set(["accessibleStalls.min"]),
    count: ({ measures }) => measures.stalls.accessible,
    only: (problem, { measures: { stalls } }) =>
      withStalls(problem, Math.max(stalls.total - stalls.existing, problem.scenario.demand.accessibleStalls?.min ?? 0)),
  },
  {
    // a charger on leftovers brings its slot; elsewhere what one costs is seen from the plan
    demands: new Set(["ebikeSlots.min", "ebikeChargers.count"]),
    count: slotsIn,
    only: (problem, { measures: { stalls } }) => withStalls(problem, stalls.total - stalls.existing),
  },
];

/** A problem that asks for so many new stalls and no more. */
function withStalls(problem: Problem, count: number): Problem {
  const { scenario } = problem;
  const newStalls = { target: count, min: 0, max: count };
  return { ...problem, scenario: { ...scenario, demand: { ...scenario.demand, newStalls } } };
}

/** Slots on leftovers: those in a shed and at chargers on the street are there whatever stands inside. */
function slotsIn({ features }: Plan): number {
  return planFeaturesOf(features, "ebikeSlot").filter(({ properties }) => properties.where === "leftover").length;
}

/** A loosened limit is looked at for so many steps, from the plan that was found: one more stall is not far. */
const STEPS = 400;

/** Planting that may be added, and green that a study may give up, square metres: more than a row of stalls takes. */
const PLENTY = 500;
const GIVEN_UP = 100;

/** A limit loosened: what binds, the problem without it, and what the gain cost. */
interface Loosened {
  readonly binding: string;
  readonly problem: Problem;
  /** How much more of it a better plan takes. */
  readonly amount: (plan: Plan, better: Plan) => number;
  /** So much of it, in words. */
  readonly said: (each: string, better: Plan) => string;
  /** True: the problem says itself how many stalls it asks for. */
  readonly whole?: true;
  /** The wants that it may help, by a demand of each; absent: all. */
  readonly helps?: readonly string[];
}

const NEXT: Readonly<Record<string, string>> = {
  "accessibleStalls.min": "the next accessible stall",
  "ebikeSlots.min": "the next bicycle slot",
};

/** What is priced, in words. */
function nextOf({ demands }: Counted): string {
  return [...demands].map((demand) => NEXT[demand]).find((words) => words !== undefined) ?? "the next stall";
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
  const isPriced = isCompound(problem.site);
  let plan = isPriced ? withServed(unpriced, problem) : unpriced;
  const wants = COUNTED.filter(({ demands }) => isPriced && openOf(plan, demands).length > 0);
  const ways = wants.length === 0 ? [] : loosenings(problem, unpriced);
  const tries = wants.flatMap((want) =>
    ways.filter(({ helps }) => helps?.some((demand) => want.demands.has(demand)) ?? true).map((way) => ({ want, way })),
  );
  let at = 0;
  let run: PlanRun | null = null;
  let most = 0;
  /** What came of the way that has been searched. */
  const judge = ({ want, way }: (typeof tries)[number], searched: PlanRun) => {
    const better = presentable(searched);
    const more = better === null ? 0 : want.count(better) - want.count(unpriced);
    if (better === null || more <= 0) return;
    const each = perStall(way.amount(unpriced, better), more);
    // what takes nothing of what was loosened needs only more of a search
    if (each === "0") plan = entered(plan, want.demands, "steps", "a longer search finds it");
    else {
      const study = way.binding === "green.balance_min" ? STUDY : "";
      plan = entered(plan, want.demands, way.binding, `${way.said(each, better)} for ${nextOf(want)}${study}`);
    }
  };
  const next = () => {
    run = null;
    at++;
    while (at < tries.length && openOf(plan, tries[at].want.demands).length === 0) at++;
    if (at < tries.length) return;
    for (const want of wants) {
      const tried = [...new Set(tries.filter((one) => one.want === want).map(({ way }) => way.binding))];
      const price = `no further place beside the roads, tried with ${tried.join(", ")} loosened`;
      plan = entered(plan, want.demands, "ground", price);
    }
  };
  return {
    get plan() {
      return plan;
    },
    advance(steps) {
      if (at >= tries.length) return false;
      const { want, way } = tries[at];
      if (run === null) {
        run = startPlan(way.whole === true ? way.problem : want.only(way.problem, unpriced), kernel, unpriced.features);
        most = Math.min(STEPS, run.plannedSteps);
      }
      if (run.advance(Math.min(steps, most - run.steps)) && run.steps < most) return true;
      judge(tries[at], run);
      next();
      return at < tries.length;
    },
  };
}

/** What of some demands is unmet and has no price yet. */
function openOf({ unmet }: Plan, demands: ReadonlySet<string>): Unmet[] {
  return unmet.filter(({ demand, price }) => demands.has(demand) && price === null);
}

/** A plan with what is found to bind demands that are open. */
function entered(plan: Plan, demands: ReadonlySet<string>, binding: string, price: string): Plan {
  const open = openOf(plan, demands);
  if (open.length === 0) return plan;
  return Object.freeze({
    ...plan,
    unmet: plan.unmet.map((one) => (open.includes(one) ? { ...one, binding, price } : one)),
  });
}

/** What a price in green that is given up is no price of. */
const STUDY = ": a study, no lawful plan";

function loosenings(problem: Problem, plan: Plan): Loosened[] {
  const { scenario, site, rules } = problem;
  const { newGreen } = scenario.demand;
  const place = scenario.name;
  const ways: Loosened[] = [];
  if (newGreen.max !== null) {
    ways.push({
      binding: "newGreen.max",
      problem: withValue(problem, "newGreen.max", newGreen.max + PLENTY, place),
      amount: (plan, better) => better.measures.greening.planted - plan.measures.greening.planted,
      said: (each) => `${each} m² of new planting`,
    });
  }
  if (!newGreen.wallGreen && featuresOf(site, "wall").length > 0) {
    const demand = { ...scenario.demand, newGreen: { ...newGreen, wallGreen: true } };
    ways.push({
      binding: "newGreen.wallGreen",
      problem: { ...problem, scenario: { ...scenario, demand } },
      amount: (plan, better) => climbers(better) - climbers(plan),
      said: (each) => `${each} m of green wall`,
    });
  }
  const { ebikeSlots } = scenario.demand;
  if (ebikeSlots !== null) {
    const demand = { ...scenario.demand, ebikeSlots: null };
    ways.push({
      binding: "ebikeSlots.min",
      helps: ["newStalls.target"],
      problem: { ...problem, scenario: { ...scenario, demand } },
      amount: (plan, better) => slotsIn(plan) - slotsIn(better),
      said: (each) => `${each} bicycle slot${each === "1" ? "" : "s"} fewer`,
    });
  }
  const stalls = plan.measures.stalls.total - plan.measures.stalls.existing;
  if (stalls > 0) {
    ways.push({
      binding: "newStalls.target",
      helps: ["accessibleStalls.min", "ebikeSlots.min", "ebikeChargers.count"],
      whole: true,
      problem: withStalls(problem, stalls - 1),
      amount: (plan, better) => plan.measures.stalls.total - better.measures.stalls.total,
      said: (each) => `${each} stall${each === "1" ? "" : "s"} fewer`,
    });
  }
  const [least, asked] = [NEVER_BELOW, OFF_GABLES].map((key) => rules.rules.get(key)?.value);
  // practice, no law: a planner may come nearer than that, half way to what is the least of all, and as near as that
  if (typeof least === "number" && typeof asked === "number" && least < asked) {
    for (const value of [(least + asked) / 2, least]) {
      ways.push({
        binding: OFF_GABLES,
        helps: ["newStalls.target"],
        problem: withValue(problem, OFF_GABLES, value, place),
        amount: (_, better) => asked - nearestBy(better, OFF_GABLES),
        said: (_, better) =>
          `a place ${nearestBy(better, OFF_GABLES).toFixed(2)} m from a home, where practice is ${asked} m,`,
      });
    }
  }
  const balance = rules.rules.get("green.balance_min")?.value;
  if (typeof balance === "number") {
    ways.push({
      binding: "green.balance_min",
      problem: withValue(problem, "green.balance_min", balance - GIVEN_UP, place),
      amount: (plan, better) => plan.measures.greening.balance - better.measures.greening.balance,
      said: (each) => `${each} m² of green given up`,
    });
  }
  return ways;
}

const NEVER_BELOW = "stall.to_ground_floor_home.never_below";
const OFF_GABLES = "stall.to_ground_floor_home.gable_without_windows_only_below";

/** The tightest that a plan has measured by a rule, metres; Infinity where it was not. */
function nearestBy({ audit }: Plan, rule: string): number {
  const measured = audit.flatMap((line) =>
    line.rule === rule && typeof line.measured === "number" ? [line.measured] : [],
  );
  return Math.min(...measured);
}

function perStall(amount: number, stalls: number): string {
  return String(Math.round((10 * Math.max(0, amount)) / stalls) / 10);
}

/** Metres of wall with climbers. */
function climbers({ features }: Plan): number {
  return planFeaturesOf(features, "wallGreen").reduce((sum, { shape }) => sum + lengthOf(shape), 0);
}
