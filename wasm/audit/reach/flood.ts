/**
 * A disc as wide as the way has to be is rolled from the gates over the ground. Its centres are tried on a grid, and two
 * neighbouring ones are joined when the disc also fits between them; the widest disc that reaches a centre is its width.
 */
import { get, set } from "../columns";
import { reserve } from "../memory";
import { clearOf, count, openCentres, reachOf, rowAt, setCentre, setReach, xOf, yOf } from "./centres";
import { atX, atY, CAR_WIDTH, clearAt, gateOutline, gatesNarrow, linkWidth, most, push, WIDTH_TOLERANCE } from "./disc";
import { boxOf, edgesOf, findRim, isDrivable, isInside, pieceCount, rimDistance } from "./ground";

/** Centres this near a rim are not worth pushing, metres. */
const AT_RIM: f64 = 0.15;

/** Buckets of radii, a centimetre each. */
const FINE: f64 = 100;

let step: f64 = 1;
let followed: boolean = false;

/** Upright cuts through a piece, ascending. */
let cuts: usize = 0;
let cutCount: i32 = 0;

function cutAt(n: i32): f64 {
  return load<f64>(cuts + ((<usize>n) << 3));
}

/** Where an upright line meets a piece's edges, from below: inside lies between the first and the second, and so on. */
function cut(piece: i32, x: f64): void {
  cutCount = 0;
  const end = edgesOf(piece + 1);
  for (let at = edgesOf(piece); at < end; at += 32) {
    const ax = load<f64>(at);
    const bx = load<f64>(at, 16);
    if (ax > x == bx > x) continue;
    const ay = load<f64>(at, 8);
    const y = ay + ((x - ax) / (bx - ax)) * (load<f64>(at, 24) - ay);
    let k = cutCount++;
    for (; k > 0 && cutAt(k - 1) > y; k--) store<f64>(cuts + ((<usize>k) << 3), cutAt(k - 1));
    store<f64>(cuts + ((<usize>k) << 3), y);
  }
}

/** Places that are tried in all, and the box of them, in steps: one and two beyond are looked up. */
let lowI: i32 = 0;
let lowJ: i32 = 0;
let highI: i32 = 0;
let highJ: i32 = 0;

function countPlaces(): i32 {
  let places = 0;
  lowI = i32.MAX_VALUE;
  lowJ = i32.MAX_VALUE;
  highI = i32.MIN_VALUE;
  highJ = i32.MIN_VALUE;
  for (let piece = 0; piece < pieceCount(); piece++) {
    const box = boxOf(piece);
    const first = <i32>Math.ceil(load<f64>(box) / step);
    const last = <i32>Math.floor(load<f64>(box, 16) / step);
    lowI = min(lowI, first);
    highI = max(highI, last);
    lowJ = min(lowJ, <i32>Math.ceil(load<f64>(box, 8) / step));
    highJ = max(highJ, <i32>Math.floor(load<f64>(box, 24) / step));
    for (let i = first; i <= last; i++) {
      cut(piece, <f64>i * step);
      for (let k = 0; k + 1 < cutCount; k += 2)
        places += max(0, <i32>Math.floor(cutAt(k + 1) / step) - <i32>Math.ceil(cutAt(k) / step) + 1);
    }
  }
  // beside a piece by the width of a crack, and one along each narrow gate
  lowI -= 2;
  lowJ -= 2;
  highI += 2;
  highJ += 2;
  return places;
}

function addCentres(piece: i32): boolean {
  const box = boxOf(piece);
  const least = followed ? CAR_WIDTH / 2 : most - WIDTH_TOLERANCE / 2;
  // a way as wide as asked has a centre within three quarters of a step of its ridge
  const worthPushing = followed ? AT_RIM : most - 0.75 * step;
  const last = <i32>Math.floor(load<f64>(box, 16) / step);
  for (let i = <i32>Math.ceil(load<f64>(box) / step); i <= last; i++) {
    const x = <f64>i * step;
    cut(piece, x);
    for (let k = 0; k + 1 < cutCount; k += 2) {
      const end = <i32>Math.floor(cutAt(k + 1) / step);
      for (let j = <i32>Math.ceil(cutAt(k) / step); j <= end; j++) {
        const y = <f64>j * step;
        if (rowAt(i, j) >= 0 || !isDrivable(x, y)) continue;
        if (!findRim(x, y, most)) {
          if (!setCentre(i, j, x, y, most)) return false;
          continue;
        }
        if (rimDistance < worthPushing && clearAt(x, y) < most) continue;
        push(x, y, step, step);
        const px = atX;
        const py = atY;
        // off the ground nothing is clear
        const clear = clearAt(px, py);
        if (clear >= least && !setCentre(i, j, px, py, clear)) return false;
      }
    }
  }
  return true;
}

/** Places along the middle of narrow gates, half a step apart. */
function countAlong(gate: i32): i32 {
  return <i32>Math.ceil((2 * (2 * (most + step) + lengthOf(gate))) / step) + 2;
}

// a gate as ground has four corners: two at its line, two beyond it
function middleOf(gate: i32, corner: i32, offset: usize): f64 {
  const at = edgesOf(gateOutline(gate)) + ((<usize>corner) << 5) + offset;
  return (load<f64>(at) + load<f64>(at, 16)) / 2;
}

function lengthOf(gate: i32): f64 {
  const dx = middleOf(gate, 2, 0) - middleOf(gate, 0, 0);
  const dy = middleOf(gate, 2, 8) - middleOf(gate, 0, 8);
  return Math.sqrt(dx * dx + dy * dy);
}

