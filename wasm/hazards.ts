/**
 * Hazards of a layout under evaluation: its aisles and the runs of stalls placed so far, each a rectangle in the
 * frame it belongs to and a box in every frame in use. Whatever forbids a stall is subtracted from the
 * free intervals of its strip here; there is no second mechanism. Units of 0.1 mm.
 */
import { HEAD, measured } from "./arena";
import { MAX_FRAMES } from "./edges";
import { boxIn, boxLanes, crossFrom, crossSlanted, crossTo, inU0, inU1, inV0, inV1, SLANTED_WORK } from "./slanted";
import { addWork, frameCount, intervalCount, intervalHigh, intervalLow, turnCos, turnSin } from "./strips";

/** Hazards one layout can hold. */
const MAX_HAZARDS: i32 = 4096;
/** Objects that touch this deep do not bar each other, units: rounding. */
export const TOUCH: i32 = 3;
/** Free intervals one strip can fall into. */
const MAX_FREE: i32 = 1024;

export let hazardCount: i32 = 0;
const hazardFrame = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_HAZARDS * 4) + HEAD);
measured(hazardFrame, MAX_HAZARDS);
/**
 * Boxes by frame, then by hazard: u from, minus u to, v from, minus v to. Written and read as one word each: a wide load waits for several
 * narrow stores before it, and the row that is packed next asks for what the last one has added.
 */
const boxes: usize = memory.data(MAX_FRAMES * MAX_HAZARDS * 16, 64);
const BOX_SHIFT: usize = 4;

/** Frames of this layout, one bit each. */
let framesUsed: i32 = 0;

export let freeCount: i32 = 0;
export const freeLow = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_FREE * 4) + HEAD);
measured(freeLow, MAX_FREE);
export const freeHigh = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_FREE * 4) + HEAD);
measured(freeHigh, MAX_FREE);

/** Starts a layout that uses these frames, one bit each. */
export function clearHazards(frames: i32): void {
  hazardCount = 0;
  framesUsed = frames;
}

/** Adds a rectangle given along (s) and across (t) an axis of its frame; 0 when the table is full. */
export function addHazard(frame: i32, turn: i32, s0: i32, s1: i32, t0: i32, t1: i32): i32 {
  if (hazardCount >= MAX_HAZARDS) return 0;
  const h = hazardCount++;
  hazardFrame[h] = frame;
  const u0 = turn ? t0 : s0;
  const u1 = turn ? t1 : s1;
  const v0 = turn ? s0 : t0;
  const v1 = turn ? s1 : t1;
  setBox(boxAt(frame, h), u0, u1, v0, v1);
  if (framesUsed != 1 << frame) {
    for (let f = 0; f < frameCount; f++) {
      if (f == frame || !((framesUsed >> f) & 1)) continue;
      if (ASC_FEATURE_SIMD) {
        v128.store(boxAt(f, h), boxLanes(turnCos(frame, f), turnSin(frame, f), u0, u1, v0, v1));
        continue;
      }
      boxIn(frame, u0, u1, v0, v1, f);
      setBox(boxAt(f, h), inU0, inU1, inV0, inV1);
    }
  }
  return 1;
}

function boxAt(frame: i32, h: i32): usize {
  return boxes + ((<usize>(frame * MAX_HAZARDS + h)) << BOX_SHIFT);
}

function setBox(at: usize, u0: i32, u1: i32, v0: i32, v1: i32): void {
  if (ASC_FEATURE_SIMD) {
    v128.store(at, fourOf(u0, -u1, v0, -v1));
    return;
  }
  store<i32>(at, u0);
  store<i32>(at, -u1, 4);
  store<i32>(at, v0, 8);
  store<i32>(at, -v1, 12);
}

function fourOf(a: i32, b: i32, c: i32, d: i32): v128 {
  return i32x4.replace_lane(i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(a), 1, b), 2, c), 3, d);
}

/** Starts the free list of a strip. */
export function clearFree(): void {
  freeCount = 0;
}

