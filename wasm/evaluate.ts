/**
 * From aisles to stalls: where each aisle runs, which of them a car reaches from a gate at full width,
 * and how many stalls stand along them. Everything is in whole units of 0.1 mm, so that every build and engine agrees.
 */
import { HEAD, measured } from "./arena";
import { connectDirected, isDirected } from "./circuit";
import { addFree, addHazard, clearFree, clearHazards, freeHigh, freeLow, freeStrip, freeWork } from "./hazards";
import {
  clearKinds,
  hasChoice,
  kindLayer,
  kindOneWay,
  kindRows,
  kindWidth,
  mostRows,
  rowAtEnds,
  rowDepth,
  rowLayer,
  rowOf,
  rowPitch,
  runLength,
  stallsIn,
  widthOf,
} from "./kinds";
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
  kindOf,
  LOW,
  MAX_AISLES,
  NEED_FROM,
  NEED_TO,
  orderAt,
  PACK,
  PARENT,
  preferenceOf,
  SLOTS,
  set,
  setScore,
  setStallCount,
  TO,
  TURN,
} from "./layout";
import { link, need } from "./links";
import { addRun, clearRuns } from "./runs";
import { addWork, intervalCount, intervalHigh, intervalLow, strip } from "./strips";

/** A run of stalls may be this much longer than the ground it has, units: two snapped walls and a turn. */
export const SLACK: i32 = 6;

/** Pitch and depth of the first row kind: of stalls at right angles, where they are allowed. */
export let stallWidth: i32 = 0;
export let stallLength: i32 = 0;
/** Width of aisle kind 0. */
export let aisleWidth: i32 = 0;
/** Weight of what is left over in the free intervals, in stalls. */
export const LEFTOVER_WEIGHT: f64 = 0.12;

/** Gates, by number: the frame and turn of the way in, +1 or −1 along s, where it begins. */
export const MAX_GATES: i32 = 64;
export const gateFrame = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_GATES * 4) + HEAD);
measured(gateFrame, MAX_GATES);
export const gateTurn = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_GATES * 4) + HEAD);
measured(gateTurn, MAX_GATES);
export const gateSign = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_GATES * 4) + HEAD);
measured(gateSign, MAX_GATES);
export const gateStart = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_GATES * 4) + HEAD);
measured(gateStart, MAX_GATES);
/** The gate's posts, across. */
const postLow = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_GATES * 4) + HEAD);
measured(postLow, MAX_GATES);
const postHigh = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_GATES * 4) + HEAD);
measured(postHigh, MAX_GATES);
/** How far an aisle may stand beyond each post at most, and the width that has to lead through the gate all the same. */
const beyondLow = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_GATES * 4) + HEAD);
measured(beyondLow, MAX_GATES);
const beyondHigh = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_GATES * 4) + HEAD);
measured(beyondHigh, MAX_GATES);
const gateThrough = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_GATES * 4) + HEAD);
measured(gateThrough, MAX_GATES);
/** Lowest and highest `across` of an aisle of kind 0 that enters by the gate. */
export const gateLow = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_GATES * 4) + HEAD);
measured(gateLow, MAX_GATES);
export const gateHigh = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_GATES * 4) + HEAD);
measured(gateHigh, MAX_GATES);
/** Bits of a gate's modes: cars may come in, cars may go out. */
export const GATE_IN: i32 = 1;
export const GATE_OUT: i32 = 2;
export const gateModes = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_GATES * 4) + HEAD);
measured(gateModes, MAX_GATES);
/** How far inside its gate an aisle may begin. */
export const gateGap = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_GATES * 4) + HEAD);
measured(gateGap, MAX_GATES);
export let gateCount: i32 = 0;
/** Whether a gate is only in or only out, or an aisle may be one-way. */
export let anyDirected: boolean = false;

export function allowOneWay(): void {
  anyDirected = true;
}

/** Aisles that a car reaches, in the order found. */
export const queue = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLES * 4) + HEAD);
measured(queue, MAX_AISLES);

export function setSizes(width: i32, length: i32, aisle: i32): void {
  stallWidth = width;
  stallLength = length;
  aisleWidth = aisle;
  gateCount = 0;
  anyDirected = false;
  clearKinds();
}

