import { bounds, type Point, pointsOf, type Ring } from "../../model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../../model/plan.ts";
import { isEntered, isJoined } from "../plane/joints.ts";
import { snapped, snappedArea } from "../plane/outline.ts";
import { crossSections, type EdgeFrame, fromEdge, ringToEdge, sidesOf, toEdge } from "../plane/section.ts";
import { stallId } from "./ids.ts";

/** The aisles and stalls of a layout that reach a gate, as far as the green that they take goes. */
export interface Ends {
  /** The gates for cars, each from one post to the other. */
  readonly gates: readonly (readonly [Point, Point])[];
  /** Green that may be taken, square metres, and where it is. */
  readonly greenLimit: number;
  readonly green: readonly Ring[];
  /** Stalls at most. */
  readonly most: number;
}

/** Paving a square metre of bare ground counts as this much green: of two aisles over none the shorter is better. */
const PAVED = 0.1;

/** Sums along an aisle are tabulated at this step, metres. */
const STEP = 0.1;

/** What touches within this is joined, metres. */
const TOUCH = 0.05;

/** A stretch along an aisle, metres; low > high: none. */
interface Stretch {
  readonly low: number;
  readonly high: number;
}

const NONE: Stretch = { low: Infinity, high: -Infinity };

interface StallOn {
  readonly feature: PlanFeature<"stall">;
  /** The part of its aisle that it needs. */
  readonly needs: Stretch;
  readonly green: number;
}

interface Lane {
  readonly feature: PlanFeature<"aisle"> | PlanFeature<"driveway">;
  /** From the left corner of its beginning: `along` its axis, `out` to the right. */
  readonly frame: EdgeFrame;
  readonly length: number;
  readonly width: number;
  /** Green and paving up to each step. */
  readonly green: Float64Array;
  readonly stalls: readonly StallOn[];
  /** Where a car comes in: the lane before it (−1: a gate), what that one needs for it, and where it begins here. */
  entry: { readonly from: number; readonly needs: Stretch; readonly here: Stretch } | null;
}

/**
 * Grows a tree of aisles from the gates over those of a layout: again and again the stretch that gives most stalls for the
 * green it takes, its way from the gate and its stalls included, until nothing more fits. Aisles are cut to what is used.
 */
export function prunedTo(features: readonly PlanFeature[], ends: Ends): PlanFeature[] {
  const lanes = lanesOf(features, ends);
  const used: Stretch[] = lanes.map(() => NONE);
  const taken = new Set<StallOn>();
  let left = ends.greenLimit;
  for (;;) {
    const next = bestGrowth(lanes, used, taken, { green: left, stalls: ends.most - taken.size });
    if (next === null) break;
    left -= next.green;
    for (const [lane, stretch] of next.stretches) used[lane] = stretch;
    for (const stall of next.stalls) taken.add(stall);
  }
  return drawn(lanes, used, taken);
}

interface Growth {
  readonly stretches: ReadonlyMap<number, Stretch>;
  readonly stalls: readonly StallOn[];
  readonly green: number;
}

function bestGrowth(
  lanes: readonly Lane[],
  used: readonly Stretch[],
  taken: ReadonlySet<StallOn>,
  left: { readonly green: number; readonly stalls: number },
): Growth | null {
  if (left.stalls <= 0) return null;
  let best: Growth | null = null;
  let most = 0;
  for (const [i, lane] of lanes.entries()) {
    if (lane.entry === null) continue;
    for (const target of lane.stalls) {
      if (taken.has(target)) continue;
      const stretches = wayTo(lanes, used, i, target.needs);
      let green = 0;
      let paved = 0;
      const stalls: StallOn[] = [];
      for (const [k, stretch] of stretches) {
        const more = sumOver(lanes[k], stretch) - sumOver(lanes[k], used[k]);
        green += more;
        paved += PAVED * lanes[k].width * (lengthOf(stretch) - lengthOf(used[k]));
        for (const stall of lanes[k].stalls) {
          if (taken.has(stall) || !isWithin(stall.needs, stretch) || stalls.length >= left.stalls) continue;
          stalls.push(stall);
          green += stall.green;
        }
      }
      if (green > left.green) continue;
      const value = stalls.length / (green + paved + 0.01);
      if (value <= most) continue;
      most = value;
      best = { stretches, stalls, green };
    }
  }
  return best;
}

