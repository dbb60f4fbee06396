/**
 * Ground that cars drive on: pieces that may overlap, what stands on them, and the rim around all of it. How far from the rim a
 * position is says how wide a car's way is there. Metres; everything is looked up by square cells.
 */
import { get, set } from "../columns";
import { giveBack, reserve } from "../memory";
import { segmentX, segmentY, shareAt, squaredToSegment } from "./segments";

/** Added to half a cell's diagonal, metres: rounding. */
const HAIR: f64 = 0.001;

let size: f64 = 1;
/** Cells a metre. */
let perMetre: f64 = 1;
let minX: f64 = 0;
let minY: f64 = 0;
let columns: i32 = 0;
let rows: i32 = 0;
/** A place up to so far off a piece is on it: two pieces that miss each other by twice as much are joined. */
let crack: f64 = 0;

/** Segments of the rim, four f64 each, and how many. */
let rim: usize = 0;
let rimCount: i32 = 0;
/** By cell: where its segments begin in the list; and the list, each by where it begins in bytes. */
let rimStart: usize = 0;
let rimList: usize = 0;

/** Outlines: their edges one after the other, four f64 each; by outline where its edges begin, and its box. Pieces come first. */
let edges: usize = 0;
let edgeStart: usize = 0;
let boxes: usize = 0;
let outlines: i32 = 0;
let pieces: i32 = 0;

/** By cell: 1 when it lies wholly in a piece, 2 in what stands; and the outlines whose edges come near it, as a chain of entries. */
let wholly: usize = 0;
let nearFirst: usize = 0;
let nearOutline: usize = 0;
let nearCount: i32 = 0;

function columnOf(x: f64): i32 {
  return min(columns - 1, max(0, <i32>((x - minX) * perMetre)));
}

function rowOf(y: f64): i32 {
  return min(rows - 1, max(0, <i32>((y - minY) * perMetre)));
}

/** Room for a ground, to be filled by the caller: see `groundColumn`. 0 when memory is short. Takes everything else away. */
export function layReach(
  side: f64,
  west: f64,
  south: f64,
  across: i32,
  along: i32,
  rimSegments: i32,
  edgesInAll: i32,
  pieceCount: i32,
  standing: i32,
  gap: f64,
): i32 {
  giveBack(0);
  size = side;
  perMetre = 1 / side;
  minX = west;
  minY = south;
  columns = across;
  rows = along;
  rimCount = rimSegments;
  pieces = pieceCount;
  outlines = pieceCount + standing;
  crack = gap;
  rim = reserve(rimSegments << 5);
  edges = reserve(edgesInAll << 5);
  edgeStart = reserve((outlines + 1) << 2);
  boxes = reserve(outlines << 5);
  return rim && edges && edgeStart && boxes ? 1 : 0;
}

/** 0 segments of the rim and 1 edges of outlines, four f64 each; 2 by outline where its edges begin, i32, one more than outlines; 3 their boxes, four f64 each. */
export function groundColumn(column: i32): usize {
  return column == 0 ? rim : column == 1 ? edges : column == 2 ? edgeStart : boxes;
}

/** Sorts rim and outlines into cells; 0 when memory is short. */
export function indexReach(): i32 {
  return indexRim() && indexOutlines() ? 1 : 0;
}

function indexRim(): i32 {
  lastX = NaN;
  const cells = columns * rows;
  rimStart = reserve((cells + 1) << 2);
  if (!rimStart) return 0;
  memory.fill(rimStart, 0, (<usize>(cells + 1)) << 2);
  // twice over the segments: how many come near a cell, then which
  for (let n = 0; n < rimCount; n++) toCells(rim, n, 0, -1);
  let sum = 0;
  for (let cell = 0; cell <= cells; cell++) {
    const count = get(rimStart, cell);
    set(rimStart, cell, sum);
    sum += count;
  }
  rimList = reserve(sum << 2);
  if (!rimList) return 0;
  for (let n = 0; n < rimCount; n++) toCells(rim, n, 0, -2);
  // each cell's start has moved to its end, which is where the next one begins
  for (let cell = cells; cell > 0; cell--) set(rimStart, cell, get(rimStart, cell - 1));
  set(rimStart, 0, 0);
  return 1;
}

