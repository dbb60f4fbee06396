/** What is left of roads where something new stands on them. */
import { free, giveBack, reserve } from "../memory";
import { columns, lane, rows, size, standing } from "./grid";
import { listOnes, nextOne, nextZero } from "./scan";

/** Cells in a vector: what is reserved ends on a whole one. */
const VECTOR: usize = 16;

/** By cell: 1 for those in squares around what stands. */
let near: usize = 0;

/** Cells in squares around what stands, so many cells to each side; those of the rim left out, where nothing is drawn. The list of them, ascending, and how many. */
let about: usize = 0;
function listAround(reach: i32, onRoads: boolean): i32 {
  memory.fill(near, 0, <usize>size);
  for (let from = nextOne(standing, 0, size); from < size; ) {
    const end = nextZero(standing, from, size);
    const row = from / columns;
    const left = max(1, (from % columns) - reach);
    const right = min(columns - 2, ((end - 1) % columns) + reach);
    const high = min(rows - 2, row + reach);
    for (let j = max(1, row - reach); j <= high; j++)
      memory.fill(near + <usize>(j * columns + left), 1, <usize>(right - left + 1));
    from = nextOne(standing, end, size);
  }
  if (onRoads)
    for (let k: usize = 0; k < <usize>size; k += VECTOR)
      v128.store(near + k, v128.and(v128.load(near + k), v128.load(lane + k)));
  return listOnes(near, size, about);
}

function aboutAt(n: i32): i32 {
  return load<i32>(about + ((<usize>n) << 2));
}

function at(field: usize, k: i32): f64 {
  return <f64>load<f32>(field + ((<usize>k) << 2));
}

function set(field: usize, k: i32, value: f64): void {
  store<f32>(field + ((<usize>k) << 2), <f32>value);
}

/** Carries distances on among the cells listed, those that stand left out where `freeOnly`, by two sweeps with steps of 1 and √2. */
function carry(field: usize, count: i32, freeOnly: boolean): void {
  for (let n = 0; n < count; n++) carryTo(field, aboutAt(n), -1, freeOnly);
  for (let n = count - 1; n >= 0; n--) carryTo(field, aboutAt(n), 1, freeOnly);
}

function carryTo(field: usize, k: i32, step: i32, freeOnly: boolean): void {
  if (freeOnly && load<u8>(standing + <usize>k)) return;
  const over = k + step * columns;
  const straight = min(at(field, k + step), at(field, over)) + 1;
  const aslant = min(at(field, over + step), at(field, over - step)) + Math.SQRT2;
  set(field, k, min(at(field, k), min(straight, aslant)));
}

function fill(field: usize, value: f32): void {
  const all = f32x4.splat(value);
  // what is reserved ends on a whole vector
  const end = field + ((<usize>size) << 2);
  for (let at = field; at < end; at += 16) v128.store(at, all);
}

/**
 * Takes from roads what no longer is a way. Away from what stands that is nothing, however narrow a road is; within `reach` cells of it
 * what a disc as wide as that cannot cover. 0 when memory is short.
 */
export function leaveRoads(reach: f64): i32 {
  for (let k = nextOne(standing, 0, size); k < size; k = nextOne(standing, k + 1, size))
    store<u8>(standing + <usize>k, load<u8>(lane + <usize>k));
  if (nextOne(standing, 0, size) == size) return 1;
  const before = free();
  near = reserve(size);
  about = reserve(size << 2);
  const toShut = reserve(size << 2);
  const toMiddle = reserve(size << 2);
  const toStanding = reserve(size << 2);
  if (!near || !about || !toShut || !toMiddle || !toStanding) return 0;
  fill(toStanding, <f32>Infinity);
  for (let k = nextOne(standing, 0, size); k < size; k = nextOne(standing, k + 1, size)) set(toStanding, k, 0);
  carry(toStanding, listAround(<i32>Math.ceil(reach) + 1, false), false);
  // as far as anything of it is told by what is new
  const count = listAround(<i32>Math.ceil(reach) + 3 + 2 * <i32>Math.ceil(reach / 2), true);
  fill(toShut, 0);
  fill(toMiddle, <f32>Infinity);
  for (let n = 0; n < count; n++) if (!load<u8>(standing + <usize>aboutAt(n))) set(toShut, aboutAt(n), Infinity);
  carry(toShut, count, true);
  // a cell less on either side: an edge between two cells has moved up to half of one
  const radius = reach / 2 - 1;
  for (let n = 0; n < count; n++) {
    const k = aboutAt(n);
    if (!load<u8>(standing + <usize>k) && at(toShut, k) > radius) set(toMiddle, k, 0);
  }
  // whatever a disc covers is free: no way to its middle leads over anything else
  carry(toMiddle, count, true);
  for (let n = 0; n < count; n++) {
    const k = aboutAt(n);
    const isShut = at(toMiddle, k) > radius + 1 && at(toStanding, k) <= reach;
    if (isShut || load<u8>(standing + <usize>k)) store<u8>(lane + <usize>k, 0);
  }
  giveBack(before);
  return 1;
}
