import { difference, featureCollection, intersect, union } from "@turf/turf";
import type { Feature, MultiPolygon, Polygon } from "geojson";
import { type Area, areaOf, flat, type Point, pointsOf } from "../model/geometry.ts";
import { outlineOf, overlapDepth } from "./outline.ts";
import { polygonOf } from "./stalls.ts";

// turf's booleans are planar and do well on metres; its areas are of the sphere, so areas are summed here

type Ground = Feature<Polygon | MultiPolygon> | null;

/** The ground that several areas cover together. */
export function together(areas: readonly Area[]): Ground {
  if (areas.length === 0) return null;
  if (areas.length === 1) return polygonOf(areas[0]);
  return union(featureCollection(areas.map(polygonOf)));
}

/** Square metres covered by several areas together. */
export function areaTogether(areas: readonly Area[]): number {
  const outlines = areas.map(outlineOf);
  const overlapping = outlines.some((a, i) => outlines.some((b, j) => j > i && overlapDepth(a, b).depth > 0));
  // nothing shared: the plain sum is exact
  if (!overlapping) return areas.reduce((sum, area) => sum + areaOf(area), 0);
  return areaOfGround(together(areas));
}

/** Square metres that both cover. */
export function areaShared(a: readonly Area[], b: readonly Area[]): number {
  const [first, second] = [together(a), together(b)];
  if (first === null || second === null) return 0;
  return areaOfGround(intersect(featureCollection([first, second])));
}

/** What of the first is not covered by the second. */
export function without(a: readonly Area[], b: readonly Area[]): Area[] {
  const first = together(a);
  if (first === null) return [];
  if (b.length === 0) return areasOf(first);
  return areasOf(difference(featureCollection([first, ...b.map(polygonOf)])));
}

export function areaOfGround(ground: Ground): number {
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

/** An area with a margin of `distance` metres around it, corners square: its own ground and a rectangle along each edge. */
export function withMargin(area: Area, distance: number): Area[] {
  const corners = pointsOf(area.shell);
  const bands = corners.map((a, i): Area => {
    const b = corners[(i + 1) % corners.length];
    const length = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) || 1;
    const [ux, uy] = [((b[0] - a[0]) / length) * distance, ((b[1] - a[1]) / length) * distance];
    // counter-clockwise: outside is on the right
    const shell = flat([
      [a[0] - ux, a[1] - uy],
      [a[0] - ux + uy, a[1] - uy - ux],
      [b[0] + ux + uy, b[1] + uy - ux],
      [b[0] + ux, b[1] + uy],
    ]);
    return { shell, holes: [] };
  });
  return [area, ...bands];
}

/** Length and width of the rectangle with the same area and rim: exact for rectangles, fair for lanes that bend. Metres. */
export function asRectangle(area: Area): { length: number; width: number } {
  const corners = pointsOf(area.shell);
  const half =
    corners.reduce((sum, a, i) => {
      const b = corners[(i + 1) % corners.length];
      return sum + Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2);
    }, 0) / 2;
  const root = Math.sqrt(Math.max(0, half * half - 4 * areaOf(area)));
  return { length: (half + root) / 2, width: (half - root) / 2 };
}
