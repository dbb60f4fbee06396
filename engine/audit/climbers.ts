import { areaOf, type Line, lengthOf, type Point } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { outlineOf, squaredToSegment } from "./outline.ts";
import { type Finding, middleOf, type Outcome, ruleNumber, type Scene, type Subject } from "./scene.ts";

// climbers on walls and pergolas: green that stands upright or overhead, and what of it counts

const RULE = "green.credit_vertical_roof_pergola";

/** Square metres are written to a tenth: two that differ by less agree. */
const SAME = 0.051;

/** A climber grows on the wall that it is drawn within this distance of, metres. */
const ON_WALL = 0.3;

/** Pace at which a climber's place is looked at, metres. */
const PACE = 0.25;

/** Lines at more than about 20° to each other stand on two walls, as the sine. */
const ASLANT = 0.35;

/** Climbers of one wall may run over each other's ends by this much, metres. */
const SHARED = 0.3;

interface Climber {
  readonly id: string;
  readonly at: Point;
  /** What the file says that it counts for, square metres. */
  readonly declared: number;
  /** What it counts for: its face times the rule's share; as declared where a profile has no rule. Square metres. */
  readonly counts: number;
}

/** Each wall green and pergola with what it counts for. */
export function climbersOf({ features, rules }: Subject): Climber[] {
  const share = ruleNumber(rules, RULE, Number.NaN);
  const counts = (face: number, declared: number) => (Number.isNaN(share) ? declared : face * share);
  return [
    ...planFeaturesOf(features, "wallGreen").map(({ id, shape, properties: { height, counted } }) => ({
      id,
      at: [shape[0], shape[1]] as const,
      declared: counted,
      counts: counts(lengthOf(shape) * height, counted),
    })),
    ...planFeaturesOf(features, "pergola").map(({ id, shape, properties: { counted } }) => ({
      id,
      at: middleOf(outlineOf(shape)),
      declared: counted,
      counts: counts(areaOf(shape), counted),
    })),
  ];
}

/** Climbers count for their share, grow on a wall that may be greened and no higher than it, and count once. */
export function climbers(scene: Scene): Outcome {
  const required = ruleNumber(scene.rules, RULE, 0);
  const all = climbersOf(scene);
  if (all.length === 0) return { rule: RULE, findings: null, required, measured: null, unit: "ratio" };
  const findings: Finding[] = [];
  for (const { id, at, declared, counts } of all) {
    const amount = Math.abs(declared - counts);
    if (amount <= SAME) continue;
    const note = `${id} says that it counts ${declared.toFixed(1)} m², its size gives ${counts.toFixed(1)} m².`;
    findings.push({ required: counts, measured: declared, features: [id], at, note, amount });
  }
  const walls = featuresOf(scene.site, "wall").filter((wall) => wall.properties.greenable);
  const greens = planFeaturesOf(scene.features, "wallGreen");
  greens.forEach(({ id, shape, properties }, n) => {
    const places = placesAlong(shape);
    const at = places[0];
    const own = walls.filter((wall) => places.every((place) => distanceTo(wall.shape, place) <= ON_WALL));
    if (own.length === 0) {
      const off = Math.min(
        10,
        ...walls.map((wall) => Math.max(...places.map((place) => distanceTo(wall.shape, place)))),
      );
      const note = `green wall ${id} does not stand on a wall that may be greened.`;
      findings.push({ required: 0, measured: off, features: [id], at, note, amount: off });
      return;
    }
    const high = Math.max(...own.map((wall) => wall.properties.height));
    if (properties.height > high + 0.001) {
      const note = `green wall ${id} is ${properties.height} m high on a wall of ${high} m.`;
      const amount = properties.height - high;
      findings.push({ required: high, measured: properties.height, features: [id], at, note, amount });
    }
    for (const other of greens.slice(0, n)) {
      const shared = sharedLength(shape, other.shape);
      if (shared <= SHARED) continue;
      const note = `green walls ${other.id} and ${id} count about ${shared.toFixed(1)} m of wall twice.`;
      findings.push({ required: 0, measured: shared, features: [other.id, id], at, note, amount: shared });
    }
  });
  return { rule: RULE, findings, required, measured: required, unit: "ratio" };
}

/** Places along a line, a quarter of a metre apart at most. */
export function placesAlong(line: Line): Point[] {
  const out: Point[] = [];
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [dx, dy] = [line[i + 2] - line[i], line[i + 3] - line[i + 1]];
    const count = Math.max(1, Math.ceil(Math.sqrt(dx * dx + dy * dy) / PACE));
    for (let n = 0; n <= count; n++) out.push([line[i] + (dx * n) / count, line[i + 1] + (dy * n) / count]);
  }
  return out;
}

/** How much of a line runs along another one, metres: lines that meet at a corner or end to end share nothing. */
function sharedLength(line: Line, other: Line): number {
  let sum = 0;
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [dx, dy] = [line[i + 2] - line[i], line[i + 3] - line[i + 1]];
    const length = Math.sqrt(dx * dx + dy * dy);
    const count = Math.max(1, Math.ceil(length / PACE));
    for (let n = 0; n < count; n++) {
      const t = (n + 0.5) / count;
      if (runsAlong(other, [line[i] + dx * t, line[i + 1] + dy * t], [dx / length, dy / length])) sum += length / count;
    }
  }
  return sum;
}

/** Whether a line runs past a place, beside it and in its direction. */
function runsAlong(line: Line, [x, y]: Point, [ux, uy]: Point): boolean {
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [dx, dy] = [line[i + 2] - line[i], line[i + 3] - line[i + 1]];
    const length = Math.sqrt(dx * dx + dy * dy);
    const along = ((x - line[i]) * dx + (y - line[i + 1]) * dy) / length;
    const aside = Math.abs((x - line[i]) * dy - (y - line[i + 1]) * dx) / length;
    const turned = Math.abs(ux * dy - uy * dx) / length;
    if (along > 0 && along < length && aside <= ON_WALL && turned < ASLANT) return true;
  }
  return false;
}

export function distanceTo(line: Line, [x, y]: Point): number {
  let best = Infinity;
  // a segment's four numbers stand in a row in a line as in a column of edges
  for (let i = 0; i + 3 < line.length; i += 2) best = Math.min(best, squaredToSegment(x, y, line, i));
  return Math.sqrt(best);
}
