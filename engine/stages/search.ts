import type { Kernel } from "../kernel.ts";
import type { Choices } from "./choices.ts";
import type { Draft } from "./draft.ts";
import type { Learned } from "./learned.ts";
import type { Standing } from "./rows/standing.ts";

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
  /** The best draft before its accessible stalls are brought nearer to doors, for whoever only counts; absent: `best` is. */
  rough?(): Draft;
  /** The choice of stalls on the drivable ground of the best draft, to be settled exactly; null or absent where there is none. */
  choices?(): Choices | null;
  /** Where its rows stand, to be moved by other means; absent where there are no rows beside roads. */
  standing?(): Standing;
  /** What a search of a problem with other counts can begin with; absent where there is nothing. */
  learned?(): Learned;
  /** Absent where searches of the same problem have nothing to tell each other. */
  readonly sharing?: Sharing;
}

/** Several searches of one problem, each with its share of the work. What is told at the same steps leads to the same drafts. */
export interface Sharing {
  /** This search is number `index` of `count`; called once, before the first step. */
  join(index: number, count: number): void;
  /** What was learned so far, best first: bytes that a search of the same problem understands. */
  tell(): Uint8Array<ArrayBuffer>[];
  hear(told: Uint8Array<ArrayBuffer>): void;
}

export type StartSearch = (draft: Draft, kernel: Kernel) => Search;
