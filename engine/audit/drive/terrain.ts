import type { Area, Line } from "../../model/geometry.ts";
import { eachSpan, type Lattice } from "../../model/spans.ts";
import { type Box, FAR, type Ranked, type Ranks, rank, widened } from "./distances.ts";

/** Side of a cell, metres, and the most cells there are: wide sites get larger ones. */
const CELL = 0.2;
const MOST_CELLS = 1_500_000;

/**
 * Ground to be driven over, as square cells looked up by position. What is paved needs nothing; ground that could be
 * paved needs as many metres as it lies off the pavement; what stands cannot be driven over at all.
 */
export interface Terrain {
  /** Where the ground begins, metres; the first column and row of cells lie before it. */
  readonly minX: number;
  readonly minY: number;
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
  /** Row of a position; -1 beyond the ground. */
  at(x: number, y: number): number;
  centre(row: number): readonly [x: number, y: number];
  /** By cell: what it is. */
  readonly kinds: Uint8Array;
  /** By cell: how far into the paved ground, or off it, and 0 where something stands. */
  readonly footing: Ranks;
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

/** Kinds of cells: what cannot be driven over, what could be paved, and what is. */
export const OUTSIDE = 0;
export const SOFT = 1;
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
  // whole words, so that two of them are compared soon
  const kinds = new Uint8Array(Math.ceil((columns * rows) / WORD) * WORD);
  const lattice: Lattice = { minX: minX - cell, minY: minY - cell, cell, columns, rows };
  const fill = (areas: readonly Area[], kind: number) => {
    for (const { shell, holes } of areas) {
      eachSpan([shell, ...holes], lattice, "closed", (row, from, to) => {
        kinds.fill(kind, row * columns + from, row * columns + to + 1);
      });
    }
  };
  const column = (x: number) => Math.floor((x - minX) / cell) + 1;
  const row = (y: number) => Math.floor((y - minY) / cell) + 1;
  /** What stands round a place; where `only` is given, on ground of that kind alone. */
  const stand = ([x, y]: readonly [number, number], radius: number, only: number | null) => {
    const [ownColumn, ownRow] = [column(x), row(y)];
    const [firstColumn, lastColumn] = [Math.max(0, column(x - radius)), Math.min(columns - 1, column(x + radius))];
    const lastRow = Math.min(rows - 1, row(y + radius));
    for (let j = Math.max(0, row(y - radius)); j <= lastRow; j++) {
      const dy = minY + (j - 0.5) * cell - y;
      for (let i = firstColumn; i <= lastColumn; i++) {
        const k = j * columns + i;
        if (only !== null && kinds[k] !== only) continue;
        const dx = minX + (i - 0.5) * cell - x;
        if (dx * dx + dy * dy <= radius * radius || (i === ownColumn && j === ownRow)) kinds[k] = OUTSIDE;
      }
    }
  };
  fill(whole, PAVED);
  fill(soft, SOFT);
  fill(closed, OUTSIDE);
  fill(paved, PAVED);
  for (const { at, radius } of roots) stand(at, radius, SOFT);
  fill(hard, OUTSIDE);
  for (const { at, radius } of posts) stand(at, radius, null);
  const { footing } = reckon(kinds, lattice, whole[0]);
  return {
    minX,
    minY,
    cell,
    columns,
    rows,
    kinds,
    footing,
    at(x, y) {
      const [i, j] = [column(x), row(y)];
      return i < 0 || j < 0 || i >= columns || j >= rows ? -1 : j * columns + i;
    },
    centre: (k) => [minX + ((k % columns) - 0.5) * cell, minY + (Math.floor(k / columns) - 0.5) * cell],
  };
}

/** Cells in a word. */
const WORD = 4;

/** What a terrain was made of, and what came of it. */
interface Reckoned {
  readonly lattice: Lattice;
  readonly kinds: Uint8Array;
  readonly ranks: Ranks;
}

const reckoned = new WeakMap<Area, Reckoned>();

/**
 * How far every cell is from the other kind, paved or not. Around what differs from the last terrain of the same ground
 * it is reckoned anew, elsewhere it is as it was.
 */
function reckon(kinds: Uint8Array, lattice: Lattice, ground: Area): Ranked {
  const last = reckoned.get(ground);
  const isLike = last !== undefined && isSame(last.lattice, lattice);
  const boxes = isLike
    ? changed(last.kinds, kinds, lattice).flatMap((box) => (box.isPaved ? [widened(box, FAR)] : []))
    : [{ left: 0, low: 0, right: lattice.columns - 1, high: lattice.rows - 1 }];
  const ranked = rank(isLike ? last.ranks : null, lattice, kinds, { paved: PAVED, closed: OUTSIDE }, boxes);
  reckoned.set(ground, { lattice, kinds, ranks: ranked.ranks });
  return ranked;
}

function isSame(a: Lattice, b: Lattice): boolean {
  return a.minX === b.minX && a.minY === b.minY && a.cell === b.cell && a.columns === b.columns && a.rows === b.rows;
}

/** Cells along a side of a tile: what changes stands apart, and only there it is reckoned anew. */
const TILE = 32;

/** A box of cells that differ; whether any of them is paved in one and not in the other. */
interface Changed extends Box {
  readonly isPaved: boolean;
}

type Tile = { -readonly [key in keyof Changed]: Changed[key] };

/** Boxes of the cells that differ, at most one a tile. */
function changed(a: Uint8Array, b: Uint8Array, { columns }: Lattice): Changed[] {
  const across = Math.ceil(columns / TILE);
  const tiles = new Map<number, Tile>();
  // cells come row by row: most lie in the tile of the one before
  let last = -1;
  let tile: Tile = { left: 0, low: 0, right: 0, high: 0, isPaved: false };
  const add = (k: number) => {
    const i = k % columns;
    const j = (k - i) / columns;
    const isPaved = (a[k] === PAVED) !== (b[k] === PAVED);
    const key = Math.floor(j / TILE) * across + Math.floor(i / TILE);
    if (key !== last) {
      last = key;
      const known = tiles.get(key);
      tile = known ?? { left: i, low: j, right: i, high: j, isPaved };
      if (known === undefined) tiles.set(key, tile);
    }
    tile.left = Math.min(tile.left, i);
    tile.right = Math.max(tile.right, i);
    tile.high = j;
    tile.isPaved ||= isPaved;
  };
  const [wordsOfA, wordsOfB] = [new Uint32Array(a.buffer), new Uint32Array(b.buffer)];
  for (let word = 0; word < wordsOfA.length; word++) {
    if (wordsOfA[word] === wordsOfB[word]) continue;
    for (let k = WORD * word; k < WORD * (word + 1); k++) if (a[k] !== b[k]) add(k);
  }
  return [...tiles.values()];
}

type Cells = Pick<Terrain, "cell" | "columns" | "rows" | "centre">;

/** Runs of cells whose centres lie in an area, from one row of cells up to another. */
export function eachSpanIn(terrain: Cells, area: Area, take: (from: number, end: number) => void): void {
  const { cell, columns, rows } = terrain;
  const [x0, y0] = terrain.centre(0);
  const lattice = { minX: x0 - cell / 2, minY: y0 - cell / 2, cell, columns, rows };
  eachSpan([area.shell, ...area.holes], lattice, "closed", (row, from, to) =>
    take(row * columns + from, row * columns + to + 1),
  );
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
