import type { Model } from "javascript-lp-solver";
import { dualBound, meets } from "./certify.ts";
import { isFeasible, type Matrix, relaxed, valueAt } from "./matrix.ts";

/** The relaxation of a program, proved: nothing is better than `bound`, which the point meets; or no point exists. Null where javascript-lp-solver gave no answer that can be proved. */
export type Relaxation =
  | {
      readonly status: "optimal";
      readonly point: Float64Array;
      readonly duals: Float64Array;
      readonly value: number;
      readonly bound: number;
    }
  | { readonly status: "infeasible" }
  | null;

type Solver = typeof import("javascript-lp-solver")["default"];

let loading: Promise<Solver> | null = null;

/** javascript-lp-solver, loaded when first needed. This is the only file that knows it. */
export function loadSimplex(): Promise<Solver> {
  loading ??= import("javascript-lp-solver").then(({ default: solver }) => solver);
  return loading;
}

/** Solves a program with its integers taken as reals. Nothing javascript-lp-solver says is believed: points are put into the rows, values against our own dual bound. */
export function relax(solver: Solver, matrix: Matrix): Relaxation {
  for (let j = 0; j < matrix.lower.length; j++) {
    if (matrix.lower[j] > matrix.upper[j]) return { status: "infeasible" };
  }
  const found = optimum(solver, matrix);
  if (found === "unproved") return null;
  return found ?? (isProvedEmpty(solver, matrix) ? { status: "infeasible" } : null);
}

/** `unproved`: there is a point, but it is not shown to be the best; null: no point was found. */
function optimum(solver: Solver, matrix: Matrix): Relaxation | "unproved" {
  const found = raw(solver, matrix);
  if (!found) return null;
  const { point, duals } = found;
  if (!isFeasible(relaxed(matrix), point)) return null;
  const value = valueAt(matrix, point);
  const bound = dualBound(matrix, duals);
  return meets(value, bound) ? { status: "optimal", point, duals, value, bound } : "unproved";
}

/**
 * Columns up to which the solver is asked whether rows can hold together, those that oversteps need among them. It has been
 * seen to go in circles for ever on 212, whatever its own watch for cycles says.
 */
const MOST_STRETCHED = 120;

/** Whether the rows cannot hold together: every row may be overstepped at a price of one a unit, and the dual bound says that some price must be paid. */
function isProvedEmpty(solver: Solver, matrix: Matrix): boolean {
  const { rowLower, rowUpper, starts, columns, factors, lower, upper } = matrix;
  const n = lower.length;
  if (n + oversteps(matrix) > MOST_STRETCHED) return false;
  const entries: number[] = [];
  const parts: number[] = [];
  const begins = new Int32Array(rowLower.length + 1);
  let extra = 0;
  for (let i = 0; i < rowLower.length; i++) {
    for (let k = starts[i]; k < starts[i + 1]; k++) {
      entries.push(columns[k]);
      parts.push(factors[k]);
    }
    for (const way of [rowLower[i] > -Infinity ? 1 : 0, rowUpper[i] < Infinity ? -1 : 0]) {
      if (way === 0) continue;
      entries.push(n + extra++);
      parts.push(way);
    }
    begins[i + 1] = entries.length;
  }
  const stretched: Matrix = {
    ...matrix,
    sign: -1,
    cost: Float64Array.from({ length: n + extra }, (_, j) => (j < n ? 0 : 1)),
    lower: Float64Array.from({ length: n + extra }, (_, j) => (j < n ? lower[j] : 0)),
    upper: Float64Array.from({ length: n + extra }, (_, j) => (j < n ? upper[j] : Infinity)),
    whole: new Uint8Array(n + extra),
    starts: begins,
    columns: Int32Array.from(entries),
    factors: Float64Array.from(parts),
  };
  const least = optimum(solver, stretched);
  return least !== null && least !== "unproved" && least.status === "optimal" && least.bound > EMPTY;
}

/** Ways in which rows can be overstepped. */
function oversteps({ rowLower, rowUpper }: Matrix): number {
  let count = 0;
  for (let i = 0; i < rowLower.length; i++) {
    if (rowLower[i] > -Infinity) count++;
    if (rowUpper[i] < Infinity) count++;
  }
  return count;
}

