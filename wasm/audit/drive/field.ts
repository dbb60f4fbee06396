/**
 * How far it is to a place over the ground, along cells three times as wide: what a search follows. Found by going out from
 * the place, ring by ring.
 */

import { reserve } from "../memory";
import { cell, cells, columns, minX, minY, rows } from "./ground";

/** Cells of the ground along the side of one of the field's. */
const COARSE: i32 = 3;

/** Cells of the field, one more on each side, over which no way leads. */
let across: i32 = 0;
let along: i32 = 0;
/** By cell of the field: steps to the place; `FREE` where no way has led yet, `SHUT` where none may. */
let steps: usize = 0;
const FREE: i32 = -1;
const SHUT: i32 = -2;
/** Side of its cells, metres. */
let side: f64 = 0;
/** The most steps there are. */
let most: i32 = 0;

/** The field's cell of a position; −1 beyond the ground. */
function cellAt(x: f64, y: f64): i32 {
  const i = <i32>Math.floor((x - minX) / cell) + 1;
  const j = <i32>Math.floor((y - minY) / cell) + 1;
  if (<u32>i >= <u32>columns || <u32>j >= <u32>rows) return -1;
  return (j / COARSE + 1) * across + i / COARSE + 1;
}

let queue: usize = 0;
let tail: usize = 0;

// a cell of the field is as its middle one is
function findOpen(least: i32): void {
  for (let j = 0; j < along - 2; j++) {
    const row = cells + <usize>(min(rows - 1, j * COARSE + 1) * columns);
    let out = steps + ((<usize>((j + 1) * across + 1)) << 2);
    for (let i = 0; i < across - 2; i++) {
      const value = <i32>load<u8>(row + <usize>min(columns - 1, i * COARSE + 1));
      store<i32>(out, value >= least ? FREE : SHUT);
      out += 4;
    }
  }
}

/** Where a cell has its steps is its address: no way has led to it before. */
function take(at: usize, there: i32): void {
  if (load<i32>(at) != FREE) return;
  store<i32>(at, there);
  store<usize>(tail, at);
  tail += sizeof<usize>();
}

/** Leads to within `near` metres of a place over cells of at least `least`; 0 when memory is short. */
export function fieldTo(x: f64, y: f64, near: f64, least: i32): i32 {
  across = (columns + COARSE - 1) / COARSE + 2;
  along = (rows + COARSE - 1) / COARSE + 2;
  side = <f64>COARSE * cell;
  const count = across * along;
  steps = reserve(count << 2);
  queue = reserve(count << 2);
  if (!steps || !queue) return 0;
  const shut = i32x4.splat(SHUT);
  // what is reserved ends on a whole vector
  for (let at = steps; at < steps + ((<usize>count) << 2); at += 16) v128.store(at, shut);
  findOpen(least);
  tail = queue;
  const reach = <i32>Math.ceil(near / side);
  for (let j = -reach; j <= reach; j++) {
    for (let i = -reach; i <= reach; i++) {
      if (i * i + j * j > reach * reach) continue;
      const k = cellAt(x + <f64>i * side, y + <f64>j * side);
      if (k >= 0) take(steps + ((<usize>k) << 2), 0);
    }
  }
  const row = (<usize>across) << 2;
  for (let head = queue; head < tail; head += sizeof<usize>()) {
    const at = load<usize>(head);
    most = load<i32>(at);
    take(at - 4, most + 1);
    take(at + 4, most + 1);
    take(at - row, most + 1);
    take(at + row, most + 1);
  }
  return 1;
}

/** More than any distance that the field tells, whole metres. */
export function mostLeft(): i32 {
  return <i32>Math.ceil(<f64>(most + 5) * side);
}

/** Metres over the ground from a position to the place, along cells; −1 where no way leads. */
export function left(x: f64, y: f64): f64 {
  const k = cellAt(x, y);
  if (k < 0) return -1;
  const own = load<i32>(steps + ((<usize>k) << 2));
  if (own >= 0) return <f64>own * side;
  // the front may come nearer to a rim than the middle of the body
  let least: f64 = -1;
  for (let j = -2; j <= 2; j++) {
    for (let i = -2; i <= 2; i++) {
      const near = cellAt(x + <f64>i * side, y + <f64>j * side);
      if (near < 0) continue;
      const there = load<i32>(steps + ((<usize>near) << 2));
      if (there < 0) continue;
      const metres = <f64>(there + abs(i) + abs(j)) * side;
      if (least < 0 || metres < least) least = metres;
    }
  }
  return least;
}
