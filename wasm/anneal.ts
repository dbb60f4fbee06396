/**
 * Moves of the annealing: each changes one thing about a layout. Proposals prefer places where something
 * touches something, because that is where stalls are won. Units of 0.1 mm.
 */
import { HEAD, measured } from "./arena";
import { MAX_FRAMES } from "./edges";
import {
  aisleWidth,
  extend,
  gateCount,
  gateFrame,
  gateSign,
  gateStart,
  gateTurn,
  stallLength,
  stallWidth,
} from "./evaluate";
import { hasChoice, widthOf } from "./kinds";
import {
  ACROSS,
  ALIVE,
  ANCHOR,
  addAisle,
  aisleCount,
  dropAisle,
  FAR,
  FRAME,
  FROM,
  GATE,
  get,
  HIGH,
  LOW,
  MAX_AISLES,
  moveOrder,
  NEED_FROM,
  NEED_TO,
  PACK,
  SLOTS,
  set,
  TO,
  TURN,
} from "./layout";
import { isMain, mainFrame, mainFrames } from "./mainFrames";
import { below, unit } from "./random";
import { layRibs } from "./recomb";
import { frameCos, frameSin } from "./strips";
import { changeStyle, depthOf } from "./styles";
import { PLACES, placeIn, proposeIn } from "./waysIn";

/** One move in this many lays the ribs along an aisle anew. */
const RIBS: i32 = 300;
/** Grid of free proposals, units. */
const GRID: i32 = 500;

// by frame * 2 + turn: across coordinates of the ground's corners, sorted
const critical = changetype<StaticArray<usize>>(memory.data(HEAD + 2 * MAX_FRAMES * 4) + HEAD);
measured(critical, 2 * MAX_FRAMES);
const criticalCount = changetype<StaticArray<i32>>(memory.data(HEAD + 2 * MAX_FRAMES * 4) + HEAD);
measured(criticalCount, 2 * MAX_FRAMES);

/** Hands over the sorted across coordinates of corners, i32 units, at an address from `reserve`. */
export function setCritical(frame: i32, turn: i32, at: usize, count: i32): void {
  critical[frame * 2 + turn] = at;
  criticalCount[frame * 2 + turn] = count;
}

export function criticalAt(frame: i32, turn: i32, k: i32): i32 {
  return load<i32>(critical[frame * 2 + turn] + ((<usize>k) << 2));
}

export function criticals(frame: i32, turn: i32): i32 {
  return criticalCount[frame * 2 + turn];
}

/** An aisle that a car reaches, or −1. */
export function pickAlive(layout: usize): i32 {
  const n = aisleCount(layout);
  if (!n) return -1;
  const first = below(n);
  for (let k = 0; k < n; k++) {
    const i = first + k < n ? first + k : first + k - n;
    if (get(layout, ALIVE, i)) return i;
  }
  return -1;
}

/** An alive aisle of this frame and turn other than i, or −1. */
function pickParallel(layout: usize, frame: i32, turn: i32, i: i32): i32 {
  const n = aisleCount(layout);
  const first = below(n);
  for (let k = 0; k < n; k++) {
    const j = first + k < n ? first + k : first + k - n;
    if (j != i && get(layout, ALIVE, j) && get(layout, FRAME, j) == frame && get(layout, TURN, j) == turn) return j;
  }
  return -1;
}

/** A place across for an aisle: beside another, beside a corner of the ground, or anywhere. */
function proposeAcross(layout: usize, frame: i32, turn: i32, i: i32): i32 {
  const kind = below(100);
  const gap = below(10);
  if (kind < 40) {
    const j = pickParallel(layout, frame, turn, i);
    if (j >= 0) {
      const rows = gap < 6 ? 2 : gap < 9 ? 1 : 0;
      const deep = depthOf(rows, stallLength);
      const own = i >= 0 ? widthOf(layout, i) : aisleWidth;
      return get(layout, ACROSS, j) + (below(2) ? widthOf(layout, j) + deep : -own - deep);
    }
  }
  const count = criticals(frame, turn);
  if (kind < 85) {
    const c = criticalAt(frame, turn, below(count));
    const rows = gap < 6 ? 1 : gap < 8 ? 0 : gap < 9 ? 2 : 3;
    const deep = depthOf(rows, stallLength);
    return below(2) ? c + deep : c - deep - (i >= 0 ? widthOf(layout, i) : aisleWidth);
  }
  const low = criticalAt(frame, turn, 0);
  const range = criticalAt(frame, turn, count - 1) - low;
  return low + below(range / GRID + 1) * GRID;
}

