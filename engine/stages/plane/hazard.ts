import type { Area, Point, Ring } from "../../model/geometry.ts";

/** What forbids a placement, one bit each; the masks below say whom it forbids. */
export const Hazard = {
  Building: 1 << 0,
  /** Too near a home for a stall. */
  Home: 1 << 1,
  /** Too near a home for a new aisle. */
  HomeAisle: 1 << 2,
  Yard: 1 << 3,
  Obstruction: 1 << 4,
  Tree: 1 << 5,
  KeptGreen: 1 << 6,
  Stall: 1 << 7,
  /** The aisle that an existing stall needs in front of its mouth. */
  Mouth: 1 << 8,
  Shed: 1 << 9,
  Activity: 1 << 10,
  Reserve: 1 << 11,
  Utility: 1 << 12,
  Hydrant: 1 << 13,
  /** The clear way from a door or a hydrant to the road. */
  Way: 1 << 14,
  Gate: 1 << 15,
  /** The way through a gate for people on foot. */
  FootGate: 1 << 20,
  /** What a driver has to see when leaving through a gate. */
  Sight: 1 << 21,
  /** What a fire engine sweeps in a turn it has to make. */
  Turn: 1 << 16,
  FireLane: 1 << 17,
  Locked: 1 << 18,
  /** What this plan has placed before the stalls: locker, standing space, slots. */
  Placed: 1 << 19,
} as const;

export const STANDING_TODAY =
  Hazard.Building | Hazard.Obstruction | Hazard.Stall | Hazard.Shed | Hazard.Activity | Hazard.Placed;

/** Forbids anything that stands. */
export const FORBIDS_STANDING =
  STANDING_TODAY |
  Hazard.Yard |
  Hazard.Tree |
  Hazard.KeptGreen |
  Hazard.Mouth |
  Hazard.Reserve |
  Hazard.Utility |
  Hazard.Hydrant |
  Hazard.Way |
  Hazard.FootGate |
  Hazard.Sight |
  Hazard.Turn |
  Hazard.FireLane |
  Hazard.Locked;

/** Forbids a stall. */
export const FORBIDS_STALL = FORBIDS_STANDING | Hazard.Home | Hazard.Gate;

/** Forbids paving ground as an aisle; covers and doors' ways may lie in one. */
export const FORBIDS_APRON =
  STANDING_TODAY |
  Hazard.HomeAisle |
  Hazard.Yard |
  Hazard.Tree |
  Hazard.KeptGreen |
  Hazard.Reserve |
  Hazard.Hydrant |
  Hazard.Locked;

/** Forbids driving in and out of a stall: what stands on the road, and a gate, where others have to pass. */
export const FORBIDS_TURNING_IN = STANDING_TODAY | Hazard.Gate;

/** A disc, or rings taken even-odd. */
export type HazardShape =
  | { readonly type: "disc"; readonly at: Point; readonly radius: number }
  | { readonly type: "rings"; readonly rings: readonly Ring[] };

export interface HazardItem {
  readonly bit: number;
  readonly shape: HazardShape;
}

export function disc(bit: number, at: Point, radius: number): HazardItem {
  return { bit, shape: { type: "disc", at, radius } };
}

export function rings(bit: number, ...of: Ring[]): HazardItem {
  return { bit, shape: { type: "rings", rings: of } };
}

export function area(bit: number, of: Area): HazardItem {
  return rings(bit, of.shell, ...of.holes);
}