/** Tells the cells that a segment comes within `beyond` of: that it is one more (`outline` −1), that it is the next (−2), or that the outline has an edge there. */
function toCells(from: usize, n: i32, beyond: f64, outline: i32): void {
  const at = from + ((<usize>n) << 5);
  const ax = load<f64>(at);
  const ay = load<f64>(at, 8);
  const bx = load<f64>(at, 16);
  const by = load<f64>(at, 24);
  const x0 = columnOf(min(ax, bx) - beyond);
  const x1 = columnOf(max(ax, bx) + beyond);
  const y0 = rowOf(min(ay, by) - beyond);
  const y1 = rowOf(max(ay, by) + beyond);
  const reach = (size * Math.SQRT2) / 2 + HAIR + beyond;
  for (let cy = y0; cy <= y1; cy++) {
    for (let cx = x0; cx <= x1; cx++) {
      // a long slanted edge has a wide box: leave out the cells it does not come near
      if (x1 > x0 && y1 > y0) {
        const x = minX + (<f64>cx + 0.5) * size;
        const y = minY + (<f64>cy + 0.5) * size;
        if (squaredToSegment(x, y, at) > reach * reach) continue;
      }
      const cell = cy * columns + cx;
      if (outline >= 0) noteNear(cell, outline);
      else {
        const slot = get(rimStart, cell);
        if (outline == -2) set(rimList, slot, n << 5);
        set(rimStart, cell, slot + 1);
      }
    }
  }
}

/** Entries grow at the top of the memory, which nothing else takes meanwhile. */
const CHUNK: i32 = 1024;
let nearRoom: i32 = 0;

function noteNear(cell: i32, outline: i32): void {
  const first = get(nearFirst, cell);
  // edges of an outline come one after the other: where it is known it is the first
  if (first >= 0 && get(nearOutline, first << 1) == outline) return;
  if (nearCount == nearRoom) {
    if (!reserve(CHUNK << 3)) {
      nearOutline = 0;
      return;
    }
    nearRoom += CHUNK;
  }
  set(nearOutline, nearCount << 1, outline);
  set(nearOutline, (nearCount << 1) + 1, first);
  set(nearFirst, cell, nearCount);
  nearCount++;
}

function indexOutlines(): i32 {
  const cells = columns * rows;
  wholly = reserve(cells);
  nearFirst = reserve(cells << 2);
  nearOutline = reserve(CHUNK << 3);
  nearRoom = CHUNK;
  nearCount = 0;
  if (!wholly || !nearFirst || !nearOutline) return 0;
  memory.fill(wholly, 0, <usize>cells);
  memory.fill(nearFirst, 0xff, (<usize>cells) << 2);
  for (let outline = 0; outline < outlines; outline++) {
    const beyond = outline < pieces ? crack : 0;
    const end = get(edgeStart, outline + 1);
    for (let n = get(edgeStart, outline); n < end; n++) {
      toCells(edges, n, beyond, outline);
      if (!nearOutline) return 0;
    }
    noteWhole(outline);
  }
  return 1;
}

/** Cells that no edge of an outline comes near lie wholly in it or not at all, and those beside each other alike. */
function noteWhole(outline: i32): void {
  const box = boxes + ((<usize>outline) << 5);
  const x0 = columnOf(load<f64>(box));
  const x1 = columnOf(load<f64>(box, 16));
  const y1 = rowOf(load<f64>(box, 24));
  const mark: u8 = outline < pieces ? 1 : 2;
  for (let cy = rowOf(load<f64>(box, 8)); cy <= y1; cy++) {
    let known = false;
    let inside = false;
    for (let cx = x0; cx <= x1; cx++) {
      const cell = cy * columns + cx;
      const first = get(nearFirst, cell);
      if (first >= 0 && get(nearOutline, first << 1) == outline) {
        known = false;
        continue;
      }
      if (!known) inside = isInside(outline, minX + (<f64>cx + 0.5) * size, minY + (<f64>cy + 0.5) * size);
      known = true;
      if (inside) store<u8>(wholly + <usize>cell, load<u8>(wholly + <usize>cell) | mark);
    }
  }
}

/** Whether a position lies inside an outline, by crossings of a ray to the right; on the edge is either. */
export function isInside(outline: i32, x: f64, y: f64): boolean {
  const box = boxes + ((<usize>outline) << 5);
  if (x < load<f64>(box) || y < load<f64>(box, 8) || x > load<f64>(box, 16) || y > load<f64>(box, 24)) return false;
  const end = edges + ((<usize>get(edgeStart, outline + 1)) << 5);
  let inside = false;
  for (let at = edges + ((<usize>get(edgeStart, outline)) << 5); at < end; at += 32) {
    const ay = load<f64>(at, 8);
    const by = load<f64>(at, 24);
    if (ay > y == by > y) continue;
    const ax = load<f64>(at);
    if (x < ax + ((y - ay) / (by - ay)) * (load<f64>(at, 16) - ax)) inside = !inside;
  }
  return inside;
}

export function distanceToEdge(outline: i32, x: f64, y: f64): f64 {
  const end = edges + ((<usize>get(edgeStart, outline + 1)) << 5);
  let best = Infinity;
  for (let at = edges + ((<usize>get(edgeStart, outline)) << 5); at < end; at += 32)
    best = min(best, squaredToSegment(x, y, at));
  return Math.sqrt(best);
}

