/**
 * Memory of forms, of their rows, and of what stands in these. A record lies in one or two lines of the processor's cache: with a
 * table for each field, many of them a whole number of pages apart, a move took a fifth longer.
 */
import { reserve } from "./arena";

/** Forms at once: of the layout that stands, and of the one tried. */
export const MAX_FORMS: i32 = 384;
/** Rows of a form: pass * SLOTS + slot. */
export const FORM_ROWS: i32 = 8;
/** Fillings at once, and runs that one may have: with more, the layout is evaluated from scratch. */
export const MAX_FILLINGS: i32 = 6144;
export const MAX_RUNS: i32 = 51;

/** An aisle: where it runs, and how layouts hold it. */
export const enum Form {
  Frame,
  Turn,
  Across,
  Width,
  From,
  To,
  /** Its ends if nobody cut it back to the way round. */
  RawFrom,
  RawTo,
  /** The form that it took the place of, or −1. */
  Origin,
  /** `flushes` when its strip was last looked up. */
  Seen,
  /** The layouts that it was made for, that a car reaches it in, that hold it, and that hold it or another in its place. */
  Born,
  Present,
  Held,
  Followed,
  /** 1 when a car reaches it in the layout that stands. */
  Alive,
  /** Columns of a layout that it follows from, to the record's end. */
  Inputs,
}

/** A row of a form, form * FORM_ROWS + row. */
export const enum Row {
  /** Row kind, or −1 where there is no such row. */
  Kind,
  Frame,
  Along,
  /** Its strip, across it, and how far the row may reach along it. */
  Across,
  Deep,
  Low,
  High,
  /** The stretch of the strip that has ground: both 0 where there is none. */
  Begin,
  End,
  Intervals,
  /** `flushes` when the strip was last looked up, and where it was found. */
  Seen,
  Ground,
  /** What stands there, or −1. */
  Filling,
  /** Layout in whose order it has moved. */
  Moved,
  /** Place in the order, of the layout that stands and of the one tried by turns. */
  Place,
  OtherPlace,
}

/** What stands in a row: runs follow, each from, to, and what is left over beside it, in stalls, squared. */
export const enum Filling {
  Runs,
  Stalls,
  /** Rectangles of other frames that were taken out of the strip. */
  Slanted,
}

const FORM_SHIFT: usize = 7;
const ROW_SHIFT: usize = 6;
const RUN_BYTES: usize = 16;
const FILLING_BYTES: usize = 16 + <usize>MAX_RUNS * RUN_BYTES;

const forms: usize = memory.data(MAX_FORMS * 128, 64);
const rows: usize = memory.data(MAX_FORMS * FORM_ROWS * 64, 64);
let fillings: usize = 0;

/** Makes room for fillings, once: smaller layouts need none. False when memory is short. */
export function openFillings(): boolean {
  if (!fillings) {
    const at = reserve(<i32>(<usize>MAX_FILLINGS * FILLING_BYTES + 63));
    if (at) fillings = (at + 63) & ~63;
  }
  return fillings != 0;
}

export function form(f: i32, field: i32): i32 {
  return load<i32>(forms + ((<usize>f) << FORM_SHIFT) + ((<usize>field) << 2));
}

export function setForm(f: i32, field: i32, value: i32): void {
  store<i32>(forms + ((<usize>f) << FORM_SHIFT) + ((<usize>field) << 2), value);
}

export function row(id: i32, field: i32): i32 {
  return load<i32>(rows + ((<usize>id) << ROW_SHIFT) + ((<usize>field) << 2));
}

export function setRow(id: i32, field: i32, value: i32): void {
  store<i32>(rows + ((<usize>id) << ROW_SHIFT) + ((<usize>field) << 2), value);
}

export function fill(r: i32, field: i32): i32 {
  return load<i32>(fillings + <usize>r * FILLING_BYTES + ((<usize>field) << 2));
}

export function setFill(r: i32, field: i32, value: i32): void {
  store<i32>(fillings + <usize>r * FILLING_BYTES + ((<usize>field) << 2), value);
}

/** Address of a run of a filling. */
export function runAt(r: i32, run: i32): usize {
  return fillings + <usize>r * FILLING_BYTES + 16 + <usize>run * RUN_BYTES;
}

/** Address of the run after one. */
export function nextRun(at: usize): usize {
  return at + RUN_BYTES;
}

/** Where a run begins and ends along its strip. */
export function fromOf(at: usize): i32 {
  return load<i32>(at);
}

export function toOf(at: usize): i32 {
  return load<i32>(at, 4);
}

export function leftOf(at: usize): f64 {
  return load<f64>(at, 8);
}

export function setRun(at: usize, from: i32, to: i32, left: f64): void {
  store<i32>(at, from);
  store<i32>(at, to, 4);
  store<f64>(at, left, 8);
}
