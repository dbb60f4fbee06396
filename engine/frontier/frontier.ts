import type { Prices } from "../mix/prices.ts";
import { type FrontierPoint, frontierOf } from "./front.ts";
import type { Sweep } from "./sweep.ts";
import type { Vary } from "./vary.ts";

/** What the linear relaxation says that a further stall costs. */
export interface DualPrice {
  /** Square metres of green for each further stall. */
  readonly perStall: number;
  /** The row of the program that has the price, and its bound: halfway between this plan's stalls and one more. */
  readonly row: string;
  readonly stalls: number;
}

/** A point with both prices of the next stall, told apart. */
export interface PricedPoint extends FrontierPoint {
  /** null where no program was solved, or no further stall is to be had. */
  readonly dual: DualPrice | null;
}

/** A sweep as it stands. */
export interface Frontier {
  /** The scenario that it varies. */
  readonly name: string;
  readonly varied: readonly Vary[];
  /** Points asked for. */
  readonly count: number;
  /** False when the sweep was stopped before its last point. */
  readonly complete: boolean;
  readonly points: readonly PricedPoint[];
  /** What plans cost is reckoned by this list; null where none was given. */
  readonly prices: Prices | null;
  /** Why the two prices differ, where they do. */
  readonly sentence: string;
}

/** A sweep's points judged among each other. */
export function frontier(name: string, sweep: Sweep, prices: Prices | null = null): Frontier {
  const points = frontierOf(sweep.points, sweep.varied, prices).map((point): PricedPoint => ({ ...point, dual: null }));
  return {
    name,
    varied: sweep.varied,
    count: sweep.count,
    complete: sweep.done === sweep.count,
    points,
    prices,
    sentence: "",
  };
}
