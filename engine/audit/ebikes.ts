import { flat, type Point, pointsOf } from "../model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { wheeled } from "./bikeWays.ts";
import { distanceToEdge, isInside, outlineOf, overlapDepth } from "./outline.ts";
import {
  type Finding,
  lookupOf,
  metres,
  middleOf,
  type Outcome,
  ruleNumber,
  type Scene,
  type Thing,
  thingOf,
} from "./scene.ts";
import { apart, boxesApart, isHome } from "./separation.ts";
import { narrowest } from "./width.ts";

// places for bicycles: a way to each, groups of a size, off doors and off what must not burn

type Slot = Extract<PlanFeature, { kind: "ebikeSlot" }>;

/** Distances are met when they miss by no more than this, metres. */
const ROUNDING = 0.002;

/** Slots nearer to each other than this are one group, metres. Rulebook, note of `ebike.group_max`: an assumption. */
const GROUP_GAP = 2;

/** A slot touches the way beside it within this, metres. */
const TOUCH = 0.02;

/** Uses of buildings that e-bikes may not adjoin, in either language. */
const FRAIL = /kindergarten|nursery|school|dormitory|elderly|care|hospital|幼儿园|学校|宿舍|养老|医院/i;

/** Every slot can be walked to: at one of its ends the width of a way is free. */
export function slotsReached(scene: Scene): Outcome {
  const rule = "bike.aisle.one_side";
  const required = ruleNumber(scene.rules, rule, 0);
  const slots = openSlots(scene);
  const cutOff = shutAway(scene, required);
  if (slots.length + cutOff.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  const blockers = lookupOf<Thing>([
    ...scene.standing,
    ...(["building", "obstruction", "yard"] as const).flatMap((kind) => featuresOf(scene.site, kind).map(thingOf)),
    ...featuresOf(scene.site, "shed")
      .filter(({ properties }) => properties.status === "keep")
      .map(thingOf),
  ]);
  const findings: Finding[] = [];
  let least = required;
  for (const group of cutOff) {
    least = 0;
    const [{ id, shape }] = group;
    const what = group.length === 1 ? `slot ${id} is` : `slots ${id} to ${group[group.length - 1].id} are`;
    findings.push({
      required,
      measured: 0,
      features: group.map((slot) => slot.id),
      at: middleOf(outlineOf(shape)),
      note: `${what} cut off from the road: no way of ${required} m leads there.`,
      amount: required,
    });
  }
  for (const slot of slots) {
    const free = Math.max(...endsOf(slot, required).map((end) => freeDepth(end, slot.id, required, blockers)));
    least = Math.min(least, free);
    if (free >= required - ROUNDING) continue;
    const note = `slot ${slot.id} has ${metres(free)} free at its ends where a way of ${required} m is asked.`;
    const at = middleOf(outlineOf(slot.shape));
    findings.push({ required, measured: free, features: [slot.id], at, note, amount: required - free });
  }
  return { rule, findings, required, measured: least, unit: "m" };
}

/**
 * Groups of slots on the site that no way leads to from a road. Slots along one drawn way are reached when one of them is:
 * that the way is free along all of them is looked at slot by slot.
 */
function shutAway(scene: Scene, width: number): Slot[][] {
  const slots = planFeaturesOf(scene.features, "ebikeSlot").filter(({ properties }) => properties.where !== "frontage");
  if (slots.length === 0 || width === 0) return [];
  const aisles = planFeaturesOf(scene.features, "bikeAisle").map(({ shape }) => outlineOf(shape));
  const along = new Map<number, Slot[]>();
  slots.forEach((slot, i) => {
    const outline = outlineOf(slot.shape);
    const aisle = aisles.findIndex((one) => boxesApart(outline, one) <= TOUCH && apart(outline, one) <= TOUCH);
    const key = aisle < 0 ? aisles.length + i : aisle;
    along.set(key, [...(along.get(key) ?? []), slot]);
  });
  const isReached = wheeled(scene, width);
  const before = (slot: Slot) =>
    endsOf(slot, width).map((corners): Point => {
      const sum = corners.reduce(([x, y], [px, py]) => [x + px / 4, y + py / 4], [0, 0]);
      return [sum[0], sum[1]];
    });
  return [...along.values()].filter((group) => !group.some((slot) => before(slot).some(isReached)));
}

/** The ground before each short end of a slot, as deep as a way is wide; counter-clockwise, its first edge on the slot. */
function endsOf(slot: Slot, depth: number): Point[][] {
  const corners = pointsOf(slot.shape.shell);
  const sides = corners.map((from, i) => ({ from, to: corners[(i + 1) % corners.length] }));
  const length = ({ from, to }: { from: Point; to: Point }) =>
    Math.sqrt((to[0] - from[0]) ** 2 + (to[1] - from[1]) ** 2);
  const shortest = Math.min(...sides.map(length));
  return sides
    .filter((side) => length(side) < shortest + TOUCH)
    .slice(0, 2)
    .map(({ from, to }) => {
      const span = length({ from, to });
      const out: Point = [(to[1] - from[1]) / span, -(to[0] - from[0]) / span];
      const beyond = ([x, y]: Point): Point => [x + out[0] * depth, y + out[1] * depth];
      return [to, from, beyond(from), beyond(to)];
    });
}

/** How deep the ground before an end is free, metres: up to the nearest thing in it. */
function freeDepth(
  end: readonly Point[],
  own: string,
  depth: number,
  blockers: ReturnType<typeof lookupOf<Thing>>,
): number {
  const ground = outlineOf({ shell: flat([...end]), holes: [] });
  let free = depth;
  for (const thing of blockers.near(ground)) {
    if (thing.id === own || overlapDepth(thing.outline, ground).depth <= OVERLAP_TOLERANCE) continue;
    free = Math.min(free, nearestTo(thing, end[1], end[0]));
  }
  return free;
}

function nearestTo({ outline }: Thing, from: Point, to: Point): number {
  const middle: Point = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  return Math.min(...[from, to, middle].map(([x, y]) => (isInside(outline, x, y) ? 0 : distanceToEdge(outline, x, y))));
}

/** A way for bicycles is as wide as it says and as its sides ask: wider where slots open to it from both. */
export function bikeAisles(scene: Scene): Outcome {
  const rule = "bike.aisle.two_sides";
  const both = ruleNumber(scene.rules, rule, 0);
  const one = ruleNumber(scene.rules, "bike.aisle.one_side", 0);
  const aisles = planFeaturesOf(scene.features, "bikeAisle");
  if (aisles.length === 0) return { rule, findings: null, required: both, measured: null, unit: "m" };
  const slots = planFeaturesOf(scene.features, "ebikeSlot").map((slot) => outlineOf(slot.shape));
  const findings: Finding[] = [];
  // the one that comes nearest to falling short: an aisle between two rows is not measured against one row's rule
  let tightest = { required: both, measured: Infinity };
  for (const { id, shape, properties } of aisles) {
    const outline = outlineOf(shape);
    const { width: measured, at } = narrowest(shape);
    const beside = slots.filter((slot) => boxesApart(slot, outline) <= TOUCH && apart(slot, outline) <= TOUCH);
    const required = areOnBothSides(beside.map(middleOf), shape.shell, middleOf(outline)) ? both : one;
    if (measured - required < tightest.measured - tightest.required) tightest = { required, measured };
    const short = Math.max(required, properties.width) - measured;
    if (short <= ROUNDING) continue;
    const note = `way for bicycles ${id} is ${metres(measured)} wide where ${metres(required + Math.max(0, short - (required - measured)))} is asked.`;
    findings.push({ required, measured, features: [id], at, note, amount: short });
  }
  return { rule, findings, ...tightest, unit: "m" };
}

/** Whether some places lie to the left and others to the right of the long axis of a way. */
function areOnBothSides(places: readonly Point[], shell: Float64Array, [x, y]: Point): boolean {
  const corners = pointsOf(shell);
  let [ux, uy] = [0, 0];
  corners.forEach(([ax, ay], i) => {
    const [bx, by] = corners[(i + 1) % corners.length];
    if ((bx - ax) ** 2 + (by - ay) ** 2 > ux * ux + uy * uy) [ux, uy] = [bx - ax, by - ay];
  });
  const sides = places.map(([px, py]) => Math.sign(ux * (py - y) - uy * (px - x)));
  return sides.includes(1) && sides.includes(-1);
}

/** Slots stand in groups of at most a number, and no group is longer than fire asks. */
export function slotGroups(scene: Scene): Outcome[] {
  const groups = groupsOf(openSlots(scene));
  const limit = (rule: string, unit: string, what: string, amountOf: (group: readonly Slot[]) => number): Outcome => {
    const required = ruleNumber(scene.rules, rule, 0);
    if (groups.length === 0) return { rule, findings: null, required, measured: null, unit };
    const measured = groups.map(amountOf);
    const findings = groups.flatMap((group, i): Finding[] => {
      if (measured[i] <= required + ROUNDING) return [];
      const features = group.map(({ id }) => id);
      const spoken = unit === "m" ? metres(measured[i]) : `${measured[i]} slots`;
      const note = `the group of slots ${features[0]} to ${features[features.length - 1]} ${what} ${spoken} where ${required} is the most.`;
      const at = middleOf(outlineOf(group[0].shape));
      return [{ required, measured: measured[i], features, at, note, amount: measured[i] - required }];
    });
    return { rule, findings, required, measured: Math.max(...measured), unit };
  };
  return [
    limit("ebike.group_max", "count", "holds", (group) => group.length),
    limit("bike.group_length_max", "m", "is as long as", lengthOf),
  ];
}

function groupsOf(slots: readonly Slot[]): Slot[][] {
  const outlines = slots.map((slot) => outlineOf(slot.shape));
  const group = slots.map((_, i) => i);
  const root = (i: number): number => (group[i] === i ? i : root(group[i]));
  outlines.forEach((a, i) => {
    outlines.slice(0, i).forEach((b, k) => {
      if (root(i) === root(k) || boxesApart(a, b) >= GROUP_GAP - ROUNDING) return;
      if (apart(a, b) < GROUP_GAP - ROUNDING) group[root(i)] = root(k);
    });
  });
  const out = new Map<number, Slot[]>();
  slots.forEach((slot, i) => {
    out.set(root(i), [...(out.get(root(i)) ?? []), slot]);
  });
  return [...out.values()];
}

/** The longest distance between two corners of a group, less its depth: how long the row is, metres. */
function lengthOf(group: readonly Slot[]): number {
  const corners = group.flatMap((slot) => pointsOf(slot.shape.shell));
  const [a, b, c] = pointsOf(group[0].shape.shell);
  const [first, second] = [
    [b[0] - a[0], b[1] - a[1]],
    [c[0] - b[0], c[1] - b[1]],
  ];
  const size = ([x, y]: readonly number[]) => Math.sqrt(x * x + y * y);
  // bicycles stand side by side: the row runs along the short side of a slot
  const along = size(first) <= size(second) ? first : second;
  const unit = along.map((part) => part / size(along));
  const places = corners.map(([x, y]) => x * unit[0] + y * unit[1]);
  return Math.max(...places) - Math.min(...places);
}

/** E-bikes keep off the doors that people escape through; each door tells the slot that is nearest. */
export function slotsOffExits(scene: Scene): Outcome {
  const rule = "ebike.to_safety_exit";
  const required = ruleNumber(scene.rules, rule, 0);
  const slots = planFeaturesOf(scene.features, "ebikeSlot");
  const doors = featuresOf(scene.site, "entrance");
  if (slots.length === 0 || doors.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  const findings: Finding[] = [];
  let nearest = Infinity;
  for (const { id, shape: at } of doors) {
    const distances = slots.map((slot) => ({ slot, distance: distanceTo(slot, at) }));
    const best = distances.reduce((least, next) => (next.distance < least.distance ? next : least));
    nearest = Math.min(nearest, best.distance);
    if (best.distance >= required - ROUNDING) continue;
    const note = `slot ${best.slot.id} is ${best.distance.toFixed(2)} m from door ${id} where ${required} m is asked.`;
    findings.push({
      required,
      measured: best.distance,
      features: [best.slot.id, id],
      at,
      note,
      amount: required - best.distance,
    });
  }
  return { rule, findings, required, measured: nearest, unit: "m" };
}

/** Chargers for e-bikes stand apart, each of them told with the nearest other once. */
export function chargersApart(scene: Scene): Outcome {
  const rule = "ebike.socket_spacing_min";
  const required = ruleNumber(scene.rules, rule, 0);
  const posts = planFeaturesOf(scene.features, "ebikeCharger");
  if (posts.length < 2) return { rule, findings: null, required, measured: null, unit: "m" };
  const findings: Finding[] = [];
  let nearest = Infinity;
  posts.forEach(({ id, shape: at }, i) => {
    for (const other of posts.slice(0, i)) {
      const measured = Math.sqrt((at[0] - other.shape[0]) ** 2 + (at[1] - other.shape[1]) ** 2);
      nearest = Math.min(nearest, measured);
      if (measured >= required - ROUNDING) continue;
      const note = `charger ${id} is ${measured.toFixed(2)} m from ${other.id}, ${required} m would be good.`;
      findings.push({ required, measured, features: [other.id, id], at, note, amount: required - measured });
    }
  });
  return { rule, findings, required, measured: nearest, unit: "m" };
}

function distanceTo(slot: Slot, [x, y]: Point): number {
  const outline = outlineOf(slot.shape);
  return isInside(outline, x, y) ? 0 : distanceToEdge(outline, x, y);
}

/** E-bikes stand at a distance from homes that would be good, beside the one that they must keep. */
export function slotsWellOffWalls(scene: Scene): Outcome {
  const rule = "ebike.to_building_wall.soft";
  const homes = featuresOf(scene.site, "building").filter(isHome).map(thingOf);
  return offThings(scene, rule, ruleNumber(scene.rules, rule, 0), homes, "would be good");
}

/** E-bikes do not adjoin children, the sick and the old; lanes and ladder sites are judged by themselves. */
export function slotsOffFrail(scene: Scene): Outcome {
  const rule = "ebike.forbidden_zones";
  const buildings = featuresOf(scene.site, "building");
  const frail = buildings.filter(({ properties }) => FRAIL.test(properties.use ?? "")).map(thingOf);
  const off = offThings(scene, rule, ruleNumber(scene.rules, "ebike.to_building_wall", 0), frail, "is asked");
  const isKept = planFeaturesOf(scene.features, "ebikeSlot").length > 0;
  if (off.findings !== null || !isKept) return off;
  return { rule, findings: [], required: scene.rules.rules.get(rule)?.value ?? null, measured: "kept", unit: "" };
}

function offThings(scene: Scene, rule: string, required: number, things: readonly Thing[], what: string): Outcome {
  const slots = planFeaturesOf(scene.features, "ebikeSlot");
  if (slots.length === 0 || things.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  const findings: Finding[] = [];
  let nearest = Infinity;
  for (const { id, outline } of things) {
    const distances = slots.map((slot) => ({ slot, distance: apart(outlineOf(slot.shape), outline) }));
    const best = distances.reduce((least, next) => (next.distance < least.distance ? next : least));
    nearest = Math.min(nearest, best.distance);
    if (best.distance >= required - ROUNDING) continue;
    const note = `slot ${best.slot.id} is ${best.distance.toFixed(2)} m from ${id}, ${required} m ${what}.`;
    const at = middleOf(outlineOf(best.slot.shape));
    findings.push({
      required,
      measured: best.distance,
      features: [best.slot.id, id],
      at,
      note,
      amount: required - best.distance,
    });
  }
  return { rule, findings, required, measured: nearest, unit: "m" };
}

/** Slots in the open: those in a shed are the shed's. */
function openSlots({ features }: Scene): Slot[] {
  return planFeaturesOf(features, "ebikeSlot").filter(({ properties }) => properties.where !== "shed");
}
