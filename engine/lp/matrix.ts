import type { Program } from "./program.ts";

/** How far a value may be from whole and still be read as whole, and a row or bound be overstepped, relative to its own size where that is above 1. */
export const LP_TOLERANCE = 1e-6;

/** A program as columns of numbers: the form both solvers, the certificates and the search for conflicts work on. Rows keep their order, columns too. */
export interface Matrix {
  readonly program: Program;
  readonly sign: 1 | -1;
  /** Bounds by column; of integer columns rounded inwards to whole numbers. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly cost: Float64Array;
  /** 1 where the column is an integer. */
  readonly whole: Uint8Array;
  /** Bounds by row: lower ≤ sum ≤ upper. */
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Terms of row i: entries from `starts[i]` to `starts[i + 1]` of `columns` and `factors`. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly factors: Float64Array;
}

/** Lays a program out in numbers. Throws where it is no program: a name twice, a term of no column, a number that is none. */
export function matrixOf(program: Program): Matrix {
  const { columns, rows } = program;
  const place = new Map(columns.map(({ name }, j) => [name, j]));
  if (place.size !== columns.length) throw new Error(`${program.name}: two columns have one name.`);
  if (new Set(rows.map(({ name }) => name)).size !== rows.length) {
    throw new Error(`${program.name}: two rows have one name.`);
  }
  const lower = new Float64Array(columns.length);
  const upper = new Float64Array(columns.length);
  const whole = new Uint8Array(columns.length);
  for (const [j, column] of columns.entries()) {
    if (Number.isNaN(column.lower) || Number.isNaN(column.upper) || !Number.isFinite(column.cost)) {
      throw new Error(`${program.name}: column ${column.name} has a bound or cost that is no number.`);
    }
    const integer = column.kind === "integer";
    whole[j] = integer ? 1 : 0;
    // HiGHS may give fractions for an integer column whose upper bound is one: only whole bounds go in
    lower[j] = integer ? Math.ceil(column.lower - LP_TOLERANCE) : column.lower;
    upper[j] = integer ? Math.floor(column.upper + LP_TOLERANCE) : column.upper;
  }
  const starts = new Int32Array(rows.length + 1);
  const entries: number[] = [];
  const factors: number[] = [];
  for (const [i, row] of rows.entries()) {
    if (!Number.isFinite(row.bound)) throw new Error(`${program.name}: row ${row.name} has a bound that is no number.`);
    const summed = new Map<number, number>();
    for (const [name, factor] of row.terms) {
      const j = place.get(name);
      if (j === undefined)
        throw new Error(`${program.name}: row ${row.name} has a term of ${name}, which is no column.`);
      if (!Number.isFinite(factor)) throw new Error(`${program.name}: row ${row.name} has a factor that is no number.`);
      summed.set(j, (summed.get(j) ?? 0) + factor);
    }
    for (const [j, factor] of summed) {
      if (factor === 0) continue;
      entries.push(j);
      factors.push(factor);
    }
    starts[i + 1] = entries.length;
  }
  return {
    program,
    sign: program.direction === "max" ? 1 : -1,
    lower,
    upper,
    cost: Float64Array.from(columns, ({ cost }) => cost),
    whole,
    rowLower: Float64Array.from(rows, ({ sense, bound }) => (sense === "<=" ? -Infinity : bound)),
    rowUpper: Float64Array.from(rows, ({ sense, bound }) => (sense === ">=" ? Infinity : bound)),
    starts,
    columns: Int32Array.from(entries),
    factors: Float64Array.from(factors),
  };
}

/** The same program with its integers taken as reals. */
export function relaxed(matrix: Matrix): Matrix {
  return { ...matrix, whole: new Uint8Array(matrix.whole.length) };
}

/** The same program where any point is as good as another. */
export function withoutCost(matrix: Matrix): Matrix {
  return { ...matrix, cost: new Float64Array(matrix.cost.length) };
}

/** The objective at a point. */
export function valueAt(matrix: Matrix, point: ArrayLike<number>): number {
  let value = 0;
  for (let j = 0; j < matrix.cost.length; j++) value += matrix.cost[j] * point[j];
  return value;
}

/** Whether a point keeps every row and bound within the tolerance and is whole where it must be. */
export function isFeasible(matrix: Matrix, point: ArrayLike<number>): boolean {
  const { lower, upper, whole, rowLower, rowUpper, starts, columns, factors } = matrix;
  for (let j = 0; j < lower.length; j++) {
    const x = point[j];
    if (!Number.isFinite(x)) return false;
    const slack = LP_TOLERANCE * Math.max(1, Math.abs(x));
    if (x < lower[j] - slack || x > upper[j] + slack) return false;
    if (whole[j] && Math.abs(x - Math.round(x)) > LP_TOLERANCE) return false;
  }
  for (let i = 0; i < rowLower.length; i++) {
    let activity = 0;
    let size = 1;
    for (let k = starts[i]; k < starts[i + 1]; k++) {
      const part = factors[k] * point[columns[k]];
      activity += part;
      size = Math.max(size, Math.abs(part));
    }
    if (activity < rowLower[i] - LP_TOLERANCE * size || activity > rowUpper[i] + LP_TOLERANCE * size) return false;
  }
  return true;
}

/** A point with its integer columns made exactly whole. */
export function rounded(matrix: Matrix, point: ArrayLike<number>): Float64Array {
  // + 0 turns a negative zero into the plain one
  return Float64Array.from(point, (x, j) => (matrix.whole[j] ? Math.round(x) : x) + 0);
}

/** Values of a point by the names of its columns. */
export function named(matrix: Matrix, point: ArrayLike<number>): Map<string, number> {
  return new Map(matrix.program.columns.map(({ name }, j) => [name, point[j]]));
}
