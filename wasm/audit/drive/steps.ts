/** Where a body goes on to from a pose, forwards: straight on, or on the tightest circle to either side. */
import { cosOf, headings, radius, sinOf } from "./ground";

/** A straight step, metres; a turning one is as long as one heading takes on the tightest circle. */
const STRAIGHT: f64 = 0.5;

/** From one state as many others are reached. */
export const NEXT: i32 = 3;

/** The pose that the last step has led to. */
export let toX: f64 = 0;
export let toY: f64 = 0;
export let toHeading: i32 = 0;

export function straightOn(x: f64, y: f64, heading: i32): void {
  toX = tidy(x + STRAIGHT * cosOf(heading));
  toY = tidy(y + STRAIGHT * sinOf(heading));
  toHeading = heading;
}

/** To the left (1) or to the right (−1). */
export function turn(x: f64, y: f64, heading: i32, hand: i32): void {
  const next = (heading + hand + headings) % headings;
  const swing = <f64>hand * radius;
  // the centre of the circle lies `radius` to the side; the axle's middle swings about it
  const cx = x - swing * sinOf(heading);
  const cy = y + swing * cosOf(heading);
  toX = tidy(cx + swing * sinOf(next));
  toY = tidy(cy - swing * cosOf(next));
  toHeading = next;
}

/** Positions are kept to a thousandth of a millimetre, so that every engine goes the same way. */
function tidy(value: f64): f64 {
  return Math.round(value * 1e6) / 1e6;
}
