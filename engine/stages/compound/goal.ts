import { areaOf, type Ring } from "../../model/geometry.ts";
import type { PlanKind, Unmet } from "../../model/plan.ts";
import { featuresOf } from "../../model/site.ts";
import { accessibleAsked } from "../../rules/accessible.ts";
import type { Draft, Problem } from "../draft.ts";
import { balanceAsked } from "../green/balance.ts";
import { pergolaCredit, pergolaShare, wallCredit } from "../green/climbers.ts";
import { LEAST_PATCH, plantable, plantableArea } from "../green/planting.ts";
import { MADE_HERE } from "../greens.ts";
import { groundOf } from "../ground/ground.ts";
import { pinnedOf } from "../locks/pinned.ts";
import { coveredOf, patchesOf } from "../plane/covering.ts";
import { areasOf, intersect, looseOf, regionArea } from "../plane/region.ts";
import type { Goal, State } from "../rows/improve.ts";
import { accessibleWanted } from "../wanted.ts";

// what a scenario asks of the search for stalls, how much green it lets them take, and what was not reached

/** The search's tables of green and the exact areas differ by less than this in all, square metres. */
export const ROUNDING = 0.1;

/** Of the ground that could be planted, as much is lost to odd shapes between the things placed. */
const PLANTABLE_SHARE = 0.95;

/** What binds where no green does. */
export const ROOM = "room beside the roads";

/** Where less green than a stall and its widening take is left, green is what binds, square metres. */
const STALL_GREEN = 16;

/** New accessible stalls that a plan with so many new stalls needs beside today's, and as many of them as the rules ask for; `most` at most. */
export function accessibleFor(problem: Problem, newStalls: number, most: number): Pick<Goal, "accessible" | "lawful"> {
  const stalls = featuresOf(problem.site, "stall");
  const have = stalls.filter(({ properties }) => properties.type === "accessible").length;
  const total = stalls.length + newStalls;
  const missing = (count: number) => Math.min(Math.max(0, count - have), most);
  return {
    accessible: missing(accessibleWanted(problem, total)),
    lawful: missing(accessibleAsked(problem.rules, problem.site, total)),
  };
}

/** What the scenario asks of a search. */
export function goalOf(draft: Draft): Goal {
  const { scenario } = draft.problem;
  const { demand, weights } = scenario;
  const pinned = pinnedOf(draft.problem);
  const asked = demand.newStalls.target === "max" ? null : demand.newStalls.target;
  const target = asked === null ? null : Math.max(0, asked - pinned.stalls);
  const most = Math.max(0, Math.min(demand.newStalls.max ?? Infinity, asked ?? Infinity) - pinned.stalls);
  return {
    target,
    most,
    ...accessibleFor(draft.problem, 1 + pinned.stalls, most),
    worth: weights.green > 0 ? weights.stall / weights.green : 1000,
    greenLimit: Math.max(0, greenAllowed(draft) - ROUNDING),
  };
}

/** Square metres of green that the demand lets stalls take; less than none where people's things take too much already. */
export function greenAllowed(draft: Draft): number {
  const { problem } = draft;
  const most = problem.scenario.demand.newGreen.max ?? Infinity;
  return most + wallCredit(draft) - balanceAsked(problem) - pinnedOf(problem).greenTaken - greenUnder(draft);
}

/** Square metres of green that people's things take, stalls apart. */
function greenUnder({ problem, features }: Draft): number {
  const things = features.flatMap((feature) =>
    feature.kind === "ebikeSlot" ||
    feature.kind === "bikeAisle" ||
    feature.kind === "locker" ||
    feature.kind === "lockerPad"
      ? [feature.shape]
      : [],
  );
  const green = looseOf(featuresOf(problem.site, "green").map(({ shape }) => shape));
  return regionArea(intersect(green, looseOf(things)));
}

