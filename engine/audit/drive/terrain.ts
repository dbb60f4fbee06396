import type { Area, Line, Ring } from "../../model/geometry.ts";

/** Side of a cell, metres, and the most cells there are: wide sites get larger ones. */
const CELL = 0.2;
const MOST_CELLS = 1_500_000;

/**
 * Ground to be driven over, as square cells looked up by position. What is paved needs nothing; ground that could be
 * paved needs as many metres as it lies off the pavement; what stands cannot be driven over at all.
 */
export interface Terrain {
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
  /** Row of a position; -1 beyond the ground. */
  at(x: number, y: number): number;
  centre(row: number): readonly [x: number, y: number];
  /** By cell: metres beyond paved ground; Infinity where something stands. */
  readonly need: Float32Array;
  /** By cell: metres to the nearest ground that is not paved. */
  readonly room: Float32Array;
}

/** What a terrain is made of; later ones cover earlier ones. */
export interface Layers {
  /** All of it, the street before the gates too. */
  readonly whole: readonly Area[];
  /** Not paved today, but it could be. */
  readonly soft: readonly Area[];
  /** No pavement, and not to be paved either. */
  readonly closed: readonly Area[];
  /** Likewise round trees, where the ground is not paved today. */
  readonly roots: readonly { readonly at: readonly [number, number]; readonly radius: number }[];
  /** Paved whatever lies there: roads, aisles, lanes. */
  readonly paved: readonly Area[];
  /** What stands. */
  readonly hard: readonly Area[];
  /** Round things that stand. */
  readonly posts: readonly { readonly at: readonly [number, number]; readonly radius: number }[];
}

const OUTSIDE = 0;
const SOFT = 1;
const PAVED = 2;

export function terrainOf({ whole, soft, closed, roots, paved, hard, posts }: Layers): Terrain {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { shell } of whole) {
    for (let i = 0; i < shell.length; i += 2) {
      minX = Math.min(minX, shell[i]);
      maxX = Math.max(maxX, shell[i]);
      minY = Math.min(minY, shell[i + 1]);
      maxY = Math.max(maxY, shell[i + 1]);
    }
  }
  const cell = Math.max(CELL, Math.sqrt(((maxX - minX) * (maxY - minY)) / MOST_CELLS));
  const columns = Math.ceil((maxX - minX) / cell) + 2;
  const rows = Math.ceil((maxY - minY) / cell) + 2;
  const kinds = new Uint8Array(columns * rows);
  const fill = (areas: readonly Area[], kind: number) => {
    for (const area of areas) paint(area, kind);
  };
  const paint = ({ shell, holes }: Area, kind: number) => {
    for (const [row, from, to] of spansOf([shell, ...holes], minX - cell, minY - cell, cell, columns, rows)) {
      kinds.fill(kind, row * columns + from, row * columns + to + 1);
    }
  };
  const column = (x: number) => Math.floor((x - minX) / cell) + 1;
  const row = (y: number) => Math.floor((y - minY) / cell) + 1;
  const stand = (at: readonly [number, number], radius: number, where: (kind: number) => boolean) => {
    for (let j = Math.max(0, row(at[1] - radius)); j <= Math.min(rows - 1, row(at[1] + radius)); j++) {
      for (let i = Math.max(0, column(at[0] - radius)); i <= Math.min(columns - 1, column(at[0] + radius)); i++) {
        const [dx, dy] = [minX + (i - 0.5) * cell - at[0], minY + (j - 0.5) * cell - at[1]];
        const isIn = dx * dx + dy * dy <= radius * radius || (i === column(at[0]) && j === row(at[1]));
        if (isIn && where(kinds[j * columns + i])) kinds[j * columns + i] = OUTSIDE;
      }
    }
  };
  fill(whole, PAVED);
  fill(soft, SOFT);
  fill(closed, OUTSIDE);
  fill(paved, PAVED);
  for (const { at, radius } of roots) stand(at, radius, (kind) => kind === SOFT);
  fill(hard, OUTSIDE);
  for (const { at, radius } of posts) stand(at, radius, () => true);
  const off = distances(kinds, columns, rows, (kind) => kind === PAVED);
  const need = off.map((steps, k) => (kinds[k] === OUTSIDE ? Infinity : kinds[k] === PAVED ? 0 : steps * cell));
  const room = distances(kinds, columns, rows, (kind) => kind !== PAVED).map((steps) => steps * cell);
  return {
    cell,
    columns,
    rows,
    need,
    room,
    at(x, y) {
      const [i, j] = [column(x), row(y)];
      return i < 0 || j < 0 || i >= columns || j >= rows ? -1 : j * columns + i;
    },
    centre: (k) => [minX + ((k % columns) - 0.5) * cell, minY + (Math.floor(k / columns) - 0.5) * cell],
  };
}

