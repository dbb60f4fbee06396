import { proxy, type Remote, wrap } from "comlink";
import type { Ending, Progress, Solver, SweepProgress, SweepRanges } from "./protocol.ts";

/** The page's end of one worker. */
export interface Desk {
  readonly solver: Remote<Solver>;
  solve(onProgress: (progress: Progress) => void): Promise<Ending>;
  sweep(ranges: SweepRanges, onProgress: (progress: SweepProgress) => void): Promise<Ending>;
}

/** One worker a side, so that two scenarios are solved at the same time. */
export function startDesk(): Desk {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const solver = wrap<Solver>(worker);
  return {
    solver,
    solve: (onProgress) => solver.solve(proxy(onProgress)),
    sweep: (ranges, onProgress) => solver.sweep(ranges, proxy(onProgress)),
  };
}

/** True for the one-sentence refusals of a planner's file; any other error is our fault. */
export function isInputError(error: unknown): error is Error {
  return error instanceof Error && error.name === "InputError";
}
