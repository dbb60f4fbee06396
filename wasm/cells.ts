/**
 * Cells: where a square as wide as an aisle holds whole stalls, the ground is a grid of squares, each driven on or
 * parked in, every parked one beside a driven one and the driven ones connected (Stephan, Weidinger and Boysen 2021).
 * The best such plan is sought square by square, from what the squares behind leave open: a frontier of at most
 * sixteen squares, its ways numbered by what hangs together. The most promising states of each square are kept.
 * Lengths in units of 0.1 mm.
 */
import { criticalAt, criticals } from "./anneal";
import { HEAD, measured, reserve } from "./arena";
import {
  aisleWidth,
  gateCount,
  gateFrame,
  gateHigh,
  gateLow,
  gateSign,
  gateStart,
  gateTurn,
  stallLength,
  stallWidth,
} from "./evaluate";
import { addAisle, clearLayout } from "./layout";
import { addWork, intervalCount, intervalHigh, intervalLow, LAYER_AISLE, LAYER_STALL, strip } from "./strips";

/** Squares across the frontier at most: four bits each in a key. */
const MAX_ACROSS: i32 = 15;
const MAX_CELLS: i32 = 512;
/** States kept for each square. */
const BEAM: i32 = 4096;
const SLOTS: i32 = 1 << 15;
/** A square is free when the ground misses it by no more than this, units. */
const NEAR: i32 = 8;

// what a square of the frontier is; from WAY on the number of the way it belongs to
const SHUT: i32 = 0;
const WANTING: i32 = 1;
const WAY: i32 = 2;
/** Bits of a key: all ways have ended. */
const ENDED: u64 = 1 << 62;
// what becomes of a square
const NOTHING: i32 = 0;
const PARKED: i32 = 1;
const DRIVEN: i32 = 2;

const holdsStalls = changetype<StaticArray<u8>>(memory.data(HEAD + MAX_CELLS * 1) + HEAD);
measured(holdsStalls, MAX_CELLS);
const holdsAisle = changetype<StaticArray<u8>>(memory.data(HEAD + MAX_CELLS * 1) + HEAD);
measured(holdsAisle, MAX_CELLS);
const driven = changetype<StaticArray<u8>>(memory.data(HEAD + MAX_CELLS * 1) + HEAD);
measured(driven, MAX_CELLS);
let across: i32 = 0;
let deep: i32 = 0;
let root: i32 = 0;
let entry: i32 = 0;
let frame: i32 = 0;
/** 1 when the frontier lies along v. */
let swapped: i32 = 0;
let originU: i32 = 0;
let originV: i32 = 0;

const keys = changetype<StaticArray<u64>>(memory.data(HEAD + BEAM * 8) + HEAD);
measured(keys, BEAM);
const values = changetype<StaticArray<i32>>(memory.data(HEAD + BEAM * 4) + HEAD);
measured(values, BEAM);
let kept: i32 = 0;
/** By square * BEAM + state: where it came from and what became of the square. */
let trail: usize = 0;
let square: i32 = 0;
const slotKey = changetype<StaticArray<u64>>(memory.data(HEAD + SLOTS * 8) + HEAD);
measured(slotKey, SLOTS);
const slotValue = changetype<StaticArray<i32>>(memory.data(HEAD + SLOTS * 4) + HEAD);
measured(slotValue, SLOTS);
const slotFrom = changetype<StaticArray<i32>>(memory.data(HEAD + SLOTS * 4) + HEAD);
measured(slotFrom, SLOTS);
const filled = changetype<StaticArray<i32>>(memory.data(HEAD + SLOTS * 4) + HEAD);
measured(filled, SLOTS);
let filledCount: i32 = 0;
const byScore = changetype<StaticArray<i32>>(memory.data(HEAD + (4 * MAX_CELLS + 256) * 4) + HEAD);
measured(byScore, 4 * MAX_CELLS + 256);
const renamed = changetype<StaticArray<i32>>(memory.data(HEAD + 16 * 4) + HEAD);
measured(renamed, 16);

