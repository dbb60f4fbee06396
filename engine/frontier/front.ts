import { isLawful } from "../compare.ts";
import type { Plan } from "../model/plan.ts";
import type { SweptPoint } from "./sweep.ts";

/** What the next better plan of a sweep costs more than this one. */
export interface NextPlan {
  /** Row of the point that it belongs to. */
  readonly point: number;
  /** New stalls more. */
  readonly stalls: number;
  /** Green taken more, square metres. */
  readonly green: number;
  /** Square metres of green for each further stall: a difference of two audited plans, no estimate. */
  readonly perStall: number;
}

/** A point of a frontier, judged among the others. */
export interface FrontierPoint extends SweptPoint {
  /** Keeps every rule that forbids, legal ones too, and is no study. */
  readonly lawful: boolean;
  /** Rows of points that are nowhere worse and somewhere better. */
  readonly dominatedBy: readonly number[];
  /** First row with this very plan; its own when no earlier point has it. */
  readonly sameAs: number;
  /** Not dominated, and the first that is worth as much. */
  readonly onFront: boolean;
  /** null where no point has more stalls and the same standing before the law. */
  readonly next: NextPlan | null;
}

/** Plans nearer than this in green are equal, square metres: measures are rounded to a tenth. */
const EQUAL = 0.05;

/** Swept points with what they are among each other. */
export function frontierOf(points: readonly SweptPoint[]): FrontierPoint[] {
  const lawful = points.map(({ plan }) => isLawful(plan));
  const drawn = points.map(({ plan }) => drawnBy(plan));
  const first = drawn.map((own) => drawn.indexOf(own));
  return points.map((point, row): FrontierPoint => {
    const dominatedBy = points.flatMap((other, at) =>
      first[at] === at && isDominating([other.plan, lawful[at]], [point.plan, lawful[row]]) ? [at] : [],
    );
    const equal = points.findIndex((other, at) =>
      gainsOf([other.plan, lawful[at]], [point.plan, lawful[row]]).every((gain) => gain === 0),
    );
    const onFront = dominatedBy.length === 0 && equal === row;
    const next = nextOf(points, lawful, row);
    return { ...point, lawful: lawful[row], dominatedBy, sameAs: first[row], onFront, next };
  });
}

const drawings = new WeakMap<Plan["features"], string>();

/** What a plan draws, as text: two searches may end in the same plan. */
function drawnBy({ features }: Plan): string {
  const known = drawings.get(features);
  if (known !== undefined) return known;
  const text = features
    .map(({ kind, shape, properties }) => {
      const type = "type" in properties ? properties.type : "";
      return `${kind} ${type} ${JSON.stringify(shape, (_key, part) => (part instanceof Float64Array ? [...part] : part))}`;
    })
    .join("\n");
  drawings.set(features, text);
  return text;
}

type Judged = readonly [plan: Plan, lawful: boolean];

/** Nowhere worse in stalls, green, planting, trees, demands met and lawfulness, and somewhere better. */
function isDominating(one: Judged, other: Judged): boolean {
  const gains = gainsOf(one, other);
  return gains.every((gain) => gain >= 0) && gains.some((gain) => gain > 0);
}

/** How much better one is than another, by what decides; 0 where both are equal. */
function gainsOf([one, oneLawful]: Judged, [other, otherLawful]: Judged): number[] {
  return [
    Number(oneLawful) - Number(otherLawful),
    one.measures.stalls.new - other.measures.stalls.new,
    one.measures.stalls.accessible - other.measures.stalls.accessible,
    area(one.measures.greening.balance - other.measures.greening.balance),
    area(other.measures.greening.removed - one.measures.greening.removed),
    area(other.measures.greening.planted - one.measures.greening.planted),
    other.measures.treesMoved - one.measures.treesMoved,
    other.unmet.length - one.unmet.length,
  ];
}

function area(difference: number): number {
  return Math.abs(difference) < EQUAL ? 0 : difference;
}

/** The point with the least stalls more, of those the one that takes least green. */
function nextOf(points: readonly SweptPoint[], lawful: readonly boolean[], row: number): NextPlan | null {
  const { stalls, greening } = points[row].plan.measures;
  let best = -1;
  for (let at = 0; at < points.length; at++) {
    const other = points[at].plan.measures;
    if (lawful[at] !== lawful[row] || other.stalls.new <= stalls.new) continue;
    const known = best < 0 ? null : points[best].plan.measures;
    if (
      known === null ||
      other.stalls.new < known.stalls.new ||
      (other.stalls.new === known.stalls.new && other.greening.removed < known.greening.removed)
    ) {
      best = at;
    }
  }
  if (best < 0) return null;
  const other = points[best].plan.measures;
  const more = other.stalls.new - stalls.new;
  const green = rounded(other.greening.removed - greening.removed);
  return { point: best, stalls: more, green, perStall: rounded(green / more) };
}

/** Square metres as measures are written. */
function rounded(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}
