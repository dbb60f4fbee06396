/**
 * A move that lays all ribs along one aisle anew: what stands there on one side of it, or on both, goes, and the best set of ribs
 * by dynamic programming comes, in view of the aisles that stay. Units of 0.1 mm.
 */
import { criticalAt, criticals, pickAlive } from "./anneal";
import { aisleWidth, stallLength } from "./evaluate";
import { addHazard, clearHazards } from "./hazards";
import { widthOf } from "./kinds";
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
  HIGH,
  LOW,
  MAX_AISLES,
  moveOrder,
  SLOTS,
  set,
  TO,
  TURN,
} from "./layout";
import { below } from "./random";
import { BOTH, chooseRibs, clearRibs, countRows, LOWER, layOffsets, ribAt, ribCount, ribSide, UPPER } from "./ribs";
import { addWork } from "./strips";

/** Parts of a module that ribs may be shifted by. */
const PARTS: i32 = 32;
/** Ribs on both sides that need not face each other. */
const APART: i32 = 3;

/** Lays the ribs along an aisle that a car reaches anew; false when that comes to nothing. */
export function layRibs(layout: usize): boolean {
  const spine = pickAlive(layout);
  if (spine < 0 || widthOf(layout, spine) != aisleWidth) return false;
  const frame = get(layout, FRAME, spine);
  const turn = get(layout, TURN, spine);
  const across = get(layout, ACROSS, spine);
  const from = get(layout, FROM, spine);
  const to = get(layout, TO, spine);
  if (to - from < aisleWidth * 2) return false;
  const sides = below(4);
  // as far as the ground, or up to the nearest aisle beside this one
  const isFar = below(2) == 1;
  const low = sides == UPPER ? across : isFar ? -FAR : nextBeside(layout, spine, -1);
  const high = sides == LOWER ? across + aisleWidth : isFar ? FAR : nextBeside(layout, spine, 1);
  const anchor = clear(layout, spine, sides, low, high);
  hold(layout, anchor);
  const other = 1 - turn;
  const module = aisleWidth + 2 * stallLength;
  const base = baseOf(frame, other, from, to, module);
  const lead = <i32>floor((<f64>(base + stallLength - from) * <f64>PARTS) / <f64>module);
  const count = layOffsets(base, to, lead, PARTS);
  if (!count) return false;
  countRows(count, frame, other, across, low, high, true);
  addWork(200 + count * 60);
  clearRibs();
  const spread = below(2) == 1;
  if (sides == APART) {
    chooseRibs(count, LOWER, PARTS, spread);
    chooseRibs(count, UPPER, PARTS, spread);
  } else chooseRibs(count, sides, PARTS, spread);
  const middle = across + (aisleWidth >> 1);
  for (let k = ribCount - 1; k >= 0; k--) {
    if (aisleCount(layout) >= MAX_AISLES) break;
    const begin = ribSide[k] == UPPER ? across : low;
    const end = ribSide[k] == LOWER ? across + aisleWidth : high;
    addAisle(layout, frame, other, ribAt[k], begin, end, middle, -1, below(16));
    // its sides are packed before all that is there
    const rows = aisleCount(layout) * SLOTS;
    for (let slot = 0; slot < 2; slot++) moveOrder(layout, rows - SLOTS + slot, slot);
  }
  return true;
}

/** The far side of the nearest aisle beside another, above it or below; FAR or −FAR without one. */
function nextBeside(layout: usize, spine: i32, sign: i32): i32 {
  const across = get(layout, ACROSS, spine);
  let nearest = FAR;
  for (let j = 0; j < aisleCount(layout); j++) {
    if (j == spine || !get(layout, ALIVE, j) || get(layout, FRAME, j) != get(layout, FRAME, spine)) continue;
    if (get(layout, TURN, j) != get(layout, TURN, spine)) continue;
    if (get(layout, TO, j) <= get(layout, FROM, spine) || get(layout, FROM, j) >= get(layout, TO, spine)) continue;
    const step = (get(layout, ACROSS, j) - across) * sign;
    if (step > aisleWidth && step < nearest) nearest = step;
  }
  if (nearest == FAR) return sign * FAR;
  return sign > 0 ? across + nearest + aisleWidth : across - nearest;
}

/** Takes out, or cuts back to the spine, all aisles that stand where ribs may come; the spine's number after that. */
function clear(layout: usize, spine: i32, sides: i32, low: i32, high: i32): i32 {
  const frame = get(layout, FRAME, spine);
  const turn = get(layout, TURN, spine);
  const across = get(layout, ACROSS, spine);
  const from = get(layout, FROM, spine);
  const to = get(layout, TO, spine);
  const near = aisleWidth >> 1;
  let at = spine;
  for (let j = aisleCount(layout) - 1; j >= 0; j--) {
    if (j == at || !get(layout, ALIVE, j) || get(layout, GATE, j) >= 0 || get(layout, FRAME, j) != frame) continue;
    let isGone = false;
    if (get(layout, TURN, j) == turn) {
      // one beside the spine stays where it is the ribs' end
      const t = get(layout, ACROSS, j);
      const middle = (get(layout, FROM, j) + get(layout, TO, j)) >> 1;
      isGone =
        middle > from && middle < to && t > across
          ? sides != LOWER && t < high - aisleWidth
          : sides != UPPER && t > low;
      if (middle <= from || middle >= to || abs(t - across) < aisleWidth) isGone = false;
    } else {
      const t = get(layout, ACROSS, j) + near;
      if (t < from || t > to) continue;
      const above = get(layout, TO, j) > across + aisleWidth + near && sides != LOWER;
      const under = get(layout, FROM, j) < across - near && sides != UPPER;
      const isBeyond = get(layout, FROM, j) >= high - aisleWidth || get(layout, TO, j) <= low + aisleWidth;
      if (isBeyond || (!above && !under)) continue;
      const keepsBelow = sides == UPPER && get(layout, FROM, j) < across - near;
      const keepsAbove = sides == LOWER && get(layout, TO, j) > across + aisleWidth + near;
      isGone = !keepsBelow && !keepsAbove;
      if (keepsBelow) {
        set(layout, HIGH, j, across + aisleWidth);
        set(layout, TO, j, across + aisleWidth);
      }
      if (keepsAbove) {
        set(layout, LOW, j, across);
        set(layout, FROM, j, across);
      }
    }
    if (!isGone) continue;
    const last = aisleCount(layout) - 1;
    dropAisle(layout, j);
    if (at == last) at = j;
  }
  return at;
}

/** Aisles that stay, but for the spine, as what ribs' rows keep off. */
function hold(layout: usize, spine: i32): void {
  const n = aisleCount(layout);
  let frames = 1 << get(layout, FRAME, spine);
  for (let j = 0; j < n; j++) if (get(layout, ALIVE, j)) frames |= 1 << get(layout, FRAME, j);
  clearHazards(frames);
  for (let j = 0; j < n; j++) {
    if (j == spine || !get(layout, ALIVE, j)) continue;
    const t = get(layout, ACROSS, j);
    addHazard(
      get(layout, FRAME, j),
      get(layout, TURN, j),
      get(layout, FROM, j),
      get(layout, TO, j),
      t,
      t + widthOf(layout, j),
    );
  }
}

/** Where some rib's low row begins: at the spine's start, whole modules before its end, or flush with a corner of the ground. */
function baseOf(frame: i32, turn: i32, from: i32, to: i32, module: i32): i32 {
  const kind = below(4);
  if (kind == 0) return from;
  if (kind == 1) return to - module;
  const c = criticalAt(frame, turn, below(criticals(frame, turn)));
  return kind == 2 ? c : c - stallLength;
}
