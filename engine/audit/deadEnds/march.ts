import type { LaneGrid } from "./grid.ts";

/** A cell and how far it is, metres. */
export interface Source {
  readonly row: number;
  readonly distance: number;
}

/**
 * How far cells are from some sources along the lanes, metres; Infinity where no way leads. The front is marched over the
 * cells nearest first (Sethian 1996), so that a way across the grid is no longer than one along it.
 * @param open the cells that may be gone over
 */
export function march(
  { cell, columns, lane }: LaneGrid,
  sources: readonly Source[],
  open: (row: number) => boolean,
): Float64Array {
  const far = new Float64Array(lane.length).fill(Infinity);
  const done = new Uint8Array(lane.length);
  const front = new Heap();
  const push = (row: number, distance: number) => {
    if (distance >= far[row]) return;
    far[row] = distance;
    front.push({ row, distance });
  };
  for (const { row, distance } of sources) push(row, distance);
  for (let next = front.pop(); next !== null; next = front.pop()) {
    const { row } = next;
    if (done[row] === 1) continue;
    done[row] = 1;
    for (const cellAt of [row - 1, row + 1, row - columns, row + columns]) {
      if (lane[cellAt] !== 1 || done[cellAt] === 1 || !open(cellAt)) continue;
      const a = Math.min(far[cellAt - 1], far[cellAt + 1]);
      const b = Math.min(far[cellAt - columns], far[cellAt + columns]);
      const [near, other] = a < b ? [a, b] : [b, a];
      // both sides known: the front comes at an angle
      const apart = other - near;
      push(cellAt, apart >= cell ? near + cell : (near + other + Math.sqrt(2 * cell * cell - apart * apart)) / 2);
    }
  }
  return far;
}

/** Cells, the nearest first; of equally near ones the lowest row. */
export class Heap {
  readonly #cells: Source[] = [];

  push(one: Source): void {
    const cells = this.#cells;
    let at = cells.length;
    cells.push(one);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!isNearer(one, cells[up])) break;
      cells[at] = cells[up];
      at = up;
    }
    cells[at] = one;
  }

  pop(): Source | null {
    const cells = this.#cells;
    const last = cells.pop();
    if (last === undefined) return null;
    if (cells.length === 0) return last;
    const first = cells[0];
    let at = 0;
    for (;;) {
      let least = 2 * at + 1;
      if (least >= cells.length) break;
      if (least + 1 < cells.length && isNearer(cells[least + 1], cells[least])) least++;
      if (!isNearer(cells[least], last)) break;
      cells[at] = cells[least];
      at = least;
    }
    cells[at] = last;
    return first;
  }
}

function isNearer(one: Source, other: Source): boolean {
  return one.distance < other.distance || (one.distance === other.distance && one.row < other.row);
}
