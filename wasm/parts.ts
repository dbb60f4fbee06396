/**
 * Parts of two layouts put together: what lies on one side of a line from the one, what lies beyond it from the other. Runs that began
 * apart have found different ends of a lot best. The best that comes of a run's layout is worked on (grafts.ts). What comes of it is told where it
 * is the best, and no run starts from it; no random number of the search is drawn, and it is no work: the search goes on to the byte as
 * without. Units of 0.1 mm.
 */
import { prune } from "./anneal";
import { HEAD, measured, reserve } from "./arena";
import { evaluate, evaluateRows } from "./evaluate";
import { beginGraft, openGrafts } from "./grafts";
import { widthOf } from "./kinds";
import {
  ACROSS,
  ANCHOR,
  addAisle,
  aisleCount,
  clearLayout,
  copyLayout,
  FRAME,
  GATE,
  get,
  HIGH,
  LAYOUT_BYTES,
  LOW,
  NEED_FROM,
  NEED_TO,
  orderAt,
  PACK,
  SLOTS,
  STYLE,
  score,
  set,
  setOrder,
  stallCount,
  TURN,
} from "./layout";
import { mainFrame, mainFrames } from "./mainFrames";
import { poolCount, pooled } from "./pool";
import { peekStrips, setWork, turnCos, turnSin, work } from "./strips";

/** Aisles of a layout at most: evaluating larger ones takes too long for what it finds. */
const MOST_AISLES: i32 = 48;
/** One with more aisles than this is put together with few others, and along few lines: so many. */
const MANY_AISLES: i32 = 16;
const FEW_OTHERS: i32 = 2;
const FEW_LINES: i32 = 16;
/** What is put together is worked on where it has at most so many stalls fewer than the best. */
const BEHIND: i32 = 1;

/** Where the aisles of the two layouts lie across the line tried, and which number each has in the layout put together, or −1. */
const atA = changetype<StaticArray<i32>>(memory.data(HEAD + MOST_AISLES * 4) + HEAD);
measured(atA, MOST_AISLES);
const atB = changetype<StaticArray<i32>>(memory.data(HEAD + MOST_AISLES * 4) + HEAD);
measured(atB, MOST_AISLES);
const given = changetype<StaticArray<i32>>(memory.data(HEAD + MOST_AISLES * 4) + HEAD);
measured(given, MOST_AISLES);

/** The best that was put together of what runs have found, in layouts of `MANY_AISLES` at most: nothing that was worked on leads to it. */
let joined: usize = 0;
/** The best of all that was worked on, or put together with such, or is larger. */
let most: usize = 0;
/** Room for that of one run. */
let more: usize = 0;
/** The best that comes of the layout that a run has ended with and another one, and is neither; and how much it is worked on. */
let graft: usize = 0;
let effort: i64 = 0;
/** What has come of parts, to be put together with others. */
const GROWN: i32 = 4;
let grown: usize = 0;
let grownCount: i32 = 0;
/** Whether that is being tried; the next of the others. */
export let isJoining: boolean = false;
let next: i32 = 0;

/** Makes room, once a search; 0 when memory is short. */
export function openParts(): i32 {
  joined = reserve(LAYOUT_BYTES);
  most = reserve(LAYOUT_BYTES);
  more = reserve(LAYOUT_BYTES);
  graft = reserve(LAYOUT_BYTES);
  grown = reserve(LAYOUT_BYTES * GROWN);
  grownCount = 0;
  isJoining = false;
  if (!joined || !most || !more || !graft || !grown) return 0;
  clearLayout(joined);
  clearLayout(most);
  return openGrafts();
}

/** The best layout, or one put together that is better. */
export function foundOf(best: usize): usize {
  const found = joinedOf(best);
  return stallCount(most) > stallCount(found) ? most : found;
}

/** Likewise, of what nobody has worked on. */
function joinedOf(best: usize): usize {
  return stallCount(joined) > stallCount(best) ? joined : best;
}

/**
 * Begins to put parts of the layout that a run has ended with together with parts of those that runs start from; false when that is not
 * worth it. `better` is room for one more, kept from piece to piece. `work`: what working on the best of it may take.
 */
export function beginJoin(ended: usize, best: usize, better: usize, work: i64): boolean {
  if (!mayJoin(ended, best)) return false;
  isJoining = true;
  next = 0;
  effort = work;
  clearLayout(graft);
  copyLayout(better, joinedOf(best));
  copyLayout(more, foundOf(best));
  return true;
}

/** Goes on with the next of the others, a piece so that a time limit is kept; whether another layout is told from now on. */
export function joinNext(ended: usize, trial: usize, better: usize, best: usize): boolean {
  const before = work;
  const k = next++;
  let isBetter = false;
  peekStrips(true);
  const isSmall = aisleCount(ended) <= MANY_AISLES;
  const others = isSmall ? poolCount : min(FEW_OTHERS, poolCount);
  if (k <= others + grownCount) {
    const other = k < others ? pooled(k) : k == others ? joined : grownAt(k - others - 1);
    if (mayJoin(other, best)) {
      const isPlain = isSmall && k <= others && aisleCount(other) <= MANY_AISLES;
      tryParts(ended, other, trial, isPlain ? better : more);
      tryParts(other, ended, trial, isPlain ? better : more);
    }
  } else {
    isJoining = false;
    if (stallCount(better) > stallCount(joinedOf(best))) {
      // of as many stalls it is the one that is told
      isBetter = stallCount(better) >= stallCount(foundOf(best));
      finish(better);
      copyLayout(joined, better);
    }
    if (stallCount(more) > stallCount(foundOf(best))) {
      isBetter = true;
      finish(more);
      copyLayout(most, more);
    }
    if (stallCount(graft) >= stallCount(foundOf(best)) - BEHIND) beginGraft(graft, effort);
  }
  peekStrips(false);
  setWork(before);
  return isBetter;
}

