/** A disc as wide as the way asked, where it may stand and how wide one gets from place to place. Metres. */
import { reserve } from "../memory";
import {
  boxOf,
  clearance,
  distanceToEdge,
  findRim,
  isDrivable,
  isInside,
  isOpen,
  rimDistance,
  rimX,
  rimY,
} from "./ground";

/** A way may be narrower than asked by this much: chords of bends and the rounding of coordinates. */
export const WIDTH_TOLERANCE: f64 = 0.04;

/** Less than this is no way for a car: a car of 1.8 m and a hand's breadth on both sides. */
export const CAR_WIDTH: f64 = 2.1;

/** Pushes that bring a centre onto the ridge, and halvings of a link that does not fit at once. */
const PUSHES: i32 = 5;
const HALVINGS: i32 = 3;

/** Half of the width asked. */
export let most: f64 = 0;

/** Gates narrower than the way: which outline each is, i32, and its width, f64, in sixteen bytes. */
let gates: usize = 0;
let gateCount: i32 = 0;

/** Room for so many gates, to be filled by the caller; 0 when memory is short. */
export function openDisc(width: f64, narrowGates: i32): usize {
  most = width / 2;
  gateCount = narrowGates;
  gates = reserve(narrowGates << 4);
  return gates;
}

export function gatesNarrow(): i32 {
  return gateCount;
}

export function gateOutline(gate: i32): i32 {
  return load<i32>(gates + ((<usize>gate) << 4));
}

/** The radius of the widest disc at a position, up to the one asked. */
export function clearAt(x: f64, y: f64): f64 {
  const clear = clearance(x, y, most);
  // what is wide enough is as wide as asked, so that a long way does not lose a hair at every bend
  if (clear >= most - WIDTH_TOLERANCE / 2) return most;
  if (clear <= 0) return clear;
  // where the disc sticks out through a gate that is narrower than the way, the gate's width governs
  for (let gate = 0; gate < gateCount; gate++) {
    const width = load<f64>(gates + ((<usize>gate) << 4), 8);
    if (clear >= width / 2 - WIDTH_TOLERANCE && isNear(gateOutline(gate), x, y)) return most;
  }
  return clear;
}

function isNear(outline: i32, x: f64, y: f64): boolean {
  const box = boxOf(outline);
  if (x < load<f64>(box) - most || x > load<f64>(box, 16) + most) return false;
  if (y < load<f64>(box, 8) - most || y > load<f64>(box, 24) + most) return false;
  return isInside(outline, x, y) || distanceToEdge(outline, x, y) <= most;
}

/** Where a position has been pushed to. */
export let atX: f64 = 0;
export let atY: f64 = 0;

/**
 * Pushes a position away from the nearest rim, again and again, until the disc fits or both sides are as near, up to `farthest` at
 * a time and no farther than `within` from where it was: a centre that leaves its place leaves a gap that no link gets over.
 */
export function push(x: f64, y: f64, farthest: f64, within: f64): void {
  atX = x;
  atY = y;
  let found = findRim(x, y, most);
  for (let n = 0; n < PUSHES && found && rimDistance < most - 0.001 && rimDistance > 0; n++) {
    const ux = (atX - rimX) / rimDistance;
    const uy = (atY - rimY) / rimDistance;
    const far = min(roomBeyond(ux, uy, rimDistance), farthest);
    if (far < 1e-4) break;
    const nextX = atX + ux * far;
    const nextY = atY + uy * far;
    if ((nextX - x) * (nextX - x) + (nextY - y) * (nextY - y) > within * within + 1e-9) break;
    atX = nextX;
    atY = nextY;
    found = findRim(atX, atY, most);
  }
}

/** How far a centre can go in a direction before something else is as near as what it is pushed from. */
function roomBeyond(ux: f64, uy: f64, near: f64): f64 {
  const wanted = most - near;
  const x = atX + ux * wanted;
  const y = atY + uy * wanted;
  if (!findRim(x, y, most) || rimDistance >= most - 1e-6) return wanted;
  // between two walls: half of what is missing on the other side, which may lie before that place
  const beyond = isDrivable(x, y) ? rimDistance : -rimDistance;
  return max<f64>(0, wanted - (most - beyond) / 2);
}

/** The radius of the widest disc that gets straight from one position to another, up to `ceiling`; 0 when no car does. */
export function linkWidth(ax: f64, ay: f64, bx: f64, by: f64, ceiling: f64): f64 {
  return halved(ax, ay, bx, by, ceiling, HALVINGS);
}

function halved(ax: f64, ay: f64, bx: f64, by: f64, ceiling: f64, halvings: i32): f64 {
  const squared = (ax - bx) * (ax - bx) + (ay - by) * (ay - by);
  if (squared < 1e-6) return ceiling;
  let x = (ax + bx) / 2;
  let y = (ay + by) / 2;
  let clear = clearAt(x, y);
  if (clear < ceiling - WIDTH_TOLERANCE / 4) {
    // the chord of a bend: let its middle find the ridge as well
    if (findRim(x, y, most) && rimDistance > 0.1) {
      const step = min(0.25, ceiling - clear);
      x += ((x - rimX) / rimDistance) * step;
      y += ((y - rimY) / rimDistance) * step;
      clear = clearAt(x, y);
    }
    if (clear < CAR_WIDTH / 2) return 0;
  }
  const here = min(ceiling, clear);
  if (halvings == 0 || squared < 0.3) return here;
  const first = halved(ax, ay, x, y, here, halvings - 1);
  return first == 0 ? 0 : halved(x, y, bx, by, first, halvings - 1);
}

/** Of the ground before a mouth: its middle, pushed off the rims, and the disc there; −1 where that is not possible in the open. */
export function seatAt(x: f64, y: f64): f64 {
  if (!isDrivable(x, y)) return -1;
  push(x, y, most, Infinity);
  if ((atX != x || atY != y) && !(isDrivable(atX, atY) && isOpen(x, y, atX, atY))) return -1;
  return clearAt(atX, atY);
}
