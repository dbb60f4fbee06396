/** Poses reached so far, in columns, and the row that each was reached from; −1 for a start. */

import { reserve } from "../memory";
import { cell, columns, headings, minX, minY, rows, square } from "./ground";

export let count: i32 = 0;
let xs: usize = 0;
let ys: usize = 0;
let turned: usize = 0;
let parents: usize = 0;

/** Squares across and along, one and a half cells beyond the ground on each side. */
let squaresAcross: i32 = 0;
let squaresAlong: i32 = 0;
let west: f64 = 0;
let south: f64 = 0;

/** Room for as many poses; 0 when memory is short. */
export function openStates(most: i32): i32 {
  count = 0;
  xs = reserve(most << 3);
  ys = reserve(most << 3);
  turned = reserve(most << 2);
  parents = reserve(most << 2);
  squaresAcross = <i32>Math.ceil((<f64>columns * cell) / square) + 2;
  squaresAlong = <i32>Math.ceil((<f64>rows * cell) / square) + 2;
  // the middle of the first cell, which lies before the ground
  west = minX - 0.5 * cell;
  south = minY - 0.5 * cell;
  return xs && ys && turned && parents ? 1 : 0;
}

/** Numbers of squares with their headings. */
export function keys(): i32 {
  return squaresAcross * squaresAlong * headings;
}

/** A number for the square and heading of a pose; −1 off the ground. */
export function keyOf(x: f64, y: f64, heading: i32): i32 {
  const i = <i32>Math.floor((x - west) / square);
  const j = <i32>Math.floor((y - south) / square);
  return <u32>i >= <u32>squaresAcross || <u32>j >= <u32>squaresAlong
    ? -1
    : (j * squaresAcross + i) * headings + heading;
}

export function add(x: f64, y: f64, heading: i32, parent: i32): i32 {
  store<f64>(xs + ((<usize>count) << 3), x);
  store<f64>(ys + ((<usize>count) << 3), y);
  store<i32>(turned + ((<usize>count) << 2), heading);
  store<i32>(parents + ((<usize>count) << 2), parent);
  return count++;
}

export function xOf(row: i32): f64 {
  return load<f64>(xs + ((<usize>row) << 3));
}

export function yOf(row: i32): f64 {
  return load<f64>(ys + ((<usize>row) << 3));
}

export function headingOf(row: i32): i32 {
  return load<i32>(turned + ((<usize>row) << 2));
}

/** Where a column begins: 0 x and 1 y, both f64, 2 headings and 3 parents, both i32. */
export function stateColumn(column: i32): usize {
  return column == 0 ? xs : column == 1 ? ys : column == 2 ? turned : parents;
}

/** Rows of the columns. */
export function statesReached(): i32 {
  return count;
}
