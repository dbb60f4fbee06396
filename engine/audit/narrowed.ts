import type { Point } from "../model/geometry.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { isInside, type Outline, overlapDepth } from "./outline.ts";
import type { Scene } from "./scene.ts";
import { blockersToday } from "./stalls.ts";

// where what stands on a road today, marked stalls too, leaves an engine less than a lane

/** A line across a way is looked at every so often, metres. */
const STEP = 0.05;

/** From the ends of a thing to the lines that are looked at there, metres. */
const WITHIN = 0.1;

/** One side of the box round a building, counter-clockwise: what lies before it is on its right. Metres. */
export interface Side {
  readonly from: Point;
  readonly along: Point;
  readonly length: number;
}

/** Metres of a side before which things of today that stay leave less of the ways than a lane's width, up to `reach` away. */
export function narrowedBefore(
  scene: Scene,
  side: Side,
  ways: readonly Outline[],
  reach: number,
  width: number,
): number {
  const { from, along, length } = side;
  const [ux, uy] = along;
  const stays = scene.standing.filter(
    ({ feature }) => feature.kind === "stall" && feature.properties.status === "existing",
  );
  const things = [...stays, ...blockersToday(scene)]
    .map(({ outline }) => outline)
    .filter((outline) => ways.some((way) => overlapDepth(outline, way).depth > OVERLAP_TOLERANCE));
  const spans: [number, number][] = [];
  for (const { edges } of things) {
    let [low, high] = [Infinity, -Infinity];
    for (let e = 0; e < edges.length; e += 4) {
      const s = (edges[e] - from[0]) * ux + (edges[e + 1] - from[1]) * uy;
      [low, high] = [Math.min(low, s), Math.max(high, s)];
    }
    [low, high] = [Math.max(0, low), Math.min(length, high)];
    if (high - low <= 2 * WITHIN) continue;
    const isNarrow = [low + WITHIN, (low + high) / 2, high - WITHIN].some((s) => {
      const { open, left } = widthsAcross([from[0] + s * ux, from[1] + s * uy], [uy, -ux], { ways, things, reach });
      return left < Math.min(open, width) - STEP;
    });
    if (isNarrow) spans.push([low, high]);
  }
  spans.sort((a, b) => a[0] - b[0]);
  let [narrowed, end] = [0, 0];
  for (const [low, high] of spans) {
    narrowed += Math.max(0, high - Math.max(low, end));
    end = Math.max(end, high);
  }
  return narrowed;
}

/** The widest stretch of ways along a line, and what these leave of them. Metres. */
function widthsAcross(
  [x, y]: Point,
  [dx, dy]: Point,
  { ways, things, reach }: { ways: readonly Outline[]; things: readonly Outline[]; reach: number },
): { open: number; left: number } {
  const holds = (outlines: readonly Outline[], d: number) =>
    outlines.some((outline) => isInside(outline, x + d * dx, y + d * dy));
  let [open, left, openNow, leftNow] = [0, 0, 0, 0];
  for (let d = STEP / 2; ; d += STEP) {
    const isWay = holds(ways, d);
    // to the far edge of what begins within reach
    if (!isWay && d > reach) return { open, left };
    openNow = isWay ? openNow + STEP : 0;
    leftNow = isWay && !holds(things, d) ? leftNow + STEP : 0;
    [open, left] = [Math.max(open, openNow), Math.max(left, leftNow)];
  }
}
