import { canonicalHash } from "../model/canonical.ts";
import { InputError } from "../model/errors.ts";
import { type Area, bounds, flat, type Point, pointsOf } from "../model/geometry.ts";
import type { Site, SiteFeature, SiteKind, SiteProperties, SiteShapes } from "../model/site.ts";
import { nearest } from "../model/words.ts";
import { clipped, widened } from "./clip.ts";
import { assumedGate, carGates, gateOnBoundary } from "./gates.ts";
import { parseJson } from "./json.ts";
import { GEOMETRY, type GeometryType, READERS, SITE_KINDS } from "./kinds.ts";
import { mouthOf } from "./mouth.ts";
import { positionReader, show } from "./positions.ts";
import { type Crs, projectionAt, readCrs } from "./projection.ts";
import { propertyReader } from "./properties.ts";
import { type Mender, readArea, readLine, readPoint } from "./shapes.ts";

/** A feature farther than this from the site is a mistake in its coordinates, metres. */
const FAR = 500;

/** Corners of the polygon that stands for a round obstruction. */
const ROUND = 16;

/** A feature as the file has it, its place in the file with it. */
interface Raw {
  readonly kind: SiteKind;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly type: GeometryType;
  readonly coordinates: unknown;
  readonly row: number;
  readonly place: string;
}

/**
 * A site from the text of a GeoJSON file. FORMAT.md sections 1 and 2. What can be mended without harm is, and is said in
 * `assumptions`; everything else that is wrong is refused.
 * @param file name to use in messages
 * @throws InputError one sentence: file, place, what is wrong, what would be right
 */
export function readSite(text: string, file: string): Site {
  const json = parseJson(text, file);
  const { features, crs, name, isBare } = rawFeatures(json, file);
  const reader = positionReader(file, crs);
  const siteRaw = theSite(features, file);
  const shell = reader.positions(firstRing(siteRaw, file), `${siteRaw.place}.geometry.coordinates[0]`, 3);
  const assumptions: string[] = [];
  let turned = 0;
  const mender: Mender = {
    reader: positionReader(file, crs),
    projection: projectionAt(crs, shell),
    note: (sentence) => assumptions.push(sentence),
    turned: () => {
      turned++;
    },
  };
  const boundary = readArea(siteRaw.coordinates, `${siteRaw.place}.geometry.coordinates`, mender);
  const read = features.flatMap((raw) => readFeature(raw, boundary, mender));
  const named = withIds(read, file);
  const roads = named.flatMap((feature) =>
    feature.kind === "road" ? cutRoad(feature, named, boundary, mender) : [feature],
  );
  const withGate = withCarGate(roads, boundary, isBare, mender);
  const finished = withMouths(withGate);
  if (turned > 0)
    assumptions.push(
      `${turned} ring${turned === 1 ? " ran" : "s ran"} the wrong way round and ${turned === 1 ? "was" : "were"} turned.`,
    );
  if (mender.reader.droppedHeights) assumptions.push("Heights in coordinates were left out.");
  return {
    name: name ?? finished.find((feature) => feature.kind === "site")?.name ?? file.replace(/\.(geo)?json$/i, ""),
    projection: mender.projection,
    boundary,
    features: finished,
    assumptions,
    hash: canonicalHash(json),
  };
}

function rawFeatures(json: unknown, file: string): { features: Raw[]; crs: Crs; name: string | null; isBare: boolean } {
  const top = record(json);
  if (top === null || typeof top.type !== "string") {
    throw new InputError(`${file}: this is no GeoJSON; a FeatureCollection of site features would be right.`);
  }
  const crs = readCrs(top.crs, file);
  const name = typeof top.name === "string" ? top.name : null;
  if (top.type !== "FeatureCollection") {
    const isFeature = top.type === "Feature";
    const geometry = record(isFeature ? top.geometry : top);
    const properties = (isFeature ? record(top.properties) : null) ?? {};
    const place = isFeature ? "feature" : "geometry";
    return {
      features: [rawFeature({ kind: "site", ...properties }, geometry, 0, place, file)],
      crs,
      name,
      isBare: true,
    };
  }
  if (!Array.isArray(top.features))
    throw new InputError(`${file}: features: there is no list; a list of features would be right.`);
  if (top.features.length === 0)
    throw new InputError(`${file}: features: the list is empty; a feature of kind "site" would be right.`);
  const list = top.features as unknown[];
  const isBare = list.length === 1 && record(record(list[0])?.properties)?.kind === undefined;
  const features = list.map((item, row) => {
    const place = `features[${row}]`;
    const feature = record(item);
    if (feature === null || feature.type !== "Feature") {
      throw new InputError(`${file}: ${place}: ${show(item)} is no Feature; {"type":"Feature",…} would be right.`);
    }
    const properties = record(feature.properties) ?? {};
    return rawFeature(
      isBare ? { kind: "site", ...properties } : properties,
      record(feature.geometry),
      row,
      place,
      file,
      feature.id,
    );
  });
  return { features, crs, name, isBare };
}

