import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { crossings, distanceToEdge, isInside, type Outline, overlapDepth, squaredToSegment } from "./outline.ts";
import { lookupOf, type Thing } from "./scene.ts";

/**
 * Drivable ground as pieces that may overlap or touch, with the rim around all of them: how far from the rim a
 * position is says how wide a car's way is there. Two pieces that miss each other by up to this are joined, metres.
 */
const CRACK = 0.005;

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
  const grid = gridOver([...pieces, ...standing]);
  const rims = rimCells(grid, edges);
  // a place in a crack is on the ground that the crack joins
  const inPiece = pointLookup(grid, pieces, CRACK / 2);
  const inBlocker = pointLookup(grid, standing, 0);
  const isDrivable = (x: number, y: number) => inPiece(x, y) && !inBlocker(x, y);

  /** Offset of the nearest segment within `most` metres; -1 when there is none. */
  const nearestTo = (x: number, y: number, most: number): number => {
    let best = most * most;
    let found = -1;
    const x0 = grid.column(x - most);
    const x1 = grid.column(x + most);
    const y1 = grid.row(y + most);
    for (let cy = grid.row(y - most); cy <= y1; cy++) {
      for (let cx = x0; cx <= x1; cx++) {
        const cell = rims[cy * grid.columns + cx];
        if (cell === undefined) continue;
        for (let n = 0; n < cell.length; n++) {
          const squared = squaredToSegment(x, y, edges, cell[n]);
          if (squared < best) {
            best = squared;
            found = cell[n];
          }
        }
      }
    }
    return found;
  };

  const nearestRim: Ground["nearestRim"] = (x, y, most) => {
    const found = nearestTo(x, y, most);
    if (found < 0) return null;
    const point = nearestOn(edges, found, x, y);
    return { x: point.x, y: point.y, distance: Math.sqrt((point.x - x) ** 2 + (point.y - y) ** 2) };
  };

  const clearance: Ground["clearance"] = (x, y, most) => {
    if (!isDrivable(x, y)) return 0;
    const found = nearestTo(x, y, most);
    return found < 0 ? most : Math.sqrt(squaredToSegment(x, y, edges, found));
  };

  const isOpen: Ground["isOpen"] = (ax, ay, bx, by) => {
    for (let cy = grid.row(Math.min(ay, by)); cy <= grid.row(Math.max(ay, by)); cy++) {
      for (let cx = grid.column(Math.min(ax, bx)); cx <= grid.column(Math.max(ax, bx)); cx++) {
        for (const i of rims[cy * grid.columns + cx] ?? []) if (isCrossed(ax, ay, bx, by, edges, i)) return false;
      }
    }
    return true;
  };

  return { pieces, isDrivable, isOpen, nearestRim, clearance };
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

/** Square cells over a box; positions beyond it fall into its outermost cells. */
interface Grid {
  /** Side of a cell, metres. */
  readonly size: number;
  readonly minX: number;
  readonly minY: number;
  readonly columns: number;
  readonly rows: number;
  column(x: number): number;
  row(y: number): number;
}

/** Side of a cell, metres, and the most cells there are: wide sites get larger ones. */
const CELL = 4;
const MOST_CELLS = 400_000;

function gridOver(things: readonly Thing[]): Grid {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { outline } of things) {
    minX = Math.min(minX, outline.minX);
    minY = Math.min(minY, outline.minY);
    maxX = Math.max(maxX, outline.maxX);
    maxY = Math.max(maxY, outline.maxY);
  }
  if (things.length === 0) [minX, minY, maxX, maxY] = [0, 0, 0, 0];
  const size = Math.max(
    CELL,
    Math.sqrt(((maxX - minX) * (maxY - minY)) / MOST_CELLS),
    (maxX - minX + maxY - minY) / MOST_CELLS,
  );
  const columns = Math.floor((maxX - minX) / size) + 1;
  const rows = Math.floor((maxY - minY) / size) + 1;
  return {
    size,
    minX,
    minY,
    columns,
    rows,
    column: (x) => Math.min(columns - 1, Math.max(0, Math.floor((x - minX) / size))),
    row: (y) => Math.min(rows - 1, Math.max(0, Math.floor((y - minY) / size))),
  };
}

/** Offsets of the segments that come near each cell, row by row; none where there are none. */
function rimCells(grid: Grid, edges: Float64Array): (number[] | undefined)[] {
  const { size, minX, minY, columns, rows } = grid;
  const cells: (number[] | undefined)[] = new Array(columns * rows).fill(undefined);
  const reach = (size * Math.SQRT2) / 2 + 0.001;
  for (let i = 0; i < edges.length; i += 4) {
    const [ax, ay, bx, by] = [edges[i], edges[i + 1], edges[i + 2], edges[i + 3]];
    const [x0, x1] = [grid.column(Math.min(ax, bx)), grid.column(Math.max(ax, bx))];
    const [y0, y1] = [grid.row(Math.min(ay, by)), grid.row(Math.max(ay, by))];
    for (let cy = y0; cy <= y1; cy++) {
      for (let cx = x0; cx <= x1; cx++) {
        // a long slanted edge has a wide box: leave out the cells it does not come near
        if (x1 > x0 && y1 > y0) {
          const [x, y] = [minX + (cx + 0.5) * size, minY + (cy + 0.5) * size];
          if (squaredToSegment(x, y, edges, i) > reach * reach) continue;
        }
        const cell = cy * columns + cx;
        const known = cells[cell];
        if (known === undefined) cells[cell] = [i];
        else known.push(i);
      }
    }
  }
  return cells;
}

/** Whether a position lies in one of several things, or at most `beyond` metres off its edge. */
function pointLookup(grid: Grid, things: readonly Thing[], beyond: number): (x: number, y: number) => boolean {
  if (things.length === 0) return () => false;
  const lookup = lookupOf(things);
  const { size, columns, rows } = grid;
  const cells: (Thing[] | undefined)[] = new Array(columns * rows).fill(undefined);
  const half = (size * Math.SQRT2) / 2 + 0.001 + beyond;
  return (x, y) => {
    const cx = grid.column(x);
    const cy = grid.row(y);
    const cell = cy * columns + cx;
    let near = cells[cell];
    if (near === undefined) {
      const [minX, minY] = [grid.minX + cx * size - beyond, grid.minY + cy * size - beyond];
      const box = { minX, minY, maxX: minX + size + 2 * beyond, maxY: minY + size + 2 * beyond };
      const [mx, my] = [minX + size / 2 + beyond, minY + size / 2 + beyond];
      near = lookup
        .near(box)
        .filter(({ outline }) => isInside(outline, mx, my) || distanceToEdge(outline, mx, my) <= half);
      cells[cell] = near;
    }
    for (let n = 0; n < near.length; n++) if (isInside(near[n].outline, x, y)) return true;
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
