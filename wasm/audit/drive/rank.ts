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

/** Cells in a vector. */
const VECTOR: usize = 16;

/** What cells have that are as far from any other kind as can be, paved and not. */
let inner: i32 = 0;
let outer: i32 = 0;

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
 * @param innermost what a cell has that is `paved` and as far from any other as can be; `outermost`: one that is not, likewise
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
  inner = innermost;
  outer = outermost;
  for (let n = 0; n < spanCount; n++) {
    const span = spans + <usize>(n * 12);
    const start = load<i32>(span) * columns;
    beginFar(start + load<i32>(span, 4), start + load<i32>(span, 8) + 1, paved);
  }
  for (let n = 0; n < spanCount; n++) pullAlong(spans + <usize>(n * 12), columns, rows, 1);
  for (let n = spanCount - 1; n >= 0; n--) pullAlong(spans + <usize>(n * 12), columns, rows, -1);
  const shut = i8x16.splat(<i8>closed);
  // what is reserved ends on a whole vector
  for (let k: usize = 0; k < <usize>(columns * rows); k += VECTOR)
    v128.store(footing + k, v128.andnot(v128.load(ranks + k), i8x16.eq(v128.load(kinds + k), shut)));
}

/** Cells from one row to before another as far from any other kind as can be. */
function beginFar(from: i32, end: i32, paved: i32): void {
  const is = i8x16.splat(<i8>paved);
  const farIn = i8x16.splat(<i8>inner);
  const farOff = i8x16.splat(<i8>outer);
  let k = <usize>from;
  for (; k + VECTOR <= <usize>end; k += VECTOR)
    v128.store(ranks + k, v128.bitselect(farIn, farOff, i8x16.eq(v128.load(kinds + k), is)));
  for (; k < <usize>end; k++) store<u8>(ranks + k, <u8>(<i32>load<u8>(kinds + k) == paved ? inner : outer));
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
  for (let left = count + 1; left > 0; ) {
    let cells = min(left, <i32>VECTOR);
    left -= cells;
    // among cells that are all as far as can be nothing is nearer
    if (cells == <i32>VECTOR && (a == inner || a == outer)) {
      const low = step > 0 ? k : k - VECTOR + 1;
      const over = low - <usize>across;
      const around = v128.and(v128.load(over - 1), v128.load(over + 1));
      const either = v128.or(v128.load(over - 1), v128.load(over + 1));
      const far = i8x16.splat(<i8>a);
      const own = i8x16.eq(v128.load(low), far);
      if (i8x16.all_true(v128.and(own, v128.and(i8x16.eq(around, far), i8x16.eq(either, far))))) {
        k += <usize>(step * <i32>VECTOR);
        continue;
      }
    }
    for (; cells > 0; cells--) {
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
}
