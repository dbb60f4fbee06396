import type { Kernel } from "../kernel.ts";
import type { Choices } from "./choices.ts";
import type { Draft } from "./draft.ts";

/**
 * A search that can be paused: the driver hands out steps in slices, so that progress, a time limit
 * and cancelling need no callback into the kernel. It reads no clock; the same steps give the same drafts.
 */
export interface Search {
  /** Steps taken so far. */
  readonly steps: number;
  /** Steps it takes when nobody limits it: a function of the problem alone. */
  readonly plannedSteps: number;
  /** Grows each time `best` would give something better. */
  readonly version: number;
  /** Takes up to `steps` more steps; false when nothing is left to try. */
  advance(steps: number): boolean;
  /** The best draft so far, settled: exact coordinates, no overlap. */
  best(): Draft;
  /** The choice of stalls on the drivable ground of the best draft, to be settled exactly; null or absent where there is none. */
  choices?(): Choices | null;
}

export type StartSearch = (draft: Draft, kernel: Kernel) => Search;
