/** Cells with free ground all around. */
import { release, reserve } from "../arena";

let columns: i32 = 0;
let rows: i32 = 0;
let marks: usize = 0;
/** 1 where the ground is free, and where it is free all around, a byte each. */
let free: usize = 0;
let roomy: usize = 0;

/** Cells in a vector. */
const VECTOR: i32 = 16;

/** Where the marks of cells go, a byte each; 0 when memory is short. Takes everything else away. */
export function layGround(across: i32, along: i32): usize {
  release();
  columns = across;
  rows = along;
  marks = reserve(across * along);
  free = reserve(across * along);
  roomy = reserve(across * along);
  return free && roomy ? marks : 0;
}

/** 1 for each cell that has a mark of `mask`, as have all of which the middle is nearer than `room`, metres. */
export function leaveRoom(mask: i32, cell: f64, room: f64): usize {
  for (let at = 0; at < columns * rows; at++) {
    store<u8>(free + <usize>at, u8((load<u8>(marks + <usize>at) & <u8>mask) != 0));
  }
  memory.copy(roomy, free, <usize>(columns * rows));
  // a disc row by row from its middle: what lies so far up and aside is to be free as well
  for (let dy = 0; <f64>dy * cell < room; dy++) {
    for (let dx = 0; <f64>(dx * dx + dy * dy) * cell * cell < room * room; dx++) {
      for (let row = dy; row < rows; row++) {
        keepWhere(row, row - dy, dx);
        keepWhere(row, row - dy, -dx);
        keepWhere(row - dy, row, dx);
        keepWhere(row - dy, row, -dx);
      }
    }
  }
  return roomy;
}

/** Keeps the cells of a row where another's are free, so many cells aside; there is nothing to keep them off beyond its ends. */
function keepWhere(row: i32, other: i32, aside: i32): void {
  const from = free + <usize>(other * columns + aside);
  const to = roomy + <usize>(row * columns);
  const end = min(columns, columns - aside);
  let column = max(0, -aside);
  for (; column + VECTOR <= end; column += VECTOR) {
    v128.store(to + <usize>column, v128.and(v128.load(to + <usize>column), v128.load(from + <usize>column)));
  }
  for (; column < end; column++) {
    if (!load<u8>(from + <usize>column)) store<u8>(to + <usize>column, 0);
  }
}
