import { InputError } from "../model/errors.ts";
import type { SiteKind } from "../model/site.ts";
import { nearest } from "../model/words.ts";
import { GEOMETRY, type GeometryType, SITE_KINDS } from "./kinds.ts";
import { type Crs, readCrs } from "./projection.ts";
import { within } from "./properties.ts";
import { show } from "./show.ts";

/** A feature as the file has it, its place in the file with it. */
export interface Raw {
  readonly kind: SiteKind;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly type: GeometryType;
  readonly coordinates: unknown;
  readonly row: number;
  /** Where the feature stands; empty for a lone one, which is the whole file. */
  readonly place: string;
  /** Where its coordinates stand. */
  readonly coordinatesPlace: string;
}

/** A file's features, each of a known kind and with a geometry that its kind may have. */
export interface RawFile {
  readonly features: readonly Raw[];
  readonly crs: Crs;
  readonly name: string | null;
  /** A lone Polygon or Feature, or a collection with a single polygon without `kind`: a lot of which only the outline is known. */
  readonly isBare: boolean;
}

const GEOMETRIES = ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"];

export function rawFile(json: unknown, file: string): RawFile {
  const top = record(json);
  const known = ["FeatureCollection", "Feature", "GeometryCollection", ...GEOMETRIES];
  if (top === null || typeof top.type !== "string" || !known.includes(top.type)) {
    throw new InputError(`${file}: this is no GeoJSON; a FeatureCollection of site features would be right.`);
  }
  const crs = readCrs(top.crs, file);
  const name = typeof top.name === "string" ? top.name : null;
  if (top.type === "FeatureCollection") return { ...collection(top.features, file), crs, name };
  if (top.type !== "Feature") {
    const raw = rawFeature({ kind: "site" }, top, 0, "", file);
    return { features: [{ ...raw, coordinatesPlace: "coordinates" }], crs, name, isBare: true };
  }
  const properties = record(top.properties) ?? {};
  const isBare = properties.kind === undefined;
  const given = isBare ? { ...properties, kind: "site" } : properties;
  return { features: [rawFeature(given, record(top.geometry), 0, "", file, top.id)], crs, name, isBare };
}

function collection(list: unknown, file: string): Pick<RawFile, "features" | "isBare"> {
  if (!Array.isArray(list)) {
    throw new InputError(`${file}: features: there is no list; a list of features would be right.`);
  }
  if (list.length === 0) {
    throw new InputError(`${file}: features: the list is empty; a feature of kind "site" would be right.`);
  }
  const isBare = list.length === 1 && record(record(list[0])?.properties)?.kind === undefined;
  const features = list.map((item: unknown, row) => {
    const place = `features[${row}]`;
    const feature = record(item);
    if (feature === null || feature.type !== "Feature") {
      throw new InputError(`${file}: ${place}: ${show(item)} is no Feature; {"type":"Feature",…} would be right.`);
    }
    const properties = record(feature.properties) ?? {};
    const given = isBare ? { ...properties, kind: "site" } : properties;
    return rawFeature(given, record(feature.geometry), row, place, file, feature.id);
  });
  return { features, isBare };
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
    const near = typeof kind === "string" ? nearest(kind.slice(0, 40), SITE_KINDS) : null;
    const right = near === null ? `one of ${SITE_KINDS.join(", ")}` : `"${near}"`;
    const found = kind === undefined ? "there is none" : `${show(kind)} is no kind`;
    throw new InputError(`${file}: ${within(place, "properties.kind")}: ${found}; ${right} would be right.`);
  }
  const known = kind as SiteKind;
  const own = properties.id ?? (typeof id === "string" || typeof id === "number" ? id : undefined);
  const where = place !== "" && isId(own) ? `${place} (${shownId(own)})` : place;
  const type = geometry?.type;
  const allowed = GEOMETRY[known];
  if (typeof type !== "string" || !(allowed as readonly string[]).includes(type)) {
    const advice = type === "MultiPolygon" ? "one Polygon a feature" : allowed.join(" or ");
    const found = type === undefined ? "without geometry" : `a ${show(type)}`;
    throw new InputError(`${file}: ${within(where, "geometry")}: a ${known} is ${found}; ${advice} would be right.`);
  }
  return {
    kind: known,
    properties: own === undefined ? properties : { ...properties, id: own },
    type: type as GeometryType,
    coordinates: geometry?.coordinates,
    row,
    place: where,
    coordinatesPlace: within(where, "geometry.coordinates"),
  };
}

/** The one feature that is the parcel. */
export function theSite(features: readonly Raw[], file: string): Raw {
  const sites = features.filter((feature) => feature.kind === "site");
  if (sites.length === 1) return sites[0];
  if (sites.length === 0) {
    throw new InputError(
      `${file}: features: there is no feature of kind "site"; one Polygon of that kind would be right.`,
    );
  }
  throw new InputError(`${file}: ${sites[1].place}: a second site; one feature of kind "site" a file would be right.`);
}

/** Outer ring of a Polygon's coordinates. */
export function firstRing(raw: Raw, file: string): unknown {
  if (!Array.isArray(raw.coordinates) || raw.coordinates.length === 0) {
    throw new InputError(`${file}: ${raw.coordinatesPlace}: there is no ring; a Polygon has at least one.`);
  }
  return raw.coordinates[0];
}

/** Text or a number, as GeoJSON allows, with something in it. */
export function isId(value: unknown): value is string | number {
  return (typeof value === "string" && value.trim() !== "") || typeof value === "number";
}

/** An id for a message: shortened, on one line. */
export function shownId(id: string | number): string {
  return show(id).replace(/^"|"$/g, "");
}

function record(value: unknown): Record<string, unknown> | null {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
