import type { StallSize } from "../../model/demand.ts";
import { type Area, pointsOf, type Ring } from "../../model/geometry.ts";
import type { PlanFeature } from "../../model/plan.ts";
import type { StallType } from "../../model/site.ts";
import { OVERLAP_TOLERANCE } from "../../model/tolerance.ts";
import { edgesOf, snappedArea } from "../plane/outline.ts";
import {
  crossSections,
  type EdgeFrame,
  fromEdge,
  merged,
  type Span,
  sidesOf,
  startSpans,
  toEdge,
  touchedSpans,
  uncoveredSpans,
} from "../plane/section.ts";
import { stallId } from "../rows/ids.ts";
import { UNITS } from "./envelope.ts";
import type { Lot } from "./lot.ts";

// the edges of a settled plan's aisles, and what bars a stall along them: exact, in metres

/** A stall as it stands along an edge, metres. */
export interface Fit {
  readonly angle: 90 | 0;
  readonly type: Extract<StallType, "standard" | "compact">;
  readonly size: StallSize;
  /** Along the edge, and away from it. */
  readonly mouth: number;
  readonly depth: number;
  /** Free ground that it needs before its mouth. */
  readonly aisle: number;
}

/** One side or end of an aisle. */
export interface AisleEdge {
  readonly aisle: PlanFeature<"aisle">;
  /** Number of the side in the aisle's outline: 0 and 2 run along it. */
  readonly side: number;
  readonly frame: EdgeFrame;
  readonly length: number;
}

export type Stall = PlanFeature<"stall">;

/** A ring and the box around it: x0, y0, x1, y1. */
export interface Boxed {
  readonly ring: Ring;
  readonly box: Float64Array;
}

/** What a lot leaves free, rings taken even-odd: for stalls, and for aisles, which keep off other things than stalls do. */
export interface Free {
  readonly stall: readonly Ring[];
  readonly aisle: readonly Ring[];
}

/** Ground of a plan in the making. */
export interface Ground {
  readonly free: Free;
  /** What is driven on, piece by piece. */
  readonly ways: readonly Boxed[];
  readonly stalls: readonly Boxed[];
}

/** A mouth is on an edge, and ground is covered, when it is this near, metres. FORMAT.md section 4, fact 1: less is rounding. */
const ON_EDGE = OVERLAP_TOLERANCE;

/** What stands square to an edge may stray this far from that, metres. */
const SQUARE = 0.001;

export function freeOf({ envelope: { stall, aisle, origin } }: Lot): Free {
  const metres = (rings: readonly Ring[]) => rings.map((ring) => ring.map((value, i) => value / UNITS + origin[i % 2]));
  const own = metres(stall);
  return { stall: own, aisle: aisle === stall ? own : metres(aisle) };
}

export function boxed({ shape }: PlanFeature): Boxed {
  const ring = (shape as Area).shell;
  const box = Float64Array.of(Infinity, Infinity, -Infinity, -Infinity);
  for (let i = 0; i < ring.length; i++) {
    const side = i % 2;
    if (ring[i] < box[side]) box[side] = ring[i];
    if (ring[i] > box[side + 2]) box[side + 2] = ring[i];
  }
  return { ring, box };
}

/** What the ways of a plan cover. */
export function waysOf(features: readonly PlanFeature[]): Boxed[] {
  return features.filter(({ kind }) => kind === "aisle" || kind === "driveway").map(boxed);
}

/** The four sides of an aisle. */
export function edgesOfAisle(aisle: PlanFeature<"aisle">): AisleEdge[] {
  return edgesOf(aisle.shape.shell, "outside").map(({ frame, length }, side) => ({ aisle, side, frame, length }));
}

/** Asks where along an edge no such stall can stand, or none can be driven into; stretches from `start` to `end`. */
export type Barring = (fit: Fit, start: number, end: number) => Span[];

/** How far beyond its ends an edge is asked about at most, and depth and aisle width that it is asked about at most. Metres. */
export interface Reach {
  readonly beyond: number;
  readonly depth: number;
  readonly aisle: number;
}

/** What bars stalls along an edge, one after the other: what most likely leaves no place comes first. */
function bars({ frame, length }: AisleEdge, { free, ways, stalls }: Ground, reach: Reach): Barring[] {
  const [low, high] = [-reach.beyond, length + reach.beyond];
  const isNear = within(frame, low, high, -reach.aisle, reach.depth);
  const sides = (rings: readonly Ring[]) => sidesOf(frame, rings, low, high);
  // found when first asked for
  const standing = once(() => sides(stalls.filter(isNear).map(({ ring }) => ring)));
  const ground = once(() => sides(free.stall));
  const driven = free.aisle === free.stall ? ground : once(() => sides(free.aisle));
  const roads = once(() => ways.filter(isNear).map(({ ring }) => sides([ring])));
  return [
    ({ depth }, start, end) => uncoveredSpans(crossSections(ground(), 0, depth, start, end), depth, ON_EDGE),
    ({ depth }, start, end) => roads().flatMap((way) => touchedSpans(crossSections(way, ON_EDGE, depth, start, end))),
    ({ aisle }, start, end) => uncoveredSpans(crossSections(driven(), -aisle, 0, start, end), aisle, ON_EDGE),
    ({ depth }, start, end) => touchedSpans(crossSections(standing(), 0, depth, start, end)),
    ({ aisle }, start, end) => touchedSpans(crossSections(standing(), -aisle, 0, start, end)),
  ];
}

