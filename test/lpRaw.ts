import solver from "javascript-lp-solver";
import type { Program } from "../engine/lp/program.ts";

/** What javascript-lp-solver says of a program of columns from 0 to 1 and rows `<=`, unchecked: "feasible", and a value. */
export function rawAnswer(program: Program, kind: "whole" | "linear"): { feasible: boolean; value: number } {
  const constraints: Record<string, { max: number }> = {};
  const variables: Record<string, Record<string, number>> = {};
  const ints: Record<string, 1> = {};
  for (const { name, bound } of program.rows) constraints[name] = { max: bound };
  for (const { name, cost } of program.columns) {
    variables[name] = { worth: cost, [`${name} <= 1`]: 1 };
    constraints[`${name} <= 1`] = { max: 1 };
    if (kind === "whole") ints[name] = 1;
  }
  for (const { name, terms } of program.rows) for (const [column, factor] of terms) variables[column][name] = factor;
  const answer = solver.Solve({ optimize: "worth", opType: "max", constraints, variables, ints });
  const { feasible, result } = answer as { feasible: boolean; result: number };
  return { feasible, value: result };
}
