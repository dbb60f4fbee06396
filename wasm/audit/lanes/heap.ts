/** Rows of cells, the nearest first; of equally near ones the lowest row. */
import { reserve } from "../memory";

/** Sixteen bytes each: how far a row is, f64, and the row, i32; a heap, children after their parents. */
let heap: usize = 0;
let count: i32 = 0;

const ROW: usize = 8;

/** Room for as many at once; 0 when memory is short. */
export function openHeap(most: i32): i32 {
  heap = reserve(most << 4);
  return heap ? 1 : 0;
}

export function clearHeap(): void {
  count = 0;
}

function at(place: i32): usize {
  return heap + ((<usize>place) << 4);
}

function isNearer(row: i32, distance: f64, other: usize): boolean {
  const far = load<f64>(other);
  return distance < far || (distance == far && row < load<i32>(other, ROW));
}

/** Moves rows that are farther down from a place up to the root, and puts one where they end. */
function rise(from: i32, row: i32, distance: f64): void {
  let place = from;
  while (place > 0) {
    const up = (place - 1) >> 1;
    if (!isNearer(row, distance, at(up))) break;
    v128.store(at(place), v128.load(at(up)));
    place = up;
  }
  store<f64>(at(place), distance);
  store<i32>(at(place), row, ROW);
}

export function push(row: i32, distance: f64): void {
  rise(count++, row, distance);
}

/** Takes the nearest; −1 when there is none. */
export function pop(): i32 {
  if (!count) return -1;
  const first = load<i32>(heap, ROW);
  count--;
  // down to a leaf, the nearer child up each time: what came last is mostly as far as leaves are
  let place = 0;
  let child = 1;
  while (child + 1 < count) {
    const left = at(child);
    if (isNearer(load<i32>(left, 16 + ROW), load<f64>(left, 16), left)) child++;
    v128.store(at(place), v128.load(at(child)));
    place = child;
    child = 2 * child + 1;
  }
  if (child < count) {
    v128.store(at(place), v128.load(at(child)));
    place = child;
  }
  rise(place, load<i32>(at(count), ROW), load<f64>(at(count)));
  return first;
}
