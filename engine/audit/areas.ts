// turf by its parts: the whole of it takes ten times as long to load, which every command would wait for
import { difference } from "@turf/difference";
import { featureCollection, polygon } from "@turf/helpers";
import { intersect } from "@turf/intersect";
import { union } from "@turf/union";
import type { Feature, MultiPolygon, Polygon } from "geojson";
import { type Area, areaOf, flat, mapShape, type Point, pointsOf, type Ring, ringArea } from "../model/geometry.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { type Outline, outlineOf, overlapDepth } from "./outline.ts";

// turf's booleans are planar and do well on metres; its areas are of the sphere, so areas are summed here

type Ground = Feature<Polygon | MultiPolygon> | null;

/** The ground that several areas cover together. */
export function together(areas: readonly Area[]): Ground {
  if (areas.length === 0) return null;
  if (areas.length === 1) return polygonOf(areas[0]);
  return clipped(areas, (polygons) => union(featureCollection(polygons)));
}

/** Square metres covered by several areas together. */
export function areaTogether(areas: readonly Area[]): number {
  const outlines = areas.map(outlineOf);
  const overlapping = outlines.some((a, i) =>
    outlines.some((b, j) => j > i && overlapDepth(a, b).depth > OVERLAP_TOLERANCE),
  );
  // nothing shared: the plain sum is exact
  if (!overlapping) return areas.reduce((sum, area) => sum + areaOf(area), 0);
  if (outlines.every((outline) => outline.convex)) return areaOfConvex(areas.map((area) => area.shell));
  return areaOfGround(together(areas));
}

/** Square metres that convex rings cover together: each one's own, less what those before it cover of it. */
function areaOfConvex(rings: readonly Ring[]): number {
  return rings.reduce((sum, ring, i) => {
    const shared = rings.slice(0, i).flatMap((other) => {
      const part = cutConvex(other, ring);
      return part.length >= 6 && ringArea(part) > LEAST_PART ? [part] : [];
    });
    return sum + ringArea(ring) - (shared.length === 0 ? 0 : areaOfConvex(shared));
  }, 0);
}

/** Shared parts smaller than this are rounding, square metres. */
const LEAST_PART = 1e-7;

