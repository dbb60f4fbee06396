/**
 * Straight stretches that an aisle could run along, over the whole ground: what ways to idle ground are made of (idle.ts). They follow
 * from the ground alone and are laid out once a search. Units of 0.1 mm.
 */
import { criticalAt, criticals } from "./anneal";
import { HEAD, measured } from "./arena";
import { aisleWidth } from "./evaluate";
import { ledFrame } from "./mainFrames";
import { addWork, frameCos, frameSin, intervalCount, intervalHigh, intervalLow, LAYER_AISLE, strip } from "./strips";

/** Stretches at most. */
export const MAX_STRETCHES: i32 = 4096;
/** Corners that stretches are laid flush with, at most, in one direction. */
const MAX_CORNERS: i32 = 128;
/** Between two stretches that are flush with nothing, units: a metre, more where the ground is wider than so many of them. */
const APART: i32 = 10000;
const MAX_APART: i32 = 128;
/** One stretch does for another that is this near and ends no farther than this before it, units: a metre. */
const ALIKE: i32 = 10000;
/** Stretches whose ends miss each other by no more than this meet, units. */
const NEAR: i32 = 3;

export const stretchFrame = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_STRETCHES * 4) + HEAD);
measured(stretchFrame, MAX_STRETCHES);
export const stretchTurn = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_STRETCHES * 4) + HEAD);
measured(stretchTurn, MAX_STRETCHES);
/** Lower side. */
export const stretchAcross = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_STRETCHES * 4) + HEAD);
measured(stretchAcross, MAX_STRETCHES);
export const stretchFrom = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_STRETCHES * 4) + HEAD);
measured(stretchFrom, MAX_STRETCHES);
export const stretchTo = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_STRETCHES * 4) + HEAD);
measured(stretchTo, MAX_STRETCHES);
export let stretchCount: i32 = 0;
/** The first one of the direction being laid out. */
let first: i32 = 0;

/** Where the two stretches found to cross last meet, along each. */
export let crossI: i32 = 0;
export let crossJ: i32 = 0;

export function forgetStretches(): void {
  stretchCount = 0;
}

/** Lays them out in the k-th frame that aisles are led in, beside corners of the ground and at even distances. */
export function layStretches(k: i32): void {
  const frame = ledFrame(k);
  for (let turn = 0; turn < 2; turn++) {
    const count = criticals(frame, turn);
    if (!count) continue;
    first = stretchCount;
    const beside = min(count, MAX_CORNERS);
    for (let j = 0; j < beside; j++) {
      const c = criticalAt(frame, turn, beside == count ? j : (j * (count - 1)) / (beside - 1));
      lay(frame, turn, c);
      lay(frame, turn, c - aisleWidth);
    }
    const low = criticalAt(frame, turn, 0);
    const range = criticalAt(frame, turn, count - 1) - low;
    const step = max(APART, range / MAX_APART);
    for (let at = 0; at < range; at += step) lay(frame, turn, low + at);
  }
}

/** Adds what is free of one strip; past the table's end it is dropped. */
function lay(frame: i32, turn: i32, across: i32): void {
  const row = strip(LAYER_AISLE, frame, turn, across);
  const count = intervalCount(row);
  addWork(20);
  for (let k = 0; k < count && stretchCount < MAX_STRETCHES; k++) {
    const from = intervalLow(row, k);
    const to = intervalHigh(row, k);
    if (to - from < aisleWidth || isThere(across, from, to)) continue;
    stretchFrame[stretchCount] = frame;
    stretchTurn[stretchCount] = turn;
    stretchAcross[stretchCount] = across;
    stretchFrom[stretchCount] = from;
    stretchTo[stretchCount++] = to;
  }
}

/** Whether there is one already, in the same direction, that does for this one. */
function isThere(across: i32, from: i32, to: i32): boolean {
  for (let x = first; x < stretchCount; x++) {
    const isNear = abs(stretchAcross[x] - across) <= ALIKE;
    if (isNear && stretchFrom[x] <= from + ALIKE && stretchTo[x] >= to - ALIKE) return true;
  }
  addWork((stretchCount - first) >> 1);
  return false;
}

/** Whether a disc as wide as an aisle gets from one stretch to another, as `link` asks of aisles; sets where they meet. */
export function cross(
  fi: i32,
  ti: i32,
  ai: i32,
  fromI: i32,
  toI: i32,
  fj: i32,
  tj: i32,
  aj: i32,
  fromJ: i32,
  toJ: i32,
): boolean {
  const half = aisleWidth >> 1;
  if (fi == fj) {
    if (ti == tj) return false;
    crossI = aj + half;
    crossJ = ai + half;
    if (fromI > aj + aisleWidth + NEAR || toI < aj - NEAR) return false;
    if (fromJ > ai + aisleWidth + NEAR || toJ < ai - NEAR) return false;
  } else {
    const c = frameCos[fi] * frameCos[fj] + frameSin[fi] * frameSin[fj];
    const s = frameSin[fi] * frameCos[fj] - frameCos[fi] * frameSin[fj];
    // the line of i in the frame of j: a point and its direction
    const middle = <f64>(ai + half);
    const pu = ti ? c * middle : -s * middle;
    const pv = ti ? s * middle : c * middle;
    const du = ti ? -s : c;
    const dv = ti ? c : s;
    const toward = tj ? du : dv;
    if (abs(toward) < 1e-3) return false;
    const steps = (<f64>(aj + half) - (tj ? pu : pv)) / toward;
    if (steps < <f64>(fromI - NEAR) || steps > <f64>(toI + NEAR)) return false;
    const at = (tj ? pv : pu) + steps * (tj ? dv : du);
    if (at < <f64>(fromJ - NEAR) || at > <f64>(toJ + NEAR)) return false;
    crossI = <i32>floor(steps + 0.5);
    crossJ = <i32>floor(at + 0.5);
  }
  return (
    (fromI <= crossI - half + NEAR && toI >= crossI + half - NEAR) ||
    (fromJ <= crossJ - half + NEAR && toJ >= crossJ + half - NEAR)
  );
}
