/** Rows of cells, the nearest first; of equally near ones the lowest row. */
import { reserve } from "../memory";

let rows: usize = 0;
let distances: usize = 0;
let count: i32 = 0;

/** Room for as many at once; 0 when memory is short. */
export function openHeap(most: i32): i32 {
  rows = reserve(most << 2);
  distances = reserve(most << 3);
  return rows && distances ? 1 : 0;
}

export function clearHeap(): void {
  count = 0;
}

function isNearer(row: i32, distance: f64, otherRow: i32, otherDistance: f64): boolean {
  return distance < otherDistance || (distance == otherDistance && row < otherRow);
}

function rowAt(at: i32): i32 {
  return load<i32>(rows + ((<usize>at) << 2));
}

function distanceAt(at: i32): f64 {
  return load<f64>(distances + ((<usize>at) << 3));
}

function put(at: i32, row: i32, distance: f64): void {
  store<i32>(rows + ((<usize>at) << 2), row);
  store<f64>(distances + ((<usize>at) << 3), distance);
}

export function push(row: i32, distance: f64): void {
  let at = count++;
  while (at > 0) {
    const up = (at - 1) >> 1;
    if (!isNearer(row, distance, rowAt(up), distanceAt(up))) break;
    put(at, rowAt(up), distanceAt(up));
    at = up;
  }
  put(at, row, distance);
}

/** Takes the nearest; −1 when there is none. */
export function pop(): i32 {
  if (!count) return -1;
  const first = rowAt(0);
  count--;
  const row = rowAt(count);
  const distance = distanceAt(count);
  let at = 0;
  for (;;) {
    let least = 2 * at + 1;
    if (least >= count) break;
    const other = least + 1;
    if (other < count && isNearer(rowAt(other), distanceAt(other), rowAt(least), distanceAt(least))) least = other;
    if (!isNearer(rowAt(least), distanceAt(least), row, distance)) break;
    put(at, rowAt(least), distanceAt(least));
    at = least;
  }
  put(at, row, distance);
  return first;
}
