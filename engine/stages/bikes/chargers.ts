import type { Demand } from "../../model/demand.ts";
import { type Area, type Point, pointsOf } from "../../model/geometry.ts";
import { type PlanFeature, planFeaturesOf, type Unmet } from "../../model/plan.ts";
import { featuresOf } from "../../model/site.ts";
import type { Draft, Problem } from "../draft.ts";
import { isHome } from "../ground/hazards.ts";
import { isIn } from "../ground/walk.ts";
import { ruleNumber } from "../limits.ts";
import { distance, distanceTo, snapped } from "../plane/outline.ts";
import { areBeside } from "./idle.ts";

// chargers for e-bikes at slots that stand elsewhere than on the frontage: on leftovers, or in the rebuilt shed

type Slot = PlanFeature<"ebikeSlot">;

/** A charger stands this far within the head of its slot, metres: half of its foot of 0.4 m, so that it takes no other ground. */
const IN_HEAD = 0.2;

/** Slots that meet within this are neighbours, metres. */
const SIDE_BY_SIDE = 0.01;

/** Distances are kept when they miss by no more than this, metres. */
const ROUNDING = 0.001;

/** So far before the end of a slot it is looked what lies there, metres. */
const BEFORE = 0.3;

/** Slots asked for on leftovers: those of the scenario, and one for each charger there; 0 where there are none. */
export function slotsOnLeftovers({ ebikeSlots, ebikeChargers }: Demand): number {
  const slots = ebikeSlots?.where === "leftover" ? ebikeSlots.min : 0;
  return Math.max(slots, ebikeChargers?.where === "leftover" ? ebikeChargers.count : 0);
}

/** Chargers that are asked for in the rebuilt shed. */
export function chargersInShed({ ebikeChargers }: Demand): number {
  return ebikeChargers?.where === "shed" ? ebikeChargers.count : 0;
}

/**
 * A charger at the head of as many slots on leftovers, or in the shed, as the scenario asks: in as few groups as it takes, those
 * first that keep the distances to homes and doors that would be good, then the largest, then those near a gate.
 */
export function chargersAtSlots(draft: Draft): Draft {
  const { problem, features } = draft;
  const wanted = problem.scenario.demand.ebikeChargers;
  if (wanted === null || wanted.where === "frontage") return draft;
  const slots = planFeaturesOf(features, "ebikeSlot").filter(({ properties }) => properties.where === wanted.where);
  const served = new Set(slots.map(({ id }) => id));
  const all = planFeaturesOf(features, "ebikeCharger");
  // those that are pinned
  const standing = all.filter(({ properties }) => properties.serves.some((id) => served.has(id)));
  for (const { properties } of standing) for (const id of properties.serves) served.delete(id);
  const free = slots.filter(({ id }) => served.has(id));
  const missing = Math.max(0, wanted.count - standing.length);
  const aisles = planFeaturesOf(features, "bikeAisle").map(({ shape }) => shape);
  const known = new Set(all.map(({ id }) => id));
  let n = 0;
  const heads = inGroups(problem, free).map(({ id, shape }) => ({ id, at: headOf(shape, aisles) }));
  const spacing = ruleNumber(problem.rules, "ebike.socket_spacing_min") ?? 0;
  const posts = spaced(heads, missing, spacing).map(({ id, at }): PlanFeature => {
    do n++;
    while (known.has(`ebikeCharger-${n}`));
    return { kind: "ebikeCharger", id: `ebikeCharger-${n}`, shape: at, properties: { serves: [id] } };
  });
  const got = standing.length + posts.length;
  const binding = wanted.where === "shed" ? "room in the shed" : "room on paved leftovers";
  const unmet: Unmet[] =
    got < wanted.count ? [{ demand: "ebikeChargers.count", wanted: wanted.count, got, binding, price: null }] : [];
  if (posts.length + unmet.length === 0) return draft;
  return { ...draft, features: [...features, ...posts], unmet: [...draft.unmet, ...unmet] };
}

