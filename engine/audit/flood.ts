import type { Point } from "../model/geometry.ts";
import type { Ground } from "./clearance.ts";
import { checked, hold, isHeldBy, kernel } from "./kernel.ts";
import type { Thing } from "./scene.ts";

// A disc as wide as the way has to be is rolled from the gates over the ground. Its centres are tried on a grid; a
// centre too near a rim is pushed away from it, onto the ridge, so that a way exactly as wide as the disc is found
// wherever the grid lies. Two neighbouring centres are joined when the disc also fits between them. The widest disc
// that reaches a centre is its width. A stall is reached at its seat: the middle of the ground before its mouth,
// pushed off the rims in the same way, and joined to the centres around it.
//
// What can be missed: places between two tried centres, half a metre apart at most, at which a way narrows to one
// side by less than the sagitta of a disc of its width over half that distance (2 cm for a disc of 4 m).

/** How closely centres are tried, and whether ways narrower than asked are followed at all. */
export interface Pace {
  /** Distance between tried centres, metres. */
  readonly step: number;
  readonly narrow: "followed" | "left out";
}

/** Says yes soon where all is well. */
export const QUICK: Pace = { step: 2, narrow: "left out" };

/** Says how wide a way is; the last word wherever the quick look found none. */
export const THOROUGH: Pace = { step: 1, narrow: "followed" };

/** A way may be narrower than asked by this much, metres: chords of bends and the rounding of coordinates. */
export const WIDTH_TOLERANCE = 0.04;

/** Less than this is no way for a car, metres: a car of 1.8 m and a hand's breadth on both sides. */
export const CAR_WIDTH = 2.1;

/** A gate as ground: its opening, drawn out into the street so that the disc can start outside. */
export interface Opening extends Thing {
  readonly width: number;
}

/** Ground before a mouth: where it is looked for, and how far its middle is from its sides. */
export interface Seat {
  readonly at: Point;
  /** Half of the stall's mouth, metres. */
  readonly aside: number;
}

export interface Flood {
  /** The widest way, up to the width asked, that leads from a gate to a seat, metres; 0 when none does. */
  widthAt(seat: Seat): number;
  /** The widest way that leads to within `radius` of a position, metres; 0 when none does. */
  widthNear(at: Point, radius: number): number;
}

/**
 * Rolls a disc of a width from some openings over the ground. The answer holds whatever the audit's kernel is asked meanwhile.
 * @param openings of the ground's own pieces
 */
export function flood(ground: Ground, openings: readonly Opening[], width: number, pace: Pace): Flood {
  const follow = pace.narrow === "followed" ? 1 : 0;
  const rows = openings.map(({ outline }) => ground.pieces.findIndex((piece) => piece.outline === outline));
  const openDisc = () => {
    ground.lay();
    const narrow = openings.flatMap((opening, n) =>
      opening.width < width ? [{ row: rows[n], wide: opening.width }] : [],
    );
    const gates = checked(kernel.openDisc(width, narrow.length));
    const view = new DataView(kernel.memory.buffer, gates, 16 * narrow.length);
    narrow.forEach(({ row, wide }, n) => {
      view.setInt32(16 * n, row, true);
      view.setFloat64(16 * n + 8, wide, true);
    });
  };
  openDisc();
  const at = checked(kernel.reserveRows(rows.length));
  new Int32Array(kernel.memory.buffer, at, rows.length).set(rows);
  checked(kernel.flood(pace.step, follow, at, rows.length));
  const count = kernel.centreCount();
  const column = (n: 0 | 1 | 2) => new Float64Array(kernel.memory.buffer, kernel.centreColumn(n), count);
  // kept, since other grounds are asked about meanwhile
  const columns = ([0, 1, 2] as const).map((n) => column(n).slice());
  checked(kernel.indexCentres());
  const own: Flood = {
    widthAt({ at: [x, y], aside }) {
      lay();
      return kernel.widthAt(x, y, aside, pace.step, follow);
    },
    widthNear([x, y], radius) {
      lay();
      return kernel.widthNear(x, y, radius);
    },
  };
  hold(own);
  const lay = () => {
    if (isHeldBy(own)) return;
    openDisc();
    checked(kernel.openColumns(count));
    kernel.setCount(count);
    for (const n of [0, 1, 2] as const) column(n).set(columns[n]);
    checked(kernel.indexCentres());
    hold(own);
  };
  return own;
}
