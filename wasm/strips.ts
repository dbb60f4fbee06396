/**
 * Free ground in strips. A frame is one orientation of the site; a strip lies along one of its two axes,
 * and what is free in it is a short list of intervals, derived exactly from the polygons and kept in a cache.
 * Lengths are whole units of 0.1 mm. Along a strip the coordinate is s, across it t:
 * turn 0: s = u, t = v; turn 1: s = v, t = u.
 */
import { HEAD, measured, reserve } from "./arena";
import { clearCuts, cutCount, cutEdge, gather, isCut, MAX_CUTS, sortCuts } from "./cuts";

/** Orientations an instance can hold. */
export const MAX_FRAMES: i32 = 8;
/** Ground a stall may stand on. */
export const GROUND_STALL: i32 = 0;
/** Ground an aisle may run on. */
export const GROUND_AISLE: i32 = 1;
/** Strips as deep as a stall at right angles is long. */
export const LAYER_STALL: i32 = 0;
/** Strips as deep as the widest two-way aisle. */
export const LAYER_AISLE: i32 = 1;
/** Layers at most: a ground and a depth each. */
const MAX_LAYERS: i32 = 16;

/** A strip gives way this much on each side before an edge blocks it, units: snapping moves a vertex by 0.1 mm. */
const INSET: f64 = 3.5;
/** Below this many edges a strip looks at all of them. */
const INDEX_FROM: i32 = 48;
/** Slots of the cache, a power of two. */
const SLOTS: i32 = 1 << 15;
/** Numbers that the cache's lists of intervals may take in all, and in one block: it grows block by block. */
const CACHE_ENDS: i32 = 1 << 20;
const BLOCK_ENDS: i32 = 1 << 16;
/** A list that ends near the end of its block begins in the next: what all lists are allowed takes one or two blocks more. */
const MAX_BLOCKS: i32 = 32;

export let frameCount: i32 = 0;
export const frameCos = changetype<StaticArray<f64>>(memory.data(HEAD + MAX_FRAMES * 8) + HEAD);
measured(frameCos, MAX_FRAMES);
export const frameSin = changetype<StaticArray<f64>>(memory.data(HEAD + MAX_FRAMES * 8) + HEAD);
measured(frameSin, MAX_FRAMES);
// by frame * MAX_FRAMES + frame
const turnsCos = changetype<StaticArray<f64>>(memory.data(HEAD + MAX_FRAMES * MAX_FRAMES * 8) + HEAD);
measured(turnsCos, MAX_FRAMES * MAX_FRAMES);
const turnsSin = changetype<StaticArray<f64>>(memory.data(HEAD + MAX_FRAMES * MAX_FRAMES * 8) + HEAD);
measured(turnsSin, MAX_FRAMES * MAX_FRAMES);
/** Depth of a layer's strips, units. */
const depth = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_LAYERS * 4) + HEAD);
measured(depth, MAX_LAYERS);
/** Ground that a layer's strips are cut from. */
const groundOf = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_LAYERS * 4) + HEAD);
measured(groundOf, MAX_LAYERS);
let layerCount: i32 = 0;
/** Intervals shorter than this are left out, units. */
let shortest: i32 = 0;

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

