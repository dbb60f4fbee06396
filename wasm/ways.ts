/**
 * Ways from the aisles of a layout to a place that none of them reaches: straight on, or over stretches of free ground, as few
 * as there can be. Units of 0.1 mm.
 */
import { HEAD, measured } from "./arena";
import { aisleWidth, stallLength } from "./evaluate";
import { placeAcross, placeFrame, placeFrom, placeTo, placeTurn } from "./idle";
import { kindOneWay, widthOf } from "./kinds";
import {
  ACROSS,
  ALIVE,
  ANCHOR,
  addAisle,
  aisleCount,
  FAR,
  FRAME,
  FROM,
  get,
  HIGH,
  kindOf,
  LOW,
  MAX_AISLES,
  set,
  TO,
  TURN,
} from "./layout";
import { addWork, intervalCount, intervalHigh, intervalLow, LAYER_AISLE, strip } from "./strips";
import {
  cross,
  crossI,
  crossJ,
  MAX_STRETCHES,
  stretchAcross,
  stretchCount,
  stretchFrame,
  stretchFrom,
  stretchTo,
  stretchTurn,
} from "./through";

/** Ways kept to one place, the shortest ones. */
const MAX_WAYS: i32 = 4;
/** Stretches of one way at most. */
const MAX_LEGS: i32 = 6;
/** Stretches looked at in one piece. */
const PIECE: i32 = 128;

// aisles of the layout that a way may begin at, as far as the ground lets them grow
const hostAisle = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLES * 4) + HEAD);
measured(hostAisle, MAX_AISLES);
const hostFrame = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLES * 4) + HEAD);
measured(hostFrame, MAX_AISLES);
const hostTurn = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLES * 4) + HEAD);
measured(hostTurn, MAX_AISLES);
const hostAcross = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLES * 4) + HEAD);
measured(hostAcross, MAX_AISLES);
const hostFrom = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLES * 4) + HEAD);
measured(hostFrom, MAX_AISLES);
const hostTo = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLES * 4) + HEAD);
measured(hostTo, MAX_AISLES);
let hostCount: i32 = 0;

/**
 * A way: its length, the aisle it begins at and where along it, its last stretch with where it comes from and goes to, and where along
 * the place's aisle it ends. Without a host it goes on from the last stretch as that was reached.
 */
const enum Way {
  Length,
  Host,
  Leaves,
  Last,
  From,
  To,
  Enters,
  Columns,
}

const ways = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_WAYS * Way.Columns * 4) + HEAD);
measured(ways, MAX_WAYS * Way.Columns);
/** The way looked at. */
const seen = changetype<StaticArray<i32>>(memory.data(HEAD + Way.Columns * 4) + HEAD);
measured(seen, Way.Columns);
export let wayCount: i32 = 0;

// by stretch: how many come before it on the shortest way from an aisle over the fewest, −1: none; that way's length; the stretch before it,
// or the aisle; where it meets that, along either
const legs = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_STRETCHES * 4) + HEAD);
measured(legs, MAX_STRETCHES);
const lengthTo = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_STRETCHES * 4) + HEAD);
measured(lengthTo, MAX_STRETCHES);
const before = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_STRETCHES * 4) + HEAD);
measured(before, MAX_STRETCHES);
const leftAt = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_STRETCHES * 4) + HEAD);
measured(leftAt, MAX_STRETCHES);
const metAt = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_STRETCHES * 4) + HEAD);
measured(metAt, MAX_STRETCHES);
/** Stretches in the order in which they were reached. */
const sources = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_STRETCHES * 4) + HEAD);
measured(sources, MAX_STRETCHES);
// how far that has been found out: stretches reached, those among them that the next ones are sought from, stretches before the next ones,
// and the next stretch to look at
let reached: i32 = 0;
let sourceFrom: i32 = 0;
let sourceTo: i32 = 0;
let leg: i32 = 0;
let next: i32 = 0;

function way(w: i32, column: i32): i32 {
  return ways[w * Way.Columns + column];
}

/** Whether a way leads over no stretch. */
export function isStraight(w: i32): boolean {
  return way(w, Way.Last) < 0;
}