/** A place for the end of an aisle. */
function proposeEnd(layout: usize, i: i32, atHigh: boolean): i32 {
  const kind = below(100);
  if (kind < 22) return atHigh ? FAR : -FAR;
  if (kind < 45) return atHigh ? get(layout, NEED_TO, i) : get(layout, NEED_FROM, i);
  const frame = get(layout, FRAME, i);
  const other = 1 - get(layout, TURN, i);
  const rows = below(3);
  const sign = below(2) ? 1 : -1;
  if (kind < 70) {
    const j = pickParallel(layout, frame, other, i);
    if (j >= 0) {
      const t = get(layout, ACROSS, j);
      const deep = depthOf(rows, stallLength);
      return sign > 0 ? t + widthOf(layout, j) + deep : t - deep;
    }
  }
  if (kind < 85) {
    const count = criticals(frame, other);
    return criticalAt(frame, other, below(count)) + sign * rows * stallLength;
  }
  const end = atHigh ? get(layout, TO, i) : get(layout, FROM, i);
  return end + sign * (1 + below(4)) * (below(2) ? stallWidth : GRID * 2);
}

function shiftOne(layout: usize): boolean {
  const i = pickAlive(layout);
  if (i < 0) return false;
  const gate = get(layout, GATE, i);
  if (gate >= 0) return shiftGate(layout, i, gate);
  const t = get(layout, ACROSS, i);
  const next = below(2) ? proposeAcross(layout, get(layout, FRAME, i), get(layout, TURN, i), i) : t + smallStep();
  set(layout, ACROSS, i, next);
  return next != t;
}

/** A small step either way, units. */
function smallStep(): i32 {
  const size = GRID << below(6);
  return below(2) ? size : -size;
}

/** Moves the way in along its gate, or to another gate, or changes how far it goes. */
function shiftGate(layout: usize, i: i32, gate: i32): boolean {
  if (gateCount > 1 && below(4) == 0) {
    const next = below(gateCount);
    for (let j = 0; j < aisleCount(layout); j++) if (get(layout, GATE, j) == next) return false;
    const half = aisleWidth >> 1;
    set(layout, FRAME, i, gateFrame[next]);
    set(layout, TURN, i, gateTurn[next]);
    set(layout, ACROSS, i, placeIn(next, below(PLACES)));
    set(layout, LOW, i, -FAR);
    set(layout, HIGH, i, FAR);
    set(layout, ANCHOR, i, gateStart[next] + gateSign[next] * half);
    set(layout, GATE, i, next);
    return true;
  }
  if (below(2)) {
    const old = get(layout, ACROSS, i);
    const next = proposeIn(layout, i);
    set(layout, ACROSS, i, next);
    if (next != old) return true;
  }
  const atHigh = gateSign[gate] > 0;
  set(layout, atHigh ? HIGH : LOW, i, proposeEnd(layout, i, atHigh));
  return true;
}

/** Shifts an aisle and every parallel one on one side of it. */
function shiftMany(layout: usize): boolean {
  const i = pickAlive(layout);
  if (i < 0 || get(layout, GATE, i) >= 0) return false;
  const frame = get(layout, FRAME, i);
  const turn = get(layout, TURN, i);
  const t = get(layout, ACROSS, i);
  const step = below(3) ? smallStep() : proposeAcross(layout, frame, turn, i) - t;
  const upward = below(2);
  const n = aisleCount(layout);
  for (let j = 0; j < n; j++) {
    if (get(layout, FRAME, j) != frame || get(layout, TURN, j) != turn || get(layout, GATE, j) >= 0) continue;
    const at = get(layout, ACROSS, j);
    if (upward ? at >= t : at <= t) set(layout, ACROSS, j, at + step);
  }
  return step != 0;
}

/** Hangs a new aisle on one that a car reaches. */
export function addOne(layout: usize): boolean {
  const host = pickAlive(layout);
  return host >= 0 && addOn(layout, host) >= 0;
}

/** Hangs a new aisle on one that a car reaches, another one on that, and so on: ground behind a narrow place is worth nothing before both are there. */
function addChain(layout: usize): boolean {
  let host = pickAlive(layout);
  if (host < 0) return false;
  let added = 0;
  for (let k = 0; k < 3; k++) {
    let next = addOn(layout, host);
    for (let again = 0; next < 0 && again < 4; again++) next = addOn(layout, host);
    if (next < 0) break;
    added++;
    extend(layout, next);
    if (get(layout, TO, next) - get(layout, FROM, next) < aisleWidth || (k > 0 && below(2))) break;
    host = next;
  }
  return added > 0;
}

