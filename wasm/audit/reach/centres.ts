/** Centres of discs, in columns; their rows are looked up by place of the grid that they were tried on. Metres. */
import { reserve } from "../memory";

/** Places to a side of a tile. */
const TILE: i32 = 64;

let room: i32 = 0;
export let count: i32 = 0;
let xs: usize = 0;
let ys: usize = 0;
/** Distance to the nearest rim, at most half of the width asked; and radius of the widest disc that has come there, 0 at first. */
let clears: usize = 0;
let reaches: usize = 0;

/** Tiles of places, by where they lie: the first place of all, and tiles across and along. */
let firstI: i32 = 0;
let firstJ: i32 = 0;
let across: i32 = 0;
let along: i32 = 0;
let tiles: usize = 0;

/** Room for so many centres on places from one to another; 0 when memory is short. */
export function openCentres(most: i32, lowI: i32, lowJ: i32, highI: i32, highJ: i32): i32 {
  if (!openColumns(most)) return 0;
  firstI = lowI;
  firstJ = lowJ;
  across = (highI - lowI) / TILE + 1;
  along = (highJ - lowJ) / TILE + 1;
  tiles = reserve((across * along) << 2);
  if (!tiles) return 0;
  memory.fill(tiles, 0, (<usize>(across * along)) << 2);
  return 1;
}

/** Columns alone, for centres that are only looked up by where they are. */
export function openColumns(most: i32): i32 {
  room = most;
  count = 0;
  xs = reserve(most << 3);
  ys = reserve(most << 3);
  clears = reserve(most << 3);
  reaches = reserve(most << 3);
  return xs && ys && clears && reaches ? 1 : 0;
}

export function setCount(centres: i32): void {
  count = centres;
}

/** 0 x, 1 y, 2 reach, all f64. */
export function centreColumn(column: i32): usize {
  return column == 0 ? xs : column == 1 ? ys : reaches;
}

export function centreCount(): i32 {
  return count;
}

export function xOf(row: i32): f64 {
  return load<f64>(xs + ((<usize>row) << 3));
}

export function yOf(row: i32): f64 {
  return load<f64>(ys + ((<usize>row) << 3));
}

export function clearOf(row: i32): f64 {
  return load<f64>(clears + ((<usize>row) << 3));
}

export function reachOf(row: i32): f64 {
  return load<f64>(reaches + ((<usize>row) << 3));
}

export function setReach(row: i32, radius: f64): void {
  store<f64>(reaches + ((<usize>row) << 3), radius);
}

/** Where the row of a place lies, one more; 0 where it lies on no tile yet. */
function slotOf(i: i32, j: i32): usize {
  const dx = i - firstI;
  const dy = j - firstJ;
  if (dx < 0 || dy < 0) return 0;
  const column = dx / TILE;
  const row = dy / TILE;
  if (column >= across || row >= along) return 0;
  const tile = <usize>load<u32>(tiles + ((<usize>(row * across + column)) << 2));
  return tile ? tile + ((<usize>((dy % TILE) * TILE + (dx % TILE))) << 2) : 0;
}

/** The row of the centre of a place; −1 where there is none. */
export function rowAt(i: i32, j: i32): i32 {
  const slot = slotOf(i, j);
  return slot ? load<i32>(slot) - 1 : -1;
}

/** Sets the centre of a place; one that is there already keeps its row. False when there is no room. */
export function setCentre(i: i32, j: i32, x: f64, y: f64, clear: f64): boolean {
  let slot = slotOf(i, j);
  if (!slot) {
    const tile = reserve(TILE * TILE * 4);
    if (!tile) return false;
    memory.fill(tile, 0, TILE * TILE * 4);
    const at = ((j - firstJ) / TILE) * across + (i - firstI) / TILE;
    store<u32>(tiles + ((<usize>at) << 2), <u32>tile);
    slot = slotOf(i, j);
  }
  let row = load<i32>(slot) - 1;
  if (row < 0) {
    if (count == room) return false;
    row = count++;
    store<i32>(slot, row + 1);
  }
  store<f64>(xs + ((<usize>row) << 3), x);
  store<f64>(ys + ((<usize>row) << 3), y);
  store<f64>(clears + ((<usize>row) << 3), clear);
  store<f64>(reaches + ((<usize>row) << 3), 0);
  return true;
}
