import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { crossings, distanceToEdge, isInside, type Outline, overlapDepth, squaredToSegment } from "./outline.ts";
import { lookupOf, type Thing } from "./scene.ts";

/**
 * Drivable ground as pieces that may overlap or touch, with the rim around all of them: how far from the rim a
 * position is says how wide a car's way is there. Two pieces that miss each other by up to this are joined, metres.
 */
const CRACK = 0.005;

/** Rim segments are looked up by square cells of this size, metres. */
const CELL = 4;

export interface Ground {
  readonly pieces: readonly Thing[];
  /** Distance to the nearest rim, metres, at most `most`; 0 outside every piece. */
  clearance(x: number, y: number, most: number): number;
  /** The nearest point of the rim within `most` metres; null when there is none. */
  nearestRim(x: number, y: number, most: number): { x: number; y: number; distance: number } | null;
  isDrivable(x: number, y: number): boolean;
  /** Whether a straight line meets no rim. */
  isOpen(ax: number, ay: number, bx: number, by: number): boolean;
}

/** `blockers` stand on the ground; whatever of them reaches into a piece is not driven over. */
export function groundOf(pieces: readonly Thing[], blockers: readonly Thing[]): Ground {
  const lookup = lookupOf(pieces);
  const segments: number[] = [];
  for (const piece of pieces) addRim(piece, lookup.near(grown(piece.outline)), segments);
  const standing: Thing[] = [];
  for (const blocker of blockers) {
    if (
      !lookup
        .near(blocker.outline)
        .some((piece) => overlapDepth(blocker.outline, piece.outline).depth > OVERLAP_TOLERANCE)
    )
      continue;
    standing.push(blocker);
    for (const value of blocker.outline.edges) segments.push(value);
  }
  const edges = Float64Array.from(segments);
  const cells = cellsOf(edges);
  // a place in a crack is on the ground that the crack joins
  const inPiece = pointLookup(pieces, CRACK / 2);
  const inBlocker = pointLookup(standing, 0);
  const isDrivable = (x: number, y: number) => inPiece(x, y) && !inBlocker(x, y);

  const nearestRim: Ground["nearestRim"] = (x, y, most) => {
    let best = most * most;
    let found = -1;
    const [x0, x1] = [Math.floor((x - most) / CELL), Math.floor((x + most) / CELL)];
    const [y0, y1] = [Math.floor((y - most) / CELL), Math.floor((y + most) / CELL)];
    for (let cx = x0; cx <= x1; cx++) {
      for (let cy = y0; cy <= y1; cy++) {
        for (const i of cells.get(cellKey(cx, cy)) ?? []) {
          const squared = squaredToSegment(x, y, edges, i);
          if (squared < best) {
            best = squared;
            found = i;
          }
        }
      }
    }
    if (found < 0) return null;
    const point = nearestOn(edges, found, x, y);
    return { ...point, distance: Math.sqrt(best) };
  };

  const isOpen: Ground["isOpen"] = (ax, ay, bx, by) => {
    for (let cx = Math.floor(Math.min(ax, bx) / CELL); cx <= Math.floor(Math.max(ax, bx) / CELL); cx++) {
      for (let cy = Math.floor(Math.min(ay, by) / CELL); cy <= Math.floor(Math.max(ay, by) / CELL); cy++) {
        for (const i of cells.get(cellKey(cx, cy)) ?? []) if (isCrossed(ax, ay, bx, by, edges, i)) return false;
      }
    }
    return true;
  };

  return {
    pieces,
    isDrivable,
    isOpen,
    nearestRim,
    clearance: (x, y, most) => (isDrivable(x, y) ? (nearestRim(x, y, most)?.distance ?? most) : 0),
  };
}

/** The parts of a piece's edges beyond which no other piece goes on. */
function addRim(piece: Thing, near: readonly Thing[], out: number[]): void {
  const { edges } = piece.outline;
  const others = near.filter((other) => other !== piece);
  for (let i = 0; i < edges.length; i += 4) {
    const [ax, ay, bx, by] = [edges[i], edges[i + 1], edges[i + 2], edges[i + 3]];
    const length = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
    if (length === 0) continue;
    // shells run counter-clockwise and holes clockwise: the outside is on the right
    const ox = ((by - ay) / length) * CRACK;
    const oy = (-(bx - ax) / length) * CRACK;
    const shifted = Float64Array.of(ax + ox, ay + oy, bx + ox, by + oy);
    const beside = others.filter(({ outline }) => meets(shifted, outline));
    if (beside.length === 0) {
      out.push(ax, ay, bx, by);
      continue;
    }
    const cuts = [...new Set(beside.flatMap((other) => crossings(shifted, 0, other.outline)))].sort((p, q) => p - q);
    for (let k = 1; k < cuts.length; k++) {
      const [from, to] = [cuts[k - 1], cuts[k]];
      if ((to - from) * length < 1e-6) continue;
      const t = (from + to) / 2;
      const x = shifted[0] + t * (shifted[2] - shifted[0]);
      const y = shifted[1] + t * (shifted[3] - shifted[1]);
      if (beside.some((other) => isInside(other.outline, x, y))) continue;
      out.push(ax + from * (bx - ax), ay + from * (by - ay), ax + to * (bx - ax), ay + to * (by - ay));
    }
  }
}