/** Aisles that ways may begin at: two-way ones that cars reach, as far as the ground lets them run. */
export function findHosts(layout: usize): void {
  hostCount = 0;
  sourceFrom = 0;
  sourceTo = 0;
  leg = 0;
  next = 0;
  reached = 0;
  for (let i = 0; i < aisleCount(layout); i++) {
    if (!get(layout, ALIVE, i) || kindOneWay[kindOf(layout, i)] || widthOf(layout, i) != aisleWidth) continue;
    const row = strip(LAYER_AISLE, get(layout, FRAME, i), get(layout, TURN, i), get(layout, ACROSS, i));
    const anchor = get(layout, ANCHOR, i);
    for (let j = 0; j < intervalCount(row); j++) {
      if (anchor < intervalLow(row, j) || anchor > intervalHigh(row, j)) continue;
      hostAisle[hostCount] = i;
      hostFrame[hostCount] = get(layout, FRAME, i);
      hostTurn[hostCount] = get(layout, TURN, i);
      hostAcross[hostCount] = get(layout, ACROSS, i);
      hostFrom[hostCount] = intervalLow(row, j);
      hostTo[hostCount++] = intervalHigh(row, j);
      break;
    }
  }
}

/**
 * Finds the shortest ways to a place: straight on, over one stretch, or over the fewest where there is no other. False where the latter are
 * not known: `spread` finds them out.
 */
export function findWays(k: i32): boolean {
  wayCount = 0;
  for (let h = 0; h < hostCount; h++)
    if (meetPlace(hostFrame[h], hostTurn[h], hostAcross[h], hostFrom[h], hostTo[h], k))
      keep(0, h, crossI, -1, 0, 0, crossJ);
  let last = 0;
  for (let x = 0; x < stretchCount; x++) {
    if (!meetStretchPlace(x, k)) continue;
    last++;
    const to = crossI;
    const enters = crossJ;
    for (let h = 0; h < hostCount; h++) if (meetHost(h, x)) keep(abs(crossJ - to), h, crossI, x, crossJ, to, enters);
  }
  addWork(stretchCount * 8 + hostCount * last * 8);
  if (wayCount || !last) return true;
  if (leg < MAX_LEGS) return false;
  for (let x = 0; x < stretchCount; x++) {
    if (legs[x] < 0 || !meetStretchPlace(x, k)) continue;
    keep(lengthTo[x] + abs(crossI - metAt[x]), -1, 0, x, metAt[x], crossI, crossJ);
  }
  return true;
}

/** Goes on finding the shortest way over the fewest stretches to every one, from all aisles at once: a piece that does not take long. */
export function spread(): void {
  const until = min(stretchCount, next + (leg ? PIECE : MAX_STRETCHES));
  for (; next < until; next++) {
    if (leg == 0) beginAt(next);
    else if (legs[next] < 0) goOnTo(next);
  }
  if (next < stretchCount) return;
  next = 0;
  leg++;
  sourceFrom = sourceTo;
  sourceTo = reached;
  if (sourceFrom == sourceTo) leg = MAX_LEGS;
}

/** Whether a stretch meets an aisle. */
function beginAt(x: i32): void {
  legs[x] = -1;
  addWork(hostCount * 8);
  for (let h = 0; h < hostCount; h++) {
    if (!meetHost(h, x)) continue;
    legs[x] = 0;
    lengthTo[x] = 0;
    before[x] = h;
    leftAt[x] = crossI;
    metAt[x] = crossJ;
    sources[reached++] = x;
    return;
  }
}

/** Whether a stretch meets one of those reached last, and from which of them the way is the shortest. */
function goOnTo(x: i32): void {
  for (let k = sourceFrom; k < sourceTo; k++) {
    const y = sources[k];
    if (!meetStretch(y, x)) continue;
    const length = lengthTo[y] + abs(crossI - metAt[y]);
    if (legs[x] == leg && lengthTo[x] <= length) continue;
    if (legs[x] < 0) sources[reached++] = x;
    legs[x] = leg;
    lengthTo[x] = length;
    before[x] = y;
    leftAt[x] = crossI;
    metAt[x] = crossJ;
  }
  addWork((sourceTo - sourceFrom) * 8);
}

function meetPlace(frame: i32, turn: i32, across: i32, from: i32, to: i32, k: i32): boolean {
  return cross(frame, turn, across, from, to, placeFrame[k], placeTurn[k], placeAcross[k], placeFrom[k], placeTo[k]);
}

