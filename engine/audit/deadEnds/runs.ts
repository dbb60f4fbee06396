/** Runs of cells of a kind between two rows, found by the platform's own search. */
export function eachRun(
  cells: Uint8Array,
  kind: 0 | 1,
  first: number,
  last: number,
  take: (from: number, end: number) => void,
): void {
  const other = kind === 1 ? 0 : 1;
  for (let from = cells.indexOf(kind, first); from >= 0 && from < last; ) {
    const next = cells.indexOf(other, from);
    const end = next < 0 || next > last ? last : next;
    take(from, end);
    if (end === last) return;
    from = cells.indexOf(kind, end);
  }
}
