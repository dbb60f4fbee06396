import { meets, wholeBound } from "./certify.ts";
import { isFeasible, LP_TOLERANCE, type Matrix, rounded, valueAt } from "./matrix.ts";
import { loadSimplex, type Relaxation, relax } from "./simplex.ts";

/** A proved answer to a small program; null where it could not be proved within the nodes. `duals` are those of the relaxation. */
export type SmallOutcome =
  | { readonly status: "optimal"; readonly point: Float64Array; readonly duals: Float64Array; readonly value: number }
  | { readonly status: "infeasible" }
  | null;

/** Columns up to which javascript-lp-solver is asked first. It was right up to 176 columns and wrong from 180 on. */
const SMALL = 100;

export function isSmall(matrix: Matrix): boolean {
  return matrix.cost.length <= SMALL;
}

/** Nodes after which HiGHS is the better way. */
const NODES = 60;

/**
 * Solves a small program by branch and bound over relaxations that javascript-lp-solver finds and our own dual bound
 * proves. Its own search for whole numbers has no limit but a clock and has been wrong, so it is not asked.
 */
export async function solveSmall(matrix: Matrix): Promise<SmallOutcome> {
  const solver = await loadSimplex();
  const root = relax(solver, matrix);
  if (!root || root.status === "infeasible") return root;
  let best: Float64Array | null = null;
  let bestValue = 0;
  const open: { readonly node: Matrix; readonly relaxed: Relaxation }[] = [{ node: matrix, relaxed: root }];
  for (let nodes = 1; ; ) {
    const next = open.pop();
    if (!next) break;
    const { node, relaxed } = next;
    if (!relaxed) return null;
    if (relaxed.status === "infeasible") continue;
    const bound = wholeBound(matrix, relaxed.bound);
    if (best && (meets(bestValue, bound) || matrix.sign * (bound - bestValue) < 0)) continue;
    const j = leastWhole(matrix, relaxed.point);
    if (j < 0) {
      const point = rounded(matrix, relaxed.point);
      if (!isFeasible(matrix, point)) return null;
      const value = valueAt(matrix, point);
      // rounding has cost something: this leaf is not proved
      if (!meets(value, relaxed.value)) return null;
      if (!best || matrix.sign * (value - bestValue) > 0) {
        best = point;
        bestValue = value;
      }
      continue;
    }
    nodes += 2;
    if (nodes > NODES) return null;
    const below = { ...node, upper: node.upper.with(j, Math.floor(relaxed.point[j])) };
    const above = { ...node, lower: node.lower.with(j, Math.floor(relaxed.point[j]) + 1) };
    // the side that the fraction is nearer to comes out of the stack first
    const nearUp = relaxed.point[j] - Math.floor(relaxed.point[j]) > 0.5;
    for (const child of nearUp ? [below, above] : [above, below]) {
      open.push({ node: child, relaxed: relax(solver, child) });
    }
  }
  return best ? { status: "optimal", point: best, duals: root.duals, value: bestValue } : { status: "infeasible" };
}

/** The integer column farthest from a whole number; −1 when all are whole. */
function leastWhole(matrix: Matrix, point: Float64Array): number {
  let worst = -1;
  let most = LP_TOLERANCE;
  for (let j = 0; j < point.length; j++) {
    const off = matrix.whole[j] ? Math.abs(point[j] - Math.round(point[j])) : 0;
    if (off > most) {
      most = off;
      worst = j;
    }
  }
  return worst;
}