/** Adds a free interval. Past the table's end it is dropped: stalls are missed, never misplaced. */
export function addFree(low: i32, high: i32): void {
  if (freeCount >= MAX_FREE) return;
  freeLow[freeCount] = low;
  freeHigh[freeCount] = high;
  freeCount++;
}

/** A bit for each of four hazards whose extent, from `from` to `to`, meets low … high. Without SIMD one by one, for the twin. */
export function meeting(from: usize, to: usize, low: i32, high: i32): i32 {
  if (ASC_FEATURE_SIMD) {
    const begins = i32x4.lt_s(v128.load(from), i32x4.splat(high));
    return i32x4.bitmask(v128.and(begins, i32x4.gt_s(v128.load(to), i32x4.splat(low))));
  }
  let bits = 0;
  for (let k = 0; k < 4; k++) {
    const at = (<usize>k) << 2;
    if (load<i32>(from + at) < high && load<i32>(to + at) > low) bits |= 1 << k;
  }
  return bits;
}

/** Hazards that are asked about at once, a bit each. */
const WORD: i32 = 32;

/** A bit for each hazard from `first` on, as many as a word has, whose box at `at` and after begins before all that is asked for. */
function meetingWord(at: usize, first: i32, count: i32, u0: i32, u1: i32, v0: i32, v1: i32): u32 {
  const last = min(count, first + WORD);
  let bits: u32 = 0;
  let h = first;
  if (ASC_FEATURE_SIMD) {
    const ends = fourOf(u1, -u0, v1, -v0);
    // the condition comes last: what does not change in a loop is kept out of it only where its body is sure to run
    do {
      const a = i32x4.lt_s(v128.load(at), ends);
      const b = i32x4.lt_s(v128.load(at, 16), ends);
      const c = i32x4.lt_s(v128.load(at, 32), ends);
      const d = i32x4.lt_s(v128.load(at, 48), ends);
      // a byte for each comparison, so that four make a word
      const bytes = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
      bits |= i32x4.bitmask(i32x4.eq(bytes, i32x4.splat(-1))) << (h - first);
      at += 64;
      h += 4;
    } while (h < last);
    // those beyond the last hazard are of an earlier layout
    return last - first < WORD ? bits & ((1 << (last - first)) - 1) : bits;
  }
  for (; h < last; h++) {
    if (load<i32>(at) < u1 && load<i32>(at, 4) < -u0 && load<i32>(at, 8) < v1 && load<i32>(at, 12) < -v0)
      bits |= 1 << (h - first);
    at += 16;
  }
  return bits;
}

/** Work of looking at every hazard once. */
export function subtractWork(): i32 {
  return 16 + hazardCount;
}

/** Takes every hazard out of the free list of the strip t0 … t1; what is left shorter than `shortest` goes. */
export function subtractHazards(frame: i32, turn: i32, t0: i32, t1: i32, shortest: i32): void {
  if (!freeCount) return;
  addWork(subtractWork() + SLANTED_WORK * subtract(frame, turn, t0 + TOUCH, t1 - TOUCH, shortest));
}

/** Work of the strip that `freeStrip` looked at last, rectangles of other frames taken out of it, and the stretch that had ground before. */
export let freeWork: i32 = 0;
export let slantedCount: i32 = 0;
export let groundFrom: i32 = 0;
export let groundTo: i32 = 0;

/** Makes the free list of the strip t0 … t1 between low and high: its ground less every hazard. Returns how many intervals that is. */
export function freeStrip(
  list: usize,
  low: i32,
  high: i32,
  frame: i32,
  turn: i32,
  t0: i32,
  t1: i32,
  shortest: i32,
): i32 {
  const count = intervalCount(list);
  freeWork = 12 + count * 3;
  freeCount = 0;
  slantedCount = 0;
  groundFrom = 0;
  groundTo = 0;
  if (!count) return 0;
  let k = 0;
  do {
    const from = max(intervalLow(list, k), low);
    const to = min(intervalHigh(list, k), high);
    if (to - from >= shortest) addFree(from, to);
  } while (++k < count);
  if (!freeCount) return 0;
  groundFrom = freeLow[0];
  groundTo = freeHigh[freeCount - 1];
  slantedCount = subtract(frame, turn, t0 + TOUCH, t1 - TOUCH, shortest);
  freeWork += subtractWork() + SLANTED_WORK * slantedCount;
  return freeCount;
}

