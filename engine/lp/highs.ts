import type { Highs, ModelData } from "highs";
import { isFeasible, LP_TOLERANCE, type Matrix, rounded, valueAt } from "./matrix.ts";

/** What HiGHS found. `bound`: no point is better than this, as far as HiGHS got. */
export type HighsOutcome =
  | { readonly status: "optimal"; readonly value: number; readonly point: Float64Array; readonly duals: Float64Array }
  | { readonly status: "infeasible" }
  | { readonly status: "unbounded" }
  | { readonly status: "stopped"; readonly point: Float64Array | null; readonly bound: number };

/** `whole`: as it is; `relaxed`: integers may be fractions; `feasible`: any point will do, the objective is left out. */
export type HighsTask = "whole" | "relaxed" | "feasible";

let loading: Promise<Highs> | null = null;

/** HiGHS itself, 3.5 MB of WebAssembly: loaded when first needed, once. This is the only file that knows it. */
export function loadHighs(): Promise<Highs> {
  // the package finds its .wasm beside itself by `new URL("highs.wasm", import.meta.url)`, which bundlers follow too
  loading ??= import("highs").then(({ default: load }) => load());
  return loading;
}

/** Solves with HiGHS: one thread, one seed, limited by nodes of its search, never by a clock. */
export async function solveHighs(matrix: Matrix, task: HighsTask, nodes: number): Promise<HighsOutcome> {
  const highs = await loadHighs();
  const integers = task !== "relaxed" && matrix.whole.includes(1);
  const outcome = run(highs, matrix, task, integers, nodes, LP_TOLERANCE);
  if (outcome.status !== "optimal" || !integers) return outcome;
  const point = rounded(matrix, outcome.point);
  if (isFeasible(matrix, point)) return { ...outcome, point, value: valueAt(matrix, point) };
  // whole only within HiGHS's own tolerance: once more, as strictly as it can
  const strict = run(highs, matrix, task, integers, nodes, STRICTEST);
  if (strict.status !== "optimal") return strict;
  const exact = rounded(matrix, strict.point);
  if (isFeasible(matrix, exact)) return { ...strict, point: exact, value: valueAt(matrix, exact) };
  return { status: "stopped", point: null, bound: strict.value };
}

/** The smallest tolerance HiGHS takes. */
const STRICTEST = 1e-10;

function run(
  highs: Highs,
  matrix: Matrix,
  task: HighsTask,
  integers: boolean,
  nodes: number,
  tolerance: number,
): HighsOutcome {
  const { modelStatus } = highs.constants;
  return highs.withModel(dataOf(highs, matrix, task, integers), (model): HighsOutcome => {
    model.options.set({
      output_flag: false,
      random_seed: 0,
      mip_max_nodes: nodes,
      mip_rel_gap: 0,
      mip_feasibility_tolerance: tolerance,
      primal_feasibility_tolerance: Math.min(tolerance, 1e-7),
      dual_feasibility_tolerance: 1e-7,
    });
    let status = model.run().modelStatus;
    if (status === modelStatus.unboundedOrInfeasible) {
      model.clearSolver();
      model.options.set("presolve", "off");
      status = model.run().modelStatus;
    }
    if (status === modelStatus.infeasible) return { status: "infeasible" };
    if (status === modelStatus.unbounded) return { status: "unbounded" };
    if (status === modelStatus.empty || status === modelStatus.optimal) {
      const { colValue, rowDual } = model.getSolution();
      return { status: "optimal", value: model.getObjectiveValue(), point: colValue, duals: rowDual };
    }
    const found = model.info.get("primal_solution_status") === highs.constants.solutionStatus.feasible;
    const point = found ? rounded(matrix, model.getSolution().colValue) : null;
    return {
      status: "stopped",
      point: point && isFeasible(matrix, point) ? point : null,
      bound: integers ? Number(model.info.get("mip_dual_bound")) : matrix.sign * Infinity,
    };
  });
}

function dataOf(highs: Highs, matrix: Matrix, task: HighsTask, integers: boolean): ModelData {
  const { objectiveSense } = highs.constants;
  const { starts, columns, factors, lower, upper, rowLower, rowUpper } = matrix;
  const count = { numCols: lower.length, numRows: rowLower.length };
  return {
    ...count,
    sense: matrix.sign === 1 ? objectiveSense.maximize : objectiveSense.minimize,
    colCost: task === "feasible" ? new Float64Array(count.numCols) : matrix.cost,
    colLower: lower,
    colUpper: upper,
    rowLower,
    rowUpper,
    matrix: { format: "csr", ...count, starts, indices: columns, values: factors },
    ...(integers ? { integrality: Array.from(matrix.whole, (whole) => (whole ? 1 : 0) as 0 | 1) } : {}),
  };
}
