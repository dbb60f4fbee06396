import { basename } from "node:path";
import { solve } from "../engine/index.ts";
import { loadHighs } from "../engine/lp/highs.ts";
import { lpText } from "../engine/lp/index.ts";
import { shapes } from "./cases.ts";
import { gridModel } from "./gridModel.ts";
import { type Check, faultsOf, problemOf } from "./run.ts";

/** Seconds that HiGHS gets, and that we get. */
const THEIRS = 60;
const OURS = 0.2;

/** What is asked of each seed: the published optimum. */
const ASKED = 40;
const SEEDS = 10;

/** The published example at 2.5 m cells: our count in 0.2 s from ten seeds, and what HiGHS makes of the grid model in 60 s. */
export const solvers: Check = async (kernel, say) => {
  const example = shapes().find(({ name }) => name === "stephan-14");
  if (example === undefined) return ["stephan-14 is not among the shapes."];
  const problem = problemOf(example);
  const faults: string[] = [];
  const counts = Array.from({ length: SEEDS }, (_, i) => {
    const seeded = { ...problem, scenario: { ...problem.scenario, seed: i + 1 } };
    const plan = solve(seeded, kernel, { seconds: OURS });
    faults.push(...faultsOf(plan));
    if (plan.measures.stalls.new < ASKED)
      faults.push(`stephan-14, seed ${i + 1}: ${plan.measures.stalls.new} of ${ASKED}.`);
    return plan.measures.stalls.new;
  });
  say(`solvers: ${basename(example.site)}, ours in ${OURS} s from ${SEEDS} seeds: ${counts.join(" ")}`);
  const program = gridModel(problem.site);
  const highs = await loadHighs();
  const begun = performance.now();
  const found = highs.solve(lpText(program), { time_limit: THEIRS, threads: 1, random_seed: 0 });
  const seconds = (performance.now() - begun) / 1000;
  say(
    `solvers: HiGHS on the grid model (${program.columns.length} columns, ${program.rows.length} rows): ${found.Status}, ${Math.round(found.ObjectiveValue)} stalls after ${seconds.toFixed(1)} s`,
  );
  return faults;
};
