import { auditedPlan, presentable } from "../finish.ts";
import { shutIn, turnsThrough } from "../fire.ts";
import type { Kernel } from "../kernel.ts";
import { lengthOf } from "../model/geometry.ts";
import { type Plan, planFeaturesOf, type Unmet } from "../model/plan.ts";
import { featuresOf, isCompound } from "../model/site.ts";
import { startSearch } from "../plan.ts";
import { withoutSlots } from "../stages/bikes/bikeWays.ts";
import { ROOM } from "../stages/compound/goal.ts";
import type { Draft, Problem } from "../stages/draft.ts";
import type { Learned } from "../stages/learned.ts";
import type { Search } from "../stages/search.ts";
import { withServed } from "./served.ts";
import { withSlotsAgain } from "./slotsAgain.ts";
import { withValue } from "./vary.ts";

// what an unmet demand for stalls would cost: each limit that may bind is loosened by itself and the plan sought anew

/** Demands that have a price. */
interface Counted {
  readonly demands: ReadonlySet<string>;
  /** What of a plan is more where they come nearer. */
  count(plan: Plan): number;
  /** A problem that asks for these and no more of anything else than a plan has. */
  only(problem: Problem, plan: Plan): Problem;
  /** True: where bicycles stand is sought anew for it. */
  readonly isArranged?: true;
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
    isArranged: true,
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

/**
 * A loosened limit is looked at for so many steps, from the plan that was found: one more stall is not far. Where it is there, it
 * is made cheaper in as many as these in all.
 */
const LOOK = 200;
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
  /** True: it gives more green to take, and nothing else. */
  readonly isGreen?: true;
  /** What becomes of bicycles on leftovers; absent: they stand where they do. */
  readonly slots?: "gone" | "anew";
  /** The wants that it may help, by a demand of each; absent: all. */
  readonly helps?: readonly string[];
}

