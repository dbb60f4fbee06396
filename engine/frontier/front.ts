import { isLawful } from "../compare.ts";
import { costOf, type Prices } from "../mix/prices.ts";
import type { Plan } from "../model/plan.ts";
import type { SweptPoint } from "./sweep.ts";
import type { Vary } from "./vary.ts";

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
  /** null where no point has more stalls, the same standing before the law, and as much for people beside them. */
  readonly next: NextPlan | null;
}

/** Plans nearer than this in green are equal, square metres: measures are rounded to a tenth. */
const EQUAL = 0.05;

/** Keys that ask for what people are given beside stalls: more of it is better. */
const FOR_PEOPLE: ReadonlySet<string> = new Set(["chargingStalls.share", "ebikeChargers.count", "ebikeSlots.min"]);

/** Other keys whose value shows in what plans are judged by. Of any further one, such as a width, nobody knows which value is better. */
const MEASURED: ReadonlySet<string> = new Set([
  "newStalls.target",
  "newStalls.min",
  "newStalls.max",
  "accessibleStalls.min",
  "newGreen.max",
  "treesMoved.max",
  "green.balance_min",
  "green.ratio.min",
]);

/** A plan with all that it is judged by. */
interface Judged {
  readonly plan: Plan;
  readonly lawful: boolean;
  /** By the price list; null where there is none. */
  readonly cost: number | null;
  /** What was asked for people beside stalls, one for each key that is varied. */
  readonly asked: readonly number[];
  /** Values of keys that nobody can judge: plans are held against each other where these are the same. */
  readonly set: string;
}

/**
 * Swept points with what they are among each other.
 * @param varied the keys of the points' values
 * @param prices where given, what a plan costs counts too
 */
export function frontierOf(
  points: readonly SweptPoint[],
  varied: readonly Vary[],
  prices: Prices | null = null,
): FrontierPoint[] {
  const keys = varied.map(({ key }) => key.replace(/^demand\./, ""));
  const judged = points.map(({ plan, values }): Judged => {
    const asked = values.filter((_, i) => FOR_PEOPLE.has(keys[i]));
    const set = values.filter((_, i) => !FOR_PEOPLE.has(keys[i]) && !MEASURED.has(keys[i])).join(" ");
    return { plan, lawful: isLawful(plan), cost: prices === null ? null : costOf(plan, prices), asked, set };
  });
  const drawn = points.map(({ plan }) => drawnBy(plan));
  const first = drawn.map((own) => drawn.indexOf(own));
  return points.map((point, row): FrontierPoint => {
    const own = judged[row];
    const dominatedBy = judged.flatMap((other, at) => (first[at] === at && isDominating(other, own) ? [at] : []));
    const equal = judged.findIndex((other) => other.set === own.set && gainsOf(other, own).every((gain) => gain === 0));
    const onFront = dominatedBy.length === 0 && equal === row;
    return { ...point, lawful: own.lawful, dominatedBy, sameAs: first[row], onFront, next: nextOf(judged, row) };
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

/** Nowhere worse in stalls, green, planting, trees, what people were to be given, demands met, cost and lawfulness, and somewhere better. */
function isDominating(one: Judged, other: Judged): boolean {
  if (one.set !== other.set) return false;
  const gains = gainsOf(one, other);
  return gains.every((gain) => gain >= 0) && gains.some((gain) => gain > 0);
}

/** How much better one is than another, by what decides; 0 where both are equal. */
function gainsOf(one: Judged, other: Judged): number[] {
  const [a, b] = [one.plan.measures, other.plan.measures];
  return [
    Number(one.lawful) - Number(other.lawful),
    a.stalls.new - b.stalls.new,
    a.stalls.accessible - b.stalls.accessible,
    area(a.greening.balance - b.greening.balance),
    area(b.greening.removed - a.greening.removed),
    area(b.greening.planted - a.greening.planted),
    b.treesMoved - a.treesMoved,
    other.plan.unmet.length - one.plan.unmet.length,
    ...askedMore(one, other),
    (other.cost ?? 0) - (one.cost ?? 0),
  ];
}

/** How much more was asked for people beside stalls. */
function askedMore(one: Judged, other: Judged): number[] {
  return one.asked.map((value, i) => value - other.asked[i]);
}

function area(difference: number): number {
  return Math.abs(difference) < EQUAL ? 0 : difference;
}

/** The point with the least stalls more, of those the one that takes least green. */
function nextOf(judged: readonly Judged[], row: number): NextPlan | null {
  const own = judged[row];
  const { stalls, greening } = own.plan.measures;
  let best = -1;
  for (let at = 0; at < judged.length; at++) {
    const { plan, lawful, set } = judged[at];
    const other = plan.measures;
    if (lawful !== own.lawful || set !== own.set || other.stalls.new <= stalls.new) continue;
    // a stall that costs bicycles their places has another price
    if (askedMore(judged[at], own).some((more) => more < 0)) continue;
    const known = best < 0 ? null : judged[best].plan.measures;
    if (
      known === null ||
      other.stalls.new < known.stalls.new ||
      (other.stalls.new === known.stalls.new && other.greening.removed < known.greening.removed)
    ) {
      best = at;
    }
  }
  if (best < 0) return null;
  const other = judged[best].plan.measures;
  const more = other.stalls.new - stalls.new;
  const green = rounded(other.greening.removed - greening.removed);
  return { point: best, stalls: more, green, perStall: rounded(green / more) };
}

/** Square metres as measures are written. */
function rounded(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}
