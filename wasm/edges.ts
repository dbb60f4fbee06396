/**
 * A ground's edges in each frame, in buckets across it, and which of them cut a strip. Units of 0.1 mm; along a strip the coordinate
 * is s, across it t: turn 0: s = u, t = v; turn 1: s = v, t = u.
 */
import { HEAD, measured, reserve } from "./arena";
import { clearCuts, cutCount, cutEdge, isCut, sortCuts } from "./cuts";

/** Orientations an instance can hold. */
export const MAX_FRAMES: i32 = 8;
/** Below this many edges a strip looks at all of them. */
const INDEX_FROM: i32 = 48;

// by ground * MAX_FRAMES + frame: edges as (u1, v1, u2, v2), f64 units
const edges = changetype<StaticArray<usize>>(memory.data(HEAD + 2 * MAX_FRAMES * 4) + HEAD);
measured(edges, 2 * MAX_FRAMES);
const edgeCount = changetype<StaticArray<i32>>(memory.data(HEAD + 2 * MAX_FRAMES * 4) + HEAD);
measured(edgeCount, 2 * MAX_FRAMES);
// by (ground * MAX_FRAMES + frame) * 2 + turn: edges in buckets of t, as an edge list with starts
const bucketCount = changetype<StaticArray<i32>>(memory.data(HEAD + 4 * MAX_FRAMES * 4) + HEAD);
measured(bucketCount, 4 * MAX_FRAMES);
const bucketBase = changetype<StaticArray<f64>>(memory.data(HEAD + 4 * MAX_FRAMES * 8) + HEAD);
measured(bucketBase, 4 * MAX_FRAMES);
const bucketHeight = changetype<StaticArray<f64>>(memory.data(HEAD + 4 * MAX_FRAMES * 8) + HEAD);
measured(bucketHeight, 4 * MAX_FRAMES);
const bucketStart = changetype<StaticArray<usize>>(memory.data(HEAD + 4 * MAX_FRAMES * 4) + HEAD);
measured(bucketStart, 4 * MAX_FRAMES);
const bucketEdges = changetype<StaticArray<usize>>(memory.data(HEAD + 4 * MAX_FRAMES * 4) + HEAD);
measured(bucketEdges, 4 * MAX_FRAMES);
/** By edge: the first bucket that it lies in. */
const bucketFirst = changetype<StaticArray<usize>>(memory.data(HEAD + 4 * MAX_FRAMES * 4) + HEAD);
measured(bucketFirst, 4 * MAX_FRAMES);

/** Forgets a frame's edges in both grounds. */
export function clearEdges(frame: i32): void {
  for (let ground = 0; ground < 2; ground++) edgeCount[ground * MAX_FRAMES + frame] = 0;
}

/** Room for a ground's edges in a frame, 4 f64 each, for the caller to fill; 0 when memory is short. */
export function reserveEdges(ground: i32, frame: i32, count: i32): usize {
  const at = reserve(count << 5);
  const table = ground * MAX_FRAMES + frame;
  edges[table] = at;
  edgeCount[table] = at ? count : 0;
  return at;
}

/** Sorts a frame's edges into buckets; 0 when memory is short. Call after both grounds are filled. */
export function indexFrame(frame: i32): i32 {
  for (let ground = 0; ground < 2; ground++) {
    const table = ground * MAX_FRAMES + frame;
    for (let turn = 0; turn < 2; turn++) if (!indexTable(table, turn)) return 0;
  }
  return 1;
}

