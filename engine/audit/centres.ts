/** Places of a grid to a side of a tile: they are looked up by the dozen around one another. */
const TILE = 64;

/** Tiles to a side of any site, and half of them: places lie on both sides of the origin. */
const ACROSS = 0x100000;
const HALF = ACROSS / 2;

/** Centres of discs, in columns; their rows are looked up by place of the grid that they were tried on. Metres. */
export class Centres {
  count = 0;
  x = new Float64Array(256);
  y = new Float64Array(256);
  /** Distance to the nearest rim, at most half of the width asked. */
  clear = new Float64Array(256);
  /** Radius of the widest disc that has come here; 0 at first. */
  reach = new Float64Array(256);
  /** One more than the row, by place; 0 where there is none. */
  readonly #tiles = new Map<number, Int32Array>();
  #lastKey = Number.NaN;
  #last: Int32Array | undefined;

  /** The row of the centre of a place; -1 where there is none. */
  rowAt(i: number, j: number): number {
    const tile = this.#tileAt(i, j);
    return tile === undefined ? -1 : tile[(j & (TILE - 1)) * TILE + (i & (TILE - 1))] - 1;
  }

  /** Sets the centre of a place; one that is there already keeps its row. */
  set(i: number, j: number, x: number, y: number, clear: number): void {
    let row = this.rowAt(i, j);
    if (row < 0) {
      row = this.count++;
      if (row === this.x.length) this.#grow();
      this.#newTileAt(i, j)[(j & (TILE - 1)) * TILE + (i & (TILE - 1))] = row + 1;
    }
    this.x[row] = x;
    this.y[row] = y;
    this.clear[row] = clear;
    this.reach[row] = 0;
  }

  #tileAt(i: number, j: number): Int32Array | undefined {
    const key = (Math.floor(j / TILE) + HALF) * ACROSS + Math.floor(i / TILE) + HALF;
    if (key !== this.#lastKey) {
      this.#lastKey = key;
      this.#last = this.#tiles.get(key);
    }
    return this.#last;
  }

  #newTileAt(i: number, j: number): Int32Array {
    const tile = this.#tileAt(i, j) ?? new Int32Array(TILE * TILE);
    this.#tiles.set(this.#lastKey, tile);
    this.#last = tile;
    return tile;
  }

  #grow(): void {
    const longer = (column: Float64Array) => {
      const next = new Float64Array(2 * column.length);
      next.set(column);
      return next;
    };
    this.x = longer(this.x);
    this.y = longer(this.y);
    this.clear = longer(this.clear);
    this.reach = longer(this.reach);
  }
}
