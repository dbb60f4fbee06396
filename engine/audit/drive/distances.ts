import { checked, hold, kernel } from "../kernel.ts";

// How far cells are from the other kind, by two sweeps with steps of 1 and √2 (Borgefors 1986): at most 8 % more than the
// true distance. There are few such distances up to a limit, so that a cell holds the rank of its own among them: whole
// numbers, the same in whatever order cells are swept.

/** Cells farther than this from the other kind are as far as this: 2.2 m at least, where nobody asks for more than 2. */
export const FAR = 11;

/** By rank: cells; the first is nothing, the last is `FAR`. */
const DISTANCES: Float64Array = distancesUpTo(FAR);

const LAST = DISTANCES.length - 1;

/** What is paved has this and its rank. */
const PAVED_FROM = 128;

/** Of cells farther than the last. */
const INNERMOST = PAVED_FROM + LAST;
const OUTERMOST = PAVED_FROM - 1 - LAST;

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

/** By row of a cell: its rank, and what may be driven on there: the rank, and nothing where the cell is closed. */
export interface Ranked {
  readonly ranks: Ranks;
  readonly footing: Ranks;
}

/**
 * Ranks the cells of some boxes; those around them hold. The outermost cells, which are not paved, are only looked at.
 * @param ranks as they were; null: nothing is known yet, and the boxes cover all cells
 * @param kinds by row of a cell, at least one a cell; `paved` is the kind of those that are, `closed` of those that stand
 */
export function rank(
  ranks: Ranks | null,
  size: Size,
  kinds: Uint8Array,
  { paved, closed }: { paved: number; closed: number },
  boxes: readonly Box[],
): Ranked {
  const { columns, rows } = size;
  const cells = columns * rows;
  const spans = spansOf(boxes, size);
  withTables();
  hold(null);
  checked(kernel.openRanks(cells, spans.length / 3));
  const bytes = new Uint8Array(kernel.memory.buffer);
  const [at, out] = [kernel.rankColumn(1), kernel.rankColumn(3)];
  bytes.set(kinds.subarray(0, cells), kernel.rankColumn(0));
  if (ranks !== null) bytes.set(ranks, at);
  new Int32Array(kernel.memory.buffer, kernel.rankColumn(2), spans.length).set(spans);
  kernel.rankCells(columns, rows, spans.length / 3, paved, closed, INNERMOST, OUTERMOST);
  return { ranks: bytes.slice(at, at + cells), footing: bytes.slice(out, out + cells) };
}

/** Cells across and along. */
interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The cells of boxes together as spans of a row, a first and a last column, row by row from the left, none twice. */
function spansOf(boxes: readonly Box[], { columns, rows }: Size): Int32Array {
  const spans: number[] = [];
  const sorted = [...boxes].sort((a, b) => a.left - b.left);
  for (let row = 0; row < rows; row++) {
    let [from, to] = [0, -1];
    for (const { left, low, right, high } of sorted) {
      if (row < low || row > high) continue;
      if (left > to + 1 && to >= from) {
        spans.push(row, from, to);
        from = left;
      } else if (to < from) from = Math.max(0, left);
      to = Math.max(to, Math.min(columns - 1, right));
    }
    if (to >= from) spans.push(row, from, to);
  }
  return Int32Array.from(spans);
}

let hasTables = false;

/** The driver knows what a step costs once for all. */
function withTables(): void {
  if (hasTables) return;
  const [straight, straightOff] = ranksAfter(1);
  const [aslant, aslantOff] = ranksAfter(Math.SQRT2);
  [straight, aslant, straightOff, aslantOff].forEach((table, n) => {
    new Uint8Array(kernel.memory.buffer).set(table, kernel.rankTable(n));
  });
  hasTables = true;
}

/** All sums of 1 and √2 up to a limit, the least first. */
function distancesUpTo(most: number): Float64Array {
  const sums: number[] = [];
  for (let aslant = 0; aslant * Math.SQRT2 <= most; aslant++)
    for (let straight = 0; straight + aslant * Math.SQRT2 <= most; straight++)
      sums.push(straight + aslant * Math.SQRT2);
  return Float64Array.from(sums).sort();
}

/** By what a cell has: what its neighbour has that is paved, a step farther in, and one that is not, farther off; the last for what is farther than the last. */
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
