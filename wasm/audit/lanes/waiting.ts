/**
 * Rows of cells that a front has come to, the nearest first; of equally near ones the lowest row. A front takes them about in the order
 * of how far they are, so that they wait in narrow bands of distance: only the few of the nearest band are told apart.
 */
import { get, set } from "../columns";
import { reserve } from "../memory";
import { cell, owns } from "./grid";

/** Bands along a cell: of a front as wide as a lane a few rows wait in each. */
const BANDS: f64 = 16;

/** Sixteen bytes each: how far a row is, f64, the row, i32, and the one that waits next in its band, and one more, i32; 0: none. */
let pool: usize = 0;
let count: i32 = 0;
/** Those that wait. */
let waiting: i32 = 0;

const ROW: usize = 8;
const NEXT: usize = 12;

/** By band: the last that has come to wait, and one more; 0: none. Bands up to `cleared` have been used. */
let bands: usize = 0;
let most: i32 = 0;
let cleared: i32 = 0;
let lowest: i32 = 0;
let perMetre: f64 = 0;

/** Room for as many in all; 0 when memory is short. */
export function openWaiting(rows: i32): i32 {
  // lanes are no longer than all of their cells one after the other; whatever is farther waits in the last band
  most = (owns + 1) * <i32>BANDS;
  perMetre = BANDS / cell;
  pool = reserve(rows << 4);
  bands = reserve(most << 2);
  cleared = 0;
  clearWaiting();
  return pool && bands ? 1 : 0;
}

export function clearWaiting(): void {
  // those below have been taken
  if (waiting) for (let band = lowest; band < cleared; band++) set(bands, band, 0);
  count = 0;
  waiting = 0;
  lowest = most;
}

function at(place: i32): usize {
  return pool + ((<usize>place) << 4);
}

/** A row that is so far; none is nearer than `least`. */
export function wait(row: i32, distance: f64, least: f64): void {
  const band = min(most - 1, <i32>((distance - least) * perMetre));
  for (; cleared <= band; cleared++) set(bands, cleared, 0);
  const own = at(count++);
  store<f64>(own, distance);
  store<i32>(own, row, ROW);
  store<i32>(own, get(bands, band), NEXT);
  set(bands, band, count);
  waiting++;
  lowest = min(lowest, band);
}

/** Takes the nearest; −1 when there is none. */
export function takeNearest(): i32 {
  if (!waiting) return -1;
  waiting--;
  while (!get(bands, lowest)) lowest++;
  // where the link to the nearest lies
  let link = bands + ((<usize>lowest) << 2);
  let best = at(load<i32>(link) - 1);
  for (let before = best + NEXT; load<i32>(before); ) {
    const other = at(load<i32>(before) - 1);
    const apart = load<f64>(other) - load<f64>(best);
    if (apart < 0 || (apart == 0 && load<i32>(other, ROW) < load<i32>(best, ROW))) {
      link = before;
      best = other;
    }
    before = other + NEXT;
  }
  store<i32>(link, load<i32>(best, NEXT));
  return load<i32>(best, ROW);
}
