/** Whether a body turns round on a place: forwards, back, and so on in turn, until it stands where it began and looks back. */
import { reserve } from "../memory";
import { cosOf, headings, isClear, radius, sinOf, square } from "./ground";

/** A straight step, metres; a turning one is as long as one heading takes on the tightest circle. */
const STRAIGHT: f64 = 0.5;

/** It stands where it began when its middle is this near, metres, and looks back to this, as the cosine of 25°. */
const BACK_NEAR: f64 = 2.5;
const LOOKS_BACK: f64 = 0.906;

/** A bit by place, heading and phase. */
let seen: usize = 0;
let across: i32 = 0;
let middleOfX: f64 = 0;
let middleOfY: f64 = 0;
let farthest: f64 = 0;
let phases: i32 = 0;
let footing: i32 = 0;
let wideAxis: i32 = 0;

/** States as they are reached: x and y, f64, heading and phase, i32. They grow at the top of the memory. */
let states: usize = 0;
let count: i32 = 0;
let room: i32 = 0;
const BYTES: i32 = 24;
const CHUNK: i32 = 4096;

function reach(x: f64, y: f64, heading: i32, phase: i32): boolean {
  const i = <i32>Math.floor((x - middleOfX + farthest) / square);
  const j = <i32>Math.floor((y - middleOfY + farthest) / square);
  if (<u32>i >= <u32>across || <u32>j >= <u32>across) return true;
  const key = ((j * across + i) * headings + heading) * phases + phase;
  const at = seen + <usize>(key >> 3);
  const bit = (<u8>1) << (<u8>key & 7);
  if (load<u8>(at) & bit || !isClear(x, y, heading, footing, wideAxis)) return true;
  store<u8>(at, load<u8>(at) | bit);
  if (count == room) {
    if (!reserve(CHUNK * BYTES)) return false;
    room += CHUNK;
  }
  const state = states + <usize>(count * BYTES);
  store<f64>(state, x);
  store<f64>(state, y, 8);
  store<i32>(state, heading, 16);
  store<i32>(state, phase, 20);
  count++;
  return true;
}

/** On the tightest circle to the left (1) or to the right (−1), forwards (1) or backwards (−1). */
function turned(x: f64, y: f64, heading: i32, hand: i32, way: i32, phase: i32): boolean {
  const next = (heading + hand * way + headings) % headings;
  const swing = <f64>hand * radius;
  const cx = x - swing * sinOf(heading);
  const cy = y + swing * cosOf(heading);
  return reach(cx + swing * sinOf(next), cy - swing * cosOf(next), next, phase);
}

/**
 * 1 when it does, 0 when not, −1 when memory is short.
 * @param startX where the rear axle's middle is at first, `heading` its direction; `half` from there to the body's middle
 * @param middleX of the place: nothing farther from it than `within` is tried
 * @param turns forwards and backwards in turn, so many in all
 */
export function turnsRound(
  startX: f64,
  startY: f64,
  heading: i32,
  half: f64,
  middleX: f64,
  middleY: f64,
  within: f64,
  turns: i32,
  onRim: i32,
  onAxis: i32,
): i32 {
  phases = turns;
  footing = onRim;
  wideAxis = onAxis;
  middleOfX = middleX;
  middleOfY = middleY;
  farthest = within;
  across = <i32>Math.ceil((2 * within) / square) + 2;
  const bytes = (across * across * headings * turns + 7) >> 3;
  seen = reserve(bytes);
  states = reserve(CHUNK * BYTES);
  if (!seen || !states) return -1;
  memory.fill(seen, 0, <usize>bytes);
  room = CHUNK;
  count = 0;
  const fromX = startX + half * cosOf(heading);
  const fromY = startY + half * sinOf(heading);
  if (!reach(startX, startY, heading, 0)) return -1;
  for (let n = 0; n < count; n++) {
    const state = states + <usize>(n * BYTES);
    const x = load<f64>(state);
    const y = load<f64>(state, 8);
    const own = load<i32>(state, 16);
    const phase = load<i32>(state, 20);
    if (!(phase & 1) && cosOf(own) * cosOf(heading) + sinOf(own) * sinOf(heading) <= -LOOKS_BACK) {
      const dx = x + half * cosOf(own) - fromX;
      const dy = y + half * sinOf(own) - fromY;
      if (dx * dx + dy * dy <= BACK_NEAR * BACK_NEAR) return 1;
    }
    const way = phase & 1 ? -1 : 1;
    const length = <f64>way * STRAIGHT;
    if (!turned(x, y, own, 1, way, phase) || !turned(x, y, own, -1, way, phase)) return -1;
    if (!reach(x + length * cosOf(own), y + length * sinOf(own), own, phase)) return -1;
    if (phase + 1 < turns && !reach(x, y, own, phase + 1)) return -1;
  }
  return 0;
}