function rawFeature(
  properties: Record<string, unknown>,
  geometry: Record<string, unknown> | null,
  row: number,
  place: string,
  file: string,
  id?: unknown,
): Raw {
  const { kind } = properties;
  if (typeof kind !== "string" || !(SITE_KINDS as readonly string[]).includes(kind)) {
    const near = typeof kind === "string" ? nearest(kind, SITE_KINDS) : null;
    const right = near === null ? `one of ${SITE_KINDS.join(", ")}` : `"${near}"`;
    throw new InputError(
      `${file}: ${place}.properties.kind: ${kind === undefined ? "there is none" : `${show(kind)} is no kind`}; ${right} would be right.`,
    );
  }
  const known = kind as SiteKind;
  const own = properties.id ?? (typeof id === "string" || typeof id === "number" ? id : undefined);
  const where = own === undefined ? place : `${place} (${String(own)})`;
  const type = geometry?.type;
  const allowed = GEOMETRY[known];
  if (typeof type !== "string" || !(allowed as readonly string[]).includes(type)) {
    const advice = type === "MultiPolygon" ? "one Polygon a feature" : allowed.join(" or ");
    throw new InputError(
      `${file}: ${where}.geometry: a ${known} is ${type === undefined ? "without geometry" : `a ${show(type)}`}; ${advice} would be right.`,
    );
  }
  return {
    kind: known,
    properties: own === undefined ? properties : { ...properties, id: own },
    type: type as GeometryType,
    coordinates: geometry?.coordinates,
    row,
    place: where,
  };
}

function theSite(features: readonly Raw[], file: string): Raw {
  const sites = features.filter((feature) => feature.kind === "site");
  if (sites.length === 1) return sites[0];
  if (sites.length === 0)
    throw new InputError(
      `${file}: features: there is no feature of kind "site"; one Polygon of that kind would be right.`,
    );
  throw new InputError(`${file}: ${sites[1].place}: a second site; one feature of kind "site" a file would be right.`);
}

function firstRing(raw: Raw, file: string): unknown {
  if (!Array.isArray(raw.coordinates) || raw.coordinates.length === 0) {
    throw new InputError(`${file}: ${raw.place}.geometry.coordinates: there is no ring; a Polygon has at least one.`);
  }
  return raw.coordinates[0];
}

/** Without an id yet: ids are given once all that the file has are known. */
type Unnamed = Omit<SiteFeature, "id"> & { readonly id: string | null };

function readFeature(raw: Raw, boundary: Area, mender: Mender): Unnamed[] {
  const { kind, place, row } = raw;
  const { file } = mender.reader;
  const read = propertyReader(raw.properties, place, file);
  const properties = READERS[kind](read, mender.projection.toLocal) as SiteProperties[SiteKind];
  const { id } = raw.properties;
  if (id !== undefined && typeof id !== "string" && typeof id !== "number")
    read.refuse("id", "is not right; text would be right.");
  const name = read.text("name") ?? null;
  const shape = kind === "site" ? boundary : readShape(raw, mender);
  checkNear(shape, boundary, raw, mender);
  const feature = { kind, id: id === undefined ? null : String(id), name, row, shape, properties } as Unnamed;
  if (kind === "gate") return [gateOnBoundary(feature as Unnamed & SiteFeature<"gate">, boundary, place, file)];
  if (kind === "road" && raw.type === "Polygon" && read.flag("oneWay", false) && raw.properties.centreline == null) {
    throw new InputError(
      `${file}: ${place}.properties.centreline: a one-way road drawn as a Polygon has no direction; a centreline in travel direction would be right.`,
    );
  }
  return [feature];
}

