/**
 * Bit rasters: one bit a cell, 64 cells a word, cell x of a row in bit x & 63 of word x >> 6.
 * A raster is a pointer, an even number of words a row (so that a row is whole v128 vectors) and rows.
 * Bits beyond the last cell of a row are the caller's: every function treats them like the rest.
 * What bit 1 means is the caller's as well; "set" below says no more than that.
 */

/** Words a row must have for this many cells: even, so that rows split into v128 vectors. */
export function wordsFor(cells: i32): i32 {
  return ((cells + 127) >> 7) << 1;
}

/** Bytes of a raster. */
export function rasterBytes(words: i32, rows: i32): i32 {
  return (words * rows) << 3;
}

/** Sets every bit of the raster to 0. */
export function clearRaster(raster: usize, words: i32, rows: i32): void {
  memory.fill(raster, 0, <usize>rasterBytes(words, rows));
}

/** Sets every bit of the raster to 1. */
export function fillRaster(raster: usize, words: i32, rows: i32): void {
  memory.fill(raster, 0xff, <usize>rasterBytes(words, rows));
}

export function copyRaster(to: usize, from: usize, words: i32, rows: i32): void {
  memory.copy(to, from, <usize>rasterBytes(words, rows));
}

/** 1 when cell (x, y) is set, else 0. */
export function cellAt(raster: usize, words: i32, x: i32, y: i32): i32 {
  return <i32>((load<u64>(raster + ((<usize>(y * words + (x >> 6))) << 3)) >> (x & 63)) & 1);
}

/** Sets cells x0 … x1 − 1 of row y. Nothing when x1 ≤ x0; both must lie in the row. */
export function setRun(raster: usize, words: i32, y: i32, x0: i32, x1: i32): void {
  if (x1 <= x0) return;
  const row = raster + ((<usize>(y * words)) << 3);
  const first = x0 >> 6;
  const last = (x1 - 1) >> 6;
  const head: u64 = ~(<u64>0) << (x0 & 63);
  const tail: u64 = ~(<u64>0) >> (63 - ((x1 - 1) & 63));
  let at = row + ((<usize>first) << 3);
  if (first == last) {
    store<u64>(at, load<u64>(at) | (head & tail));
    return;
  }
  store<u64>(at, load<u64>(at) | head);
  const end = row + ((<usize>last) << 3);
  for (at += 8; at < end; at += 8) store<u64>(at, ~(<u64>0));
  store<u64>(end, load<u64>(end) | tail);
}

/** Clears cells x0 … x1 − 1 of row y. */
export function clearRun(raster: usize, words: i32, y: i32, x0: i32, x1: i32): void {
  if (x1 <= x0) return;
  const row = raster + ((<usize>(y * words)) << 3);
  const first = x0 >> 6;
  const last = (x1 - 1) >> 6;
  const head: u64 = ~(<u64>0) << (x0 & 63);
  const tail: u64 = ~(<u64>0) >> (63 - ((x1 - 1) & 63));
  let at = row + ((<usize>first) << 3);
  if (first == last) {
    store<u64>(at, load<u64>(at) & ~(head & tail));
    return;
  }
  store<u64>(at, load<u64>(at) & ~head);
  const end = row + ((<usize>last) << 3);
  for (at += 8; at < end; at += 8) store<u64>(at, 0);
  store<u64>(end, load<u64>(end) & ~tail);
}

/** Sets the cells of the rectangle x0 ≤ x < x1, y0 ≤ y < y1. */
export function setRect(raster: usize, words: i32, x0: i32, y0: i32, x1: i32, y1: i32): void {
  for (let y = y0; y < y1; y++) setRun(raster, words, y, x0, x1);
}

/** Clears the cells of the rectangle x0 ≤ x < x1, y0 ≤ y < y1. */
export function clearRect(raster: usize, words: i32, x0: i32, y0: i32, x1: i32, y1: i32): void {
  for (let y = y0; y < y1; y++) clearRun(raster, words, y, x0, x1);
}

