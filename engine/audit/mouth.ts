import { flat, type Line, type Point, pointsOf, type Ring } from "../model/geometry.ts";
import { featuresOf } from "../model/site.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { meanWidth, without } from "./areas.ts";
import {
  depthOutside,
  distanceToEdge,
  isInside,
  type Outline,
  outlineOf,
  overlapDepth,
  squaredToSegment,
} from "./outline.ts";
import { type Finding, lookupOf, metres, type Outcome, type Scene, type Thing, thingOf } from "./scene.ts";
import { blockersToday, type Stall, type StallFeature, span, stallsOf } from "./stalls.ts";

// fact 2 of FORMAT.md section 4: in front of every mouth the ground that a car needs to turn in

/** A mouth touches its aisle within this, metres: both ends are written to 0.1 mm. */
const TOUCH = 0.01;

/** Half the width of the strip that is looked at where a rule asks for an aisle's width at one corner, metres. */
const CORNER = 0.05;

/** A stall stands at the angle it says within this much of its cosine: about one degree. */
const ANGLE_TOLERANCE = 0.015;

/** Ground that is driven on, with what its stalls have to know of it. */
interface Serving extends Thing {
  readonly isRoad: boolean;
  readonly centreline: Line | null;
}

/** In front of every mouth the ground that its aisle needs, free and drivable. */
export function mouthAisle(scene: Scene): Outcome {
  const { table } = scene;
  const findings: Finding[] = [];
  const pieces = servingGround(scene);
  const byId = new Map(pieces.map((piece) => [piece.id, piece]));
  const ground = lookupOf(pieces);
  const things = lookupOf([...scene.standing, ...blockersToday(scene)]);
  let narrowest = Infinity;
  for (const stall of stallsOf(scene)) {
    const { id, feature } = stall;
    const { aisle, parkingAngle } = feature.properties;
    const serving = byId.get(aisle);
    const turn = serving === undefined ? null : turnAt(feature, serving);
    const at = turn?.corner ?? mouthMiddle(feature.shape.shell);
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
    const oneWay = scene.oneWay.has(aisle);
    const width = table.aisle(parkingAngle, oneWay ? "one-way" : "two-way");
    if (width === null) {
      fail(
        "an aisle the rules know",
        parkingAngle,
        `stall ${id} at ${parkingAngle}° stands on a ${oneWay ? "one-way" : "two-way"} aisle, which the rules do not know.`,
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
    if (turn !== null && Math.abs(turn.cosine - COSINES[turn.angle]) > ANGLE_TOLERANCE) {
      fail(
        COSINES[turn.angle],
        turn.cosine,
        `stall ${id} says ${parkingAngle}°, but the cosine of its angle to ${aisle} is ${turn.cosine.toFixed(3)}.`,
        Math.abs(turn.cosine - COSINES[turn.angle]),
      );
      continue;
    }
    const needed = outlineOf({ shell: groundNeeded(feature, width, turn), holes: [] });
    const fault = blockedBy(needed, stall, ground.near(needed), things.near(needed));
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

/** Site roads and the plan's own drivable ground. */
function servingGround(scene: Scene): Serving[] {
  return [
    ...scene.driven.map((thing) => ({
      ...thing,
      isRoad: false,
      centreline: "centreline" in thing.feature.properties ? thing.feature.properties.centreline : null,
    })),
    ...featuresOf(scene.site, "road").map((road) => ({
      ...thingOf(road),
      isRoad: true,
      centreline: road.properties.centreline,
    })),
  ];
}

/** How each stall lies to the aisle that it names; null at 0° and 90° and where it names none. */
export function turnsOf(scene: Scene): (Turn | null)[] {
  const byId = new Map(servingGround(scene).map((piece) => [piece.id, piece]));
  return stallsOf(scene).map(({ feature }) => {
    const serving = byId.get(feature.properties.aisle);
    return serving === undefined ? null : turnAt(feature, serving);
  });
}

/** How an angled stall lies to its aisle. */
export interface Turn {
  readonly angle: 30 | 45 | 60;
  /** The corner of the mouth that is nearest to the aisle. */
  readonly corner: Point;
  /** Unit vector straight across the aisle, away from the stall. */
  readonly across: Point;
  /** Cosine of the angle between the stall's side and the aisle. */
  readonly cosine: number;
}

/** Cosine of the parking angles between 0° and 90°. */
const COSINES: Readonly<Record<Turn["angle"], number>> = { 30: Math.sqrt(3) / 2, 45: Math.SQRT1_2, 60: 0.5 };

/** The turn into an angled stall, by the direction of its aisle at the mouth; null at 0° and 90°. */
function turnAt({ shape, properties }: StallFeature, serving: Serving): Turn | null {
  const { parkingAngle: angle } = properties;
  if (angle === 0 || angle === 90) return null;
  const [a, b, c] = pointsOf(shape.shell);
  const [dx, dy] = directionAt(serving, mouthMiddle(shape.shell));
  const length = span(b, c);
  const inward: Point = [(c[0] - b[0]) / length, (c[1] - b[1]) / length];
  const left: Point = [-dy, dx];
  const across: Point = reachOf(inward, left) < 0 ? left : [-left[0], -left[1]];
  return {
    angle,
    corner: reachOf(a, across) > reachOf(b, across) ? a : b,
    across,
    cosine: Math.abs(inward[0] * dx + inward[1] * dy),
  };
}

/** Unit direction of an aisle near a position: of its centre-line where it has one, else of its rim. */
function directionAt({ centreline, outline }: Serving, [x, y]: Point): Point {
  const edges: number[] = [];
  if (centreline !== null && centreline.length >= 4) {
    for (let i = 0; i + 3 < centreline.length; i += 2) edges.push(...centreline.subarray(i, i + 4));
  } else edges.push(...outline.edges);
  const columns = Float64Array.from(edges);
  let best = Infinity;
  let direction: Point = [1, 0];
  for (let i = 0; i < columns.length; i += 4) {
    const length = span([columns[i], columns[i + 1]], [columns[i + 2], columns[i + 3]]);
    const squared = squaredToSegment(x, y, columns, i);
    if (length === 0 || squared >= best) continue;
    best = squared;
    direction = [(columns[i + 2] - columns[i]) / length, (columns[i + 3] - columns[i + 1]) / length];
  }
  return direction;
}

/** The rectangle before the mouth; for angled stalls a strip across the aisle at the forward corner. */
function groundNeeded(feature: StallFeature, width: number, turn: Turn | null): Ring {
  const [a, b] = pointsOf(feature.shape.shell);
  if (turn === null) {
    const mouth = span(a, b);
    // counter-clockwise: the outside of the first edge is on its right
    return strip(a, b, [(b[1] - a[1]) / mouth, -(b[0] - a[0]) / mouth], width);
  }
  const { corner, across } = turn;
  const side: Point = [-across[1] * CORNER, across[0] * CORNER];
  return strip([corner[0] - side[0], corner[1] - side[1]], [corner[0] + side[0], corner[1] + side[1]], across, width);
}

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

function mouthMiddle(shell: Ring): Point {
  return [(shell[0] + shell[2]) / 2, (shell[1] + shell[3]) / 2];
}

function reachOf(point: Point, direction: Point): number {
  return point[0] * direction[0] + point[1] * direction[1];
}