/** Prepares the squares of a gate's frame; 0 when stalls and aisles do not make squares there. */
export function openCells(gate: i32): i32 {
  if (stallLength != aisleWidth || aisleWidth % stallWidth || gate >= gateCount) return 0;
  entry = gate;
  frame = gateFrame[gate];
  originU = criticalAt(frame, 1, 0);
  originV = criticalAt(frame, 0, 0);
  const alongU = (criticalAt(frame, 1, criticals(frame, 1) - 1) - originU + NEAR) / aisleWidth;
  const alongV = (criticalAt(frame, 0, criticals(frame, 0) - 1) - originV + NEAR) / aisleWidth;
  swapped = alongU <= alongV ? 0 : 1;
  across = swapped ? alongV : alongU;
  deep = swapped ? alongU : alongV;
  if (across < 1 || across > MAX_ACROSS || across * deep > MAX_CELLS) return 0;
  for (let k = 0; k < across * deep; k++) {
    holdsStalls[k] = isFree(LAYER_STALL, columnOf(k), rowOf(k)) ? 1 : 0;
    holdsAisle[k] = isFree(LAYER_AISLE, columnOf(k), rowOf(k)) ? 1 : 0;
  }
  const turn = gateTurn[gate];
  const start = <i32>Math.round(<f64>(gateStart[gate] - (turn ? originV : originU)) / <f64>aisleWidth);
  const first = gateSign[gate] > 0 ? start : start - 1;
  const beside = turn ? originU : originV;
  const middle = (gateLow[gate] + gateHigh[gate]) >> 1;
  const line = <i32>Math.round(<f64>(middle - beside) / <f64>aisleWidth);
  const at = beside + line * aisleWidth;
  if (at < gateLow[gate] - NEAR || at > gateHigh[gate] + NEAR) return 0;
  const u = turn ? line : first;
  const v = turn ? first : line;
  if (u < 0 || v < 0 || u >= alongU || v >= alongV) return 0;
  root = swapped ? u * across + v : v * across + u;
  if (!holdsAisle[root]) return 0;
  trail = reserve(across * deep * BEAM * 4);
  if (!trail) return 0;
  for (let s = 0; s < SLOTS; s++) slotFrom[s] = -1;
  square = 0;
  kept = 1;
  keys[0] = 0;
  values[0] = 0;
  return 1;
}

function columnOf(k: i32): i32 {
  return swapped ? k / across : k % across;
}

function rowOf(k: i32): i32 {
  return swapped ? k % across : k / across;
}

function isFree(layer: i32, column: i32, row: i32): boolean {
  const strips = strip(layer, frame, 0, originV + row * aisleWidth);
  const low = originU + column * aisleWidth;
  const count = intervalCount(strips);
  for (let k = 0; k < count; k++) {
    if (intervalLow(strips, k) <= low + NEAR && intervalHigh(strips, k) >= low + aisleWidth - NEAR) return true;
  }
  return false;
}

function codeAt(key: u64, i: i32): i32 {
  return <i32>((key >> ((<u64>i) << 2)) & 15);
}

function withCode(key: u64, i: i32, code: i32): u64 {
  const shift = (<u64>i) << 2;
  return (key & ~((<u64>15) << shift)) | ((<u64>code) << shift);
}

/** Whether a way of this number still touches the frontier. */
function touches(key: u64, code: i32): boolean {
  for (let i = 0; i < across; i++) if (codeAt(key, i) == code) return true;
  return false;
}

/** Decides one more square in every state kept; 0 when all are decided. */
export function advanceCells(): i32 {
  if (square >= across * deep) return 0;
  const i = square % across;
  filledCount = 0;
  for (let s = 0; s < kept; s++) {
    const key = keys[s];
    const up = codeAt(key, i);
    const left = i > 0 ? codeAt(key, i - 1) : SHUT;
    if (square != root) {
      if (holdsStalls[square]) {
        const served = up >= WAY || left >= WAY;
        pass(key, i, up, served ? SHUT : WANTING, values[s] + (served ? 1 : 0), (s << 2) | PARKED);
      } else pass(key, i, up, SHUT, values[s], (s << 2) | NOTHING);
    }
    if (holdsAisle[square] && !(key & ENDED)) drive(key, i, up, left, s);
  }
  addWork(kept * 300);
  choose();
  square++;
  return 1;
}

/** A square that is not driven on: the way above it goes on elsewhere, or it was the only one and ends. */
function pass(key: u64, i: i32, up: i32, code: i32, value: i32, from: i32): void {
  let next = withCode(key, i, code);
  if (up >= WAY && !touches(next, up)) {
    if (root >= square) return;
    for (let j = 0; j < across; j++) if (codeAt(next, j) >= WAY) return;
    next |= ENDED;
  }
  add(canonical(next), value, from);
}

function drive(key: u64, i: i32, up: i32, left: i32, s: i32): void {
  let value = values[s];
  let next = key;
  if (up == WANTING) value++;
  if (left == WANTING) {
    value++;
    next = withCode(next, i - 1, SHUT);
  }
  let code = 15;
  if (up >= WAY) code = up;
  else if (left >= WAY) code = left;
  if (up >= WAY && left >= WAY && up != left) {
    for (let j = 0; j < across; j++) if (codeAt(next, j) == left) next = withCode(next, j, up);
  }
  add(canonical(withCode(next, i, code)), value, (s << 2) | DRIVEN);
}

/** Numbers the ways in the order in which they touch the frontier. */
function canonical(key: u64): u64 {
  for (let c = 0; c < 16; c++) renamed[c] = 0;
  let names = WAY;
  let out = key & ENDED;
  for (let i = 0; i < across; i++) {
    const code = codeAt(key, i);
    if (code < WAY) {
      out |= (<u64>code) << ((<u64>i) << 2);
      continue;
    }
    if (!renamed[code]) renamed[code] = names++;
    out |= (<u64>renamed[code]) << ((<u64>i) << 2);
  }
  return out;
}

