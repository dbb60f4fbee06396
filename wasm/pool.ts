/** Layouts that runs of the search start from, the best first. */

import { reserve } from "./arena";
import { aisleWidth } from "./evaluate";
import { ACROSS, aisleCount, copyLayout, get, LAYOUT_BYTES, score, stallCount } from "./layout";

/** As many at most. */
export const POOL: i32 = 8;

let pool: usize = 0;
let aside: usize = 0;
export let poolCount: i32 = 0;

/** Makes room; 0 when memory is short. */
export function openPool(): i32 {
  pool = reserve(LAYOUT_BYTES * POOL);
  aside = reserve(LAYOUT_BYTES);
  poolCount = 0;
  return pool && aside ? 1 : 0;
}

export function pooled(k: i32): usize {
  return pool + <usize>(k * LAYOUT_BYTES);
}

/** Keeps a layout to start from, best first; the like of one that is there already replaces it or goes. */
export function keep(layout: usize): void {
  const value = score(layout);
  for (let k = 0; k < poolCount; k++) {
    if (!alike(pooled(k), layout)) continue;
    if (value <= score(pooled(k))) return;
    copyLayout(pooled(k), layout);
    lift(k);
    return;
  }
  if (poolCount < POOL) poolCount++;
  else if (value <= score(pooled(poolCount - 1))) return;
  copyLayout(pooled(poolCount - 1), layout);
  lift(poolCount - 1);
}

/** Moves a pooled layout up to its place. */
function lift(k: i32): void {
  for (let j = k; j > 0 && score(pooled(j)) > score(pooled(j - 1)); j--) {
    copyLayout(aside, pooled(j));
    copyLayout(pooled(j), pooled(j - 1));
    copyLayout(pooled(j - 1), aside);
  }
}

/** Same number of aisles, every one within an aisle's width of the other's. */
function alike(a: usize, b: usize): boolean {
  const n = aisleCount(a);
  if (n != aisleCount(b)) return false;
  for (let i = 0; i < n; i++) {
    if (abs(get(a, ACROSS, i) - get(b, ACROSS, i)) > aisleWidth) return false;
    if (get(a, 0, i) != get(b, 0, i) || get(a, 1, i) != get(b, 1, i)) return false;
  }
  return true;
}
