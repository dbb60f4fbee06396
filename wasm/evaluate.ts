/**
 * From aisles to stalls: where each aisle runs, which of them a car reaches from a gate at full width,
 * and how many stalls stand along them. Everything is in whole units of 0.1 mm, so that every build and engine agrees.
 */
import {
  addFree,
  addHazard,
  clearFree,
  clearHazards,
  freeCount,
  freeHigh,
  freeLow,
  hazardCount,
  MAX_HAZARDS,
  subtractHazards,
} from "./hazards";
import {
  ACROSS,
  ALIVE,
  ANCHOR,
  aisleCount,
  COUNT,
  FRAME,
  FROM,
  GATE,
  get,
  HIGH,
  LOW,
  MAX_AISLES,
  NEED_FROM,
  NEED_TO,
  orderAt,
  PACK,
  PARENT,
  SLOTS,
  set,
  setScore,
  setStallCount,
  TO,
  TURN,
} from "./layout";
import {
  addWork,
  frameCos,
  frameSin,
  intervalCount,
  intervalHigh,
  intervalLow,
  LAYER_AISLE,
  LAYER_STALL,
  strip,
} from "./strips";

/** A run of stalls may be this much longer than the ground it has, units: two snapped walls and a turn. */
export const SLACK: i32 = 6;
/** Aisles link when they miss each other by no more than this, units. */
const LINK: i32 = 3;

export let stallWidth: i32 = 0;
export let stallLength: i32 = 0;
export let aisleWidth: i32 = 0;
/** Weight of what is left over in the free intervals, in stalls. */
const LEFTOVER_WEIGHT: f64 = 0.12;

/** Gates, by number: the frame and turn of the way in, +1 or −1 along s, where it begins. */
export const MAX_GATES: i32 = 64;
export const gateFrame = new StaticArray<i32>(MAX_GATES);
export const gateTurn = new StaticArray<i32>(MAX_GATES);
export const gateSign = new StaticArray<i32>(MAX_GATES);
export const gateStart = new StaticArray<i32>(MAX_GATES);
/** Lowest and highest `across` of an aisle that enters by the gate. */
export const gateLow = new StaticArray<i32>(MAX_GATES);
export const gateHigh = new StaticArray<i32>(MAX_GATES);
export let gateCount: i32 = 0;

// runs of stalls of the layout evaluated last
export const runAisle = new StaticArray<i32>(MAX_HAZARDS);
export const runSlot = new StaticArray<i32>(MAX_HAZARDS);
/** Lower side of the run's strip, across it. */
export const runAcross = new StaticArray<i32>(MAX_HAZARDS);
/** Where the run begins along its strip. */
export const runStart = new StaticArray<i32>(MAX_HAZARDS);
export const runStalls = new StaticArray<i32>(MAX_HAZARDS);
export let runCount: i32 = 0;

const queue = new StaticArray<i32>(MAX_AISLES);
/** Place where the two centre-lines of the pair linked last meet, along each. */
let meetI: i32 = 0;
let meetJ: i32 = 0;
/** 1 when the first of the pair linked last holds the disc at the meeting place, 2 when the second does. */
let holder: i32 = 0;

export function setSizes(width: i32, length: i32, aisle: i32): void {
  stallWidth = width;
  stallLength = length;
  aisleWidth = aisle;
  gateCount = 0;
}

/** Adds a gate; its number, or −1 when the table is full. */
export function addGate(frame: i32, turn: i32, sign: i32, start: i32, low: i32, high: i32): i32 {
  if (gateCount >= MAX_GATES) return -1;
  gateFrame[gateCount] = frame;
  gateTurn[gateCount] = turn;
  gateSign[gateCount] = sign;
  gateStart[gateCount] = start;
  gateLow[gateCount] = low;
  gateHigh[gateCount] = high;
  return gateCount++;
}

