/** How wide a way leads to the ground before a stall's mouth, looked up among the centres that a disc has come to. Metres. */
import { get, set } from "../columns";
import { reserve } from "../memory";
import { count, reachOf, xOf, yOf } from "./centres";
import { atX, atY, linkWidth, most, seatAt, WIDTH_TOLERANCE } from "./disc";
import { isOpen } from "./ground";

/** Cells by which centres are looked up. */
const CELL: f64 = 4;

let minI: i32 = 0;
let minJ: i32 = 0;
let across: i32 = 0;
let along: i32 = 0;
/** By cell: where its centres begin in the list. */
let starts: usize = 0;
let list: usize = 0;

/** Centres within a radius, and how far off they are, squared. */
let found: usize = 0;
let squares: usize = 0;
let foundCount: i32 = 0;

function cellOf(metres: f64): i32 {
  return <i32>Math.floor(metres / CELL);
}

/** Sorts the centres that have been reached into cells; 0 when memory is short. */
export function indexCentres(): i32 {
  minI = i32.MAX_VALUE;
  minJ = i32.MAX_VALUE;
  let maxI = i32.MIN_VALUE;
  let maxJ = i32.MIN_VALUE;
  for (let row = 0; row < count; row++) {
    if (reachOf(row) == 0) continue;
    minI = min(minI, cellOf(xOf(row)));
    maxI = max(maxI, cellOf(xOf(row)));
    minJ = min(minJ, cellOf(yOf(row)));
    maxJ = max(maxJ, cellOf(yOf(row)));
  }
  across = maxI < minI ? 0 : maxI - minI + 1;
  along = maxI < minI ? 0 : maxJ - minJ + 1;
  const cells = across * along;
  starts = reserve((cells + 1) << 2);
  list = reserve(count << 2);
  found = reserve(count << 2);
  squares = reserve(count << 3);
  if (!starts || !list || !found || !squares) return 0;
  memory.fill(starts, 0, (<usize>(cells + 1)) << 2);
  for (let row = 0; row < count; row++) {
    if (reachOf(row) == 0) continue;
    const cell = (cellOf(yOf(row)) - minJ) * across + cellOf(xOf(row)) - minI;
    set(starts, cell + 1, get(starts, cell + 1) + 1);
  }
  for (let cell = 0; cell < cells; cell++) set(starts, cell + 1, get(starts, cell + 1) + get(starts, cell));
  for (let row = 0; row < count; row++) {
    if (reachOf(row) == 0) continue;
    const cell = (cellOf(yOf(row)) - minJ) * across + cellOf(xOf(row)) - minI;
    set(list, get(starts, cell), row);
    set(starts, cell, get(starts, cell) + 1);
  }
  for (let cell = cells; cell > 0; cell--) set(starts, cell, get(starts, cell - 1));
  set(starts, 0, 0);
  return 1;
}

/** Finds the centres within a radius, column of cells by column. */
function findAround(x: f64, y: f64, radius: f64): void {
  foundCount = 0;
  const firstI = max(minI, cellOf(x - radius));
  const lastI = min(minI + across - 1, cellOf(x + radius));
  const firstJ = max(minJ, cellOf(y - radius));
  const lastJ = min(minJ + along - 1, cellOf(y + radius));
  for (let i = firstI; i <= lastI; i++) {
    for (let j = firstJ; j <= lastJ; j++) {
      const cell = (j - minJ) * across + i - minI;
      const end = get(starts, cell + 1);
      for (let n = get(starts, cell); n < end; n++) {
        const row = get(list, n);
        const dx = xOf(row) - x;
        const dy = yOf(row) - y;
        const squared = dx * dx + dy * dy;
        if (squared > radius * radius) continue;
        set(found, foundCount, row);
        store<f64>(squares + ((<usize>foundCount) << 3), squared);
        foundCount++;
      }
    }
  }
}

function squaredOf(n: i32): f64 {
  return load<f64>(squares + ((<usize>n) << 3));
}

/** Nearest first; of equally near ones the one found first. */
function sortFound(): void {
  for (let n = 1; n < foundCount; n++) {
    const row = get(found, n);
    const squared = squaredOf(n);
    let at = n;
    for (; at > 0 && squaredOf(at - 1) > squared; at--) {
      set(found, at, get(found, at - 1));
      store<f64>(squares + ((<usize>at) << 3), squaredOf(at - 1));
    }
    set(found, at, row);
    store<f64>(squares + ((<usize>at) << 3), squared);
  }
}

/** The nearest of those found; −1 where there is none. */
function nearestFound(): i32 {
  let best = -1;
  let least = Infinity;
  for (let n = 0; n < foundCount; n++) {
    if (squaredOf(n) >= least) continue;
    best = get(found, n);
    least = squaredOf(n);
  }
  return best;
}

/** The widest way, up to the width asked, that leads to within `radius` of a position; 0 when none does. */
export function widthNear(x: f64, y: f64, radius: f64): f64 {
  findAround(x, y, radius);
  let best: f64 = 0;
  for (let n = 0; n < foundCount; n++) best = max(best, reachOf(get(found, n)));
  return 2 * best;
}

/**
 * The widest way, up to the width asked, that leads from a gate to the ground before a mouth; 0 when none does.
 * @param x, y its middle, `aside` from its sides; `step` between tried centres; `follow` narrower ways
 */
export function widthAt(x: f64, y: f64, aside: f64, step: f64, follow: i32): f64 {
  const clear = seatAt(x, y);
  let best: f64 = 0;
  if (clear >= 0) {
    const seatX = atX;
    const seatY = atY;
    findAround(seatX, seatY, 2.2 * step);
    // as a rule the nearest one will do, and nothing has to be sorted
    const first = nearestFound();
    if (first >= 0) best = widthTo(first, seatX, seatY, clear, best);
    if (best >= most - WIDTH_TOLERANCE / 2) return 2 * best;
    sortFound();
    for (let n = 0; n < foundCount; n++) {
      best = widthTo(get(found, n), seatX, seatY, clear, best);
      if (best >= most - WIDTH_TOLERANCE / 2) return 2 * best;
    }
    if (clear >= most - WIDTH_TOLERANCE / 2) return 2 * best;
  }
  if (!follow) return 2 * best;
  // no seat of full width: a disc that comes as near as the ground's corners let it will do
  findAround(x, y, max<f64>(0, most - aside) + 1.1 * step);
  sortFound();
  for (let n = 0; n < foundCount; n++) {
    const row = get(found, n);
    if (reachOf(row) > best && isOpen(x, y, xOf(row), yOf(row))) best = reachOf(row);
  }
  return 2 * best;
}

function widthTo(row: i32, seatX: f64, seatY: f64, clear: f64, best: f64): f64 {
  const ceiling = min(reachOf(row), clear);
  if (ceiling <= best) return best;
  return max(best, linkWidth(xOf(row), yOf(row), seatX, seatY, ceiling));
}
