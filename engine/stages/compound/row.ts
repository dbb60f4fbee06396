import { type Kind, upTo } from "./kinds.ts";
import type { Span } from "./section.ts";

/** A stall of a kind (row in the frontage's list) that starts at a position along the edge, metres. */
export interface Placement {
  readonly kind: number;
  readonly start: number;
}

export interface RowTask {
  readonly kinds: readonly Kind[];
  /** Where each kind may start now, other frontages' stalls considered. */
  readonly starts: readonly (readonly Span[])[];
  /** Metres. */
  readonly length: number;
  /** What a stall is worth, in square metres of green. */
  readonly worth: number;
  /** What the first accessible stall is worth on top. */
  readonly accessibleWorth: number;
}

/** Beginning a run of stalls away from others, in square metres of green: so that stalls stand together. */
export const RUN_COST = 2;

/** Changing the kind within a run, in square metres of green: so that mouths align. */
export const CHANGE_COST = 1;

/** Stalls may start anywhere that an interval begins or ends, flush with each other, and at multiples of this, metres. */
const LATTICE = 0.5;

/** Positions are told apart at this many to the metre. */
const KEYS_PER_METRE = 10000;

const NOTHING = -1e18;

/**
 * The best row of stalls along one frontage: a shortest path over positions. A state is what ends at the position
 * (nothing, or a stall of some kind) and whether an accessible stall has been placed.
 */
export function bestRow(task: RowTask): Placement[] {
  const { kinds, length } = task;
  const states = kinds.length + 1;
  const width = states * 2;
  const events = eventsOf(task);
  const keys: number[] = [];
  const nodeAt = new Map<number, number>();
  const score: number[] = [];
  const backNode: number[] = [];
  const backState: number[] = [];
  const heap: number[] = [];
  const node = (key: number): number => {
    let row = nodeAt.get(key);
    if (row === undefined) {
      row = keys.length;
      nodeAt.set(key, row);
      keys.push(key);
      for (let i = 0; i < width; i++) {
        score.push(NOTHING);
        backNode.push(-1);
        backState.push(-1);
      }
      push(heap, key);
    }
    return row;
  };
  const relax = (row: number, state: number, value: number, fromRow: number, fromState: number) => {
    const at = row * width + state;
    if (value <= score[at]) return;
    score[at] = value;
    backNode[at] = fromRow;
    backState[at] = fromState;
  };
  const first = node(0);
  score[first * width] = 0;
  const cursor = new Int32Array(kinds.length);
  let event = 0;
  let last = first;
  for (let key = pop(heap); key >= 0; key = pop(heap)) {
    const row = nodeAt.get(key)!;
    last = row;
    const at = key / KEYS_PER_METRE;
    for (let used = 0; used < 2; used++) {
      // a gap may begin wherever a stall ends
      const base = row * width + used * states;
      let free = score[base];
      let freeFrom = 0;
      for (let k = 1; k < states; k++) {
        if (score[base + k] > free) {
          free = score[base + k];
          freeFrom = k;
        }
      }
      if (freeFrom !== 0) relax(row, used * states, free, row, used * states + freeFrom);
    }
    while (event < events.length && events[event] <= key) event++;
    if (event < events.length) {
      const next = node(events[event]);
      for (let used = 0; used < 2; used++) {
        const state = used * states;
        if (score[row * width + state] > NOTHING) relax(next, state, score[row * width + state], row, state);
      }
    }
    for (let k = 0; k < kinds.length; k++) {
      const spans = task.starts[k];
      while (cursor[k] < spans.length && Math.round(spans[cursor[k]][1] * KEYS_PER_METRE) < key) cursor[k]++;
      if (cursor[k] >= spans.length || Math.round(spans[cursor[k]][0] * KEYS_PER_METRE) > key) continue;
      const kind = kinds[k];
      if (at + kind.pitch > length + 0.001) continue;
      const price = upTo(kind.cost, at + kind.pitch) - upTo(kind.cost, at);
      const next = node(key + Math.round(kind.pitch * KEYS_PER_METRE));
      for (let used = 0; used < 2; used++) {
        const gain =
          task.worth - price + (kind.type === "accessible" ? (used === 0 ? task.accessibleWorth : -RUN_COST) : 0);
        const into = (kind.type === "accessible" ? 1 : used) * states + k + 1;
        const base = row * width + used * states;
        if (score[base] === NOTHING) continue;
        relax(next, into, score[base] + gain - RUN_COST, row, used * states);
        for (let j = 0; j < kinds.length; j++) {
          const from = score[base + j + 1];
          if (from > NOTHING) {
            relax(next, into, from + gain - (sameLine(kinds[j], kind) ? 0 : CHANGE_COST), row, used * states + j + 1);
          }
        }
      }
    }
  }
  return backtrack(kinds, keys, score, backNode, backState, width, last);
}

/** Do stalls of two kinds make one straight row? */
export function sameLine(a: Kind, b: Kind): boolean {
  return a.angle === b.angle && a.mouth === b.mouth;
}

function eventsOf(task: RowTask): number[] {
  const events = new Set<number>();
  for (const spans of task.starts) {
    for (const [from, to] of spans) {
      events.add(Math.round(from * KEYS_PER_METRE));
      events.add(Math.round(to * KEYS_PER_METRE));
      for (let at = Math.ceil(from / LATTICE) * LATTICE; at < to; at += LATTICE) {
        events.add(Math.round(at * KEYS_PER_METRE));
      }
    }
  }
  // one position past the end, where every way through the row comes together
  events.add(Math.round((task.length + 1) * KEYS_PER_METRE));
  return [...events].sort((a, b) => a - b);
}

function backtrack(
  kinds: readonly Kind[],
  keys: readonly number[],
  score: readonly number[],
  backNode: readonly number[],
  backState: readonly number[],
  width: number,
  last: number,
): Placement[] {
  let row = last;
  let state = 0;
  for (let i = 1; i < width; i++) if (score[row * width + i] > score[row * width + state]) state = i;
  const states = width / 2;
  const out: Placement[] = [];
  while (backNode[row * width + state] >= 0) {
    const from = backNode[row * width + state];
    const fromState = backState[row * width + state];
    const kind = (state % states) - 1;
    if (kind >= 0 && from !== row) out.push({ kind, start: keys[from] / KEYS_PER_METRE });
    row = from;
    state = fromState;
  }
  return out.reverse().filter((placement) => kinds[placement.kind] !== undefined);
}

function push(heap: number[], key: number): void {
  heap.push(key);
  let i = heap.length - 1;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (heap[parent] <= key) break;
    heap[i] = heap[parent];
    i = parent;
  }
  heap[i] = key;
}

/** The least key, or -1 when empty. */
function pop(heap: number[]): number {
  if (heap.length === 0) return -1;
  const top = heap[0];
  const key = heap.pop()!;
  if (heap.length === 0) return top;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1] < heap[child]) child++;
    if (heap[child] >= key) break;
    heap[i] = heap[child];
    i = child;
  }
  heap[i] = key;
  return top;
}