/** Evaluates a layout: fills its derived columns, the runs and the score, which it returns. */
export function evaluate(layout: usize): f64 {
  const n = aisleCount(layout);
  for (let i = 0; i < n; i++) extend(layout, i);
  const alive = connect(layout, n);
  addWork(60 + n * 12);
  let frames = 0;
  for (let k = 0; k < alive; k++) frames |= 1 << get(layout, FRAME, queue[k]);
  clearHazards(frames);
  let area: f64 = 0;
  for (let k = 0; k < alive; k++) {
    const i = queue[k];
    const t = get(layout, ACROSS, i);
    const from = get(layout, FROM, i);
    const to = get(layout, TO, i);
    addHazard(get(layout, FRAME, i), get(layout, TURN, i), from, to, t, t + aisleWidth);
    area += <f64>(to - from);
  }
  runCount = 0;
  let stalls = 0;
  let leftover: f64 = 0;
  for (let k = 0; k < n * SLOTS; k++) {
    const row = orderAt(layout, k);
    const i = row >> 2;
    if (!get(layout, ALIVE, i)) continue;
    const slot = row & 3;
    const frame = get(layout, FRAME, i);
    const turn = get(layout, TURN, i);
    const t = get(layout, ACROSS, i);
    const from = get(layout, FROM, i);
    const to = get(layout, TO, i);
    let low = from;
    let high = to;
    let across = slot == 0 ? t - stallLength : t + aisleWidth;
    let along = turn;
    if (slot >= 2) {
      // an end that the ground cuts off has no room behind it; only one that was cut back may
      if (to - from < aisleWidth || get(layout, slot == 2 ? LOW : HIGH, i) != (slot == 2 ? from : to)) continue;
      low = t;
      high = t + aisleWidth;
      across = slot == 2 ? from - stallLength : to;
      along = 1 - turn;
    }
    const shortest = stallWidth - SLACK;
    gather(frame, along, across, low, high, shortest);
    if (!freeCount) continue;
    subtractHazards(frame, along, across, across + stallLength, shortest);
    const fromHigh = (get(layout, PACK, i) >> slot) & 1;
    const free = freeCount;
    for (let r = 0; r < free; r++) {
      const room = freeHigh[r] - freeLow[r];
      const count = (room + SLACK) / stallWidth;
      const used = count * stallWidth;
      const start = used >= room ? freeLow[r] - ((used - room) >> 1) : fromHigh ? freeHigh[r] - used : freeLow[r];
      if (runCount >= MAX_HAZARDS || !addHazard(frame, along, start, start + used, across, across + stallLength)) break;
      runAisle[runCount] = i;
      runSlot[runCount] = slot;
      runAcross[runCount] = across;
      runStart[runCount] = start;
      runStalls[runCount] = count;
      runCount++;
      stalls += count;
      const rest = max(0.0, <f64>(room - used) / <f64>stallWidth);
      leftover += rest * rest;
    }
  }
  setStallCount(layout, stalls);
  need(layout, alive);
  // among equals: long leftovers rather than many short ones, and less aisle
  const value = <f64>stalls + LEFTOVER_WEIGHT * leftover - (area / <f64>stallWidth) * 0.004;
  setScore(layout, value);
  return value;
}

/** Free ground of a stall strip between low and high, as the free list. */
export function gather(frame: i32, turn: i32, across: i32, low: i32, high: i32, shortest: i32): void {
  clearFree();
  const row = strip(LAYER_STALL, frame, turn, across);
  const count = intervalCount(row);
  addWork(12 + count * 3);
  for (let k = 0; k < count; k++) {
    const from = max(intervalLow(row, k), low);
    const to = min(intervalHigh(row, k), high);
    if (to - from >= shortest) addFree(from, to);
  }
}

/** How far an aisle runs on the ground that is free around its anchor. Not at all: FROM > TO. */
function extend(layout: usize, i: i32): void {
  set(layout, ALIVE, i, 0);
  set(layout, PARENT, i, -1);
  set(layout, COUNT, i, 0);
  const row = strip(LAYER_AISLE, get(layout, FRAME, i), get(layout, TURN, i), get(layout, ACROSS, i));
  const anchor = get(layout, ANCHOR, i);
  const count = intervalCount(row);
  for (let k = 0; k < count; k++) {
    const low = intervalLow(row, k);
    const high = intervalHigh(row, k);
    if (anchor < low || anchor > high) continue;
    set(layout, FROM, i, max(low, get(layout, LOW, i)));
    set(layout, TO, i, min(high, get(layout, HIGH, i)));
    return;
  }
  set(layout, FROM, i, 1);
  set(layout, TO, i, 0);
}

/** Marks what a car reaches from the gates at full width, in the order found; returns how many aisles that is. */
function connect(layout: usize, n: i32): i32 {
  let tail = 0;
  for (let i = 0; i < n; i++) {
    if (get(layout, GATE, i) < 0 || get(layout, TO, i) - get(layout, FROM, i) < stallWidth) continue;
    set(layout, ALIVE, i, 1);
    queue[tail++] = i;
  }
  for (let head = 0; head < tail; head++) {
    const i = queue[head];
    for (let j = 0; j < n; j++) {
      if (get(layout, ALIVE, j) || get(layout, TO, j) - get(layout, FROM, j) < stallWidth) continue;
      if (!link(layout, i, j)) continue;
      set(layout, ALIVE, j, 1);
      set(layout, PARENT, j, i);
      queue[tail++] = j;
    }
    addWork(n * 2);
  }
  return tail;
}

/** Whether a disc as wide as an aisle gets from one aisle to the other. */
function link(layout: usize, i: i32, j: i32): boolean {
  const half = aisleWidth >> 1;
  if (get(layout, FRAME, i) == get(layout, FRAME, j)) {
    if (get(layout, TURN, i) == get(layout, TURN, j)) return false;
    meetI = get(layout, ACROSS, j) + half;
    meetJ = get(layout, ACROSS, i) + half;
    // one holds the whole crossing, the other comes up to its edge
    const touchI = reaches(layout, i, meetI - half, meetI + half);
    const touchJ = reaches(layout, j, meetJ - half, meetJ + half);
    if (!touchI || !touchJ) return false;
    holder = holds(layout, i, meetI) ? 1 : holds(layout, j, meetJ) ? 2 : 0;
    return holder != 0;
  }
  if (!meet(layout, i, j)) return false;
  if (!reaches(layout, i, meetI, meetI) || !reaches(layout, j, meetJ, meetJ)) return false;
  holder = holds(layout, i, meetI) ? 1 : holds(layout, j, meetJ) ? 2 : 0;
  return holder != 0;
}

