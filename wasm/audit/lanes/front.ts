/**
 * How far cells are from some sources along lanes. The front is marched over the cells nearest first (Sethian 1996), so that
 * a way across the grid is no longer than one along it.
 */
import { reserve } from "../memory";
import { along, cell, columns, distance, far, lane, owns, size } from "./grid";
import { clearWaiting, openWaiting, takeNearest, wait } from "./waiting";

/** By cell: 1 when the front has gone over it. */
let done: usize = 0;
/** Cells that the front along an arm has touched, which are cleared before the next one. */
let touched: usize = 0;
let touches: i32 = 0;

/** From each of four sides a cell may be told a distance once. */
const SIDES: i32 = 4;

/** Room for fronts from up to so many sources over the lanes that have been opened; 0 when memory is short. */
export function openFronts(sources: i32): i32 {
  done = reserve(size);
  touched = reserve(owns << 2);
  touches = 0;
  if (!done || !touched || !openWaiting(SIDES * owns + max(owns, sources))) return 0;
  memory.fill(done, 0, <usize>size);
  return 1;
}

function touch(field: usize, row: i32, metres: f64): void {
  const at = field + ((<usize>row) << 3);
  const known = load<f64>(at);
  if (metres >= known) return;
  if (known == Infinity) {
    store<i32>(touched + ((<usize>touches) << 2), row);
    touches++;
  }
  store<f64>(at, metres);
  wait(row, metres, 0);
}

/** Cells that the last front along an arm has come to, in no order that means anything, and how many. */
export function cellReached(k: i32): i32 {
  return load<i32>(touched + ((<usize>k) << 2));
}

export function cellsReached(): i32 {
  return touches;
}

/** Begins a front along an arm: what the last one has touched is far again. */
export function beginAlong(): void {
  for (let k = 0; k < touches; k++) {
    const row = cellReached(k);
    store<f64>(along + ((<usize>row) << 3), Infinity);
    store<u8>(done + <usize>row, 0);
  }
  touches = 0;
  clearWaiting();
}

/** A source, and how far it is by itself, metres. */
export function sourceAlong(row: i32, metres: f64): void {
  touch(along, row, metres);
}

/** Likewise of the front from the gates, of which there is one. */
export function sourceAtGate(row: i32, metres: f64): void {
  touch(far, row, metres);
}

/** The front from the gates over all lanes. */
export function marchOverLanes(): void {
  march(far, lane, Infinity);
  for (let k = 0; k < touches; k++) store<u8>(done + <usize>cellReached(k), 0);
  touches = 0;
}

/**
 * Marches the front over cells where `over` is 1, all of them lanes, until all that is left is farther than `until`. What a
 * cell holds then is how far it is, metres.
 */
export function march(field: usize, over: usize, until: f64): void {
  for (let row = takeNearest(); row >= 0; row = takeNearest()) {
    if (load<u8>(done + <usize>row)) continue;
    if (distance(field, row) >= until) break;
    store<u8>(done + <usize>row, 1);
    reach(field, over, row - 1);
    reach(field, over, row + 1);
    reach(field, over, row - columns);
    reach(field, over, row + columns);
  }
}

function reach(field: usize, over: usize, row: i32): void {
  // 1 and 0: a cell to go over that the front has not gone over
  if (load<u8>(over + <usize>row) <= load<u8>(done + <usize>row)) return;
  const at = field + ((<usize>row) << 3);
  const up = (<usize>columns) << 3;
  // along the row and across it at once, without a branch for which is less
  const before = v128.load64_lane(at - up, v128.load64_zero(at - 8), 1);
  const after = v128.load64_lane(at + up, v128.load64_zero(at + 8), 1);
  const own = f64x2.pmin(before, after);
  const turned = v128.shuffle<f64>(own, own, 1, 0);
  const near = f64x2.extract_lane(f64x2.pmin(own, turned), 0);
  const other = f64x2.extract_lane(f64x2.pmax(own, turned), 0);
  // both sides known: the front comes at an angle
  const apart = other - near;
  touch(field, row, apart >= cell ? near + cell : (near + other + Math.sqrt(2 * cell * cell - apart * apart)) / 2);
}
