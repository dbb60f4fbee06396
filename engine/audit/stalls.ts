import type { StallSize } from "../model/demand.ts";
import { type Point, pointsOf, ringArea } from "../model/geometry.ts";
import type { PlanFeature } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { compactSize } from "../rules/compact.ts";
import {
  type Finding,
  metres,
  middleOf,
  type Outcome,
  type Scene,
  type Standing,
  type Thing,
  thingOf,
} from "./scene.ts";

// fact 2 of FORMAT.md section 4: a stall is the rectangle it says

/** A stall of today is as square as the site file draws it, metres; that it is the site's own is fact 6. */
const AS_DRAWN = 0.005;

export type StallFeature = Extract<PlanFeature, { kind: "stall" }>;

export interface Stall extends Standing {
  readonly feature: StallFeature;
}

const known = new WeakMap<Scene, readonly Stall[]>();

/** The stalls of a scene, told apart from what else stands there once. */
export function stallsOf(scene: Scene): readonly Stall[] {
  const made = known.get(scene) ?? scene.standing.filter((thing): thing is Stall => thing.feature.kind === "stall");
  known.set(scene, made);
  return made;
}

/** Four corners, counter-clockwise, a rectangle of the width and length declared. That they suffice is the table's. */
export function stallShape(scene: Scene): Outcome {
  const findings: Finding[] = [];
  let farthest = 0;
  for (const { id, feature, outline } of stallsOf(scene)) {
    const at = middleOf(outline);
    const { shell, holes } = feature.shape;
    if (shell.length !== 8 || holes.length > 0 || ringArea(shell) <= 0) {
      const measured = shell.length / 2;
      const what =
        holes.length > 0 ? "has a hole" : measured === 4 ? "runs clockwise" : `has ${measured} corners, not 4`;
      findings.push({ required: 4, measured, features: [id], at, note: `stall ${id} ${what}.`, amount: 1 });
      continue;
    }
    const off = offRectangle(feature);
    farthest = Math.max(farthest, off);
    const { width, length, status } = feature.properties;
    if (off > (status === "existing" ? AS_DRAWN : OVERLAP_TOLERANCE)) {
      const note = `stall ${id} is not the ${metres(width)} × ${metres(length)} rectangle that it says, by ${metres(off)}.`;
      findings.push({ required: 0, measured: off, features: [id], at, note, amount: off });
    }
  }
  return { rule: "fact.stall_shape", findings, required: 0, measured: farthest, unit: "m" };
}

/** How far four corners are from the rectangle of the declared size, metres. */
function offRectangle({ shape, properties }: StallFeature): number {
  const [a, b, c, d] = pointsOf(shape.shell);
  const { parkingAngle, width, length } = properties;
  // at 0° the mouth is the long edge
  const [mouth, side] = parkingAngle === 0 ? [length, width] : [width, length];
  const diagonal = Math.sqrt(mouth * mouth + side * side);
  return Math.max(
    Math.abs(span(a, b) - mouth),
    Math.abs(span(c, d) - mouth),
    Math.abs(span(b, c) - side),
    Math.abs(span(d, a) - side),
    Math.abs(span(a, c) - diagonal),
    Math.abs(span(b, d) - diagonal),
  );
}

/** The size that a stall has to have: the table's at its angle; a compact one's at right angles where the rules know such stalls. */
export function leastSize({ properties }: StallFeature, { table, rules }: Scene): StallSize {
  const size = table.stall(properties.parkingAngle);
  const isCompact = properties.type === "compact" && properties.parkingAngle === 90;
  return (isCompact ? compactSize(rules, size) : null) ?? size;
}

/** Things of today that nobody can drive over, whether or not a road is drawn across them. */
export function blockersToday(scene: Scene): Thing[] {
  const { site, features } = scene;
  const rebuilt = features.some((feature) => feature.kind === "shed");
  return [
    ...featuresOf(site, "building"),
    ...featuresOf(site, "obstruction"),
    ...featuresOf(site, "shed").filter((shed) => !(rebuilt && shed.properties.status === "rebuild")),
  ].map(thingOf);
}

export function span(a: Point, b: Point): number {
  return Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2);
}