/** What of each aisle on the way from a gate has to be there so that a stretch of one of them can be driven on. */
function wayTo(lanes: readonly Lane[], used: readonly Stretch[], lane: number, needs: Stretch): Map<number, Stretch> {
  const stretches = new Map<number, Stretch>();
  let at = lane;
  let wanted = needs;
  while (at >= 0) {
    const { entry } = lanes[at];
    if (entry === null) break;
    stretches.set(at, hull(hull(used[at], entry.here), wanted));
    wanted = entry.needs;
    at = entry.from;
  }
  return stretches;
}

function hull(a: Stretch, b: Stretch): Stretch {
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

function lengthOf({ low, high }: Stretch): number {
  return Math.max(0, high - low);
}

function isWithin(inner: Stretch, outer: Stretch): boolean {
  return inner.low >= outer.low - 1e-6 && inner.high <= outer.high + 1e-6;
}

function sumOver({ green }: Lane, { low, high }: Stretch): number {
  return high <= low ? 0 : sumTo(green, high) - sumTo(green, low);
}

function sumTo(table: Float64Array, at: number): number {
  const cell = Math.min(table.length - 2, Math.max(0, Math.floor(at / STEP)));
  return table[cell] + (at / STEP - cell) * (table[cell + 1] - table[cell]);
}

function lanesOf(features: readonly PlanFeature[], { gates, green }: Ends): Lane[] {
  const stalls = planFeaturesOf(features, "stall");
  const ways = [...planFeaturesOf(features, "driveway"), ...planFeaturesOf(features, "aisle")];
  const lanes = ways.map((feature): Lane => {
    const { centreline, width } = feature.properties;
    const [a, b] = pointsOf(centreline ?? new Float64Array([0, 0, 1, 0]));
    const length = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2);
    const along: Point = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
    const out: Point = [along[1], -along[0]];
    const frame: EdgeFrame = { origin: [a[0] - (out[0] * width) / 2, a[1] - (out[1] * width) / 2], along, out };
    const own = stalls.filter(({ properties }) => properties.aisle === feature.id);
    return {
      feature,
      frame,
      length,
      width,
      green: greenAlong(frame, length, width, green),
      stalls: own.map((stall) => ({
        feature: stall,
        needs: neededBy(stall, frame, length, width),
        green: greenOf(stall, green),
      })),
      entry: null,
    };
  });
  enter(lanes, gates);
  return lanes;
}

/** The part of an aisle before a stall's mouth: its width beside the aisle, the aisle's depth across its end. */
function neededBy({ shape }: PlanFeature<"stall">, frame: EdgeFrame, length: number, width: number): Stretch {
  const [x0, y0, x1, y1] = shape.shell;
  const [a, b] = [toEdge(frame, x0, y0)[0], toEdge(frame, x1, y1)[0]];
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  if (high - low > TOUCH) return { low: Math.max(0, low), high: Math.min(length, high) };
  return low < length / 2
    ? { low: 0, high: Math.min(length, width) }
    : { low: Math.max(0, length - width), high: length };
}

function greenOf({ shape, properties }: PlanFeature<"stall">, green: readonly Ring[]): number {
  const [x0, y0, x1, y1] = shape.shell;
  const mouth = Math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2);
  const along: Point = [(x1 - x0) / mouth, (y1 - y0) / mouth];
  // corners run counter-clockwise, so the stall lies on the left of its mouth
  const frame: EdgeFrame = { origin: [x0, y0], along, out: [-along[1], along[0]] };
  const table = greenAlong(frame, mouth, properties.parkingAngle === 0 ? properties.width : properties.length, green);
  return table[table.length - 1];
}

/** Green under a strip, summed along it. */
function greenAlong(frame: EdgeFrame, length: number, width: number, green: readonly Ring[]): Float64Array {
  const table = new Float64Array(Math.ceil(length / STEP) + 2);
  const under = crossSections(sidesOf(frame, green, 0, length), 0, width, 0, length);
  for (let k = 0; k < under.length; k += 4) {
    const [from, to, depthFrom, depthTo] = under.subarray(k, k + 4);
    for (let i = 1; i < table.length; i++) {
      const end = Math.min(to, i * STEP);
      const share = end <= from ? 0 : (end - from) / (to - from);
      table[i] += share * (to - from) * (depthFrom + (share * (depthTo - depthFrom)) / 2);
    }
  }
  return table;
}

/**
 * Leads every aisle back to a gate, breadth first: over joints that a car gets through where there are any, and only then
 * over ground that merely overlaps. A layout may close a notch between two aisles with a third, which is not kept.
 */
