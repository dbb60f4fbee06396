import type { Program } from "../lp/program.ts";
import type { Draft } from "./draft.ts";
import type { Placed } from "./rows/placed.ts";

/** A limit besides those of the scenario: what the places chosen take of it is together at most the bound. */
export interface Within {
  readonly bound: number;
  of(place: Placed): number;
}

/**
 * The choice of stalls along the drivable ground of a draft, as a program that a solver can settle for good: one column
 * of 0 or 1 for every place a stall could take. Rows are the search's own conditions, costs its own.
 */
export interface Choices {
  /** Places for one stall each. */
  readonly candidates: number;
  /** New stalls that are no choice: pinned. They come on top of all counts below. */
  readonly pinned: number;
  /** What one stall is worth before its costs, in the terms of `best`: no choice of n stalls is worth more than n of these. */
  readonly gain: number;
  /** New stalls of the best draft so far. */
  readonly stalls: number;
  /** Its worth, in the terms of `best`. */
  readonly worth: number;
  /**
   * The most stalls, under limits of green that no plan of the scenario can exceed however it plants: what this proves holds
   * for all of them.
   * @param within limits besides; absent: none but the scenario's own
   */
  most(within?: readonly Within[]): Program;
  /** Worth the most by the scenario's weights, likewise; `most`: stalls that can be had at all, which makes it far easier. */
  best(greenLimit: number, most: number): Program;
  /** A solution of `best` as a draft. */
  draft(values: ReadonlyMap<string, number>): ChosenDraft;
}

/** A choice of stalls with everything that follows from it. */
export interface ChosenDraft {
  readonly draft: Draft;
  /** New stalls. */
  readonly stalls: number;
  /** As the search judges it, in the terms of `best`. */
  readonly worth: number;
  /** Square metres of green it takes. */
  readonly green: number;
  /** Square metres that its planting misses; 0 when it finds its ground. */
  readonly missing: number;
}
