import type { Area, Point, Ring } from "../../model/geometry.ts";
import { allNumbers, hold, isHeldBy, kernel, numberAt } from "./kernel.ts";

/**
 * Coordinates along and across a road edge: `along` runs with the edge, `out` away from the road.
 * Unit vectors come from square roots only, so every engine gives the same bits.
 */
export interface EdgeFrame {
  readonly origin: Point;
  readonly along: Point;
  readonly out: Point;
}

/** Local metres to [along, out]. */
export function toEdge(frame: EdgeFrame, x: number, y: number): Point {
  const dx = x - frame.origin[0];
  const dy = y - frame.origin[1];
  return [dx * frame.along[0] + dy * frame.along[1], dx * frame.out[0] + dy * frame.out[1]];
}

/** [along, out] to local metres. */
export function fromEdge(frame: EdgeFrame, along: number, out: number): Point {
  return [
    frame.origin[0] + along * frame.along[0] + out * frame.out[0],
    frame.origin[1] + along * frame.along[1] + out * frame.out[1],
  ];
}

/** The rectangle between two places along the edge and two across it, local metres: from the first near one on. */
export function boxAlong({ origin, along, out }: EdgeFrame, a: number, b: number, near: number, far: number): Ring {
  const ring = new Float64Array(8);
  for (let k = 0; k < 4; k++) {
    const s = k === 0 || k === 3 ? a : b;
    const d = k < 2 ? near : far;
    ring[2 * k] = origin[0] + s * along[0] + d * out[0];
    ring[2 * k + 1] = origin[1] + s * along[1] + d * out[1];
  }
  return ring;
}

/** A ring in [along, out], flat like a `Ring`. */
export function ringToEdge(frame: EdgeFrame, ring: Ring): Ring {
  const { origin, along, out } = frame;
  const seen = new Float64Array(ring.length);
  for (let i = 0; i < ring.length; i += 2) {
    const dx = ring[i] - origin[0];
    const dy = ring[i + 1] - origin[1];
    seen[i] = dx * along[0] + dy * along[1];
    seen[i + 1] = dx * out[0] + dy * out[1];
  }
  return seen;
}

// sides are gathered here, and what is returned is a column as long as they are
let gathered = new Float64Array(1024);

/** Where so many numbers can be gathered. */
function roomFor(count: number): Float64Array {
  if (gathered.length < count) gathered = new Float64Array(2 * count);
  return gathered;
}

/** Adds four numbers after the first so many; returns how many there are then. */
function addFour(to: Float64Array, count: number, a: number, b: number, c: number, d: number): number {
  to[count] = a;
  to[count + 1] = b;
  to[count + 2] = c;
  to[count + 3] = d;
  return count + 4;
}

/** The sides of rings in edge coordinates, from left to right; sides straight across the edge bound nothing and are left out. */
export interface Sides {
  /** Five numbers a side: along and out of its left end, of its right end, and how far out it goes a metre. */
  readonly columns: Float64Array;
  /** How far out they reach, metres; Infinity and −Infinity where there are none. */
  readonly low: number;
  readonly high: number;
}

/** Numbers a side. */
const SIDE = 5;

export const NO_SIDES: Sides = { columns: new Float64Array(0), low: Infinity, high: -Infinity };

/** Only those that come between `start` and `end` along the edge. */
export function sidesOf(frame: EdgeFrame, rings: readonly Ring[], start: number, end: number): Sides {
  const { origin, along, out } = frame;
  let most = 0;
  for (const ring of rings) most += (SIDE * ring.length) / 2;
  const sides = roomFor(most);
  let count = 0;
  let [low, high] = [Infinity, -Infinity];
  for (const ring of rings) {
    const n = ring.length;
    let dx = ring[n - 2] - origin[0];
    let dy = ring[n - 1] - origin[1];
    let s0 = dx * along[0] + dy * along[1];
    let d0 = dx * out[0] + dy * out[1];
    for (let i = 0; i < n; i += 2) {
      dx = ring[i] - origin[0];
      dy = ring[i + 1] - origin[1];
      const s1 = dx * along[0] + dy * along[1];
      const d1 = dx * out[0] + dy * out[1];
      const isRight = s0 < s1;
      if (isRight ? s1 > start && s0 < end : s1 < s0 && s0 > start && s1 < end) {
        count = addFour(sides, count, isRight ? s0 : s1, isRight ? d0 : d1, isRight ? s1 : s0, isRight ? d1 : d0);
        sides[count] = (sides[count - 1] - sides[count - 3]) / (sides[count - 2] - sides[count - 4]);
        count++;
        if (d0 < low) low = d0;
        if (d1 < low) low = d1;
        if (d0 > high) high = d0;
        if (d1 > high) high = d1;
      }
      s0 = s1;
      d0 = d1;
    }
  }
  return count === 0 ? NO_SIDES : { columns: sides.slice(0, count), low, high };
}

/**
 * Stretches along the edge in which the covered depth of a band changes linearly, from left to right, four numbers each:
 * from, to, depth at the one and at the other. Metres. In columns, for they are asked for by the ten thousand.
 */
export type Sections = Float64Array;

/** A stretch along the edge, metres. */
export type Span = readonly [from: number, to: number];

