import { bounds, type Point } from "../model/geometry.ts";
import { areaOfFeature, type PlanFeature, type PlanKind, planFeaturesOf } from "../model/plan.ts";
import { featuresOf, type Site } from "../model/site.ts";
import { type Outline, outlineOf, squaredToSegment } from "./outline.ts";

/** Ground that a wheelchair can use, by places of a grid that lies on whole steps of the site's plane. */
export interface WalkGround {
  /** Places in a row of the grid: a place's number is `row * columns + column`. */
  readonly columns: number;
  /** The place nearest to a position; -1 beyond the site. */
  at(x: number, y: number): number;
  position(place: number): Point;
  /** Whether the disc has room. */
  isRoomy(place: number): boolean;
  /** Whether nothing stands there. */
  isOpen(place: number): boolean;
}

/** Half of a post's foot, metres. Rulebook: `ev.charger_footprint.ac7kw_post`. */
const HALF_POST = 0.2;

/** Vehicles stand there, or it is shut: nobody goes over it. */
const SHUT: readonly PlanKind[] = ["stall", "locker", "ebikeSlot"];

/** What a place is. */
const TAKEN = 1;
const NARROW = 2;

/**
 * The site less what is built, planted, fenced or parked on it; access aisles, standing space before lockers and ways for
 * bicycles are open. A disc of the radius has room where every edge is that far, metres.
 */
export function walkGround(site: Site, features: readonly PlanFeature[], step: number, radius: number): WalkGround {
  const [minX, minY, maxX, maxY] = bounds(site.boundary.shell);
  const [left, bottom] = [Math.floor(minX / step), Math.floor(minY / step)];
  const columns = Math.ceil(maxX / step) - left + 1;
  const rows = Math.ceil(maxY / step) - bottom + 1;
  const cells = new Uint8Array(columns * rows);
  const grid: Cells = { cells, step, left, bottom, columns, rows };
  fill(grid, outlineOf(site.boundary), TAKEN);
  // what is not within the boundary is taken
  for (let place = 0; place < cells.length; place++) cells[place] ^= TAKEN;
  rim(grid, outlineOf(site.boundary), radius);
  for (const outline of inTheWay(site, features)) {
    fill(grid, outline, TAKEN);
    rim(grid, outline, radius);
  }
  return {
    columns,
    at(x, y) {
      const [i, j] = [Math.round(x / step) - left, Math.round(y / step) - bottom];
      return i < 0 || j < 0 || i >= columns || j >= rows ? -1 : j * columns + i;
    },
    position: (place) => [((place % columns) + left) * step, (Math.floor(place / columns) + bottom) * step],
    isRoomy: (place) => cells[place] === 0,
    isOpen: (place) => (cells[place] & TAKEN) === 0,
  };
}

interface Cells {
  readonly cells: Uint8Array;
  readonly step: number;
  readonly left: number;
  readonly bottom: number;
  readonly columns: number;
  readonly rows: number;
}

/** Marks the places within an outline, row by row. */
function fill({ cells, step, left, bottom, columns, rows }: Cells, outline: Outline, mark: number): void {
  const { edges } = outline;
  const first = Math.max(0, Math.ceil(outline.minY / step) - bottom);
  const last = Math.min(rows - 1, Math.floor(outline.maxY / step) - bottom);
  const meets: number[][] = [];
  for (let i = 0; i < edges.length; i += 4) {
    const [ax, ay, bx, by] = [edges[i], edges[i + 1], edges[i + 2], edges[i + 3]];
    const from = Math.max(first, Math.ceil(Math.min(ay, by) / step) - bottom);
    const to = Math.min(last, Math.floor(Math.max(ay, by) / step) - bottom);
    for (let row = from; row <= to; row++) {
      const y = (row + bottom) * step;
      if (ay > y === by > y) continue;
      meets[row] ??= [];
      meets[row].push(ax + ((y - ay) / (by - ay)) * (bx - ax));
    }
  }
  for (let row = first; row <= last; row++) {
    const xs = (meets[row] ?? []).sort((a, b) => a - b);
    for (let k = 0; k + 1 < xs.length; k += 2) {
      const from = Math.max(0, Math.ceil(xs[k] / step) - left);
      const to = Math.min(columns - 1, Math.floor(xs[k + 1] / step) - left);
      for (let column = from; column <= to; column++) cells[row * columns + column] |= mark;
    }
  }
}

