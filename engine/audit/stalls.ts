import { flat, type Point, pointsOf, type Ring, ringArea } from "../model/geometry.ts";
import type { PlanFeature } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { meanWidth, without } from "./areas.ts";
import { depthOutside, distanceToEdge, isInside, type Outline, outlineOf, overlapDepth } from "./outline.ts";
import {
  type Finding,
  lookupOf,
  metres,
  middleOf,
  type Outcome,
  type Scene,
  type Standing,
  type Thing,
  thingOf,
} from "./scene.ts";

// fact 2 of FORMAT.md section 4: a stall is the rectangle it says, and a car can turn in

/** A mouth touches its aisle within this, metres: both ends are written to 0.1 mm. */
const TOUCH = 0.01;

/** Half the width of the strip that is looked at where a rule asks for an aisle's width at one corner, metres. */
const CORNER = 0.05;

type StallFeature = Extract<PlanFeature, { kind: "stall" }>;

interface Stall extends Standing {
  readonly feature: StallFeature;
}

export function stallsOf(scene: Scene): Stall[] {
  return scene.standing.filter((thing): thing is Stall => thing.feature.kind === "stall");
}

/** Four corners, counter-clockwise, a rectangle of the width and length declared, at least as large as the rules ask. */
export function stallShape(scene: Scene): Outcome {
  const findings: Finding[] = [];
  for (const { id, feature, outline } of stallsOf(scene)) {
    const problem = shapeFault(feature, scene);
    if (problem === null) continue;
    findings.push({ ...problem, features: [id], at: middleOf(outline) });
  }
  return { rule: "fact.stall_shape", findings, required: "rectangle", measured: "rectangle", unit: "" };
}

function shapeFault(feature: StallFeature, scene: Scene): Omit<Finding, "features" | "at"> | null {
  const { shell, holes } = feature.shape;
  const { parkingAngle, width, length, status } = feature.properties;
  if (shell.length !== 8 || holes.length > 0) {
    const corners = shell.length / 2;
    return { required: 4, measured: corners, note: `stall ${feature.id} has ${corners} corners, not 4.`, amount: 1 };
  }
  if (ringArea(shell) <= 0) {
    return {
      required: "counter-clockwise",
      measured: "clockwise",
      note: `stall ${feature.id} runs clockwise.`,
      amount: 1,
    };
  }
  const [a, b, c, d] = pointsOf(shell);
  // at 0° the mouth is the long edge
  const [mouth, side] = parkingAngle === 0 ? [length, width] : [width, length];
  const off = Math.max(
    Math.abs(span(a, b) - mouth),
    Math.abs(span(c, d) - mouth),
    Math.abs(span(b, c) - side),
    Math.abs(span(d, a) - side),
    Math.abs(span(a, c) - span(b, d)),
  );
  if (off > 2 * OVERLAP_TOLERANCE) {
    const note = `stall ${feature.id} is not the ${metres(width)} × ${metres(length)} rectangle that it says, by ${metres(off)}.`;
    return { required: 0, measured: off, note, amount: off };
  }
  if (status === "existing") return null;
  const size = scene.table.stall(parkingAngle);
  const short = Math.max(size.width - width, size.length - length);
  if (short > OVERLAP_TOLERANCE && feature.properties.type !== "compact") {
    const note = `stall ${feature.id} is ${metres(width)} × ${metres(length)}; ${metres(size.width)} × ${metres(size.length)} is asked at ${parkingAngle}°.`;
    return { required: size.width, measured: width, note, amount: short };
  }
  return null;
}

/** In front of every mouth the ground that its aisle needs, free and drivable. */
export function mouthAisle(scene: Scene): Outcome {
  const { site, table } = scene;
  const findings: Finding[] = [];
  const pieces: (Thing & { oneWay: boolean; isRoad: boolean })[] = [
    ...scene.driven.map((thing) => ({
      ...thing,
      oneWay: "oneWay" in thing.feature.properties && thing.feature.properties.oneWay,
      isRoad: false,
    })),
    ...featuresOf(site, "road").map((road) => ({ ...thingOf(road), oneWay: road.properties.oneWay, isRoad: true })),
  ];
  const byId = new Map(pieces.map((piece) => [piece.id, piece]));
  const ground = lookupOf(pieces);
  const things = lookupOf([...scene.standing, ...blockersToday(scene)]);
  let narrowest = Infinity;
  for (const stall of stallsOf(scene)) {
    const { id, feature } = stall;
    const { aisle, parkingAngle } = feature.properties;
    const at = mouthMiddle(feature.shape.shell);
    const serving = byId.get(aisle);
    const fail = (required: number | string, measured: number | string, note: string, amount: number) =>
      findings.push({ required, measured, features: [id], at, note, amount });
    if (serving === undefined) {
      fail(
        "an aisle or road",
        aisle,
        `stall ${id} names ${aisle || "no aisle"}, which is neither an aisle of the plan nor a road of the site.`,
        1,
      );
      continue;
    }
    const off = isInside(serving.outline, ...at) ? 0 : distanceToEdge(serving.outline, ...at);
    const width = table.aisle(parkingAngle, serving.oneWay ? "one-way" : "two-way");
    if (width === null) {
      fail(
        "an aisle the rules know",
        parkingAngle,
        `stall ${id} at ${parkingAngle}° stands on a ${serving.oneWay ? "one-way" : "two-way"} aisle, which the rules do not know.`,
        1,
      );
      continue;
    }
    // a widened road reaches its stalls through the apron between them
    if (off > TOUCH && !(serving.isRoad && off < width)) {
      fail(0, off, `the mouth of stall ${id} is ${metres(off)} away from ${aisle}.`, off);
      continue;
    }
    narrowest = Math.min(narrowest, width);
    const needed = groundNeeded(feature, width);
    const faults = needed.map((ring) =>
      blockedBy(outlineOf({ shell: ring, holes: [] }), stall, ground.near(boxOf(ring)), things.near(boxOf(ring))),
    );
    // where a strip may lie on either side, one free side is enough
    const fault = faults.reduce((best, next) => (next.depth < best.depth ? next : best));
    if (fault.depth > OVERLAP_TOLERANCE) {
      findings.push({
        required: width,
        measured: Math.max(0, width - fault.depth),
        features: [id, ...fault.ids],
        at,
        note: `in front of the mouth of stall ${id} ${metres(fault.depth)} of the ${metres(width)} aisle ${fault.what}.`,
        amount: fault.depth,
      });
    }
  }
  const measured = Number.isFinite(narrowest) ? narrowest : null;
  return { rule: "fact.mouth_aisle", findings, required: measured, measured, unit: "m" };
}

