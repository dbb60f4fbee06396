import { type Plan, PlanFault, type PlanRun, polish as polished, solvedRun } from "../engine/index.ts";
import { type Case, compounds, model, real, shapes } from "./cases.ts";
import { type Check, problemOf } from "./run.ts";

/** Every fourth real lot stands for the rest. */
const EVERY = 4;

/** What the search found beside the exact choice of stalls on the same aisles: counts, green taken, what is proved. A fault where the choice lost a stall. */
export const polish: Check = async (kernel, say) => {
  const faults: string[] = [];
  const sets: readonly [string, readonly Case[]][] = [
    ["model", model()],
    ["shapes", shapes()],
    ["real", real().filter((_, i) => i % EVERY === 0)],
    ["compounds", compounds()],
  ];
  say(
    "case                                     search      exact     green m²          most  proof        places   ms",
  );
  for (const [set, cases] of sets) {
    const sums = { before: 0, after: 0, greenBefore: 0, greenAfter: 0, proved: 0, cases: 0 };
    for (const one of cases) {
      const run = solvedRun(problemOf(one), kernel);
      const before = planOf(run);
      if (before === null) {
        faults.push(`polish ${one.name}: the search's own plan breaks a rule.`);
        continue;
      }
      const begun = performance.now();
      const after = await polished(run);
      const spent = Math.round(performance.now() - begun);
      if (after.measures.stalls.new < before.measures.stalls.new) faults.push(`polish ${one.name}: stalls were lost.`);
      say(line(`${set} ${one.name}`, before, after, spent));
      if (after.exact === undefined) continue;
      sums.cases++;
      sums.before += before.measures.stalls.new;
      sums.after += after.measures.stalls.new;
      sums.greenBefore += before.measures.greening.removed;
      sums.greenAfter += after.measures.greening.removed;
      if (after.exact.bestProved) sums.proved++;
    }
    const { before, after, greenBefore, greenAfter, proved, cases: count } = sums;
    say(
      `${set}: ${count} of ${cases.length} small enough: ${before} → ${after} stalls, ${greenBefore.toFixed(1)} → ${greenAfter.toFixed(1)} m² of green taken, ${proved} proved best on their aisles\n`,
    );
  }
  return faults;
};

/** The run's plan; null where nothing could be taken away to cure a breach. */
function planOf(run: PlanRun): Plan | null {
  try {
    return run.plan();
  } catch (error) {
    if (error instanceof PlanFault) return null;
    throw error;
  }
}

function line(name: string, before: Plan, after: Plan, milliseconds: number): string {
  const { exact } = after;
  const [a, b] = [before.measures, after.measures];
  const green = a.greening.removed + b.greening.removed > 0 ? `${a.greening.removed} → ${b.greening.removed}` : "";
  if (exact === undefined) return `${name.padEnd(40)} ${String(a.stalls.new).padStart(6)}   too many places`;
  const most = exact.mostStalls === null ? "?" : `${exact.mostProved ? "=" : "≤"}${exact.mostStalls}`;
  const proof = exact.bestProved ? "best" : `gap ${(100 * exact.gap).toFixed(2)} %`;
  return `${name.padEnd(40)} ${String(a.stalls.new).padStart(6)} ${String(b.stalls.new).padStart(10)}   ${green.padEnd(16)} ${most.padStart(5)}  ${proof.padEnd(11)} ${String(exact.candidates).padStart(7)} ${String(milliseconds).padStart(6)}`;
}
