import { flat, type Line, type Point } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf, isCompound, type SiteFeature } from "../model/site.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { isInside, outlineOf, overlapDepth } from "./outline.ts";
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

// gates: what a driver who leaves can see, how wide they are, and how many a lot needs

/** Widths are met when they miss by no more than this, metres. */
const ROUNDING = 0.002;

/** How far inside a gate one looks for the site, metres. */
const PROBE = 0.2;

/** What is higher than a driver's eye, of what a plan may add; cycles, posts and pergolas are seen past. Decided here. */
const HIDES: ReadonlySet<string> = new Set(["stall", "locker", "shed"]);

/** A driver on the way out sees what comes: nothing higher than plants may be stands in the cone before the gate. */
export function sightAtGates(scene: Scene): Outcome {
  const rule = "gate.sight_triangle.cone_deg";
  const angle = ruleNumber(scene.rules, rule, 0);
  const inside = ruleNumber(scene.rules, "gate.sight_triangle.viewpoint_inside_edge", 0);
  const beyond = ruleNumber(scene.rules, "gate.sight_triangle.clear_beyond", 0);
  const height = ruleNumber(scene.rules, "gate.sight_triangle.max_plant_height", 0);
  const gates = featuresOf(scene.site, "gate").filter(isWayOut);
  if (gates.length === 0) return { rule, findings: null, required: angle, measured: null, unit: "deg" };
  const standing = lookupOf<Thing>([
    ...scene.standing.filter((thing) => HIDES.has(thing.kind)),
    ...featuresOf(scene.site, "building").map(thingOf),
    ...featuresOf(scene.site, "obstruction")
      .filter((thing) => (thing.properties.height ?? Infinity) > height)
      .map(thingOf),
  ]);
  const plants = lookupOf(scene.standing.filter((thing) => thing.kind === "green"));
  const findings: Finding[] = [];
  const low = new Set<string>();
  for (const { id, shape } of gates) {
    const cone = outlineOf({ shell: coneOf(scene, shape, angle, inside, beyond), holes: [] });
    for (const thing of standing.near(cone)) {
      const { depth, at } = overlapDepth(thing.outline, cone);
      if (depth <= OVERLAP_TOLERANCE) continue;
      const note = `${thing.kind} ${thing.id} stands ${metres(depth)} deep in the ${angle}° that a driver at gate ${id} must see.`;
      findings.push({
        required: angle,
        measured: depth,
        features: [thing.id, id],
        at: at ?? middleOf(thing.outline),
        note,
        amount: depth,
      });
    }
    for (const plant of plants.near(cone)) {
      if (overlapDepth(plant.outline, cone).depth > OVERLAP_TOLERANCE) low.add(plant.id);
    }
  }
  const note = low.size === 0 ? "" : `Planting in the cone of sight stays below ${height} m: ${[...low].join(", ")}.`;
  return { rule, findings, required: angle, measured: angle, unit: "deg", note };
}

/** Corners of the ground that is seen: from a viewpoint inside the gate to a line outside, counter-clockwise. */
function coneOf(scene: Scene, gate: Line, degrees: number, inside: number, beyond: number): Float64Array {
  const last = gate.length - 2;
  const [a, b]: Point[] = [
    [gate[0], gate[1]],
    [gate[last], gate[last + 1]],
  ];
  const width = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2);
  const [mx, my] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const [nx, ny] = [-(b[1] - a[1]) / width, (b[0] - a[0]) / width];
  // outwards is where the site is not
  const side = isInside(scene.boundary, mx + nx * PROBE, my + ny * PROBE) ? -1 : 1;
  const [ox, oy] = [nx * side, ny * side];
  // engines differ in the last digits of a tangent
  const half = (inside + beyond) * (Math.round(Math.tan((degrees * Math.PI) / 360) * 1e6) / 1e6);
  const [vx, vy] = [mx - ox * inside, my - oy * inside];
  const [fx, fy] = [mx + ox * beyond, my + oy * beyond];
  return flat([
    [vx, vy],
    [fx + oy * half, fy - ox * half],
    [fx - oy * half, fy + ox * half],
  ]);
}

/** A fire engine fits through every gate that is meant for it. */
export function fireGates(scene: Scene): Outcome {
  const rule = "gate.fire_clear_width";
  const required = ruleNumber(scene.rules, rule, 0);
  const gates = featuresOf(scene.site, "gate").filter(({ properties }) => properties.modes.includes("fire"));
  return widths(
    rule,
    required,
    gates,
    (id, measured) => `fire gate ${id} is ${metres(measured)} wide where ${required} m is asked.`,
  );
}

