/**
 * One large move: an aisle becomes a spine, the aisles across it are taken out and the best chain of ribs is put in,
 * given everything else that stands. Units of 0.1 mm.
 */
import { bestChain, chain, chainLength, countFree, highRow, lowRow, MAX_OFFSETS, offset } from "./chain";
import {
  aisleWidth,
  evaluate,
  gather,
  gatherFrom,
  hazardsWithout,
  link,
  SLACK,
  stallLength,
  stallWidth,
} from "./evaluate";
import { freeCount, freeHigh, freeLow, hazardCount, subtractHazards } from "./hazards";
import {
  ACROSS,
  ALIVE,
  addAisle,
  aisleCount,
  dropAisle,
  FAR,
  FRAME,
  FROM,
  GATE,
  get,
  moveOrder,
  PARENT,
  SLOTS,
  TO,
  TURN,
} from "./layout";
import { below } from "./random";
import { addWork, LAYER_AISLE } from "./strips";

const ribLow = new StaticArray<i32>(MAX_OFFSETS);
const ribHigh = new StaticArray<i32>(MAX_OFFSETS);

/** Sides of the spine that ribs are laid on. */
const BOTH: i32 = 0;
const UPPER: i32 = 1;
const LOWER: i32 = 2;

/** Lays the ribs along a random aisle anew; false when nothing came of it. The layout must have been evaluated. */
export function recomb(layout: usize, parts: i32): boolean {
  let spine = below(aisleCount(layout));
  if (!get(layout, ALIVE, spine)) return false;
  const sides = below(3);
  const frame = get(layout, FRAME, spine);
  const turn = get(layout, TURN, spine);
  const across = get(layout, ACROSS, spine);
  const parent = get(layout, PARENT, spine);
  for (let j = aisleCount(layout) - 1; j >= 0; j--) {
    if (j == spine || j == parent || get(layout, GATE, j) >= 0 || !get(layout, ALIVE, j)) continue;
    if (get(layout, FRAME, j) != frame || get(layout, TURN, j) == turn || !link(layout, spine, j)) continue;
    if (sides == UPPER && get(layout, FROM, j) < across - 3) continue;
    if (sides == LOWER && get(layout, TO, j) > across + aisleWidth + 3) continue;
    const last = aisleCount(layout) - 1;
    dropAisle(layout, j);
    // the last aisle has taken the number of the one that went
    if (spine == last) spine = j;
    if (get(layout, PARENT, spine) >= aisleCount(layout)) return false;
  }
  evaluate(layout);
  if (!get(layout, ALIVE, spine)) return false;
  const from = get(layout, FROM, spine);
  const to = get(layout, TO, spine);
  const runs = hazardsWithout(layout, spine);
  const half = aisleWidth >> 1;
  const module = aisleWidth + 2 * stallLength;
  const shortest = stallWidth - SLACK;
  const other = 1 - turn;
  const low = sides == UPPER ? across : -FAR;
  const high = sides == LOWER ? across + aisleWidth : FAR;
  // half the time the first offsets touch the spine's end, else they lie anywhere
  const first = from + (below(2) ? 0 : below(module / parts + 1));
  let count = 0;
  for (; count < MAX_OFFSETS; count++) {
    const at = first + <i32>((<i64>count * <i64>module) / <i64>parts);
    if (at + aisleWidth > to) break;
    offset[count] = at;
    lowRow[count] = -1;
    highRow[count] = 0;
    gatherFrom(LAYER_AISLE, frame, other, at, low, high, shortest);
    subtractHazards(runs, frame, other, at, at + aisleWidth, shortest);
    for (let k = 0; k < freeCount; k++) {
      if (freeLow[k] > across + half || freeHigh[k] < across + half) continue;
      const s0 = freeLow[k];
      const s1 = freeHigh[k];
      ribLow[count] = s0;
      ribHigh[count] = s1;
      gather(frame, other, at - stallLength, s0, s1, shortest);
      subtractHazards(hazardCount, frame, other, at - stallLength, at, shortest);
      lowRow[count] = countFree();
      gather(frame, other, at + aisleWidth, s0, s1, shortest);
      subtractHazards(hazardCount, frame, other, at + aisleWidth, at + aisleWidth + stallLength, shortest);
      highRow[count] = countFree();
      break;
    }
  }
  addWork(count * 40);
  if (!count) return false;
  bestChain(count, parts, <i32>ceil(<f64>((aisleWidth + stallLength) * parts) / <f64>module));
  for (let k = chainLength - 1; k >= 0; k--) {
    const at = chain[k];
    if (lowRow[at] + highRow[at] < 2) continue;
    const i = addAisle(layout, frame, other, offset[at], ribLow[at], ribHigh[at], across + half, -1, 0);
    if (i < 0) break;
    // before the spine's rows, so that the ribs get what was counted
    const rows = aisleCount(layout) * SLOTS;
    for (let slot = 0; slot < 2; slot++) moveOrder(layout, rows - SLOTS + slot, 0);
  }
  return true;
}
