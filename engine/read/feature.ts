import { InputError } from "../model/errors.ts";
import { type Area, bounds, flat, type Point, pointsOf } from "../model/geometry.ts";
import type { SiteFeature, SiteKind, SiteProperties, SiteShapes } from "../model/site.ts";
import { widened } from "./clip.ts";
import type { Edges } from "./edges.ts";
import { boundaryEdges, gateOnBoundary } from "./gates.ts";
import { READERS } from "./kinds.ts";
import { distanceToBox } from "./near.ts";
import { type PropertyReader, propertyReader, within } from "./properties.ts";
import { isId, type Raw } from "./raw.ts";
import { turningPoints } from "./rings.ts";
import { type Mender, readArea, readLine, readPoint } from "./shapes.ts";

/** A feature farther than this from the site is a mistake in its coordinates, metres. */
const FAR = 500;

/** Corners of the polygon that stands for a round obstruction. */
const ROUND = 16;

/** Without an id yet: ids are given once all that the file has are known. */
export type Unnamed = Omit<SiteFeature, "id"> & { readonly id: string | null };

/** The parcel as features are held against it. */
export interface Ground {
  readonly boundary: Area;
  readonly edges: Edges;
  /** [minX, minY, maxX, maxY], metres. */
  readonly box: readonly [number, number, number, number];
}

export function groundOf(boundary: Area): Ground {
  return { boundary, edges: boundaryEdges(boundary), box: bounds(boundary.shell) };
}

/** A feature in local metres, its properties checked and filled in; a stall's mouth and a road's end come later. */
export function readFeature(raw: Raw, ground: Ground, mender: Mender): Unnamed {
  const { kind, place, row } = raw;
  const { file } = mender.reader;
  const read = propertyReader(raw.properties, place, file);
  const toLine = (coordinates: unknown, name: string) =>
    readLine(coordinates, within(place, `properties.${name}`), mender);
  const properties = READERS[kind](read, toLine) as SiteProperties[SiteKind];
  const { id } = raw.properties;
  if (id !== undefined && id !== null && !isId(id)) read.refuse("id", "is not right; text would be right.");
  const name = read.text("name") ?? null;
  const shape = kind === "site" ? ground.boundary : readShape(raw, read, mender);
  checkNear(shape, ground.box, raw, file);
  const feature = { kind, id: isId(id) ? String(id) : null, name, row, shape, properties } as Unnamed;
  if (kind === "gate") {
    const at = within(place, "geometry");
    return gateOnBoundary(feature as Unnamed & SiteFeature<"gate">, ground.edges, at, file);
  }
  return kind === "road" ? directed(feature as Unnamed & SiteFeature<"road">, raw, mender) : feature;
}

/** A road with its centre-line: what a line road was drawn as, or what a polygon says. */
function directed(road: Unnamed & SiteFeature<"road">, raw: Raw, mender: Mender): Unnamed {
  const { properties } = road;
  if (properties.centreline !== null) return road;
  if (raw.type === "LineString") {
    const silent: Mender = { ...mender, note: () => {} };
    return { ...road, properties: { ...properties, centreline: readLine(raw.coordinates, raw.place, silent) } };
  }
  if (properties.oneWay) {
    throw new InputError(
      `${mender.reader.file}: ${within(raw.place, "properties.centreline")}: a one-way road drawn as a Polygon has no direction; a centreline in travel direction would be right.`,
    );
  }
  return road;
}

function readShape(raw: Raw, read: PropertyReader, mender: Mender): SiteShapes[SiteKind] {
  const { kind, type, coordinates, coordinatesPlace: place } = raw;
  if (type === "Polygon") {
    const area = kind === "stall" ? stallArea(raw, mender) : readArea(coordinates, place, mender);
    return kind === "utility" ? { type: "Polygon", area } : area;
  }
  if (type === "Point") {
    const at = readPoint(coordinates, place, mender);
    if (kind === "utility") return { type: "Point", at };
    if (kind !== "obstruction") return at;
    const radius = read.number("radius", 0);
    if (radius === undefined || radius === 0)
      return read.refuse("radius", "is not right; a point obstruction needs a radius above 0.");
    return roundArea(at, radius);
  }
  const line = readLine(coordinates, place, mender);
  if (kind === "utility") return { type: "LineString", line };
  if (kind !== "road" && kind !== "fireLane") return line;
  const width = read.number("width", 0);
  if (width === undefined || width === 0)
    return read.refuse("width", `is not right; a ${kind} drawn as a line needs a width above 0.`);
  const [area] = widened(line, width);
  if (area === undefined) {
    return read.refuse("width", `is not right; a ${kind} this narrow covers no ground, some metres would be right.`);
  }
  return area;
}

/** A stall's four corners; points on its straight edges are left out. */
function stallArea(raw: Raw, mender: Mender): Area {
  const place = raw.coordinatesPlace;
  const { shell, holes } = readArea(raw.coordinates, place, mender);
  const points = pointsOf(shell);
  const corners = points.length > 4 ? turningPoints(points) : points;
  if (corners.length !== 4 || holes.length > 0) {
    const found = holes.length > 0 ? "a hole" : `${corners.length} corners`;
    throw new InputError(`${mender.reader.file}: ${place}: a stall has ${found}; exactly 4 corners would be right.`);
  }
  const left = points.length - corners.length;
  if (left > 0)
    mender.note(
      `${place}: ${left} position${left === 1 ? " on a straight edge was" : "s on straight edges were"} left out.`,
    );
  return { shell: flat(corners), holes };
}

/** The polygon around a circle: nothing of the round thing is lost. */
function roundArea([x, y]: Point, radius: number): Area {
  const reach = radius / Math.cos(Math.PI / ROUND);
  const corners = Array.from({ length: ROUND }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / ROUND;
    const grid = (value: number) => Math.round(value * 1e4) / 1e4;
    return [grid(x + reach * Math.cos(angle)), grid(y + reach * Math.sin(angle))];
  });
  return { shell: flat(corners), holes: [] };
}

function checkNear(shape: SiteShapes[SiteKind], box: Ground["box"], raw: Raw, file: string): void {
  const [x0, y0, x1, y1] = bounds(coordinatesOf(shape));
  // the place of the feature's box that is nearest to the site's
  const nearest: Point = [clamp((box[0] + box[2]) / 2, x0, x1), clamp((box[1] + box[3]) / 2, y0, y1)];
  const off = distanceToBox(nearest, box);
  if (off <= FAR) return;
  throw new InputError(
    `${file}: ${raw.place}: the ${raw.kind} lies ${Math.round(off)} m from the site; coordinates within ${FAR} m of it would be right.`,
  );
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function coordinatesOf(shape: SiteShapes[SiteKind]): Float64Array {
  if (shape instanceof Float64Array) return shape;
  if ("shell" in shape) return shape.shell;
  if (!("type" in shape)) return Float64Array.of(shape[0], shape[1]);
  if (shape.type === "Point") return Float64Array.of(...shape.at);
  return shape.type === "LineString" ? shape.line : shape.area.shell;
}