/** What of a ring lies within a convex one, edge by edge (Sutherland and Hodgman 1974). Counter-clockwise. */
export function cutConvex(ring: Ring, within: Ring): Ring {
  let left = pointsOf(ring);
  const corners = pointsOf(within);
  for (let i = 0; i < corners.length && left.length > 0; i++) {
    const [ax, ay] = corners[i];
    const [bx, by] = corners[(i + 1) % corners.length];
    const inward = ([x, y]: Point) => (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    left = left.flatMap((point, k) => {
      const next = left[(k + 1) % left.length];
      const [here, there] = [inward(point), inward(next)];
      const kept: Point[] = here >= 0 ? [point] : [];
      if (here >= 0 === there >= 0) return kept;
      const t = here / (here - there);
      return [...kept, [point[0] + t * (next[0] - point[0]), point[1] + t * (next[1] - point[1])] as Point];
    });
  }
  return flat(left);
}

/** Square metres that both cover, where neither list overlaps itself. */
export function areaShared(a: readonly Area[], b: readonly Area[]): number {
  let sum = 0;
  for (const one of a) for (const other of b) sum += sharedBy(one, other);
  return sum;
}

const shared = new WeakMap<Area, WeakMap<Area, number>>();

/** Square metres that two areas share; areas do not change, so it is found once. */
function sharedBy(one: Area, other: Area): number {
  const known = shared.get(one) ?? new WeakMap<Area, number>();
  shared.set(one, known);
  const made = known.get(other) ?? findShared(one, other);
  known.set(other, made);
  return made;
}

function findShared(one: Area, other: Area): number {
  if (overlapDepth(outlineOf(one), outlineOf(other)).depth <= OVERLAP_TOLERANCE) return 0;
  if (outlineOf(one).convex) return areaWithinConvex(one, other);
  if (outlineOf(other).convex) return areaWithinConvex(other, one);
  return areaOfGround(clipped([one, other], (polygons) => intersect(featureCollection(polygons))));
}

/** Square metres of a convex area that another covers, holes of the other apart: exact, and sooner than a general boolean. */
export function areaWithinConvex(convex: Area, other: Area): number {
  const covered = (ring: Ring) => {
    const part = cutConvex(ring, convex.shell);
    return part.length < 6 ? 0 : Math.abs(ringArea(part));
  };
  return other.holes.reduce((sum, hole) => sum - covered(hole), covered(other.shell));
}

/** What of the first is not covered by the second. */
export function without(a: readonly Area[], b: readonly Area[]): Area[] {
  if (a.length === 0) return [];
  if (b.length === 0) return areasOf(together(a));
  return areasOf(
    clipped([...a, ...b], (polygons) => {
      const [first, ...rest] = polygons.slice(0, a.length);
      const whole = rest.length === 0 ? first : union(featureCollection([first, ...rest]));
      return whole === null ? null : difference(featureCollection([whole, ...polygons.slice(a.length)]));
    }),
  );
}

/** Grids that coordinates are put on when a boolean fails on them as they are, parts of a metre. */
const COARSER = [1000, 100] as const;

/**
 * One of turf's booleans. Its sweep line loses its way on some nearly coincident edges; on a coarser grid those are
 * either the same edge or two, so it is tried again on millimetres, then on centimetres.
 */
function clipped(areas: readonly Area[], operate: (polygons: Feature<Polygon>[]) => Ground): Ground {
  try {
    return operate(areas.map(polygonOf));
  } catch (error) {
    for (const parts of COARSER) {
      const grid = (x: number, y: number): Point => [Math.round(x * parts) / parts, Math.round(y * parts) / parts];
      try {
        return operate(areas.map((area) => polygonOf(mapShape(area, grid))));
      } catch {
        // the next grid is coarser still
      }
    }
    throw error;
  }
}

function areaOfGround(ground: Ground): number {
  return areasOf(ground).reduce((sum, area) => sum + areaOf(area), 0);
}

export function areasOf(ground: Ground): Area[] {
  if (ground === null) return [];
  const { geometry } = ground;
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.map(([shell, ...holes]) => ({ shell: ringOf(shell), holes: holes.map(ringOf) }));
}

function ringOf(positions: number[][]): Float64Array {
  return flat(positions.slice(0, -1).map(([x, y]) => [x, y] as Point));
}

/** A GeoJSON polygon in metres. */
function polygonOf(area: Area): Feature<Polygon> {
  const close = (ring: Ring) => [...pointsOf(ring), [ring[0], ring[1]] as const].map(([x, y]) => [x, y]);
  return polygon([close(area.shell), ...area.holes.map(close)]);
}

/** Length of all edges, metres. */
export function rimOf({ edges }: Outline): number {
  let rim = 0;
  for (let i = 0; i < edges.length; i += 4)
    rim += Math.sqrt((edges[i + 2] - edges[i]) ** 2 + (edges[i + 3] - edges[i + 1]) ** 2);
  return rim;
}

/** Mean width of a long thin area, metres. */
export function meanWidth(area: Area): number {
  const rim = rimOf(outlineOf(area));
  return rim === 0 ? 0 : (2 * areaOf(area)) / rim;
}

/** An area with a margin of `distance` metres around it, corners mitred; its edges should be longer than the margin. */
export function withMargin(area: Area, distance: number): Area {
  const known = margins.get(area);
  if (known?.distance === distance) return known.wider;
  const wider = widened(area, distance);
  margins.set(area, { distance, wider });
  return wider;
}

const margins = new WeakMap<Area, { readonly distance: number; readonly wider: Area }>();

function widened(area: Area, distance: number): Area {
  const corners = pointsOf(area.shell);
  const moved = corners.map((corner, i): Point => {
    const before = corners[(i + corners.length - 1) % corners.length];
    const after = corners[(i + 1) % corners.length];
    const [ax, ay] = outward(before, corner);
    const [bx, by] = outward(corner, after);
    // along the bisector, so far that both edges move out by the distance; sharp corners are cut at four times it
    const scale = distance / Math.max(0.25, 1 + ax * bx + ay * by);
    return [corner[0] + (ax + bx) * scale, corner[1] + (ay + by) * scale];
  });
  return { shell: flat(moved), holes: [] };
}

/** Unit normal of an edge to its right: counter-clockwise rings have their outside there. */
function outward(a: Point, b: Point): Point {
  const length = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) || 1;
  return [(b[1] - a[1]) / length, -(b[0] - a[0]) / length];
}
