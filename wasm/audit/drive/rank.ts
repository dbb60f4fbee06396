/**
 * How far cells are from the other kind, by two sweeps with steps of 1 and √2 (Borgefors 1986): at most 8 % more than the
 * true distance. A cell holds the rank of its distance, whole numbers, the same in whatever order cells are swept.
 */

import { giveBack, reserve } from "../memory";

/** What is paved has this or more, all else less; who lays the tables knows what the ranks mean. */
const PAVED_FROM: i32 = 128;

/** By what a neighbour has: what a cell has that is paved, a step farther in, straight on and aslant; likewise of one that is not. */
const STRAIGHT: usize = memory.data(256);
const ASLANT: usize = memory.data(256);
const STRAIGHT_OFF: usize = memory.data(256);
const ASLANT_OFF: usize = memory.data(256);

/** Where one of the four tables goes, 256 bytes: straight on and aslant, then the two for what is not paved. */
export function rankTable(table: i32): usize {
  return table == 0 ? STRAIGHT : table == 1 ? ASLANT : table == 2 ? STRAIGHT_OFF : ASLANT_OFF;
}

let kinds: usize = 0;
let ranks: usize = 0;
let spans: usize = 0;
let footing: usize = 0;

/** Where what a ground is ranked by goes, and what comes of it: 0 kinds, 1 ranks, one byte a cell, 2 spans, three i32 each (row, first and last column), 3 what may be driven on. */
export function rankColumn(column: i32): usize {
  return column == 0 ? kinds : column == 1 ? ranks : column == 2 ? spans : footing;
}

/** Room for so many cells and spans; 0 when memory is short. Takes everything else away. */
export function openRanks(cells: i32, spanCount: i32): i32 {
  giveBack(0);
  kinds = reserve(cells);
  ranks = reserve(cells);
  spans = reserve(spanCount * 12);
  footing = reserve(cells);
  return kinds && ranks && spans && footing ? 1 : 0;
}

/**
 * Ranks the cells of spans, which come row by row; those around them hold. The outermost cells, which are not paved, are
 * only looked at. What may be driven on are the ranks, and nothing where the kind is `closed`.
 * @param innermost what a cell has that is `paved` and far from any other; `outermost`: one that is not, likewise
 */
export function rankCells(
  columns: i32,
  rows: i32,
  spanCount: i32,
  paved: i32,
  closed: i32,
  innermost: i32,
  outermost: i32,
): void {
  for (let n = 0; n < spanCount; n++) {
    const span = spans + <usize>(n * 12);
    const start = load<i32>(span) * columns;
    const end = start + load<i32>(span, 8);
    for (let k = start + load<i32>(span, 4); k <= end; k++)
      store<u8>(ranks + <usize>k, <u8>(<i32>load<u8>(kinds + <usize>k) == paved ? innermost : outermost));
  }
  for (let n = 0; n < spanCount; n++) pullAlong(spans + <usize>(n * 12), columns, rows, 1);
  for (let n = spanCount - 1; n >= 0; n--) pullAlong(spans + <usize>(n * 12), columns, rows, -1);
  const cells = columns * rows;
  for (let k = 0; k < cells; k++) {
    const rank = load<u8>(ranks + <usize>k);
    store<u8>(footing + <usize>k, <i32>load<u8>(kinds + <usize>k) == closed ? 0 : rank);
  }
}

function pullAlong(span: usize, columns: i32, rows: i32, step: i32): void {
  const row = load<i32>(span);
  if (row == 0 || row + 1 == rows) return;
  const first = row * columns + max(1, load<i32>(span, 4));
  const last = row * columns + min(columns - 2, load<i32>(span, 8));
  if (step > 0) pull(first, last - first, 1, columns);
  else pull(last, last - first, -1, columns);
}

/** A sweep along cells of a row: none is farther than over any of the four neighbours that have been swept before it. */
function pull(first: i32, count: i32, step: i32, columns: i32): void {
  const across = step * columns;
  let k = ranks + <usize>first;
  let a = <i32>load<u8>(k - <usize>step);
  for (let left = count; left >= 0; left--) {
    const own = <i32>load<u8>(k);
    const over = k - <usize>across;
    const b = <i32>load<u8>(over);
    const c = <i32>load<u8>(over - <usize>step);
    const d = <i32>load<u8>(over + <usize>step);
    if (own >= PAVED_FROM) {
      const straight = <i32>load<u8>(STRAIGHT + <usize>min(a, b));
      const aslant = <i32>load<u8>(ASLANT + <usize>min(c, d));
      a = min(own, min(straight, aslant));
    } else {
      const straight = <i32>load<u8>(STRAIGHT_OFF + <usize>max(a, b));
      const aslant = <i32>load<u8>(ASLANT_OFF + <usize>max(c, d));
      a = max(own, max(straight, aslant));
    }
    store<u8>(k, <u8>a);
    k += <usize>step;
  }
}