/** Bits set in cells x0 … x1 − 1 of row y. */
export function countRun(raster: usize, words: i32, y: i32, x0: i32, x1: i32): i32 {
  if (x1 <= x0) return 0;
  const row = raster + ((<usize>(y * words)) << 3);
  const first = x0 >> 6;
  const last = (x1 - 1) >> 6;
  const head: u64 = ~(<u64>0) << (x0 & 63);
  const tail: u64 = ~(<u64>0) >> (63 - ((x1 - 1) & 63));
  let at = row + ((<usize>first) << 3);
  if (first == last) return <i32>popcnt<u64>(load<u64>(at) & head & tail);
  let sum = popcnt<u64>(load<u64>(at) & head);
  const end = row + ((<usize>last) << 3);
  for (at += 8; at < end; at += 8) sum += popcnt<u64>(load<u64>(at));
  return <i32>(sum + popcnt<u64>(load<u64>(end) & tail));
}

/** Bits set in the rectangle x0 ≤ x < x1, y0 ≤ y < y1. */
export function countRect(raster: usize, words: i32, x0: i32, y0: i32, x1: i32, y1: i32): i32 {
  let sum = 0;
  for (let y = y0; y < y1; y++) sum += countRun(raster, words, y, x0, x1);
  return sum;
}

/** 1 when any cell of the rectangle is set, else 0. */
export function anyInRect(raster: usize, words: i32, x0: i32, y0: i32, x1: i32, y1: i32): i32 {
  if (x1 <= x0) return 0;
  const first = x0 >> 6;
  const last = (x1 - 1) >> 6;
  const head: u64 = ~(<u64>0) << (x0 & 63);
  const tail: u64 = ~(<u64>0) >> (63 - ((x1 - 1) & 63));
  for (let y = y0; y < y1; y++) {
    const row = raster + ((<usize>(y * words)) << 3);
    if (first == last) {
      if (load<u64>(row + ((<usize>first) << 3)) & head & tail) return 1;
      continue;
    }
    let any = load<u64>(row + ((<usize>first) << 3)) & head;
    for (let i = first + 1; i < last; i++) any |= load<u64>(row + ((<usize>i) << 3));
    any |= load<u64>(row + ((<usize>last) << 3)) & tail;
    if (any) return 1;
  }
  return 0;
}

/** Bits set in the whole raster. */
export function countRaster(raster: usize, words: i32, rows: i32): i32 {
  let sum = i32x4.splat(0);
  const end = raster + <usize>rasterBytes(words, rows);
  for (let at = raster; at < end; at += 16) {
    const bytes = i8x16.popcnt(v128.load(at));
    sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes)));
  }
  return (
    i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3)
  );
}

/** to |= from, over whole rasters of one size. */
export function orRaster(to: usize, from: usize, words: i32, rows: i32): void {
  const bytes = <usize>rasterBytes(words, rows);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, v128.or(v128.load(to + i), v128.load(from + i)));
}

/** to &= from. */
export function andRaster(to: usize, from: usize, words: i32, rows: i32): void {
  const bytes = <usize>rasterBytes(words, rows);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, v128.and(v128.load(to + i), v128.load(from + i)));
}

/** to &= ~from. */
export function andNotRaster(to: usize, from: usize, words: i32, rows: i32): void {
  const bytes = <usize>rasterBytes(words, rows);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, v128.andnot(v128.load(to + i), v128.load(from + i)));
}

/** Strip OR: the row at `to` becomes the OR of rows y0 … y1 − 1. */
export function orRows(raster: usize, words: i32, y0: i32, y1: i32, to: usize): void {
  const stride = (<usize>words) << 3;
  const end = raster + <usize>y1 * stride;
  for (let i: usize = 0; i < stride; i += 16) {
    let any = i64x2.splat(0);
    for (let at = raster + <usize>y0 * stride + i; at < end + i; at += stride) any = v128.or(any, v128.load(at));
    v128.store(to + i, any);
  }
}

