import type { Terrain } from "./terrain.ts";

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
  const columns = Math.ceil(terrain.columns / COARSE);
  const rows = Math.ceil(terrain.rows / COARSE);
  const steps = new Int32Array(columns * rows).fill(-1);
  const rowOf = (k: number) => {
    const i = Math.min(terrain.columns - 1, (k % columns) * COARSE + 1);
    const j = Math.min(terrain.rows - 1, Math.floor(k / columns) * COARSE + 1);
    return j * terrain.columns + i;
  };
  const off = KEPT_OFF - terrain.cell;
  const isOpen = (k: number) =>
    beyond > 0 ? terrain.need[rowOf(k)] <= beyond : terrain.need[rowOf(k)] === 0 && terrain.room[rowOf(k)] >= off;
  const coarse = (x: number, y: number) => {
    const row = terrain.at(x, y);
    if (row < 0) return -1;
    return (
      Math.floor(Math.floor(row / terrain.columns) / COARSE) * columns + Math.floor((row % terrain.columns) / COARSE)
    );
  };
  const queue = new Int32Array(columns * rows);
  let [head, tail] = [0, 0];
  const step = COARSE * terrain.cell;
  const reach = Math.ceil(near / step);
  for (let j = -reach; j <= reach; j++) {
    for (let i = -reach; i <= reach; i++) {
      const k = i * i + j * j <= reach * reach ? coarse(target[0] + i * step, target[1] + j * step) : -1;
      if (k < 0 || steps[k] >= 0 || !isOpen(k)) continue;
      steps[k] = 0;
      queue[tail++] = k;
    }
  }
  while (head < tail) {
    const k = queue[head++];
    const i = k % columns;
    for (const next of [i > 0 ? k - 1 : -1, i + 1 < columns ? k + 1 : -1, k - columns, k + columns]) {
      if (next < 0 || next >= steps.length || steps[next] >= 0 || !isOpen(next)) continue;
      steps[next] = steps[k] + 1;
      queue[tail++] = next;
    }
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