/** Whether a straight line and the segment at an offset have a point in common; grazing an end counts. */
function isCrossed(ax: number, ay: number, bx: number, by: number, edges: Float64Array, i: number): boolean {
  const [cx, cy, dx, dy] = [edges[i], edges[i + 1], edges[i + 2], edges[i + 3]];
  const side = (px: number, py: number, qx: number, qy: number, x: number, y: number) =>
    (qx - px) * (y - py) - (qy - py) * (x - px);
  return (
    side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) <= 0 &&
    side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) <= 0
  );
}

function meets(edge: Float64Array, { minX, minY, maxX, maxY }: Outline): boolean {
  return (
    Math.min(edge[0], edge[2]) <= maxX &&
    Math.max(edge[0], edge[2]) >= minX &&
    Math.min(edge[1], edge[3]) <= maxY &&
    Math.max(edge[1], edge[3]) >= minY
  );
}

function grown({ minX, minY, maxX, maxY }: Outline) {
  return { minX: minX - CRACK, minY: minY - CRACK, maxX: maxX + CRACK, maxY: maxY + CRACK };
}

function cellKey(cx: number, cy: number): number {
  return (cx + 0x8000) * 0x10000 + (cy + 0x8000);
}

function cellsOf(edges: Float64Array): Map<number, number[]> {
  const cells = new Map<number, number[]>();
  for (let i = 0; i < edges.length; i += 4) {
    const [ax, ay, bx, by] = [edges[i], edges[i + 1], edges[i + 2], edges[i + 3]];
    const [x0, x1] = [Math.floor(Math.min(ax, bx) / CELL), Math.floor(Math.max(ax, bx) / CELL)];
    const [y0, y1] = [Math.floor(Math.min(ay, by) / CELL), Math.floor(Math.max(ay, by) / CELL)];
    for (let cx = x0; cx <= x1; cx++) {
      for (let cy = y0; cy <= y1; cy++) {
        // a long slanted edge has a wide box: leave out the cells it does not come near
        if (x1 > x0 && y1 > y0) {
          const reach = (CELL * Math.SQRT2) / 2;
          if (squaredToSegment((cx + 0.5) * CELL, (cy + 0.5) * CELL, edges, i) > reach * reach) continue;
        }
        const key = cellKey(cx, cy);
        const cell = cells.get(key);
        if (cell === undefined) cells.set(key, [i]);
        else cell.push(i);
      }
    }
  }
  return cells;
}

/** Whether a position lies in one of several things, or at most `beyond` metres off its edge. */
function pointLookup(things: readonly Thing[], beyond: number): (x: number, y: number) => boolean {
  const lookup = lookupOf(things);
  const cells = new Map<number, Thing[]>();
  return (x, y) => {
    const [cx, cy] = [Math.floor(x / CELL), Math.floor(y / CELL)];
    const key = cellKey(cx, cy);
    let near = cells.get(key);
    if (near === undefined) {
      const [minX, minY, maxX, maxY] = [cx * CELL, cy * CELL, (cx + 1) * CELL, (cy + 1) * CELL];
      near = lookup.near({ minX: minX - beyond, minY: minY - beyond, maxX: maxX + beyond, maxY: maxY + beyond });
      cells.set(key, near);
    }
    if (near.some((thing) => isInside(thing.outline, x, y))) return true;
    return beyond > 0 && near.some(({ outline }) => distanceToEdge(outline, x, y) <= beyond);
  };
}

function nearestOn(edges: Float64Array, i: number, x: number, y: number): { x: number; y: number } {
  const dx = edges[i + 2] - edges[i];
  const dy = edges[i + 3] - edges[i + 1];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - edges[i]) * dx + (y - edges[i + 1]) * dy) / length));
  return { x: edges[i] + t * dx, y: edges[i + 1] + t * dy };
}
