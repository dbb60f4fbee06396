import { dualBound, meets, wholeBound } from "./certify.ts";
import { conflictOf } from "./conflict.ts";
import { type HighsOutcome, solveHighs } from "./highs.ts";
import { type Matrix, matrixOf, named, relaxed, valueAt } from "./matrix.ts";
import type { Program } from "./program.ts";
import { isSmall, solveSmall } from "./small.ts";

/** What came of a program: its status is a value, never an exception. */
export type Answer =
  | {
      readonly status: "optimal";
      readonly value: number;
      readonly values: ReadonlyMap<string, number>;
      /** By row: what the best value gains by one more unit of the row's bound; with integer columns that of the relaxation. Null where the relaxation has no optimum. */
      readonly prices: ReadonlyMap<string, number> | null;
      readonly solver: "javascript-lp-solver" | "highs";
      /** `dual bound`: our own arithmetic proves that nothing is better; `highs`: HiGHS's search says so. */
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

export interface Limits {
  /** Nodes of HiGHS's branch and bound. */
  readonly nodes?: number;
  /** Of a program that is infeasible no smallest conflict is looked for: it comes empty. Of thousands of columns that takes minutes. */
  readonly conflict?: "unsought";
  /** Asks HiGHS at once, also for a small program. */
  readonly solver?: "highs";
}

/** Nodes of branch and bound unless said otherwise. */
const NODES = 20_000;

/**
 * Solves a program to its optimum, or says why there is none. The same program gives the same answer, in Node and in
 * every browser. Throws only where it is no program (a name twice, a term of no column, a factor that is no number).
 */
export async function solveProgram(program: Program, limits: Limits = {}): Promise<Answer> {
  const matrix = matrixOf(program);
  const nodes = limits.nodes ?? NODES;
  if (isSmall(matrix) && limits.solver !== "highs") {
    const small = await solveSmall(matrix);
    if (small?.status === "infeasible") return infeasible(matrix, limits);
    if (small) {
      const { point, value } = small;
      const prices = pricesOf(matrix, small.duals);
      const values = named(matrix, point);
      return { status: "optimal", value, values, prices, solver: "javascript-lp-solver", proof: "dual bound" };
    }
  }
  const outcome = await solveHighs(matrix, nodes);
  return outcome.status === "infeasible" ? infeasible(matrix, limits) : answerOf(matrix, outcome, nodes);
}

async function infeasible(matrix: Matrix, { conflict }: Limits): Promise<Answer> {
  return { status: "infeasible", conflict: conflict === "unsought" ? [] : await conflictOf(matrix) };
}

type Other = Exclude<HighsOutcome, { readonly status: "infeasible" }>;

async function answerOf(matrix: Matrix, outcome: Other, nodes: number): Promise<Answer> {
  if (outcome.status === "unbounded") return { status: "unbounded" };
  if (outcome.status === "stopped") {
    const { point, bound } = outcome;
    const value = point && valueAt(matrix, point);
    const gap = value === null ? Infinity : Math.abs(bound - value) / Math.max(1, Math.abs(value));
    return { status: "stopped", value, values: point && named(matrix, point), bound, gap };
  }
  const { point, value } = outcome;
  const real = matrix.whole.includes(1) ? await solveHighs(relaxed(matrix), nodes) : outcome;
  const duals = real.status === "optimal" ? real.duals : null;
  return {
    status: "optimal",
    value,
    values: named(matrix, point),
    prices: duals && pricesOf(matrix, duals),
    solver: "highs",
    proof: duals && meets(value, wholeBound(matrix, dualBound(matrix, duals))) ? "dual bound" : "highs",
  };
}

function pricesOf(matrix: Matrix, duals: Float64Array): Map<string, number> {
  // + 0 turns a negative zero into the plain one
  return new Map(matrix.program.rows.map(({ name }, i) => [name, duals[i] + 0]));
}
