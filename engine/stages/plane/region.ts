import { Clipper, EndType, FillRule, inflatePaths, JoinType, type Path64, type Paths64 } from "clipper2-ts";
import type { Area, Ring } from "../../model/geometry.ts";
import { SNAP } from "../../model/tolerance.ts";
import { nested } from "./nesting.ts";
import { type Box, boxOf, narrowIn, plainIn, withoutTiny } from "./seams.ts";

/**
 * A set of points of the plane on a grid of 0.1 mm: closed paths in whole grid units, shells counter-clockwise,
 * holes clockwise. All polygon clipping of a compound happens here; the numbers are whole, so every engine agrees.
 */
export type Region = Paths64;

/** Clipping leaves seams without width between parts that it has cut apart; thinner than this is no ground, metres. */
const SEAM = 0.002;

/** The two ends of an edge shorter than this would be one in a file, metres. */
const TINY = 0.0002;

const UNITS_PER_METRE = Math.round(1 / SNAP);
const SQUARE_UNITS = UNITS_PER_METRE * UNITS_PER_METRE;

export const EMPTY: Region = [];

function pathOf(ring: Ring): Path64 {
  const path: Path64 = [];
  for (let i = 0; i < ring.length; i += 2) {
    path.push({ x: Math.round(ring[i] * UNITS_PER_METRE), y: Math.round(ring[i + 1] * UNITS_PER_METRE) });
  }
  return path;
}

function ringOf(path: Path64): Ring {
  const ring = new Float64Array(path.length * 2);
  for (let i = 0; i < path.length; i++) {
    ring[2 * i] = path[i].x / UNITS_PER_METRE;
    ring[2 * i + 1] = path[i].y / UNITS_PER_METRE;
  }
  return ring;
}

const single = new WeakMap<Area, Region>();

/** The union of areas. That of a single one, which is asked for again and again, is found once. */
export function regionOf(areas: readonly Area[]): Region {
  if (areas.length !== 1) return unionOf(areas);
  const known = single.get(areas[0]) ?? unionOf(areas);
  single.set(areas[0], known);
  return known;
}

function unionOf(areas: readonly Area[]): Region {
  const paths: Paths64 = [];
  for (const area of areas) {
    paths.push(pathOf(area.shell));
    for (const hole of area.holes) paths.push(pathOf(hole));
  }
  return paths.length === 0 ? EMPTY : Clipper.union(paths, FillRule.NonZero);
}

/** The union of convex or simple rings given in any direction. */
export function regionOfRings(rings: readonly Ring[]): Region {
  const paths = rings.map((ring) => {
    const path = pathOf(ring);
    return Clipper.area(path) < 0 ? path.reverse() : path;
  });
  return paths.length === 0 ? EMPTY : Clipper.union(paths, FillRule.NonZero);
}

export function union(...regions: readonly Region[]): Region {
  const paths = regions.flat();
  return paths.length === 0 ? EMPTY : Clipper.union(paths, FillRule.NonZero);
}

export function subtract(from: Region, ...what: readonly Region[]): Region {
  const clip = what.flat();
  if (from.length === 0 || clip.length === 0) return from;
  return Clipper.difference(from, clip, FillRule.NonZero);
}

export function intersect(a: Region, b: Region): Region {
  // paths that lie wholly beside the other region wind round nothing in it
  const near = within(a, boxOf(b));
  const others = within(b, boxOf(near));
  return near.length === 0 || others.length === 0 ? EMPTY : Clipper.intersect(near, others, FillRule.NonZero);
}

/** The paths whose boxes meet a box. */
function within(region: Region, [minX, minY, maxX, maxY]: Box): Region {
  const near = region.filter((path) => {
    const [left, low, right, high] = boxOf([path]);
    return left <= maxX && right >= minX && low <= maxY && high >= minY;
  });
  return near.length === region.length ? region : near;
}

/** Grown (or, when negative, shrunk) by a distance in metres, corners kept sharp. */
export function grow(region: Region, distance: number): Region {
  if (region.length === 0 || distance === 0) return region;
  return inflatePaths(region, distance * UNITS_PER_METRE, JoinType.Miter, EndType.Polygon, 2);
}

/** Grown with corners cut square: never reaches farther out than a sharp corner, never less than a round one needs. */
export function growSquare(region: Region, distance: number): Region {
  if (region.length === 0 || distance === 0) return region;
  return inflatePaths(region, distance * UNITS_PER_METRE, JoinType.Square, EndType.Polygon);
}

/** What is left when everything narrower than `width` is taken away. */
export function opened(region: Region, width: number): Region {
  return intersect(grow(grow(region, -width / 2), width / 2), region);
}

/** Whether a region is narrower than `width` metres anywhere, corners apart. */
export function isNarrow(region: Region, width: number): boolean {
  return narrowIn(region, width * UNITS_PER_METRE).includes(1);
}

/** With everything filled in that is narrower than `width`. */
export function closed(region: Region, width: number): Region {
  return grow(grow(region, width / 2), -width / 2);
}

/** Square metres. */
export function regionArea(region: Region): number {
  let sum = 0;
  for (const path of region) sum += Clipper.area(path);
  return sum / SQUARE_UNITS;
}

/** Without seams. Only the parts that have any are opened: that takes longer than all else that is done with them. */
function seamless(of: Region): Region {
  const region = withoutTiny(of, TINY * UNITS_PER_METRE);
  const narrow = narrowIn(region, SEAM * UNITS_PER_METRE);
  if (!narrow.includes(1)) return region;
  const plain = plainIn(region);
  // a shell that holds holes goes with all of them
  const isHeld = narrow.some((is, row) => is === 1 && plain[row] === 0);
  const goes = (_: Path64, row: number) => narrow[row] === 1 || (isHeld && plain[row] === 0);
  const rest = region.filter((path, row) => !goes(path, row));
  return [...opened(region.filter(goes), SEAM), ...rest];
}

/** The connected parts, each a shell with its holes, in a fixed order; parts below `least` square metres are left out. */
export function areasOf(region: Region, least: number): Area[] {
  return areasIn(seamless(region), least);
}

/**
 * Likewise, opened by a seam all over: of nicks and steps of a tenth of a millimetre, which clipping leaves where edges nearly
 * meet, no corner is left. For outlines whose straight sides are counted, and for widths that a millimetre decides.
 */
export function evenAreasOf(region: Region, least: number): Area[] {
  return areasIn(opened(region, SEAM), least);
}

function areasIn(region: Region, least: number): Area[] {
  return partsOf(region, least).map((part) => {
    const [shell, ...holes] = part.map(ringOf);
    const area = { shell, holes };
    single.set(area, part);
    return area;
  });
}

/** The connected parts of a region without seams, each with its holes, in a fixed order; those below `least` square metres left out. */
export function partsOf(region: Region, least: number): Region[] {
  return nested(region).filter((part) => regionArea(part) >= least);
}

/** Shells and holes of a region as they were clipped, seams and all, taken even-odd: for cells that are painted. */
export function ringsOf(region: Region): Ring[] {
  return region.map(ringOf);
}

/** Shells and holes of a region without seams, taken even-odd. */
export function outlineOf(region: Region): Ring[] {
  return areasOf(region, 0).flatMap(({ shell, holes }) => [shell, ...holes]);
}
