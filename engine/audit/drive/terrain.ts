import type { Area, Line, Ring } from "../../model/geometry.ts";
import { type Box, copied, DISTANCES, FAR, type Ranks, rank, ranksOf, widened } from "./distances.ts";

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
  /** By cell: metres beyond paved ground, up to 3.2 or more; Infinity where something stands. */
  readonly need: Float32Array;
  /** By cell: metres to the nearest ground that is not paved, likewise. */
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
  // whole words, so that two of them are compared soon
  const kinds = new Uint8Array(Math.ceil((columns * rows) / WORD) * WORD);
  const lattice: Lattice = { minX: minX - cell, minY: minY - cell, cell, columns, rows };
  const fill = (areas: readonly Area[], kind: number) => {
    for (const { shell, holes } of areas) {
      eachSpan([shell, ...holes], lattice, (row, from, to) => {
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
  const { need, room } = reckon(kinds, lattice, whole[0]);
  return {
    minX,
    minY,
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

/** Square cells from a corner. */
interface Lattice {
  readonly minX: number;
  readonly minY: number;
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
}

/** Runs of cells whose centres lie in rings, even-odd. */
function eachSpan(
  rings: readonly Ring[],
  { minX, minY, cell, columns, rows }: Lattice,
  take: (row: number, from: number, to: number) => void,
): void {
  let [low, high] = [Infinity, -Infinity];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 2) {
      if (ring[i] < low) low = ring[i];
      if (ring[i] > high) high = ring[i];
    }
  }
  const first = Math.max(0, Math.ceil((low - minY) / cell - 0.5));
  const last = Math.min(rows - 1, Math.floor((high - minY) / cell - 0.5));
  const cuts: number[] = [];
  for (let row = first; row <= last; row++) {
    const y = minY + (row + 0.5) * cell;
    let count = 0;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        if (ring[i + 1] > y === ring[j + 1] > y) continue;
        const cut = ring[j] + ((y - ring[j + 1]) / (ring[i + 1] - ring[j + 1])) * (ring[i] - ring[j]);
        let at = count++;
        for (; at > 0 && cuts[at - 1] > cut; at--) cuts[at] = cuts[at - 1];
        cuts[at] = cut;
      }
    }
    for (let k = 0; k + 1 < count; k += 2) {
      const from = Math.max(0, Math.ceil((cuts[k] - minX) / cell - 0.5));
      const to = Math.min(columns - 1, Math.floor((cuts[k + 1] - minX) / cell - 0.5));
      if (from <= to) take(row, from, to);
    }
  }
}

/** Cells in a word. */
const WORD = 4;

/** What a terrain was made of, and what came of it. */
interface Reckoned {
  readonly lattice: Lattice;
  readonly kinds: Uint8Array;
  readonly ranks: Ranks;
  readonly need: Float32Array;
  readonly room: Float32Array;
}

const reckoned = new WeakMap<Area, Reckoned>();

/**
 * How far every cell is from the other kind, paved or not. Around what differs from the last terrain of the same ground
 * it is reckoned anew, elsewhere it is as it was.
 */
function reckon(kinds: Uint8Array, lattice: Lattice, ground: Area): Pick<Terrain, "need" | "room"> {
  const { columns, rows } = lattice;
  const last = reckoned.get(ground);
  const isLike = last !== undefined && isSame(last.lattice, lattice);
  const made: Reckoned = isLike
    ? { lattice, kinds, ranks: copied(last.ranks), need: last.need.slice(), room: last.room.slice() }
    : {
        lattice,
        kinds,
        ranks: ranksOf(columns, rows),
        need: new Float32Array(columns * rows),
        room: new Float32Array(columns * rows),
      };
  const isPaved = (k: number) => kinds[k] === PAVED;
  if (isLike) {
    const boxes = changed(last.kinds, kinds, lattice);
    rank(
      made.ranks,
      isPaved,
      boxes.filter((box) => box.isPaved).map((box) => widened(box, FAR)),
    );
    for (const box of boxes) say(made, box.isPaved ? widened(box, FAR) : box);
  } else {
    const all = { left: 0, low: 0, right: columns - 1, high: rows - 1 };
    rank(made.ranks, isPaved, [all]);
    say(made, all);
  }
  reckoned.set(ground, made);
  return made;
}

/** Distances of the cells of a box in metres, as what their kind asks for. */
function say({ lattice, kinds, ranks, need, room }: Reckoned, { left, low, right, high }: Box): void {
  const { columns, rows, cell } = lattice;
  const [first, last] = [Math.max(0, left), Math.min(columns - 1, right)];
  for (let j = Math.max(0, low); j <= Math.min(rows - 1, high); j++) {
    for (let k = j * columns + first; k <= j * columns + last; k++) {
      const isPaved = kinds[k] === PAVED;
      room[k] = isPaved ? DISTANCES[ranks.paved[k]] * cell : 0;
      need[k] = isPaved ? 0 : kinds[k] === OUTSIDE ? Infinity : DISTANCES[ranks.bare[k]] * cell;
    }
  }
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

/** Boxes of the cells that differ, at most one a tile. */
function changed(a: Uint8Array, b: Uint8Array, { columns }: Lattice): Changed[] {
  const across = Math.ceil(columns / TILE);
  const tiles = new Map<number, { left: number; low: number; right: number; high: number; isPaved: boolean }>();
  const add = (k: number) => {
    const i = k % columns;
    const j = (k - i) / columns;
    const isPaved = (a[k] === PAVED) !== (b[k] === PAVED);
    const key = Math.floor(j / TILE) * across + Math.floor(i / TILE);
    const tile = tiles.get(key);
    if (tile === undefined) {
      tiles.set(key, { left: i, low: j, right: i, high: j, isPaved });
      return;
    }
    tile.left = Math.min(tile.left, i);
    tile.right = Math.max(tile.right, i);
    // cells come row by row
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
  eachSpan([area.shell, ...area.holes], lattice, (row, from, to) => take(row * columns + from, row * columns + to + 1));
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
