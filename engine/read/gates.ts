import { InputError } from "../model/errors.ts";
import { type Area, flat, type Point, pointsOf } from "../model/geometry.ts";
import type { SiteFeature } from "../model/site.ts";
import { GATE_SNAP, SNAP } from "../model/tolerance.ts";
import { distanceToSegment, nearestOnSegment } from "./inside.ts";

/** Width of a gate that is guessed, metres. FORMAT.md section 2. */
const GUESSED_WIDTH = 6;

/** A road's edge this near to the boundary leads out of the site, metres. */
const AT_BOUNDARY = 0.3;

export function carGates(features: readonly SiteFeature[]): SiteFeature<"gate">[] {
  return features.filter(
    (feature): feature is SiteFeature<"gate"> => feature.kind === "gate" && feature.properties.modes.includes("car"),
  );
}

/** A gate with its vertices moved onto the boundary; refused when it is off it. */
export function gateOnBoundary<G extends Pick<SiteFeature<"gate">, "shape" | "properties">>(
  gate: G,
  boundary: Area,
  place: string,
  file: string,
): G {
  const edges = [boundary.shell, ...boundary.holes].flatMap((ring) => edgesOf(pointsOf(ring)));
  const points = pointsOf(gate.shape);
  const checked = points.flatMap((point, i) => (i === 0 ? [point] : [middle(points[i - 1], point), point]));
  const off = Math.max(
    ...checked.map(([x, y]) => Math.min(...edges.map(([a, b]) => distanceToSegment(x, y, a[0], a[1], b[0], b[1])))),
  );
  if (off > GATE_SNAP) {
    throw new InputError(
      `${file}: ${place}.geometry: the gate lies ${off.toFixed(2)} m off the boundary; within ${GATE_SNAP} m of it would be right.`,
    );
  }
  const snapped = points.map(([x, y]) => {
    const best = edges
      .map(([a, b]) => nearestOnSegment(x, y, a[0], a[1], b[0], b[1]))
      .reduce((least, next) => (squared(next, [x, y]) < squared(least, [x, y]) ? next : least));
    return squared(best, [x, y]) < SNAP * SNAP ? ([x, y] as Point) : grid(best);
  });
  const shape = flat(snapped);
  const clearWidth = gate.properties.clearWidth ?? Math.round(lengthOf(snapped) * 1000) / 1000;
  return { ...gate, shape, properties: { ...gate.properties, clearWidth } };
}

/** Where there is no gate for cars: at a road's end on the boundary, else in the middle of the longest outer edge. */
export function assumedGate(boundary: Area, roads: readonly Area[]): { gate: SiteFeature<"gate">; sentence: string } {
  const edges = edgesOf(pointsOf(boundary.shell));
  const atRoad = longest(
    roads.flatMap((road) =>
      edgesOf(pointsOf(road.shell)).filter(([a, b]) => edges.some((edge) => isAlong(a, b, edge))),
    ),
  );
  if (atRoad !== null) {
    return {
      gate: gateAt(atRoad),
      sentence: "There is no gate for cars; one is assumed where a road meets the boundary.",
    };
  }
  const edge = longest(edges) ?? edges[0];
  const [a, b] = edge;
  const length = lengthOf(edge);
  const half = Math.min(GUESSED_WIDTH, length) / 2;
  const along = (distance: number): Point =>
    grid([a[0] + ((b[0] - a[0]) * distance) / length, a[1] + ((b[1] - a[1]) * distance) / length]);
  const width = (2 * half).toFixed(1).replace(/\.0$/, "");
  return {
    gate: gateAt([along(length / 2 - half), along(length / 2 + half)]),
    sentence: `There is no gate for cars; one of ${width} m is assumed in the middle of the longest edge.`,
  };
}

function gateAt(line: readonly [Point, Point]): SiteFeature<"gate"> {
  const properties = {
    modes: ["car"] as const,
    direction: "both" as const,
    clearWidth: Math.round(lengthOf(line) * 1000) / 1000,
  };
  return { kind: "gate", id: "gate-assumed", name: null, row: -1, shape: flat(line), properties };
}

type Edge = readonly [Point, Point];

function edgesOf(points: readonly Point[]): Edge[] {
  return points.map((point, i) => [point, points[(i + 1) % points.length]] as const);
}

/** The longest edge, the first of equals. */
function longest(edges: readonly Edge[]): Edge | null {
  let best: Edge | null = null;
  for (const edge of edges) if (best === null || lengthOf(edge) > lengthOf(best) + 1e-6) best = edge;
  return best;
}

function isAlong(a: Point, b: Point, [c, d]: Edge): boolean {
  return (
    [a, middle(a, b), b].every(([x, y]) => distanceToSegment(x, y, c[0], c[1], d[0], d[1]) < AT_BOUNDARY) &&
    lengthOf([a, b]) > 2
  );
}

function lengthOf(points: readonly Point[]): number {
  return points.slice(1).reduce((sum, point, i) => sum + Math.sqrt(squared(point, points[i])), 0);
}

function squared(a: Point, b: Point): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2;
}

function middle(a: Point, b: Point): Point {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function grid([x, y]: Point): Point {
  return [Math.round(x / SNAP) * SNAP, Math.round(y / SNAP) * SNAP];
}
