import {
  Clipper,
  EndType,
  FillRule,
  inflatePaths,
  intersect,
  JoinType,
  type Path64,
  type Paths64,
  union,
} from "clipper2-ts";
import type { Ring } from "../../model/geometry.ts";
import { standOff } from "../../rules/gateway.ts";
import { fromPath, toPath, UNITS } from "./envelope.ts";
import type { CarGate } from "./gates.ts";
import { isRoomy } from "./roomy.ts";

/** What is given away to roundings and to arcs drawn as chords, units: 2 cm. */
const MARGIN = 200;

/** Chords of an arc stray from it by at most this, units: 5 mm. */
const CHORD = 50;

/** Sizes that decide what ground can be of use, metres. */
export interface Reaches {
  /** The narrowest thing that is placed, a stall or an aisle. */
  readonly narrowest: number;
  /** The narrowest aisle. */
  readonly aisle: number;
  /** The widest one. */
  readonly widest: number;
  /** From the middle of an aisle to the farthest corner of a stall along it, at most. */
  readonly reach: number;
}

/** Ground that something can cover at all. */
export interface Coverable {
  /** Rings in kernel units, positive outside, negative holes. */
  readonly rings: readonly Ring[];
  /** Gates that an aisle's disc gets in by: no plan has more drivable regions. */
  readonly gates: readonly CarGate[];
}

/**
 * Free ground less what no stall and no aisle can ever cover: nooks too narrow for the narrowest of them, and all that lies
 * farther than a stall's depth from where an aisle's disc gets from a gate. Never less than what can be covered: every rounding goes outward.
 */
export function coverable(ground: readonly Ring[], gates: readonly CarGate[], sizes: Reaches): Coverable {
  // where nothing comes off, clipping finds that out the long way
  return isRoomy(ground, gates, sizes.aisle * UNITS) ? { rings: ground, gates } : clipped(ground, gates, sizes);
}

/** Likewise, for ground of any form. */
export function clipped(ground: readonly Ring[], gates: readonly CarGate[], sizes: Reaches): Coverable {
  const free = union(ground.map(toPath), FillRule.EvenOdd);
  // a point of something w wide is within w/√2 of the middle of a disc w wide inside it
  const half = (sizes.narrowest / 2) * UNITS;
  const wide = grown(shrunk(free, half), half * Math.SQRT2);
  const openings = gates.map((gate) =>
    union([opening(gate, sizes.aisle * UNITS, sizes.widest * UNITS)], FillRule.NonZero),
  );
  const disc = shrunk(union([...free, ...openings.flat()], FillRule.NonZero), (sizes.aisle / 2) * UNITS);
  const shells = disc.filter((path) => Clipper.isPositive(path) && openings.some((own) => meets(path, own)));
  const holes = disc.filter((path) => !Clipper.isPositive(path));
  const near = grown(union([...shells, ...holes], FillRule.Positive), sizes.reach * UNITS);
  const rings = intersect(intersect(free, wide, FillRule.NonZero), near, FillRule.NonZero).map(fromPath);
  return { rings, gates: gates.filter((_, i) => shells.some((path) => meets(path, openings[i]))) };
}

/** The street before a gate and the gate itself, as wide as an aisle may stand there: a disc that is in there has a gate. */
function opening({ x, y, width, inX, inY }: CarGate, aisle: number, widest: number): Path64 {
  const half = Math.max(width, aisle) / 2 + standOff(width / UNITS, widest / UNITS) * UNITS + MARGIN;
  const at = (along: number, inward: number) => ({
    x: Math.round(x - inY * along + inX * inward),
    y: Math.round(y + inX * along + inY * inward),
  });
  return [at(-half, -aisle), at(half, -aisle), at(half, aisle), at(-half, aisle)];
}

function meets(path: Path64, others: Paths64): boolean {
  return intersect([path], others, FillRule.NonZero).length > 0;
}

function shrunk(paths: Paths64, distance: number): Paths64 {
  return inflatePaths(paths, -Math.max(0, distance - MARGIN), JoinType.Round, EndType.Polygon, 2, CHORD);
}

/** Corners stay corners: more than a disc would reach, never less. */
function grown(paths: Paths64, distance: number): Paths64 {
  return inflatePaths(paths, distance + MARGIN, JoinType.Miter, EndType.Polygon, 2);
}
