/**
 * A layout: a set of aisles as columns, and the order in which their rows are packed. Rows are derived, never stored.
 * A layout is one block of memory, so that it is copied whole and any number of them can be kept.
 * An aisle lies along one axis of a frame (turn 0: along u, 1: along v), its lower side at `across`,
 * from `low` to `high` where the ground is free around `anchor`. Units of 0.1 mm.
 */

/** Aisles one layout can hold. */
export const MAX_AISLES: i32 = 160;
/** Rows of an aisle: the low side, the high side, the low end, the high end. */
export const SLOTS: i32 = 4;
/** An aisle's end that nothing limits but the ground. */
export const FAR: i32 = 0x3fffffff;

export const FRAME: i32 = 0;
export const TURN: i32 = 1;
export const ACROSS: i32 = 2;
export const LOW: i32 = 3;
export const HIGH: i32 = 4;
export const ANCHOR: i32 = 5;
/** Gate that the aisle starts at, or −1. */
export const GATE: i32 = 6;
/** Bit per slot: 1 packs from the high end. */
export const PACK: i32 = 7;
/** Aisle kind, direction and rows of an aisle: see `kindOf`, `directionOf`, `preferenceOf`. */
export const STYLE: i32 = 8;
// written by evaluate
/** 1 when a car gets there from a gate. */
export const ALIVE: i32 = 9;
/** Where the aisle really begins and ends. */
export const FROM: i32 = 10;
export const TO: i32 = 11;
/** The part of it that its stalls and its links use. */
export const NEED_FROM: i32 = 12;
export const NEED_TO: i32 = 13;
/** The aisle it was reached from, or −1. */
export const PARENT: i32 = 14;
/** Stalls along it. */
export const COUNT: i32 = 15;
/** One-way aisles: the aisle that feeds it nearest to its start, or −1. */
export const FEEDER: i32 = 16;
/** One-way: the aisle by which a car leaves, or −1; the way on from there leads to a gate. */
export const EXIT: i32 = 17;
/** One-way: the aisle that takes cars off nearest to its end, or −1. */
export const DRAIN: i32 = 18;
/** The form that the aisle was last evaluated as (forms.ts), or −1: kept while layouts change step by step. */
export const FORM: i32 = 19;
const COLUMNS: i32 = 20;
/** The first of them are copied with a layout, and the form; those of one-way aisles are always evaluated anew. */
const COPIED: i32 = 16;

const HEADER: usize = 32;
const ORDER_AT: usize = HEADER + ((<usize>(COLUMNS * MAX_AISLES)) << 2);

/** Bytes of a layout. */
export const LAYOUT_BYTES: i32 = <i32>ORDER_AT + MAX_AISLES * SLOTS * 2;

export function aisleCount(layout: usize): i32 {
  return load<i32>(layout);
}

export function setAisleCount(layout: usize, count: i32): void {
  store<i32>(layout, count);
}

export function score(layout: usize): f64 {
  return load<f64>(layout, 8);
}

export function setScore(layout: usize, value: f64): void {
  store<f64>(layout, value, 8);
}

export function stallCount(layout: usize): i32 {
  return load<i32>(layout, 4);
}

export function setStallCount(layout: usize, value: i32): void {
  store<i32>(layout, value, 4);
}

export function get(layout: usize, column: i32, i: i32): i32 {
  assert(<u32>i < <u32>MAX_AISLES);
  return load<i32>(layout + HEADER + ((<usize>(column * MAX_AISLES + i)) << 2));
}

export function set(layout: usize, column: i32, i: i32, value: i32): void {
  assert(<u32>i < <u32>MAX_AISLES);
  store<i32>(layout + HEADER + ((<usize>(column * MAX_AISLES + i)) << 2), value);
}

/** Address of a column. */
export function columnAt(layout: usize, column: i32): usize {
  return layout + HEADER + ((<usize>(column * MAX_AISLES)) << 2);
}

/** Address of the order. */
export function orderOf(layout: usize): usize {
  return layout + ORDER_AT;
}

/** The k-th row to be packed: aisle * SLOTS + slot. */
export function orderAt(layout: usize, k: i32): i32 {
  return load<u16>(layout + ORDER_AT + ((<usize>k) << 1));
}

export function setOrder(layout: usize, k: i32, row: i32): void {
  store<u16>(layout + ORDER_AT + ((<usize>k) << 1), <u16>row);
}

