import type { Ring } from "../../model/geometry.ts";
import type { Placement } from "./rows.ts";

/** A new stall with the ground it needs, local metres. */
export interface Placed extends Placement {
  readonly frontage: number;
  /** Stall and access aisle. */
  readonly body: Ring;
  /** The aisle in front of the mouth. */
  readonly front: Ring;
  readonly cost: number;
  readonly green: number;
}

/** New stalls by frontage. A row is replaced, never changed, so states share rows. */
export type Rows = readonly (readonly Placed[])[];

export interface Tally {
  readonly count: number;
  /** Ground and looks, in square metres of green. */
  readonly cost: number;
  /** Square metres of green taken. */
  readonly green: number;
  readonly accessible: number;
}
