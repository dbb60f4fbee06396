import { flat, type Point, type Ring } from "../../model/geometry.ts";
import { grow, intersect, partsOf, regionArea, regionOfRings } from "./region.ts";
import { type EdgeFrame, fromEdge } from "./section.ts";

// whether a car that needs a width gets from one strip of ground onto another: they may overlap and yet leave a notch

/** A strip of ground from the left corner of its beginning: `along` its axis, `out` to the right. */
export interface Strip {
  readonly frame: EdgeFrame;
  readonly length: number;
  readonly width: number;
}

/** A way may be narrower than it has to be by this much, metres: half of what the auditor allows. */
const NARROWER = 0.02;

/** A gate's ground reaches so far out into the street and in, metres: gates are snapped to their boundary within 0.05 m. */
const OUTSIDE = 6;
const INSIDE = 0.06;

/** Two cars lead through a gate on this width, metres, however wide the way behind it. JGJ 100-2015 Table 4.2.10-1. */
const AT_GATE = 5.5;

/** Does a disc as wide as the narrower of two strips roll from the one onto the other over their ground alone? */
export function isJoined(a: Strip, b: Strip): boolean {
  return rolls(ringOf(a), ringOf(b), Math.min(a.width, b.width));
}

/** Likewise from the street through a gate, as wide as the gate lets it be; the gate's line from one post to the other. */
export function isEntered(strip: Strip, [a, b]: readonly [Point, Point]): boolean {
  const span = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2);
  const side: Point = [-(b[1] - a[1]) / span, (b[0] - a[0]) / span];
  const [x, y] = fromEdge(strip.frame, strip.length / 2, strip.width / 2);
  const out = (x - a[0]) * side[0] + (y - a[1]) * side[1] > 0 ? -1 : 1;
  const beyond = ([px, py]: Point, by: number): Point => [px + side[0] * out * by, py + side[1] * out * by];
  const street = flat([beyond(a, -INSIDE), beyond(b, -INSIDE), beyond(b, OUTSIDE), beyond(a, OUTSIDE)]);
  return rolls(street, ringOf(strip), Math.min(strip.width, span, AT_GATE));
}

function rolls(a: Ring, b: Ring, width: number): boolean {
  const inner = grow(regionOfRings([a, b]), NARROWER - width / 2);
  const [first, second] = [regionOfRings([a]), regionOfRings([b])];
  // one part of the places for the disc's middle has to lie on both
  return partsOf(inner, 0).some(
    (part) => regionArea(intersect(part, first)) > 0 && regionArea(intersect(part, second)) > 0,
  );
}

function ringOf({ frame, length, width }: Strip): Ring {
  return flat([
    fromEdge(frame, 0, 0),
    fromEdge(frame, length, 0),
    fromEdge(frame, length, width),
    fromEdge(frame, 0, width),
  ]);
}