/** What stalls that stand square to an edge, their mouths on it, take of it for certain: a hair less than all. */
function mouthsOn({ frame: { origin, along, out } }: AisleEdge, rings: readonly Ring[]): Span[] {
  const spans: Span[] = [];
  for (const ring of rings) {
    const [ax, ay, bx, by] = [ring[0] - origin[0], ring[1] - origin[1], ring[2] - origin[0], ring[3] - origin[1]];
    if (Math.abs(ax * out[0] + ay * out[1]) > SQUARE || Math.abs(bx * out[0] + by * out[1]) > SQUARE) continue;
    const [cx, cy] = [ring[4] - ring[2], ring[5] - ring[3]];
    if (Math.abs(cx * along[0] + cy * along[1]) > SQUARE || cx * out[0] + cy * out[1] < 0) continue;
    const [a, b] = [ax * along[0] + ay * along[1], bx * along[0] + by * along[1]];
    if (Math.abs(a - b) > 4 * SQUARE) spans.push([Math.min(a, b) + 2 * SQUARE, Math.max(a, b) - 2 * SQUARE]);
  }
  return spans;
}

function once<T>(find: () => T): () => T {
  let found: { readonly value: T } | null = null;
  return () => {
    found ??= { value: find() };
    return found.value;
  };
}

/** What bars stalls along an edge, all of it. */
export function barringOf(edge: AisleEdge, ground: Ground, reach: Reach): Barring {
  const all = bars(edge, ground, reach);
  return (fit, start, end) => merged(all.flatMap((bar) => bar(fit, start, end)));
}

/**
 * Where a stall can begin along an edge; given up as soon as what has been looked at leaves no place. First come those that have their
 * aisle there, `own`: a row that is full leaves no more than its ends, which the ground mostly bars.
 */
export function startsOf(edge: AisleEdge, ground: Ground, reach: Reach, own: readonly Ring[]): Barring {
  const all = bars(edge, ground, reach);
  const mouths = once(() => mouthsOn(edge, own));
  return (fit, start, end) => {
    let barred = merged(mouths());
    let starts = startSpans(barred, start, end, fit.mouth);
    for (const bar of all) {
      if (starts.length === 0) break;
      barred = merged([...barred, ...bar(fit, start, end)]);
      starts = startSpans(barred, start, end, fit.mouth);
    }
    return starts;
  };
}

/** Whether a box comes near a band along an edge. */
function within(frame: EdgeFrame, start: number, end: number, low: number, high: number): (what: Boxed) => boolean {
  const corners = [
    fromEdge(frame, start, low),
    fromEdge(frame, end, low),
    fromEdge(frame, end, high),
    fromEdge(frame, start, high),
  ];
  const [x0, x1] = [Math.min(...corners.map(([x]) => x)), Math.max(...corners.map(([x]) => x))];
  const [y0, y1] = [Math.min(...corners.map(([, y]) => y)), Math.max(...corners.map(([, y]) => y))];
  return ({ box }) => box[0] <= x1 && box[2] >= x0 && box[1] <= y1 && box[3] >= y0;
}

/** Where along an edge a stall's mouth begins; null when it is not on it. */
export function startOn({ aisle, frame, length }: AisleEdge, stall: Stall): number | null {
  if (stall.properties.aisle !== aisle.id) return null;
  const [a, b] = pointsOf(stall.shape.shell).map(([x, y]) => toEdge(frame, x, y));
  if (Math.abs(a[1]) > ON_EDGE || Math.abs(b[1]) > ON_EDGE) return null;
  const start = Math.min(a[0], b[0]);
  return start < -ON_EDGE || Math.max(a[0], b[0]) > length + ON_EDGE ? null : start;
}

/** A stall along an edge. */
export function stallAt({ aisle, frame }: AisleEdge, { angle, type, size, mouth, depth }: Fit, start: number): Stall {
  const at = (s: number, d: number) => fromEdge(frame, start + s, d);
  return {
    kind: "stall",
    id: "",
    // counter-clockwise, the mouth first: seen from the aisle, out is to the right
    shape: snappedArea([at(mouth, 0), at(0, 0), at(0, depth), at(mouth, depth)]),
    properties: { type, status: "new", parkingAngle: angle, ...size, aisle: aisle.id },
  };
}

/** Stalls named in the order in which they are. */
export function named(features: readonly PlanFeature[]): PlanFeature[] {
  let row = 0;
  return features.map((feature) => (feature.kind === "stall" ? { ...feature, id: stallId(row++) } : feature));
}
