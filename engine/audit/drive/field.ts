import type { Point } from "../../model/geometry.ts";
import { checked, kernel } from "../kernel.ts";
import { innermost, outermost } from "./distances.ts";
import { type Laid, lay } from "./laid.ts";

/** The middle of an engine keeps at least this far off what it may not drive over, metres: half its width and a little less. */
const KEPT_OFF = 0.8;

/** A place to drive to: its middle, and how near is there. Metres. */
export interface Target {
  readonly place: Point;
  readonly near: number;
}

/**
 * Leads the driver to a target, over ground that needs at most `beyond` metres of paving. On the pavement alone it keeps
 * off its rims, so that gaps no engine fits through lead nowhere.
 */
export function aim(laid: Laid, { place: [x, y], near }: Target, beyond: number): void {
  lay(laid);
  const { cell } = laid.terrain;
  checked(kernel.fieldTo(x, y, near, beyond > 0 ? outermost(beyond, cell) : innermost(KEPT_OFF - cell, cell)));
}

/** Metres over the ground from some positions to a target, along cells; -1 where no way leads. */
export function leftFrom(laid: Laid, positions: readonly Point[], target: Target, beyond: number): number[] {
  aim(laid, target, beyond);
  return positions.map(([x, y]) => kernel.left(x, y));
}
