/**
 * The best row of stalls along one side of a road: a longest path over positions, in units of 0.1 mm.
 * A state at a position is what ends there (nothing, or a stall whose mouth lies on some line) and whether
 * an accessible stall has been placed yet. Positions are kept in buckets of one centimetre, so that they
 * come up in order without sorting: a stall always ends in a later bucket than it starts in.
 */
import { reserve, roomFor } from "./arena";

/** Units a bucket. */
const BUCKET: i32 = 100;
/** Longest side: 655 m. */
const MAX_BUCKETS: i32 = 65536;
const MAX_NODES: i32 = 65536;
/** Scores in all: nodes × states. */
const MAX_SCORES: i32 = 1 << 20;
/** Kinds and spans one call can hold. */
const MAX_KINDS: i32 = 128;
const MAX_SPANS: i32 = 8192;
/** Stalls of one row. */
const MAX_STALLS: i32 = 4096;
/** Stalls may start where a span begins or ends, flush with each other, and at multiples of this: 0.5 m. */
const LATTICE: i32 = 5000;
/** The cost tables' step: 0.1 m. */
const COST_STEP: i32 = 1000;
/** Ints of a kind: pitch, line, accessible, address of its costs, first span, spans. */
const KIND_INTS: i32 = 6;
/** Bytes of a node: its position and the next node of its bucket, then a score, a node and a state that it comes from for each state. */
const NODE_BYTES: usize = 8;
const STATE_BYTES: usize = 16;
/** Bytes that the table of nodes grows by at least. */
const NODES_STEP: i32 = 1 << 18;

const NOTHING: f64 = -1e18;

let kinds: usize = 0;
let spans: usize = 0;
let heads: usize = 0;
/** The nodes lie at the free end of memory, which grows with them. */
let table: usize = 0;
let tableBytes: i32 = 0;
/** Bytes from a node to the next. */
let stride: usize = 0;
let outKinds: usize = 0;
let outStarts: usize = 0;
let cursors: usize = 0;

let nodes: i32 = 0;
let states: i32 = 0;
let buckets: i32 = 0;

/** Reserves the tables, once an instance; 0 when they do not fit. */
export function openRows(): i32 {
  kinds = reserve(MAX_KINDS * KIND_INTS * 4);
  spans = reserve(MAX_SPANS * 8);
  heads = reserve(MAX_BUCKETS * 4);
  outKinds = reserve(MAX_STALLS * 4);
  outStarts = reserve(MAX_STALLS * 4);
  cursors = reserve(MAX_KINDS * 4);
  return cursors != 0 ? 1 : 0;
}

/** Address of the kinds to fill in: pitch, line, accessible (0 or 1), address of costs, first span, spans. */
export function rowKinds(): usize {
  return kinds;
}

/** Address of the spans to fill in: from, to. */
export function rowSpans(): usize {
  return spans;
}

export function rowStallKinds(): usize {
  return outKinds;
}

export function rowStallStarts(): usize {
  return outStarts;
}

function nodeOf(node: i32): usize {
  return table + <usize>node * stride;
}

function keyOf(node: i32): i32 {
  return load<i32>(nodeOf(node));
}

/** The node after one in its bucket, or −1. */
function nextOf(node: i32): i32 {
  return load<i32>(nodeOf(node), 4);
}

/** Address of a node's state. */
function stateOf(node: i32, state: i32): usize {
  return nodeOf(node) + NODE_BYTES + <usize>state * STATE_BYTES;
}

/** Makes room for one more node; false when the tables are full. */
function growNodes(): boolean {
  if (nodes >= MAX_NODES || (nodes + 1) * states > MAX_SCORES) return false;
  const bytes = <i32>(<usize>(nodes + 1) * stride);
  if (bytes <= tableBytes) return true;
  const wanted = bytes + NODES_STEP;
  if (!roomFor(wanted)) return false;
  tableBytes = wanted;
  return true;
}

