/**
 * Combs: a spine and ribs across it. For one position of the spine the best set of ribs is found by dynamic
 * programming over every offset along it, from what each offset's rows would hold. Units of 0.1 mm.
 */

import { table } from "./arena";
import {
  aisleWidth,
  evaluate,
  gateFrame,
  gateSign,
  gateStart,
  gateTurn,
  gather,
  SLACK,
  stallLength,
  stallWidth,
} from "./evaluate";
import { block, freeCount, freeHigh, freeLow } from "./hazards";
import {
  ACROSS,
  addAisle,
  aisleCount,
  clearLayout,
  FAR,
  FRAME,
  GATE,
  get,
  HIGH,
  LOW,
  moveOrder,
  NEED_FROM,
  NEED_TO,
  orderAt,
  SLOTS,
  set,
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

/** Offsets along one spine at most. */
const MAX_OFFSETS: i32 = 4096;
/** Ribs on both sides of the spine, on its high side only, on its low side only. */
export const BOTH: i32 = 0;
export const UPPER: i32 = 1;
export const LOWER: i32 = 2;

const offset = table<i32>(MAX_OFFSETS);
const lowRow = table<i32>(MAX_OFFSETS);
const highRow = table<i32>(MAX_OFFSETS);
/** Best total of a comb whose last rib is here, its high row not counted. */
const total = table<i32>(MAX_OFFSETS);
const before = table<i32>(MAX_OFFSETS);
const chain = table<i32>(MAX_OFFSETS);

let spineLow: i32 = 0;
let spineHigh: i32 = 0;

/** Stalls that the free list holds. */
function countFree(): i32 {
  let sum = 0;
  for (let k = 0; k < freeCount; k++) sum += (freeHigh[k] - freeLow[k] + SLACK) / stallWidth;
  return sum;
}

/** The stretch of free spine that holds `at`, or the longest when `at` is FAR; 0 when there is none. */
function findSpine(frame: i32, turn: i32, across: i32, at: i32): i32 {
  const row = strip(LAYER_AISLE, frame, turn, across);
  const count = intervalCount(row);
  let longest = 0;
  for (let k = 0; k < count; k++) {
    const low = intervalLow(row, k);
    const high = intervalHigh(row, k);
    if (at == FAR ? high - low <= longest : at < low || at > high) continue;
    longest = high - low;
    spineLow = low;
    spineHigh = high;
  }
  return longest;
}

/** Where the way in by a gate crosses the centre-line of a strip of aisle width, along the strip; FAR when it runs beside it. */
function gateCrossing(gate: i32, root: i32, frame: i32, turn: i32, across: i32): i32 {
  const half = aisleWidth >> 1;
  const f = gateFrame[gate];
  const t = gateTurn[gate];
  const middle = root + half;
  if (f == frame) return t == turn ? FAR : middle;
  const start = <f64>gateStart[gate];
  const pu = t ? <f64>middle : start;
  const pv = t ? start : <f64>middle;
  const c = frameCos[f] * frameCos[frame] + frameSin[f] * frameSin[frame];
  const s = frameSin[f] * frameCos[frame] - frameCos[f] * frameSin[frame];
  const u = c * pu - s * pv;
  const v = s * pu + c * pv;
  const sign = <f64>gateSign[gate];
  const du = sign * (t ? -s : c);
  const dv = sign * (t ? c : s);
  const toward = turn ? du : dv;
  const beside = turn ? dv : du;
  if (abs(toward) < 0.02) return FAR;
  const steps = (<f64>(across + half) - (turn ? u : v)) / toward;
  if (steps < 0) return FAR;
  return <i32>floor((turn ? v : u) + steps * beside);
}

/**
 * Builds the best comb for a way in at `root` of a gate and a spine into `layout`, not yet evaluated. Returns the stalls expected,
 * or −1 when there is none that promises more than `floor` stalls.
 */
export function buildComb(
  layout: usize,
  gate: i32,
  root: i32,
  frame: i32,
  turn: i32,
  across: i32,
  sides: i32,
  parts: i32,
  least: i32,
  spread: boolean,
): i32 {
  const half = aisleWidth >> 1;
  const beside = gateFrame[gate] == frame && gateTurn[gate] == turn;
  const crossing = gateCrossing(gate, root, frame, turn, across);
  if (crossing == FAR && !beside) return -1;
  const collinear = beside && across == root;
  if (!findSpine(frame, turn, across, collinear ? gateStart[gate] + gateSign[gate] * half : crossing)) return -1;

  // offsets: whole parts of a module from a first rib whose low row touches the spine's end
  const module = aisleWidth + 2 * stallLength;
  const lead = <i32>((<i64>stallLength * <i64>parts) / <i64>module);
  const skipRow = <i32>ceil(<f64>((aisleWidth + stallLength) * parts) / <f64>module);
  let count = 0;
  for (let k = 0; count < MAX_OFFSETS; k++) {
    const at = spineLow + stallLength + <i32>floor((<f64>(k - lead) * <f64>module) / <f64>parts);
    if (at + aisleWidth > spineHigh) break;
    offset[count++] = at;
  }
  if (!count) return -1;
  const other = 1 - turn;
  const low = sides == UPPER ? across : -FAR;
  const high = sides == LOWER ? across + aisleWidth : FAR;
  for (let k = 0; k < count; k++) {
    lowRow[k] = 0;
    highRow[k] = 0;
    const row = strip(LAYER_AISLE, frame, other, offset[k]);
    const n = intervalCount(row);
    for (let j = 0; j < n; j++) {
      if (intervalLow(row, j) > across + half || intervalHigh(row, j) < across + half) continue;
      const from = max(intervalLow(row, j), low);
      const to = min(intervalHigh(row, j), high);
      gather(LAYER_STALL, frame, other, offset[k] - stallLength, from, to, stallWidth - SLACK);
      block(across, across + aisleWidth, stallWidth - SLACK);
      lowRow[k] = countFree();
      gather(LAYER_STALL, frame, other, offset[k] + aisleWidth, from, to, stallWidth - SLACK);
      block(across, across + aisleWidth, stallWidth - SLACK);
      highRow[k] = countFree();
      break;
    }
  }
  addWork(count * 40);

  // a rib may share the ground between it and the last one in three ways: both rows, its own, the other's
  let bestFull = -1;
  let bestFullAt = -1;
  let bestBare = -1;
  let bestBareAt = -1;
  let bestShared = -1;
  let bestSharedAt = -1;
  let end = 0;
  for (let k = 0; k < count; k++) {
    let value = lowRow[k];
    let from = -1;
    const full = k - parts;
    if (full >= 0 && total[full] + highRow[full] > bestFull) {
      bestFull = total[full] + highRow[full];
      bestFullAt = full;
    }
    const shared = k - skipRow;
    if (shared >= 0) {
      if (total[shared] > bestBare) {
        bestBare = total[shared];
        bestBareAt = shared;
      }
      if (total[shared] + highRow[shared] > bestShared) {
        bestShared = total[shared] + highRow[shared];
        bestSharedAt = shared;
      }
    }
    if (bestFullAt >= 0 && bestFull + lowRow[k] > value) {
      value = bestFull + lowRow[k];
      from = bestFullAt;
    }
    if (bestBareAt >= 0 && bestBare + lowRow[k] > value) {
      value = bestBare + lowRow[k];
      from = bestBareAt;
    }
    if (bestSharedAt >= 0 && bestShared > value) {
      value = bestShared;
      from = bestSharedAt;
    }
    total[k] = value;
    before[k] = from;
    // of equals the first or the last one: what ground is spare lies beyond the ribs or between them
    if (value + highRow[k] >= total[end] + highRow[end] + (spread ? 0 : 1)) end = k;
  }
  let expected = total[end] + highRow[end];
  // the spine's own rows: a whole one on the side without ribs
  if (sides != BOTH) {
    gather(
      LAYER_STALL,
      frame,
      turn,
      sides == UPPER ? across - stallLength : across + aisleWidth,
      spineLow,
      spineHigh,
      stallWidth - SLACK,
    );
    expected += countFree();
  }
  if (expected <= least) return -1;
  let ribs = 0;
  for (let k = end; k >= 0; k = before[k]) chain[ribs++] = offset[k];

  clearLayout(layout);
  const sign = gateSign[gate];
  const entry = addAisle(
    layout,
    gateFrame[gate],
    gateTurn[gate],
    root,
    -FAR,
    FAR,
    gateStart[gate] + sign * half,
    gate,
    0,
  );
  if (entry < 0) return -1;
  if (!collinear) {
    if (
      addAisle(
        layout,
        frame,
        turn,
        across,
        -FAR,
        FAR,
        crossing == FAR ? (spineLow + spineHigh) >> 1 : crossing,
        -1,
        0,
      ) < 0
    )
      return -1;
    if (gateFrame[gate] == frame) {
      let reach = sign > 0 ? across + aisleWidth : across;
      if (beside) {
        // the way in runs beside the spine: it stops at the nearest rib
        let nearest = FAR;
        for (let k = 0; k < ribs; k++) {
          const edge = sign > 0 ? chain[k] + aisleWidth : chain[k];
          if ((edge - gateStart[gate]) * sign > aisleWidth && (nearest == FAR || (edge - nearest) * sign < 0))
            nearest = edge;
        }
        reach = nearest;
      }
      if (reach != FAR) set(layout, sign > 0 ? HIGH : LOW, entry, reach);
    }
  }
  for (let k = ribs - 1; k >= 0; k--) {
    if (addAisle(layout, frame, other, chain[k], low, high, across + half, -1, 0) < 0) break;
  }
  // ribs' sides first, then the spine and the way in, ends last
  const rows = aisleCount(layout) * SLOTS;
  const fixed = collinear ? 1 : 2;
  for (let rank = 1; rank < 3; rank++) {
    let left = rows;
    for (let k = 0; k < left; ) {
      const row = orderAt(layout, k);
      const rankOf = (row & 3) >= 2 ? 2 : row >> 2 < fixed ? 1 : 0;
      if (rankOf == rank) {
        moveOrder(layout, k, rows - 1);
        left--;
      } else k++;
    }
  }
  return expected;
}

/** Evaluates a new layout, cuts the way in back to what is needed and the spine to its outermost ribs where that is better, and evaluates again. */
export function finishComb(layout: usize): f64 {
  let best = evaluate(layout);
  const last = aisleCount(layout) - 1;
  const spine =
    get(layout, TURN, 1) == get(layout, TURN, last) && get(layout, FRAME, 1) == get(layout, FRAME, last) ? 0 : 1;
  const upward = gateSign[get(layout, GATE, 0)] > 0;
  if (spine < last) {
    let low = FAR;
    let high = -FAR;
    for (let i = spine + 1; i <= last; i++) {
      low = min(low, get(layout, ACROSS, i));
      high = max(high, get(layout, ACROSS, i) + aisleWidth);
    }
    // the end at the gate stays there
    if (spine || !upward) best = tryEnd(layout, spine, LOW, low, best);
    if (spine || upward) best = tryEnd(layout, spine, HIGH, high, best);
  }
  if (upward) set(layout, HIGH, 0, get(layout, NEED_TO, 0));
  else set(layout, LOW, 0, get(layout, NEED_FROM, 0));
  return evaluate(layout);
}

/** Lets an aisle end elsewhere when that is better than `best`; the better value. */
function tryEnd(layout: usize, i: i32, column: i32, end: i32, best: f64): f64 {
  const old = get(layout, column, i);
  set(layout, column, i, end);
  const value = evaluate(layout);
  if (value > best) return value;
  set(layout, column, i, old);
  evaluate(layout);
  return best;
}