/** Where the edges of an outline begin and end, and its box: least x and y, most x and y. */
export function edgesOf(outline: i32): usize {
  return edges + ((<usize>get(edgeStart, outline)) << 5);
}

export function boxOf(outline: i32): usize {
  return boxes + ((<usize>outline) << 5);
}

export function pieceCount(): i32 {
  return pieces;
}

/** On a piece, or in a crack beside one, and not on what stands. */
export function isDrivable(x: f64, y: f64): boolean {
  const cell = rowOf(y) * columns + columnOf(x);
  const whole = load<u8>(wholly + <usize>cell);
  if (whole & 2) return false;
  let onPiece = (whole & 1) != 0;
  for (let entry = get(nearFirst, cell); entry >= 0; entry = get(nearOutline, (entry << 1) + 1)) {
    const outline = get(nearOutline, entry << 1);
    if (outline >= pieces) {
      if (isInside(outline, x, y)) return false;
    } else if (!onPiece) onPiece = isInside(outline, x, y) || distanceToEdge(outline, x, y) <= crack;
  }
  return onPiece;
}

/** What was asked for last, and the answer: a place is often asked about twice. */
let lastX: f64 = NaN;
let lastY: f64 = NaN;
let lastMost: f64 = 0;
let lastFound: usize = 0;

/** The nearest segment of the rim within `most` of a position; 0 when there is none. */
function nearestTo(x: f64, y: f64, most: f64): usize {
  if (x == lastX && y == lastY && most == lastMost) return lastFound;
  lastX = x;
  lastY = y;
  lastMost = most;
  lastFound = lookFor(x, y, most);
  return lastFound;
}

function lookFor(x: f64, y: f64, most: f64): usize {
  let best = most * most;
  let found: usize = 0;
  const x0 = columnOf(x - most);
  const x1 = columnOf(x + most);
  const y1 = rowOf(y + most);
  for (let cy = rowOf(y - most); cy <= y1; cy++) {
    for (let cx = x0; cx <= x1; cx++) {
      const cell = cy * columns + cx;
      const end = get(rimStart, cell + 1);
      for (let n = get(rimStart, cell); n < end; n++) {
        const at = rim + <usize>get(rimList, n);
        const squared = squaredToSegment(x, y, at);
        if (squared < best) {
          best = squared;
          found = at;
        }
      }
    }
  }
  return found;
}

/** Of the rim's point that was found last: where it is, and how far off. */
export let rimX: f64 = 0;
export let rimY: f64 = 0;
export let rimDistance: f64 = 0;

/** Finds the nearest point of the rim within `most` of a position. */
export function findRim(x: f64, y: f64, most: f64): boolean {
  const found = nearestTo(x, y, most);
  if (!found) return false;
  const share = shareAt(x, y, found);
  rimX = segmentX(found, share);
  rimY = segmentY(found, share);
  rimDistance = Math.sqrt((rimX - x) * (rimX - x) + (rimY - y) * (rimY - y));
  return true;
}

/** Distance to the nearest rim, at most `most`; 0 off the ground. */
export function clearance(x: f64, y: f64, most: f64): f64 {
  if (!isDrivable(x, y)) return 0;
  const found = nearestTo(x, y, most);
  return found ? Math.sqrt(squaredToSegment(x, y, found)) : most;
}

/** Whether a straight line meets no rim; grazing an end counts. */
export function isOpen(ax: f64, ay: f64, bx: f64, by: f64): boolean {
  const x0 = columnOf(min(ax, bx));
  const x1 = columnOf(max(ax, bx));
  const y1 = rowOf(max(ay, by));
  for (let cy = rowOf(min(ay, by)); cy <= y1; cy++) {
    for (let cx = x0; cx <= x1; cx++) {
      const cell = cy * columns + cx;
      const end = get(rimStart, cell + 1);
      for (let n = get(rimStart, cell); n < end; n++)
        if (isCrossed(ax, ay, bx, by, rim + <usize>get(rimList, n))) return false;
    }
  }
  return true;
}

function isCrossed(ax: f64, ay: f64, bx: f64, by: f64, at: usize): boolean {
  const cx = load<f64>(at);
  const cy = load<f64>(at, 8);
  const dx = load<f64>(at, 16);
  const dy = load<f64>(at, 24);
  return (
    sideOf(ax, ay, bx, by, cx, cy) * sideOf(ax, ay, bx, by, dx, dy) <= 0 &&
    sideOf(cx, cy, dx, dy, ax, ay) * sideOf(cx, cy, dx, dy, bx, by) <= 0
  );
}

function sideOf(px: f64, py: f64, qx: f64, qy: f64, x: f64, y: f64): f64 {
  return (qx - px) * (y - py) - (qy - py) * (x - px);
}
