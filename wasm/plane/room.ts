/** Cells with free ground all around. */
import { release, reserve } from "../arena";

let columns: i32 = 0;
let rows: i32 = 0;
let marks: usize = 0;
/** How far each cell is from the nearest in its row that is not free, at most `FAR`: a byte each. */
let gaps: usize = 0;
let roomy: usize = 0;
/** How far a disc goes to either side, row by row from its middle, a byte each. */
let halves: usize = 0;

/** Cells beyond this are as good as this: 32 m of a quarter of a metre. */
const FAR: i32 = 128;

/** Cells in a vector. */
const VECTOR: i32 = 16;

/** Where the marks of cells go, a byte each; 0 when memory is short. Takes everything else away. */
export function layGround(across: i32, along: i32): usize {
  release();
  columns = across;
  rows = along;
  marks = reserve(across * along);
  gaps = reserve(across * along);
  roomy = reserve(across * along);
  halves = reserve(FAR);
  return gaps && roomy && halves ? marks : 0;
}

/** 1 for each cell that has a mark of `mask`, as have all of which the middle is nearer than `room`, metres. */
export function leaveRoom(mask: i32, cell: f64, room: f64): usize {
  for (let row = 0; row < rows; row++) gapsAlong(row, <u8>mask);
  const reach = discOf(cell, room);
  memory.fill(roomy, 1, <usize>(columns * rows));
  for (let row = 0; row < rows; row++) {
    const top = min(rows - 1, row + reach);
    for (let other = max(0, row - reach); other <= top; other++) {
      keepBeyond(row, other, load<u8>(halves + <usize>abs(other - row)));
    }
  }
  return roomy;
}

function gapsAlong(row: i32, mask: u8): void {
  const from = marks + <usize>(row * columns);
  const to = gaps + <usize>(row * columns);
  let gap = FAR;
  for (let column = 0; column < columns; column++) {
    gap = load<u8>(from + <usize>column) & mask ? min(FAR, gap + 1) : 0;
    store<u8>(to + <usize>column, <u8>gap);
  }
  gap = FAR;
  for (let column = columns - 1; column >= 0; column--) {
    gap = min(gap + 1, <i32>load<u8>(to + <usize>column));
    store<u8>(to + <usize>column, <u8>gap);
  }
}

/** How many rows a disc reaches, its middle's left out: at least this one. */
function discOf(cell: f64, room: f64): i32 {
  store<u8>(halves, 0);
  let reach = 0;
  for (let dy = 0; dy < FAR && <f64>dy * cell < room; dy++) {
    let half = 0;
    while (half < FAR - 1 && <f64>((half + 1) * (half + 1) + dy * dy) * cell * cell < room * room) half++;
    store<u8>(halves + <usize>dy, <u8>half);
    reach = dy;
  }
  return reach;
}

/** Keeps the cells of a row that are farther than this from what is not free in another. */
function keepBeyond(row: i32, other: i32, half: u8): void {
  const from = gaps + <usize>(other * columns);
  const to = roomy + <usize>(row * columns);
  const least = i8x16.splat(half);
  const one = i8x16.splat(1);
  let column = 0;
  for (; column + VECTOR <= columns; column += VECTOR) {
    const isBeyond = v128.and(i8x16.gt_u(v128.load(from + <usize>column), least), one);
    v128.store(to + <usize>column, v128.and(v128.load(to + <usize>column), isBeyond));
  }
  for (; column < columns; column++) {
    if (load<u8>(from + <usize>column) <= half) store<u8>(to + <usize>column, 0);
  }
}
