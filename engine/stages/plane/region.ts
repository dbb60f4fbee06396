import { Clipper, EndType, FillRule, inflatePaths, JoinType, type Path64, type Paths64 } from "clipper2-ts";
import type { Area, Ring } from "../../model/geometry.ts";
import { SNAP } from "../../model/tolerance.ts";
import { boxOf, liesIn, meeting } from "./boxes.ts";
import { grownConvex } from "./growing.ts";
import { fromEnd, nested } from "./nesting.ts";
import { isNarrowIn, isSliver, isWide, withoutNicks, withoutTiny } from "./seams.ts";

/**
 * A set of points of the plane on a grid of 0.1 mm: closed paths in whole grid units, shells counter-clockwise,
 * holes clockwise. All polygon clipping of a compound happens here; the numbers are whole, so every engine agrees.
 */
export type Region = Paths64;

/** Clipping leaves seams without width between parts that it has cut apart; thinner than this is no ground, metres. */
const SEAM = 0.002;

/** The two ends of an edge shorter than this would be one in a file, metres. */
const TINY = 0.0002;

/** What is shrunk and grown back runs to and fro over its old outline by less than this, metres. */
const NICK = 0.00015;

export const UNITS_PER_METRE = Math.round(1 / SNAP);
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
  if (areas.length !== 1) return united(looseOf(areas));
  const known = single.get(areas[0]) ?? united(looseOf(areas));
  single.set(areas[0], known);
  return known;
}

/** Shells and holes of areas as they are, which may overlap: to be taken away, or united with more. */
export function looseOf(areas: readonly Area[]): Region {
  return areas.flatMap(({ shell, holes }) => [pathOf(shell), ...holes.map(pathOf)]);
}

function united(paths: Paths64): Region {
  if (paths.length === 0) return EMPTY;
  return paths.length === 1 && isBox(paths[0]) ? [fromEnd(paths[0], 1)] : Clipper.union(paths, FillRule.NonZero);
}

/** Whether a path has three or four corners and turns left at each: then it is its own union. */
export function isBox(path: Path64): boolean {
  return (
    path.length <= 4 &&
    path.every((q, i) => {
      const [p, r] = [path[(i + path.length - 1) % path.length], path[(i + 1) % path.length]];
      return (q.x - p.x) * (r.y - q.y) - (q.y - p.y) * (r.x - q.x) > 0;
    })
  );
}

/** The union of convex or simple rings given in any direction. */
export function regionOfRings(rings: readonly Ring[]): Region {
  return united(looseRings(rings));
}

/**
 * Rings given in any direction as they are, which may overlap: to be taken away, or cut to another region. Those that hold no
 * ground, such as a disc without a radius, are left out: grown, they have no end.
 */
export function looseRings(rings: readonly Ring[]): Region {
  return rings.flatMap((ring) => {
    const path = pathOf(ring);
    const area = Clipper.area(path);
    return area === 0 ? [] : [area < 0 ? path.reverse() : path];
  });
}

export function union(...regions: readonly Region[]): Region {
  return united(regions.flat());
}

/** A region less some others, whose parts may overlap. */
export function subtract(from: Region, ...what: readonly Region[]): Region {
  // a path whose box nothing meets bounds the same ground afterwards
  const { near, rest, others } = meeting(from, what.flat());
  return near.length === 0 ? from : [...Clipper.difference(near, others, FillRule.NonZero), ...rest];
}

/** What two regions share, each of which may have parts that overlap. */
export function intersect(a: Region, b: Region): Region {
  // a path whose box meets none of the other region winds round nothing in it
  const { near, others } = meeting(a, b);
  return near.length === 0 ? EMPTY : Clipper.intersect(near, others, FillRule.NonZero);
}

/** Grown (or, when negative, shrunk) by a distance in metres, corners kept sharp. */
export function grow(region: Region, distance: number): Region {
  if (region.length === 0 || distance === 0) return region;
  const convex = region.length === 1 && distance > 0 ? grownConvex(region[0], distance * UNITS_PER_METRE) : null;
  if (convex !== null) return [fromEnd(convex, 1)];
  return inflatePaths(region, distance * UNITS_PER_METRE, JoinType.Miter, EndType.Polygon, 2);
}

/** Paths that may overlap grown, corners kept sharp; they may overlap afterwards. */
export function grownLoose(paths: Region, distance: number): Region {
  const rest: Region = [];
  const holes = paths.filter((path) => Clipper.area(path) < 0).map(boxOf);
  const grown = paths.flatMap((path) => {
    // a hole and its shell belong together
    const isHoled = holes.length > 0 && holes.some((hole) => liesIn(hole, boxOf(path)));
    const made = isHoled ? null : grownConvex(path, distance * UNITS_PER_METRE);
    if (made === null) rest.push(path);
    return made === null ? [] : [made];
  });
  return [...grown, ...grow(rest, distance)];
}

/** Grown with corners cut square: never reaches farther out than a sharp corner, never less than a round one needs. */
export function growSquare(region: Region, distance: number): Region {
  if (region.length === 0 || distance === 0) return region;
  return inflatePaths(region, distance * UNITS_PER_METRE, JoinType.Square, EndType.Polygon);
}

/** What is left when everything narrower than `width` is taken away, and every part below `least` square metres. */
export function opened(region: Region, width: number, least = 0): Region {
  // what holds no disc as wide goes, what is as wide everywhere stays as it is
  const parts = partsOf(region, Math.max(least, (Math.PI / 4) * width * width));
  return parts.flatMap((part) => (isWide(part, width * UNITS_PER_METRE) ? part : even(opening(part, width))));
}

/** Without the corners that are none: where what was shrunk and grown back runs to and fro over its old outline. */
export function even(region: Region): Region {
  return withoutNicks(region, NICK * UNITS_PER_METRE);
}

function opening(region: Region, width: number): Region {
  return intersect(grow(grow(region, -width / 2), width / 2), region);
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

/** The connected parts, each a shell with its holes, in a fixed order; parts below `least` square metres are left out. */
export function areasOf(region: Region, least: number): Area[] {
  // to be without seams makes no part larger; only what has one is opened: that takes longer than all else that is done with it
  const parts = partsOf(withoutTiny(region, TINY * UNITS_PER_METRE), least);
  const isSeamed = parts.map((part) => isNarrowIn(part, SEAM * UNITS_PER_METRE));
  return areasIn(
    parts.flatMap((part, i) => (isSeamed[i] ? evened(part) : part)),
    least,
  );
}

/**
 * Likewise, opened by a seam all over: of nicks and steps of a tenth of a millimetre, which clipping leaves where edges nearly
 * meet, no corner is left. For outlines whose straight sides are counted, and for widths that a millimetre decides.
 */
export function evenAreasOf(region: Region, least: number): Area[] {
  return areasIn(evened(region), least);
}

/** Likewise, seams and all: for cuts across it, in which nothing has room on a seam. */
export function roughAreasOf(region: Region, least: number): Area[] {
  return areasIn(withoutTiny(region, TINY * UNITS_PER_METRE), least);
}

function evened(region: Region): Region {
  return opening(region, SEAM).filter((path) => !isSliver(path, SEAM * UNITS_PER_METRE));
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
