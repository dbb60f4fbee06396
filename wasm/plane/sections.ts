/** How deep rings cover a band along an edge: a sweep over their sides, in coordinates along the edge and out of it. Metres. */
import { release, reserve } from "../arena";

/** Bytes a side: along and out of its left end, of its right end, and how far out it goes a metre, f64. */
const SIDE: usize = 40;

/** Stretches shorter than this are none. */
const SHORTEST: f64 = 1e-9;

let count: i32 = 0;
/** The sides; their addresses by where they begin; all of their ends along the edge, ascending. */
let sides: usize = 0;
let order: usize = 0;
let ends: usize = 0;
/** Where sides leave the band, and all places where its covered depth may bend. */
let bends: usize = 0;
let stops: usize = 0;
/** The sides that reach beyond where the sweep is; those that it crosses, by height; and how high. */
let reaching: usize = 0;
let crossing: usize = 0;
let heights: usize = 0;
/** What has been found, four f64 each: from, to, depth at the one and at the other. */
let sections: usize = 0;

/** Where so many sides go; 0 when memory is short. Takes everything else away. */
export function laySides(many: i32): usize {
  release();
  count = many;
  sides = reserve(many * <i32>SIDE);
  order = reserve(many << 2);
  ends = reserve(many << 4);
  bends = reserve(many << 4);
  // two ends and two crossings a side, and the ends of the edge
  stops = reserve((many << 5) + 16);
  reaching = reserve(many << 2);
  crossing = reserve(many << 2);
  heights = reserve(many << 3);
  sections = reserve((many << 7) + 64);
  return order && ends && bends && stops && reaching && crossing && heights && sections ? sides : 0;
}

/** Sorts the sides that have been laid: once for the many bands that are looked at. */
export function sortSides(): void {
  for (let k = 0; k < count; k++) {
    const side = sides + <usize>k * SIDE;
    store<f64>(ends + ((<usize>k) << 4), load<f64>(side));
    store<f64>(ends + ((<usize>k) << 4), load<f64>(side, 16), 8);
    store<u32>(order + ((<usize>k) << 2), <u32>side);
  }
  sortByStart();
  sortNumbers(ends, 2 * count);
}

/** By where they begin; of two that begin at the same place the one that was laid first. */
function sortByStart(): void {
  for (let gap = firstGap(count); gap > 0; gap /= 3) {
    for (let k = gap; k < count; k++) {
      const side = load<u32>(order + ((<usize>k) << 2));
      let at = k;
      while (at >= gap && comesBefore(side, load<u32>(order + ((<usize>(at - gap)) << 2)))) {
        store<u32>(order + ((<usize>at) << 2), load<u32>(order + ((<usize>(at - gap)) << 2)));
        at -= gap;
      }
      store<u32>(order + ((<usize>at) << 2), side);
    }
  }
}

function comesBefore(a: u32, b: u32): boolean {
  const x = load<f64>(a);
  const y = load<f64>(b);
  return x < y || (x == y && a < b);
}

/** Shell's gaps, as Knuth has them: 1, 4, 13, … */
function firstGap(many: i32): i32 {
  let gap = 1;
  while (3 * gap + 1 < many) gap = 3 * gap + 1;
  return gap;
}

function sortNumbers(column: usize, many: i32): void {
  for (let gap = firstGap(many); gap > 0; gap /= 3) {
    for (let k = gap; k < many; k++) {
      const value = load<f64>(column + ((<usize>k) << 3));
      let at = k;
      while (at >= gap && load<f64>(column + ((<usize>(at - gap)) << 3)) > value) {
        store<f64>(column + ((<usize>at) << 3), load<f64>(column + ((<usize>(at - gap)) << 3)));
        at -= gap;
      }
      store<f64>(column + ((<usize>at) << 3), value);
    }
  }
}

