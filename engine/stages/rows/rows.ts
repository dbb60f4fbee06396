import type { RowKernel } from "../../kernel.ts";
import type { Kind } from "../ground/kinds.ts";
import type { Span } from "../plane/section.ts";

/** A stall of a kind (row in the frontage's list) that starts at a position along the edge, metres. */
export interface Placement {
  readonly kind: number;
  readonly start: number;
}

/** Beginning a run of stalls away from others, in square metres of green: so that stalls stand together. */
export const RUN_COST = 2;

/** Changing the mouth line within a run, in square metres of green: so that mouths align. */
export const CHANGE_COST = 1;

/** The kernel's unit: 0.1 mm. */
const UNITS_PER_METRE = 10000;

/** Ints of a kind in the kernel's table. */
const KIND_INTS = 6;

/** What the kernel's tables hold; more than this is left out. */
const MOST_KINDS = 128;
const MOST_SPANS = 8192;
const MOST_LINES = 120;

/** The best row of stalls for one frontage, found by the kernel. */
export interface RowSolver {
  /**
   * `starts`: where each kind may start now. `worth` of a stall, `accessibleWorth` of the first accessible one on top,
   * both in square metres of green. In order along the edge; empty when the kernel's tables are too small.
   */
  solve(frontage: number, starts: readonly (readonly Span[])[], worth: number, accessibleWorth: number): Placement[];
}

/** Do stalls of two kinds make one straight row? */
export function sameLine(a: Kind, b: Kind): boolean {
  return a.angle === b.angle && a.mouth === b.mouth;
}

/** Where a kernel holds a field's tables. */
interface Laid {
  /** Addresses by frontage and kind; 0 where there was no room. */
  readonly tables: readonly (readonly number[])[];
}

/** The field that a kernel holds: a kernel has room for one. */
const laidOn = new WeakMap<RowKernel, Laid>();

/** Puts every frontage's cost tables into an empty kernel's memory; frontages that do not fit have no stalls. */
function lay(wasm: RowKernel, kinds: readonly (readonly Kind[])[]): Laid {
  const opened = wasm.openRows() === 1;
  const sizes = kinds.map((list) => list.reduce((sum, { cost }) => sum + cost.length, 0));
  const tables = kinds.map((list, frontage) => {
    // all of a frontage's at once, kind by kind
    let at = opened ? wasm.reserve(sizes[frontage] * 8) : 0;
    if (at === 0) return list.map(() => 0);
    const column = new Float64Array(wasm.memory.buffer, at, sizes[frontage]);
    let filled = 0;
    return list.map(({ cost }) => {
      const own = at;
      column.set(cost, filled);
      filled += cost.length;
      at += cost.length * 8;
      return own;
    });
  });
  const laid = { tables };
  laidOn.set(wasm, laid);
  return laid;
}

/** Rows of a field on a kernel that is empty. Where another field has taken the kernel since, this one's tables are laid again. */
export function rowSolver(wasm: RowKernel, lengths: readonly number[], kinds: readonly (readonly Kind[])[]): RowSolver {
  const lines = kinds.map(linesOf);
  let laid = lay(wasm, kinds);
  let view = new Int32Array(wasm.memory.buffer);
  return {
    solve(frontage, starts, worth, accessibleWorth) {
      if (laidOn.get(wasm) !== laid) {
        wasm.release();
        laid = lay(wasm, kinds);
      }
      // the last row may have grown the memory
      if (view.buffer !== wasm.memory.buffer) view = new Int32Array(wasm.memory.buffer);
      const { tables } = laid;
      const kindTable = wasm.rowKinds() >> 2;
      const spanTable = wasm.rowSpans() >> 2;
      const list = kinds[frontage];
      const held: number[] = [];
      let spans = 0;
      for (let k = 0; k < list.length && held.length < MOST_KINDS; k++) {
        const room = starts[k].length;
        if (room === 0 || tables[frontage][k] === 0 || spans + room > MOST_SPANS) continue;
        const at = kindTable + held.length * KIND_INTS;
        view[at] = Math.round(list[k].pitch * UNITS_PER_METRE);
        view[at + 1] = lines[frontage][k];
        view[at + 2] = list[k].type === "accessible" ? 1 : 0;
        view[at + 3] = tables[frontage][k];
        view[at + 4] = spans;
        view[at + 5] = room;
        for (const [from, to] of starts[k]) {
          const span = spanTable + 2 * spans;
          view[span] = Math.round(from * UNITS_PER_METRE);
          view[span + 1] = Math.max(view[span], Math.round(to * UNITS_PER_METRE));
          spans++;
        }
        held.push(k);
      }
      if (held.length === 0) return [];
      const lineCount = Math.max(...lines[frontage]) + 1;
      const count = wasm.bestRow(
        held.length,
        lineCount,
        Math.round(lengths[frontage] * UNITS_PER_METRE),
        worth,
        accessibleWorth,
        RUN_COST,
        CHANGE_COST,
      );
      if (count <= 0) return [];
      const { buffer } = wasm.memory;
      const kindColumn = new Int32Array(buffer, wasm.rowStallKinds(), count);
      const startColumn = new Int32Array(buffer, wasm.rowStallStarts(), count);
      return Array.from({ length: count }, (_, i) => ({
        kind: held[kindColumn[i]],
        start: startColumn[i] / UNITS_PER_METRE,
      }));
    },
  };
}

/** A number for each kind's mouth line; kinds on the same line share it. */
function linesOf(kinds: readonly Kind[]): number[] {
  const known: Kind[] = [];
  return kinds.map((kind) => {
    const line = known.findIndex((other) => sameLine(other, kind));
    if (line >= 0) return line;
    known.push(kind);
    return Math.min(known.length, MOST_LINES) - 1;
  });
}