/** The rectangle before the mouth; for angled stalls a strip across the aisle at the forward corner, tried both ways. */
function groundNeeded(feature: StallFeature, width: number): Ring[] {
  const [a, b] = pointsOf(feature.shape.shell);
  const mouth = span(a, b);
  const along: Point = [(b[0] - a[0]) / mouth, (b[1] - a[1]) / mouth];
  // counter-clockwise: the outside of the first edge is on its right
  const out: Point = [along[1], -along[0]];
  const { parkingAngle } = feature.properties;
  if (parkingAngle === 90 || parkingAngle === 0) return [strip(a, b, out, width)];
  return [1, -1].map((turn) => {
    const [cos, sin] = COSINES[parkingAngle];
    // across the aisle: the stall's own axis turned by what it lacks to a right angle
    const across: Point = [out[0] * sin - turn * out[1] * cos, turn * out[0] * cos + out[1] * sin];
    const corner = reachOf(a, across) > reachOf(b, across) ? a : b;
    const side: Point = [-across[1] * CORNER, across[0] * CORNER];
    const from: Point = [corner[0] - side[0], corner[1] - side[1]];
    const to: Point = [corner[0] + side[0], corner[1] + side[1]];
    return strip(from, to, across, width);
  });
}

/** Cosine and sine of the parking angles between 0° and 90°. */
const COSINES: Record<30 | 45 | 60, [cos: number, sin: number]> = {
  30: [Math.sqrt(3) / 2, 0.5],
  45: [Math.SQRT1_2, Math.SQRT1_2],
  60: [0.5, Math.sqrt(3) / 2],
};

function strip(a: Point, b: Point, out: Point, depth: number): Ring {
  return flat([b, a, [a[0] + out[0] * depth, a[1] + out[1] * depth], [b[0] + out[0] * depth, b[1] + out[1] * depth]]);
}

interface Blocked {
  readonly depth: number;
  readonly what: string;
  readonly ids: readonly string[];
}

const FREE: Blocked = { depth: 0, what: "", ids: [] };

function blockedBy(needed: Outline, stall: Stall, ground: readonly Thing[], things: readonly Thing[]): Blocked {
  let worst = FREE;
  for (const thing of things) {
    if (thing === stall) continue;
    const { depth } = overlapDepth(needed, thing.outline);
    if (depth > worst.depth) worst = { depth, what: `is taken by ${thing.kind} ${thing.id}`, ids: [thing.id] };
  }
  if (worst.depth > OVERLAP_TOLERANCE) return worst;
  let off = Infinity;
  for (const piece of ground) {
    off = Math.min(off, depthOutside(needed, piece.outline).depth);
    if (off <= OVERLAP_TOLERANCE) return FREE;
  }
  const missing = uncovered(needed, ground);
  return missing > OVERLAP_TOLERANCE ? { depth: missing, what: "is not drivable", ids: [] } : FREE;
}

/** How deep the part of an area is that no piece covers, metres: the mean width of what is left over. */
function uncovered(needed: Outline, pieces: readonly Thing[]): number {
  const left = without(
    [needed.area],
    pieces.map((piece) => piece.outline.area),
  );
  return Math.max(0, ...left.map(meanWidth));
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

export function mouthMiddle(shell: Ring): Point {
  return [(shell[0] + shell[2]) / 2, (shell[1] + shell[3]) / 2];
}

function boxOf(ring: Ring) {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < ring.length; i += 2) {
    minX = Math.min(minX, ring[i]);
    maxX = Math.max(maxX, ring[i]);
    minY = Math.min(minY, ring[i + 1]);
    maxY = Math.max(maxY, ring[i + 1]);
  }
  return { minX, minY, maxX, maxY };
}

function span(a: Point, b: Point): number {
  return Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2);
}

function reachOf(point: Point, direction: Point): number {
  return point[0] * direction[0] + point[1] * direction[1];
}
