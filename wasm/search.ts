/**
 * The search over layouts of an open lot: combs first, then annealing from the best of them and from nothing.
 * It is driven by `advanceSearch(target)` and counts its own work, so that any slicing gives the same result.
 */

import { accepts, addOne, criticalAt, criticals, mutate, prune } from "./anneal";
import { HEAD, measured, reserve } from "./arena";
import { advanceCells, closeCells, openCells } from "./cells";
import { buildComb, finishComb } from "./comb";
import { aisleWidth, evaluate, gateCount, gateFrame, gateSign, gateStart, gateTurn, stallLength } from "./evaluate";
import { growOn, isGrowing } from "./grafts";
import { hasChoice } from "./kinds";
import {
  addAisle,
  aisleCount,
  clearLayout,
  copyLayout,
  FAR,
  LAYOUT_BYTES,
  score,
  setScore,
  stallCount,
} from "./layout";
import { beginLook, forgetGround, GAINED, LOOKS_ON, lookOn } from "./lead";
import { firstFrames } from "./mainFrames";
import { beginJoin, foundOf, isJoining, joinNext, openParts, takeGraft } from "./parts";
import { keep, openPool, POOL, poolCount, pooled } from "./pool";
import { below, seedRandom, unit } from "./random";
import { dropTried, forget, keepTried, reevaluate, standLarge } from "./reevaluate";
import {
  beginRun,
  countComb,
  graftWork,
  isCombing,
  openSchedule,
  openScope,
  partOfRun,
  resumeCombs,
  runUntil,
  shareSchedule,
  shiftRun,
} from "./schedule";
import { addWork, peekFromOutside, setWork, work } from "./strips";
import { PLACES, placeIn } from "./waysIn";

/** Work of one search step. */
const STEP: i64 = 2000;
let current: usize = 0;
let candidate: usize = 0;
let best: usize = 0;
let changes: i32 = 0;

let building: boolean = true;
/** Whether squares are still to be tried (cells.ts). */
let squares: boolean = false;
// the comb being tried: gate × frame × turn × sides, and the position of its spine
let task: i32 = 0;
let round: i32 = 0;
let rounds: i32 = 0;
let parts: i32 = 0;

let runIndex: i32 = 0;
/** Whether the last run is over and done with, so that the next one may begin. */
let isOver: boolean = true;
/** Whether there was a plan of squares. */
let gridded: boolean = false;
/** Whether the run began from nothing; how many have, and the most stalls that came of one. */
let fresh: boolean = false;
let freshRuns: i32 = 0;
let freshBest: i32 = 0;
let hot: f64 = 1.0;
let cold: f64 = 0.1;
let temperature: f64 = 1.0;
let cooling: i32 = 0;
/** Temperature that a run starts at, in stalls. */
const HOT: f64 = 0.9;
/** Temperature that it ends at, in stalls. */
const COLD: f64 = 0.1;
/** Runs that begin from a plan of squares before others. */
const SQUARE_RUNS: i32 = 5;
/** Runs from nothing that come to less than this share of the stalls lead nowhere near the best. */
const NEAR: f64 = 0.92;

/** Kernels that search the same lot: each tries combs of its own. */
let kernels: i32 = 1;
/** A layout on its way in from another kernel. */
let guest: usize = 0;

/** Room for layouts with aisles led to idle ground. */
let led: usize = 0;
/** Scores of the layouts that have been looked at for idle ground, the last ones; and how many have been. */
const lookedAt = changetype<StaticArray<f64>>(memory.data(HEAD + POOL * 8) + HEAD);
measured(lookedAt, POOL);
let looks: i32 = 0;
/** Whether aisles of the layout that a run begins with are being led there. */
let leading: boolean = false;
/** Layouts that are looked at, at most. */
const MOST_LOOKS: i32 = 12;

/** Makes room; 0 when memory is short. Without rounds neither combs nor squares are tried. */
export function openSearch(seed: u32, plannedSteps: i32, moduleParts: i32, spineRounds: i32): i32 {
  seedRandom(seed);
  current = reserve(LAYOUT_BYTES);
  candidate = reserve(LAYOUT_BYTES);
  best = reserve(LAYOUT_BYTES);
  guest = reserve(LAYOUT_BYTES);
  led = reserve(LAYOUT_BYTES);
  if (!current || !candidate || !best || !guest || !led || !openPool() || !openParts()) return 0;
  clearLayout(best);
  changes = 0;
  kernels = 1;
  parts = moduleParts;
  rounds = spineRounds;
  building = true;
  task = 0;
  round = 0;
  squares = false;
  for (let gate = 0; rounds && gate < gateCount && !squares; gate++) squares = openCells(gate) == 1;
  openSchedule(<i64>plannedSteps * STEP, squares);
  runIndex = 0;
  isOver = true;
  gridded = false;
  fresh = false;
  freshRuns = 0;
  freshBest = 0;
  forget();
  forgetGround();
  looks = 0;
  leading = false;
  return 1;
}

