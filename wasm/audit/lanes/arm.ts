/** How long an arm of lanes is, from its end to where other lanes go on. */
import { reserve } from "../memory";
import { beginAlong, cellReached, cellsReached, march, sourceAlong } from "./front";
import { along, cell, distance, far, lane, mark, owns, size, stepTo } from "./grid";
import { bandAt, bands, cellCount, cellOf, farthest, firstCell, linkAfter, linkEnd, linkOf, nodeAt } from "./nodes";
import { clearWaiting, takeNearest, wait } from "./waiting";

/** A lane's end is as much nearer to the gates at one side than at the other, metres. */
const AT_END: f64 = 1;

/** A lane has left its mouth where the front that comes along it is so many times as wide as it is along most of it. */
const MOUTH: f64 = 1.6;

/** Nodes of the arm, tip first; the one where other lanes go on and those that have been cut off. */
let among: usize = 0;
/** By cell: the one that a way has come from, and one more; 0 where none has come, −1 where it begins. */
let from: usize = 0;
/** Cells that ways have come to. */
let been: usize = 0;
/** Cells of a front by band of distance, and the same sorted. */
let counts: usize = 0;
let sorted: usize = 0;

let tip: i32 = 0;

/** Room for arms of up to so many nodes, and for what they are measured by; 0 when memory is short. */
export function openArms(nodes: i32): i32 {
  among = reserve(nodes << 2);
  from = bands;
  been = reserve(owns << 2);
  counts = reserve((owns + 1) << 2);
  sorted = reserve((owns + 1) << 2);
  if (!among || !been || !counts || !sorted) return 0;
  memory.fill(from, 0, (<usize>size) << 2);
  return 1;
}

/** Where the nodes of an arm go, tip first, then that of the fork if there is one, then those that have been cut off, i32. */
export function armNodes(): usize {
  return among;
}

/** The cell of the arm that was measured last which is farthest from the gates. */
export function armTip(): i32 {
  return tip;
}

function nodeIn(k: i32): i32 {
  return load<i32>(among + ((<usize>k) << 2));
}

function setCells(field: usize, first: i32, end: i32, value: u8): void {
  for (let k = first; k < end; k++) {
    const node = nodeIn(k);
    const count = cellCount(node);
    for (let n = 0; n < count; n++) store<u8>(field + <usize>cellOf(node, n), value);
  }
}

/** Sources of the front along the arm: its whole end, not one corner of it; across a wide road that would be a way of its own. */
function beginAtEnd(own: i32): void {
  beginAlong();
  const most = distance(far, tip);
  for (let k = 0; k < own; k++) {
    const node = nodeIn(k);
    const count = cellCount(node);
    for (let n = 0; n < count; n++) {
      const row = cellOf(node, n);
      const off = most - distance(far, row);
      if (off <= AT_END) sourceAlong(row, off);
    }
  }
}

/** Metres from the tip to the last place with two ways out: `own` nodes of the arm, `fork` 1 if one where others go on comes after them, `gone` cut off. */
export function measureArm(own: i32, fork: i32, gone: i32): f64 {
  tip = firstCell(nodeIn(0));
  for (let k = 0; k < own; k++) {
    const node = nodeIn(k);
    const count = cellCount(node);
    for (let n = 0; n < count; n++) {
      const row = cellOf(node, n);
      if (distance(far, row) > distance(far, tip)) tip = row;
    }
  }
  // what has been cut off belongs to the lane that it was cut off from
  const all = own + fork + gone;
  setCells(mark, 0, all, 1);
  beginAtEnd(own);
  march(along, mark, Infinity);
  const corner = cornerOf();
  setCells(mark, 0, all, 0);
  // from the middle of the tip's cell to that of the last one: half a cell is missing at either end
  if (corner >= 0) {
    let nearest = distance(along, corner);
    // the front goes over edges of cells, the way to the corner over their corners too
    if (nearest == Infinity) for (let n = 0; n < 8; n++) nearest = min(nearest, distance(along, corner + stepTo(n)));
    if (nearest < Infinity) return nearest + cell;
  }
  let length: f64 = 0;
  for (let k = 0; k < own; k++) {
    const node = nodeIn(k);
    const count = cellCount(node);
    for (let n = 0; n < count; n++) {
      const metres = distance(along, cellOf(node, n));
      if (metres < Infinity) length = max(length, metres);
    }
  }
  return (fork ? upToMouth(own, own + fork, all, length) : length) + cell;
}

