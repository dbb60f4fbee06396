import type { Area, Line, Point, Shape } from "./geometry.ts";

/** Between a file's coordinates and the local plane. Made by `engine/read/`. */
export interface Projection {
  /** The `crs` member to write back, as read; null for plain WGS84 longitude/latitude. */
  readonly crs: { readonly type: "name"; readonly properties: { readonly name: string } } | null;
  /** Decimals that a coordinate is written with: 9 for degrees, 4 for metres. */
  readonly decimals: 9 | 4;
  /** False for `local:metre`, which has no place on Earth. */
  readonly georeferenced: boolean;
  /** PROJ string of the local plane of a file in degrees; null where the file's own coordinates are metres. */
  readonly plane: string | null;
  /** File coordinates to local metres, snapped to 0.1 mm. */
  toLocal(x: number, y: number): Point;
  /** Local metres to file coordinates, rounded to `decimals`. */
  toFile(x: number, y: number): Point;
}

export type GateMode = "car" | "fire" | "foot";
export type GroundKind = "paved" | "green";

/** Properties of a site feature by kind, defaults filled in. FORMAT.md section 2. Metres unless said. */
export interface SiteProperties {
  site: {
    households?: number;
    ground: GroundKind;
    parkedNow?: number;
    spareKva?: number;
    utilitiesSurveyed: "full" | "partial" | "none";
    grade?: number | string;
  };
  building: { use?: string; storeys?: number; height?: number; fireResistance: 1 | 2 | 3 | 4; households?: number };
  entrance: { building?: string };
  window: { building?: string; storey?: number };
  yard: { building?: string };
  road: {
    oneWay: boolean;
    /** Nominal width of a road drawn as a line; null for a polygon. */
    width: number | null;
    /** Centre-line in travel direction, where drawn. */
    centreline: Line | null;
  };
  paved: Record<never, never>;
  green: { convertible: boolean; credit: number };
  tree: {
    species?: string;
    dbh?: number;
    crownRadius: number;
    trunkRadius: number;
    status: "protected" | "keep" | "movable";
    protection: "old" | "followUp" | "none";
  };
  obstruction: { use?: string; height?: number };
  shed: { status: "keep" | "rebuild"; slots: number };
  stall: {
    status: "keep" | "movable";
    type: StallType;
    /** Index of the corner at which the mouth edge begins (corners counter-clockwise). */
    mouth: number;
  };
  informalStall: Record<never, never>;
  gate: {
    modes: readonly GateMode[];
    direction: "both" | "in" | "out";
    clearWidth: number;
    clearHeight?: number;
  };
  wall: { height: number; greenable: boolean };
  utility: { type: string; depth?: number };
  activity: { use?: string; status: "keep" | "movable" };
  reserve: { for?: string };
  frontage: { use: readonly string[] };
  fireLane: { width: number | null };
  aerialSite: Record<never, never>;
}

export type StallType = "standard" | "accessible" | "charging" | "compact";

/**
 * The shape each kind has inside the engine. Roads, fire lanes and point obstructions drawn as
 * lines or points in the file are areas here; the reader widens them.
 */
export interface SiteShapes {
  site: Area;
  building: Area;
  entrance: Point;
  window: Line;
  yard: Area;
  road: Area;
  paved: Area;
  green: Area;
  tree: Point;
  obstruction: Area;
  shed: Area;
  stall: Area;
  informalStall: Area | Point;
  gate: Line;
  wall: Line;
  utility: Shape;
  activity: Area;
  reserve: Area;
  frontage: Area;
  fireLane: Area;
  aerialSite: Area;
}

export type SiteKind = keyof SiteProperties;

export type SiteFeature<K extends SiteKind = SiteKind> = {
  [P in K]: {
    readonly kind: P;
    /** The file's id, or `kind-n` (n counts features of the kind from 1). Unique within the site. */
    readonly id: string;
    readonly name: string | null;
    /** Row in the file's `features`; -1 when assumed by the reader. */
    readonly row: number;
    readonly shape: SiteShapes[P];
    readonly properties: SiteProperties[P];
  };
}[K];

/** What is there today, checked, in metres. Immutable. */
export interface Site {
  readonly name: string;
  readonly projection: Projection;
  /** The parcel; same object as the `site` feature's shape. */
  readonly boundary: Area;
  /** Every feature in file order, the `site` feature included. */
  readonly features: readonly SiteFeature[];
  /** What the reader mended or guessed, one English sentence each. */
  readonly assumptions: readonly string[];
  /** SHA-256 of the canonical JSON of the file, hex. */
  readonly hash: string;
}

/** Features of one kind, in file order. */
export function featuresOf<K extends SiteKind>(site: Site, kind: K): SiteFeature<K>[] {
  return site.features.filter((feature) => feature.kind === kind) as SiteFeature[] as SiteFeature<K>[];
}

/** A compound has roads to squeeze stalls in beside; anything else is an open lot whose circulation is ours to design. */
export function isCompound(site: Site): boolean {
  return site.features.some((feature) => feature.kind === "road");
}
