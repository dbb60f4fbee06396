/**
 * Fillings: the stalls that stand in each row of each form. A row looks at aisles, and at rows before it in the order; what came,
 * went or moved among these since it was filled is told as rectangles, and it is filled anew when one meets its ground. Units of 0.1 mm.
 */
import { HEAD, measured } from "./arena";
import { MAX_FRAMES } from "./edges";
import { SLACK } from "./evaluate";
import {
  addHazard,
  freeHigh,
  freeLow,
  freeStrip,
  freeWork,
  groundFrom,
  groundTo,
  meeting,
  slantedCount,
  subtractWork,
  TOUCH,
} from "./hazards";
import { rowLayer, rowPitch, runLength, stallsIn } from "./kinds";
import {
  Filling,
  fill,
  fromOf,
  leftOf,
  MAX_FILLINGS,
  MAX_RUNS,
  nextRun,
  Row,
  row,
  runAt,
  setFill,
  setRow,
  setRun,
  toOf,
} from "./records";
import { boxIn, inU0, inU1, inV0, inV1, SLANTED_WORK } from "./slanted";
import { flushes, frameCount, intervalCount, strip } from "./strips";

const free = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_FILLINGS * 4) + HEAD);
measured(free, MAX_FILLINGS);
let freeFillings: i32 = 0;

/** What has come, gone or moved: rectangles at most; with more, every row is filled anew. */
const MAX_CHANGES: i32 = 64;
let changeCount: i32 = 0;
/** Frames in use, one bit each. */
let frames: i32 = 0;
// by frame * MAX_CHANGES + change: box in that frame
const changeU0 = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_FRAMES * MAX_CHANGES * 4) + HEAD);
measured(changeU0, MAX_FRAMES * MAX_CHANGES);
const changeU1 = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_FRAMES * MAX_CHANGES * 4) + HEAD);
measured(changeU1, MAX_FRAMES * MAX_CHANGES);
const changeV0 = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_FRAMES * MAX_CHANGES * 4) + HEAD);
measured(changeV0, MAX_FRAMES * MAX_CHANGES);
const changeV1 = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_FRAMES * MAX_CHANGES * 4) + HEAD);
measured(changeV1, MAX_FRAMES * MAX_CHANGES);

export function clearFillings(): void {
  freeFillings = 0;
  for (let r = MAX_FILLINGS - 1; r >= 0; r--) free[freeFillings++] = r;
}

export function takeFilling(): i32 {
  return freeFillings ? free[--freeFillings] : -1;
}

export function giveFilling(r: i32): void {
  if (r >= 0) free[freeFillings++] = r;
}

/** Takes away what is known of a row. */
export function clearRow(id: i32): void {
  setRow(id, Row.Filling, -1);
  setRow(id, Row.Seen, -1);
}

/** Fills a row as another one that lies where it does; false when the table is full. */
export function copyRow(id: i32, from: i32): boolean {
  const r = takeFilling();
  if (r < 0) return false;
  const old = row(from, Row.Filling);
  const count = fill(old, Filling.Runs);
  setFill(r, Filling.Runs, count);
  setFill(r, Filling.Stalls, fill(old, Filling.Stalls));
  setFill(r, Filling.Slanted, fill(old, Filling.Slanted));
  let to = runAt(r, 0);
  let at = runAt(old, 0);
  for (let k = 0; k < count; k++) {
    setRun(to, fromOf(at), toOf(at), leftOf(at));
    to = nextRun(to);
    at = nextRun(at);
  }
  setRow(id, Row.Filling, r);
  setRow(id, Row.Begin, row(from, Row.Begin));
  setRow(id, Row.End, row(from, Row.End));
  setRow(id, Row.Intervals, row(from, Row.Intervals));
  setRow(id, Row.Seen, row(from, Row.Seen));
  setRow(id, Row.Ground, row(from, Row.Ground));
  return true;
}

/** Starts a layout that uses these frames. */
export function clearChanges(framesUsed: i32): void {
  changeCount = 0;
  frames = framesUsed;
}

