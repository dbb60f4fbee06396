import type { Result } from "./run.ts";

/** What was computed before how fast: one line a case. */
export function row(result: Result): string {
  const { name, area, stalls, reference, real, bound, milliseconds, checksum, faults } = result;
  const cells: [text: string, width: number][] = [
    [`${Math.round(area)} m²`, 10],
    [`${stalls} stalls`, 12],
    [reference === null ? "" : `reference ${reference}`, 16],
    [gapTo(reference, stalls), 9],
    [bound === null ? "" : `bound ${bound}`, 12],
    [real === null ? "" : `real ${real}`, 10],
    [`${Math.round(milliseconds)} ms`, 10],
    [`checksum ${checksum}`, 21],
  ];
  const line = `${cells.map(([text, width]) => text.padStart(width)).join("")}  ${name}`;
  return [line, ...faults.map((fault) => `    FAULT ${fault}`)].join("\n");
}

/** A line of totals for a set. */
export function totals(set: string, results: readonly Result[]): string {
  const compared = results.filter((result) => result.reference !== null);
  const counted = results.filter((result) => result.real !== null);
  const reached = counted.filter((result) => result.stalls >= (result.real ?? 0)).length;
  const stalls = sum(compared, (result) => result.stalls);
  const reference = sum(compared, (result) => result.reference ?? 0);
  const below = compared.filter((result) => result.stalls < (result.reference ?? 0)).length;
  const parts = [
    `${set}: ${results.length} ${results.length === 1 ? "case" : "cases"}, ${sum(results, (result) => result.stalls)} stalls`,
    `reference ${reference} on ${compared.length}, ${gapTo(reference, stalls)}, ${below} below`,
    `real capacity reached on ${reached} of ${counted.length}`,
    `${Math.round(sum(results, (result) => result.milliseconds))} ms`,
  ];
  return parts.filter((_, i) => (i !== 1 || compared.length > 0) && (i !== 2 || counted.length > 0)).join("; ");
}

/** By how much a count differs from a reference, signed; empty where there is nothing to compare. */
function gapTo(reference: number | null, stalls: number): string {
  if (reference === null || reference === 0) return "";
  const percent = Math.round((1000 * (stalls - reference)) / reference) / 10;
  return `${percent === 0 ? "±" : percent < 0 ? "−" : "+"}${Math.abs(percent).toFixed(1)} %`;
}

function sum(results: readonly Result[], value: (result: Result) => number): number {
  return results.reduce((total, result) => total + value(result), 0);
}
