import type { Result } from "./run.ts";

/** What was computed before how fast: one line a case, a line of totals a set. */
export function row(result: Result): string {
  const { name, area, stalls, reference, real, bound, milliseconds, checksum, breaches } = result;
  const gap = reference === null || reference === 0 ? "" : `${signed((100 * (stalls - reference)) / reference)} %`;
  return [
    `${Math.round(area)} m²`.padStart(10),
    `${stalls} stalls`.padStart(12),
    reference === null ? "".padStart(17) : `reference ${reference}`.padStart(17),
    gap.padStart(9),
    (bound === null ? "" : `bound ${bound}`).padStart(12),
    (real === null ? "" : `real ${real}`).padStart(9),
    `${Math.round(milliseconds)} ms`.padStart(9),
    `checksum ${checksum}`.padStart(20),
    `  ${name}${breaches > 0 ? `  ${breaches} NEW BREACHES` : ""}`,
  ].join("");
}

export function totals(set: string, results: readonly Result[]): string {
  const compared = results.filter((result) => result.reference !== null);
  const sum = (of: readonly Result[], value: (result: Result) => number | null) =>
    of.reduce((total, one) => total + (value(one) ?? 0), 0);
  const withReal = results.filter((result) => result.real !== null);
  const reached = withReal.filter((result) => result.stalls >= (result.real ?? 0)).length;
  return [
    `${set}: ${results.length} cases, ${sum(results, (one) => one.stalls)} stalls`,
    compared.length > 0
      ? `; ${sum(compared, (one) => one.stalls)} on ${compared.length} with a reference of ${sum(compared, (one) => one.reference)}`
      : "",
    withReal.length > 0 ? `; real capacity reached on ${reached} of ${withReal.length}` : "",
    `; ${Math.round(sum(results, (one) => one.milliseconds))} ms`,
  ].join("");
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)}`;
}
