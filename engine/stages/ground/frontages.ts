import type { Point, Ring } from "../../model/geometry.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { OVERLAP_TOLERANCE } from "../../model/tolerance.ts";
import { evenAreasOf, grow, outlineOf, type Region, regionOf } from "../plane/region.ts";
import type { Edge } from "../plane/section.ts";
import {
  crossSections,
  discSpan,
  type EdgeFrame,
  fromEdge,
  holds,
  NO_SIDES,
  type Sections,
  type Sides,
  type Span,
  sidesOf,
  toEdge,
  touchedSpans,
} from "../plane/section.ts";
import type { Hazards } from "./hazards.ts";
import { distanceFromGate } from "./reach.ts";
import { alongRay } from "./ways.ts";

/** A straight side of the drivable ground along which stalls may open. */
export interface Frontage extends Edge {
  readonly row: number;
  /** Id of the site road it belongs to. */
  readonly road: string;
  /** Clear drivable depths found along it, junctions and all, commonest first, metres. */
  readonly widths: readonly number[];
  /** Width of its own road, metres. */
  readonly roadWidth: number;
  /** What stands on the road keeps this far from its ends, where the road bends on: the lane cuts the corner. Metres. */
  readonly bends: readonly [start: number, end: number];
}

export interface Roads {
  readonly region: Region;
  /** Outline of the union, shells and holes. */
  readonly outline: readonly Ring[];
  readonly frontages: readonly Frontage[];
  /** Outline of the roads without one. */
  but(road: string): readonly Ring[];
}

/** No edge shorter than this is a frontage, metres: narrower than any stall. */
const SHORTEST = 2.2;

/** Edges that bend less than this from end to end are one, as the sine of the turn: 0.5 m in 100 m. */
const STRAIGHT = 0.005;

/** A turn sharper than this is a junction or an end, as the cosine: 60°. */
const SHARPEST_BEND = 0.5;

/** Depths across beyond this need no telling apart, metres: any aisle fits. */
const WIDE = 14;

/** Roads nearer than twice this to each other are one, metres: the precision of a drawing. */
const SEAM = 0.005;

/** Widths are sampled at this step, metres. */
const SAMPLE = 1;

/** As many different widths are tried along one frontage. */
const WIDTHS_TRIED = 3;

const known = new WeakMap<Site, Roads>();

/** Found once a site. */
export function roadsOf(site: Site): Roads {
  const made = known.get(site) ?? findRoads(site);
  known.set(site, made);
  return made;
}

function findRoads(site: Site): Roads {
  const roads = featuresOf(site, "road");
  // roads that were drawn to meet may miss each other by rounding
  const region = grow(grow(regionOf(roads.map((road) => road.shape)), SEAM), -SEAM);
  const outline: Ring[] = [];
  for (const area of evenAreasOf(region, 1)) outline.push(area.shell, ...area.holes);
  const toGate = distanceFromGate(site, outline, "car");
  const frontages: Frontage[] = [];
  for (const ring of outline) {
    const sides = straightSides(ring);
    for (let i = 0; i < sides.length; i++) {
      const [a, b] = sides[i];
      const dx = b[0] - a[0];
      const dy = b[1] - a[1];
      const length = Math.sqrt(dx * dx + dy * dy);
      if (length < SHORTEST) continue;
      const along: Point = [dx / length, dy / length];
      // rings run with the road on their left
      const frame: EdgeFrame = { origin: a, along, out: [along[1], -along[0]] };
      const inside = fromEdge(frame, length / 2, -0.05);
      const road = roads.find((candidate) => holds(candidate.shape, inside));
      if (road === undefined) continue;
      const widths = widthsAlong(frame, length, outline);
      const [roadWidth] = widthsAlong(frame, length, [road.shape.shell, ...road.shape.holes]);
      if (!Number.isFinite(toGate(inside))) continue;
      const before = bendAt(sides[(i + sides.length - 1) % sides.length], sides[i]);
      const after = bendAt(sides[i], sides[(i + 1) % sides.length]);
      const bends = [before * roadWidth, after * roadWidth] as const;
      frontages.push({ row: frontages.length, frame, length, road: road.id, widths, roadWidth, bends });
    }
  }
  const others = new Map<string, readonly Ring[]>();
  const but = (id: string): readonly Ring[] => {
    const made = others.get(id);
    if (made !== undefined) return made;
    const rest = outlineOf(regionOf(roads.filter((road) => road.id !== id).map((road) => road.shape)));
    others.set(id, rest);
    return rest;
  };
  return { region, outline, frontages, but };
}

/** Sides of a ring with nearly straight neighbours joined. */
function straightSides(ring: Ring): [Point, Point][] {
  const count = ring.length / 2;
  const at = (i: number): Point => [ring[2 * (i % count)], ring[2 * (i % count) + 1]];
  const turns = (i: number): boolean => {
    const [p, q, r] = [at(i + count - 1), at(i), at(i + 1)];
    const ax = q[0] - p[0];
    const ay = q[1] - p[1];
    const bx = r[0] - q[0];
    const by = r[1] - q[1];
    const size = Math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by));
    return size === 0 || ax * bx + ay * by < 0 || Math.abs(ax * by - ay * bx) > STRAIGHT * size;
  };
  const corners: number[] = [];
  for (let i = 0; i < count; i++) if (turns(i)) corners.push(i);
  return corners.map((corner, k) => [at(corner), at(corners[(k + 1) % corners.length])]);
}

