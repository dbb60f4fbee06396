import type { LaneGrid } from "./cells.ts";

/** A cell and how far it is, metres. */
export interface Source {
  readonly row: number;
  readonly distance: number;
}

/** Where a front is marched, again and again: only what the last one has touched is cleared. */
export interface Field {
  readonly far: Float64Array;
  readonly done: Uint8Array;
  readonly touched: number[];
}

export function fieldOn({ lane }: LaneGrid): Field {
  return { far: new Float64Array(lane.length).fill(Infinity), done: new Uint8Array(lane.length), touched: [] };
}

/**
 * How far cells are from some sources along the lanes, metres; Infinity where no way leads. The front is marched over the
 * cells nearest first (Sethian 1996), so that a way across the grid is no longer than one along it.
 * @param over by cell: 1 for those that may be gone over, all of them lanes
 * @param until nothing farther than this is asked for, metres
 * @param on what is returned holds until a front is marched on it again
 */
export function march(
  { cell, columns }: LaneGrid,
  sources: readonly Source[],
  over: Uint8Array,
  { far, done, touched }: Field,
  until = Infinity,
): Float64Array {
  for (let k = 0; k < touched.length; k++) {
    far[touched[k]] = Infinity;
    done[touched[k]] = 0;
  }
  touched.length = 0;
  const front = new Heap();
  const push = (row: number, distance: number) => {
    if (distance >= far[row]) return;
    if (far[row] === Infinity) touched.push(row);
    far[row] = distance;
    front.push(row, distance);
  };
  const beside = [-1, 1, -columns, columns];
  for (const { row, distance } of sources) push(row, distance);
  for (let row = front.pop(); row >= 0; row = front.pop()) {
    if (done[row] === 1) continue;
    if (far[row] >= until) break;
    done[row] = 1;
    for (let k = 0; k < beside.length; k++) {
      const at = row + beside[k];
      if (over[at] !== 1 || done[at] === 1) continue;
      const a = Math.min(far[at - 1], far[at + 1]);
      const b = Math.min(far[at - columns], far[at + columns]);
      const near = Math.min(a, b);
      const other = Math.max(a, b);
      // both sides known: the front comes at an angle
      const apart = other - near;
      push(at, apart >= cell ? near + cell : (near + other + Math.sqrt(2 * cell * cell - apart * apart)) / 2);
    }
  }
  return far;
}

/** Rows of cells, the nearest first; of equally near ones the lowest row. In columns, so that a front makes no garbage. */
export class Heap {
  #rows = new Int32Array(256);
  #distances = new Float64Array(256);
  #count = 0;

  push(row: number, distance: number): void {
    let at = this.#count++;
    if (at === this.#rows.length) this.#grow();
    const rows = this.#rows;
    const distances = this.#distances;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!isNearer(row, distance, rows[up], distances[up])) break;
      rows[at] = rows[up];
      distances[at] = distances[up];
      at = up;
    }
    rows[at] = row;
    distances[at] = distance;
  }

  /** Takes the nearest; -1 when there is none. */
  pop(): number {
    if (this.#count === 0) return -1;
    const rows = this.#rows;
    const distances = this.#distances;
    const first = rows[0];
    const count = --this.#count;
    const row = rows[count];
    const distance = distances[count];
    let at = 0;
    for (;;) {
      let least = 2 * at + 1;
      if (least >= count) break;
      const other = least + 1;
      if (other < count && isNearer(rows[other], distances[other], rows[least], distances[least])) least = other;
      if (!isNearer(rows[least], distances[least], row, distance)) break;
      rows[at] = rows[least];
      distances[at] = distances[least];
      at = least;
    }
    rows[at] = row;
    distances[at] = distance;
    return first;
  }

  #grow(): void {
    const rows = new Int32Array(2 * this.#rows.length);
    const distances = new Float64Array(rows.length);
    rows.set(this.#rows);
    distances.set(this.#distances);
    this.#rows = rows;
    this.#distances = distances;
  }
}

function isNearer(row: number, distance: number, otherRow: number, otherDistance: number): boolean {
  return distance < otherDistance || (distance === otherDistance && row < otherRow);
}
