import type { Point, Ring } from "../../model/geometry.ts";
import { OVERLAP_TOLERANCE } from "../../model/tolerance.ts";
import { kernel, NO_MEMORY } from "../kernel.ts";
import { type Outline, outlineOf, overlapDepth } from "../outline.ts";
import { footingOn, type Pose } from "./engine.ts";
import { type Ground, nearestHeading } from "./ground.ts";
import { lay } from "./laid.ts";

// an engine turns round on a place: in forwards, back, and out forwards

/** Nothing farther from the middle of the place than this is tried, metres. */
const REACH = 26;

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

function comesBack(ground: Ground, { x, y, heading }: Pose, [middleX, middleY]: Point): boolean {
  lay(ground);
  const { terrain, engine, body } = ground;
  // the rim of a place lies somewhere in the cells along it: one cell beyond is rounding
  const { least, wide } = footingOn(terrain, body, RIM * terrain.cell);
  const half = (engine.ahead - engine.behind) / 2;
  const found = kernel.turnsRound(x, y, heading, half, middleX, middleY, REACH, PHASES, least, wide);
  if (found < 0) throw new Error(NO_MEMORY);
  return found === 1;
}