/** A want with a way that may help it. */
interface Try {
  readonly want: Counted;
  readonly way: Loosened;
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
 * @param learned what the plan's own search has found out; null: where people's things stand is arranged once more
 */
export function withPrices(plan: Plan, problem: Problem, kernel: Kernel, learned: Learned | null = null): Plan {
  const pricing = startPricing(plan, problem, kernel, learned);
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
export function startPricing(
  unpriced: Plan,
  problem: Problem,
  kernel: Kernel,
  learned: Learned | null = null,
): Pricing {
  const isPriced = isCompound(problem.site);
  let plan = isPriced ? withServed(unpriced, problem) : unpriced;
  const wants = COUNTED.filter(({ demands }) => isPriced && openOf(plan, demands).length > 0);
  const ways = wants.length === 0 ? [] : loosenings(problem, unpriced);
  const tries = wants.flatMap((want) =>
    ways.filter((way) => mayHelp(way, want, unpriced)).map((way) => ({ want, way })),
  );
  let at = 0;
  let run: Search | null = null;
  let most = 0;
  let known = learned;
  let isAgain = false;
  /**
   * A search from the plan. Where people's things stand is arranged for one that may be otherwise only, and the fire engine first
   * turns where it did: other stalls may let it turn elsewhere, so that it is asked again.
   */
  const begin = ({ want, way }: Try): Search => {
    const asked = way.whole === true ? way.problem : want.only(way.problem, unpriced);
    if (isLike({ want, way })) known ??= learnedOf(problem, unpriced, kernel);
    const like = isLike({ want, way }) && known !== null ? likeFor(way, known, isAgain) : undefined;
    return startSearch(asked, kernel, unpriced.features, 0, like);
  };
  /** Whether another search may find what the last one did not. */
  const hasOther = (one: Try) => !isAgain && isLike(one) && (known?.turns ?? null) !== null;
  /** What came of the way that has been searched; false: nothing. */
  const judge = ({ want, way }: Try, searched: Search): boolean => {
    const effort = { steps: searched.steps, threads: 1 };
    const { fallbacks = [], ...found } = searched.best();
    // what has no more stalls than the plan itself is nothing to fall back on
    const worth = fallbacks.filter((features) => mayBeMore(want, { ...found, features }, unpriced));
    const audited = (draft: Draft) => presentable({ plan: () => auditedPlan(draft, effort, kernel) });
    const all = audited({ ...found, fallbacks: worth });
    const isMore = (one: Plan | null) => one !== null && want.count(one) > want.count(unpriced);
    // not all slots stood where the stall does
    const again = way.slots === "gone" && isMore(all) ? withSlotsAgain(found, unpriced.features) : null;
    const other = again === null ? null : audited(again);
    const better = isMore(other) ? other : all;
    const more = better === null ? 0 : want.count(better) - want.count(unpriced);
    if (better === null || more <= 0) return false;
    const each = perStall(way.amount(unpriced, better), more);
    // what takes nothing of what was loosened needs only more of a search
    if (each === "0") plan = entered(plan, want.demands, "steps", "a longer search finds it");
    else {
      const study = way.binding === "green.balance_min" ? STUDY : "";
      plan = entered(plan, want.demands, way.binding, `${way.said(each, better)} for ${nextOf(want)}${study}`);
    }
    return true;
  };
  const next = () => {
    isAgain = false;
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
      const own = tries[at];
      if (run === null) {
        run = begin(own);
        most = Math.min(LOOK, run.plannedSteps);
      }
      if (run.advance(Math.min(steps, most - run.steps)) && run.steps < most) return true;
      const isMore = mayBeMore(own.want, run.rough?.() ?? run.best(), unpriced);
      if (isMore && most < Math.min(STEPS, run.plannedSteps)) {
        most = Math.min(STEPS, run.plannedSteps);
        return true;
      }
      const isOther = hasOther(own);
      // a stall at least goes for each lane that is shut: where the engine is asked again that comes first
      const isWorth = isMore && !(isOther && isShutFor(own.want, run, unpriced));
      const isPriced = isWorth && judge(own, run);
      run = null;
      if (!isPriced && isOther) isAgain = true;
      else next();
      return at < tries.length;
    },
  };
}

/** Whether a way may help a want: where the plan is short of room beside the roads and of no green, more green does not. */
function mayHelp({ helps, isGreen }: Loosened, { demands }: Counted, unpriced: Plan): boolean {
  if (helps?.some((demand) => demands.has(demand)) === false) return false;
  return isGreen !== true || openOf(unpriced, demands).some(({ binding }) => binding !== ROOM);
}

/** An audit takes stalls away and adds none: whether a draft is worth one. Other things are counted in plans only. */
function mayBeMore({ demands }: Counted, draft: Draft, unpriced: Plan): boolean {
  return !demands.has("newStalls.target") || stallsIn(draft) > unpriced.measures.stalls.total;
}

/** Whether the engine's way is shut for as many stalls as a search has found more. */
function isShutFor(want: Counted, search: Search, unpriced: Plan): boolean {
  const draft = search.best();
  return want.demands.has("newStalls.target") && stallsIn(draft) - shutIn(draft) <= unpriced.measures.stalls.total;
}

/** Whether people's things stand as they do in the plan, or are only fewer. */
function isLike({ want, way }: Try): boolean {
  return want.isArranged !== true && way.slots !== "anew";
}

function likeFor({ slots }: Loosened, { arranged, turns }: Learned, isAgain: boolean): Learned {
  return { arranged: slots === "gone" ? arranged.map(withoutSlots) : arranged, turns: isAgain ? null : turns };
}

/** Where people's things stand beside a problem's stalls; null where nothing of it is arranged. */
function learnedOf(problem: Problem, { features }: Plan, kernel: Kernel): Learned | null {
  const learned = startSearch(problem, kernel, []).learned?.() ?? null;
  return learned === null ? null : { ...learned, turns: turnsThrough(features, problem) };
}

/** Stalls of a draft, with those of today that it does not tell of. */
function stallsIn({ features, problem: { site } }: Draft): number {
  const stalls = planFeaturesOf(features, "stall");
  const isTold = stalls.some(({ properties }) => properties.status === "existing");
  const isMoved = features.some(({ kind }) => kind === "stallRemoved");
  return stalls.length + (isTold || isMoved ? 0 : featuresOf(site, "stall").length);
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
      isGreen: true,
      problem: withValue(problem, "newGreen.max", newGreen.max + PLENTY, place),
      amount: (plan, better) => better.measures.greening.planted - plan.measures.greening.planted,
      said: (each) => `${each} m² of new planting`,
    });
  }
  if (!newGreen.wallGreen && featuresOf(site, "wall").length > 0) {
    const demand = { ...scenario.demand, newGreen: { ...newGreen, wallGreen: true } };
    ways.push({
      binding: "newGreen.wallGreen",
      isGreen: true,
      problem: { ...problem, scenario: { ...scenario, demand } },
      amount: (plan, better) => climbers(better) - climbers(plan),
      said: (each) => `${each} m of green wall`,
    });
  }
  const { ebikeSlots, ebikeChargers } = scenario.demand;
  if (ebikeSlots !== null) {
    const demand = { ...scenario.demand, ebikeSlots: null };
    ways.push({
      binding: "ebikeSlots.min",
      helps: ["newStalls.target"],
      // those at chargers stay
      slots: ebikeChargers?.where === "leftover" ? "anew" : "gone",
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
      isGreen: true,
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