/** Strip AND: the row at `to` becomes the AND of rows y0 … y1 − 1. */
export function andRows(raster: usize, words: i32, y0: i32, y1: i32, to: usize): void {
  const stride = (<usize>words) << 3;
  const end = raster + <usize>y1 * stride;
  for (let i: usize = 0; i < stride; i += 16) {
    let all = i64x2.splat(-1);
    for (let at = raster + <usize>y0 * stride + i; at < end + i; at += stride) all = v128.and(all, v128.load(at));
    v128.store(to + i, all);
  }
}

/** Row &= row shifted so that bit x sees bit x + shift; 0 comes in from the right end. */
function andShifted(row: usize, words: i32, shift: i32): void {
  const whole = shift >> 6;
  const part = shift & 63;
  for (let i = 0; i < words; i++) {
    const near: u64 = i + whole < words ? load<u64>(row + ((<usize>(i + whole)) << 3)) : 0;
    let seen = near >> part;
    if (part > 0 && i + whole + 1 < words) seen |= load<u64>(row + ((<usize>(i + whole + 1)) << 3)) << (64 - part);
    const at = row + ((<usize>i) << 3);
    store<u64>(at, load<u64>(at) & seen);
  }
}

/** Erosion along rows, in place, by doubling: cell x stays set when x … x + cells − 1 are all set. */
export function erodeAlong(raster: usize, words: i32, rows: i32, cells: i32): void {
  for (let y = 0; y < rows; y++) {
    const row = raster + ((<usize>(y * words)) << 3);
    let reach = 1;
    while (reach < cells) {
      const shift = min(reach, cells - reach);
      andShifted(row, words, shift);
      reach += shift;
    }
  }
}

/** Erosion across rows, in place, by doubling: cell (x, y) stays set when rows y … y + cells − 1 are all set there; rows beyond the last count as not set. */
export function erodeAcross(raster: usize, words: i32, rows: i32, cells: i32): void {
  const stride = (<usize>words) << 3;
  let reach = 1;
  while (reach < cells) {
    const shift = min(reach, cells - reach);
    for (let y = 0; y < rows; y++) {
      const row = raster + <usize>y * stride;
      if (y + shift >= rows) {
        memory.fill(row, 0, stride);
        continue;
      }
      const other = row + <usize>shift * stride;
      for (let i: usize = 0; i < stride; i += 16) {
        v128.store(row + i, v128.and(v128.load(row + i), v128.load(other + i)));
      }
    }
    reach += shift;
  }
}

/** Scratch of `transpose`: one block of 64 × 64 cells. */
const block = memory.data(512, 16);

/** `to` becomes the transpose: cell (y, x) of `to` is cell (x, y) of `from`. Only whole 64-cell blocks are read, so `toWords` ≥ rows / 64 and `toRows` rows of `to` are written. */
export function transpose(from: usize, words: i32, rows: i32, to: usize, toWords: i32, toRows: i32): void {
  memory.fill(to, 0, <usize>rasterBytes(toWords, toRows));
  for (let by = 0; by < rows; by += 64) {
    for (let bx = 0; bx < words && bx << 6 < toRows; bx++) {
      let any: u64 = 0;
      for (let i = 0; i < 64; i++) {
        const word: u64 = by + i < rows ? load<u64>(from + ((<usize>((by + i) * words + bx)) << 3)) : 0;
        store<u64>(block + ((<usize>i) << 3), word);
        any |= word;
      }
      if (!any) continue;
      let mask: u64 = 0x00000000ffffffff;
      for (let width = 32; width > 0; width >>= 1) {
        for (let i = 0; i < 64; i = ((i | width) + 1) & ~width) {
          const low = load<u64>(block + ((<usize>i) << 3));
          const high = load<u64>(block + ((<usize>(i | width)) << 3));
          const swap = ((low >> width) ^ high) & mask;
          store<u64>(block + ((<usize>i) << 3), low ^ (swap << width));
          store<u64>(block + ((<usize>(i | width)) << 3), high ^ swap);
        }
        mask ^= mask << (width >> 1);
      }
      const columns = min(64, toRows - (bx << 6));
      for (let i = 0; i < columns; i++) {
        store<u64>(to + ((<usize>(((bx << 6) + i) * toWords + (by >> 6))) << 3), load<u64>(block + ((<usize>i) << 3)));
      }
    }
  }
}