function indexTable(table: i32, turn: i32): i32 {
  const count = edgeCount[table];
  const first = edges[table];
  const out = table * 2 + turn;
  bucketCount[out] = 0;
  if (count < INDEX_FROM) return 1;
  let low = Infinity;
  let high = -Infinity;
  const shift: usize = turn ? 0 : 8;
  for (let i = 0; i < count; i++) {
    const at = first + ((<usize>i) << 5) + shift;
    low = min(low, min(load<f64>(at), load<f64>(at + 16)));
    high = max(high, max(load<f64>(at), load<f64>(at + 16)));
  }
  const buckets = min(count, 2048);
  const height = max((high - low) / <f64>buckets, 1.0);
  const starts = reserve((buckets + 1) << 2);
  const firsts = reserve(count << 2);
  if (!starts || !firsts) return 0;
  memory.fill(starts, 0, (<usize>(buckets + 1)) << 2);
  bucketBase[out] = low;
  bucketHeight[out] = height;
  bucketStart[out] = starts;
  let total = 0;
  // two passes: count, then fill from the back of each bucket
  for (let pass = 0; pass < 2; pass++) {
    for (let i = count - 1; i >= 0; i--) {
      const at = first + ((<usize>i) << 5) + shift;
      const a = load<f64>(at);
      const b = load<f64>(at + 16);
      const from = bucketOf(min(a, b), low, height, buckets);
      const to = bucketOf(max(a, b), low, height, buckets);
      store<i32>(firsts + ((<usize>i) << 2), from);
      for (let k = from; k <= to; k++) {
        const slot = starts + ((<usize>k) << 2);
        if (pass == 0) {
          store<i32>(slot, load<i32>(slot) + 1);
          total++;
        } else {
          const place = load<i32>(slot) - 1;
          store<i32>(slot, place);
          store<i32>(bucketEdges[out] + ((<usize>place) << 2), i);
        }
      }
    }
    if (pass == 0) {
      const list = reserve(total << 2);
      if (!list) return 0;
      bucketEdges[out] = list;
      let sum = 0;
      for (let k = 0; k < buckets; k++) {
        sum += load<i32>(starts + ((<usize>k) << 2));
        store<i32>(starts + ((<usize>k) << 2), sum);
      }
      store<i32>(starts + ((<usize>buckets) << 2), total);
    }
  }
  bucketFirst[out] = firsts;
  bucketCount[out] = buckets;
  return 1;
}

function bucketOf(t: f64, low: f64, height: f64, buckets: i32): i32 {
  return <i32>max(0.0, min(<f64>(buckets - 1), floor((t - low) / height)));
}

/**
 * Where a ground's edges in a frame cut what lies between two lines across it: ranges along them, sorted by their lower end, in cuts.ts.
 * What that has been in work.
 */
export function cutBetween(ground: i32, frame: i32, turn: i32, low: f64, high: f64): i32 {
  const table = ground * MAX_FRAMES + frame;
  const count = edgeCount[table];
  const first = edges[table];
  let work = 0;
  clearCuts();
  const index = table * 2 + turn;
  const buckets = bucketCount[index];
  if (!buckets) {
    for (let i = 0; i < count; i++) {
      const at = first + ((<usize>i) << 5);
      if (isCut(at, turn, low, high)) cutEdge(at, turn, low, high);
    }
    work += 60 + count * 2 + cutCount * 12;
  } else {
    const base = bucketBase[index];
    const height = bucketHeight[index];
    const starts = bucketStart[index];
    const list = bucketEdges[index];
    const from = bucketOf(low, base, height, buckets);
    const to = bucketOf(high, base, height, buckets);
    const firsts = bucketFirst[index];
    for (let k = from; k <= to; k++) {
      const end = load<i32>(starts + ((<usize>(k + 1)) << 2));
      for (let j = load<i32>(starts + ((<usize>k) << 2)); j < end; j++) {
        const edge = <usize>load<i32>(list + ((<usize>j) << 2));
        // an edge lies in several buckets: it is taken in the first of them that the strip touches
        if (k > from && load<i32>(firsts + (edge << 2)) != k) continue;
        const at = first + (edge << 5);
        if (isCut(at, turn, low, high)) cutEdge(at, turn, low, high);
      }
      work += 8 + (end - load<i32>(starts + ((<usize>k) << 2))) * 4;
    }
    work += 60 + cutCount * 16;
  }
  sortCuts();
  return work;
}
