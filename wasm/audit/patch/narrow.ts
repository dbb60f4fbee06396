/** The part of a patch that discs of the least width leave out, on a grid of places. Metres. */
import { get, set } from "../columns";
import { reserve } from "../memory";
import { roomsIn } from "./room";

/** Places of the part, in the order they were come to. */
let part: usize = 0;
let parts: i32 = 0;
/** The one of them that lies farthest from the rim, and how far. */
let middle: i32 = 0;
let widest: f64 = 0;

/**
 * Lays places `pace` apart over the patch, takes from them what discs cover that stand where at least `least` is free, as far
 * as is free there and half a pace, which makes up for centres between the places, and keeps the largest part that is left: how
 * many places it has; −1 when memory is short. `reach`: places to each side that such a disc covers, and one more.
 */
export function narrowPart(minX: f64, minY: f64, pace: f64, columns: i32, rows: i32, reach: i32, least: f64): i32 {
  // more than this is as good as this: a disc is drawn no farther
  const rooms = roomsIn(minX, minY, pace, columns, rows, 1.5 * <f64>(reach + 1) * pace);
  const size = columns * rows;
  const marked = reserve(size);
  // where discs begin and end in a row is counted first, and summed up then; a row of them ends one place on
  const begun = reserve(((columns + 1) * rows) << 2);
  const queue = reserve(size << 2);
  if (!rooms || !marked || !begun || !queue) return -1;
  memory.fill(begun, 0, (<usize>((columns + 1) * rows)) << 2);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const own = load<f64>(rooms + ((<usize>(row * columns + column)) << 3));
      if (own >= least) drawDisc(begun, row, column, columns, rows, own + pace / 2, pace, reach);
    }
  }
  for (let row = 0; row < rows; row++) {
    let discs = 0;
    for (let column = 0; column < columns; column++) {
      discs += get(begun, row * (columns + 1) + column);
      const place = row * columns + column;
      store<u8>(marked + <usize>place, u8(discs == 0 && load<f64>(rooms + ((<usize>place) << 3)) > 0));
    }
  }
  return keepLargest(marked, rooms, queue, columns, size);
}

function drawDisc(
  begun: usize,
  row: i32,
  column: i32,
  columns: i32,
  rows: i32,
  radius: f64,
  pace: f64,
  reach: i32,
): void {
  // a disc is narrower the farther a row is from its middle
  let half = reach;
  for (let off = 0; off <= reach; off++) {
    while (half >= 0 && <f64>(half * half + off * off) * pace * pace > radius * radius) half--;
    if (half < 0) break;
    const from = max(0, column - half);
    const end = min(columns - 1, column + half) + 1;
    if (row >= off) addRow(begun + ((<usize>((row - off) * (columns + 1))) << 2), from, end);
    if (off > 0 && row + off < rows) addRow(begun + ((<usize>((row + off) * (columns + 1))) << 2), from, end);
  }
}

function addRow(begun: usize, from: i32, end: i32): void {
  set(begun, from, get(begun, from) + 1);
  set(begun, end, get(begun, end) - 1);
}

/** Of the marked places those that hang together by their sides and are most; of as many the first. */
function keepLargest(marked: usize, rooms: usize, queue: usize, columns: i32, size: i32): i32 {
  part = queue;
  parts = 0;
  let filled = 0;
  for (let start = 0; start < size; start++) {
    if (!load<u8>(marked + <usize>start)) continue;
    const first = filled;
    filled = take(marked, queue, filled, start);
    for (let at = first; at < filled; at++) {
      const place = get(queue, at);
      const column = place % columns;
      if (place >= columns) filled = take(marked, queue, filled, place - columns);
      if (place + columns < size) filled = take(marked, queue, filled, place + columns);
      if (column > 0) filled = take(marked, queue, filled, place - 1);
      if (column < columns - 1) filled = take(marked, queue, filled, place + 1);
    }
    if (filled - first <= parts) continue;
    part = queue + ((<usize>first) << 2);
    parts = filled - first;
  }
  middle = -1;
  widest = 0;
  for (let at = 0; at < parts; at++) {
    const room = load<f64>(rooms + ((<usize>get(part, at)) << 3));
    if (room <= widest) continue;
    widest = room;
    middle = get(part, at);
  }
  return parts;
}

function take(marked: usize, queue: usize, filled: i32, place: i32): i32 {
  if (!load<u8>(marked + <usize>place)) return filled;
  store<u8>(marked + <usize>place, 0);
  set(queue, filled, place);
  return filled + 1;
}

/** The place of that part which lies farthest from the rim, row by row; −1 where there is no part. */
export function partMiddle(): i32 {
  return middle;
}

/** How far from the rim it lies. */
export function partRoom(): f64 {
  return widest;
}
