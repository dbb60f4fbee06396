import type { Ring } from "./geometry.ts";

/** Square cells from a corner; cell (column, row) has its centre half a cell in from its corner. Metres. */
export interface Lattice {
  readonly minX: number;
  readonly minY: number;
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
}

/** Places at whole steps of the plane, those of the first column and row so many steps from its origin. Metres. */
export interface Places {
  readonly step: number;
  readonly left: number;
  readonly bottom: number;
  readonly columns: number;
  readonly rows: number;
}

/** Whether a cell whose centre lies on the right or the upper rim belongs to what is drawn; on the others it does. */
export type Rim = "closed" | "half-open";

/** Where the sides of rings cut rows of cells, row after row; as long as the longest that was asked for. */
let cuts = new Float64Array(1024);

/** By row: where its cuts begin, and one more; and where they end so far. */
let starts = new Int32Array(256);
let ends = new Int32Array(256);

/**
 * Runs of cells whose centres lie in rings, even-odd, row by row from the left. Each side is looked at in its own rows
 * only, so that many short sides cost no more than a few long ones.
 * @param take the row, and its first and last column; draws nothing itself
 */
export function eachSpan(
  rings: readonly Ring[],
  { minX, minY, cell, columns, rows }: Lattice,
  rim: Rim,
  take: (row: number, from: number, to: number) => void,
): void {
  const [x, y] = [axisOf(minX, cell, columns), axisOf(minY, cell, rows)];
  spans(rings, x, y, rim, take);
}

/** Runs of places in rings, those on a rim with them, likewise. */
export function eachSpanOfPlaces(
  rings: readonly Ring[],
  { step, left, bottom, columns, rows }: Places,
  take: (row: number, from: number, to: number) => void,
): void {
  const x = { origin: 0, half: 0, whole: left, cell: step, count: columns };
  const y = { origin: 0, half: 0, whole: bottom, cell: step, count: rows };
  spans(rings, x, y, "closed", take);
}

/** Cells along an axis: cell n has its centre at `origin + (n + half + whole) * cell`, one of `half` and `whole` being 0. */
interface Axis {
  readonly origin: number;
  readonly half: number;
  readonly whole: number;
  readonly cell: number;
  readonly count: number;
}

function axisOf(origin: number, cell: number, count: number): Axis {
  return { origin, half: 0.5, whole: 0, cell, count };
}

function spans(
  rings: readonly Ring[],
  x: Axis,
  y: Axis,
  rim: Rim,
  take: (row: number, from: number, to: number) => void,
): void {
  const { origin, half, whole, cell, count } = y;
  const offset = half + whole;
  let [low, high] = [Infinity, -Infinity];
  for (let n = 0; n < rings.length; n++) {
    const ring = rings[n];
    for (let i = 1; i < ring.length; i += 2) {
      if (ring[i] < low) low = ring[i];
      if (ring[i] > high) high = ring[i];
    }
  }
  const bottom = Math.max(0, Math.ceil((low - origin) / cell - half) - whole);
  const top = Math.min(count - 1, lastBefore(high, origin, half, cell, rim) - whole);
  if (top < bottom) return;
  if (rings.length === 1 && rings[0].length <= 2 * FEW) {
    spansOfFew(rings[0], x, y, bottom, top, rim, take);
    return;
  }
  const height = top - bottom + 1;
  if (starts.length <= height) [starts, ends] = [new Int32Array(2 * height), new Int32Array(2 * height)];
  starts.fill(0, 0, height + 1);
  // twice over the sides: how many cut a row, then where
  for (let pass = 0; pass < 2; pass++) {
    for (let n = 0; n < rings.length; n++) {
      const ring = rings[n];
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        const y0 = ring[j + 1];
        const y1 = ring[i + 1];
        const from = y0 < y1 ? y0 : y1;
        const to = y0 < y1 ? y1 : y0;
        // a row before what was reckoned, for rounding
        let row = Math.max(bottom, Math.ceil((from - origin) / cell - half) - whole - 1);
        while (row <= top && origin + (row + offset) * cell < from) row++;
        for (; row <= top; row++) {
          const y = origin + (row + offset) * cell;
          if (y >= to) break;
          if (pass === 0) {
            starts[row - bottom + 1]++;
            continue;
          }
          const cut = ring[j] + ((y - y0) / (y1 - y0)) * (ring[i] - ring[j]);
          const first = starts[row - bottom];
          let at = ends[row - bottom]++;
          for (; at > first && cuts[at - 1] > cut; at--) cuts[at] = cuts[at - 1];
          cuts[at] = cut;
        }
      }
    }
    if (pass === 1) break;
    for (let k = 1; k <= height; k++) starts[k] += starts[k - 1];
    ends.set(starts.subarray(0, height));
    if (cuts.length < starts[height]) cuts = new Float64Array(2 * starts[height]);
  }
  for (let row = bottom; row <= top; row++) takeCuts(starts[row - bottom], ends[row - bottom], row, x, rim, take);
}

/** A ring of so few sides is asked row by row: which of them cut it. */
const FEW = 8;

function spansOfFew(
  ring: Ring,
  x: Axis,
  y: Axis,
  bottom: number,
  top: number,
  rim: Rim,
  take: (row: number, from: number, to: number) => void,
): void {
  const offset = y.half + y.whole;
  for (let row = bottom; row <= top; row++) {
    const at = y.origin + (row + offset) * y.cell;
    let many = 0;
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const y0 = ring[j + 1];
      const y1 = ring[i + 1];
      if (y0 <= at === y1 <= at) continue;
      const cut = ring[j] + ((at - y0) / (y1 - y0)) * (ring[i] - ring[j]);
      let to = many++;
      for (; to > 0 && cuts[to - 1] > cut; to--) cuts[to] = cuts[to - 1];
      cuts[to] = cut;
    }
    takeCuts(0, many, row, x, rim, take);
  }
}

/** Runs of cells between every two cuts of a row. */
function takeCuts(
  first: number,
  end: number,
  row: number,
  x: Axis,
  rim: Rim,
  take: (row: number, from: number, to: number) => void,
): void {
  for (let at = first; at + 1 < end; at += 2) {
    const from = Math.max(0, Math.ceil((cuts[at] - x.origin) / x.cell - x.half) - x.whole);
    const to = Math.min(x.count - 1, lastBefore(cuts[at + 1], x.origin, x.half, x.cell, rim) - x.whole);
    if (from <= to) take(row, from, to);
  }
}

/** The last cell whose centre comes before a place, whole steps apart. */
function lastBefore(place: number, origin: number, half: number, cell: number, rim: Rim): number {
  const at = (place - origin) / cell - half;
  return rim === "closed" ? Math.floor(at) : Math.ceil(at) - 1;
}