/** Square metres of green that may be taken, as far as the ground that could be planted goes. */
export function plantingLimit(draft: Draft, share = PLANTABLE_SHARE): number {
  const { limits } = groundOf(draft.problem);
  if (draft.problem.scenario.demand.newGreen.max === 0) return Infinity;
  const { greenTaken } = pinnedOf(draft.problem);
  const planted = share * plantableArea(plantable(draft, limits));
  return Math.max(
    0,
    planted + wallCredit(draft) - balanceAsked(draft.problem) - greenTaken - greenUnder(draft) - ROUNDING,
  );
}

/** How much green may be taken beside the stalls of a draft: whatever is planted, and as far as the ground for planting goes, all of it. */
export function plantingBeside(start: Draft, draft: Draft): { readonly most: number; readonly room: number } {
  const roofs = pergolaCredit(draft);
  const standing = draft.features.filter(({ kind }) => STANDS.has(kind));
  return {
    most: Math.max(0, greenAllowed(start) - ROUNDING) + roofs,
    room: plantingLimit({ ...start, features: [...start.features, ...standing] }, 1) + roofs,
  };
}

/** What no choice of stalls can exceed, however its green is planted again. */
export interface GreenCeiling {
  /** Square metres of green taken, but for what is credited over stalls. */
  readonly most: number;
  /** Square metres of green taken and of ground for planting built on, together, likewise. */
  readonly room: number;
  /** Ground for planting under a stall, square metres. */
  covered(body: Ring): number;
  /** Square metres that a pergola over a stall could be credited with. */
  roof(body: Ring): number;
}

/** Of all ground that a draft could plant, none cut off or left over, and of all its walls. */
export function greenCeiling(start: Draft): GreenCeiling {
  const { problem } = start;
  const patches = patchesOf(areasOf(plantable(start, groundOf(problem).limits), LEAST_PATCH));
  const credit = pergolaShare(problem);
  return {
    most: Math.max(0, greenAllowed(start)) + ROUNDING,
    room: plantingLimit(start, 1) + 2 * ROUNDING,
    covered: (body) => coveredOf(patches, body),
    roof: (body) => (credit === 0 ? 0 : credit * areaOf({ shell: body, holes: [] })),
  };
}

/** What a search places that nothing is planted on. */
const STANDS: ReadonlySet<PlanKind> = new Set<PlanKind>(["stall", "accessAisle", "aisle", "turnaround"]);

/** A draft with what its stalls leave unmet. */
export function withUnmet(draft: Draft, goal: Goal, state: State): Draft {
  const unmet: Unmet[] = [...draft.unmet];
  const { demand } = draft.problem.scenario;
  const pinned = pinnedOf(draft.problem).stalls;
  const wanted = Math.max(goal.target ?? 0, demand.newStalls.min - pinned);
  const isGreen = goal.greenLimit - state.total.green < STALL_GREEN;
  // what binds is asked only where something is not met
  const binding = () => (isGreen ? greenBinding(draft) : ROOM);
  if (state.total.count < wanted) {
    unmet.push({
      demand: goal.target !== null && goal.target >= wanted ? "newStalls.target" : "newStalls.min",
      wanted: wanted + pinned,
      got: state.total.count + pinned,
      binding: binding(),
      price: null,
    });
  }
  if (state.total.accessible < goal.accessible) {
    unmet.push({
      demand: "accessibleStalls.min",
      wanted: goal.accessible,
      got: state.total.accessible,
      binding: binding(),
      price: null,
    });
  }
  return { ...draft, unmet };
}

/** What sets how much green may be taken: the planting that the scenario allows, or the ground where it can be planted again. */
function greenBinding(draft: Draft): string {
  if (draft.problem.scenario.demand.newGreen.max === null) return "green.balance_min";
  // the ground for planting as it was before anything was planted on it
  const bare = { ...draft, features: draft.features.filter(({ kind }) => !MADE_HERE.has(kind)) };
  return greenAllowed(bare) <= plantingLimit(bare) ? "newGreen.max" : "green.balance_min";
}