function enter(lanes: readonly Lane[], gates: readonly (readonly [Point, Point])[]): void {
  const queue: number[] = [];
  const from = (i: number, [a, b]: readonly [Point, Point]) => {
    const lane = lanes[i];
    const at = Math.min(lane.length, Math.max(0, toEdge(lane.frame, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2)[0]));
    const half = lane.width / 2;
    const here = { low: Math.max(0, at - half), high: Math.min(lane.length, at + half) };
    lane.entry = { from: -1, needs: NONE, here };
    queue.push(i);
  };
  const onward = (isOpen: (a: Lane, b: Lane) => boolean) => {
    for (let head = 0; head < queue.length; head++) {
      const before = lanes[queue[head]];
      lanes.forEach((lane, i) => {
        if (lane.entry !== null || !meets(before, lane) || !isOpen(before, lane)) return;
        const needs = shadowOn(before, lane);
        const here = shadowOn(lane, before);
        if (needs === null || here === null) return;
        lane.entry = { from: queue[head], needs, here };
        queue.push(i);
      });
    }
  };
  for (const gate of gates) {
    const near = nearestTo(lanes, gate);
    const open = near.filter((i) => isEntered(lanes[i], gate));
    for (const i of open.length > 0 ? open : near) if (lanes[i].entry === null) from(i, gate);
  }
  onward(isJoined);
  onward(() => true);
}

/** The lanes that are nearest to the middle of a gate. */
function nearestTo(lanes: readonly Lane[], [a, b]: readonly [Point, Point]): number[] {
  const gaps = lanes.map(({ frame, length, width }) => {
    const [along, aside] = toEdge(frame, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
    return Math.max(-along, along - length, -aside, aside - width, 0);
  });
  const nearest = Math.min(...gaps);
  return lanes.flatMap((_, i) => (gaps[i] <= nearest + TOUCH ? [i] : []));
}

function meets(a: Lane, b: Lane): boolean {
  const [low, near, high, far] = bounds(ringToEdge(a.frame, b.feature.shape.shell));
  if (low > a.length + TOUCH || high < -TOUCH || near > a.width + TOUCH || far < -TOUCH) return false;
  const [low2, near2, high2, far2] = bounds(ringToEdge(b.frame, a.feature.shape.shell));
  return low2 <= b.length + TOUCH && high2 >= -TOUCH && near2 <= b.width + TOUCH && far2 >= -TOUCH;
}

/** Aisles that turn less than this against each other, as the sine, do not cross: 11°. */
const PARALLEL = 0.2;

/** The part of an aisle that another one crosses or comes in at, its whole width; null where their axes do not meet. */
function shadowOn(on: Lane, of: Lane): Stretch | null {
  const cosine = on.frame.along[0] * of.frame.along[0] + on.frame.along[1] * of.frame.along[1];
  const sine = on.frame.along[0] * of.frame.along[1] - on.frame.along[1] * of.frame.along[0];
  // where the other's axis begins, seen along this one
  const [s, t] = toEdge(on.frame, ...fromEdge(of.frame, 0, of.width / 2));
  const off = t - on.width / 2;
  if (Math.abs(sine) < PARALLEL) {
    const [low, , high] = bounds(ringToEdge(on.frame, of.feature.shape.shell));
    // one behind the other, or none beside the other
    return Math.abs(off) > on.width / 4 ? null : { low: Math.max(0, low), high: Math.min(on.length, high) };
  }
  const at = s + (off / sine) * cosine;
  const half = (of.width / 2 + (on.width / 2) * Math.abs(cosine)) / Math.abs(sine);
  if (at < -half - TOUCH || at > on.length + half + TOUCH) return null;
  return { low: Math.max(0, at - half), high: Math.min(on.length, at + half) };
}

function drawn(lanes: readonly Lane[], used: readonly Stretch[], taken: ReadonlySet<StallOn>): PlanFeature[] {
  const ways: PlanFeature[] = [];
  const stalls: PlanFeature[] = [];
  for (const [i, { feature, frame, width, stalls: own }] of lanes.entries()) {
    const { low, high } = used[i];
    if (high <= low) continue;
    const at = (along: number, aside: number) => fromEdge(frame, along, aside);
    ways.push({
      ...feature,
      shape: snappedArea([at(low, width), at(high, width), at(high, 0), at(low, 0)]),
      properties: { ...feature.properties, centreline: snapped([at(low, width / 2), at(high, width / 2)]) },
    } as PlanFeature);
    for (const stall of own) {
      if (taken.has(stall)) stalls.push({ ...stall.feature, id: stallId(stalls.length) });
    }
  }
  return [...ways, ...stalls];
}
