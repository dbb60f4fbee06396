import { type Area, areaOf, flat, type Point, pointsOf } from "../model/geometry.ts";
import { featuresOf, type Site } from "../model/site.ts";
import { areasOf, intersect, type Region, regionOf } from "../stages/plane/region.ts";

// the green of a site as zones

/** Convertible green of the site, or a part of it: it stays, or the uses of road sides take of it. */
export interface GreenPatch {
  /** That of the green, with a number behind it where it was cut. */
  readonly id: string;
  readonly region: Region;
  /** Square metres. */
  readonly area: number;
}

/** Green is cut so that no patch is longer or wider than this, metres: as long as a zone of a road's side. */
const LONGEST = 30;

/** Pieces that are smaller belong to nobody, square metres: seams of the cut. */
const SPECK = 0.05;

/** The convertible green of a site, cut where it is large along and across its longest edge. */
export function greenPatches(site: Site): GreenPatch[] {
  return featuresOf(site, "green")
    .filter(({ properties }) => properties.convertible)
    .flatMap(({ id, shape }) => {
      const whole = regionOf([shape]);
      const boxes = boxesOver(shape);
      if (boxes.length === 1) return [{ id, region: whole, area: areaOf(shape) }];
      return boxes
        .flatMap((box) => areasOf(intersect(whole, regionOf([box])), SPECK))
        .map((piece, i): GreenPatch => ({ id: `${id}.${i + 1}`, region: regionOf([piece]), area: areaOf(piece) }));
    });
}

/** Boxes along the longest edge of an area that cover it together, none longer than a zone. */
function boxesOver({ shell }: Area): Area[] {
  const points = pointsOf(shell);
  const [dx, dy] = longestEdge(points);
  const along = points.map(([x, y]) => x * dx + y * dy);
  const across = points.map(([x, y]) => y * dx - x * dy);
  const [us, vs] = [cuts(along), cuts(across)];
  const at = (u: number, v: number): Point => [u * dx - v * dy, u * dy + v * dx];
  return us.slice(1).flatMap((u, i) =>
    vs.slice(1).map((v, j): Area => {
      const [from, low] = [us[i], vs[j]];
      return { shell: flat([at(from, low), at(u, low), at(u, v), at(from, v)]), holes: [] };
    }),
  );
}

/** Where values are cut, their ends included. */
function cuts(values: readonly number[]): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const count = Math.max(1, Math.ceil((high - low) / LONGEST));
  return Array.from({ length: count + 1 }, (_, i) => low + (i * (high - low)) / count);
}

/** The direction of the longest edge, of length 1. */
function longestEdge(points: readonly Point[]): Point {
  let best: Point = [1, 0];
  let longest = 0;
  points.forEach(([x, y], i) => {
    const [nx, ny] = points[(i + 1) % points.length];
    const length = Math.hypot(nx - x, ny - y);
    if (length <= longest) return;
    longest = length;
    best = [(nx - x) / length, (ny - y) / length];
  });
  return best;
}
