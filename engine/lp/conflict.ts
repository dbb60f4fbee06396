import { solveHighs } from "./highs.ts";
import { type Matrix, relaxed, withoutCost } from "./matrix.ts";
import { isSmall, solveSmall } from "./small.ts";

/** One thing that can be left out of a program: a row, or one end of a column. */
interface Member {
  readonly name: string;
  readonly kind: "row" | "lower" | "upper";
  readonly at: number;
}

/** Nodes for one question of the filter: a program with open integer columns can be searched for ever. */
const NODES = 1000;

/**
 * A smallest set of rows and bounds of an infeasible program that cannot hold together: leaving out any one of them
 * leaves a program that has a solution (columns stay whole). A deletion filter: stretches of members are left out, in
 * halves, while the rest stays impossible, bounds first, then rows from the last; first with integers as reals, which
 * is quick, then as they are. Where HiGHS cannot decide within its nodes, a member stays in.
 */
export async function conflictOf(matrix: Matrix): Promise<readonly string[]> {
  const any = withoutCost(matrix);
  const isEmpty = (members: readonly Member[]) => isInfeasible(restricted(any, members));
  const isEmptyOfReals = (members: readonly Member[]) => isInfeasible(restricted(relaxed(any), members));
  const all = membersOf(matrix);
  const rough = (await isEmptyOfReals(all)) ? await filtered(all, isEmptyOfReals) : all;
  const kept = matrix.whole.includes(1) ? await filtered(rough, isEmpty) : rough;
  return kept.map(({ name }) => name);
}

async function isInfeasible(matrix: Matrix): Promise<boolean> {
  const small = isSmall(matrix) ? await solveSmall(matrix) : null;
  return (small ?? (await solveHighs(matrix, NODES))).status === "infeasible";
}

/** Leaves out what is not needed: stretches get shorter until each single member has been tried. */
async function filtered(
  members: readonly Member[],
  isEmpty: (members: readonly Member[]) => Promise<boolean>,
): Promise<readonly Member[]> {
  let kept = members;
  for (let length = Math.ceil(kept.length / 2); length >= 1; length = length === 1 ? 0 : Math.ceil(length / 2)) {
    for (let from = 0; from < kept.length; ) {
      const without = [...kept.slice(0, from), ...kept.slice(from + length)];
      if (await isEmpty(without)) kept = without;
      else from += length;
    }
  }
  return kept;
}

/** The program with these members only: other rows say nothing, other ends of columns are open. */
function restricted(matrix: Matrix, members: readonly Member[]): Matrix {
  const lower = new Float64Array(matrix.lower.length).fill(-Infinity);
  const upper = new Float64Array(matrix.upper.length).fill(Infinity);
  const rowLower = new Float64Array(matrix.rowLower.length).fill(-Infinity);
  const rowUpper = new Float64Array(matrix.rowUpper.length).fill(Infinity);
  for (const { kind, at } of members) {
    if (kind === "lower") lower[at] = matrix.lower[at];
    if (kind === "upper") upper[at] = matrix.upper[at];
    if (kind === "row") {
      rowLower[at] = matrix.rowLower[at];
      rowUpper[at] = matrix.rowUpper[at];
    }
  }
  return { ...matrix, lower, upper, rowLower, rowUpper };
}

function membersOf({ program, lower, upper }: Matrix): Member[] {
  const bounds = program.columns.flatMap(({ name }, j): Member[] => [
    ...(lower[j] > -Infinity ? [{ name: `${name} >= ${lower[j]}`, kind: "lower" as const, at: j }] : []),
    ...(upper[j] < Infinity ? [{ name: `${name} <= ${upper[j]}`, kind: "upper" as const, at: j }] : []),
  ]);
  const rows = program.rows.map(({ name }, i): Member => ({ name, kind: "row", at: i }));
  return [...bounds, ...rows.reverse()];
}
