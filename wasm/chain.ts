/**
 * The best set of ribs along a spine, by dynamic programming over every offset along it, from what the two rows of an
 * aisle at that offset would hold. Who fills the tables decides what counts as free.
 */
import { SLACK, stallWidth } from "./evaluate";
import { freeCount, freeHigh, freeLow } from "./hazards";

/** Offsets along one spine at most. */
export const MAX_OFFSETS: i32 = 4096;

/** Where a rib could lie, units, ascending. */
export const offset = new StaticArray<i32>(MAX_OFFSETS);
/** Stalls of its low row and its high row; −1 in `lowRow`: no rib can lie there. */
export const lowRow = new StaticArray<i32>(MAX_OFFSETS);
export const highRow = new StaticArray<i32>(MAX_OFFSETS);
/** Best total of a chain whose last rib is here, its high row not counted. */
const total = new StaticArray<i32>(MAX_OFFSETS);
const before = new StaticArray<i32>(MAX_OFFSETS);
/** The best chain's places in `offset`, last rib first. */
export const chain = new StaticArray<i32>(MAX_OFFSETS);
export let chainLength: i32 = 0;

/** Stalls that the free list holds. */
export function countFree(): i32 {
  let sum = 0;
  for (let k = 0; k < freeCount; k++) sum += (freeHigh[k] - freeLow[k] + SLACK) / stallWidth;
  return sum;
}

/** Finds the chain of ribs with most stalls and returns their number. `parts` offsets apart two ribs have both rows between them, `skipRow` apart one. */
export function bestChain(count: i32, parts: i32, skipRow: i32): i32 {
  // a rib may share the ground between it and the last one in three ways: both rows, its own, the other's
  let bestFull = -1;
  let bestFullAt = -1;
  let bestBare = -1;
  let bestBareAt = -1;
  let bestShared = -1;
  let bestSharedAt = -1;
  let end = -1;
  for (let k = 0; k < count; k++) {
    let value = max(0, lowRow[k]);
    let from = -1;
    const full = k - parts;
    if (full >= 0 && lowRow[full] >= 0 && total[full] + highRow[full] > bestFull) {
      bestFull = total[full] + highRow[full];
      bestFullAt = full;
    }
    const shared = k - skipRow;
    if (shared >= 0 && lowRow[shared] >= 0) {
      if (total[shared] > bestBare) {
        bestBare = total[shared];
        bestBareAt = shared;
      }
      if (total[shared] + highRow[shared] > bestShared) {
        bestShared = total[shared] + highRow[shared];
        bestSharedAt = shared;
      }
    }
    if (lowRow[k] < 0) {
      total[k] = 0;
      continue;
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
    if (end < 0 || value + highRow[k] > total[end] + highRow[end]) end = k;
  }
  chainLength = 0;
  if (end < 0) return 0;
  for (let k = end; k >= 0; k = before[k]) chain[chainLength++] = k;
  return total[end] + highRow[end];
}
