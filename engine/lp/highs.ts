import type { Highs, Model, ModelData } from "highs";
import { isFeasible, LP_TOLERANCE, type Matrix, rounded, valueAt, withoutCost } from "./matrix.ts";

/** What HiGHS found. */
export type HighsOutcome =
  | {
      readonly status: "optimal";
      readonly value: number;
      readonly point: Float64Array;
      /** Price by row; without meaning where a column is an integer. */
      readonly duals: Float64Array;
    }
  | { readonly status: "infeasible" }
  | { readonly status: "unbounded" }
  /** `bound`: no point is better than this. */
  | { readonly status: "stopped"; readonly point: Float64Array | null; readonly bound: number };

let loading: Promise<Highs> | null = null;

/** HiGHS itself, 3.5 MB of WebAssembly: loaded when first needed, once. This is the only file that knows it. */
export function loadHighs(): Promise<Highs> {
  // the package finds its .wasm beside itself by `new URL("highs.wasm", import.meta.url)`, which bundlers follow too
  loading ??= import("highs").then(({ default: load }) => load());
  return loading;
}

/** Solves with HiGHS: one thread, one seed, limited by nodes of its search, never by a clock. */
export async function solveHighs(matrix: Matrix, nodes: number): Promise<HighsOutcome> {
  const highs = await loadHighs();
  try {
    return outcomeOf(highs, matrix, nodes);
  } catch (error) {
    // an instance that has stopped in the middle, out of memory perhaps, is no good for the next program
    loading = null;
    throw error;
  }
}

function outcomeOf(highs: Highs, matrix: Matrix, nodes: number): HighsOutcome {
  const outcome = run(highs, matrix, nodes, LP_TOLERANCE);
  if (outcome.status === "unbounded") return unboundedOr(highs, matrix, nodes);
  if (outcome.status !== "optimal" || !matrix.whole.includes(1)) return outcome;
  const whole = wholeOutcome(matrix, outcome);
  if (whole) return whole;
  // whole only within HiGHS's own tolerance: once more, as strictly as it can
  const strict = run(highs, matrix, nodes, STRICTEST);
  if (strict.status !== "optimal") return strict;
  return wholeOutcome(matrix, strict) ?? { status: "stopped", point: null, bound: strict.value };
}

/** The smallest tolerance HiGHS takes. */
const STRICTEST = 1e-10;

/** An optimum made exactly whole; null where its rows then no longer hold. */
function wholeOutcome(matrix: Matrix, outcome: HighsOutcome & { status: "optimal" }): HighsOutcome | null {
  const point = rounded(matrix, outcome.point);
  return isFeasible(matrix, point) ? { ...outcome, point, value: valueAt(matrix, point) } : null;
}

/** HiGHS calls a program unbounded when its relaxation is: it may still have no whole point at all. */
function unboundedOr(highs: Highs, matrix: Matrix, nodes: number): HighsOutcome {
  const any = run(highs, withoutCost(matrix), nodes, LP_TOLERANCE);
  if (any.status === "infeasible") return any;
  if (any.status === "stopped" && any.point === null) {
    return { status: "stopped", point: null, bound: matrix.sign * Infinity };
  }
  return { status: "unbounded" };
}

function run(highs: Highs, matrix: Matrix, nodes: number, tolerance: number): HighsOutcome {
  const { modelStatus } = highs.constants;
  return highs.withModel(dataOf(highs, matrix), (model): HighsOutcome => {
    model.options.set({
      output_flag: false,
      random_seed: 0,
      mip_max_nodes: nodes,
      mip_rel_gap: 0,
      mip_feasibility_tolerance: tolerance,
      primal_feasibility_tolerance: Math.min(tolerance, 1e-7),
    });
    let status = statusOf(model);
    if (status === null || status === modelStatus.unboundedOrInfeasible) {
      // its presolve gives up on some programs with open integer columns; the search itself may still decide
      model.clearSolver();
      model.options.set("presolve", "off");
      status = statusOf(model);
    }
    if (status === null) return { status: "stopped", point: null, bound: matrix.sign * Infinity };
    if (status === modelStatus.infeasible) return { status: "infeasible" };
    if (status === modelStatus.unbounded || status === modelStatus.unboundedOrInfeasible)
      return { status: "unbounded" };
    if (status === modelStatus.empty || status === modelStatus.optimal) {
      const { colValue, rowDual } = model.getSolution();
      return { status: "optimal", value: valueAt(matrix, colValue), point: colValue, duals: rowDual };
    }
    const found = model.info.get("primal_solution_status") === highs.constants.solutionStatus.feasible;
    const point = found ? rounded(matrix, model.getSolution().colValue) : null;
    return {
      status: "stopped",
      point: point && isFeasible(matrix, point) ? point : null,
      bound: matrix.whole.includes(1) ? Number(model.info.get("mip_dual_bound")) : matrix.sign * Infinity,
    };
  });
}

/** Runs once; null where HiGHS reports a fault of its own instead of a status. */
function statusOf(model: Model): number | null {
  try {
    return model.run().modelStatus;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("run failed")) return null;
    throw error;
  }
}

function dataOf(highs: Highs, matrix: Matrix): ModelData {
  const { objectiveSense, variableType } = highs.constants;
  const { sign, cost, whole, starts, columns, factors, lower, upper, rowLower, rowUpper } = matrix;
  const size = { numCols: lower.length, numRows: rowLower.length };
  const integrality = {
    integrality: Array.from(whole, (one) => (one ? variableType.integer : variableType.continuous)),
  };
  return {
    ...size,
    sense: sign === 1 ? objectiveSense.maximize : objectiveSense.minimize,
    colCost: cost,
    colLower: lower,
    colUpper: upper,
    rowLower,
    rowUpper,
    matrix: { format: "csr", ...size, starts, indices: columns, values: factors },
    ...(whole.includes(1) ? integrality : {}),
  };
}