/** Shares the lot with other kernels: asked once, before the first step. */
export function shareSearch(index: i32, count: i32): void {
  kernels = count;
  task = index;
  shareSchedule(count);
  // the squares are one search, and the first kernel's
  if (index > 0) squares = false;
}

/** Bytes of a layout, as they go from one kernel to another. */
export function layoutBytes(): i32 {
  return LAYOUT_BYTES;
}

/** The best layout so far, then those that runs start from; 0 when there are fewer. */
export function keptLayout(k: i32): usize {
  if (k == 0) return stallCount(best) ? best : 0;
  return k <= poolCount ? pooled(k - 1) : 0;
}

/** The layout that another kernel is told of first: the best that anything has come to, which no run of this one starts from. */
export function toldLayout(): usize {
  const found = foundOf(best);
  return stallCount(found) ? found : 0;
}

/** Where a layout of another kernel is written before it is taken in. */
export function guestLayout(): usize {
  return guest;
}

/** Takes the guest in among the layouts that runs start from. */
export function takeGuest(): void {
  // what it holds where there are more kinds is for this kernel to say
  if (hasChoice()) evaluate(guest);
  offer(guest);
  keep(guest);
}

/** Searches until this many steps have been taken since the start; 0 when nothing is left to try. */
export function advanceSearch(steps: i32): i32 {
  if (!gateCount) return 0;
  const until = <i64>steps * STEP;
  while (work < until) {
    if (building) build();
    else if (squares) trySquare();
    else if (leading) lead();
    else if (isJoining) {
      if (joinNext(current, candidate, led, best)) changes++;
    } else if (isGrowing) {
      if (takeGraft(growOn(), best)) changes++;
    } else anneal();
  }
  return 1;
}

/** Grows with every better layout. */
export function searchVersion(): i32 {
  return changes;
}

/** Stalls of the best layout so far. */
export function bestStalls(): i32 {
  return stallCount(foundOf(best));
}

/** Evaluates the best layout again, so that its columns and runs can be read; its address, or 0 without one. */
export function recallBest(): usize {
  const most = foundOf(best);
  if (!stallCount(most)) return 0;
  const before = work;
  // looking is no work, and keeps no strips that the search would cut later: whoever looks, and how often, it goes on alike
  peekFromOutside(true);
  evaluate(most);
  peekFromOutside(false);
  setWork(before);
  return most;
}

/** The first layout found with most stalls is the one reported, however often it is asked for. */
function offer(layout: usize): void {
  if (stallCount(layout) <= stallCount(best)) return;
  changes++;
  copyLayout(best, layout);
}

/** Decides one more square; after the last one the plan of squares is a layout like any other. */
function trySquare(): void {
  if (advanceCells()) return;
  squares = false;
  if (!closeCells(current)) return;
  gridded = true;
  evaluate(current);
  offer(current);
  keep(current);
}

/** Tries one comb. */
function build(): void {
  const tasks = gateCount * firstFrames * 2 * 3;
  while (task >= tasks) {
    task -= tasks;
    round++;
  }
  if (round >= rounds || !isCombing()) {
    building = false;
    return;
  }
  const begun = work;
  let k = task;
  const sides = k % 3;
  k /= 3;
  const turn = k & 1;
  k >>= 1;
  const frame = k % firstFrames;
  const gate = k / firstFrames;
  const across = spineAt(gate, frame, turn, round);
  const root = placeIn(gate, round % PLACES);
  const least = poolCount < POOL ? 0 : (stallCount(pooled(poolCount - 1)) * 7) / 8;
  addWork(200);
  if (buildComb(current, gate, root, frame, turn, across, sides, parts, least, (round / PLACES) % 2 == 1) >= 0) {
    finishComb(current);
    offer(current);
    keep(current);
  }
  task += kernels;
  countComb(work - begun);
}

