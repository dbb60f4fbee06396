/**
 * Where aisles meet: whether a car gets from one to the other at full width, and the part of each that its stalls, its
 * links and its gate need. Units of 0.1 mm.
 */
import { directed, gateSign, queue } from "./evaluate";
import { kindOneWay, runLength, widthOf } from "./kinds";
import {
  ACROSS,
  COUNT,
  DRAIN,
  EXIT,
  FEEDER,
  FRAME,
  FROM,
  GATE,
  get,
  kindOf,
  NEED_FROM,
  NEED_TO,
  PARENT,
  set,
  TO,
  TURN,
} from "./layout";
import { runAisle, runCount, runKind, runSlot, runStalls, runStart } from "./runs";
import { frameCos, frameSin } from "./strips";

/** Aisles link when they miss each other by no more than this, units. */
const LINK: i32 = 3;
/** Place where the two centre-lines of the pair linked last meet, along each. */
export let meetI: i32 = 0;
export let meetJ: i32 = 0;
/** 1 when the first of the pair linked last holds the disc at the meeting place, 2 when the second does. */
let holder: i32 = 0;

/** Whether a disc as wide as the narrower aisle gets from one to the other. */
export function link(layout: usize, i: i32, j: i32): boolean {
  const wi = widthOf(layout, i);
  const wj = widthOf(layout, j);
  if (get(layout, FRAME, i) == get(layout, FRAME, j)) {
    if (get(layout, TURN, i) == get(layout, TURN, j)) return false;
    meetI = get(layout, ACROSS, j) + (wj >> 1);
    meetJ = get(layout, ACROSS, i) + (wi >> 1);
    // one holds the whole crossing, the other comes up to its edge
    if (!reaches(layout, i, meetI - (wj >> 1), meetI - (wj >> 1) + wj)) return false;
    if (!reaches(layout, j, meetJ - (wi >> 1), meetJ - (wi >> 1) + wi)) return false;
    holder = holds(layout, i, meetI, wj) ? 1 : holds(layout, j, meetJ, wi) ? 2 : 0;
    return holder != 0;
  }
  if (!meet(layout, i, j)) return false;
  if (!reaches(layout, i, meetI, meetI) || !reaches(layout, j, meetJ, meetJ)) return false;
  const wide = max(wi, wj);
  holder = holds(layout, i, meetI, wide) ? 1 : holds(layout, j, meetJ, wide) ? 2 : 0;
  return holder != 0;
}

function reaches(layout: usize, i: i32, low: i32, high: i32): boolean {
  return get(layout, FROM, i) <= high + LINK && get(layout, TO, i) >= low - LINK;
}

/** Whether an aisle has this much ground around a place. */
function holds(layout: usize, i: i32, at: i32, room: i32): boolean {
  const half = room >> 1;
  return get(layout, FROM, i) <= at - half + LINK && get(layout, TO, i) >= at + (room - half) - LINK;
}

/** Where the centre-lines of two aisles of different frames cross. */
function meet(layout: usize, i: i32, j: i32): boolean {
  const fi = get(layout, FRAME, i);
  const fj = get(layout, FRAME, j);
  const ti = get(layout, TURN, i);
  const tj = get(layout, TURN, j);
  const ci = <f64>get(layout, ACROSS, i) + <f64>widthOf(layout, i) * 0.5;
  const cj = <f64>get(layout, ACROSS, j) + <f64>widthOf(layout, j) * 0.5;
  // direction of s and the point at s = 0
  const dix = ti ? -frameSin[fi] : frameCos[fi];
  const diy = ti ? frameCos[fi] : frameSin[fi];
  const djx = tj ? -frameSin[fj] : frameCos[fj];
  const djy = tj ? frameCos[fj] : frameSin[fj];
  const pix = ti ? frameCos[fi] * ci : -frameSin[fi] * ci;
  const piy = ti ? frameSin[fi] * ci : frameCos[fi] * ci;
  const pjx = tj ? frameCos[fj] * cj : -frameSin[fj] * cj;
  const pjy = tj ? frameSin[fj] * cj : frameCos[fj] * cj;
  const cross = dix * djy - diy * djx;
  if (abs(cross) < 1e-5) return false;
  const ex = pjx - pix;
  const ey = pjy - piy;
  const si = (ex * djy - ey * djx) / cross;
  const sj = (ex * diy - ey * dix) / cross;
  if (abs(si) > 1e9 || abs(sj) > 1e9) return false;
  meetI = <i32>floor(si + 0.5);
  meetJ = <i32>floor(sj + 0.5);
  return true;
}