/** Marks the places nearer to an edge than a radius. */
function rim({ cells, step, left, bottom, columns, rows }: Cells, { edges }: Outline, radius: number): void {
  for (let i = 0; i < edges.length; i += 4) {
    const [ax, ay, bx, by] = [edges[i], edges[i + 1], edges[i + 2], edges[i + 3]];
    const first = Math.max(0, Math.ceil((Math.min(ay, by) - radius) / step) - bottom);
    const last = Math.min(rows - 1, Math.floor((Math.max(ay, by) + radius) / step) - bottom);
    for (let row = first; row <= last; row++) {
      const y = (row + bottom) * step;
      // of the edge only what comes as near to this row
      const [s, t] = by === ay ? [0, 1] : [(y - radius - ay) / (by - ay), (y + radius - ay) / (by - ay)];
      const [from, to] = [Math.max(0, Math.min(s, t)), Math.min(1, Math.max(s, t))];
      const [px, qx] = [ax + from * (bx - ax), ax + to * (bx - ax)];
      const start = Math.max(0, Math.ceil((Math.min(px, qx) - radius) / step) - left);
      const end = Math.min(columns - 1, Math.floor((Math.max(px, qx) + radius) / step) - left);
      for (let column = start; column <= end; column++)
        if (squaredToSegment((column + left) * step, y, edges, i) < radius * radius)
          cells[row * columns + column] |= NARROW;
    }
  }
}

function inTheWay(site: Site, features: readonly PlanFeature[]): Outline[] {
  const rebuilt = features.some(({ kind }) => kind === "shed");
  const isGreenTold = features.some(({ kind }) => kind === "green" || kind === "greenRemoved");
  const moved = new Set(planFeaturesOf(features, "treeMoved").map(({ properties }) => properties.tree));
  const kinds = new Set<PlanKind>(isGreenTold ? [...SHUT, "green"] : SHUT);
  const posts = [...planFeaturesOf(features, "charger"), ...planFeaturesOf(features, "ebikeCharger")];
  const today = [
    ...(isGreenTold ? [] : featuresOf(site, "green")),
    ...featuresOf(site, "building"),
    ...featuresOf(site, "obstruction"),
    ...featuresOf(site, "yard"),
    ...featuresOf(site, "activity"),
    ...featuresOf(site, "shed").filter(({ properties }) => !(rebuilt && properties.status === "rebuild")),
  ];
  const planned = features.flatMap((feature) => (kinds.has(feature.kind) ? (areaOfFeature(feature) ?? []) : []));
  return [
    ...today.map(({ shape }) => outlineOf(shape)),
    ...planned.map(outlineOf),
    ...posts.map(({ shape }) => footOf(shape, HALF_POST)),
    ...featuresOf(site, "tree")
      .filter(({ id, properties }) => properties.trunkRadius > 0 && !moved.has(id))
      .map(({ shape, properties }) => footOf(shape, properties.trunkRadius)),
    ...featuresOf(site, "wall").map(({ shape }) => outlineOf({ shell: thereAndBack(shape), holes: [] })),
  ];
}

function footOf([x, y]: Point, half: number): Outline {
  const shell = Float64Array.of(x - half, y - half, x + half, y - half, x + half, y + half, x - half, y + half);
  return outlineOf({ shell, holes: [] });
}

/** A line as a ring without any ground in it. */
function thereAndBack(line: Float64Array): Float64Array {
  const out = new Float64Array(2 * line.length - 4);
  out.set(line);
  for (let i = line.length - 4, at = line.length; at < out.length; i -= 2, at += 2)
    out.set(line.subarray(i, i + 2), at);
  return out;
}