/** Takes every hazard out of a free list that is not empty; returns how many of other frames it looked at until nothing was left. */
function subtract(frame: i32, turn: i32, low: i32, high: i32, shortest: i32): i32 {
  const range0 = freeLow[0];
  const range1 = freeHigh[freeCount - 1];
  const count = hazardCount;
  let slanted = 0;
  // nearly always there is one interval, and it is only cut back: that needs no list
  let single = freeCount == 1;
  let a = range0;
  let b = range1;
  const u0 = turn ? low : range0;
  const u1 = turn ? high : range1;
  const v0 = turn ? range0 : low;
  const v1 = turn ? range1 : high;
  const own = boxAt(frame, 0);
  const along = own + (turn ? 8 : 0);
  for (let first = 0; first < count; first += WORD) {
    let mask = meetingWord(own + ((<usize>first) << BOX_SHIFT), first, count, u0, u1, v0, v1);
    while (mask) {
      const k = first + ctz(mask);
      mask &= mask - 1;
      let s0 = load<i32>(along + ((<usize>k) << BOX_SHIFT));
      let s1 = -load<i32>(along + ((<usize>k) << BOX_SHIFT), 4);
      if (hazardFrame[k] != frame) {
        slanted++;
        const its = hazardFrame[k];
        const at = boxAt(its, k);
        if (
          !crossSlanted(
            its,
            load<i32>(at),
            -load<i32>(at, 4),
            load<i32>(at, 8),
            -load<i32>(at, 12),
            frame,
            turn,
            low,
            high,
          )
        )
          continue;
        s0 = crossFrom;
        s1 = crossTo;
      }
      if (!single) {
        block(s0, s1, shortest);
        if (!freeCount) return slanted;
        continue;
      }
      const left = s0 - a >= shortest;
      const right = b - s1 >= shortest;
      if (left && right) {
        single = false;
        freeLow[0] = a;
        freeHigh[0] = s0;
        freeLow[1] = s1;
        freeHigh[1] = b;
        freeCount = 2;
      } else if (left) b = min(b, s0);
      else if (right) a = max(a, s1);
      else {
        freeCount = 0;
        return slanted;
      }
    }
  }
  if (single) {
    freeLow[0] = a;
    freeHigh[0] = b;
  }
  return slanted;
}

/** Takes s0 … s1 out of the free list. */
export function block(s0: i32, s1: i32, shortest: i32): void {
  const count = freeCount;
  // intervals ascend: those that it meets follow each other
  let first = 0;
  while (first < count && freeHigh[first] <= s0) first++;
  let next = first;
  while (next < count && freeLow[next] < s1) next++;
  if (first == next) return;
  const low = freeLow[first];
  const high = freeHigh[next - 1];
  const left = s0 - low >= shortest;
  let right = high - s1 >= shortest;
  // one becomes two: past the table's end the second is dropped
  if (left && right && next == first + 1 && count >= MAX_FREE) right = false;
  const shift = first - next + (left ? 1 : 0) + (right ? 1 : 0);
  if (shift > 0) {
    for (let i = count - 1; i >= next; i--) {
      freeLow[i + shift] = freeLow[i];
      freeHigh[i + shift] = freeHigh[i];
    }
  } else if (shift < 0) {
    for (let i = next; i < count; i++) {
      freeLow[i + shift] = freeLow[i];
      freeHigh[i + shift] = freeHigh[i];
    }
  }
  if (left) {
    freeLow[first] = low;
    freeHigh[first++] = s0;
  }
  if (right) {
    freeLow[first] = s1;
    freeHigh[first] = high;
  }
  freeCount = count + shift;
}
