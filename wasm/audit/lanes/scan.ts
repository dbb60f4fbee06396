/** Cells of one kind in a byte a cell, 0 or 1, found sixteen at a time. */

/** Cells in a vector. */
const VECTOR: i32 = 16;

/** The first cell from one on, before another, that is 1; the other where there is none. */
export function nextOne(field: usize, from: i32, end: i32): i32 {
  let at = from;
  while (at + VECTOR <= end && !v128.any_true(v128.load(field + <usize>at))) at += VECTOR;
  while (at < end && !load<u8>(field + <usize>at)) at++;
  return at;
}

/** Likewise the first that is 0. */
export function nextZero(field: usize, from: i32, end: i32): i32 {
  let at = from;
  while (at + VECTOR <= end && i8x16.all_true(v128.load(field + <usize>at))) at += VECTOR;
  while (at < end && load<u8>(field + <usize>at)) at++;
  return at;
}

/** Lists the cells that are 1, ascending, i32: how many. */
export function listOnes(field: usize, size: i32, list: usize): i32 {
  let end = list;
  let at = 0;
  for (; at + VECTOR <= size; at += VECTOR) {
    // a bit a cell
    let ones = i8x16.bitmask(i8x16.shl(v128.load(field + <usize>at), 7));
    for (; ones; ones &= ones - 1) {
      store<i32>(end, at + ctz(ones));
      end += 4;
    }
  }
  for (; at < size; at++) {
    if (!load<u8>(field + <usize>at)) continue;
    store<i32>(end, at);
    end += 4;
  }
  return <i32>((end - list) >> 2);
}
