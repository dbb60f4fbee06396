/**
 * How far cells are from some sources along lanes. The front is marched over the cells nearest first (Sethian 1996), so that
 * a way across the grid is no longer than one along it.
 */
import { reserve } from "../memory";
import { along, cell, columns, distance, far, lane, owns, size } from "./grid";
import { clearHeap, openHeap, pop, push } from "./heap";

/** By cell: 1 when the front has gone over it. */
let done: usize = 0;
/** Cells that the front along an arm has touched, which are cleared before the next one. */
let touched: usize = 0;
let touches: i32 = 0;

/** From each of four sides a cell may be told a distance once. */
const SIDES: i32 = 4;

/** Room for fronts from up to so many sources over the lanes that have been opened; 0 when memory is short. */
export function openFronts(sources: i32): i32 {
  clearHeap();
  done = reserve(size);
  touched = reserve(owns << 2);
  touches = 0;
  if (!done || !touched || !openHeap(SIDES * owns + max(owns, sources))) return 0;
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
  push(row, metres);
}

/** Begins a front along an arm: what the last one has touched is far again. */
export function beginAlong(): void {
  for (let k = 0; k < touches; k++) {
    const row = load<i32>(touched + ((<usize>k) << 2));
    store<f64>(along + ((<usize>row) << 3), Infinity);
    store<u8>(done + <usize>row, 0);
  }
  touches = 0;
  clearHeap();
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
  for (let k = 0; k < touches; k++) store<u8>(done + <usize>load<i32>(touched + ((<usize>k) << 2)), 0);
  touches = 0;
}

/**
 * Marches the front over cells where `over` is 1, all of them lanes, until all that is left is farther than `until`. What a
 * cell holds then is how far it is, metres.
 */
export function march(field: usize, over: usize, until: f64): void {
  for (let row = pop(); row >= 0; row = pop()) {
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
  if (load<u8>(over + <usize>row) != 1 || load<u8>(done + <usize>row)) return;
  const a = min(distance(field, row - 1), distance(field, row + 1));
  const b = min(distance(field, row - columns), distance(field, row + columns));
  const near = min(a, b);
  const other = max(a, b);
  // both sides known: the front comes at an angle
  const apart = other - near;
  touch(field, row, apart >= cell ? near + cell : (near + other + Math.sqrt(2 * cell * cell - apart * apart)) / 2);
}