function reaches(layout: usize, i: i32, low: i32, high: i32): boolean {
  return get(layout, FROM, i) <= high + LINK && get(layout, TO, i) >= low - LINK;
}

function holds(layout: usize, i: i32, at: i32): boolean {
  const half = aisleWidth >> 1;
  return get(layout, FROM, i) <= at - half + LINK && get(layout, TO, i) >= at + (aisleWidth - half) - LINK;
}

/** Where the centre-lines of two aisles of different frames cross. */
function meet(layout: usize, i: i32, j: i32): boolean {
  const fi = get(layout, FRAME, i);
  const fj = get(layout, FRAME, j);
  const ti = get(layout, TURN, i);
  const tj = get(layout, TURN, j);
  const half = <f64>aisleWidth * 0.5;
  const ci = <f64>get(layout, ACROSS, i) + half;
  const cj = <f64>get(layout, ACROSS, j) + half;
  // direction of s and the point at s = 0
  const dix = ti ? -frameSin[fi] : frameCos[fi];
  const diy = ti ? frameCos[fi] : frameSin[fi];
  const djx = tj ? -frameSin[fj] : frameCos[fj];
  const djy = tj ? frameCos[fj] : frameSin[fj];
  const pix = ti ? frameCos[fi] * ci : -frameSin[fi] * ci;
  const piy = ti ? frameSin[fi] * ci : frameCos[fi] * ci;
  const pjx = tj ? frameCos[fj] * cj : -frameSin[fj] * cj;
  const pjy = tj ? frameSin[fj] * cj : frameCos[fj] * cj;
  const cross = dix * djy - diy * djx;
  if (abs(cross) < 1e-5) return false;
  const ex = pjx - pix;
  const ey = pjy - piy;
  const si = (ex * djy - ey * djx) / cross;
  const sj = (ex * diy - ey * dix) / cross;
  if (abs(si) > 1e9 || abs(sj) > 1e9) return false;
  meetI = <i32>floor(si + 0.5);
  meetJ = <i32>floor(sj + 0.5);
  return true;
}

/** The part of each aisle that its stalls, its links and its gate need. */
function need(layout: usize, alive: i32): void {
  for (let k = 0; k < alive; k++) {
    const i = queue[k];
    set(layout, NEED_FROM, i, FAR_HIGH);
    set(layout, NEED_TO, i, FAR_LOW);
    const gate = get(layout, GATE, i);
    if (gate >= 0) {
      const start = gateSign[gate] > 0 ? get(layout, FROM, i) : get(layout, TO, i);
      widen(layout, i, start, start);
    }
  }
  for (let r = 0; r < runCount; r++) {
    const i = runAisle[r];
    set(layout, COUNT, i, get(layout, COUNT, i) + runStalls[r]);
    if (runSlot[r] < 2) widen(layout, i, runStart[r], runStart[r] + runStalls[r] * stallWidth);
    else if (runSlot[r] == 2) widen(layout, i, get(layout, FROM, i), get(layout, FROM, i) + aisleWidth);
    else widen(layout, i, get(layout, TO, i) - aisleWidth, get(layout, TO, i));
  }
  const half = aisleWidth >> 1;
  // links that hold the disc first, then those that only have to come near; children before parents
  for (let k = alive - 1; k >= 0; k--) {
    const j = queue[k];
    const i = get(layout, PARENT, j);
    if (i < 0 || !link(layout, i, j)) continue;
    if (holder == 1) widen(layout, i, meetI - half, meetI + aisleWidth - half);
    else widen(layout, j, meetJ - half, meetJ + aisleWidth - half);
  }
  for (let k = 0; k < alive; k++) {
    const i = queue[k];
    set(layout, NEED_FROM, i, max(get(layout, NEED_FROM, i), get(layout, FROM, i)));
    set(layout, NEED_TO, i, min(get(layout, NEED_TO, i), get(layout, TO, i)));
  }
  // up to the other's centre-line, although its edge would do: no hair's breadth is left between the two when drawn
  for (let k = alive - 1; k >= 0; k--) {
    const j = queue[k];
    const i = get(layout, PARENT, j);
    if (i < 0 || !link(layout, i, j)) continue;
    if (holder == 1) widen(layout, j, meetJ, meetJ);
    else widen(layout, i, meetI, meetI);
  }
}

const FAR_HIGH: i32 = 0x3fffffff;
const FAR_LOW: i32 = -0x3fffffff;

function widen(layout: usize, i: i32, low: i32, high: i32): void {
  if (low < get(layout, NEED_FROM, i)) set(layout, NEED_FROM, i, low);
  if (high > get(layout, NEED_TO, i)) set(layout, NEED_TO, i, high);
}
