import type { Feature, Geometry, Position } from "geojson";
import type { AnyShape, Area, Line, Ring, Shape } from "../model/geometry.ts";
import type { PlanFeature } from "../model/plan.ts";
import type { Projection } from "../model/site.ts";

/** Order of members in a feature's properties: what it is first, then what it says of itself. */
const ORDER = [
  "type",
  "status",
  "parkingAngle",
  "shape",
  "where",
  "what",
  "cures",
  "of",
  "from",
  "tree",
  "ground",
  "locker",
  "stalls",
  "serves",
  "aisle",
  "width",
  "length",
  "height",
  "columns",
  "slots",
  "counted",
  "oneWay",
  "centreline",
] as const;

/** A plan feature as GeoJSON in the site's coordinates. Lengths to 0.1 mm. */
export function featureOf(feature: PlanFeature, projection: Projection): Feature {
  const given = feature.properties as Record<string, unknown>;
  const known = ORDER.filter((key) => key in given);
  const others = Object.keys(given)
    .filter((key) => !(ORDER as readonly string[]).includes(key))
    .sort();
  const properties: Record<string, unknown> = { kind: feature.kind, id: feature.id };
  for (const key of [...known, ...others]) {
    const value = given[key];
    // a hand-edited aisle may have no centre-line
    if (value instanceof Float64Array && value.length === 0) continue;
    properties[key] = plain(value, projection);
  }
  return { type: "Feature", properties, geometry: geometryOf(feature.shape, projection) };
}

/** Any shape as GeoJSON geometry in file coordinates: rings closed, shells counter-clockwise. */
export function geometryOf(shape: AnyShape, projection: Projection): Geometry {
  if (shape instanceof Float64Array) return { type: "LineString", coordinates: lineOf(shape, projection) };
  if ("shell" in shape) return { type: "Polygon", coordinates: ringsOf(shape, projection) };
  if ("type" in shape) return taggedOf(shape, projection);
  return { type: "Point", coordinates: positionOf(shape[0], shape[1], projection) };
}

function taggedOf(shape: Shape, projection: Projection): Geometry {
  if (shape.type === "Point") return geometryOf(shape.at, projection);
  return geometryOf(shape.type === "LineString" ? shape.line : shape.area, projection);
}

/**
 * A position in file coordinates.
 * @throws Error when it is not finite: JSON would write null, and the file would be no GeoJSON
 */
export function positionOf(x: number, y: number, projection: Projection): Position {
  return projection.toFile(x, y).map(finite);
}

function lineOf(line: Line, projection: Projection): Position[] {
  const out: Position[] = [];
  for (let i = 0; i < line.length; i += 2) out.push(positionOf(line[i], line[i + 1], projection));
  return out;
}

function ringsOf(area: Area, projection: Projection): Position[][] {
  return [area.shell, ...area.holes].map((ring: Ring) => {
    const all = lineOf(ring, projection);
    // corners nearer to each other than what is written tells apart are one
    const out = all.filter(([x, y], i) => {
      const [beforeX, beforeY] = all[(i + all.length - 1) % all.length];
      return x !== beforeX || y !== beforeY;
    });
    return [...out, out[0]];
  });
}

function plain(value: unknown, projection: Projection): unknown {
  if (value instanceof Float64Array) return lineOf(value, projection);
  return typeof value === "number" ? rounded(value) : value;
}

/** To 0.1 mm, or 0.0001 of whatever the unit is. */
export function rounded(value: number): number {
  const out = Math.round(finite(value) * 10000) / 10000;
  return out === 0 ? 0 : out;
}

export function finite(value: number): number {
  if (!Number.isFinite(value)) throw new Error(`a plan cannot be written with the number ${value}`);
  return value;
}