/** Tangent of half the turn from one side to the next where the road bends on; 0 at junctions and ends, which turn more. */
function bendAt([a, b]: readonly [Point, Point], [, c]: readonly [Point, Point]): number {
  const [px, py, qx, qy] = [b[0] - a[0], b[1] - a[1], c[0] - b[0], c[1] - b[1]];
  const size = Math.sqrt((px * px + py * py) * (qx * qx + qy * qy));
  const cosine = (px * qx + py * qy) / size;
  const sine = Math.abs(px * qy - py * qx) / size;
  return cosine < SHARPEST_BEND || sine === 0 ? 0 : (1 - cosine) / sine;
}

function widthsAlong(frame: EdgeFrame, length: number, outline: readonly Ring[]): number[] {
  const counts = new Map<number, number>();
  const inward: Point = [-frame.out[0], -frame.out[1]];
  const samples = Math.max(1, Math.floor(length / SAMPLE));
  for (let k = 0; k < samples; k++) {
    const from = fromEdge(frame, ((k + 0.5) / samples) * length, -0.01);
    const depth = Math.min(WIDE, alongRay(from, inward, outline) + 0.01);
    // whole millimetres, up: a road drawn 0.4 mm too narrow is not narrower
    const width = Math.ceil(depth * 1000 - 0.5) / 1000;
    counts.set(width, (counts.get(width) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, WIDTHS_TRIED)
    .map(([width]) => width);
}

/** A hazard seen from an edge. */
interface SeenHazard {
  readonly bit: number;
  readonly disc: { readonly at: Point; readonly radius: number } | null;
  readonly sides: Sides;
  /** How far out it reaches, metres. */
  readonly low: number;
  readonly high: number;
}

/** The hazards near an edge, in its coordinates. */
export type View = readonly SeenHazard[];

/** Everything that comes within `near`…`far` of an edge. */
export function viewFrom(edge: Edge, hazards: Hazards, near: number, far: number): View {
  const view: SeenHazard[] = [];
  for (const { bit, shape } of hazards.near(...bandBox(edge, near, far))) {
    if (shape.type === "disc") {
      const at = toEdge(edge.frame, ...shape.at);
      const { radius } = shape;
      view.push({ bit, disc: { at, radius }, sides: NO_SIDES, low: at[1] - radius, high: at[1] + radius });
      continue;
    }
    const sides = sidesOf(edge.frame, shape.rings, 0, edge.length);
    if (sides !== NO_SIDES) view.push({ bit, disc: null, sides, low: sides.low, high: sides.high });
  }
  return view;
}

/** Where hazards of a mask lie in a band along an edge; none for a band without depth. */
export function blockedSpans(edge: Edge, view: View, near: number, far: number, mask: number): Span[] {
  if (far - near < OVERLAP_TOLERANCE) return [];
  const spans: Span[] = [];
  for (const { bit, disc, sides, low, high } of view) {
    if ((bit & mask) === 0 || high <= near || low >= far) continue;
    if (disc !== null) {
      const span = discSpan(disc.at, disc.radius, near, far);
      if (span !== null) spans.push(span);
    } else spans.push(...touchedSpans(crossSections(sides, near, far, 0, edge.length)));
  }
  return spans;
}

/** How far from a road's edge anything of a stall can lie, inwards and outwards, metres. */
export const REACH_IN = 10;
export const REACH_OUT = 10;

/** Do any of the hazards come where stalls along a frontage could need ground? */
export function isNear(frontage: Frontage, hazards: Hazards): boolean {
  return hazards.near(...bandBox(frontage, -REACH_IN, REACH_OUT)).length > 0;
}

/** The box around a band of an edge, local metres. */
function bandBox({ frame, length }: Edge, near: number, far: number): [number, number, number, number] {
  const { origin, along, out } = frame;
  const [x0, x1] = [Math.min(near * out[0], far * out[0]), Math.max(near * out[0], far * out[0])];
  const [y0, y1] = [Math.min(near * out[1], far * out[1]), Math.max(near * out[1], far * out[1])];
  const [x, y] = [length * along[0], length * along[1]];
  return [
    origin[0] + Math.min(0, x) + x0,
    origin[1] + Math.min(0, y) + y0,
    origin[0] + Math.max(0, x) + x1,
    origin[1] + Math.max(0, y) + y1,
  ];
}

/** Covered depth of a band along an edge by rings in local metres. */
export function sectionsAlong(edge: Edge, rings: readonly Ring[], near: number, far: number): Sections {
  return crossSections(sidesOf(edge.frame, rings, 0, edge.length), near, far, 0, edge.length);
}
