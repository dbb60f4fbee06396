/** A drive forwards to a place, best first along the field that leads there. */

import { reserve } from "../memory";
import { left, mostLeft } from "./field";
import { ahead, cosOf, isClear, sinOf } from "./ground";
import { add, count, headingOf, keyOf, openStates, xOf, yOf } from "./states";
import { NEXT, straightOn, toHeading, toX, toY, turn } from "./steps";

/** What a step of the way so far weighs, metres: about half its length, so that what turns late gives way to what turned in time. */
const FROM_START: f64 = 0.25;

/** Knuth's multiplier for hashing, 2³² over the golden ratio. */
const SPREAD: u32 = 0x9e3779b1;

/** Keys that have been seen, and one more: 0 is a free slot. At most half of the slots are taken. */
let seen: usize = 0;
let mask: i32 = 0;

/** Where a key lies in the table, or belongs. */
function slotOf(key: i32): usize {
  let at = <i32>((<u32>key * SPREAD) >>> 8) & mask;
  let slot = seen + ((<usize>at) << 2);
  for (let value = load<i32>(slot); value && value != key + 1; value = load<i32>(slot)) {
    at = (at + 1) & mask;
    slot = seen + ((<usize>at) << 2);
  }
  return slot;
}

/** By bucket, a metre wide: the state that came last into it, −1 where there is none; by state: the one before it, and how many steps led to it. */
let buckets: usize = 0;
let before: usize = 0;
let depths: usize = 0;
let lowest: i32 = 0;
let bucketCount: i32 = 0;

let closest: i32 = -1;
let least: f64 = 0;
let footing: i32 = 0;
let wideAxis: i32 = 0;

/** The state whose front came nearest to the place along the ground; −1 when not even a start was free. */
export function closestState(): i32 {
  return closest;
}

/** Room for this many starts, to be filled by the caller: x, y and heading, each f64; 0 when memory is short. */
export function reserveStarts(starts: i32): usize {
  return reserve(starts * 24);
}

function openTables(states: i32): i32 {
  let slots = 2048;
  while (slots < 2 * states) slots <<= 1;
  mask = slots - 1;
  bucketCount = mostLeft() + <i32>Math.ceil(FROM_START * <f64>states) + 1;
  seen = reserve(slots << 2);
  buckets = reserve(bucketCount << 2);
  before = reserve(states << 2);
  depths = reserve(states << 2);
  if (!seen || !buckets || !before || !depths || !openStates(states)) return 0;
  memory.fill(seen, 0, (<usize>slots) << 2);
  memory.fill(buckets, 0xff, (<usize>bucketCount) << 2);
  return 1;
}

function reach(x: f64, y: f64, heading: i32, parent: i32): void {
  const key = keyOf(x, y, heading);
  if (key < 0) return;
  const slot = slotOf(key);
  // what stands in the way is found sooner than that no way leads on
  if (load<i32>(slot) || !isClear(x, y, heading, footing, wideAxis)) return;
  const metres = left(x + ahead * cosOf(heading), y + ahead * sinOf(heading));
  if (metres < 0) return;
  store<i32>(slot, key + 1);
  const row = add(x, y, heading, parent);
  if (metres < least) {
    least = metres;
    closest = row;
  }
  const depth = parent < 0 ? 0 : load<i32>(depths + ((<usize>parent) << 2)) + 1;
  store<i32>(depths + ((<usize>row) << 2), depth);
  const bucket = <i32>Math.floor(metres + FROM_START * <f64>depth);
  const top = buckets + ((<usize>bucket) << 2);
  store<i32>(before + ((<usize>row) << 2), load<i32>(top));
  store<i32>(top, row);
  lowest = min(lowest, bucket);
}

/** The best state that has not been gone on from, which is taken; −1 when there is none. */
function takeBest(): i32 {
  for (; lowest < bucketCount; lowest++) {
    const top = buckets + ((<usize>lowest) << 2);
    const row = load<i32>(top);
    if (row < 0) continue;
    store<i32>(top, load<i32>(before + ((<usize>row) << 2)));
    return row;
  }
  return -1;
}

/** Nothing was found though everything was looked at; it was given up; memory is short. */
const NONE: i32 = -1;
const GIVEN_UP: i32 = -2;
const NO_ROOM: i32 = -3;

/**
 * In steps straight on and on the tightest circle to either side until the front comes within `near` metres of a place,
 * to which the field leads: the state that it has come to, or `NONE`, `GIVEN_UP` after `most` states, `NO_ROOM`. Best first, so
 * that an open road costs a few hundred states and only a closed one all of them.
 * @param starts x, y and heading of each, f64
 * @param onRim the least of the cells under the body's rim; `onAxis`: of those along its axis where no other has to be looked at
 */
export function seek(
  starts: usize,
  startCount: i32,
  x: f64,
  y: f64,
  near: f64,
  most: i32,
  onRim: i32,
  onAxis: i32,
): i32 {
  closest = -1;
  least = Infinity;
  footing = onRim;
  wideAxis = onAxis;
  if (!openTables(max(startCount, most + NEXT) + 1)) return NO_ROOM;
  lowest = bucketCount;
  for (let k = 0; k < startCount; k++) {
    const at = starts + <usize>(k * 24);
    reach(load<f64>(at), load<f64>(at, 8), <i32>load<f64>(at, 16), -1);
  }
  for (let row = takeBest(); row >= 0; row = takeBest()) {
    const heading = headingOf(row);
    const ownX = xOf(row);
    const ownY = yOf(row);
    const dx = ownX + ahead * cosOf(heading) - x;
    const dy = ownY + ahead * sinOf(heading) - y;
    if (dx * dx + dy * dy <= near * near) return row;
    if (count > most) return GIVEN_UP;
    // straight on comes last, so that of two ways as good the straighter one is tried first
    turn(ownX, ownY, heading, -1);
    reach(toX, toY, toHeading, row);
    turn(ownX, ownY, heading, 1);
    reach(toX, toY, toHeading, row);
    straightOn(ownX, ownY, heading);
    reach(toX, toY, toHeading, row);
  }
  return NONE;
}
