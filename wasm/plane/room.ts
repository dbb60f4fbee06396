/** Cells with free ground all around. */
import { release, reserve } from "../arena";

let columns: i32 = 0;
let rows: i32 = 0;
let marks: usize = 0;
/** 1 where the ground is free, and where it is free all around. */
let free: usize = 0;
let roomy: usize = 0;
/** Room for how far a disc goes to either side, row by row from its middle. */
let halves: usize = 0;

/** Most rows that a disc may reach: 32 m of a quarter of a metre. */
const MOST_REACH: i32 = 128;

/** Where the marks of cells go, a byte each; 0 when memory is short. Takes everything else away. */
export function layGround(across: i32, along: i32): usize {
  release();
  columns = across;
  rows = along;
  marks = reserve(across * along);
  free = reserve(across * along);
  roomy = reserve(across * along);
  halves = reserve(MOST_REACH << 2);
  return free && roomy && halves ? marks : 0;
}

/** 1 for each cell that has a mark of `mask`, as have all of which the middle is nearer than `room`. Metres. */
export function leaveRoom(mask: i32, cell: f64, room: f64): usize {
  const many = columns * rows;
  for (let at = 0; at < many; at++) {
    store<u8>(free + <usize>at, u8((<i32>load<u8>(marks + <usize>at) & mask) != 0));
  }
  memory.copy(roomy, free, <usize>many);
  const reach = discOf(cell, room);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      if (!load<u8>(free + <usize>at) && !isInside(at, row, column)) clearDisc(row, column, reach);
    }
  }
  return roomy;
}

/** How many rows a disc reaches, its middle's left out; −1: it is empty. */
function discOf(cell: f64, room: f64): i32 {
  let reach = -1;
  for (let dy = 0; dy < MOST_REACH && <f64>dy * cell < room; dy++) {
    let half = 0;
    while (<f64>((half + 1) * (half + 1) + dy * dy) * cell * cell < room * room) half++;
    store<i32>(halves + ((<usize>dy) << 2), half);
    reach = dy;
  }
  return reach;
}

function clearDisc(row: i32, column: i32, reach: i32): void {
  const top = min(rows - 1, row + reach);
  for (let y = max(0, row - reach); y <= top; y++) {
    const half = load<i32>(halves + ((<usize>abs(y - row)) << 2));
    const end = roomy + <usize>(y * columns + min(columns - 1, column + half));
    // a handful of cells: filling memory costs more than it stores
    for (let at = roomy + <usize>(y * columns + max(0, column - half)); at <= end; at++) store<u8>(at, 0);
  }
}

/** Is nothing free beside it either? Only the rim of what is not free matters. */
function isInside(cell: i32, row: i32, column: i32): boolean {
  if (column == 0 || row == 0 || column + 1 == columns || row + 1 == rows) return false;
  const at = free + <usize>cell;
  return !(load<u8>(at - 1) | load<u8>(at + 1) | load<u8>(at - <usize>columns) | load<u8>(at + <usize>columns));
}
