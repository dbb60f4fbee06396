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

/** Cells that ways have led to, each by where it has its steps and where its middle lies on the ground. */
let queue: usize = 0;
let tail: usize = 0;
const MIDDLE: usize = sizeof<usize>();
const ENTRY: usize = 2 * MIDDLE;

/** What a cell of the ground has at least that may be driven over. */
let leastOpen: i32 = 0;

/** Comes to a cell of the field, which is as its middle on the ground is. */
function take(at: usize, middle: usize, there: i32): void {
  if (load<i32>(at) != FREE) return;
  if (<i32>load<u8>(middle) < leastOpen) {
    store<i32>(at, SHUT);
    return;
  }
  store<i32>(at, there);
  store<usize>(tail, at);
  store<usize>(tail, middle, MIDDLE);
  tail += ENTRY;
}

/** Shuts what lies around the cells that have a middle on the ground; those of its rim lie off it. */
function shutRim(): void {
  for (let i = 0; i < across; i++) {
    store<i32>(steps + ((<usize>i) << 2), SHUT);
    for (let j = rows / COARSE + 1; j < along; j++) store<i32>(steps + ((<usize>(j * across + i)) << 2), SHUT);
  }
  for (let j = 0; j < along; j++) {
    store<i32>(steps + ((<usize>(j * across)) << 2), SHUT);
    for (let i = columns / COARSE + 1; i < across; i++) store<i32>(steps + ((<usize>(j * across + i)) << 2), SHUT);
  }
}

/** Leads to within `near` metres of a place over cells of at least `least`; 0 when memory is short. */
export function fieldTo(x: f64, y: f64, near: f64, least: i32): i32 {
  across = (columns + COARSE - 1) / COARSE + 2;
  along = (rows + COARSE - 1) / COARSE + 2;
  side = <f64>COARSE * cell;
  leastOpen = least;
  const count = across * along;
  steps = reserve(count << 2);
  queue = reserve(count * <i32>ENTRY);
  if (!steps || !queue) return 0;
  memory.fill(steps, 0xff, (<usize>count) << 2);
  shutRim();
  tail = queue;
  const reach = <i32>Math.ceil(near / side);
  for (let j = -reach; j <= reach; j++) {
    for (let i = -reach; i <= reach; i++) {
      if (i * i + j * j > reach * reach) continue;
      const k = cellAt(x + <f64>i * side, y + <f64>j * side);
      if (k < 0) continue;
      const own = ((k / across - 1) * COARSE + 1) * columns + ((k % across) - 1) * COARSE + 1;
      take(steps + ((<usize>k) << 2), cells + <usize>own, 0);
    }
  }
  const row = (<usize>across) << 2;
  const up = <usize>(COARSE * columns);
  for (let head = queue; head < tail; head += ENTRY) {
    const at = load<usize>(head);
    const middle = load<usize>(head, MIDDLE);
    most = load<i32>(at);
    take(at - 4, middle - COARSE, most + 1);
    take(at + 4, middle + COARSE, most + 1);
    take(at - row, middle - up, most + 1);
    take(at + row, middle + up, most + 1);
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
