import { Clipper, FillRule, type Path64, type Paths64 } from "clipper2-ts";
import { bounds, type Point, type Ring } from "../../model/geometry.ts";
import { featuresOf } from "../../model/site.ts";
import type { Problem } from "../draft.ts";
import { lockHazards, siteHazards } from "../ground/hazards.ts";
import { limitsOf } from "../limits.ts";
import { area, disc, FORBIDS_APRON, FORBIDS_STALL, Hazard, type HazardItem } from "../plane/hazard.ts";

/** Kernel units a metre: 0.1 mm. */
export const UNITS = 10_000;

/** Ground free for stalls and ground free for aisles: rings taken even-odd, in kernel units from `origin`. */
export interface Envelope {
  /** Middle of the site's box, metres, on the grid of 0.1 mm. */
  readonly origin: Point;
  readonly stall: readonly Ring[];
  /** The same array when nothing tells the two apart. */
  readonly aisle: readonly Ring[];
}

/** Corners of a disc that is drawn as a polygon around it. */
const DISC_CORNERS = 16;

/** Boundary minus everything that stands on the site or must stay clear. `aisleWidth`: kept in front of an existing mouth, metres. */
export function envelope(problem: Problem, aisleWidth: number): Envelope {
  const { site } = problem;
  const [minX, minY, maxX, maxY] = bounds(site.boundary.shell);
  const origin: Point = [Math.round((minX + maxX) / 2), Math.round((minY + maxY) / 2)];
  const shell = [site.boundary.shell, ...site.boundary.holes].map((ring) => toUnits(ring, origin));
  const items = openHazards(problem, aisleWidth);
  const forbidding = (mask: number) => items.filter((item) => item.bit & mask);
  const stall = without(shell, forbidding(FORBIDS_STALL & ~Hazard.Gate), origin);
  const aisle = without(shell, forbidding(FORBIDS_APRON), origin);
  return { origin, stall, aisle: items.length === 0 ? stall : aisle };
}

/** Hazards of an open lot. Unlike in a compound, planted ground stays planted. */
function openHazards(problem: Problem, aisleWidth: number): HazardItem[] {
  const items = siteHazards(problem.site, limitsOf(problem.rules), aisleWidth).filter(
    (item) => item.bit !== Hazard.Gate,
  );
  for (const green of featuresOf(problem.site, "green")) items.push(area(Hazard.KeptGreen, green.shape));
  for (const tree of featuresOf(problem.site, "tree")) {
    if (tree.properties.trunkRadius > 0) items.push(disc(Hazard.Tree, tree.shape, tree.properties.trunkRadius));
  }
  return [...items, ...lockHazards(problem)];
}

function without(site: readonly Ring[], items: readonly HazardItem[], origin: Point): readonly Ring[] {
  if (items.length === 0) return site;
  const clip: Paths64 = [];
  for (const { shape } of items) {
    if (shape.type === "disc") {
      if (shape.radius > 0) clip.push(toPath(toUnits(around(shape.at, shape.radius), origin)));
      continue;
    }
    // each item on its own, so that holes stay holes and items may overlap
    const own = Clipper.union(
      shape.rings.map((ring) => toPath(toUnits(ring, origin))),
      FillRule.EvenOdd,
    );
    clip.push(...own);
  }
  const subject = Clipper.union(site.map(toPath), FillRule.EvenOdd);
  return Clipper.difference(subject, clip, FillRule.NonZero).map(fromPath);
}

/** The polygon around a disc. */
function around(at: Point, radius: number): Ring {
  const ring = new Float64Array(DISC_CORNERS * 2);
  const reach = radius / Math.cos(Math.PI / DISC_CORNERS);
  for (let i = 0; i < DISC_CORNERS; i++) {
    const angle = (2 * Math.PI * i) / DISC_CORNERS;
    ring[2 * i] = at[0] + reach * Math.cos(angle);
    ring[2 * i + 1] = at[1] + reach * Math.sin(angle);
  }
  return ring;
}

function toUnits(ring: Ring, origin: Point): Ring {
  return ring.map((value, i) => Math.round((value - origin[i & 1]) * UNITS));
}

export function toPath(ring: Ring): Path64 {
  const path: Path64 = [];
  for (let i = 0; i < ring.length; i += 2) path.push({ x: ring[i], y: ring[i + 1] });
  return path;
}

export function fromPath(path: Path64): Ring {
  const ring = new Float64Array(path.length * 2);
  path.forEach((point, i) => {
    ring[2 * i] = point.x;
    ring[2 * i + 1] = point.y;
  });
  return ring;
}

/** Area of rings taken even-odd, square metres; the rings must not cross. */
export function areaOfRings(rings: readonly Ring[]): number {
  const paths = rings.map(toPath);
  const simple = paths.length > 1 ? Clipper.union(paths, FillRule.EvenOdd) : paths;
  return Math.abs(simple.reduce((sum, path) => sum + Clipper.area(path), 0)) / (UNITS * UNITS);
}

/** True when a point, kernel units, lies inside rings taken even-odd. */
export function isInside(rings: readonly Ring[], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const above = ring[i + 1] > y;
      if (above === ring[j + 1] > y) continue;
      const crossing = ring[i] + ((y - ring[i + 1]) / (ring[j + 1] - ring[i + 1])) * (ring[j] - ring[i]);
      if (x < crossing) inside = !inside;
    }
  }
  return inside;
}
