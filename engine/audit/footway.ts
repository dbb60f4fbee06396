import { flat, type Point } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { doorsShutOff } from "./doorways.ts";
import { isInside, outlineOf, overlapDepth } from "./outline.ts";
import { type Finding, lookupOf, metres, type Outcome, ruleNumber, type Scene, type Thing, within } from "./scene.ts";

const RULE = "road.footway_min";

/** Distances are met when they miss by no more than this, metres. */
const ROUNDING = 0.002;

/**
 * People get out of their doors and through the gates: within the width of a footway of every door, and that deep
 * inside every gate, nothing stands; and who has a paved way of that width to a road today keeps one. Decided here, for no
 * file says where people walk.
 */
export function footwaysFree(scene: Scene): Outcome {
  const required = ruleNumber(scene.rules, RULE, 0);
  const doors = featuresOf(scene.site, "entrance");
  const gates = featuresOf(scene.site, "gate");
  if (doors.length + gates.length === 0) {
    return { rule: RULE, findings: null, required, measured: null, unit: "m" };
  }
  const findings: Finding[] = [];
  let least = required;
  // a post is a post wherever it stands in a way
  const things = lookupOf<Thing>([...scene.standing, ...postsOf(scene)]);
  for (const { id, shape: at } of doors) {
    for (const { thing, distance: left } of within(things, at, required)) {
      least = Math.min(least, left);
      if (left >= required - ROUNDING) continue;
      const note = `${thing.kind} ${thing.id} leaves ${metres(left)} before door ${id} where ${required} m is asked.`;
      findings.push({ required, measured: left, features: [thing.id, id], at, note, amount: required - left });
    }
  }
  for (const { id, shape } of gates) {
    const ground = outlineOf({ shell: groundInside(scene, shape, required), holes: [] });
    for (const thing of things.near(ground)) {
      const { depth, at } = overlapDepth(thing.outline, ground);
      if (depth <= OVERLAP_TOLERANCE) continue;
      const left = Math.max(0, required - depth);
      least = Math.min(least, left);
      const note = `${thing.kind} ${thing.id} stands ${metres(depth)} deep in the ${required} m inside gate ${id}.`;
      findings.push({ required, measured: left, features: [thing.id, id], at, note, amount: depth });
    }
  }
  const shut = doorsShutOff(scene, required);
  return {
    rule: RULE,
    findings: [...findings, ...shut],
    required,
    measured: shut.length > 0 ? 0 : least,
    unit: "m",
  };
}

/** Half of a post's foot, metres. Rulebook: `ev.charger_footprint.ac7kw_post`. */
const HALF_POST = 0.2;

function postsOf({ features }: Scene): Thing[] {
  const posts = [...planFeaturesOf(features, "charger"), ...planFeaturesOf(features, "ebikeCharger")];
  return posts.map(({ id, kind, shape: [x, y] }) => {
    const [x0, x1, y0, y1] = [x - HALF_POST, x + HALF_POST, y - HALF_POST, y + HALF_POST];
    return { id, kind, outline: outlineOf({ shell: Float64Array.of(x0, y0, x1, y0, x1, y1, x0, y1), holes: [] }) };
  });
}

/** The rectangle along a gate, inside the site. */
function groundInside(scene: Scene, gate: Float64Array, depth: number): Float64Array {
  const last = gate.length - 2;
  const [a, b]: Point[] = [
    [gate[0], gate[1]],
    [gate[last], gate[last + 1]],
  ];
  const width = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2);
  const left: Point = [-(b[1] - a[1]) / width, (b[0] - a[0]) / width];
  const isLeft = isInside(scene.boundary, (a[0] + b[0]) / 2 + left[0] * 0.2, (a[1] + b[1]) / 2 + left[1] * 0.2);
  const [from, to, out]: Point[] = isLeft ? [a, b, left] : [b, a, [-left[0], -left[1]]];
  return flat([
    from,
    to,
    [to[0] + out[0] * depth, to[1] + out[1] * depth],
    [from[0] + out[0] * depth, from[1] + out[1] * depth],
  ]);
}