/** Position of the spine in a round: on the gate's own line at each of its places, then beside corners of the ground, then spread evenly. */
function spineAt(gate: i32, frame: i32, turn: i32, k: i32): i32 {
  if (gateFrame[gate] == frame && gateTurn[gate] == turn) {
    if (k < PLACES) return placeIn(gate, k);
    k -= PLACES - 1;
  }
  const count = criticals(frame, turn);
  const low = criticalAt(frame, turn, 0);
  const range = criticalAt(frame, turn, count - 1) - low;
  if (k & 1 && count <= 64) {
    const j = k >> 1;
    const c = criticalAt(frame, turn, ((j >> 2) * 5) % count);
    const shift = (j + (j >> 2)) & 3;
    return shift == 0 ? c + stallLength : shift == 1 ? c - stallLength - aisleWidth : shift == 2 ? c : c - aisleWidth;
  }
  // golden section: every round falls into the widest gap left
  const part = <f64>(k + 1) * 0.6180339887498949;
  return low + <i32>((part - floor(part)) * <f64>range);
}

/** One step of annealing. */
function anneal(): void {
  if (work >= runUntil && !nextRun()) return;
  standLarge(current);
  copyLayout(candidate, current);
  addWork(40 + aisleCount(current) * 6);
  // from nothing, and from squares, a layout grows by small changes
  const ribs = !fresh && !gridded;
  let changed = mutate(candidate, ribs);
  while (below(5) == 0) changed = mutate(candidate, ribs) || changed;
  if (!changed) return;
  const value = reevaluate(current, candidate);
  if ((cooling++ & 63) == 0) {
    temperature = hot * NativeMath.pow(cold / hot, partOfRun());
  }
  if (!accepts(value - score(current), temperature)) {
    dropTried();
    return;
  }
  keepTried(candidate);
  prune(candidate);
  const swap = current;
  current = candidate;
  candidate = swap;
  offer(current);
  if (work >= runUntil) keep(current);
}

/** Parts when a run has ended, combs when it is their turn, then the next run; whether that can be annealed at once. */
function nextRun(): boolean {
  if (!isOver) {
    isOver = true;
    keep(current);
    if (fresh) {
      freshRuns++;
      freshBest = max(freshBest, stallCount(current));
    }
    if (beginJoin(current, best, led, graftWork())) return false;
  }
  building = round < rounds && resumeCombs();
  if (building) return false;
  startRun();
  return !leading;
}

/** Chooses where the next run starts: from nothing, unless that leads nowhere, or from the best of what has come of all runs, some of them cooler. */
function startRun(): void {
  const leads = freshRuns < 3 || <f64>freshBest >= NEAR * <f64>stallCount(best);
  // a plan of squares is nearly the best there is: it is worked on first
  const begins = runIndex < SQUARE_RUNS && gridded;
  const early = openScope();
  fresh = poolCount == 0 || (early && leads && !begins) || below(6) == 0;
  beginRun(fresh);
  hot = HOT;
  cold = COLD;
  cooling = 0;
  if (fresh) {
    // by one gate, and by any of the others: then nobody has to drive from the one to the other
    const gate = below(gateCount);
    clearLayout(current);
    for (let k = 0; k < gateCount; k++) if (k == gate || below(2)) addWayIn(current, k);
    hot = HOT * 1.5;
  } else {
    if (below(2)) hot = HOT * 0.35;
    const k = <i32>(unit() * unit() * <f64>poolCount);
    copyLayout(current, pooled(k));
    leading = isNew(current);
  }
  temperature = hot;
  evaluate(current);
  forget();
  offer(current);
  if (leading) beginLook();
  runIndex++;
  isOver = false;
}

/** Adds an aisle from a gate as far as the ground goes. */
function addWayIn(layout: usize, gate: i32): void {
  const anchor = gateStart[gate] + gateSign[gate] * (aisleWidth >> 1);
  addAisle(layout, gateFrame[gate], gateTurn[gate], placeIn(gate, below(PLACES)), -FAR, FAR, anchor, gate, 0);
}

/** Looks for idle ground in the layout that a run begins with, and once more when an aisle has been led to some. */
function lead(): void {
  const begun = work;
  const answer = lookOn(current, candidate, led);
  // the run is as long as any other, and as hot
  shiftRun(work - begun);
  if (answer == LOOKS_ON) return;
  leading = answer == GAINED;
  if (leading) {
    offer(current);
    keep(current);
    beginLook();
  }
}

/** Whether a layout has not been looked at for idle ground; from now on it has. */
function isNew(layout: usize): boolean {
  if (looks >= MOST_LOOKS) return false;
  const value = score(layout);
  for (let k = 0; k < min(looks, POOL); k++) if (lookedAt[k] == value) return false;
  lookedAt[looks++ % POOL] = value;
  return true;
}