/** Runs of cells whose centres lie in rings, even-odd: [row, first column, last column]. */
function* spansOf(
  rings: readonly Ring[],
  minX: number,
  minY: number,
  cell: number,
  columns: number,
  rows: number,
): Generator<readonly [row: number, from: number, to: number]> {
  let [low, high] = [Infinity, -Infinity];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 2) {
      low = Math.min(low, ring[i]);
      high = Math.max(high, ring[i]);
    }
  }
  const first = Math.max(0, Math.ceil((low - minY) / cell - 0.5));
  const last = Math.min(rows - 1, Math.floor((high - minY) / cell - 0.5));
  for (let row = first; row <= last; row++) {
    const y = minY + (row + 0.5) * cell;
    const cuts: number[] = [];
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        if (ring[i + 1] > y === ring[j + 1] > y) continue;
        cuts.push(ring[j] + ((y - ring[j + 1]) / (ring[i + 1] - ring[j + 1])) * (ring[i] - ring[j]));
      }
    }
    cuts.sort((a, b) => a - b);
    for (let k = 0; k + 1 < cuts.length; k += 2) {
      const from = Math.max(0, Math.ceil((cuts[k] - minX) / cell - 0.5));
      const to = Math.min(columns - 1, Math.floor((cuts[k + 1] - minX) / cell - 0.5));
      if (from <= to) yield [row, from, to];
    }
  }
}

/** Cells to the nearest cell of some kinds, by two sweeps with steps of 1 and √2: at most 8 % more than the true distance. */
function distances(kinds: Uint8Array, columns: number, rows: number, isGoal: (kind: number) => boolean): Float32Array {
  const far = new Float32Array(kinds.length);
  for (let k = 0; k < kinds.length; k++) far[k] = isGoal(kinds[k]) ? 0 : 1e6;
  const near = (k: number, from: number, step: number) => {
    if (far[from] + step < far[k]) far[k] = far[from] + step;
  };
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const k = j * columns + i;
      if (i > 0) near(k, k - 1, 1);
      if (j === 0) continue;
      near(k, k - columns, 1);
      if (i > 0) near(k, k - columns - 1, Math.SQRT2);
      if (i + 1 < columns) near(k, k - columns + 1, Math.SQRT2);
    }
  }
  for (let j = rows - 1; j >= 0; j--) {
    for (let i = columns - 1; i >= 0; i--) {
      const k = j * columns + i;
      if (i + 1 < columns) near(k, k + 1, 1);
      if (j + 1 === rows) continue;
      near(k, k + columns, 1);
      if (i > 0) near(k, k + columns - 1, Math.SQRT2);
      if (i + 1 < columns) near(k, k + columns + 1, Math.SQRT2);
    }
  }
  return far;
}

/** Rows of the cells whose centres lie in an area. */
export function cellsIn(terrain: Terrain, area: Area): number[] {
  const { cell, columns, rows } = terrain;
  const [x0, y0] = terrain.centre(0);
  const out: number[] = [];
  for (const [row, from, to] of spansOf(
    [area.shell, ...area.holes],
    x0 - cell / 2,
    y0 - cell / 2,
    cell,
    columns,
    rows,
  )) {
    for (let i = from; i <= to; i++) out.push(row * columns + i);
  }
  return out;
}

/** A gate's opening drawn out into the street: as wide as it is, `depth` metres deep. */
export function streetBefore(gate: Line, inward: readonly [number, number], depth: number): Area {
  const last = gate.length - 2;
  const [ax, ay, bx, by] = [gate[0], gate[1], gate[last], gate[last + 1]];
  const [ix, iy] = inward;
  // a little inwards too, so that no seam is left at the boundary
  return {
    shell: Float64Array.of(
      ax + ix,
      ay + iy,
      bx + ix,
      by + iy,
      bx - depth * ix,
      by - depth * iy,
      ax - depth * ix,
      ay - depth * iy,
    ),
    holes: [],
  };
}