/** The node at a position, made when missing; −1 when the tables are full. */
function nodeAt(key: i32): i32 {
  const bucket = key / BUCKET;
  if (bucket < 0 || bucket >= buckets) return -1;
  const head = heads + ((<usize>bucket) << 2);
  let before: usize = 0;
  let node = load<i32>(head);
  while (node >= 0) {
    const at = keyOf(node);
    if (at == key) return node;
    if (at > key) break;
    before = nodeOf(node) + 4;
    node = load<i32>(before);
  }
  if (!growNodes()) return -1;
  const fresh = nodes++;
  store<i32>(nodeOf(fresh), key);
  store<i32>(nodeOf(fresh), node, 4);
  store<i32>(before != 0 ? before : head, fresh);
  for (let i: i32 = 0; i < states; i++) store<f64>(stateOf(fresh, i), NOTHING);
  return fresh;
}

function scoreOf(node: i32, state: i32): f64 {
  return load<f64>(stateOf(node, state));
}

function relax(node: i32, state: i32, value: f64, fromNode: i32, fromState: i32, kind: i32): void {
  const at = stateOf(node, state);
  if (value <= load<f64>(at)) return;
  store<f64>(at, value);
  store<i32>(at, fromNode, 8);
  store<i32>(at, (kind << 8) | fromState, 12);
}

/** The tabulated cost up to a position. */
function costAt(table: usize, key: i32): f64 {
  const cell = key / COST_STEP;
  const low = load<f64>(table + ((<usize>cell) << 3));
  const high = load<f64>(table + ((<usize>(cell + 1)) << 3));
  return low + (<f64>(key - cell * COST_STEP) / <f64>COST_STEP) * (high - low);
}

/**
 * Finds the best row for the kinds and spans filled in. `lines`: how many mouth lines there are (at most 120).
 * Worths and costs in square metres of green. Returns the number of stalls, in order along the side, or −1 when
 * the tables are full.
 */
export function bestRow(
  kindCount: i32,
  lines: i32,
  length: i32,
  worth: f64,
  accessibleWorth: f64,
  runCost: f64,
  changeCost: f64,
): i32 {
  if (kindCount > MAX_KINDS || lines > 120) return -1;
  buckets = length / BUCKET + 3;
  if (buckets > MAX_BUCKETS) return -1;
  nodes = 0;
  // states: 2 × (free, a stall on line 0, 1, …); the second half after an accessible stall
  const half = lines + 1;
  states = 2 * half;
  stride = NODE_BYTES + <usize>states * STATE_BYTES;
  // other tables may have been reserved since the last row
  table = roomFor(0);
  tableBytes = 0;
  memory.fill(heads, 0xff, (<usize>buckets) << 2);
  for (let k: i32 = 0; k < kindCount; k++) {
    const kind = kinds + ((<usize>(k * KIND_INTS)) << 2);
    store<i32>(cursors + ((<usize>k) << 2), 0);
    const first = load<i32>(kind, 16);
    const count = load<i32>(kind, 20);
    if (first + count > MAX_SPANS) return -1;
    for (let i = first; i < first + count; i++) {
      const from = load<i32>(spans + ((<usize>i) << 3));
      const to = load<i32>(spans + ((<usize>i) << 3), 4);
      if (nodeAt(from) < 0 || nodeAt(to) < 0) return -1;
      for (let at = (from / LATTICE + 1) * LATTICE; at < to; at += LATTICE) if (nodeAt(at) < 0) return -1;
    }
  }
  // the best free score so far with and without an accessible stall, and where it was
  let freeScore0: f64 = 0;
  let freeScore1: f64 = NOTHING;
  let freeNode0: i32 = -1;
  let freeNode1: i32 = -1;
  for (let bucket: i32 = 0; bucket < buckets; bucket++) {
    for (let node = load<i32>(heads + ((<usize>bucket) << 2)); node >= 0; node = nextOf(node)) {
      const key = keyOf(node);
      for (let used: i32 = 0; used < 2; used++) {
        const base = used * half;
        relax(node, base, used == 0 ? freeScore0 : freeScore1, used == 0 ? freeNode0 : freeNode1, base, -1);
        for (let line: i32 = 1; line < half; line++) {
          relax(node, base, scoreOf(node, base + line), node, base + line, -1);
        }
      }
      if (scoreOf(node, 0) > freeScore0) {
        freeScore0 = scoreOf(node, 0);
        freeNode0 = node;
      }
      if (scoreOf(node, half) > freeScore1) {
        freeScore1 = scoreOf(node, half);
        freeNode1 = node;
      }
      if (!placeFrom(node, key, kindCount, half, length, worth, accessibleWorth, runCost, changeCost)) return -1;
    }
  }
  return freeScore1 > freeScore0 ? backtrack(freeNode1, half) : backtrack(freeNode0, 0);
}