const slotKey = changetype<StaticArray<i64>>(memory.data(HEAD + SLOTS * 8) + HEAD);
measured(slotKey, SLOTS);
/** Address of a slot's list, 0 where there is none. */
const slotAt = changetype<StaticArray<usize>>(memory.data(HEAD + SLOTS * 4) + HEAD);
measured(slotAt, SLOTS);
const firstBlock = changetype<StaticArray<i32>>(memory.data(HEAD + BLOCK_ENDS * 4) + HEAD);
measured(firstBlock, BLOCK_ENDS);
const blocks = changetype<StaticArray<usize>>(memory.data(HEAD + MAX_BLOCKS * 4) + HEAD);
measured(blocks, MAX_BLOCKS);
let blockCount: i32 = 0;
/** The block that lists are written into, and numbers taken of it. */
let block: i32 = 0;
let blockUsed: i32 = 0;
// what is only looked at has a cache of its own: the work of cutting it is counted each time, so that it does not matter what is there
const LOOKED_SLOTS: i32 = 1 << 12;
const LOOKED_ENDS: i32 = 1 << 15;
const lookedKey = changetype<StaticArray<i64>>(memory.data(HEAD + LOOKED_SLOTS * 8) + HEAD);
measured(lookedKey, LOOKED_SLOTS);
const lookedAt = changetype<StaticArray<usize>>(memory.data(HEAD + LOOKED_SLOTS * 4) + HEAD);
measured(lookedAt, LOOKED_SLOTS);
const lookedWork = changetype<StaticArray<i32>>(memory.data(HEAD + LOOKED_SLOTS * 4) + HEAD);
measured(lookedWork, LOOKED_SLOTS);
const lookedEnds = changetype<StaticArray<i32>>(memory.data(HEAD + (LOOKED_ENDS + 2 * MAX_CUTS + 4) * 4) + HEAD);
measured(lookedEnds, LOOKED_ENDS + 2 * MAX_CUTS + 4);
let lookedSlots: i32 = 0;
let lookedUsed: i32 = 0;
let slotsUsed: i32 = 0;
let endsUsed: i32 = 0;
let peeking: boolean = false;
let traceless: boolean = false;
/** Room for one list that is not even kept there. */
const unkept = changetype<StaticArray<i32>>(memory.data(HEAD + (2 * MAX_CUTS + 4) * 4) + HEAD);
measured(unkept, 2 * MAX_CUTS + 4);

/** Whether strips are cut without being kept, so that who only looks leaves no trace. */
export function peekStrips(on: boolean): void {
  peeking = on;
}

/** Likewise, for somebody outside the search: not even the next who only looks finds a trace. */
export function peekFromOutside(on: boolean): void {
  peeking = on;
  traceless = on;
}

/** Work done so far, in units of about a nanosecond on the machine it was tuned on. A pure count: no clock. */
export let work: i64 = 0;

export function setWork(amount: i64): void {
  work = amount;
}

export function addWork(amount: i32): void {
  work += amount;
}

/** Forgets every frame. Depths and lengths in units. */
export function resetStrips(stallLength: i32, aisleWidth: i32, shortestInterval: i32): void {
  frameCount = 0;
  work = 0;
  layerCount = 0;
  addLayer(GROUND_STALL, stallLength);
  addLayer(GROUND_AISLE, aisleWidth);
  shortest = shortestInterval;
  if (!blockCount) blocks[blockCount++] = changetype<usize>(firstBlock);
  flush();
  forgetLooked();
}

/** The layer of strips of a ground with this depth, a new one if need be; its number, or −1 when the table is full. */
export function addLayer(ground: i32, stripDepth: i32): i32 {
  for (let layer = 0; layer < layerCount; layer++)
    if (groundOf[layer] == ground && depth[layer] == stripDepth) return layer;
  if (layerCount >= MAX_LAYERS) return -1;
  depth[layerCount] = stripDepth;
  groundOf[layerCount] = ground;
  return layerCount++;
}

/** Adds an orientation by the direction of its u axis; its number, or −1 when the table is full. */
export function addFrame(cos: f64, sin: f64): i32 {
  if (frameCount >= MAX_FRAMES) return -1;
  frameCos[frameCount] = cos;
  frameSin[frameCount] = sin;
  for (let f = 0; f <= frameCount; f++) {
    setTurn(f, frameCount);
    setTurn(frameCount, f);
  }
  for (let ground = 0; ground < 2; ground++) edgeCount[ground * MAX_FRAMES + frameCount] = 0;
  return frameCount++;
}

function setTurn(from: i32, to: i32): void {
  const k = from * MAX_FRAMES + to;
  turnsCos[k] = frameCos[from] * frameCos[to] + frameSin[from] * frameSin[to];
  turnsSin[k] = frameSin[from] * frameCos[to] - frameCos[from] * frameSin[to];
}

/** Cosine and sine of the turn from one frame to another. */
export function turnCos(from: i32, to: i32): f64 {
  return turnsCos[from * MAX_FRAMES + to];
}

