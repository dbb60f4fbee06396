import type { Point, Ring } from "../../model/geometry.ts";
import { OVERLAP_TOLERANCE } from "../../model/tolerance.ts";
import { type Outline, outlineOf, overlapDepth } from "../outline.ts";
import { footingOn, type Pose } from "./engine.ts";
import { type Ground, nearestHeading } from "./ground.ts";
import { isClear, lay } from "./laid.ts";

// an engine turns round on a place: in forwards, back, and out forwards

/** Straight steps, metres; a turning one is as long as one heading takes on the tightest circle. */
const STEP = 0.5;

/** Nothing farther from the middle of the place than this is tried, metres. */
const REACH = 26;

/** It has turned round when it stands this near to where it began, metres, and looks back to this, as the cosine of 25°. */
const BACK_NEAR = 2.5;
const LOOKS_BACK = 0.906;

/**
 * Forwards and backwards in turn: one manoeuvre in which it backs twice at most. On the 12 × 12 m that
 * GB 50016-2014 7.1.9 asks for, an engine that turns in 9 m backs twice; from 14 m on once is enough.
 */
const PHASES = 5;

/** Cells beyond the pavement that are rounding: one, and a hair for numbers of half the digits. */
const RIM = 1.01;

/** Bodies this many before the first that touches the place are where it begins: three metres and more off it. */
const BEFORE = [6, 10, 16] as const;

/** Of these, as many are tried. */
const MOST_STARTS = 6;

/** Poses at which bodies on their way come to a place; none where no way leads there. */
export function posesBefore({ engine, table }: Ground, ways: readonly (readonly Ring[])[], place: Outline): Pose[] {
  const all = ways.flatMap((way) => {
    const first = way.findIndex(
      (shell) => overlapDepth(outlineOf({ shell, holes: [] }), place).depth > OVERLAP_TOLERANCE,
    );
    if (first < 0) return [];
    const rows = [...new Set(BEFORE.map((back) => Math.max(0, first - back)))];
    return rows.map((row): Pose => {
      // [rear right, front right, front left, rear left]
      const [x0, y0, x1, y1, , , x3, y3] = way[row];
      const length = Math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2);
      const [c, s] = [(x1 - x0) / length, (y1 - y0) / length];
      return {
        x: (x0 + x3) / 2 + engine.behind * c,
        y: (y0 + y3) / 2 + engine.behind * s,
        heading: nearestHeading(table, [c, s]),
      };
    });
  });
  return all.slice(0, MOST_STARTS);
}

/**
 * Whether the engine, at one of some poses on its way in, comes back there the other way round with one reversing
 * manoeuvre.
 */
export function turnsRound(ground: Ground, starts: readonly Pose[], middle: Point): boolean {
  return starts.some((start) => comesBack(ground, start, middle));
}

function comesBack(ground: Ground, start: Pose, middle: Point): boolean {
  const { terrain, engine, body, table, square } = ground;
  const { cos, sin, count } = table;
  const squares = Math.ceil((2 * REACH) / square) + 2;
  const seen = new Uint8Array(squares * squares * count * PHASES);
  const from = middleOf(start);
  // the rim of a place lies somewhere in the cells along it: one cell beyond is rounding
  const footing = footingOn(terrain, body, RIM * terrain.cell);
  lay(ground);
  const queue: { pose: Pose; phase: number }[] = [];
  const push = (pose: Pose, phase: number) => {
    const i = Math.floor((pose.x - middle[0] + REACH) / square);
    const j = Math.floor((pose.y - middle[1] + REACH) / square);
    if (i < 0 || j < 0 || i >= squares || j >= squares) return;
    const key = ((j * squares + i) * count + pose.heading) * PHASES + phase;
    if (seen[key] === 1) return;
    if (!isClear(footing, pose)) return;
    seen[key] = 1;
    queue.push({ pose, phase });
  };
  push(start, 0);
  for (let at = 0; at < queue.length; at++) {
    const { pose, phase } = queue[at];
    if (phase % 2 === 0 && isBack(pose)) return true;
    for (const next of steps(pose, phase % 2 === 1 ? -1 : 1)) push(next, phase);
    if (phase + 1 < PHASES) push(pose, phase + 1);
  }
  return false;

  function middleOf({ x, y, heading }: Pose): Point {
    const half = (engine.ahead - engine.behind) / 2;
    return [x + half * cos[heading], y + half * sin[heading]];
  }

  function isBack(pose: Pose): boolean {
    const along = cos[pose.heading] * cos[start.heading] + sin[pose.heading] * sin[start.heading];
    if (along > -LOOKS_BACK) return false;
    const [x, y] = middleOf(pose);
    return (x - from[0]) ** 2 + (y - from[1]) ** 2 <= BACK_NEAR * BACK_NEAR;
  }

  /** Straight, and on the tightest circle to the left and to the right, forwards or backwards. */
  function steps({ x, y, heading }: Pose, way: 1 | -1): Pose[] {
    const [c, s] = [cos[heading], sin[heading]];
    const turned = (side: 1 | -1): Pose => {
      const next = (heading + side * way + count) % count;
      const [cx, cy] = [x - side * engine.radius * s, y + side * engine.radius * c];
      return { x: cx + side * engine.radius * sin[next], y: cy - side * engine.radius * cos[next], heading: next };
    };
    return [turned(1), turned(-1), { x: x + way * STEP * c, y: y + way * STEP * s, heading }];
  }
}