/** The frames that changes are told in, one bit each. */
export function framesTold(): i32 {
  return frames;
}

/** Tells of a rectangle, along and across an axis of its frame. */
export function tellChange(frame: i32, turn: i32, s0: i32, s1: i32, t0: i32, t1: i32): void {
  if (s0 >= s1 || t0 >= t1) return;
  const k = changeCount++;
  if (k >= MAX_CHANGES) return;
  const u0 = turn ? t0 : s0;
  const u1 = turn ? t1 : s1;
  const v0 = turn ? s0 : t0;
  const v1 = turn ? s1 : t1;
  if (frames == 1 << frame) {
    setChange(frame, k, u0, u1, v0, v1);
    return;
  }
  for (let f = 0; f < frameCount; f++) {
    if (!((frames >> f) & 1)) continue;
    if (f == frame) setChange(f, k, u0, u1, v0, v1);
    else {
      boxIn(frame, u0, u1, v0, v1, f);
      // a box around several may be rounded the other way than a box around one of them
      setChange(f, k, inU0 - 2, inU1 + 2, inV0 - 2, inV1 + 2);
    }
  }
}

function setChange(frame: i32, k: i32, u0: i32, u1: i32, v0: i32, v1: i32): void {
  const at = frame * MAX_CHANGES + k;
  changeU0[at] = u0;
  changeU1[at] = u1;
  changeV0[at] = v0;
  changeV1[at] = v1;
  // four are looked at together: nobody meets those that are not there yet
  if (!(k & 3)) for (let next = 1; next < 4; next++) changeU0[at + next] = i32.MAX_VALUE;
}

/** Whether what stands in a row may not be what would be found there now. */
export function isStale(id: i32): boolean {
  const r = row(id, Row.Filling);
  if (r < 0 || row(id, Row.Seen) != flushes || changeCount > MAX_CHANGES) return true;
  const begin = row(id, Row.Begin);
  const end = row(id, Row.End);
  if (begin == end) return false;
  // with several frames the work of finding that nothing is left depends on the order of aisles
  if (!fill(r, Filling.Runs) && frames & (frames - 1)) return true;
  const along = row(id, Row.Along);
  const low = row(id, Row.Across) + TOUCH;
  const high = row(id, Row.Across) + row(id, Row.Deep) - TOUCH;
  const offset = (<usize>(row(id, Row.Frame) * MAX_CHANGES)) << 2;
  const lowU = changetype<usize>(changeU0) + offset;
  const highU = changetype<usize>(changeU1) + offset;
  const lowV = changetype<usize>(changeV0) + offset;
  const highV = changetype<usize>(changeV1) + offset;
  const u0 = along ? low : begin;
  const u1 = along ? high : end;
  const v0 = along ? begin : low;
  const v1 = along ? end : high;
  for (let k = 0; k < changeCount; k += 4) {
    const at = (<usize>k) << 2;
    if (meeting(lowU + at, highU + at, u0, u1) & meeting(lowV + at, highV + at, v0, v1)) return true;
  }
  return false;
}

/** Packs a row among the hazards there are, into filling r; the work of it, or −1 when a table is full. */
export function fillRow(id: i32, fromHigh: i32, r: i32): i32 {
  const kind = row(id, Row.Kind);
  const t = row(id, Row.Across);
  const frame = row(id, Row.Frame);
  const along = row(id, Row.Along);
  if (row(id, Row.Seen) != flushes) {
    setRow(id, Row.Ground, <i32>strip(rowLayer[kind], frame, along, t));
    setRow(id, Row.Seen, flushes);
  }
  const ground = <usize>row(id, Row.Ground);
  const free = freeStrip(
    ground,
    row(id, Row.Low),
    row(id, Row.High),
    frame,
    along,
    t,
    t + row(id, Row.Deep),
    runLength(kind, 1) - SLACK,
  );
  setRow(id, Row.Intervals, intervalCount(ground));
  setRow(id, Row.Begin, groundFrom);
  setRow(id, Row.End, groundTo);
  if (free > MAX_RUNS) return -1;
  const pitch = <f64>rowPitch[kind];
  let stalls = 0;
  let at = runAt(r, 0);
  for (let k = 0; k < free; k++) {
    const from = freeLow[k];
    const to = freeHigh[k];
    const room = to - from;
    const some = stallsIn(kind, room, SLACK);
    const used = runLength(kind, some);
    const start = used >= room ? from - ((used - room) >> 1) : fromHigh ? to - used : from;
    const rest = max(0.0, <f64>(room - used) / pitch);
    setRun(at, start, start + used, rest * rest);
    at = nextRun(at);
    stalls += some;
  }
  setFill(r, Filling.Runs, free);
  setFill(r, Filling.Stalls, stalls);
  setFill(r, Filling.Slanted, slantedCount);
  return freeWork;
}

