/** Runs of stalls of the layout evaluated last, a record each. */
import { stallsIn } from "./kinds";

/** Runs at most: each is a hazard too. */
export const MAX_RUNS: i32 = 4096;
/** Ints of a run: aisle, slot, lower side of its strip across it, where it begins along it, stalls, row kind. */
export const RUN_INTS: i32 = 8;
const RUN_SHIFT: usize = 5;

const runs: usize = memory.data(MAX_RUNS * 32, 64);
export let runCount: i32 = 0;

function at(r: i32): usize {
  assert(<u32>r < <u32>MAX_RUNS);
  return runs + ((<usize>r) << RUN_SHIFT);
}

/** Address of the first run, for the caller to copy out. */
export function runsAt(): usize {
  return runs;
}

export function runAisle(r: i32): i32 {
  return load<i32>(at(r));
}

export function runSlot(r: i32): i32 {
  return load<i32>(at(r), 4);
}

export function runAcross(r: i32): i32 {
  return load<i32>(at(r), 8);
}

export function runStart(r: i32): i32 {
  return load<i32>(at(r), 12);
}

export function runStalls(r: i32): i32 {
  return load<i32>(at(r), 16);
}

export function runKind(r: i32): i32 {
  return load<i32>(at(r), 20);
}

export function clearRuns(): void {
  runCount = 0;
}

/** Adds a run; whether there was room for it. */
export function addRun(aisle: i32, slot: i32, across: i32, start: i32, stalls: i32, kind: i32): boolean {
  if (runCount >= MAX_RUNS) return false;
  const run = at(runCount++);
  store<i32>(run, aisle);
  store<i32>(run, slot, 4);
  store<i32>(run, across, 8);
  store<i32>(run, start, 12);
  store<i32>(run, stalls, 16);
  store<i32>(run, kind, 20);
  return true;
}

/** Adds a run found elsewhere, by its ends. */
export function addRunUpTo(aisle: i32, slot: i32, across: i32, start: i32, end: i32, kind: i32): void {
  addRun(aisle, slot, across, start, stallsIn(kind, end - start, 0), kind);
}