/** A fire engine fits under every gate that is meant for it, where the site file says how high the gate is. */
export function fireGateHeights(scene: Scene): Outcome {
  const rule = "fire.engine.height";
  const required = ruleNumber(scene.rules, rule, 0);
  const gates = featuresOf(scene.site, "gate").flatMap(({ id, shape, properties: { modes, clearHeight } }) =>
    modes.includes("fire") && clearHeight !== undefined ? [{ id, shape, measured: clearHeight }] : [],
  );
  if (gates.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  const findings = gates
    .filter(({ measured }) => measured < required - ROUNDING)
    .map(({ id, shape, measured }): Finding => {
      const note = `fire gate ${id} is ${metres(measured)} high, and the engine ${metres(required)}.`;
      return { required, measured, features: [id], at: middleOfLine(shape), note, amount: required - measured };
    });
  return { rule, findings, required, measured: Math.min(...gates.map(({ measured }) => measured)), unit: "m" };
}

function middleOfLine(line: Line): Point {
  const last = line.length - 2;
  return [(line[0] + line[last]) / 2, (line[1] + line[last + 1]) / 2];
}

/** Entrances of a car park in the open are as wide as their traffic asks. */
export function entranceWidths(scene: Scene): Outcome[] {
  const gates = isCompound(scene.site) ? [] : featuresOf(scene.site, "gate").filter(isForCars);
  const of = (rule: string, own: readonly SiteFeature<"gate">[]) => {
    const required = ruleNumber(scene.rules, rule, 0);
    return widths(
      rule,
      required,
      own,
      (id, measured) => `entrance ${id} is ${metres(measured)} wide where ${required} m is asked.`,
    );
  };
  return [
    of(
      "lot.entrance_width.oneway",
      gates.filter(({ properties }) => properties.direction !== "both"),
    ),
    of(
      "lot.entrance_width.twoway",
      gates.filter(({ properties }) => properties.direction === "both"),
    ),
  ];
}

function widths(
  rule: string,
  required: number,
  gates: readonly SiteFeature<"gate">[],
  say: (id: string, measured: number) => string,
): Outcome {
  if (gates.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  const findings = gates
    .filter(({ properties }) => properties.clearWidth < required - ROUNDING)
    .map(({ id, shape, properties: { clearWidth: measured } }): Finding => {
      const at = middleOfLine(shape);
      return { required, measured, features: [id], at, note: say(id, measured), amount: required - measured };
    });
  const least = Math.min(...gates.map(({ properties }) => properties.clearWidth));
  return { rule, findings, required, measured: least, unit: "m" };
}

/** Stalls up to which each number of entrances serves, by key; the last has no limit. GB 50352-2019 5.2.6. */
const STEPS = [
  { rule: "lot.entrances_by_count.50", upTo: 50 },
  { rule: "lot.entrances_by_count.300", upTo: 300 },
  { rule: "lot.entrances_by_count.500", upTo: 500 },
  { rule: "lot.entrances_by_count.more", upTo: Infinity },
] as const;

/**
 * A car park in the open has as many entrances as its stalls ask for. What is named are the stalls that are too many for
 * the entrances there are: the last of the plan.
 */
export function lotEntrances(scene: Scene): Outcome[] {
  const stalls = planFeaturesOf(scene.features, "stall");
  const gates = featuresOf(scene.site, "gate").filter(isForCars);
  const own = STEPS.find(({ upTo }) => stalls.length <= upTo);
  return STEPS.map(({ rule }): Outcome => {
    const required = ruleNumber(scene.rules, rule, 0);
    const isMeant = own?.rule === rule && stalls.length > 0 && gates.length > 0 && !isCompound(scene.site);
    if (!isMeant) return { rule, findings: null, required, measured: null, unit: "count" };
    const findings: Finding[] = [];
    if (gates.length < required) {
      const served = Math.max(
        ...STEPS.filter((step) => ruleNumber(scene.rules, step.rule, 0) <= gates.length).map(({ upTo }) => upTo),
        0,
      );
      const fresh = stalls.filter(({ properties }) => properties.status === "new");
      const surplus = fresh.slice(Math.max(0, fresh.length - (stalls.length - served)));
      const note = `${stalls.length} stalls ask for ${required} entrances and there ${gates.length === 1 ? "is" : "are"} ${gates.length}, enough for ${served}.`;
      findings.push({
        required,
        measured: gates.length,
        features: surplus.map(({ id }) => id),
        at: null,
        note,
        amount: stalls.length - served,
      });
    }
    return { rule, findings, required, measured: gates.length, unit: "count" };
  });
}

function isForCars({ properties }: SiteFeature<"gate">): boolean {
  return properties.modes.includes("car");
}

function isWayOut(gate: SiteFeature<"gate">): boolean {
  return isForCars(gate) && gate.properties.direction !== "in";
}
