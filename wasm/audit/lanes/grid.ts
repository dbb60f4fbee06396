/** Lanes as square cells, one byte each; a margin of cells around them is none, so that every cell of a lane has eight neighbours. */
import { giveBack, reserve } from "../memory";
import { listOnes } from "./scan";

/** Side of a cell, metres. */
export let cell: f64 = 0;
export let columns: i32 = 0;
export let rows: i32 = 0;
export let size: i32 = 0;
/** By cell: 1 where a lane lies; and 1 where something new stands on a road. */
export let lane: usize = 0;
export let standing: usize = 0;

/** Cells of lanes, ascending, and how many. */
export let own: usize = 0;
export let owns: i32 = 0;

/** By cell, f64: metres from the gates, and from an arm's end; Infinity where no way leads. */
export let far: usize = 0;
export let along: usize = 0;
/** By cell: a mark that is taken away after use. */
export let mark: usize = 0;

/** Steps to the eight neighbours of a cell, row by row. */
const STEPS: usize = memory.data(32);

/** Room for what lanes are drawn on; 0 when memory is short. Takes everything else away. */
export function openGrid(side: f64, across: i32, along: i32): i32 {
  giveBack(0);
  cell = side;
  columns = across;
  rows = along;
  size = across * along;
  lane = reserve(size);
  standing = reserve(size);
  if (!lane || !standing) return 0;
  memory.fill(lane, 0, <usize>size);
  memory.fill(standing, 0, <usize>size);
  for (let n = 0; n < 8; n++) {
    const at = n < 4 ? n : n + 1;
    store<i32>(STEPS + ((<usize>n) << 2), (at / 3 - 1) * across + (at % 3) - 1);
  }
  return 1;
}

/** Where lanes are drawn, 1 a cell, and what stands on roads. */
export function laneCells(): usize {
  return lane;
}

export function standingCells(): usize {
  return standing;
}

/** Lists the cells of lanes, and how many there are; −1 when memory is short. */
export function listLanes(): i32 {
  owns = 0;
  const whole = lane + <usize>(size & ~7);
  for (let at = lane; at < whole; at += 8) owns += <i32>popcnt(load<u64>(at));
  for (let at = whole; at < lane + <usize>size; at++) owns += <i32>load<u8>(at);
  own = reserve(owns << 2);
  far = reserve(size << 3);
  along = reserve(size << 3);
  // what stands on roads is asked for no more
  mark = standing;
  if (!own || !far || !along) return -1;
  listOnes(lane, size, own);
  memory.fill(mark, 0, <usize>size);
  setFar(far);
  setFar(along);
  return owns;
}

export function ownCells(): usize {
  return own;
}

function setFar(field: usize): void {
  const far = f64x2.splat(Infinity);
  // what is reserved ends on a whole vector
  const end = field + ((<usize>size) << 3);
  for (let at = field; at < end; at += 16) v128.store(at, far);
}

/** Step to one of the eight neighbours of a cell, row by row. */
export function stepTo(neighbour: i32): i32 {
  return load<i32>(STEPS + ((<usize>neighbour) << 2));
}

export function distance(field: usize, row: i32): f64 {
  return load<f64>(field + ((<usize>row) << 3));
}

export function ownCell(k: i32): i32 {
  return load<i32>(own + ((<usize>k) << 2));
}
