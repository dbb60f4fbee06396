import { type Kernel, solve } from "../engine/index.ts";
import { shapes } from "./cases.ts";
import { problemOf } from "./run.ts";

/** A time limit is kept within this, milliseconds. */
const WITHIN = 50;

/** Time limits tried, seconds. */
const SECONDS = [0.1, 0.3, 1, 2] as const;

/** Time limits kept on our own shapes. Times are of this machine: this set is no part of a quick run. */
export function limits(kernel: Kernel, say: (line: string) => void): string[] {
  const faults: string[] = [];
  for (const one of shapes()) {
    const problem = problemOf(one);
    // once unmeasured: the first run pays for compiling
    solve(problem, kernel, { seconds: 0.1 });
    for (const seconds of SECONDS) {
      const begun = performance.now();
      const plan = solve(problem, kernel, { seconds });
      const over = performance.now() - begun - seconds * 1000;
      say(
        `${one.name.padEnd(18)}${`${seconds} s`.padStart(6)}${`${plan.measures.stalls.new} stalls`.padStart(13)}${`${over.toFixed(0)} ms over`.padStart(13)}`,
      );
      if (over > WITHIN) faults.push(`${one.name}: ${seconds} s were exceeded by ${over.toFixed(0)} ms.`);
    }
  }
  return faults;
}