/** Adds a gate; its number, or −1 when the table is full. */
export function addGate(
  frame: i32,
  turn: i32,
  sign: i32,
  start: i32,
  low: i32,
  high: i32,
  spareLow: i32,
  spareHigh: i32,
  through: i32,
  modes: i32,
  gap: i32,
): i32 {
  if (gateCount >= MAX_GATES) return -1;
  gateFrame[gateCount] = frame;
  gateTurn[gateCount] = turn;
  gateSign[gateCount] = sign;
  gateStart[gateCount] = start;
  postLow[gateCount] = low;
  postHigh[gateCount] = high;
  beyondLow[gateCount] = spareLow;
  beyondHigh[gateCount] = spareHigh;
  gateThrough[gateCount] = through;
  gateLow[gateCount] = lowestIn(gateCount, aisleWidth);
  gateHigh[gateCount] = highestIn(gateCount, aisleWidth);
  gateModes[gateCount] = modes;
  gateGap[gateCount] = gap;
  if (modes != (GATE_IN | GATE_OUT)) anyDirected = true;
  return gateCount++;
}

/** Lowest `across` of an aisle of some width that enters by a gate; one that is wider than the gate stands in its middle. */
export function lowestIn(gate: i32, width: i32): i32 {
  const low = postLow[gate] - min(beyondLow[gate], max(0, width - gateThrough[gate]));
  const high = postHigh[gate] + min(beyondHigh[gate], max(0, width - gateThrough[gate]));
  return high - low < width ? (low + high - width) >> 1 : low;
}

/** Highest `across` of an aisle of some width that enters by a gate. */
export function highestIn(gate: i32, width: i32): i32 {
  const low = postLow[gate] - min(beyondLow[gate], max(0, width - gateThrough[gate]));
  const high = postHigh[gate] + min(beyondHigh[gate], max(0, width - gateThrough[gate]));
  return high - low < width ? (low + high - width) >> 1 : high - width;
}

/** Whether the layout evaluated last has a way that is driven in one direction only. */
export let directed: boolean = false;

export function setDirected(value: boolean): void {
  directed = value;
}

/** Evaluates a layout: fills its derived columns, the runs and the score, which it returns. */
export function evaluate(layout: usize): f64 {
  const value = evaluateRows(layout);
  need(layout, reached);
  return value;
}

/** Aisles that a car reaches in the layout evaluated last. */
export let reached: i32 = 0;

/** Likewise, but for what of each aisle is needed and how many stalls stand along it: see `need`. */
export function evaluateRows(layout: usize): f64 {
  const n = aisleCount(layout);
  for (let i = 0; i < n; i++) extend(layout, i);
  directed = isDirected(layout, n);
  const alive = directed ? connectDirected(layout, n) : connect(layout, n);
  reached = alive;
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
    addHazard(get(layout, FRAME, i), get(layout, TURN, i), from, to, t, t + widthOf(layout, i));
    area += <f64>(to - from);
  }
  clearRuns();
  let stalls = 0;
  leftover = 0;
  // the rows that sides prefer, then what still fits into the ground that those leave
  const isChosen = hasChoice();
  for (let pass = 0; pass < min(mostRows, 2); pass++) {
    for (let k = 0; k < n * SLOTS; k++) {
      const row = orderAt(layout, k);
      const i = row >> 2;
      if (!get(layout, ALIVE, i)) continue;
      const kind = isChosen ? kindOf(layout, i) : 0;
      let place = isChosen ? preferenceOf(layout, i, row & 3) : 0;
      if (pass) place = place == kindRows[kind] - 1 ? kindRows[kind] : kindRows[kind] - 1;
      if (place < kindRows[kind]) stalls += pack(layout, i, row & 3, rowOf(kind, place), pass);
    }
  }
  setStallCount(layout, stalls);
  const value = valueOf(stalls, leftover, area);
  setScore(layout, value);
  return value;
}

/** What a layout is worth. Among equals: long leftovers rather than many short ones, and less aisle. */
export function valueOf(stalls: i32, left: f64, area: f64): f64 {
  return <f64>stalls + LEFTOVER_WEIGHT * left - (area / <f64>stallWidth) * 0.004;
}

/** What the free intervals of preferred rows have left over: sum of squares, in stalls. */
let leftover: f64 = 0;

