/** Closes seams of lanes up to two cells wide, and small islands in them: round a tree pit there are no two ways. */
import { get, set } from "../columns";
import { free, giveBack, reserve } from "../memory";
import { columns, lane, rows, size } from "./grid";
import { nextOne, nextZero } from "./scan";

/** Cells in a vector. */
const VECTOR: i32 = 16;

/** A field whose cells have the most (`grow`) or the least of a cell and its two neighbours `step` away; at its ends there is no lane. */
function join(from: usize, into: usize, step: i32, grow: boolean): void {
  memory.fill(into, 0, <usize>size);
  const end = from + <usize>(size - step);
  const off = into - from;
  let at = from + <usize>step;
  for (; at + VECTOR <= end; at += VECTOR) {
    const before = v128.load(at - <usize>step);
    const own = v128.load(at);
    const after = v128.load(at + <usize>step);
    const all = grow ? v128.or(v128.or(before, own), after) : v128.and(v128.and(before, own), after);
    v128.store(at + off, all);
  }
  for (; at < end; at++) {
    const before = load<u8>(at - <usize>step);
    const own = load<u8>(at);
    const after = load<u8>(at + <usize>step);
    store<u8>(at + off, grow ? before | own | after : before & own & after);
  }
}

// runs of cells that are no lane, row by row: where they begin and end, the first run that each is told to hang together with, and how many cells those have
let runFrom: usize = 0;
let runEnd: usize = 0;
let first: usize = 0;
let counts: usize = 0;

/** Runs of cells of one kind in all rows: at most so many of the other begin or end. */
function countRuns(): i32 {
  let runs = 0;
  for (let row = 0; row < size; row += columns) {
    const rowEnd = row + columns;
    for (let k = nextZero(lane, row, rowEnd); k < rowEnd; k = nextZero(lane, nextOne(lane, k, rowEnd), rowEnd)) runs++;
  }
  return runs;
}

function rootOf(run: i32): i32 {
  // chains are halved as they are followed
  while (get(first, run) != run) {
    set(first, run, get(first, get(first, run)));
    run = get(first, run);
  }
  return run;
}

/** Ground that lanes surround counts as lane where there are fewer than `least` cells of it; 0 when memory is short. */
function fillIslands(least: f64): i32 {
  const most = countRuns();
  runFrom = reserve(most << 2);
  runEnd = reserve(most << 2);
  first = reserve(most << 2);
  counts = reserve(most << 2);
  if (!runFrom || !runEnd || !first || !counts) return 0;
  let runs = 0;
  let above = 0;
  for (let row = 0; row < rows; row++) {
    const rowEnd = (row + 1) * columns;
    for (let from = nextZero(lane, row * columns, rowEnd); from < rowEnd; ) {
      const k = nextOne(lane, from, rowEnd);
      set(runFrom, runs, from);
      set(runEnd, runs, k);
      set(first, runs, runs);
      set(counts, runs, 0);
      while (get(runEnd, above) + columns <= from) above++;
      for (let other = above; other < runs && get(runFrom, other) + columns < k; other++) {
        const a = rootOf(other);
        const b = rootOf(runs);
        set(first, max(a, b), min(a, b));
      }
      runs++;
      from = nextZero(lane, k, rowEnd);
    }
  }
  for (let run = 0; run < runs; run++) {
    const root = rootOf(run);
    set(counts, root, get(counts, root) + get(runEnd, run) - get(runFrom, run));
  }
  // the first cell of all lies outside: what it is joined to is no island
  for (let run = 0; run < runs; run++) {
    const root = rootOf(run);
    if (root > 0 && <f64>get(counts, root) < least)
      memory.fill(lane + <usize>get(runFrom, run), 1, <usize>(get(runEnd, run) - get(runFrom, run)));
  }
  return 1;
}

/** Of what has been drawn lanes are made; islands have fewer than `island` cells. 0 when memory is short. */
export function closeLanes(island: f64): i32 {
  const before = free();
  const spare = reserve(size);
  if (!spare) return 0;
  join(lane, spare, 1, true);
  join(spare, lane, columns, true);
  join(lane, spare, 1, false);
  join(spare, lane, columns, false);
  giveBack(before);
  const filled = fillIslands(island);
  giveBack(before);
  return filled;
}