function add(key: u64, value: i32, from: i32): void {
  let slot = <i32>((key * 0x9e3779b97f4a7c15) >> 49);
  while (slotFrom[slot] >= 0) {
    if (slotKey[slot] == key) {
      if (value > slotValue[slot]) {
        slotValue[slot] = value;
        slotFrom[slot] = from;
      }
      return;
    }
    slot = (slot + 1) & (SLOTS - 1);
  }
  slotKey[slot] = key;
  slotValue[slot] = value;
  slotFrom[slot] = from;
  filled[filledCount++] = slot;
}

/** Squares parked in, and half of what the frontier may still gain. */
function promise(slot: i32): i32 {
  const key = slotKey[slot];
  let sum = 2 * slotValue[slot];
  for (let i = 0; i < across; i++) if (codeAt(key, i) != SHUT) sum++;
  return sum;
}

/** Keeps the most promising states. */
function choose(): void {
  const scores = 2 * MAX_CELLS + 64;
  for (let k = 0; k < scores; k++) byScore[k] = 0;
  for (let k = 0; k < filledCount; k++) byScore[promise(filled[k])]++;
  let least = scores - 1;
  let room = BEAM;
  while (least > 0 && room >= byScore[least]) room -= byScore[least--];
  kept = 0;
  for (let k = 0; k < filledCount; k++) {
    const slot = filled[k];
    const score = promise(slot);
    if (score > least || (score == least && room > 0)) {
      if (score == least) room--;
      keys[kept] = slotKey[slot];
      values[kept] = slotValue[slot];
      store<i32>(trail + ((<usize>(square * BEAM + kept)) << 2), slotFrom[slot]);
      kept++;
    }
  }
  for (let k = 0; k < filledCount; k++) slotFrom[filled[k]] = -1;
}

/** Writes the best plan of squares as a layout: a way in, and an aisle for every run of driven squares. 0 when there is none. */
export function closeCells(layout: usize): i32 {
  let best = -1;
  for (let s = 0; s < kept; s++) {
    const key = keys[s];
    let ways = 0;
    for (let i = 0; i < across; i++) ways = max(ways, codeAt(key, i));
    if (ways > WAY) continue;
    if (best < 0 || values[s] > values[best]) best = s;
  }
  if (best < 0) return 0;
  for (let k = square - 1; k >= 0; k--) {
    const from = load<i32>(trail + ((<usize>(k * BEAM + best)) << 2));
    driven[k] = (from & 3) == DRIVEN ? 1 : 0;
    best = from >> 2;
  }
  clearLayout(layout);
  // the run that the way in lies in comes first and bears the gate; a single square is a way in too
  addRun(layout, gateTurn[entry], columnOf(root), rowOf(root), entry);
  for (let k = 0; k < square; k++) {
    if (!driven[k]) continue;
    for (let turn = 0; turn < 2; turn++) {
      const u = columnOf(k);
      const v = rowOf(k);
      if (isDriven(turn ? u : u - 1, turn ? v - 1 : v) || !isDriven(turn ? u : u + 1, turn ? v + 1 : v)) continue;
      const gates = turn == gateTurn[entry] && (turn ? u == columnOf(root) : v == rowOf(root));
      if (gates && holdsRoot(turn, u, v)) continue;
      if (!addRun(layout, turn, u, v, -1)) return 0;
    }
  }
  return 1;
}

function isDriven(u: i32, v: i32): boolean {
  const i = swapped ? v : u;
  const j = swapped ? u : v;
  return i >= 0 && j >= 0 && i < across && j < deep && driven[j * across + i] == 1;
}

/** Whether the run that begins here goes on to the root. */
function holdsRoot(turn: i32, u: i32, v: i32): boolean {
  while (isDriven(u, v)) {
    if (u == columnOf(root) && v == rowOf(root)) return true;
    if (turn) v++;
    else u++;
  }
  return false;
}

/** Adds the run of driven squares through this one; 0 when the layout is full. */
function addRun(layout: usize, turn: i32, u: i32, v: i32, gate: i32): i32 {
  let first = turn ? v : u;
  let last = first;
  while (isDriven(turn ? u : first - 1, turn ? first - 1 : v)) first--;
  while (isDriven(turn ? u : last + 1, turn ? last + 1 : v)) last++;
  const start = turn ? originV : originU;
  const low = start + first * aisleWidth;
  const high = start + (last + 1) * aisleWidth;
  const side = turn ? originU + u * aisleWidth : originV + v * aisleWidth;
  const anchor = start + (turn ? v : u) * aisleWidth + (aisleWidth >> 1);
  return addAisle(layout, frame, turn, side, low, high, anchor, gate, 0) >= 0 ? 1 : 0;
}
