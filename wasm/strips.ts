/**
 * Free ground in strips. A frame is one orientation of the site; a strip lies along one of its two axes,
 * and what is free in it is a short list of intervals, derived exactly from the polygons (edges.ts) and kept in a cache.
 * Lengths are whole units of 0.1 mm. Along a strip the coordinate is s, across it t:
 * turn 0: s = u, t = v; turn 1: s = v, t = u.
 */
import { HEAD, measured, reserve } from "./arena";
import { cutCount, gather, MAX_CUTS } from "./cuts";
import { clearEdges, cutBetween, MAX_FRAMES } from "./edges";

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
  clearEdges(frameCount);
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

/** Where edges cut the strip. */
function cut(layer: i32, frame: i32, turn: i32, t: i32): void {
  work += cutBetween(groundOf[layer], frame, turn, <f64>t + INSET, <f64>(t + depth[layer]) - INSET);
}