/** Rows that must be overstepped by this much in all cannot hold together, in units of the rows. Well above the tolerance of one row. */
const EMPTY = 1e-4;

/** What the solver says, back in the program's own columns: unproved. Null when it calls the program infeasible, unbounded, or fails. */
function raw(solver: Solver, matrix: Matrix): { point: Float64Array; duals: Float64Array } | null {
  const { lower, upper, rowLower, rowUpper } = matrix;
  let solution: FullSolution;
  try {
    solution = solver.Solve(modelOf(matrix), undefined, true) as unknown as FullSolution;
  } catch {
    // an answer less, as when it finds none
    return null;
  }
  if (!solution.feasible || !solution.bounded) return null;
  const { solutionSet, _tableau: tableau } = solution;
  const part = (name: string) => solutionSet[name] ?? 0;
  const point = Float64Array.from(lower, (low, j) => {
    if (low > -Infinity) return low + part(`x${j}`);
    return upper[j] < Infinity ? upper[j] - part(`x${j}`) : part(`x${j}`) - part(`y${j}`);
  });
  const duals = new Float64Array(rowLower.length);
  const constraints = tableau.model?.constraints ?? [];
  let next = 0;
  /** Price of the solver's next condition: the cost left on its slack. */
  const price = () => {
    const column = tableau.colByVarIndex[constraints[next++]?.index ?? -1] ?? -1;
    return column > 0 ? -tableau.matrix[tableau.costRowIndex * tableau.width + column] : 0;
  };
  for (let i = 0; i < duals.length; i++) {
    // the order in which the solver takes `min` and `max` of one condition
    if (rowLower[i] > -Infinity) duals[i] -= price();
    if (rowUpper[i] < Infinity) duals[i] += price();
    duals[i] *= matrix.sign;
  }
  return { point, duals };
}

/** The part of the solver's full answer that its types do not show. */
interface FullSolution {
  readonly feasible: boolean;
  readonly bounded: boolean;
  readonly solutionSet: Readonly<Record<string, number | undefined>>;
  readonly _tableau: {
    readonly matrix: Float64Array;
    readonly width: number;
    readonly costRowIndex: number;
    readonly colByVarIndex: readonly number[];
    readonly model: { readonly constraints: readonly { readonly index: number }[] } | null;
  };
}

/**
 * The program as the solver takes it: a maximum over columns from zero upwards. `x3` counts from the lower bound of
 * column 3, or down from its upper one, or with `y3` both ways where it has neither.
 */
function modelOf(matrix: Matrix): Model {
  const { sign, cost, lower, upper, rowLower, rowUpper, starts, columns, factors } = matrix;
  const constraints: Record<string, { min?: number; max?: number }> = {};
  const variables: Record<string, Record<string, number>> = {};
  for (let j = 0; j < lower.length; j++) {
    const down = lower[j] === -Infinity && upper[j] < Infinity;
    variables[`x${j}`] = { worth: (down ? -1 : 1) * sign * cost[j] };
    if (lower[j] === -Infinity && upper[j] === Infinity) variables[`y${j}`] = { worth: -sign * cost[j] };
  }
  for (let i = 0; i < rowLower.length; i++) {
    let shift = 0;
    for (let k = starts[i]; k < starts[i + 1]; k++) {
      const j = columns[k];
      const base = lower[j] > -Infinity ? lower[j] : upper[j] < Infinity ? upper[j] : 0;
      const down = lower[j] === -Infinity && upper[j] < Infinity;
      shift += factors[k] * base;
      variables[`x${j}`][`r${i}`] = down ? -factors[k] : factors[k];
      const back = variables[`y${j}`];
      if (back) back[`r${i}`] = -factors[k];
    }
    constraints[`r${i}`] = {
      ...(rowLower[i] > -Infinity ? { min: rowLower[i] - shift } : {}),
      ...(rowUpper[i] < Infinity ? { max: rowUpper[i] - shift } : {}),
    };
  }
  for (let j = 0; j < lower.length; j++) {
    if (lower[j] === -Infinity || upper[j] === Infinity) continue;
    variables[`x${j}`][`u${j}`] = 1;
    constraints[`u${j}`] = { max: upper[j] - lower[j] };
  }
  return { optimize: "worth", opType: "max", constraints, variables };
}