function meetStretchPlace(x: i32, k: i32): boolean {
  return meetPlace(stretchFrame[x], stretchTurn[x], stretchAcross[x], stretchFrom[x], stretchTo[x], k);
}

function meetHost(h: i32, x: i32): boolean {
  return cross(
    hostFrame[h],
    hostTurn[h],
    hostAcross[h],
    hostFrom[h],
    hostTo[h],
    stretchFrame[x],
    stretchTurn[x],
    stretchAcross[x],
    stretchFrom[x],
    stretchTo[x],
  );
}

function meetStretch(x: i32, y: i32): boolean {
  return cross(
    stretchFrame[x],
    stretchTurn[x],
    stretchAcross[x],
    stretchFrom[x],
    stretchTo[x],
    stretchFrame[y],
    stretchTurn[y],
    stretchAcross[y],
    stretchFrom[y],
    stretchTo[y],
  );
}

/** Keeps a way among the shortest; of two that hardly differ the shorter. */
function keep(length: i32, host: i32, leaves: i32, last: i32, from: i32, to: i32, enters: i32): void {
  seen[Way.Length] = length;
  seen[Way.Host] = host;
  seen[Way.Leaves] = leaves;
  seen[Way.Last] = last;
  seen[Way.From] = from;
  seen[Way.To] = to;
  seen[Way.Enters] = enters;
  let at = wayCount;
  for (let w = 0; w < wayCount; w++) {
    if (!areAlike(way(w, Way.Last), last)) continue;
    if (way(w, Way.Length) <= length) return;
    at = w;
    break;
  }
  if (at == wayCount) {
    if (wayCount < MAX_WAYS) wayCount++;
    else if (way(--at, Way.Length) <= length) return;
  }
  for (; at > 0 && way(at - 1, Way.Length) > length; at--)
    for (let c = 0; c < Way.Columns; c++) ways[at * Way.Columns + c] = way(at - 1, c);
  for (let c = 0; c < Way.Columns; c++) ways[at * Way.Columns + c] = seen[c];
}

/** Whether two stretches hardly differ; −1: none. */
function areAlike(x: i32, y: i32): boolean {
  if (x < 0 || y < 0) return x == y;
  return (
    stretchFrame[x] == stretchFrame[y] &&
    stretchTurn[x] == stretchTurn[y] &&
    abs(stretchAcross[x] - stretchAcross[y]) < stallLength >> 1
  );
}

/**
 * Adds the aisles of a way and the one that it leads to; false where the layout has no room for them.
 * @param low @param high where the last one is to run at least
 * @param far bits: 1, the last one runs as far as the ground lets it; 2, so do the stretches
 */
export function layWay(layout: usize, k: i32, w: i32, low: i32, high: i32, far: i32): boolean {
  const half = aisleWidth >> 1;
  const isFar = far & 2;
  let host = way(w, Way.Host);
  let leaves = way(w, Way.Leaves);
  let to = way(w, Way.To);
  let x = way(w, Way.Last);
  if (host >= 0 && x >= 0 && !layStretch(layout, x, way(w, Way.From), to, isFar)) return false;
  while (host < 0) {
    if (!layStretch(layout, x, metAt[x], to, isFar)) return false;
    to = leftAt[x];
    if (legs[x]) x = before[x];
    else {
      host = before[x];
      leaves = to;
    }
  }
  const aisle = hostAisle[host];
  if (get(layout, FROM, aisle) > leaves - half) set(layout, LOW, aisle, leaves - half);
  if (get(layout, TO, aisle) < leaves + half) set(layout, HIGH, aisle, leaves + half);
  const enters = way(w, Way.Enters);
  const begins = far & 1 ? -FAR : min(low, enters - half);
  const ends = far & 1 ? FAR : max(high, enters + half);
  return addAisle(layout, placeFrame[k], placeTurn[k], placeAcross[k], begins, ends, enters, -1, 0) >= 0;
}

function layStretch(layout: usize, x: i32, from: i32, to: i32, isFar: i32): boolean {
  const half = aisleWidth >> 1;
  const low = isFar ? -FAR : min(from, to) - half;
  const high = isFar ? FAR : max(from, to) + half;
  return addAisle(layout, stretchFrame[x], stretchTurn[x], stretchAcross[x], low, high, from, -1, 0) >= 0;
}