/** Every stall that may start at a node. False when the tables are full. */
function placeFrom(
  node: i32,
  key: i32,
  kindCount: i32,
  half: i32,
  length: i32,
  worth: f64,
  accessibleWorth: f64,
  runCost: f64,
  changeCost: f64,
): bool {
  for (let k: i32 = 0; k < kindCount; k++) {
    const kind = kinds + ((<usize>(k * KIND_INTS)) << 2);
    const first = load<i32>(kind, 16);
    const count = load<i32>(kind, 20);
    let cursor = load<i32>(cursors + ((<usize>k) << 2));
    while (cursor < count && load<i32>(spans + ((<usize>(first + cursor)) << 3), 4) < key) cursor++;
    store<i32>(cursors + ((<usize>k) << 2), cursor);
    if (cursor >= count || load<i32>(spans + ((<usize>(first + cursor)) << 3)) > key) continue;
    const pitch = load<i32>(kind);
    if (key + pitch > length + 10) continue;
    const line = load<i32>(kind, 4) + 1;
    const accessible = load<i32>(kind, 8);
    const table = <usize>load<i32>(kind, 12);
    const price = costAt(table, key + pitch) - costAt(table, key);
    const next = nodeAt(key + pitch);
    if (next < 0) return false;
    for (let used: i32 = 0; used < 2; used++) {
      const base = used * half;
      const free = scoreOf(node, base);
      if (free <= NOTHING) continue;
      let gain = worth - price;
      // one is asked for: a second one only takes room
      if (accessible) gain += used == 0 ? accessibleWorth : -runCost;
      const into = (accessible ? half : base) + line;
      relax(next, into, free + gain - runCost, node, base, k);
      for (let other: i32 = 1; other < half; other++) {
        const score = scoreOf(node, base + other);
        if (score <= NOTHING) continue;
        relax(next, into, score + gain - (other == line ? 0 : changeCost), node, base + other, k);
      }
    }
  }
  return true;
}

/** Writes the stalls on the way to a state, in order; their number, or −1 when there are too many. */
function backtrack(last: i32, lastState: i32): i32 {
  let count: i32 = 0;
  let node = last;
  let state = lastState;
  while (node >= 0) {
    const at = stateOf(node, state);
    const from = load<i32>(at, 8);
    const packed = load<i32>(at, 12);
    const kind = packed >> 8;
    if (kind >= 0) {
      if (count >= MAX_STALLS) return -1;
      store<i32>(outKinds + ((<usize>count) << 2), kind);
      store<i32>(outStarts + ((<usize>count) << 2), keyOf(from));
      count++;
    }
    node = from;
    state = packed & 0xff;
  }
  for (let i: i32 = 0, j: i32 = count - 1; i < j; i++, j--) {
    swap(outKinds, i, j);
    swap(outStarts, i, j);
  }
  return count;
}

function swap(column: usize, i: i32, j: i32): void {
  const a = load<i32>(column + ((<usize>i) << 2));
  store<i32>(column + ((<usize>i) << 2), load<i32>(column + ((<usize>j) << 2)));
  store<i32>(column + ((<usize>j) << 2), a);
}
