/**
 * How far it is to a place over the ground, along cells three times as wide: what a search follows. Found by going out from
 * the place, ring by ring.
 */

import { reserve } from "../memory";
import { cell, cells, columns, minX, minY, rows } from "./ground";

/** Cells of the ground along the side of one of the field's. */
const COARSE: i32 = 3;

let across: i32 = 0;
let along: i32 = 0;
/** By cell of the field: steps to the place, −1 where no way leads. */
let steps: usize = 0;
/** Side of its cells, metres. */
let side: f64 = 0;
/** The most steps there are. */
let most: i32 = 0;

/** The field's cell of a position; −1 beyond the ground. */
function cellAt(x: f64, y: f64): i32 {
  const i = <i32>Math.floor((x - minX) / cell) + 1;
  const j = <i32>Math.floor((y - minY) / cell) + 1;
  if (<u32>i >= <u32>columns || <u32>j >= <u32>rows) return -1;
  return (j / COARSE) * across + i / COARSE;
}

let queue: usize = 0;
let tail: i32 = 0;
/** By cell of the field: 1 where it may be driven over. */
let open: usize = 0;

// a cell of the field is as its middle one is
function findOpen(least: i32): void {
  for (let j = 0; j < along; j++) {
    const row = cells + <usize>(min(rows - 1, j * COARSE + 1) * columns);
    const out = open + <usize>(j * across);
    for (let i = 0; i < across; i++) {
      const value = <i32>load<u8>(row + <usize>min(columns - 1, i * COARSE + 1));
      store<u8>(out + <usize>i, <u8>(value >= least));
    }
  }
}

function take(k: i32, there: i32): void {
  if (k < 0 || k >= across * along || !load<u8>(open + <usize>k)) return;
  const at = steps + ((<usize>k) << 2);
  if (load<i32>(at) >= 0) return;
  store<i32>(at, there);
  store<i32>(queue + ((<usize>tail) << 2), k);
  tail++;
}

/** Leads to within `near` metres of a place over cells of at least `least`; 0 when memory is short. */
export function fieldTo(x: f64, y: f64, near: f64, least: i32): i32 {
  across = (columns + COARSE - 1) / COARSE;
  along = (rows + COARSE - 1) / COARSE;
  side = <f64>COARSE * cell;
  const count = across * along;
  steps = reserve(count << 2);
  queue = reserve(count << 2);
  open = reserve(count);
  if (!steps || !queue || !open) return 0;
  memory.fill(steps, 0xff, (<usize>count) << 2);
  findOpen(least);
  tail = 0;
  const reach = <i32>Math.ceil(near / side);
  for (let j = -reach; j <= reach; j++) {
    for (let i = -reach; i <= reach; i++) {
      if (i * i + j * j <= reach * reach) take(cellAt(x + <f64>i * side, y + <f64>j * side), 0);
    }
  }
  for (let head = 0; head < tail; head++) {
    const k = load<i32>(queue + ((<usize>head) << 2));
    const i = k % across;
    most = load<i32>(steps + ((<usize>k) << 2));
    if (i > 0) take(k - 1, most + 1);
    if (i + 1 < across) take(k + 1, most + 1);
    take(k - across, most + 1);
    take(k + across, most + 1);
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