/** The part of each aisle that its stalls, its links and its gate need. */
export function need(layout: usize, alive: i32): void {
  for (let k = 0; k < alive; k++) {
    const i = queue[k];
    set(layout, NEED_FROM, i, FAR_HIGH);
    set(layout, NEED_TO, i, FAR_LOW);
    const gate = get(layout, GATE, i);
    // one-way aisles have been cut back to the way round
    if (directed && kindOneWay[kindOf(layout, i)]) widen(layout, i, get(layout, FROM, i), get(layout, TO, i));
    if (gate >= 0) {
      const start = gateSign[gate] > 0 ? get(layout, FROM, i) : get(layout, TO, i);
      widen(layout, i, start, start);
    }
  }
  for (let r = 0; r < runCount; r++) {
    const i = runAisle(r);
    const width = widthOf(layout, i);
    set(layout, COUNT, i, get(layout, COUNT, i) + runStalls(r));
    if (runSlot(r) < 2) widen(layout, i, runStart(r), runStart(r) + runLength(runKind(r), runStalls(r)));
    else if (runSlot(r) == 2) widen(layout, i, get(layout, FROM, i), get(layout, FROM, i) + width);
    else widen(layout, i, get(layout, TO, i) - width, get(layout, TO, i));
  }
  // links that hold the disc first, then those that only have to come near; children before parents
  for (let k = alive - 1; k >= 0; k--) {
    for (let column = PARENT; column >= 0; column = nextPartner(layout, queue[k], column))
      holdLink(layout, get(layout, column, queue[k]), queue[k]);
  }
  for (let k = 0; k < alive; k++) {
    const i = queue[k];
    set(layout, NEED_FROM, i, max(get(layout, NEED_FROM, i), get(layout, FROM, i)));
    set(layout, NEED_TO, i, min(get(layout, NEED_TO, i), get(layout, TO, i)));
  }
  for (let k = alive - 1; k >= 0; k--) {
    for (let column = PARENT; column >= 0; column = nextPartner(layout, queue[k], column))
      nearLink(layout, get(layout, column, queue[k]), queue[k]);
  }
}

/** The column of the next aisle that this one hangs on, or −1: only on the way round do several count. */
function nextPartner(layout: usize, i: i32, column: i32): i32 {
  if (!directed || (get(layout, FEEDER, i) < 0 && get(layout, EXIT, i) < 0)) return -1;
  return column == PARENT ? FEEDER : column == FEEDER ? EXIT : column == EXIT ? DRAIN : -1;
}

function holdLink(layout: usize, i: i32, j: i32): void {
  if (i < 0 || !link(layout, i, j)) return;
  const room = get(layout, FRAME, i) == get(layout, FRAME, j) ? 0 : max(widthOf(layout, i), widthOf(layout, j));
  if (holder == 1) {
    const across = room ? room : widthOf(layout, j);
    widen(layout, i, meetI - (across >> 1), meetI + across - (across >> 1));
  } else {
    const across = room ? room : widthOf(layout, i);
    widen(layout, j, meetJ - (across >> 1), meetJ + across - (across >> 1));
  }
}

/** Up to the other's centre-line, although its edge would do: no hair's breadth is left between the two when drawn. */
function nearLink(layout: usize, i: i32, j: i32): void {
  if (i < 0 || !link(layout, i, j)) return;
  if (holder == 1) widen(layout, j, meetJ, meetJ);
  else widen(layout, i, meetI, meetI);
}

const FAR_HIGH: i32 = 0x3fffffff;
const FAR_LOW: i32 = -0x3fffffff;

function widen(layout: usize, i: i32, low: i32, high: i32): void {
  if (low < get(layout, NEED_FROM, i)) set(layout, NEED_FROM, i, low);
  if (high > get(layout, NEED_TO, i)) set(layout, NEED_TO, i, high);
}
