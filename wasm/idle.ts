/**
 * Idle ground: ground that no aisle and no stall of a layout uses, although rows would stand there. The best places for an aisle on it,
 * wherever the ground lets one run. Units of 0.1 mm.
 */
import { criticalAt, criticals } from "./anneal";
import { HEAD, measured } from "./arena";
import { aisleWidth, gather, queue, reached, SLACK, stallLength, stallWidth } from "./evaluate";
import { addHazard, clearHazards, freeCount, freeHigh, freeLow, subtractHazards } from "./hazards";
import { rowDepth, runLength, widthOf } from "./kinds";
import { ACROSS, FAR, FRAME, FROM, get, TO, TURN } from "./layout";
import { ledFrame } from "./mainFrames";
import { runAcross, runAisle, runCount, runKind, runSlot, runStalls, runStart } from "./runs";
import { addWork, intervalCount, intervalHigh, intervalLow, LAYER_AISLE, LAYER_STALL, strip } from "./strips";

/** Stalls that would stand along an aisle at least. */
const LEAST_IDLE: i32 = 6;
/** Places kept, the best ones. */
const MAX_PLACES: i32 = 12;
/** Between two places that are flush with nothing, units: a metre, more where the ground is wider than so many of them. */
const STEP: i32 = 10000;
const MOST_STEPS: i32 = 128;
/** Corners that places are laid flush with, at most, in one direction. */
const MAX_CORNERS: i32 = 64;

// aisles on idle ground: where they could run, and from where to where rows would stand along them
export const placeFrame = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_PLACES * 4) + HEAD);
measured(placeFrame, MAX_PLACES);
export const placeTurn = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_PLACES * 4) + HEAD);
measured(placeTurn, MAX_PLACES);
export const placeAcross = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_PLACES * 4) + HEAD);
measured(placeAcross, MAX_PLACES);
export const placeFrom = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_PLACES * 4) + HEAD);
measured(placeFrom, MAX_PLACES);
export const placeTo = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_PLACES * 4) + HEAD);
measured(placeTo, MAX_PLACES);
export const placeLow = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_PLACES * 4) + HEAD);
measured(placeLow, MAX_PLACES);
export const placeHigh = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_PLACES * 4) + HEAD);
measured(placeHigh, MAX_PLACES);
export const placeStalls = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_PLACES * 4) + HEAD);
measured(placeStalls, MAX_PLACES);
export let placeCount: i32 = 0;

/** Everything of the layout evaluated last, in every frame. */
export function holdAll(layout: usize): void {
  clearHazards(-1);
  for (let k = 0; k < reached; k++) {
    const i = queue[k];
    const t = get(layout, ACROSS, i);
    const width = widthOf(layout, i);
    addHazard(get(layout, FRAME, i), get(layout, TURN, i), get(layout, FROM, i), get(layout, TO, i), t, t + width);
  }
  for (let r = 0; r < runCount; r++) {
    const i = runAisle(r);
    const turn = get(layout, TURN, i);
    const start = runStart(r);
    const across = runAcross(r);
    const kind = runKind(r);
    addHazard(
      get(layout, FRAME, i),
      runSlot(r) < 2 ? turn : 1 - turn,
      start,
      start + runLength(kind, runStalls(r)),
      across,
      across + rowDepth[kind],
    );
  }
}

export function forgetPlaces(): void {
  placeCount = 0;
}

/** Adds the places of one more frame, the k-th that aisles are led in, where most stalls would stand along an aisle off what is held. */
export function findPlaces(k: i32): void {
  const frame = ledFrame(k);
  for (let turn = 0; turn < 2; turn++) {
    const count = criticals(frame, turn);
    if (!count) continue;
    const beside = min(count, MAX_CORNERS);
    for (let j = 0; j < beside; j++) {
      const c = criticalAt(frame, turn, beside == count ? j : (j * (count - 1)) / (beside - 1));
      lookAt(frame, turn, c + stallLength);
      lookAt(frame, turn, c - stallLength - aisleWidth);
    }
    const low = criticalAt(frame, turn, 0);
    const range = criticalAt(frame, turn, count - 1) - low;
    const step = max(STEP, range / MOST_STEPS);
    for (let at = 0; at < range; at += step) lookAt(frame, turn, low + at);
  }
}

let idleLow: i32 = 0;
let idleHigh: i32 = 0;

/** Looks at an aisle in every free stretch of one strip. */
function lookAt(frame: i32, turn: i32, across: i32): void {
  const first = strip(LAYER_AISLE, frame, turn, across);
  const count = intervalCount(first);
  for (let k = 0; k < count; k++) {
    // what is looked at in between may have cut another strip
    const row = k ? strip(LAYER_AISLE, frame, turn, across) : first;
    const from = intervalLow(row, k);
    const to = intervalHigh(row, k);
    if (to - from < (LEAST_IDLE * stallWidth) >> 1) continue;
    addWork(500);
    idleLow = FAR;
    idleHigh = -FAR;
    let stalls = idleBeside(frame, turn, across - stallLength, from, to);
    stalls += idleBeside(frame, turn, across + aisleWidth, from, to);
    if (stalls >= LEAST_IDLE) keepPlace(frame, turn, across, from, to, stalls);
  }
}

/** Stalls that would stand in a strip on what nothing of the layout uses. */
function idleBeside(frame: i32, turn: i32, across: i32, from: i32, to: i32): i32 {
  gather(LAYER_STALL, frame, turn, across, from, to, stallWidth - SLACK);
  if (!freeCount) return 0;
  subtractHazards(frame, turn, across, across + stallLength, stallWidth - SLACK);
  let stalls = 0;
  for (let r = 0; r < freeCount; r++) stalls += (freeHigh[r] - freeLow[r] + SLACK) / stallWidth;
  if (freeCount) {
    idleLow = min(idleLow, freeLow[0]);
    idleHigh = max(idleHigh, freeHigh[freeCount - 1]);
  }
  return stalls;
}

/** Keeps a place among the best; of two that hardly differ the one with more stalls. */
function keepPlace(frame: i32, turn: i32, across: i32, from: i32, to: i32, stalls: i32): void {
  let at = placeCount;
  for (let k = 0; k < placeCount; k++) {
    const isAlike =
      placeFrame[k] == frame &&
      placeTurn[k] == turn &&
      abs(placeAcross[k] - across) < stallLength &&
      placeFrom[k] < to &&
      placeTo[k] > from;
    if (!isAlike) continue;
    if (placeStalls[k] >= stalls) return;
    at = k;
    break;
  }
  if (at == placeCount) {
    if (placeCount < MAX_PLACES) placeCount++;
    else if (placeStalls[--at] >= stalls) return;
  }
  for (; at > 0 && placeStalls[at - 1] < stalls; at--) {
    placeFrame[at] = placeFrame[at - 1];
    placeTurn[at] = placeTurn[at - 1];
    placeAcross[at] = placeAcross[at - 1];
    placeFrom[at] = placeFrom[at - 1];
    placeTo[at] = placeTo[at - 1];
    placeLow[at] = placeLow[at - 1];
    placeHigh[at] = placeHigh[at - 1];
    placeStalls[at] = placeStalls[at - 1];
  }
  placeFrame[at] = frame;
  placeTurn[at] = turn;
  placeAcross[at] = across;
  placeFrom[at] = from;
  placeTo[at] = to;
  placeLow[at] = idleLow;
  placeHigh[at] = idleHigh;
  placeStalls[at] = stalls;
}
