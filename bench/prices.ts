import { frontier } from "../engine/frontier/frontier.ts";
import { withDualPrices } from "../engine/frontier/price.ts";
import { startSweep } from "../engine/frontier/sweep.ts";
import { readVary } from "../engine/frontier/vary.ts";
import { modelCase } from "./cases.ts";
import { type Check, problemOf } from "./run.ts";

/** What is swept: a scenario of the model case and a range, and points that have to have a plan. */
const SWEEPS: readonly (readonly [scenario: string, vary: string, points: number])[] = [
  ["most-balanced", "newGreen.max=0:120:10", 13],
  ["study-lose-80", "green.balance_min=-150:0:10", 16],
  ["with-walls", "newGreen.max=0:60:20", 4],
];

/** The price of the next stall at each point of three sweeps, by the linear program and between two audited plans; seconds of the processor beside. */
export const prices: Check = async (kernel, say) => {
  const faults: string[] = [];
  for (const [name, range, count] of SWEEPS) {
    const problem = problemOf(modelCase(name));
    const begun = process.cpuUsage();
    const sweep = startSweep(problem, [readVary(range, "prices")], kernel, "prices");
    while (sweep.advance(50));
    const { points, sentence } = await withDualPrices(frontier(name, sweep, null), kernel);
    const { user, system } = process.cpuUsage(begun);
    say(`${name}, ${range}: ${points.length} plans, ${((user + system) / 1e6).toFixed(1)} s of the processor`);
    for (const { values, plan, next, dual } of points) {
      const { stalls, greening } = plan.measures;
      const cells = [
        String(values[0]).padStart(6),
        `${stalls.new} stalls`.padStart(10),
        `balance ${greening.balance}`.padStart(15),
        `dual ${dual === null ? "none" : `${dual.perStall} m²`}`.padStart(14),
        next === null ? "  no further plan" : `  true ${next.perStall} m² (${next.stalls} more for ${next.green} m²)`,
      ];
      say(cells.join(""));
    }
    say(`${sentence}\n`);
    if (points.length < count) faults.push(`prices ${name}: ${points.length} plans for ${count}.`);
    if (sentence === "" || points.every(({ next, dual }) => next === null || dual === null))
      faults.push(`prices ${name}: no point has both prices.`);
    const counts = points.map(({ plan }) => plan.measures.stalls.new);
    const rising = range.startsWith("newGreen") ? counts : counts.toReversed();
    if (rising.some((stalls, row) => row > 0 && stalls < rising[row - 1]))
      faults.push(`prices ${name}: counts fall where more is allowed.`);
  }
  return faults;
};