/** Packs stalls of one kind along one side or end of an aisle; returns how many. */
function pack(layout: usize, i: i32, slot: i32, row: i32, pass: i32): i32 {
  const frame = get(layout, FRAME, i);
  const turn = get(layout, TURN, i);
  const t = get(layout, ACROSS, i);
  const from = get(layout, FROM, i);
  const to = get(layout, TO, i);
  const width = widthOf(layout, i);
  const deep = rowDepth[row];
  let low = from;
  let high = to;
  let across = slot == 0 ? t - deep : t + width;
  let along = turn;
  if (slot >= 2) {
    if (kindOneWay[kindOf(layout, i)]) return 0;
    // an end that the ground cuts off has no room behind it; only one that was cut back may
    if (!rowAtEnds[row] || to - from < width || get(layout, slot == 2 ? LOW : HIGH, i) != (slot == 2 ? from : to))
      return 0;
    low = t;
    high = t + width;
    across = slot == 2 ? from - deep : to;
    along = 1 - turn;
  }
  const list = strip(rowLayer[row], frame, along, across);
  const free = freeStrip(list, low, high, frame, along, across, across + deep, runLength(row, 1) - SLACK);
  addWork(freeWork);
  const fromHigh = (get(layout, PACK, i) >> slot) & 1;
  const pitch = <f64>rowPitch[row];
  let stalls = 0;
  for (let r = 0; r < free; r++) {
    const from = freeLow[r];
    const to = freeHigh[r];
    const room = to - from;
    const count = stallsIn(row, room, SLACK);
    const used = runLength(row, count);
    const start = used >= room ? from - ((used - room) >> 1) : fromHigh ? to - used : from;
    if (!addHazard(frame, along, start, start + used, across, across + deep)) break;
    if (!addRun(i, slot, across, start, count, row)) break;
    stalls += count;
    if (pass) continue;
    const rest = max(0.0, <f64>(room - used) / pitch);
    leftover += rest * rest;
  }
  return stalls;
}

/** Free ground of a stall strip between low and high, as the free list. */
export function gather(layer: i32, frame: i32, turn: i32, across: i32, low: i32, high: i32, shortest: i32): void {
  clearFree();
  const row = strip(layer, frame, turn, across);
  const count = intervalCount(row);
  addWork(12 + count * 3);
  for (let k = 0; k < count; k++) {
    const from = max(intervalLow(row, k), low);
    const to = min(intervalHigh(row, k), high);
    if (to - from >= shortest) addFree(from, to);
  }
}

/** How far an aisle runs on the ground that is free around its anchor. Not at all: FROM > TO. */
export function extend(layout: usize, i: i32): void {
  set(layout, ALIVE, i, 0);
  set(layout, PARENT, i, -1);
  set(layout, COUNT, i, 0);
  const row = strip(kindLayer[kindOf(layout, i)], get(layout, FRAME, i), get(layout, TURN, i), get(layout, ACROSS, i));
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

/** Whether an aisle comes as far as a gate at its end. */
export function isAtGate(layout: usize, i: i32, gate: i32): boolean {
  return gateSign[gate] > 0
    ? get(layout, FROM, i) <= gateStart[gate] + gateGap[gate]
    : get(layout, TO, i) >= gateStart[gate] - gateGap[gate];
}

/** Aisles that nobody has reached yet, in their order, and how many. */
export const apart = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLES * 4) + HEAD);
measured(apart, MAX_AISLES);
export let apartCount: i32 = 0;

/** Marks the aisles that begin at a gate and puts them first in the queue; the others are apart. Returns how many are marked. */
export function startAtGates(layout: usize, n: i32): i32 {
  let tail = 0;
  let left = 0;
  for (let i = 0; i < n; i++) {
    if (get(layout, TO, i) - get(layout, FROM, i) < stallWidth) continue;
    const gate = get(layout, GATE, i);
    if (gate < 0 || !isAtGate(layout, i, gate)) {
      apart[left++] = i;
      continue;
    }
    set(layout, ALIVE, i, 1);
    queue[tail++] = i;
  }
  apartCount = left;
  return tail;
}

/** Marks what a car reaches from the gates at full width, in the order found; returns how many aisles that is. */
function connect(layout: usize, n: i32): i32 {
  let tail = startAtGates(layout, n);
  let left = apartCount;
  for (let head = 0; head < tail; head++) {
    const i = queue[head];
    const width = widthOf(layout, i);
    const count = left;
    left = 0;
    for (let k = 0; k < count; k++) {
      const j = apart[k];
      // the way to an aisle is nowhere narrower than the aisle
      if (width < widthOf(layout, j) || !link(layout, i, j)) {
        apart[left++] = j;
        continue;
      }
      set(layout, ALIVE, j, 1);
      set(layout, PARENT, j, i);
      queue[tail++] = j;
    }
    addWork(n * 2);
  }
  return tail;
}
