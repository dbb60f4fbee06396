// How far cells are from the other kind, by two sweeps with steps of 1 and √2 (Borgefors 1986): at most 8 % more than the
// true distance. There are few such distances up to a limit, so that a cell holds the rank of its own among them: whole
// numbers, the same in whatever order cells are swept.

/** Cells farther than this from the other kind are as far as this: 3.2 m at least, where nobody asks for more than 2. */
export const FAR = 16;

/** By rank: cells; the first is nothing, the last is `FAR`. */
const DISTANCES: Float64Array = distancesUpTo(FAR);

const LAST = DISTANCES.length - 1;

/** What is paved has this and its rank. */
const PAVED_FROM = 128;

/** Of cells farther than the last. */
const INNERMOST = PAVED_FROM + LAST;
const OUTERMOST = PAVED_FROM - 1 - LAST;

/** By what a cell has: what its neighbour has that is paved, a step farther in, straight on or aslant; and one that is not, farther off. */
const [STRAIGHT, STRAIGHT_OFF] = ranksAfter(1);
const [ASLANT, ASLANT_OFF] = ranksAfter(Math.SQRT2);

/** Cells from one column and row to others, both included. */
export interface Box {
  readonly left: number;
  readonly low: number;
  readonly right: number;
  readonly high: number;
}

/**
 * By cell: how far it lies in what is paved, `PAVED_FROM` and its rank, or off it, that less its rank and one. The more, the
 * better to drive on: one look tells what a body may stand on.
 */
export type Ranks = Uint8Array;

/** The rank that cells have which are so many metres or more from what is not paved; more than any where none are so far. */
export function innermost(metres: number, cell: number): number {
  const at = DISTANCES.findIndex((distance) => Math.fround(distance * cell) >= metres);
  return PAVED_FROM + (at < 0 ? LAST + 1 : at);
}

/** The least rank of cells that are up to so many metres off what is paved. */
export function outermost(metres: number, cell: number): number {
  let at = LAST;
  while (at > 0 && Math.fround(DISTANCES[at] * cell) > metres) at--;
  return at === 0 ? PAVED_FROM : PAVED_FROM - 1 - at;
}

export function widened({ left, low, right, high }: Box, by: number): Box {
  return { left: left - by, low: low - by, right: right + by, high: high + by };
}

/**
 * Ranks the cells of some boxes; those around them hold. The outermost cells, which are not paved, are only looked at.
 * @param kinds by row of a cell; `paved` is the kind of those that are
 */
export function rank(ranks: Ranks, size: Size, kinds: Uint8Array, paved: number, boxes: readonly Box[]): void {
  const { columns, rows } = size;
  const spans = spansOf(boxes, size);
  for (let n = 0; n < spans.length; n++) {
    const { row, from, to } = spans[n];
    const last = row * columns + to;
    for (let k = row * columns + from; k <= last; k++) ranks[k] = kinds[k] === paved ? INNERMOST : OUTERMOST;
  }
  for (let n = 0; n < spans.length; n++) {
    const { row, from, to } = spans[n];
    if (row === 0 || row + 1 === rows) continue;
    pull(ranks, row * columns + Math.max(1, from), row * columns + Math.min(columns - 2, to), 1, columns);
  }
  for (let n = spans.length - 1; n >= 0; n--) {
    const { row, from, to } = spans[n];
    if (row === 0 || row + 1 === rows) continue;
    pull(ranks, row * columns + Math.min(columns - 2, to), row * columns + Math.max(1, from), -1, columns);
  }
}

/** A sweep along cells of a row: none is farther than over any of the four neighbours that have been swept before it. */
function pull(ranks: Ranks, first: number, last: number, step: 1 | -1, columns: number): void {
  const across = step * columns;
  for (let k = first, left = (last - first) * step; left >= 0; k += step, left--) {
    const own = ranks[k];
    const a = ranks[k - step];
    const b = ranks[k - across];
    const c = ranks[k - across - step];
    const d = ranks[k - across + step];
    if (own >= PAVED_FROM) {
      const straight = STRAIGHT[a < b ? a : b];
      const aslant = ASLANT[c < d ? c : d];
      const least = straight < aslant ? straight : aslant;
      if (least < own) ranks[k] = least;
    } else {
      const straight = STRAIGHT_OFF[a > b ? a : b];
      const aslant = ASLANT_OFF[c > d ? c : d];
      const most = straight > aslant ? straight : aslant;
      if (most > own) ranks[k] = most;
    }
  }
}

/** Cells across and along. */
interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Columns of one row, both included. */
interface Span {
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/** The cells of boxes together, row by row from the left, none twice. */
function spansOf(boxes: readonly Box[], { columns, rows }: Size): Span[] {
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

/** A step farther in and farther off; the last for what is farther than the last. */
function ranksAfter(step: number): readonly [paved: Uint8Array, off: Uint8Array] {
  const after = DISTANCES.map((distance) => {
    // sums of the same steps in another order differ in their last digit
    const at = DISTANCES.findIndex((other) => other > distance + step - 1e-9);
    return at < 0 ? LAST : at;
  });
  const last = PAVED_FROM - 1;
  const afterRank = (rank: number) => after[Math.min(LAST, Math.max(0, rank))];
  const paved = Uint8Array.from({ length: 256 }, (_, own) => PAVED_FROM + afterRank(own - PAVED_FROM));
  const off = Uint8Array.from({ length: 256 }, (_, own) => last - afterRank(last - own));
  return [paved, off];
}