export function turnSin(from: i32, to: i32): f64 {
  return turnsSin[from * MAX_FRAMES + to];
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

/** Grows whenever the strips computed so far are forgotten. */
export let flushes: i32 = 0;

/** Forgets every strip computed so far. */
function flush(): void {
  flushes++;
  slotsUsed = 0;
  endsUsed = 0;
  block = 0;
  blockUsed = 0;
  memory.fill(changetype<usize>(slotAt), 0, (<usize>SLOTS) << alignof<usize>());
}

/** Address of a list of this many numbers, at the end of what there is; 0 when memory is short. */
function place(count: i32): usize {
  if (blockUsed + count > BLOCK_ENDS) {
    block++;
    blockUsed = 0;
  }
  if (block >= MAX_BLOCKS) return 0;
  if (block >= blockCount) {
    const at = reserve(BLOCK_ENDS << 2);
    if (!at) return 0;
    blocks[blockCount++] = at;
  }
  return blocks[block] + ((<usize>blockUsed) << 2);
}

/**
 * Free intervals of the strip whose lower side is at t: a list read by `intervalCount`,
 * `intervalLow`, `intervalHigh`. Valid until the next call that computes a strip.
 */
export function strip(layer: i32, frame: i32, turn: i32, t: i32): usize {
  const key = ((<i64>((layer << 8) | (frame << 1) | turn)) << 32) | <i64>(<u32>t);
  let slot = <i32>((<u64>key * 0x9e3779b97f4a7c15) >> 49);
  while (slotAt[slot]) {
    if (slotKey[slot] == key) return slotAt[slot];
    slot = (slot + 1) & (SLOTS - 1);
  }
  if (peeking) return looked(key, layer, frame, turn, t);
  cut(layer, frame, turn, t);
  const most = 2 * cutCount + 4;
  if (slotsUsed * 2 >= SLOTS || endsUsed + most > CACHE_ENDS) {
    flush();
    slot = <i32>((<u64>key * 0x9e3779b97f4a7c15) >> 49);
  }
  let list = place(most);
  if (!list) {
    flush();
    slot = <i32>((<u64>key * 0x9e3779b97f4a7c15) >> 49);
    list = place(most);
  }
  const used = gather(list, shortest);
  endsUsed += used;
  blockUsed += used;
  slotKey[slot] = key;
  slotAt[slot] = list;
  slotsUsed++;
  return list;
}

/** Likewise, of a strip that nobody keeps for the search. */
function looked(key: i64, layer: i32, frame: i32, turn: i32, t: i32): usize {
  let slot = <i32>((<u64>key * 0x9e3779b97f4a7c15) >> 52);
  while (lookedAt[slot]) {
    if (lookedKey[slot] == key) {
      work += lookedWork[slot];
      return lookedAt[slot];
    }
    slot = (slot + 1) & (LOOKED_SLOTS - 1);
  }
  if (traceless) {
    cut(layer, frame, turn, t);
    gather(changetype<usize>(unkept), shortest);
    return changetype<usize>(unkept);
  }
  if (lookedSlots * 2 >= LOOKED_SLOTS || lookedUsed >= LOOKED_ENDS) {
    forgetLooked();
    slot = <i32>((<u64>key * 0x9e3779b97f4a7c15) >> 52);
  }
  const before = work;
  cut(layer, frame, turn, t);
  const list = changetype<usize>(lookedEnds) + ((<usize>lookedUsed) << 2);
  lookedUsed += gather(list, shortest);
  lookedKey[slot] = key;
  lookedAt[slot] = list;
  lookedWork[slot] = <i32>(work - before);
  lookedSlots++;
  return list;
}

function forgetLooked(): void {
  flushes++;
  lookedSlots = 0;
  lookedUsed = 0;
  memory.fill(changetype<usize>(lookedAt), 0, (<usize>LOOKED_SLOTS) << alignof<usize>());
}

export function intervalCount(list: usize): i32 {
  return load<i32>(list);
}

export function intervalLow(list: usize, i: i32): i32 {
  return load<i32>(list + ((<usize>i) << 3), 4);
}

export function intervalHigh(list: usize, i: i32): i32 {
  return load<i32>(list + ((<usize>i) << 3), 8);
}

/** Where edges cut the strip: ranges of s, sorted by their lower end. */
function cut(layer: i32, frame: i32, turn: i32, t: i32): void {
  const table = groundOf[layer] * MAX_FRAMES + frame;
  const count = edgeCount[table];
  const low = <f64>t + INSET;
  const high = <f64>(t + depth[layer]) - INSET;
  const first = edges[table];
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
}
