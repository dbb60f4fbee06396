/**
 * Ribs across a spine: what the rows of each would hold at every offset along it, and the best set of them by dynamic programming.
 * Units of 0.1 mm.
 */
import { HEAD, measured } from "./arena";
import { aisleWidth, gather, SLACK, stallLength, stallWidth } from "./evaluate";
import { block, freeCount, freeHigh, freeLow, subtractHazards } from "./hazards";
import { intervalCount, intervalHigh, intervalLow, LAYER_AISLE, LAYER_STALL, strip } from "./strips";

/** Offsets along one spine at most. */
const MAX_OFFSETS: i32 = 4096;
/** Ribs on both sides of the spine, on its high side only, on its low side only. */
export const BOTH: i32 = 0;
export const UPPER: i32 = 1;
export const LOWER: i32 = 2;

const offset = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_OFFSETS * 4) + HEAD);
measured(offset, MAX_OFFSETS);
// by offset: stalls of the low and of the high row, above the spine and below it
const lowAbove = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_OFFSETS * 4) + HEAD);
measured(lowAbove, MAX_OFFSETS);
const highAbove = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_OFFSETS * 4) + HEAD);
measured(highAbove, MAX_OFFSETS);
const lowBelow = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_OFFSETS * 4) + HEAD);
measured(lowBelow, MAX_OFFSETS);
const highBelow = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_OFFSETS * 4) + HEAD);
measured(highBelow, MAX_OFFSETS);
/** Best total of a comb whose last rib is here, its high row not counted. */
const total = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_OFFSETS * 4) + HEAD);
measured(total, MAX_OFFSETS);
const before = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_OFFSETS * 4) + HEAD);
measured(before, MAX_OFFSETS);

/** Ribs chosen: the lower side of each, and the side of the spine that it stands on. */
export const ribAt = changetype<StaticArray<i32>>(memory.data(HEAD + 3 * MAX_OFFSETS * 4) + HEAD);
measured(ribAt, 3 * MAX_OFFSETS);
export const ribSide = changetype<StaticArray<i32>>(memory.data(HEAD + 3 * MAX_OFFSETS * 4) + HEAD);
measured(ribSide, 3 * MAX_OFFSETS);
export let ribCount: i32 = 0;

export function clearRibs(): void {
  ribCount = 0;
}

/** Forgets all ribs chosen but the first of them. */
export function keepRibs(first: i32): void {
  ribCount = first;
}

/** Forgets the first ribs chosen. */
export function dropRibs(first: i32): void {
  for (let k = first; k < ribCount; k++) {
    ribAt[k - first] = ribAt[k];
    ribSide[k - first] = ribSide[k];
  }
  ribCount -= first;
}

/** Stalls that the free list holds above a place across the ribs, and below it. */
function countFree(place: i32, above: boolean): i32 {
  let sum = 0;
  for (let k = 0; k < freeCount; k++)
    if (freeLow[k] >= place == above) sum += (freeHigh[k] - freeLow[k] + SLACK) / stallWidth;
  return sum;
}

/** Offsets from `low` on in parts of a module, the first of them `lead` parts before a rib whose low row touches `low`; how many there are. */
export function layOffsets(low: i32, high: i32, lead: i32, parts: i32): i32 {
  const module = aisleWidth + 2 * stallLength;
  let count = 0;
  for (let k = 0; count < MAX_OFFSETS; k++) {
    const at = low + stallLength + <i32>floor((<f64>(k - lead) * <f64>module) / <f64>parts);
    if (at + aisleWidth > high) break;
    offset[count++] = at;
  }
  return count;
}

/** Counts what the rows of a rib at each offset would hold, between `low` and `high` and off the spine at `across`. */
export function countRows(count: i32, frame: i32, turn: i32, across: i32, low: i32, high: i32, among: boolean): void {
  const middle = across + (aisleWidth >> 1);
  for (let k = 0; k < count; k++) {
    lowAbove[k] = 0;
    highAbove[k] = 0;
    lowBelow[k] = 0;
    highBelow[k] = 0;
    const row = strip(LAYER_AISLE, frame, turn, offset[k]);
    const n = intervalCount(row);
    for (let j = 0; j < n; j++) {
      if (intervalLow(row, j) > middle || intervalHigh(row, j) < middle) continue;
      const from = max(intervalLow(row, j), low);
      const to = min(intervalHigh(row, j), high);
      freeBeside(frame, turn, offset[k] - stallLength, from, to, across, among);
      lowAbove[k] = countFree(across, true);
      lowBelow[k] = countFree(across, false);
      freeBeside(frame, turn, offset[k] + aisleWidth, from, to, across, among);
      highAbove[k] = countFree(across, true);
      highBelow[k] = countFree(across, false);
      break;
    }
  }
}

/** What of a row is free off the spine, and off what stands there already. */
function freeBeside(frame: i32, turn: i32, at: i32, from: i32, to: i32, across: i32, among: boolean): void {
  gather(LAYER_STALL, frame, turn, at, from, to, stallWidth - SLACK);
  block(across, across + aisleWidth, stallWidth - SLACK);
  if (among) subtractHazards(frame, turn, at, at + stallLength, stallWidth - SLACK);
}

function lowOf(k: i32, sides: i32): i32 {
  return (sides == LOWER ? 0 : lowAbove[k]) + (sides == UPPER ? 0 : lowBelow[k]);
}

function highOf(k: i32, sides: i32): i32 {
  return (sides == LOWER ? 0 : highAbove[k]) + (sides == UPPER ? 0 : highBelow[k]);
}

/**
 * Adds the best set of ribs to those chosen, the last of them first; the stalls that they would hold. Of equal sets the one whose spare
 * ground lies beyond its ribs, or between them.
 */
export function chooseRibs(count: i32, sides: i32, parts: i32, spread: boolean): i32 {
  const skipRow = <i32>ceil(<f64>((aisleWidth + stallLength) * parts) / <f64>(aisleWidth + 2 * stallLength));
  // a rib may share the ground between it and the last one in three ways: both rows, its own, the other's
  let bestFull = -1;
  let bestFullAt = -1;
  let bestBare = -1;
  let bestBareAt = -1;
  let bestShared = -1;
  let bestSharedAt = -1;
  let end = 0;
  let most = -1;
  for (let k = 0; k < count; k++) {
    const own = lowOf(k, sides);
    let value = own;
    let from = -1;
    const full = k - parts;
    if (full >= 0 && total[full] + highOf(full, sides) > bestFull) {
      bestFull = total[full] + highOf(full, sides);
      bestFullAt = full;
    }
    const shared = k - skipRow;
    if (shared >= 0) {
      if (total[shared] > bestBare) {
        bestBare = total[shared];
        bestBareAt = shared;
      }
      if (total[shared] + highOf(shared, sides) > bestShared) {
        bestShared = total[shared] + highOf(shared, sides);
        bestSharedAt = shared;
      }
    }
    if (bestFullAt >= 0 && bestFull + own > value) {
      value = bestFull + own;
      from = bestFullAt;
    }
    if (bestBareAt >= 0 && bestBare + own > value) {
      value = bestBare + own;
      from = bestBareAt;
    }
    if (bestSharedAt >= 0 && bestShared > value) {
      value = bestShared;
      from = bestSharedAt;
    }
    total[k] = value;
    before[k] = from;
    if (value + highOf(k, sides) >= most + (spread ? 0 : 1)) {
      end = k;
      most = value + highOf(k, sides);
    }
  }
  for (let k = end; k >= 0; k = before[k]) {
    ribAt[ribCount] = offset[k];
    ribSide[ribCount++] = sides;
  }
  return most;
}
