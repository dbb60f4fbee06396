import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { homesOf, nearestTo } from "./homes.ts";
import { distanceToEdge, edgesApart, isInside, outlineOf, overlapDepth } from "./outline.ts";
import { type Finding, lookupOf, middleOf, type Outcome, ruleNumber, type Scene, within } from "./scene.ts";
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
    const apart = pad === undefined ? Infinity : edgesApart(outlineOf(pad.shape).edges, outline.edges);
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

/** A locker asked for near a gate is within this way of one, metres. Decided here: half a minute's walk. */
const NEAR_GATE = 30;

/** A locker keeps this far from windows of homes, metres: the rulebook's practice. */
const OFF_WINDOWS = 2;

/** Lockers stand near a gate and not before windows; that they leave footways and lanes free is judged by those. */
export function lockerPlacement(scene: Scene): Outcome {
  const rule = "locker.placement";
  const required = scene.rules.rules.get(rule)?.value ?? null;
  const lockers = planFeaturesOf(scene.features, "locker");
  // nobody walks in through a gate that is opened for engines only
  const gates = featuresOf(scene.site, "gate").filter(({ properties }) =>
    properties.modes.some((mode) => mode !== "fire"),
  );
  if (lockers.length === 0) return { rule, findings: null, required, measured: null, unit: "" };
  const findings: Finding[] = [];
  const windows = homesOf(scene.site).filter((home) => home.isWindow);
  for (const { id, shape } of lockers) {
    const outline = outlineOf(shape);
    const at = middleOf(outline);
    const fail = (asked: number, measured: number, note: string) =>
      findings.push({ required: asked, measured, features: [id], at, note, amount: Math.abs(asked - measured) });
    const way = Math.min(
      ...gates.map((gate) => Math.sqrt((gate.shape[0] - at[0]) ** 2 + (gate.shape[1] - at[1]) ** 2)),
    );
    if (gates.length > 0 && way > NEAR_GATE)
      fail(NEAR_GATE, way, `locker ${id} is ${way.toFixed(0)} m from the nearest gate.`);
    for (const { home, distance } of nearestTo(windows, [{ id, shape }])) {
      if (distance >= OFF_WINDOWS - ROUNDING) continue;
      fail(
        OFF_WINDOWS,
        distance,
        `locker ${id} is ${distance.toFixed(2)} m from a window of ${home.building ?? "a home"}.`,
      );
    }
  }
  return { rule, findings, required, measured: "kept", unit: "" };
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

/** E-bikes keep off the walls of buildings, and what charges them. */
export function slotsOffWalls(scene: Scene): Outcome {
  const rule = "ebike.to_building_wall";
  const required = ruleNumber(scene.rules, rule, 0);
  const slots = planFeaturesOf(scene.features, "ebikeSlot").map(({ id, shape }) => ({ id, outline: outlineOf(shape) }));
  const homes = featuresOf(scene.site, "building")
    .filter((building) => (building.properties.use ?? "residential") === "residential")
    .map((building) => ({ id: building.id, outline: outlineOf(building.shape) }));
  if (slots.length === 0 || homes.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  const off = keepOff(rule, required, slots, homes, "slot");
  const posts = planFeaturesOf(scene.features, "ebikeCharger").flatMap(({ id, shape: at }): Finding[] =>
    homes.flatMap((home) => {
      const measured = isInside(home.outline, at[0], at[1]) ? 0 : distanceToEdge(home.outline, at[0], at[1]);
      if (measured >= required - ROUNDING) return [];
      const note = `charger ${id} is ${measured.toFixed(2)} m from ${home.id}, ${required} m is asked.`;
      return [{ required, measured, features: [id], at, note, amount: required - measured }];
    }),
  );
  return posts.length === 0 ? off : { ...off, findings: [...(off.findings ?? []), ...posts] };
}

/** No new stall within the floor distance of a home's wall, with or without windows. */
export function stallsOffWalls(scene: Scene): Outcome {
  const rule = "stall.to_ground_floor_home.never_below";
  const required = ruleNumber(scene.rules, rule, 0);
  const stalls = newStalls(scene).map(({ id, shape }) => ({ id, outline: outlineOf(shape) }));
  const homes = featuresOf(scene.site, "building")
    .filter((building) => (building.properties.use ?? "residential") === "residential")
    .map((building) => ({ id: building.id, outline: outlineOf(building.shape) }));
  if (stalls.length === 0 || homes.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  return keepOff(rule, required, stalls, homes, "stall");
}

/** Each home with a new stall nearer than the distance of a rule. */
export function stallsOffHomes(scene: Scene, rule: string): Outcome {
  const required = ruleNumber(scene.rules, rule, 0);
  const near = nearestTo(homesOf(scene.site), newStalls(scene));
  const nearest = Math.min(...near.map(({ distance }) => distance));
  if (!Number.isFinite(nearest)) return { rule, findings: null, required, measured: null, unit: "m" };
  const findings = near
    .filter(({ distance }) => distance < required - ROUNDING)
    .map(({ home, id, distance }): Finding => {
      const where = home.isWindow ? `a window of ${home.building ?? "a home"}` : `the wall of ${home.building}`;
      return {
        required,
        measured: distance,
        features: [id, home.id],
        at: [home.edges[0], home.edges[1]],
        note: `stall ${id} is ${distance.toFixed(2)} m from ${where}, ${required} m would be good.`,
        amount: required - distance,
      };
    });
  return { rule, findings, required, measured: nearest, unit: "m" };
}

function newStalls({ features }: Scene) {
  return planFeaturesOf(features, "stall").filter((stall) => stall.properties.status === "new");
}

/** Hydrants stay clear all round. Where utilities are not surveyed in full, those drawn say nothing of the others. */
export function hydrantsClear(scene: Scene): Outcome {
  const rule = "hydrant.clear_radius";
  const required = ruleNumber(scene.rules, rule, 0);
  const hydrants = featuresOf(scene.site, "utility").filter((utility) => utility.properties.type === "hydrant");
  const findings: Finding[] = [];
  let nearest = Infinity;
  const things = lookupOf(scene.standing);
  for (const { id, shape } of hydrants) {
    if (shape.type !== "Point") continue;
    for (const { thing, distance } of within(things, shape.at, required)) {
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
    }
  }
  const surveyed = featuresOf(scene.site, "site")[0]?.properties.utilitiesSurveyed ?? "none";
  const measured = Number.isFinite(nearest) ? nearest : required;
  if (findings.length === 0 && surveyed !== "full") {
    const survey = surveyed === "none" ? "not surveyed" : "surveyed in part";
    const note = `Utilities are ${survey}: ${hydrants.length} drawn, ${hydrants.length === 1 ? "it is" : "they are"} clear.`;
    return { rule, findings: null, required, measured: hydrants.length > 0 ? measured : null, unit: "m", note };
  }
  return { rule, findings, required, measured, unit: "m" };
}

/** Every accessible stall has an access aisle of its width beside it. */
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
    const isBeside = aisle !== undefined && edgesApart(outlineOf(aisle.shape).edges, outline.edges) <= TOUCH;
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
        overlapDepth(thing.outline, wall.outline).depth > 0 ? 0 : edgesApart(thing.outline.edges, wall.outline.edges);
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
