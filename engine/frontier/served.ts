import { type Plan, type PlanFeature, planFeaturesOf, type Unmet } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { ebikesOnFrontage, frontageForNext } from "../stages/bikes/ebikes.ts";
import type { Draft, Problem } from "../stages/draft.ts";
import { limitsOf } from "../stages/limits.ts";
import { pinnedOf } from "../stages/locks/pinned.ts";
import { chargingElse, postRoom } from "../stages/people/charging.ts";
import { lockerElse } from "../stages/people/lockers.ts";

// what unmet demands for lockers, chargers and charging stalls would cost: seen from the plan, nothing is sought anew

/** What binds, and the price of the next; null where nothing can be said. */
type Answer = Pick<Unmet, "binding" | "price"> | null;

const ANSWERS: Readonly<Record<string, (plan: Plan, problem: Problem) => Answer>> = {
  lockers: ofLockers,
  "ebikeChargers.count": ofChargers,
  "chargingStalls.share": ofCharging,
  "ebikeSlots.min": ofSlots,
};

/** The plan with what binds and the price of the next wherever people's things are missing and have no price yet. */
export function withServed(plan: Plan, problem: Problem): Plan {
  const unmet = plan.unmet.map((one): Unmet => {
    const answer = one.price === null ? (ANSWERS[one.demand]?.(plan, problem) ?? null) : null;
    return answer === null ? one : { ...one, ...answer };
  });
  return unmet.some((one, i) => one !== plan.unmet[i]) ? Object.freeze({ ...plan, unmet }) : plan;
}

function draftOf(problem: Problem, features: readonly PlanFeature[]): Draft {
  return { problem, features, assumptions: [], unmet: [] };
}

/** Beside the lockers that stand, as they were set: before everything else but what is pinned. */
function ofLockers(plan: Plan, problem: Problem): Answer {
  const standing = plan.features.filter(({ kind }) => kind === "locker" || kind === "lockerPad");
  const known = new Set(standing.map(({ id }) => id));
  const pinned = pinnedOf(problem).features.filter(({ id }) => !known.has(id));
  const placed = planFeaturesOf(plan.features, "locker").map(({ properties }) => properties.columns);
  // the first of those asked for that is not there
  const missing = problem.scenario.demand.lockers.find(({ columns }) => {
    const at = columns === null ? -1 : placed.indexOf(columns);
    if (at >= 0) placed.splice(at, 1);
    return at < 0;
  });
  if (missing === undefined || missing.columns === null) return null;
  const draft = draftOf(problem, [...pinned, ...standing]);
  const { columns, away } = lockerElse(draft, missing.columns);
  const ways = [
    ...(columns > 0 ? [`one of ${columns} columns has a place near the gate`] : []),
    ...(away === null ? [] : [`one of ${missing.columns} columns has a place ${away.toFixed(1)} m from the gate`]),
  ];
  const price = ways.length === 0 ? "no further place for a locker, of any size and anywhere" : ways.join("; ");
  return { binding: "locker.placement", price };
}

function ofChargers(plan: Plan, problem: Problem): Answer {
  const asked = problem.scenario.demand.ebikeChargers;
  if (asked === null) return null;
  if (asked.where === "frontage") return ofFrontage(plan, problem, "the next charger");
  // priced by a search, as slots there are
  if (asked.where === "leftover") return null;
  const { shed } = problem.scenario.demand;
  const sheds = planFeaturesOf(plan.features, "shed").length;
  if (sheds > 0) return { binding: "room in the shed", price: `${shedForNext(problem)} for the next charger` };
  const isOld = featuresOf(problem.site, "shed").some(({ properties }) => properties.status === "rebuild");
  if (isOld && shed !== "rebuild") return { binding: "shed", price: "the shed rebuilt" };
  const fits = ebikesOnFrontage(draftOf(problem, plan.features), {
    slots: asked.count,
    chargers: asked.count,
  }).features.filter(({ kind, id }) => kind === "ebikeCharger" && !plan.features.some((one) => one.id === id)).length;
  const lost = plan.unmet.find(({ demand }) => demand === "shed");
  return {
    binding: isOld ? (lost?.binding ?? "room in the shed") : "no shed that may be rebuilt is drawn",
    price: `${fits} have room on the frontage`,
  };
}

function ofFrontage(plan: Plan, problem: Problem, next: string): Answer {
  const slots = planFeaturesOf(plan.features, "ebikeSlot").filter(({ properties }) => properties.where === "frontage");
  const { along, deep } = frontageForNext(problem, slots.length);
  const isDrawn = featuresOf(problem.site, "frontage").some(({ properties }) =>
    properties.use.includes("ebikeCharging"),
  );
  return {
    binding: isDrawn ? "room on the frontage" : "no frontage for e-bike charging is drawn",
    price: `${along.toFixed(1)} m of frontage, ${deep.toFixed(1)} m deep, for ${next}`,
  };
}

/** On leftovers they are priced by a search. */
function ofSlots(plan: Plan, problem: Problem): Answer {
  const { ebikeSlots, shed } = problem.scenario.demand;
  if (ebikeSlots === null || ebikeSlots.where === "leftover") return null;
  if (ebikeSlots.where === "frontage") return ofFrontage(plan, problem, "the next bicycle slot");
  return shed === "rebuild"
    ? {
        binding: "room in the shed",
        price: `${shedForNext(problem)} for the next bicycle slot`,
      }
    : { binding: "shed", price: "the shed rebuilt" };
}

function shedForNext({ rules }: Problem): string {
  return `${limitsOf(rules).ebike.width} m more of shed`;
}

function ofCharging(plan: Plan, problem: Problem): Answer {
  const { blocked, away } = chargingElse(draftOf(problem, plan.features));
  if (blocked > 0) {
    const price = `${postRoom(problem).toFixed(1)} m free behind its head for a post, for the next charging stall`;
    return { binding: "room for a post behind a stall", price };
  }
  if (away === null)
    return { binding: "every stall that may charge does", price: "one more stall for the next charging stall" };
  return { binding: "ev.stall_to_dwelling", price: `${away.toFixed(2)} m to a home for the next charging stall` };
}
