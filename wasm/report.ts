/** Addresses of the columns that the caller copies out after `recallBest`. */
import { runAcross, runAisle, runCount, runKind, runSlot, runStalls, runStart } from "./evaluate";
import { aisleCount, get } from "./layout";

/** Runs of stalls of the layout recalled. */
export function runsFound(): i32 {
  return runCount;
}

/** A column of the runs, i32: 0 aisle, 1 slot, 2 across, 3 start, 4 stalls, 5 row kind. */
export function runColumn(column: i32): usize {
  if (column == 0) return changetype<usize>(runAisle);
  if (column == 1) return changetype<usize>(runSlot);
  if (column == 2) return changetype<usize>(runAcross);
  if (column == 3) return changetype<usize>(runStart);
  if (column == 4) return changetype<usize>(runStalls);
  return changetype<usize>(runKind);
}

export function aislesOf(layout: usize): i32 {
  return aisleCount(layout);
}

/** One entry of a layout's columns (wasm/layout.ts). */
export function aisleEntry(layout: usize, column: i32, i: i32): i32 {
  return get(layout, column, i);
}
