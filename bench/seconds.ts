import { solve } from "../engine/index.ts";
import { areaOf } from "../engine/model/geometry.ts";
import { shapes } from "./cases.ts";
import { type Check, problemOf } from "./run.ts";

/** A time limit is kept within this, milliseconds. DESIGN.md section 8. */
const WITHIN = 50;

/** Time limits tried, seconds. */
const SECONDS = [0.3, 1, 2];

/** Larger lots, square metres, are only tried with the longer limits: their first plan takes the shortest one alone. */
const LARGE = 50_000;

/** Time limits kept on our own shapes, from the call to the audited plan. Only an idle machine can be judged by it. */
export const seconds: Check = (kernel, say) => {
  const faults: string[] = [];
  for (const one of shapes()) {
    const problem = problemOf(one);
    // once unmeasured: the first run pays for compiling
    solve(problem, kernel, { seconds: 0.1 });
    const limits = areaOf(problem.site.boundary) > LARGE ? SECONDS.slice(1) : SECONDS;
    for (const limit of limits) {
      const begun = performance.now();
      const plan = solve(problem, kernel, { seconds: limit });
      const over = performance.now() - begun - limit * 1000;
      const { new: stalls } = plan.measures.stalls;
      say(
        `${`${stalls} stalls`.padStart(12)}${`limit ${limit} s`.padStart(14)}${`${over.toFixed(0)} ms over`.padStart(14)}  ${one.name}`,
      );
      if (over > WITHIN) faults.push(`${one.name}: ${limit} s were exceeded by ${over.toFixed(0)} ms.`);
    }
  }
  return faults;
};