/** Coverage less than this, in depth, is rounding. Metres; a tenth of the overlap tolerance. */
const THIN = 0.0001;

/**
 * How deep rings (even-odd, none crossing another) cover the band from `near` to `far`, along the edge from `start` to `end`. Exact: between
 * two neighbouring stops every side is a straight line inside the band or outside.
 */
export function crossSections(of: Sides, near: number, far: number, start: number, end: number): Sections {
  // all of it lies beside the band
  if (of.high <= near || of.low >= far) return end - start < 1e-9 ? NO_SECTIONS : Float64Array.of(start, end, 0, 0);
  // many bands of the same sides are looked at
  if (!isHeldBy(of)) {
    const first = numberAt(kernel.laySides(of.columns.length / SIDE));
    allNumbers().set(of.columns, first);
    kernel.sortSides();
    hold(of);
  }
  const count = kernel.sectionsIn(near, far, start, end);
  const first = numberAt(kernel.sectionsAt());
  return allNumbers().slice(first, first + 4 * count);
}

const NO_SECTIONS = new Float64Array(0);

/** Where anything of the rings lies in the band. */
export function touchedSpans(of: Sections): Span[] {
  const spans: [number, number][] = [];
  for (let k = 0; k < of.length; k += 4) if (of[k + 2] > THIN || of[k + 3] > THIN) addSpan(spans, of[k], of[k + 1]);
  return spans;
}

/** Where the rings do not cover the band to its full depth, but for `slack` metres. */
export function uncoveredSpans(of: Sections, depth: number, slack: number): Span[] {
  const spans: [number, number][] = [];
  const least = depth - slack;
  for (let k = 0; k < of.length; k += 4) if (of[k + 2] < least || of[k + 3] < least) addSpan(spans, of[k], of[k + 1]);
  return spans;
}

/** Adds a span that begins no farther left than the last, joined to it where they overlap or touch. */
function addSpan(spans: [number, number][], from: number, to: number): void {
  const last = spans[spans.length - 1];
  if (last === undefined || from > last[1] + 1e-9) spans.push([from, to]);
  else if (to > last[1]) last[1] = to;
}

/** Where a disc lies in the band from `near` to `far`; null when it does not. `at` in edge coordinates. */
export function discSpan(at: Point, radius: number, near: number, far: number): Span | null {
  const gap = at[1] < near ? near - at[1] : at[1] > far ? at[1] - far : 0;
  if (gap >= radius) return null;
  const half = Math.sqrt(radius * radius - gap * gap);
  return [at[0] - half, at[0] + half];
}

/** Where a convex ring (edge coordinates) lies in the band; null when it does not. */
export function convexSpan(ring: Ring, near: number, far: number): Span | null {
  let from = Infinity;
  let to = -Infinity;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const d0 = ring[j + 1];
    const d1 = ring[i + 1];
    if (d1 < low) low = d1;
    if (d1 > high) high = d1;
    if (d1 >= near && d1 <= far) {
      const s = ring[i];
      if (s < from) from = s;
      if (s > to) to = s;
    }
    if (d0 < near !== d1 < near) {
      const s = ring[j] + ((near - d0) / (d1 - d0)) * (ring[i] - ring[j]);
      if (s < from) from = s;
      if (s > to) to = s;
    }
    if (d0 < far !== d1 < far) {
      const s = ring[j] + ((far - d0) / (d1 - d0)) * (ring[i] - ring[j]);
      if (s < from) from = s;
      if (s > to) to = s;
    }
  }
  return low > far - THIN || high < near + THIN || to - from < THIN ? null : [from, to];
}

/** Sorted, overlapping and touching spans joined. */
export function merged(spans: readonly Span[]): Span[] {
  if (spans.length < 2) return [...spans];
  const sorted = [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const out: [number, number][] = [];
  for (let k = 0; k < sorted.length; k++) addSpan(out, sorted[k][0], sorted[k][1]);
  return out;
}

/**
 * The spans of start positions from which `length` metres along the edge stay clear of `blocked`, within
 * `start`…`end`. Each blocked span is taken a hair smaller, so that objects may touch.
 */
export function startSpans(blocked: readonly Span[], start: number, end: number, length: number): Span[] {
  const out: Span[] = [];
  let from = start;
  for (let k = 0; k < blocked.length; k++) {
    const to = Math.min(end, blocked[k][0] + THIN);
    if (to - from >= length - THIN) out.push([from, Math.max(from, to - length)]);
    from = Math.max(from, blocked[k][1] - THIN);
  }
  if (end - from >= length - THIN) out.push([from, Math.max(from, end - length)]);
  return out;
}

/** Is a point inside an area? Even-odd. */
export function holds(area: Area, at: Point): boolean {
  let inside = false;
  for (const ring of [area.shell, ...area.holes]) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      if (ring[i + 1] > at[1] === ring[j + 1] > at[1]) continue;
      const x = ring[i] + ((at[1] - ring[i + 1]) / (ring[j + 1] - ring[i + 1])) * (ring[j] - ring[i]);
      if (at[0] < x) inside = !inside;
    }
  }
  return inside;
}

/** A straight edge that something is set against. */
export interface Edge {
  readonly frame: EdgeFrame;
  /** Metres. */
  readonly length: number;
}
