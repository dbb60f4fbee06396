import type { Rules } from "../../model/rules.ts";
import { innermost, LONGER, outermost } from "./distances.ts";
import { OUTSIDE, type Terrain } from "./terrain.ts";

/** The rulebook's fire engine as a rigid body that turns about a point on the line of its rear axle. Metres. */
export interface Engine {
  /** From the rear axle to either bumper. */
  readonly ahead: number;
  readonly behind: number;
  readonly halfWidth: number;
  /** Of the middle of the rear axle in the tightest turn. */
  readonly radius: number;
}

/** Null where the profile knows no engine. */
export function engineOf({ rules }: Rules): Engine | null {
  const at = (part: string) => rules.get(`fire.engine.${part}`)?.value;
  const [turning, wheelbase, width] = [at("turningRadiusOuterFrontWheel"), at("wheelbase"), at("width")];
  const [front, rear] = [at("frontOverhang"), at("rearOverhang")];
  if (![turning, wheelbase, width, front, rear].every((value) => typeof value === "number")) return null;
  const [r, l, w] = [turning as number, wheelbase as number, width as number];
  // the outer front wheel runs on the given circle, the rear axle inside it
  const radius = Math.sqrt(Math.max(0, r * r - l * l)) - w / 2;
  return { ahead: l + (front as number), behind: rear as number, halfWidth: w / 2, radius };
}

/** Where the rear axle's middle is, and the direction as a row of the heading table. */
export interface Pose {
  readonly x: number;
  readonly y: number;
  readonly heading: number;
}

/** How finely poses are told apart. */
export interface Pace {
  /** Headings in a full turn. */
  readonly headings: number;
  /** Side of the squares that positions fall into, metres. */
  readonly square: number;
}

/** Finds a way soon where there is room; the fine one has the last word where that finds none. */
export const COARSE: Pace = { headings: 72, square: 0.5 };
export const FINE: Pace = { headings: 144, square: 0.3 };

/** Cosines and sines of the headings, the first along a given direction; rounded, so that every engine has the same ones. */
export interface HeadingTable {
  readonly count: number;
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

export function headingsFrom([dx, dy]: readonly [number, number], count: number): HeadingTable {
  const cos = new Float64Array(count);
  const sin = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const c = Math.round(Math.cos((2 * Math.PI * k) / count) * 1e9) / 1e9;
    const s = Math.round(Math.sin((2 * Math.PI * k) / count) * 1e9) / 1e9;
    cos[k] = dx * c - dy * s;
    sin[k] = dx * s + dy * c;
  }
  return { count, cos, sin };
}

/** Places on the body's rim are looked up this far apart, metres. */
const PACE = 0.25;

/**
 * The body in parts along its axis, those at its ends first: what is in the way is there more often than elsewhere. A disc
 * around the middle of a part covers it.
 */
export interface Body {
  /** Middles of the parts, ahead of the rear axle, metres. */
  readonly axis: Float64Array;
  /** The rim as [ahead, aside] pairs, part after part, and where each part's begin; one more. */
  readonly rim: Float64Array;
  readonly starts: Int32Array;
  /** Radius of the discs, metres. */
  readonly cover: number;
}

const PARTS = 5;

export function bodyOf({ ahead, behind, halfWidth }: Engine): Body {
  const length = ahead + behind;
  // the corners first
  const rim = [ahead, halfWidth, ahead, -halfWidth, -behind, halfWidth, -behind, -halfWidth];
  const along = Math.ceil(length / PACE);
  for (let k = 1; k < along; k++) {
    const at = -behind + (k / along) * length;
    rim.push(at, halfWidth, at, -halfWidth);
  }
  const across = Math.ceil((2 * halfWidth) / PACE);
  for (let k = 1; k < across; k++) {
    const at = -halfWidth + (k / across) * 2 * halfWidth;
    rim.push(ahead, at, -behind, at);
  }
  const partOf = (at: number) => Math.min(PARTS - 1, Math.floor(((at + behind) / length) * PARTS));
  const order = [PARTS - 1, ...Array.from({ length: PARTS - 1 }, (_, k) => k)];
  const byPart = order.map((part) => rim.filter((_, k) => partOf(rim[k - (k % 2)]) === part));
  const starts = new Int32Array(PARTS + 1);
  byPart.forEach((own, k) => {
    starts[k + 1] = starts[k] + own.length;
  });
  const half = length / PARTS / 2;
  return {
    axis: Float64Array.from(order, (part) => -behind + ((part + 0.5) / PARTS) * length),
    rim: Float64Array.from(byPart.flat()),
    starts,
    cover: Math.sqrt(half * half + halfWidth * halfWidth),
  };
}

/** What a body asks of the ground that it stands on, in ranks of cells. */
export interface Footing {
  /** Of every cell under its rim. */
  readonly least: number;
  /** Of the cell in the middle of a part, where none under its rim has to be looked at. */
  readonly wide: number;
}

/** On ground that is at most `beyond` metres off the pavement. */
export function footingOn({ cell }: Terrain, { cover }: Body, beyond: number): Footing {
  // from the middle of a cell to that of another, by steps that are told a little longer than they are
  const all = LONGER * (cover + Math.SQRT2 * cell);
  return { least: outermost(beyond, cell), wide: innermost(all, cell) };
}

/** Whether the body at a pose keeps to its footing, and clear of what stands. */
export function isClear(
  { minX, minY, cell, columns, rows, ranks, kinds }: Terrain,
  { axis, rim, starts }: Body,
  { least, wide }: Footing,
  x: number,
  y: number,
  cos: number,
  sin: number,
): boolean {
  // the lookup of a cell is written out: it is what a drive spends its time on
  for (let part = 0; part < axis.length; part++) {
    const i = Math.floor((x + axis[part] * cos - minX) / cell) + 1;
    const j = Math.floor((y + axis[part] * sin - minY) / cell) + 1;
    if (i >= 0 && j >= 0 && i < columns && j < rows && ranks[j * columns + i] >= wide) continue;
    const end = starts[part + 1];
    for (let k = starts[part]; k < end; k += 2) {
      const i = Math.floor((x + rim[k] * cos - rim[k + 1] * sin - minX) / cell) + 1;
      const j = Math.floor((y + rim[k] * sin + rim[k + 1] * cos - minY) / cell) + 1;
      if (i < 0 || j < 0 || i >= columns || j >= rows) return false;
      const at = j * columns + i;
      if (ranks[at] < least || kinds[at] === OUTSIDE) return false;
    }
  }
  return true;
}
