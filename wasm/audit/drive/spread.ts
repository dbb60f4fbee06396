/** Everything that is reached forwards from some poses, nearest first. */

import { reserve } from "../memory";
import { isClear } from "./ground";
import { add, count, headingOf, keyOf, keys, openStates, xOf, yOf } from "./states";
import { NEXT, straightOn, toHeading, toX, toY, turn } from "./steps";

/** A bit by key: whether it has been seen. */
let seen: usize = 0;
let footing: i32 = 0;
let wideAxis: i32 = 0;

function reach(x: f64, y: f64, heading: i32, parent: i32): void {
  const key = keyOf(x, y, heading);
  if (key < 0) return;
  const at = seen + <usize>(key >> 3);
  const bit = (<u8>1) << (<u8>key & 7);
  if (load<u8>(at) & bit || !isClear(x, y, heading, footing, wideAxis)) return;
  store<u8>(at, load<u8>(at) | bit);
  add(x, y, heading, parent);
}

/**
 * Up to `most` states: 1 when that is all there is, 0 when it was given up, −1 when memory is short.
 * @param starts x, y and heading of each, f64
 * @param onRim the least of the cells under the body's rim; `onAxis`: of those along its axis where no other has to be looked at
 */
export function spread(starts: usize, startCount: i32, most: i32, onRim: i32, onAxis: i32): i32 {
  footing = onRim;
  wideAxis = onAxis;
  if (!openStates(max(startCount, most + NEXT) + 1)) return -1;
  const bytes = (keys() + 7) >> 3;
  seen = reserve(bytes);
  if (!seen) return -1;
  memory.fill(seen, 0, <usize>bytes);
  for (let k = 0; k < startCount; k++) {
    const at = starts + <usize>(k * 24);
    reach(load<f64>(at), load<f64>(at, 8), <i32>load<f64>(at, 16), -1);
  }
  let row = 0;
  for (; row < count && count <= most; row++) {
    const x = xOf(row);
    const y = yOf(row);
    const heading = headingOf(row);
    straightOn(x, y, heading);
    reach(toX, toY, toHeading, row);
    turn(x, y, heading, 1);
    reach(toX, toY, toHeading, row);
    turn(x, y, heading, -1);
    reach(toX, toY, toHeading, row);
  }
  return row == count ? 1 : 0;
}