function readShape(raw: Raw, mender: Mender): SiteShapes[SiteKind] {
  const { kind, type, coordinates } = raw;
  const place = `${raw.place}.geometry.coordinates`;
  const { file } = mender.reader;
  const read = propertyReader(raw.properties, raw.place, file);
  if (type === "Polygon") {
    const area = readArea(coordinates, place, mender);
    if (kind === "stall" && area.shell.length !== 8) {
      throw new InputError(`${file}: ${place}: a stall has ${area.shell.length / 2} corners; 4 would be right.`);
    }
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
  return widened(line, width)[0];
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

function checkNear(shape: SiteShapes[SiteKind], boundary: Area, raw: Raw, mender: Mender): void {
  const [minX, minY, maxX, maxY] = bounds(boundary.shell);
  const [x0, y0, x1, y1] = bounds(coordinatesOf(shape));
  const off = Math.max(minX - x1, x0 - maxX, minY - y1, y0 - maxY, 0);
  if (off <= FAR) return;
  throw new InputError(
    `${mender.reader.file}: ${raw.place}: the ${raw.kind} lies ${Math.round(off)} m from the site; coordinates within ${FAR} m of it would be right.`,
  );
}

function coordinatesOf(shape: SiteShapes[SiteKind]): Float64Array {
  if (shape instanceof Float64Array) return shape;
  if ("shell" in shape) return shape.shell;
  if (!("type" in shape)) return Float64Array.of(shape[0], shape[1]);
  if (shape.type === "Point") return Float64Array.of(...shape.at);
  return shape.type === "LineString" ? shape.line : shape.area.shell;
}

function withIds(features: readonly Unnamed[], file: string): SiteFeature[] {
  const seen = new Map<string, number>();
  for (const { id, row } of features) {
    if (id === null) continue;
    const first = seen.get(id);
    if (first !== undefined) {
      throw new InputError(
        `${file}: features[${row}].properties.id: "${id}" is also the id of features[${first}]; an id of its own would be right.`,
      );
    }
    seen.set(id, row);
  }
  const counts = new Map<SiteKind, number>();
  return features.map((feature) => {
    const n = (counts.get(feature.kind) ?? 0) + 1;
    counts.set(feature.kind, n);
    return { ...feature, id: feature.id ?? free(`${feature.kind}-${n}`, seen) } as SiteFeature;
  });
}

function free(id: string, taken: ReadonlyMap<string, number>): string {
  return taken.has(id) ? free(`${id}'`, taken) : id;
}

/** Roads end at the boundary and at buildings. */
function cutRoad(
  road: SiteFeature<"road">,
  features: readonly SiteFeature[],
  boundary: Area,
  mender: Mender,
): SiteFeature[] {
  const buildings = features.filter((feature) => feature.kind === "building").map((feature) => feature.shape as Area);
  const parts = clipped(road.shape, boundary, buildings);
  if (parts.length === 0) {
    mender.note(`Road ${road.id} lies outside the site or under buildings and was left out.`);
    return [];
  }
  if (parts.length > 1)
    mender.note(`Road ${road.id} is cut into ${parts.length} parts by the boundary or by buildings.`);
  return parts.map((shape, i) => ({ ...road, shape, id: i === 0 ? road.id : `${road.id}-${i + 1}` }));
}

function withCarGate(features: readonly SiteFeature[], boundary: Area, isBare: boolean, mender: Mender): SiteFeature[] {
  if (carGates(features).length > 0) return [...features];
  const roads = features.filter((feature) => feature.kind === "road").map((feature) => feature.shape as Area);
  const { gate, sentence } = assumedGate(boundary, isBare ? [] : roads);
  mender.note(sentence);
  return [...features, gate];
}

function withMouths(features: readonly SiteFeature[]): SiteFeature[] {
  const roads = features
    .filter((feature) => feature.kind === "road")
    .map((feature) => pointsOf((feature.shape as Area).shell));
  const gates = carGates(features).map((gate) => pointsOf(gate.shape));
  return features.map((feature) => {
    if (feature.kind !== "stall") return feature;
    const mouth = mouthOf(pointsOf(feature.shape.shell), roads, gates);
    return { ...feature, properties: { ...feature.properties, mouth } };
  });
}

function record(value: unknown): Record<string, unknown> | null {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
