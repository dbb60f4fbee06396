/**
 * Ways over square cells: the cheapest from the cells that they begin at to all others, straight on for 5 and across for 7, which
 * is √2 to one part in a hundred. Dial's algorithm, with a list for each cost that is still to come: a cell stands in one list at a
 * time, and goes to the end of another when it gets cheaper.
 */
import { release, reserve } from "../arena";

const STRAIGHT: i32 = 5;
const ACROSS: i32 = 7;

/** The cells' marks: ways begin there; a step from there costs as many as are asked. Others are the caller's. */
const BEGINS: u8 = 2;
const DEAR: u8 = 4;

/** Between two looks at what is still to be reached, costs. */
const LOOK_EVERY: i32 = 64;

const NONE: i32 = -1;

let columns: i32 = 0;
let rows: i32 = 0;
/** A byte each: marks, and 1 where one can walk. */
let cells: usize = 0;
let roomy: usize = 0;
/** An i32 each: the cost so far, the cell before, and the neighbours in the list. */
let costs: usize = 0;
let backs: usize = 0;
let nexts: usize = 0;
let befores: usize = 0;
/** First and last of each list. */
let heads: usize = 0;
let tails: usize = 0;
let lists: i32 = 0;
/** Cells that ways begin at with a cost, two i32 each, the cheapest first. */
let seeds: usize = 0;
let seedCount: i32 = 0;
/** Cells to be reached, one of each set: where each set begins, and one more; 0 sets: all of them. */
let starts: usize = 0;
let wanted: usize = 0;
let setCount: i32 = 0;

/** Room for cells and what is found of them; where their marks go, 0 when memory is short. Takes everything else away. */
export function layCells(across: i32, along: i32): usize {
  release();
  columns = across;
  rows = along;
  const many = across * along;
  cells = reserve(many);
  roomy = reserve(many);
  costs = reserve(many << 2);
  backs = reserve(many << 2);
  nexts = reserve(many << 2);
  befores = reserve(many << 2);
  seedCount = 0;
  setCount = 0;
  return roomy && costs && backs && nexts && befores ? cells : 0;
}

/** 0 where one can walk, a byte each; 1 costs, 2 the cells before, i32. */
export function walkColumn(column: i32): usize {
  return column == 0 ? roomy : column == 1 ? costs : backs;
}

/** Where cells that ways begin at go, each with its cost. */
export function laySeeds(many: i32): usize {
  seedCount = many;
  seeds = reserve(many << 3);
  return seeds;
}

/** Where the begin of each set goes, and one more; their cells follow. */
export function laySets(many: i32, inAll: i32): usize {
  setCount = many;
  starts = reserve((many + 1 + inAll) << 2);
  wanted = starts + ((<usize>(many + 1)) << 2);
  return starts;
}

/** Walks on until one of each set is reached, or everything; a step from a dear cell costs so many. 0 when memory is short. */
export function walk(dear: i32): i32 {
  lists = dear * ACROSS + 1;
  heads = reserve(lists << 2);
  tails = reserve(lists << 2);
  if (!heads || !tails) return 0;
  const many = columns * rows;
  memory.fill(costs, 0xff, (<usize>many) << 2);
  memory.fill(backs, 0xff, (<usize>many) << 2);
  memory.fill(heads, 0xff, (<usize>lists) << 2);
  memory.fill(tails, 0xff, (<usize>lists) << 2);
  for (let cell = 0; cell < many; cell++) {
    if (!(load<u8>(cells + <usize>cell) & BEGINS)) continue;
    set(costs, cell, 0);
    if (isRim(cell)) append(cell, 0);
  }
  let seed = 0;
  let idle = 0;
  for (let now = 0; idle < lists || seed < seedCount; now++) {
    for (; seed < seedCount && get(seeds, 2 * seed + 1) <= now; seed++) reach(get(seeds, 2 * seed), now, NONE);
    if (now % LOOK_EVERY == 0 && setCount > 0 && isReached(now)) break;
    const list = now % lists;
    let cell = get(heads, list);
    idle = cell < 0 ? idle + 1 : 0;
    while (cell >= 0) {
      remove(cell, list);
      goOn(cell, now, load<u8>(cells + <usize>cell) & DEAR ? dear : 1);
      cell = get(heads, list);
    }
  }
  return 1;
}

/** Steps to the eight neighbours. */
function goOn(cell: i32, now: i32, weight: i32): void {
  const straight = now + weight * STRAIGHT;
  const across = now + weight * ACROSS;
  const column = cell % columns;
  const isLeft = column == 0;
  const isRight = column + 1 == columns;
  const low = cell - columns;
  const high = cell + columns;
  if (low >= 0) {
    if (!isLeft) reach(low - 1, across, cell);
    reach(low, straight, cell);
    if (!isRight) reach(low + 1, across, cell);
  }
  if (!isLeft) reach(cell - 1, straight, cell);
  if (!isRight) reach(cell + 1, straight, cell);
  if (high < columns * rows) {
    if (!isLeft) reach(high - 1, across, cell);
    reach(high, straight, cell);
    if (!isRight) reach(high + 1, across, cell);
  }
}

function reach(cell: i32, cost: i32, from: i32): void {
  if (!load<u8>(roomy + <usize>cell)) return;
  const known = get(costs, cell);
  if (known >= 0) {
    if (known <= cost) return;
    remove(cell, known % lists);
  }
  set(costs, cell, cost);
  set(backs, cell, from);
  append(cell, cost % lists);
}

function append(cell: i32, list: i32): void {
  const last = get(tails, list);
  set(befores, cell, last);
  set(nexts, cell, NONE);
  if (last < 0) set(heads, list, cell);
  else set(nexts, last, cell);
  set(tails, list, cell);
}

function remove(cell: i32, list: i32): void {
  const before = get(befores, cell);
  const next = get(nexts, cell);
  if (before < 0) set(heads, list, next);
  else set(nexts, before, next);
  if (next < 0) set(tails, list, before);
  else set(befores, next, before);
}

/** Is a cell that ways begin at next to one that is none? */
function isRim(cell: i32): boolean {
  const column = cell % columns;
  if (column == 0 || column == columns - 1 || cell < columns || cell >= columns * (rows - 1)) return true;
  const low = cells + <usize>(cell - columns);
  const high = cells + <usize>(cell + columns);
  const above = load<u8>(low - 1) & load<u8>(low) & load<u8>(low, 1);
  const below = load<u8>(high - 1) & load<u8>(high) & load<u8>(high, 1);
  const at = cells + <usize>cell;
  return !(above & below & load<u8>(at - 1) & load<u8>(at, 1) & BEGINS);
}

/** Has one of each set been reached for less than this? That is then its cheapest way. */
function isReached(now: i32): boolean {
  for (let n = 0; n < setCount; n++) {
    let is = false;
    for (let k = get(starts, n); k < get(starts, n + 1) && !is; k++) {
      const cost = get(costs, get(wanted, k));
      is = cost >= 0 && cost < now;
    }
    if (!is) return false;
  }
  return true;
}

function get(column: usize, at: i32): i32 {
  return load<i32>(column + ((<usize>at) << 2));
}

function set(column: usize, at: i32, value: i32): void {
  store<i32>(column + ((<usize>at) << 2), value);
}
