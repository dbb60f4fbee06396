import type { Matrix } from "./matrix.ts";

/** A reduced cost this small beside an infinite bound counts as zero: what is left of sums that cancel, relative to the largest cost. */
const NOTHING = 1e-9;

/**
 * What no point within the rows and bounds can better, worked out from prices by row (by weak duality: rows are priced
 * out of the way and each column takes its best end). It holds for any prices, so it proves an optimum however the
 * prices were found; wrong ones only make it loose. Infinite where the prices say nothing. Integers count as reals.
 */
export function dualBound(matrix: Matrix, prices: ArrayLike<number>): number {
  const { sign, lower, upper, cost, rowLower, rowUpper, starts, columns, factors } = matrix;
  // all in terms of a maximum; turned back at the end
  const reduced = Float64Array.from(cost, (value) => sign * value);
  let scale = 1;
  for (const value of reduced) scale = Math.max(scale, Math.abs(value));
  let bound = 0;
  for (let i = 0; i < rowLower.length; i++) {
    let price = sign * prices[i];
    // a price of the wrong sign for its row proves nothing
    if (Number.isNaN(price) || (price > 0 && rowUpper[i] === Infinity) || (price < 0 && rowLower[i] === -Infinity)) {
      price = 0;
    }
    if (price === 0) continue;
    bound += price * (price > 0 ? rowUpper[i] : rowLower[i]);
    for (let k = starts[i]; k < starts[i + 1]; k++) {
      const taken = price * factors[k];
      reduced[columns[k]] -= taken;
      scale = Math.max(scale, Math.abs(taken));
    }
  }
  for (let j = 0; j < reduced.length; j++) {
    const gain = reduced[j];
    if (gain === 0) continue;
    const end = gain > 0 ? upper[j] : lower[j];
    if (Number.isFinite(end)) bound += gain * end;
    else if (Math.abs(gain) > NOTHING * scale) return sign * Infinity;
  }
  return sign * bound;
}

/** The dual bound of a program whose objective can only be whole, cut to the next whole number it can reach. */
export function wholeBound(matrix: Matrix, bound: number): number {
  const { cost, whole, sign } = matrix;
  if (!cost.every((value, j) => value === 0 || (whole[j] === 1 && Number.isInteger(value)))) return bound;
  return sign === 1 ? Math.floor(bound + 1e-6) : Math.ceil(bound - 1e-6);
}

/** Whether a value meets its bound: closer than one part in a million. */
export function meets(value: number, bound: number): boolean {
  return Math.abs(value - bound) <= 1e-6 * Math.max(1, Math.abs(value));
}