/** Empties a layout. */
export function clearLayout(layout: usize): void {
  setAisleCount(layout, 0);
  setStallCount(layout, 0);
  setScore(layout, -1.0);
}

/** Copies the used part of a layout, four words at a time: what lies beyond it does not matter. */
export function copyLayout(to: usize, from: usize): void {
  const n = aisleCount(from);
  copyWords(to, from, HEADER);
  const bytes = (<usize>(n + 3) & ~3) << 2;
  for (let c = 0; c < COPIED; c++) copyWords(columnAt(to, c), columnAt(from, c), bytes);
  copyWords(columnAt(to, FORM), columnAt(from, FORM), bytes);
  copyWords(to + ORDER_AT, from + ORDER_AT, (<usize>n * (2 * SLOTS) + 15) & ~15);
}

/** A call to copy memory costs more than copying so little. */
function copyWords(to: usize, from: usize, bytes: usize): void {
  if (ASC_FEATURE_SIMD) {
    for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, v128.load(from + at));
  } else {
    for (let at: usize = 0; at < bytes; at += 4) store<i32>(to + at, load<i32>(from + at));
  }
}

/** Adds an aisle, its rows last in the order; its number, or −1 when the table is full. */
export function addAisle(
  layout: usize,
  frame: i32,
  turn: i32,
  across: i32,
  low: i32,
  high: i32,
  anchor: i32,
  gate: i32,
  pack: i32,
): i32 {
  const i = aisleCount(layout);
  if (i >= MAX_AISLES) return -1;
  setAisleCount(layout, i + 1);
  set(layout, FRAME, i, frame);
  set(layout, TURN, i, turn);
  set(layout, ACROSS, i, across);
  set(layout, LOW, i, low);
  set(layout, HIGH, i, high);
  set(layout, ANCHOR, i, anchor);
  set(layout, GATE, i, gate);
  set(layout, PACK, i, pack);
  set(layout, STYLE, i, 0);
  set(layout, ALIVE, i, 0);
  set(layout, PARENT, i, -1);
  set(layout, FORM, i, -1);
  for (let slot = 0; slot < SLOTS; slot++) setOrder(layout, i * SLOTS + slot, i * SLOTS + slot);
  return i;
}

/** Aisle kind. */
export function kindOf(layout: usize, i: i32): i32 {
  return get(layout, STYLE, i) & 7;
}

/** Which way a one-way aisle is driven: 1 up, −1 down its axis. */
export function directionOf(layout: usize, i: i32): i32 {
  return get(layout, STYLE, i) & 8 ? -1 : 1;
}

/** The row that one side is packed with first, by its place among those the aisle kind serves. */
export function preferenceOf(layout: usize, i: i32, slot: i32): i32 {
  return (get(layout, STYLE, i) >> (4 + 3 * slot)) & 7;
}

/** Gives an aisle a kind and a direction; its sides are packed with the densest rows first. */
export function setKind(layout: usize, i: i32, kind: i32, downward: i32): void {
  set(layout, STYLE, i, kind | (downward << 3));
}

/** Says which row one side is packed with first. */
export function setPreference(layout: usize, i: i32, slot: i32, place: i32): void {
  const shift = 4 + 3 * slot;
  set(layout, STYLE, i, (get(layout, STYLE, i) & ~(7 << shift)) | (place << shift));
}

/** Takes an aisle out; the last one gets its number. */
export function dropAisle(layout: usize, i: i32): void {
  const n = aisleCount(layout);
  const last = n - 1;
  let k = 0;
  for (let j = 0; j < n * SLOTS; j++) {
    const row = orderAt(layout, j);
    if (row >> 2 == i) continue;
    setOrder(layout, k++, row >> 2 == last ? (i << 2) | (row & 3) : row);
  }
  if (i != last) {
    for (let c = 0; c < COPIED; c++) set(layout, c, i, get(layout, c, last));
    set(layout, FORM, i, get(layout, FORM, last));
  }
  setAisleCount(layout, last);
}

/** Moves the row at place `from` of the order to place `to`. */
export function moveOrder(layout: usize, from: i32, to: i32): void {
  const row = orderAt(layout, from);
  if (from < to) for (let k = from; k < to; k++) setOrder(layout, k, orderAt(layout, k + 1));
  else for (let k = from; k > to; k--) setOrder(layout, k, orderAt(layout, k - 1));
  setOrder(layout, to, row);
}
