import type { Rules } from "../../model/rules.ts";
import { innermost, outermost } from "./distances.ts";
import type { Terrain } from "./terrain.ts";

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

/** The rim of the body as [ahead, aside] pairs, and the places along its axis that discs around it are laid on. */
export interface Body {
  readonly rim: Float64Array;
  readonly axis: Float64Array;
  /** Discs of this radius around the places of the axis cover the body, metres. */
  readonly cover: number;
}

export function bodyOf({ ahead, behind, halfWidth }: Engine): Body {
  const length = ahead + behind;
  const front = -behind + length;
  // the corners first: what is in the way is there more often than elsewhere
  const rim = [front, halfWidth, front, -halfWidth, -behind, halfWidth, -behind, -halfWidth];
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
  const parts = 5;
  const axis = Float64Array.from({ length: parts }, (_, k) => -behind + ((k + 0.5) / parts) * length);
  const half = length / parts / 2;
  return { rim: Float64Array.from(rim), axis, cover: Math.sqrt(half * half + halfWidth * halfWidth) };
}

/** What a body asks of the ground that it stands on, in ranks of cells. */
export interface Footing {
  /** Of every cell under its rim. */
  readonly least: number;
  /** Of the cells along its axis, where no other has to be looked at. */
  readonly wide: number;
}

/** On ground that is at most `beyond` metres off the pavement. */
export function footingOn({ cell }: Terrain, { cover }: Body, beyond: number): Footing {
  return { least: outermost(beyond, cell), wide: innermost(cover + cell, cell) };
}
