import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { checked, hold, isHeldBy, kernel } from "./kernel.ts";
import { crossings, isInside, type Outline, overlapDepth } from "./outline.ts";
import { lookupOf, type Thing } from "./scene.ts";

/**
 * Drivable ground as pieces that may overlap or touch, with the rim around all of them: how far from the rim a
 * position is says how wide a car's way is there. Two pieces that miss each other by up to this are joined, metres.
 */
const CRACK = 0.005;

export interface Ground {
  readonly pieces: readonly Thing[];
  /** The audit's kernel has this ground from here on, until something else is laid in it. */
  lay(): void;
  /** Distance to the nearest rim, metres, at most `most`; 0 outside every piece. */
  clearance(x: number, y: number, most: number): number;
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
  const rim = Float64Array.from(segments);
  const outlines = [...pieces, ...standing].map(({ outline }) => outline);
  const grid = gridOver(outlines);
  const ground: Ground = {
    pieces,
    lay() {
      if (isHeldBy(ground)) return;
      hold(null);
      layOut(grid, rim, outlines, pieces.length);
      hold(ground);
    },
    clearance(x, y, most) {
      ground.lay();
      return kernel.clearance(x, y, most);
    },
    isDrivable(x, y) {
      ground.lay();
      return kernel.isDrivable(x, y) === 1;
    },
    isOpen(ax, ay, bx, by) {
      ground.lay();
      return kernel.isOpen(ax, ay, bx, by) === 1;
    },
  };
  return ground;
}

function layOut(grid: Grid, rim: Float64Array, outlines: readonly Outline[], pieces: number): void {
  const { size, minX, minY, columns, rows } = grid;
  const edges = outlines.reduce((sum, outline) => sum + outline.edges.length / 4, 0);
  const standing = outlines.length - pieces;
  // a place in a crack is on the ground that the crack joins
  const gap = CRACK / 2;
  checked(kernel.layReach(size, minX, minY, columns, rows, rim.length / 4, edges, pieces, standing, gap));
  const { buffer } = kernel.memory;
  new Float64Array(buffer, kernel.groundColumn(0), rim.length).set(rim);
  const own = new Float64Array(buffer, kernel.groundColumn(1), 4 * edges);
  const starts = new Int32Array(buffer, kernel.groundColumn(2), outlines.length + 1);
  const boxes = new Float64Array(buffer, kernel.groundColumn(3), 4 * outlines.length);
  let at = 0;
  for (let n = 0; n < outlines.length; n++) {
    const outline = outlines[n];
    own.set(outline.edges, at);
    starts[n] = at / 4;
    at += outline.edges.length;
    boxes[4 * n] = outline.minX;
    boxes[4 * n + 1] = outline.minY;
    boxes[4 * n + 2] = outline.maxX;
    boxes[4 * n + 3] = outline.maxY;
  }
  starts[outlines.length] = at / 4;
  checked(kernel.indexReach());
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
}

/** Side of a cell, metres, and the most cells there are: wide sites get larger ones. */
const CELL = 4;
const MOST_CELLS = 400_000;

function gridOver(outlines: readonly Outline[]): Grid {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const outline of outlines) {
    minX = Math.min(minX, outline.minX);
    minY = Math.min(minY, outline.minY);
    maxX = Math.max(maxX, outline.maxX);
    maxY = Math.max(maxY, outline.maxY);
  }
  if (outlines.length === 0) [minX, minY, maxX, maxY] = [0, 0, 0, 0];
  const size = Math.max(
    CELL,
    Math.sqrt(((maxX - minX) * (maxY - minY)) / MOST_CELLS),
    (maxX - minX + maxY - minY) / MOST_CELLS,
  );
  const columns = Math.floor((maxX - minX) / size) + 1;
  const rows = Math.floor((maxY - minY) / size) + 1;
  return { size, minX, minY, columns, rows };
}
