/** What the caller copies out after `recallBest`. */
import { aisleCount, get } from "./layout";
import { runCount } from "./runs";

/** Runs of stalls of the layout recalled. */
export function runsFound(): i32 {
  return runCount;
}

export function aislesOf(layout: usize): i32 {
  return aisleCount(layout);
}

/** One entry of a layout's columns (wasm/layout.ts). */
export function aisleEntry(layout: usize, column: i32, i: i32): i32 {
  return get(layout, column, i);
}