/** Hangs a new aisle on another; its number, or −1. */
function addOn(layout: usize, host: i32): i32 {
  if (aisleCount(layout) >= MAX_AISLES) return -1;
  const half = aisleWidth >> 1;
  const frame = get(layout, FRAME, host);
  const turn = get(layout, TURN, host);
  const from = get(layout, FROM, host);
  const to = get(layout, TO, host);
  const reach = below(4);
  let across: i32;
  let anchor: i32;
  let nextFrame = frame;
  let nextTurn = 1 - turn;
  if (!isMain(frame) || (mainFrames > 1 && below(5) == 0)) {
    nextFrame = mainFrame(below(mainFrames));
    nextTurn = below(2);
    if (nextFrame == frame) return -1;
    const s = <f64>(from + below(to - from + 1));
    const t = <f64>(get(layout, ACROSS, host) + half);
    const pu = turn ? t : s;
    const pv = turn ? s : t;
    const c = frameCos[frame] * frameCos[nextFrame] + frameSin[frame] * frameSin[nextFrame];
    const sn = frameSin[frame] * frameCos[nextFrame] - frameCos[frame] * frameSin[nextFrame];
    const u = <i32>floor(c * pu - sn * pv);
    const v = <i32>floor(sn * pu + c * pv);
    across = (nextTurn ? u : v) - half;
    anchor = nextTurn ? v : u;
    if (below(2)) {
      // rather where it touches something, as long as it still meets the host
      const near = proposeAcross(layout, nextFrame, nextTurn, -1);
      if (abs(near - across) < aisleWidth * 2) across = near;
    }
  } else {
    across = below(10) < 7 ? proposeAcross(layout, frame, nextTurn, -1) : from + below((to - from) / GRID + 1) * GRID;
    if (across < from - 3 || across + aisleWidth > to + 3) {
      // a corner: the host's end grows to hold it, when the ground allows
      if (across + aisleWidth < from || across > to) return -1;
      if (across < from) set(layout, LOW, host, across);
      else set(layout, HIGH, host, across + aisleWidth);
    }
    anchor = get(layout, ACROSS, host) + half;
  }
  const low = reach == 0 ? anchor - half : -FAR;
  const high = reach == 1 ? anchor + half : FAR;
  const i = addAisle(layout, nextFrame, nextTurn, across, low, high, anchor, -1, below(16));
  if (i < 0) return -1;
  // its rows go anywhere in the order
  if (below(2)) {
    const rows = aisleCount(layout) * SLOTS;
    const place = below(rows - SLOTS + 1);
    for (let k = 0; k < SLOTS; k++) moveOrder(layout, rows - SLOTS + k, place + k);
  }
  return i;
}

function dropOne(layout: usize): boolean {
  const n = aisleCount(layout);
  if (n < 2) return false;
  const i = below(n);
  if (get(layout, GATE, i) >= 0 && countGates(layout) < 2) return false;
  dropAisle(layout, i);
  return true;
}

/** Ways in of a layout. */
function countGates(layout: usize): i32 {
  let sum = 0;
  for (let i = 0; i < aisleCount(layout); i++) if (get(layout, GATE, i) >= 0) sum++;
  return sum;
}

function changeEnd(layout: usize): boolean {
  const i = pickAlive(layout);
  if (i < 0) return false;
  const gate = get(layout, GATE, i);
  // the end at a gate stays there
  const atHigh = gate >= 0 ? gateSign[gate] > 0 : below(2) == 1;
  const column = atHigh ? HIGH : LOW;
  const next = proposeEnd(layout, i, atHigh);
  const old = get(layout, column, i);
  set(layout, column, i, next);
  return next != old;
}

function changeOrder(layout: usize): boolean {
  const rows = aisleCount(layout) * SLOTS;
  if (rows < 2) return false;
  const from = below(rows);
  const to = below(3) == 0 ? 0 : below(2) ? rows - 1 : below(rows);
  moveOrder(layout, from, to);
  return from != to;
}

function changePack(layout: usize): boolean {
  const i = pickAlive(layout);
  if (i < 0) return false;
  set(layout, PACK, i, get(layout, PACK, i) ^ (1 << below(SLOTS)));
  return true;
}

/** Opens a second way in. */
function openGate(layout: usize): boolean {
  if (gateCount < 2) return false;
  const gate = below(gateCount);
  for (let i = 0; i < aisleCount(layout); i++) if (get(layout, GATE, i) == gate) return false;
  const half = aisleWidth >> 1;
  const across = placeIn(gate, below(PLACES));
  return (
    addAisle(
      layout,
      gateFrame[gate],
      gateTurn[gate],
      across,
      -FAR,
      FAR,
      gateStart[gate] + gateSign[gate] * half,
      gate,
      0,
    ) >= 0
  );
}

/** One random change; false when it came to nothing. */
export function mutate(layout: usize, ribs: boolean): boolean {
  if (ribs && below(RIBS) == 0) return layRibs(layout);
  if (hasChoice() && below(12) == 0) return changeStyle(layout);
  const kind = below(100);
  if (kind < 22) return shiftOne(layout);
  if (kind < 30) return shiftMany(layout);
  if (kind < 45) return below(6) ? addOne(layout) : addChain(layout);
  if (kind < 55) return dropOne(layout);
  if (kind < 75) return changeEnd(layout);
  if (kind < 84) return changeOrder(layout);
  if (kind < 90) return changePack(layout);
  if (kind < 98) {
    const dropped = dropOne(layout);
    return addOne(layout) || dropped;
  }
  return openGate(layout);
}

/** Takes out what no car reaches. */
export function prune(layout: usize): void {
  for (let i = aisleCount(layout) - 1; i >= 0; i--) {
    if (!get(layout, ALIVE, i)) dropAisle(layout, i);
  }
}

/** Whether to take a change of this much at this temperature. */
export function accepts(change: f64, temperature: f64): boolean {
  if (change >= 0) return true;
  const power = change / temperature;
  return power > -16.0 && unit() < NativeMath.exp(power);
}