/** A layout put together, without what no car reaches, and kept to be put together with others. */
function finish(layout: usize): void {
  evaluate(layout);
  prune(layout);
  evaluate(layout);
  keepGrown(layout);
}

function grownAt(k: i32): usize {
  return grown + <usize>(k * LAYOUT_BYTES);
}

/** Keeps what has come of parts, in place of the worst of its like. */
function keepGrown(layout: usize): void {
  let worst = 0;
  for (let k = 0; k < grownCount; k++) {
    if (score(grownAt(k)) == score(layout)) return;
    if (score(grownAt(k)) < score(grownAt(worst))) worst = k;
  }
  if (grownCount < GROWN) worst = grownCount++;
  else if (score(layout) <= score(grownAt(worst))) return;
  copyLayout(grownAt(worst), layout);
}

/** Takes in what has come of working on a layout put together; whether it is better than any. */
export function takeGraft(layout: usize, best: usize): boolean {
  keepGrown(layout);
  if (stallCount(layout) <= stallCount(foundOf(best))) return false;
  copyLayout(most, layout);
  return true;
}

/** Whether a layout is small enough, and good enough: at least seven eighths of the best. */
function mayJoin(layout: usize, best: usize): boolean {
  const n = aisleCount(layout);
  return n > 1 && n <= MOST_AISLES && stallCount(layout) * 8 >= stallCount(best) * 7;
}

/** Tries the parts of two evaluated layouts; a layout put together that has more stalls than `better` takes its place. */
function tryParts(a: usize, b: usize, trial: usize, better: usize): void {
  const stride = aisleCount(a) > MANY_AISLES ? (aisleCount(a) + FEW_LINES - 1) / FEW_LINES : 1;
  for (let k = 0; k < mainFrames; k++) {
    for (let turn = 0; turn < 2; turn++) {
      const frame = mainFrame(k);
      place(a, frame, turn, atA);
      place(b, frame, turn, atB);
      for (let i = 0; i < aisleCount(a); i += stride) {
        // the line lies just beyond one aisle of the first
        join(a, b, trial, atA[i]);
        if (aisleCount(trial) < 2) continue;
        evaluateRows(trial);
        if (stallCount(trial) > stallCount(better)) copyLayout(better, trial);
        const isNew = score(trial) != score(a) && score(trial) != score(b);
        if (isNew && score(trial) > score(graft)) copyLayout(graft, trial);
      }
    }
  }
}

/** Where the middle of each aisle lies across an axis of a frame. */
function place(layout: usize, frame: i32, turn: i32, at: StaticArray<i32>): void {
  for (let i = 0; i < aisleCount(layout); i++) {
    const own = get(layout, FRAME, i);
    const s = <f64>((get(layout, NEED_FROM, i) + get(layout, NEED_TO, i)) >> 1);
    const t = <f64>(get(layout, ACROSS, i) + (widthOf(layout, i) >> 1));
    const u = get(layout, TURN, i) ? t : s;
    const v = get(layout, TURN, i) ? s : t;
    const c = turnCos(own, frame);
    const sn = turnSin(own, frame);
    at[i] = <i32>floor(turn ? c * u - sn * v : sn * u + c * v);
  }
}

/** Aisles of the first up to the line, and those of the second beyond it, as one layout. */
function join(a: usize, b: usize, trial: usize, line: i32): void {
  clearLayout(trial);
  take(a, trial, atA, line, false);
  take(b, trial, atB, line, true);
}

function take(from: usize, to: usize, at: StaticArray<i32>, line: i32, beyond: boolean): void {
  const n = aisleCount(from);
  let rows = aisleCount(to) * SLOTS;
  for (let i = 0; i < n; i++) {
    given[i] = -1;
    if (at[i] > line != beyond) continue;
    const j = addAisle(
      to,
      get(from, FRAME, i),
      get(from, TURN, i),
      get(from, ACROSS, i),
      get(from, LOW, i),
      get(from, HIGH, i),
      get(from, ANCHOR, i),
      get(from, GATE, i),
      get(from, PACK, i),
    );
    if (j < 0) return;
    for (let k = 0; k < j; k++) if (get(to, GATE, k) == get(from, GATE, i)) set(to, GATE, j, -1);
    set(to, STYLE, j, get(from, STYLE, i));
    given[i] = j;
  }
  // rows in the order that they have among themselves
  for (let k = 0; k < n * SLOTS; k++) {
    const entry = orderAt(from, k);
    const j = given[entry >> 2];
    if (j >= 0) setOrder(to, rows++, (j << 2) | (entry & 3));
  }
}
