import { type HighsOutcome, solveHighs } from "./highs.ts";
import { type Matrix, matrixOf, named, valueAt } from "./matrix.ts";
import type { Program } from "./program.ts";

/** What came of a program: its status is a value, never an exception. */
export type Answer =
  | {
      readonly status: "optimal";
      readonly value: number;
      readonly values: ReadonlyMap<string, number>;
      /** By row: what the best value gains by one more unit of the row's bound; with integer columns that of the relaxation. */
      readonly prices: ReadonlyMap<string, number> | null;
      readonly solver: "javascript-lp-solver" | "highs";
      /** `dual bound`: our own proof that nothing is better; `highs`: HiGHS says so. */
      readonly proof: "dual bound" | "highs";
    }
  | {
      readonly status: "infeasible";
      /** A smallest set that cannot hold together: names of rows, and bounds written as `x >= 3`. */
      readonly conflict: readonly string[];
    }
  | { readonly status: "unbounded" }
  | {
      readonly status: "stopped";
      /** The best found before the limit; null when nothing was. */
      readonly value: number | null;
      readonly values: ReadonlyMap<string, number> | null;
      /** Nothing is better than this. */
      readonly bound: number;
      /** |bound − value| ÷ max(1, |value|); infinite while nothing is found. */
      readonly gap: number;
    };

/** Limits of a search: nodes of branch and bound. */
export interface Limits {
  readonly nodes?: number;
}

/** Nodes of branch and bound unless said otherwise. */
const NODES = 20_000;

/** Solves a program to its optimum, or says why there is none. The same program gives the same answer, in Node and in every browser. */
export async function solveProgram(program: Program, limits: Limits = {}): Promise<Answer> {
  const matrix = matrixOf(program);
  const nodes = limits.nodes ?? NODES;
  const outcome = await solveHighs(matrix, "whole", nodes);
  return answerOf(matrix, outcome, nodes);
}

async function answerOf(matrix: Matrix, outcome: HighsOutcome, nodes: number): Promise<Answer> {
  if (outcome.status === "infeasible") return { status: "infeasible", conflict: [] };
  if (outcome.status === "unbounded") return { status: "unbounded" };
  if (outcome.status === "stopped") {
    const { point, bound } = outcome;
    const value = point && valueAt(matrix, point);
    const gap = value === null ? Infinity : Math.abs(bound - value) / Math.max(1, Math.abs(value));
    return { status: "stopped", value, values: point && named(matrix, point), bound, gap };
  }
  const relaxed = matrix.whole.includes(1) ? await solveHighs(matrix, "relaxed", nodes) : outcome;
  const prices =
    relaxed.status === "optimal"
      ? new Map(matrix.program.rows.map(({ name }, i) => [name, relaxed.duals[i] + 0]))
      : null;
  return {
    status: "optimal",
    value: outcome.value,
    values: named(matrix, outcome.point),
    prices,
    solver: "highs",
    proof: "highs",
  };
}