interface Head {
  readonly id: string;
  readonly at: Point;
}

/** The first of some heads that keep apart; the others only where more are asked for: rows head to head stand closer. */
function spaced(heads: readonly Head[], count: number, spacing: number): Head[] {
  const apart: Head[] = [];
  for (const head of heads)
    if (apart.length < count && apart.every(({ at }) => distance(at, head.at) >= spacing - ROUNDING)) apart.push(head);
  return [...apart, ...heads.filter((head) => !apart.includes(head))].slice(0, count);
}

/** Slots group by group, and within a group from its end that is nearer to a gate. */
function inGroups(problem: Problem, slots: readonly Slot[]): Slot[] {
  const gates = featuresOf(problem.site, "gate").map(({ shape }): Point => [shape[0], shape[1]]);
  const away = ({ shape }: Slot) =>
    Math.min(...gates.map((gate) => distance(gate, [shape.shell[0], shape.shell[1]])), Number.MAX_VALUE);
  const isGood = goodDistances(problem);
  const groups: Slot[][] = [];
  for (const slot of slots) {
    const last = groups[groups.length - 1];
    if (last !== undefined && areBeside(last[last.length - 1].shape, slot.shape, SIDE_BY_SIDE)) last.push(slot);
    else groups.push([slot]);
  }
  return groups
    .map((group) => {
      const [first, last] = [away(group[0]), away(group[group.length - 1])];
      return {
        group: last < first ? [...group].reverse() : group,
        bad: group.every(isGood) ? 0 : 1,
        away: Math.min(first, last),
      };
    })
    .sort((a, b) => a.bad - b.bad || b.group.length - a.group.length || a.away - b.away)
    .flatMap(({ group }) => group);
}

/** Whether a slot keeps the distances to homes and doors that the rulebook would have kept. */
function goodDistances({ site, rules }: Problem): (slot: Slot) => boolean {
  const toWall = ruleNumber(rules, "ebike.to_building_wall.soft") ?? 0;
  const toDoor = ruleNumber(rules, "ebike.to_safety_exit") ?? 0;
  const homes = featuresOf(site, "building").filter(({ properties }) => isHome(properties.use));
  const doors = featuresOf(site, "entrance").map(({ shape }) => shape);
  return ({ shape: { shell } }) => {
    const near = (at: Point) => distanceTo(at, [shell]);
    return (
      doors.every((door) => near(door) >= toDoor) &&
      homes.every(
        ({ shape }) =>
          pointsOf(shape.shell).every((corner) => near(corner) >= toWall) &&
          pointsOf(shell).every((corner) => distanceTo(corner, [shape.shell]) >= toWall),
      )
    );
  };
}

/** Where the charger of a slot stands: at its short end away from the aisle. */
function headOf({ shell }: Area, aisles: readonly Area[]): Point {
  const corners = pointsOf(shell);
  const ends = corners
    .map((from, i) => ({ from, to: corners[(i + 1) % corners.length] }))
    .sort((a, b) => distance(a.from, a.to) - distance(b.from, b.to))
    .slice(0, 2)
    .map(({ from, to }): Point => [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]);
  const [one, other] = ends;
  const long = distance(one, other);
  const beyond = (from: Point, to: Point): Point => [
    to[0] + ((to[0] - from[0]) / long) * BEFORE,
    to[1] + ((to[1] - from[1]) / long) * BEFORE,
  ];
  const isOpen = (from: Point, to: Point) => {
    const at = beyond(from, to);
    return aisles.some((aisle) => isIn(aisle.shell, at));
  };
  const [head, mouth] = isOpen(other, one) || !isOpen(one, other) ? [other, one] : [one, other];
  const [x, y] = snapped([
    [head[0] + ((mouth[0] - head[0]) / long) * IN_HEAD, head[1] + ((mouth[1] - head[1]) / long) * IN_HEAD],
  ]);
  return [x, y];
}
