import { bounds, flat, type Line, type Point, pointsOf } from "../../model/geometry.ts";
import type { PlanFeature } from "../../model/plan.ts";
import { featuresOf, type Site, type SiteFeature } from "../../model/site.ts";
import { blockedSpans, viewFrom } from "../ground/frontages.ts";
import type { Ground } from "../ground/kinds.ts";
import { FORBIDS_APRON } from "../plane/hazard.ts";
import { snapped, snappedArea } from "../plane/outline.ts";
import {
  crossSections,
  type Edge,
  type EdgeFrame,
  fromEdge,
  holds,
  sidesOf,
  toEdge,
  uncoveredSpans,
} from "../plane/section.ts";

/** A gate that no aisle can run straight in from, and the way that turns off behind it. */
export interface WayIn {
  /** The line across the way where an aisle can go on straight. */
  readonly line: Line;
  /** From the gate to that line. */
  readonly driveway: PlanFeature<"driveway">;
}

/** A way in goes on straight for at least this, metres. */
const RUN = 12;

/** It turns off no farther than this behind the gate, metres, and is looked for in steps of this. */
const REACH = 8;
const STEP = 0.25;

/** Sides of the site shorter than this give no direction, metres. */
const LEAST_SIDE = 10;

/** A way turns off at a gate by less than this, as the cosine: 60°. */
const SHARPEST = 0.5;

/** The way in from a gate along a side of the site, where none runs straight in; null where it does, and where there is none at all. */
export function wayInFrom(site: Site, gate: SiteFeature<"gate">, width: number, ground: Ground): WayIn | null {
  const points = pointsOf(gate.shape);
  const [a, b] = [points[0], points[points.length - 1]];
  const span = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2);
  const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const normal: Point = [-(b[1] - a[1]) / span, (b[0] - a[0]) / span];
  const isIn = holds(site.boundary, [middle[0] + normal[0] * 0.2, middle[1] + normal[1] * 0.2]);
  const inward: Point = isIn ? normal : [-normal[0], -normal[1]];
  if (isFree(stripFrom(middle, inward, -width / 2, 0), width, ground)) return null;
  let best: { frame: EdgeFrame; price: number } | null = null;
  for (const along of directionsOf(site)) {
    const turn = along[0] * inward[0] + along[1] * inward[1];
    if (turn < SHARPEST) continue;
    const seen = stripFrom(middle, along, 0, 0);
    const [[, p], [, q]] = [toEdge(seen, ...a), toEdge(seen, ...b)];
    const [low, high] = [Math.min(p, q), Math.max(p, q) - width];
    for (let on = 0; on <= REACH; on += STEP) {
      for (let aside = Math.min(low, high) - 1; aside <= Math.max(low, high) + 1; aside += STEP / 2) {
        const off = Math.max(0, Math.min(low, high) - aside, aside - Math.max(low, high));
        const price = on + 2 * off + 4 * (1 - turn);
        if (best !== null && price >= best.price) continue;
        const frame = stripFrom(middle, along, aside, on);
        if (isFree(frame, width, ground)) best = { frame, price };
      }
    }
  }
  if (best === null) return null;
  const { frame } = best;
  const [c, d] = [fromEdge(frame, 0, 0), fromEdge(frame, 0, width)];
  const into = fromEdge(frame, 0, width / 2);
  return {
    line: flat([c, d]),
    driveway: {
      kind: "driveway",
      id: `driveway-${gate.id}`,
      shape: snappedArea(hullOf([a, b, c, d])),
      properties: { width, oneWay: false, centreline: snapped([middle, into]), status: "new" },
    },
  };
}

/** A strip along a direction whose left side lies `aside` to the right of a point, and which begins `on` beyond it. */
function stripFrom(from: Point, along: Point, aside: number, on: number): EdgeFrame {
  const out: Point = [along[1], -along[0]];
  return {
    origin: [from[0] + aside * out[0] + on * along[0], from[1] + aside * out[1] + on * along[1]],
    along,
    out,
  };
}

function isFree(frame: EdgeFrame, width: number, ground: Ground): boolean {
  const edge: Edge = { frame, length: RUN };
  return (
    uncoveredSpans(crossSections(sidesOf(frame, ground.site, 0, RUN), 0, width, 0, RUN), width, 0.001).length === 0 &&
    blockedSpans(edge, viewFrom(edge, ground.hazards, 0, width), 0, width, FORBIDS_APRON).length === 0
  );
}

/** Both ways along every long side of the site and of its buildings. */
function directionsOf(site: Site): Point[] {
  const rings = [site.boundary.shell, ...featuresOf(site, "building").map(({ shape }) => shape.shell)];
  return rings.flatMap((ring) => {
    const corners = pointsOf(ring);
    return corners.flatMap(([x, y], i): Point[] => {
      const [bx, by] = corners[(i + 1) % corners.length];
      const length = Math.sqrt((bx - x) ** 2 + (by - y) ** 2);
      if (length < LEAST_SIDE) return [];
      const [dx, dy] = [(bx - x) / length, (by - y) / length];
      return [
        [dx, dy],
        [-dx, -dy],
      ];
    });
  });
}

/** The convex hull of some points, counter-clockwise (Andrew 1979). */
function hullOf(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  const half = (run: readonly Point[]): Point[] => {
    const hull: Point[] = [];
    for (const point of run) {
      while (hull.length > 1 && turnOf(hull[hull.length - 2], hull[hull.length - 1], point) <= 0) hull.pop();
      hull.push(point);
    }
    return hull.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function turnOf(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** Square metres of the box around a way in: what its ground is at most. */
export function groundOfWay({ driveway }: WayIn): number {
  const [minX, minY, maxX, maxY] = bounds(driveway.shape.shell);
  return (maxX - minX) * (maxY - minY);
}
