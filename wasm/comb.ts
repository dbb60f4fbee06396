/**
 * Combs: a spine and ribs across it. For one position of the spine the best set of ribs is found by dynamic
 * programming over every offset along it, from what each offset's rows would hold. Units of 0.1 mm.
 */

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
import { freeCount, freeHigh, freeLow } from "./hazards";
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
  BOTH,
  chooseRibs,
  clearRibs,
  countRows,
  dropRibs,
  keepRibs,
  LOWER,
  layOffsets,
  ribAt,
  ribCount,
  ribSide,
  UPPER,
} from "./ribs";
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
  const lead = <i32>((<i64>stallLength * <i64>parts) / <i64>(aisleWidth + 2 * stallLength));
  const count = layOffsets(spineLow, spineHigh, lead, parts);
  if (!count) return -1;
  const other = 1 - turn;
  const low = sides == UPPER ? across : -FAR;
  const high = sides == LOWER ? across + aisleWidth : FAR;
  countRows(count, frame, other, across, low, high, false);
  addWork(count * 40);
  clearRibs();
  let expected = chooseRibs(count, sides, parts, spread);
  if (sides == BOTH) {
    // ribs above and ribs below that do not face each other
    const through = ribCount;
    const apart = chooseRibs(count, LOWER, parts, spread) + chooseRibs(count, UPPER, parts, spread);
    addWork(count * 12);
    if (apart > expected) {
      expected = apart;
      dropRibs(through);
    } else keepRibs(through);
  }
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
        for (let k = 0; k < ribCount; k++) {
          if (ribSide[k] == (root > across ? LOWER : UPPER)) continue;
          const edge = sign > 0 ? ribAt[k] + aisleWidth : ribAt[k];
          if ((edge - gateStart[gate]) * sign > aisleWidth && (nearest == FAR || (edge - nearest) * sign < 0))
            nearest = edge;
        }
        reach = nearest;
      }
      if (reach != FAR) set(layout, sign > 0 ? HIGH : LOW, entry, reach);
    }
  }
  for (let k = ribCount - 1; k >= 0; k--) {
    const from = ribSide[k] == UPPER ? across : low;
    const to = ribSide[k] == LOWER ? across + aisleWidth : high;
    if (addAisle(layout, frame, other, ribAt[k], from, to, across + half, -1, 0) < 0) break;
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
