import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { edgesIn, outlineOf, overlapDepth, squaredToSegment } from "./outline.ts";
import { type Finding, middleOf, type Outcome, ruleNumber, type Scene } from "./scene.ts";
import { asRectangle } from "./width.ts";

// people's things and the distances that the rulebook names for them

/** Distances are met when they miss by no more than this, metres. */
const ROUNDING = 0.002;

/** A pad belongs to a locker whose front it touches within this, metres. */
const TOUCH = 0.02;

export function lockerFront(scene: Scene): Outcome {
  const rule = "locker.front_clear.dedicated_single";
  const required = ruleNumber(scene.rules, rule, 0);
  const lockers = planFeaturesOf(scene.features, "locker");
  if (lockers.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  const pads = planFeaturesOf(scene.features, "lockerPad");
  const findings: Finding[] = [];
  let shortest = Infinity;
  for (const locker of lockers) {
    const outline = outlineOf(locker.shape);
    const pad = pads.find((one) => one.properties.locker === locker.id);
    const depth = pad === undefined ? 0 : asRectangle(pad.shape).width;
    const apart = pad === undefined ? Infinity : gap(outlineOf(pad.shape).edges, outline.edges);
    shortest = Math.min(shortest, depth);
    if (depth >= required - ROUNDING && apart <= TOUCH) continue;
    const what =
      pad === undefined
        ? "has no standing space"
        : apart > TOUCH
          ? "is apart from its standing space"
          : "has too shallow a standing space";
    findings.push({
      required,
      measured: depth,
      features: [locker.id, ...(pad === undefined ? [] : [pad.id])],
      at: middleOf(outline),
      note: `locker ${locker.id} ${what}: ${Math.round(depth * 1000) / 1000} m where ${required} m is asked.`,
      amount: required - depth,
    });
  }
  return { rule, findings, required, measured: shortest, unit: "m" };
}

/** Slots are as large as the rulebook's. */
export function slotSize(scene: Scene): Outcome {
  const rule = "bike.slot.ebike.width";
  const width = ruleNumber(scene.rules, rule, 0);
  const length = ruleNumber(scene.rules, "bike.slot.ebike.length", 0);
  const slots = planFeaturesOf(scene.features, "ebikeSlot");
  if (slots.length === 0) return { rule, findings: null, required: width, measured: null, unit: "m" };
  const findings: Finding[] = [];
  let narrowest = Infinity;
  for (const slot of slots) {
    const size = asRectangle(slot.shape);
    narrowest = Math.min(narrowest, size.width);
    const short = Math.max(width - size.width, length - size.length);
    if (short <= ROUNDING) continue;
    findings.push({
      required: width,
      measured: size.width,
      features: [slot.id],
      at: middleOf(outlineOf(slot.shape)),
      note: `slot ${slot.id} is ${size.width.toFixed(2)} × ${size.length.toFixed(2)} m where ${width} × ${length} m is asked.`,
      amount: short,
    });
  }
  return { rule, findings, required: width, measured: narrowest, unit: "m" };
}

/** E-bikes keep off the walls of buildings. */
export function slotsOffWalls(scene: Scene): Outcome {
  const rule = "ebike.to_building_wall";
  const required = ruleNumber(scene.rules, rule, 0);
  const slots = planFeaturesOf(scene.features, "ebikeSlot").map(({ id, shape }) => ({ id, outline: outlineOf(shape) }));
  const homes = featuresOf(scene.site, "building")
    .filter((building) => (building.properties.use ?? "residential") === "residential")
    .map((building) => ({ id: building.id, outline: outlineOf(building.shape) }));
  if (slots.length === 0 || homes.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  return keepOff(rule, required, slots, homes, "slot");
}

/** No new stall within the floor distance of a ground-floor home. */
export function stallsOffHomes(scene: Scene): Outcome {
  const rule = "stall.to_ground_floor_home.never_below";
  const required = ruleNumber(scene.rules, rule, 0);
  const stalls = planFeaturesOf(scene.features, "stall")
    .filter((stall) => stall.properties.status === "new")
    .map(({ id, shape }) => ({ id, outline: outlineOf(shape) }));
  const homes = featuresOf(scene.site, "building")
    .filter((building) => (building.properties.use ?? "residential") === "residential")
    .map((building) => ({ id: building.id, outline: outlineOf(building.shape) }));
  if (stalls.length === 0 || homes.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  return keepOff(rule, required, stalls, homes, "stall");
}

/** Hydrants stay clear all round. */
export function hydrantsClear(scene: Scene): Outcome {
  const rule = "hydrant.clear_radius";
  const required = ruleNumber(scene.rules, rule, 0);
  const hydrants = featuresOf(scene.site, "utility").filter((utility) => utility.properties.type === "hydrant");
  if (hydrants.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  const findings: Finding[] = [];
  let nearest = Infinity;
  for (const { id, shape } of hydrants) {
    if (shape.type !== "Point") continue;
    const [x, y] = shape.at;
    for (const thing of scene.standing) {
      const { edges } = thing.outline;
      for (const i of edgesIn(thing.outline, x - required, y - required, x + required, y + required)) {
        const distance = Math.sqrt(squaredToSegment(x, y, edges, i));
        nearest = Math.min(nearest, distance);
        if (distance >= required - ROUNDING) continue;
        findings.push({
          required,
          measured: distance,
          features: [thing.id, id],
          at: shape.at,
          note: `${thing.kind} ${thing.id} stands ${distance.toFixed(2)} m from hydrant ${id}, ${required} m must stay clear.`,
          amount: required - distance,
        });
        break;
      }
    }
  }
  return { rule, findings, required, measured: Number.isFinite(nearest) ? nearest : required, unit: "m" };
}

/** At least as many accessible stalls as the rulebook asks, once there are new stalls at all. */
export function accessAisles(scene: Scene): Outcome {
  const rule = "acc.aisle_width";
  const required = ruleNumber(scene.rules, rule, 0);
  const accessible = planFeaturesOf(scene.features, "stall").filter((stall) => stall.properties.type === "accessible");
  if (accessible.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  const aisles = planFeaturesOf(scene.features, "accessAisle");
  const findings: Finding[] = [];
  let narrowest = Infinity;
  for (const stall of accessible) {
    const aisle = aisles.find((one) => one.properties.stalls.includes(stall.id));
    const width = aisle === undefined ? 0 : asRectangle(aisle.shape).width;
    narrowest = Math.min(narrowest, width);
    const outline = outlineOf(stall.shape);
    const isBeside = aisle !== undefined && gap(outlineOf(aisle.shape).edges, outline.edges) <= TOUCH;
    if (width >= required - ROUNDING && isBeside) continue;
    findings.push({
      required,
      measured: width,
      features: [stall.id],
      at: middleOf(outline),
      note: `accessible stall ${stall.id} has ${aisle === undefined ? "no access aisle" : `an access aisle of ${width.toFixed(2)} m`} beside it, ${required} m is asked.`,
      amount: required - width,
    });
  }
  return { rule, findings, required, measured: narrowest, unit: "m" };
}

type Outlined = { readonly id: string; readonly outline: ReturnType<typeof outlineOf> };

function keepOff(
  rule: string,
  required: number,
  things: readonly Outlined[],
  walls: readonly Outlined[],
  what: string,
): Outcome {
  const findings: Finding[] = [];
  let nearest = Infinity;
  for (const thing of things) {
    for (const wall of walls) {
      const distance =
        overlapDepth(thing.outline, wall.outline).depth > 0 ? 0 : gap(thing.outline.edges, wall.outline.edges);
      nearest = Math.min(nearest, distance);
      if (distance >= required - ROUNDING) continue;
      findings.push({
        required,
        measured: distance,
        features: [thing.id],
        at: middleOf(thing.outline),
        note: `${what} ${thing.id} is ${distance.toFixed(2)} m from ${wall.id}, ${required} m is asked.`,
        amount: required - distance,
      });
    }
  }
  return { rule, findings, required, measured: nearest, unit: "m" };
}

/** Distance between the edges of two outlines that do not cross, metres. */
export function gap(a: Float64Array, b: Float64Array): number {
  let best = Infinity;
  for (let i = 0; i < a.length; i += 4) {
    for (let k = 0; k < b.length; k += 4) {
      best = Math.min(
        best,
        squaredToSegment(a[i], a[i + 1], b, k),
        squaredToSegment(a[i + 2], a[i + 3], b, k),
        squaredToSegment(b[k], b[k + 1], a, i),
        squaredToSegment(b[k + 2], b[k + 3], a, i),
      );
    }
  }
  return Math.sqrt(best);
}