/** Work of packing a row from scratch that is taken over as it is. */
export function workOf(id: i32): i32 {
  const look = 12 + row(id, Row.Intervals) * 3;
  return row(id, Row.End) > row(id, Row.Begin)
    ? look + subtractWork() + SLANTED_WORK * fill(row(id, Row.Filling), Filling.Slanted)
    : look;
}

/** Adds what stands in a row to the hazards, and what it leaves over to a sum; false when their table is full. */
export function placeRow(id: i32): boolean {
  const r = row(id, Row.Filling);
  const count = fill(r, Filling.Runs);
  const along = row(id, Row.Along);
  const t = row(id, Row.Across);
  const end = t + row(id, Row.Deep);
  let at = runAt(r, 0);
  for (let run = 0; run < count; run++) {
    if (!addHazard(row(id, Row.Frame), along, fromOf(at), toOf(at), t, end)) return false;
    at = nextRun(at);
  }
  return true;
}

/** A sum and what the runs of a filling leave over, added one by one: sums are rounded alike however they come about. */
export function addLeft(sum: f64, r: i32): f64 {
  const count = fill(r, Filling.Runs);
  let at = runAt(r, 0);
  for (let run = 0; run < count; run++) {
    sum += leftOf(at);
    at = nextRun(at);
  }
  return sum;
}

/** Tells of a stretch of a row. */
function tellStretch(id: i32, from: i32, to: i32): void {
  const t = row(id, Row.Across);
  tellChange(row(id, Row.Frame), row(id, Row.Along), from, to, t, t + row(id, Row.Deep));
}

/** Tells of all that stands in a row. */
export function tellRow(id: i32, r: i32): void {
  if (r < 0) return;
  const count = fill(r, Filling.Runs);
  if (count) tellStretch(id, fromOf(runAt(r, 0)), toOf(runAt(r, count - 1)));
}

/** Tells where a row differs from another filling of it; whether it does. */
export function tellDifference(id: i32, r: i32, old: i32): boolean {
  const count = fill(r, Filling.Runs);
  const oldCount = fill(old, Filling.Runs);
  let differs = count != oldCount || fill(r, Filling.Slanted) != fill(old, Filling.Slanted);
  let from = i32.MAX_VALUE;
  let to = i32.MIN_VALUE;
  // both lists ascend
  let k = runAt(old, 0);
  const last = runAt(old, oldCount);
  const end = runAt(r, count);
  for (let run = runAt(r, 0); run < end; run = nextRun(run)) {
    for (; k < last && fromOf(k) < fromOf(run); k = nextRun(k)) {
      from = min(from, fromOf(k));
      to = max(to, toOf(k));
    }
    if (k < last && fromOf(k) == fromOf(run) && toOf(k) == toOf(run)) {
      if (leftOf(k) != leftOf(run)) differs = true;
      k = nextRun(k);
      continue;
    }
    from = min(from, fromOf(run));
    to = max(to, toOf(run));
  }
  for (; k < last; k = nextRun(k)) {
    from = min(from, fromOf(k));
    to = max(to, toOf(k));
  }
  if (from >= to) return differs;
  tellStretch(id, from, to);
  return true;
}