/** How many sections a band has; where they are, `sectionsAt`. */
export function sectionsIn(near: f64, far: f64, start: f64, end: f64): i32 {
  const many = gatherStops(near, far, start, end);
  let filled: usize = 0;
  let next = 0;
  let open = 0;
  for (let i = 1; i < many; i++) {
    const from = load<f64>(stops + ((<usize>(i - 1)) << 3));
    const to = load<f64>(stops + ((<usize>i) << 3));
    if (to - from < SHORTEST) continue;
    const middle = (from + to) / 2;
    while (next < count) {
      const side = load<u32>(order + ((<usize>next) << 2));
      if (load<f64>(side) >= middle) break;
      store<u32>(reaching + ((<usize>open) << 2), side);
      open++;
      next++;
    }
    let kept = 0;
    for (let k = 0; k < open; k++) {
      const side = load<u32>(reaching + ((<usize>k) << 2));
      if (load<f64>(side, 16) <= middle) continue;
      store<u32>(reaching + ((<usize>kept) << 2), side);
      insertByHeight(kept, side, middle);
      kept++;
    }
    open = kept;
    let depthFrom: f64 = 0;
    let depthTo: f64 = 0;
    // every second crossing leaves what the one before has entered
    for (let c = 0; c + 1 < kept; c += 2) {
      const low = load<u32>(crossing + ((<usize>c) << 2));
      const high = load<u32>(crossing + ((<usize>c) << 2), 4);
      depthFrom += within(heightAt(high, from), near, far) - within(heightAt(low, from), near, far);
      depthTo += within(heightAt(high, to), near, far) - within(heightAt(low, to), near, far);
    }
    const at = sections + (filled << 5);
    filled++;
    store<f64>(at, from);
    store<f64>(at, to, 8);
    store<f64>(at, depthFrom, 16);
    store<f64>(at, depthTo, 24);
  }
  return <i32>filled;
}

/** Where they are. */
export function sectionsAt(): usize {
  return sections;
}

/** Gathers where the covered depth of a band may bend, from left to right, and says how many: ends of the edge and of sides, and where sides leave the band. */
function gatherStops(near: f64, far: f64, start: f64, end: f64): i32 {
  let bent = 0;
  for (let k = 0; k < count; k++) {
    const side = sides + <usize>k * SIDE;
    const low = load<f64>(side, 8);
    const high = load<f64>(side, 24);
    if (low < near != high < near) bent = addBend(bent, crossingOf(side, low, high, near), start, end);
    if (low < far != high < far) bent = addBend(bent, crossingOf(side, low, high, far), start, end);
  }
  sortNumbers(bends, bent);
  store<f64>(stops, start);
  let many = 1;
  let k = 0;
  let b = 0;
  while (k < 2 * count || b < bent) {
    const next = k < 2 * count ? load<f64>(ends + ((<usize>k) << 3)) : Infinity;
    const isEnd = b == bent || (k < 2 * count && next <= load<f64>(bends + ((<usize>b) << 3)));
    const at = isEnd ? next : load<f64>(bends + ((<usize>b) << 3));
    if (isEnd) k++;
    else b++;
    if (at <= start || at >= end) continue;
    store<f64>(stops + ((<usize>many) << 3), at);
    many++;
  }
  store<f64>(stops + ((<usize>many) << 3), end);
  return many + 1;
}

function addBend(bent: i32, at: f64, start: f64, end: f64): i32 {
  if (at <= start || at >= end) return bent;
  store<f64>(bends + ((<usize>bent) << 3), at);
  return bent + 1;
}

/** Where a side is so far out. */
function crossingOf(side: usize, low: f64, high: f64, out: f64): f64 {
  const left = load<f64>(side);
  return left + ((out - low) / (high - low)) * (load<f64>(side, 16) - left);
}

/** Inserts a side among so many that are crossed, in order of height at the middle. */
function insertByHeight(many: i32, side: u32, middle: f64): void {
  const height = heightAt(side, middle);
  let at = many;
  while (at > 0) {
    const other = load<f64>(heights + ((<usize>(at - 1)) << 3));
    const before = load<u32>(crossing + ((<usize>(at - 1)) << 2));
    // of two as high, the one that was laid first
    if (other < height || (other == height && before < side)) break;
    store<f64>(heights + ((<usize>at) << 3), other);
    store<u32>(crossing + ((<usize>at) << 2), before);
    at--;
  }
  store<f64>(heights + ((<usize>at) << 3), height);
  store<u32>(crossing + ((<usize>at) << 2), side);
}

/** How far out a side is at a position along the edge. */
function heightAt(side: u32, at: f64): f64 {
  return load<f64>(side, 8) + load<f64>(side, 32) * (at - load<f64>(side));
}

function within(height: f64, near: f64, far: f64): f64 {
  return height < near ? near : height > far ? far : height;
}