/**
 * The corner at which the front from the gates is parted into the arm and what goes on beside it: of all ways from the tip
 * to there, the cell nearest to the gates on the one that stays farthest from them. −1 where none goes on from there.
 */
function cornerOf(): i32 {
  clearWaiting();
  let count = 0;
  // the first way has come from nowhere: from the cell before the first
  store<i32>(from + ((<usize>tip) << 2), -1);
  store<i32>(been, tip);
  count++;
  wait(tip, -distance(far, tip), -farthest);
  let corner = -1;
  for (let row = takeNearest(); row >= 0; row = takeNearest()) {
    if (!load<u8>(mark + <usize>row)) {
      const lowest = lowestOn(row);
      if (lowest == row) break;
      // where two fronts meet nothing goes on
      if (goesOn(nodeAt(row))) {
        corner = lowest;
        break;
      }
      continue;
    }
    for (let n = 0; n < 8; n++) {
      const other = row + stepTo(n);
      const at = from + ((<usize>other) << 2);
      const metres = distance(far, other);
      if (load<i32>(at) || metres == Infinity) continue;
      store<i32>(at, row + 1);
      store<i32>(been + ((<usize>count) << 2), other);
      count++;
      wait(other, -metres, -farthest);
    }
  }
  for (let k = 0; k < count; k++) store<i32>(from + ((<usize>load<i32>(been + ((<usize>k) << 2))) << 2), 0);
  return corner;
}

/** Of the way to a cell, the one nearest to the gates. */
function lowestOn(row: i32): i32 {
  let lowest = row;
  for (let at = row; at >= 0; at = load<i32>(from + ((<usize>at) << 2)) - 1)
    if (distance(far, at) < distance(far, lowest)) lowest = at;
  return lowest;
}

/** Whether lanes lead on from a node, away from the gates and off the arm. */
function goesOn(node: i32): boolean {
  const band = bandAt(node);
  for (let link = linkOf(node); link >= 0; link = linkAfter(link)) {
    const other = linkEnd(link);
    if (bandAt(other) > band && !load<u8>(mark + <usize>firstCell(other))) return true;
  }
  return false;
}

/** Bands at least as wide as so many cells. */
const BAND_CELLS: i32 = 3;

/** Where fronts from two sides meet before a lane, how far from its end it begins to widen, metres; `most` where it never does. */
function upToMouth(own: i32, cutFrom: i32, cutEnd: i32, most: f64): f64 {
  const width = <f64>BAND_CELLS * cell;
  const bands = <i32>Math.floor(most / width) + 1;
  memory.fill(counts, 0, (<usize>bands) << 2);
  setCells(lane, cutFrom, cutEnd, 0);
  beginAtEnd(own);
  march(along, lane, <f64>bands * width);
  setCells(lane, cutFrom, cutEnd, 1);
  for (let k = 0; k < cellsReached(); k++) {
    const band = Math.floor(distance(along, cellReached(k)) / width);
    if (band >= <f64>bands) continue;
    const at = counts + ((<usize>(<i32>band)) << 2);
    store<i32>(at, load<i32>(at) + 1);
  }
  const median = medianOf(bands);
  let last = bands - 1;
  while (last > 0 && <f64>load<i32>(counts + ((<usize>last) << 2)) > MOUTH * <f64>median) last--;
  return min(most, <f64>(last + 1) * width);
}

/** Of the bands' counts, the upper one where there are two. */
function medianOf(bands: i32): i32 {
  for (let k = 0; k < bands; k++) {
    const own = load<i32>(counts + ((<usize>k) << 2));
    let at = k;
    for (; at > 0 && load<i32>(sorted + ((<usize>(at - 1)) << 2)) > own; at--)
      store<i32>(sorted + ((<usize>at) << 2), load<i32>(sorted + ((<usize>(at - 1)) << 2)));
    store<i32>(sorted + ((<usize>at) << 2), own);
  }
  return load<i32>(sorted + ((<usize>(bands >> 1)) << 2));
}
