import type { Kernel, Problem } from "../engine/index.ts";
import { envelope } from "../engine/stages/open/envelope.ts";
import { type Frame, framesOf } from "../engine/stages/open/frames.ts";
import { stripeIn } from "../engine/stages/open/stripe.ts";
import { real } from "./cases.ts";
import { type Check, problemOf } from "./run.ts";

/** One real lot in so many, in a whole run and in a quick one. */
const EVERY = 4;
const QUICK_EVERY = 16;

/** The aisle of `lots-90`, metres: it decides what ground is free for aisles, which the frames are taken from. */
const AISLE = 6;

/**
 * What several frames in one plan are worth: real lots with more than one, by planned steps, beside the best plan that keeps to a
 * single frame. Each frame is tried for as many steps, so that the best of them is the best of several searches: it may be ahead.
 */
export const frames: Check = (kernel, say, { extent }) => {
  const every = extent === "quick" ? QUICK_EVERY : EVERY;
  let [together, alone, lots] = [0, 0, 0];
  for (const one of real().filter((_, i) => i % every === 0)) {
    const problem = problemOf(one);
    const directions = framesOf(envelope(problem, AISLE).aisle);
    if (directions.length < 2) continue;
    const all = stallsIn(problem, kernel, directions);
    const single = directions.map((direction) => stallsIn(problem, kernel, [direction]));
    const best = Math.max(...single);
    say(
      `frames: ${String(all).padStart(4)} stalls in ${directions.length} frames, ${String(best).padStart(4)} in the best single one (${single.join(", ")})  ${one.name}`,
    );
    together += all;
    alone += best;
    lots++;
  }
  if (lots === 0) return [];
  const gain = ((together / alone - 1) * 100).toFixed(1);
  say(`frames: ${together} stalls on ${lots} lots, ${alone} in the best single frame of each: a gain of ${gain} %`);
  return [];
};

/** Stalls that planned steps find with aisles in these frames alone. */
function stallsIn(problem: Problem, kernel: Kernel, directions: readonly Frame[]): number {
  const search = stripeIn({ problem, features: [], assumptions: [], unmet: [] }, kernel, directions);
  search.advance(search.plannedSteps);
  return search.best().features.filter(({ kind }) => kind === "stall").length;
}
