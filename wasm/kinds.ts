/**
 * Kinds of rows and of aisles. A row kind says how stalls at one angle stand along an aisle: how deep, how far apart, and how
 * long a run of one is. An aisle kind says how wide an aisle is, whether it is driven one way only, and which rows it serves, the
 * densest first. Kind 0 is the widest two-way aisle; with 90° alone it is the only one. Units of 0.1 mm.
 */
import { HEAD, measured } from "./arena";
import { allowOneWay } from "./evaluate";
import { kindOf } from "./layout";
import { addLayer, GROUND_AISLE, GROUND_STALL } from "./strips";

/** Row kinds, and rows one aisle kind serves, at most. */
export const MAX_ROW_KINDS: i32 = 8;
/** Aisle kinds at most. */
export const MAX_AISLE_KINDS: i32 = 8;

/** At right angles to the aisle. */
export const rowDepth = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_ROW_KINDS * 4) + HEAD);
measured(rowDepth, MAX_ROW_KINDS);
/** From one stall to the next along the aisle. */
export const rowPitch = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_ROW_KINDS * 4) + HEAD);
measured(rowPitch, MAX_ROW_KINDS);
/** 2^44 over it, rounded up: a product with it, shifted back, is a quotient. */
const rowParts = changetype<StaticArray<i64>>(memory.data(HEAD + MAX_ROW_KINDS * 8) + HEAD);
measured(rowParts, MAX_ROW_KINDS);
const PARTS: i64 = 44;
/** Length of a run of one stall. */
export const rowFirst = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_ROW_KINDS * 4) + HEAD);
measured(rowFirst, MAX_ROW_KINDS);
/** Layer of strips that deep. */
export const rowLayer = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_ROW_KINDS * 4) + HEAD);
measured(rowLayer, MAX_ROW_KINDS);
/** 1 where a row may stand across the end of an aisle. */
export const rowAtEnds = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_ROW_KINDS * 4) + HEAD);
measured(rowAtEnds, MAX_ROW_KINDS);
export let rowKindCount: i32 = 0;

export const kindWidth = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLE_KINDS * 4) + HEAD);
measured(kindWidth, MAX_AISLE_KINDS);
export const kindOneWay = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLE_KINDS * 4) + HEAD);
measured(kindOneWay, MAX_AISLE_KINDS);
export const kindLayer = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLE_KINDS * 4) + HEAD);
measured(kindLayer, MAX_AISLE_KINDS);
export const kindRows = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLE_KINDS * 4) + HEAD);
measured(kindRows, MAX_AISLE_KINDS);
// by aisle kind * MAX_ROW_KINDS + place
const kindRow = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLE_KINDS * MAX_ROW_KINDS * 4) + HEAD);
measured(kindRow, MAX_AISLE_KINDS * MAX_ROW_KINDS);
export let aisleKindCount: i32 = 0;
/** Rows that the kind with most of them serves. */
export let mostRows: i32 = 0;

export function clearKinds(): void {
  rowKindCount = 0;
  aisleKindCount = 0;
  mostRows = 0;
}

/** Adds a row kind; its number, or −1 when a table is full. */
export function addRowKind(depth: i32, pitch: i32, first: i32, atEnds: i32): i32 {
  if (rowKindCount >= MAX_ROW_KINDS) return -1;
  const layer = addLayer(GROUND_STALL, depth);
  if (layer < 0) return -1;
  rowDepth[rowKindCount] = depth;
  rowPitch[rowKindCount] = pitch;
  rowParts[rowKindCount] = ((<i64>1) << PARTS) / <i64>pitch + 1;
  rowFirst[rowKindCount] = first;
  rowLayer[rowKindCount] = layer;
  rowAtEnds[rowKindCount] = atEnds;
  return rowKindCount++;
}

/** Adds an aisle kind; its number, or −1 when a table is full. */
export function addAisleKind(width: i32, oneWay: i32): i32 {
  if (aisleKindCount >= MAX_AISLE_KINDS) return -1;
  const layer = addLayer(GROUND_AISLE, width);
  if (layer < 0) return -1;
  kindWidth[aisleKindCount] = width;
  kindOneWay[aisleKindCount] = oneWay;
  if (oneWay) allowOneWay();
  kindLayer[aisleKindCount] = layer;
  kindRows[aisleKindCount] = 0;
  return aisleKindCount++;
}

/** Lets an aisle kind serve a row kind, after those it serves already; 0 when the table is full. */
export function serveRow(aisle: i32, row: i32): i32 {
  const k = kindRows[aisle];
  if (k >= MAX_ROW_KINDS) return 0;
  kindRow[aisle * MAX_ROW_KINDS + k] = row;
  kindRows[aisle] = k + 1;
  mostRows = max(mostRows, k + 1);
  return 1;
}

/** The k-th row kind that an aisle kind serves. */
export function rowOf(aisle: i32, k: i32): i32 {
  return kindRow[aisle * MAX_ROW_KINDS + k];
}

/** Stalls of a row kind that fit into a length, which may be short by `slack`. */
export function stallsIn(row: i32, room: i32, slack: i32): i32 {
  const beyond = room + slack - rowFirst[row];
  if (beyond < 0) return 0;
  // exact for lengths below 2^44 over the pitch, kilometres; the twin has no such products
  if (ASC_FEATURE_SIMD) return 1 + <i32>((<i64>beyond * rowParts[row]) >> PARTS);
  return 1 + beyond / rowPitch[row];
}

/** Length of a run. */
export function runLength(row: i32, stalls: i32): i32 {
  return rowFirst[row] + (stalls - 1) * rowPitch[row];
}

/** Width of an aisle of a layout. */
export function widthOf(layout: usize, i: i32): i32 {
  return aisleKindCount > 1 ? kindWidth[kindOf(layout, i)] : kindWidth[0];
}

/** Whether there is more than one kind of row or of aisle to choose from. */
export function hasChoice(): boolean {
  return mostRows > 1 || aisleKindCount > 1;
}
