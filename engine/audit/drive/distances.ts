// How far cells are from the other kind, by two sweeps with steps of 1 and √2 (Borgefors 1986): at most 8 % more than the
// true distance. There are few such distances up to a limit, so that a cell holds the rank of its own among them: whole
// numbers, the same in whatever order cells are swept.

/** Cells farther than this from the other kind are as far as this: 3.2 m at least, where nobody asks for more than 2. */
export const FAR = 16;

/** By rank: cells; the first is nothing, the last is `FAR`. */
export const DISTANCES: Float64Array = distancesUpTo(FAR);

const LAST = DISTANCES.length - 1;

/** By rank: the rank of what is a step farther, straight on and aslant. */
const STRAIGHT = ranksAfter(1);
const ASLANT = ranksAfter(Math.SQRT2);

/** Cells from one column and row to others, both included. */
export interface Box {
  readonly left: number;
  readonly low: number;
  readonly right: number;
  readonly high: number;
}

/** By cell: the rank of its distance from the other kind; nothing for what is of the other kind. */
export interface Ranks {
  readonly columns: number;
  readonly rows: number;
  /** Of paved cells from the nearest that is not. */
  readonly paved: Uint8Array;
  /** Of those that are not from the nearest that is. */
  readonly bare: Uint8Array;
}

export function ranksOf(columns: number, rows: number): Ranks {
  return { columns, rows, paved: new Uint8Array(columns * rows), bare: new Uint8Array(columns * rows) };
}

export function copied({ columns, rows, paved, bare }: Ranks): Ranks {
  return { columns, rows, paved: paved.slice(), bare: bare.slice() };
}

export function widened({ left, low, right, high }: Box, by: number): Box {
  return { left: left - by, low: low - by, right: right + by, high: high + by };
}

/**
 * Ranks the cells of some boxes; those around them hold. The outermost cells, which are not paved, are only looked at.
 * @param isPaved by row of a cell
 */
export function rank(ranks: Ranks, isPaved: (k: number) => boolean, boxes: readonly Box[]): void {
  const { columns, paved, bare } = ranks;
  const spans = spansOf(boxes, ranks);
  for (const { row, from, to } of spans) {
    for (let k = row * columns + from; k <= row * columns + to; k++) {
      paved[k] = isPaved(k) ? LAST : 0;
      bare[k] = LAST - paved[k];
    }
  }
  for (const { row, from, to } of spans) {
    if (row === 0 || row + 1 === ranks.rows) continue;
    const last = Math.min(columns - 2, to);
    for (let i = Math.max(1, from); i <= last; i++) pull(paved, bare, row * columns + i, -1, -columns);
  }
  for (let n = spans.length - 1; n >= 0; n--) {
    const { row, from, to } = spans[n];
    if (row === 0 || row + 1 === ranks.rows) continue;
    const first = Math.max(1, from);
    for (let i = Math.min(columns - 2, to); i >= first; i--) pull(paved, bare, row * columns + i, 1, columns);
  }
}

/** A cell is no farther than over any of the four neighbours that have been swept before it. */
function pull(paved: Uint8Array, bare: Uint8Array, k: number, along: number, across: number): void {
  const ranks = paved[k] > 0 ? paved : bare;
  const straight = STRAIGHT[Math.min(ranks[k + along], ranks[k + across])];
  const aslant = ASLANT[Math.min(ranks[k + across + along], ranks[k + across - along])];
  ranks[k] = Math.min(ranks[k], straight, aslant);
}

/** Columns of one row, both included. */
interface Span {
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/** The cells of boxes together, row by row from the left, none twice. */
function spansOf(boxes: readonly Box[], { columns, rows }: Ranks): Span[] {
  const spans: Span[] = [];
  const sorted = [...boxes].sort((a, b) => a.left - b.left);
  for (let row = 0; row < rows; row++) {
    let [from, to] = [0, -1];
    for (const { left, low, right, high } of sorted) {
      if (row < low || row > high) continue;
      if (left > to + 1 && to >= from) {
        spans.push({ row, from, to });
        from = left;
      } else if (to < from) from = Math.max(0, left);
      to = Math.max(to, Math.min(columns - 1, right));
    }
    if (to >= from) spans.push({ row, from, to });
  }
  return spans;
}

/** All sums of 1 and √2 up to a limit, the least first. */
function distancesUpTo(most: number): Float64Array {
  const sums: number[] = [];
  for (let aslant = 0; aslant * Math.SQRT2 <= most; aslant++)
    for (let straight = 0; straight + aslant * Math.SQRT2 <= most; straight++)
      sums.push(straight + aslant * Math.SQRT2);
  return Float64Array.from(sums).sort();
}

/** The last rank for what is farther than the last. */
function ranksAfter(step: number): Uint8Array {
  return Uint8Array.from(DISTANCES, (distance) => {
    // sums of the same steps in another order differ in their last digit
    const row = DISTANCES.findIndex((other) => other > distance + step - 1e-9);
    return row < 0 ? LAST : row;
  });
}
