import { InputError } from "../model/errors.ts";
import { type Area, flat, type Point, pointsOf } from "../model/geometry.ts";
import type { SiteFeature } from "../model/site.ts";
import { COINCIDENCE_TOLERANCE, GATE_SNAP, SNAP } from "../model/tolerance.ts";
import { type Edges, edgesOf, endsOf, nearestEdge } from "./edges.ts";
import { distanceToSegment } from "./inside.ts";

/** Width of a gate that is guessed, metres. FORMAT.md section 2. */
const GUESSED_WIDTH = 6;

/** A gate shorter than this lets nothing through, metres. */
const LEAST_GATE = 0.1;

/** A road that meets the boundary along less than this leads nowhere, metres. */
const LEAST_OPENING = 2;

/** A road's edge this near to the boundary leads out of the site, metres. */
const AT_BOUNDARY = 0.3;

export function carGates(features: readonly SiteFeature[]): SiteFeature<"gate">[] {
  return features.filter(
    (feature): feature is SiteFeature<"gate"> => feature.kind === "gate" && feature.properties.modes.includes("car"),
  );
}

/** Edges of a site's rings, for gates to be held against. */
export function boundaryEdges(boundary: Area): Edges {
  return edgesOf([boundary.shell, ...boundary.holes].map(pointsOf));
}

/** A gate with its vertices moved onto the boundary; refused when it is off it. */
export function gateOnBoundary<G extends Pick<SiteFeature<"gate">, "shape" | "properties">>(
  gate: G,
  boundary: Edges,
  place: string,
  file: string,
): G {
  const points = pointsOf(gate.shape);
  const checked = points.flatMap((point, i) => (i === 0 ? [point] : [middle(points[i - 1], point), point]));
  const off = checked.reduce((most, [x, y]) => Math.max(most, nearestEdge(boundary, x, y)?.distance ?? Infinity), 0);
  if (off > GATE_SNAP) {
    throw new InputError(
      `${file}: ${place}: the gate lies ${off.toFixed(2)} m off the boundary; within ${GATE_SNAP} m of it would be right.`,
    );
  }
  const snapped = points.map(([x, y]): Point => {
    const near = nearestEdge(boundary, x, y);
    return near === null || near.distance < SNAP ? [x, y] : grid(near.at);
  });
  const length = lengthOf(snapped);
  if (length < LEAST_GATE) {
    throw new InputError(
      `${file}: ${place}: the gate is ${length.toFixed(2)} m wide; a line along the boundary, as wide as the opening, would be right.`,
    );
  }
  const clearWidth = gate.properties.clearWidth ?? Math.round(length * 1000) / 1000;
  return { ...gate, shape: flat(snapped), properties: { ...gate.properties, clearWidth } };
}

/** Where there is no gate for cars: at a road's end on the boundary, else in the middle of the longest outer edge. */
export function assumedGate(boundary: Area, roads: readonly Area[]): { gate: SiteFeature<"gate">; sentence: string } {
  const shell = pointsOf(boundary.shell);
  const edges = edgesOf([shell]);
  const atRoad = longest(
    roads.flatMap((road) => sidesOf(pointsOf(road.shell)).filter(([a, b]) => isAlong(a, b, edges))),
  );
  if (atRoad !== null) {
    const width = metres(lengthOf(atRoad));
    return {
      gate: gateAt(atRoad.map(([x, y]) => grid(nearestEdge(edges, x, y)?.at ?? [x, y]))),
      sentence: `There is no gate for cars; one of ${width} m is assumed where a road meets the boundary.`,
    };
  }
  const [a, b] = longest(sidesOf(shell)) ?? [shell[0], shell[1]];
  const length = lengthOf([a, b]);
  const half = Math.min(GUESSED_WIDTH, length) / 2;
  const along = (distance: number): Point =>
    grid([a[0] + ((b[0] - a[0]) * distance) / length, a[1] + ((b[1] - a[1]) * distance) / length]);
  return {
    gate: gateAt([along(length / 2 - half), along(length / 2 + half)]),
    sentence: `There is no gate for cars; one of ${metres(2 * half)} m is assumed in the middle of the longest edge.`,
  };
}

function gateAt(line: readonly Point[]): SiteFeature<"gate"> {
  const properties = {
    modes: ["car"] as const,
    direction: "both" as const,
    clearWidth: Math.round(lengthOf(line) * 1000) / 1000,
  };
  return { kind: "gate", id: "gate-assumed", name: null, row: -1, shape: flat(line), properties };
}

type Side = readonly [Point, Point];

function sidesOf(points: readonly Point[]): Side[] {
  return points.map((point, i) => [point, points[(i + 1) % points.length]] as const);
}

/** The longest side, the first of those that are equal to a millimetre. */
function longest(sides: readonly Side[]): Side | null {
  let best: Side | null = null;
  let most = 0;
  for (const side of sides) {
    const length = lengthOf(side);
    if (length <= most + COINCIDENCE_TOLERANCE) continue;
    best = side;
    most = length;
  }
  return best;
}

/** Whether a side of a road runs along one edge of the boundary. */
function isAlong(a: Point, b: Point, edges: Edges): boolean {
  if (lengthOf([a, b]) < LEAST_OPENING) return false;
  const r = AT_BOUNDARY;
  const places = [a, middle(a, b), b];
  let found = false;
  edges.search(
    Math.min(a[0], b[0]) - r,
    Math.min(a[1], b[1]) - r,
    Math.max(a[0], b[0]) + r,
    Math.max(a[1], b[1]) + r,
    (row) => {
      found ||= places.every(([x, y]) => distanceToSegment(x, y, ...endsOf(edges, row)) < r);
    },
  );
  return found;
}

/** A length in metres to a decimetre, as people write it. */
function metres(length: number): string {
  return String(Math.round(length * 10) / 10);
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

/** On the grid that read coordinates lie on. */
function grid([x, y]: Point): Point {
  return [Math.round(x / SNAP) / (1 / SNAP), Math.round(y / SNAP) / (1 / SNAP)];
}
