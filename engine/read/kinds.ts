import type { Line } from "../model/geometry.ts";
import type { SiteKind, SiteProperties, StallType } from "../model/site.ts";
import type { PropertyReader } from "./properties.ts";

export type GeometryType = "Point" | "LineString" | "Polygon";

/** Geometry that each kind may have in a file. FORMAT.md section 2. */
export const GEOMETRY: Readonly<Record<SiteKind, readonly GeometryType[]>> = {
  site: ["Polygon"],
  building: ["Polygon"],
  entrance: ["Point"],
  window: ["LineString"],
  yard: ["Polygon"],
  road: ["Polygon", "LineString"],
  paved: ["Polygon"],
  green: ["Polygon"],
  tree: ["Point"],
  obstruction: ["Polygon", "Point"],
  shed: ["Polygon"],
  stall: ["Polygon"],
  informalStall: ["Polygon", "Point"],
  gate: ["LineString"],
  wall: ["LineString"],
  utility: ["Point", "LineString", "Polygon"],
  activity: ["Polygon"],
  reserve: ["Polygon"],
  frontage: ["Polygon"],
  fireLane: ["Polygon", "LineString"],
  aerialSite: ["Polygon"],
};

export const SITE_KINDS = Object.keys(GEOMETRY) as SiteKind[];

/** Crown and trunk of a tree that the file does not measure, metres: a small street tree. */
export const USUAL_CROWN = 1.5;
const USUAL_TRUNK = 0.1;

/** Height of a wall that the file does not measure, metres. */
export const USUAL_WALL = 2;

const STALL_TYPES: readonly (StallType | "car")[] = ["standard", "accessible", "charging", "compact", "car"];

/** Leaves out what the file does not say: absent and undefined are not the same here. */
function said<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** A list of positions in a property, as a line in local metres. */
export type LineReader = (coordinates: unknown, name: string) => Line;

type Reader<T> = (read: PropertyReader, readLine: LineReader) => T;
type Readers = { readonly [K in SiteKind]: Reader<object> };

/** Properties of each kind with defaults filled in; geometry-dependent ones (a stall's mouth) come later. */
export const READERS: Readers = {
  site: (read) =>
    said({
      households: read.number("households", 0, "integer"),
      ground: read.one("ground", ["paved", "green"], "paved"),
      parkedNow: read.number("parkedNow", 0, "integer"),
      spareKva: read.number("spareKva", 0),
      utilitiesSurveyed: read.one("utilitiesSurveyed", ["full", "partial", "none"], "none"),
      grade: grade(read),
    }),
  building: (read) =>
    said({
      use: read.text("use"),
      storeys: read.number("storeys", 0),
      height: read.number("height", 0),
      fireResistance: read.one("fireResistance", [1, 2, 3, 4], 2),
      households: read.number("households", 0, "integer"),
    }),
  entrance: (read) => said({ building: read.text("building") }),
  window: (read) => said({ building: read.text("building"), storey: read.number("storey", 0) }),
  yard: (read) => said({ building: read.text("building") }),
  road: (read, readLine) => ({
    oneWay: read.flag("oneWay", false),
    width: positive(read, "width"),
    centreline: read.raw("centreline") == null ? null : readLine(read.raw("centreline"), "centreline"),
  }),
  paved: () => ({}),
  green: (read) => {
    const credit = read.number("credit", 0) ?? 1;
    if (credit > 1) read.refuse("credit", "is not right; a share from 0 to 1 would be right.");
    return { convertible: read.flag("convertible", true), credit };
  },
  tree: (read) =>
    said({
      species: read.text("species"),
      dbh: read.number("dbh", 0),
      crownRadius: read.number("crownRadius", 0) ?? USUAL_CROWN,
      trunkRadius: read.number("trunkRadius", 0) ?? (read.number("dbh", 0) ?? 2 * USUAL_TRUNK) / 2,
      status: read.one("status", ["protected", "keep", "movable"], "keep"),
      protection: read.one("protection", ["old", "followUp", "none"], "none"),
    }),
  obstruction: (read) => said({ use: read.text("use"), height: read.number("height", 0) }),
  shed: (read) => ({
    status: read.one("status", ["keep", "rebuild"], "keep"),
    slots: read.number("slots", 0, "integer") ?? 0,
  }),
  stall: (read) => {
    const type = read.one("type", STALL_TYPES, "standard");
    return {
      status: read.one("status", ["keep", "movable"], "keep"),
      type: type === "car" ? "standard" : type,
      mouth: 0,
    };
  },
  informalStall: () => ({}),
  gate: (read) =>
    said({
      modes: read.some("modes", ["car", "fire", "foot"], ["car"]),
      direction: read.one("direction", ["both", "in", "out"], "both"),
      clearWidth: read.number("clearWidth", 0),
      clearHeight: read.number("clearHeight", 0),
    }),
  wall: (read) => ({ height: read.number("height", 0) ?? USUAL_WALL, greenable: read.flag("greenable", false) }),
  utility: (read) => said({ type: read.text("type") ?? "unknown", depth: read.number("depth", 0) }),
  activity: (read) => said({ use: read.text("use"), status: read.one("status", ["keep", "movable"], "keep") }),
  reserve: (read) => said({ for: read.text("for") }),
  frontage: (read) => ({ use: read.texts("use") }),
  fireLane: (read) => ({ width: positive(read, "width") }),
  aerialSite: () => ({}),
} satisfies {
  [K in SiteKind]: Reader<Partial<SiteProperties[K]>>;
};

function positive(read: PropertyReader, name: string): number | null {
  const value = read.number(name, 0);
  if (value === 0) read.refuse(name, "is not right; a width above 0 would be right.");
  return value ?? null;
}

/** Survey accuracy: metres, or the grade by which surveyors call it. */
function grade(read: PropertyReader): number | string | undefined {
  return typeof read.raw("grade") === "string" ? read.text("grade") : read.number("grade", 0);
}