/** Centres along the middle of a gate, from outside it to as far inside as it governs: those of the grid would be off its middle. */
function addAxis(gate: i32): boolean {
  const px = middleOf(gate, 0, 0);
  const py = middleOf(gate, 0, 8);
  const qx = middleOf(gate, 2, 0);
  const qy = middleOf(gate, 2, 8);
  const length = lengthOf(gate);
  const beyond = most + step;
  for (let s = -beyond; s <= length + beyond; s += step / 2) {
    const x = px + ((qx - px) * s) / length;
    const y = py + ((qy - py) * s) / length;
    const clear = clearAt(x, y);
    const i = <i32>Math.round(x / step);
    const j = <i32>Math.round(y / step);
    const row = rowAt(i, j);
    if (clear > (row < 0 ? 0 : clearOf(row)) && !setCentre(i, j, x, y, clear)) return false;
  }
  return true;
}

// queues of centres by radius: first and last entry of each, entries as a row and the next one
let firsts: usize = 0;
let lasts: usize = 0;
let bucketCount: i32 = 0;
let entries: usize = 0;
let entryCount: i32 = 0;
let entryRoom: i32 = 0;
const CHUNK: i32 = 2048;

/** Queues a centre that a wider disc has come to; nothing else takes memory meanwhile, so that entries lie one after the other. */
function enqueue(row: i32, radius: f64): boolean {
  if (radius <= reachOf(row) + 1e-9) return true;
  if (entryCount == entryRoom) {
    if (!reserve(CHUNK << 3)) return false;
    entryRoom += CHUNK;
  }
  setReach(row, radius);
  const bucket = <i32>Math.floor(radius * FINE);
  set(entries, entryCount << 1, row);
  set(entries, (entryCount << 1) + 1, -1);
  const last = get(lasts, bucket);
  if (last < 0) set(firsts, bucket, entryCount);
  else set(entries, (last << 1) + 1, entryCount);
  set(lasts, bucket, entryCount);
  entryCount++;
  return true;
}

/** Joins a centre with those on places up to two away: all around its own (`beside`), or those beyond them, where pushed centres may be. */
function link(row: i32, beside: boolean): boolean {
  const x = xOf(row);
  const y = yOf(row);
  const i = <i32>Math.round(x / step);
  const j = <i32>Math.round(y / step);
  const far = beside ? 1 : 2;
  for (let dx = -far; dx <= far; dx++) {
    for (let dy = -far; dy <= far; dy++) {
      if (!beside && abs(dx) < 2 && abs(dy) < 2) continue;
      const next = rowAt(i + dx, j + dy);
      if (next < 0 || next == row || reachOf(next) >= reachOf(row)) continue;
      const ox = xOf(next) - x;
      const oy = yOf(next) - y;
      if (ox * ox + oy * oy > 4.5 * step * step) continue;
      const ceiling = min(reachOf(row), clearOf(next));
      if (ceiling <= reachOf(next)) continue;
      if (!enqueue(next, linkWidth(x, y, xOf(next), yOf(next), ceiling))) return false;
    }
  }
  return true;
}

/** From the widest disc down; near ones first: what they have joined needs no long link. */
function roll(): boolean {
  for (let bucket = bucketCount - 1; bucket >= 0; bucket--) {
    // the last entries that have been joined with what is beside them, and with what is beyond
    let near = -1;
    let far = -1;
    for (;;) {
      let next = near < 0 ? get(firsts, bucket) : get(entries, (near << 1) + 1);
      const isNear = next >= 0;
      if (isNear) near = next;
      else {
        next = far < 0 ? get(firsts, bucket) : get(entries, (far << 1) + 1);
        if (next < 0) break;
        far = next;
      }
      const row = get(entries, next << 1);
      if (<i32>Math.floor(reachOf(row) * FINE) == bucket && !link(row, isNear)) return false;
    }
  }
  return true;
}

/**
 * Rolls the disc that has been opened from some openings, told as outlines, over centres `apart` metres apart; narrower ways
 * are followed or left out. 0 when memory is short.
 */
export function flood(apart: f64, follow: i32, openings: usize, openingCount: i32): i32 {
  step = apart;
  followed = follow != 0;
  let longest = 0;
  for (let piece = 0; piece < pieceCount(); piece++)
    longest = max(longest, <i32>((edgesOf(piece + 1) - edgesOf(piece)) >> 5));
  cuts = reserve((longest + 1) << 3);
  if (!cuts) return 0;
  let places = countPlaces();
  for (let gate = 0; gate < gatesNarrow(); gate++) places += countAlong(gate);
  if (!openCentres(places, lowI, lowJ, max(lowI, highI), max(lowJ, highJ))) return 0;
  for (let piece = 0; piece < pieceCount(); piece++) if (!addCentres(piece)) return 0;
  for (let gate = 0; gate < gatesNarrow(); gate++) if (!addAxis(gate)) return 0;
  bucketCount = <i32>Math.ceil(most * FINE) + 2;
  firsts = reserve(bucketCount << 2);
  lasts = reserve(bucketCount << 2);
  entries = reserve(CHUNK << 3);
  entryRoom = CHUNK;
  entryCount = 0;
  if (!firsts || !lasts || !entries) return 0;
  memory.fill(firsts, 0xff, (<usize>bucketCount) << 2);
  memory.fill(lasts, 0xff, (<usize>bucketCount) << 2);
  for (let n = 0; n < openingCount; n++) {
    const outline = get(openings, n);
    for (let row = 0; row < count; row++)
      if (isInside(outline, xOf(row), yOf(row)) && !enqueue(row, clearOf(row))) return 0;
  }
  return roll() ? 1 : 0;
}
