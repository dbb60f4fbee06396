/**
 * Ground to be driven over: square cells, one byte each, the better to drive on the more; 0 is what cannot be driven over at
 * all. With it the body that is driven: its rim, its axis, and the headings that it may have. Lengths are metres.
 */
import { free, giveBack, reserve } from "../memory";

export let minX: f64 = 0;
export let minY: f64 = 0;
export let cell: f64 = 1;
export let columns: i32 = 0;
export let rows: i32 = 0;
/** By cell. */
export let cells: usize = 0;

/** Pairs of [ahead, aside] on the rim of the body, and places along its axis. */
let rim: usize = 0;
let rimPlaces: i32 = 0;
let axis: usize = 0;
let axisPlaces: i32 = 0;

/** Cosines and sines by heading. */
export let headings: i32 = 0;
let cos: usize = 0;
let sin: usize = 0;
/** From the middle of the rear axle to the front bumper, and to the centre of the tightest circle. */
export let ahead: f64 = 0;
export let radius: f64 = 0;
/** Side of the squares by which poses are told apart. */
export let square: f64 = 0;

/** Above the cells, and above the body and its headings. */
let aboveCells: usize = 0;
let aboveBody: usize = 0;

/** Room for the cells of a ground, to be filled by the caller; 0 when memory is short. Takes everything else away. */
export function layGround(west: f64, south: f64, side: f64, across: i32, along: i32): usize {
  giveBack(0);
  minX = west;
  minY = south;
  cell = side;
  columns = across;
  rows = along;
  cells = reserve(across * along);
  aboveCells = free();
  aboveBody = 0;
  return cells;
}

/**
 * Room for a body and its headings, to be filled by the caller one after another: pairs on the rim, places on the axis,
 * cosines, sines, all f64; 0 when memory is short. Forgets the last body and what was searched with it.
 */
export function placeBody(onRim: i32, onAxis: i32, turns: i32, toFront: f64, tightest: f64, side: f64): usize {
  giveBack(aboveCells);
  rimPlaces = onRim;
  axisPlaces = onAxis;
  headings = turns;
  ahead = toFront;
  radius = tightest;
  square = side;
  rim = reserve((2 * onRim + onAxis + 2 * turns) << 3);
  if (!rim) return 0;
  axis = rim + ((<usize>onRim) << 4);
  cos = axis + ((<usize>onAxis) << 3);
  sin = cos + ((<usize>turns) << 3);
  aboveBody = free();
  return rim;
}

/** Forgets what was searched, and keeps ground and body. */
export function clearSearch(): void {
  giveBack(aboveBody);
}

export function cosOf(heading: i32): f64 {
  return load<f64>(cos + ((<usize>heading) << 3));
}

export function sinOf(heading: i32): f64 {
  return load<f64>(sin + ((<usize>heading) << 3));
}

/**
 * Whether the body at a pose stands on cells of at least `least` all along its rim, and so clear of what stands. Where the
 * few cells along its axis are `wide`, so much lies open around them that no other has to be looked at.
 */
export function isClear(x: f64, y: f64, heading: i32, least: i32, wide: i32): boolean {
  const c = cosOf(heading);
  const s = sinOf(heading);
  // column and row of a place at once
  const forward = f64x2(c, s);
  const aside = f64x2(-s, c);
  const from = f64x2(x, y);
  const corner = f64x2(minX, minY);
  const side = f64x2.splat(cell);
  let open = true;
  for (let k = 0; k < axisPlaces && open; k++) {
    const along = f64x2.mul(v128.load_splat<f64>(axis + ((<usize>k) << 3)), forward);
    open = valueAt(f64x2.div(f64x2.sub(f64x2.add(from, along), corner), side)) >= wide;
  }
  if (open) return true;
  for (let k = 0; k < rimPlaces; k++) {
    const place = rim + ((<usize>k) << 4);
    const along = f64x2.mul(v128.load_splat<f64>(place), forward);
    const off = f64x2.mul(v128.load_splat<f64>(place, 8), aside);
    if (valueAt(f64x2.div(f64x2.sub(f64x2.add(f64x2.add(from, along), off), corner), side)) < least) return false;
  }
  return true;
}

/** 2⁵² and half as much: numbers from it to its next power are whole. */
const WHOLE: f64 = 6755399441055744;

/** The byte of a cell told by columns and rows from the corner of the ground, which the first of both lie before; 0 beyond all. */
function valueAt(position: v128): i32 {
  // the last bits of a sum with so large a number are the whole number that was added
  const both = f64x2.add(f64x2.floor(position), f64x2.splat(WHOLE + 1));
  const i = i32x4.extract_lane(both, 0);
  const j = i32x4.extract_lane(both, 2);
  return isOn(i, j) ? <i32>load<u8>(cells + <usize>(j * columns + i)) : 0;
}

// unsigned: what is below 0 is far beyond the last
function isOn(i: i32, j: i32): boolean {
  return <u32>i < <u32>columns && <u32>j < <u32>rows;
}
