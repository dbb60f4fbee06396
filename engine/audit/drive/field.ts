import { innermost, outermost } from "./distances.ts";
import { OUTSIDE, type Terrain } from "./terrain.ts";

/** Cells of the terrain in one cell of the field. */
const COARSE = 3;

/** The middle of an engine keeps at least this far off what it may not drive over, metres: half its width and a little less. */
const KEPT_OFF = 0.8;

/** Metres over the ground from a position to the target, along cells; -1 where no way leads. */
export type Field = (x: number, y: number) => number;

/**
 * The field that leads to within `near` metres of a target, over ground that needs at most `beyond` metres of paving.
 * On the pavement alone it keeps off its rims, so that gaps no engine fits through lead nowhere.
 */
export function fieldTo(terrain: Terrain, target: readonly [number, number], near: number, beyond: number): Field {
  const { columns, rows, open } = openIn(terrain, beyond);
  const steps = new Int32Array(columns * rows).fill(-1);
  const { minX, minY, cell } = terrain;
  const coarse = (x: number, y: number) => {
    const i = Math.floor((x - minX) / cell) + 1;
    const j = Math.floor((y - minY) / cell) + 1;
    if (i < 0 || j < 0 || i >= terrain.columns || j >= terrain.rows) return -1;
    return Math.floor(j / COARSE) * columns + Math.floor(i / COARSE);
  };
  const queue = new Int32Array(columns * rows);
  let [head, tail] = [0, 0];
  const step = COARSE * cell;
  const reach = Math.ceil(near / step);
  for (let j = -reach; j <= reach; j++) {
    for (let i = -reach; i <= reach; i++) {
      const k = i * i + j * j <= reach * reach ? coarse(target[0] + i * step, target[1] + j * step) : -1;
      if (k < 0 || steps[k] >= 0 || open[k] === 0) continue;
      steps[k] = 0;
      queue[tail++] = k;
    }
  }
  const take = (next: number, there: number) => {
    if (next < 0 || next >= steps.length || steps[next] >= 0 || open[next] === 0) return;
    steps[next] = there;
    queue[tail++] = next;
  };
  while (head < tail) {
    const k = queue[head++];
    const i = k % columns;
    const there = steps[k] + 1;
    if (i > 0) take(k - 1, there);
    if (i + 1 < columns) take(k + 1, there);
    take(k - columns, there);
    take(k + columns, there);
  }
  return (x, y) => {
    const k = coarse(x, y);
    if (k < 0) return -1;
    if (steps[k] >= 0) return steps[k] * step;
    // the front may come nearer to a rim than the middle of the body
    let least = -1;
    for (let j = -2; j <= 2; j++) {
      for (let i = -2; i <= 2; i++) {
        const near = coarse(x + i * step, y + j * step);
        if (near < 0 || steps[near] < 0) continue;
        const there = (steps[near] + Math.abs(i) + Math.abs(j)) * step;
        if (least < 0 || there < least) least = there;
      }
    }
    return least;
  };
}

/** The cells of fields over a terrain, and which of them may be driven over. */
interface OpenCells {
  readonly columns: number;
  readonly rows: number;
  readonly open: Uint8Array;
}

const known = new WeakMap<Terrain, Map<number, OpenCells>>();

/** Found once a terrain for the same `beyond`. */
function openIn(terrain: Terrain, beyond: number): OpenCells {
  const byBeyond = known.get(terrain) ?? new Map<number, OpenCells>();
  known.set(terrain, byBeyond);
  const made = byBeyond.get(beyond) ?? findOpen(terrain, beyond);
  byBeyond.set(beyond, made);
  return made;
}

function findOpen({ kinds, ranks, cell, ...size }: Terrain, beyond: number): OpenCells {
  const columns = Math.ceil(size.columns / COARSE);
  const rows = Math.ceil(size.rows / COARSE);
  const open = new Uint8Array(columns * rows);
  const least = beyond > 0 ? outermost(beyond, cell) : innermost(KEPT_OFF - cell, cell);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const row = Math.min(size.rows - 1, j * COARSE + 1) * size.columns + Math.min(size.columns - 1, i * COARSE + 1);
      open[j * columns + i] = ranks[row] >= least && kinds[row] !== OUTSIDE ? 1 : 0;
    }
  }
  return { columns, rows, open };
}
