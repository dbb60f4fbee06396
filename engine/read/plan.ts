import { InputError } from "../model/errors.ts";
import { flat, type Line, type Point, pointsOf } from "../model/geometry.ts";
import type { PlanFeature, PlanKind, PlanShapes } from "../model/plan.ts";
import type { Site } from "../model/site.ts";
import { nearest } from "../model/words.ts";
import { parseJson } from "./json.ts";
import { positionReader, show } from "./positions.ts";
import { readCrs } from "./projection.ts";
import { type PropertyReader, propertyReader } from "./properties.ts";
import { type Mender, readArea, readLine, readPoint } from "./shapes.ts";

/** A plan file as read: features in local metres, and the `plan` member as it stands. */
export interface PlanFile {
  readonly features: readonly PlanFeature[];
  readonly header: Readonly<Record<string, unknown>> | null;
}

const ANGLES = [90, 60, 45, 30, 0] as const;
const STATUS = ["existing", "new"] as const;
const PLACES = ["frontage", "leftover", "shed"] as const;

/** Geometry of each kind. FORMAT.md section 4. */
const GEOMETRY: Readonly<Record<PlanKind, readonly string[]>> = {
  stall: ["Polygon"],
  accessAisle: ["Polygon"],
  stallRemoved: ["Polygon"],
  aisle: ["Polygon"],
  driveway: ["Polygon"],
  fireLane: ["Polygon"],
  turnaround: ["Polygon"],
  sweptPath: ["Polygon"],
  repair: ["Point", "LineString", "Polygon"],
  charger: ["Point"],
  ebikeSlot: ["Polygon"],
  ebikeCharger: ["Point"],
  bikeAisle: ["Polygon"],
  shed: ["Polygon"],
  locker: ["Polygon"],
  lockerPad: ["Polygon"],
  green: ["Polygon"],
  greenRemoved: ["Polygon"],
  wallGreen: ["LineString"],
  pergola: ["Polygon"],
  treeMoved: ["Point"],
};

const KINDS = Object.keys(GEOMETRY) as PlanKind[];

/**
 * A plan from the text of its file, ours or edited by hand. What the auditor can judge is let through, right or wrong;
 * only what no plan can be is refused.
 * @throws InputError one sentence: file, place, what is wrong, what would be right
 */
export function readPlan(text: string, file: string, site: Site): PlanFile {
  const json = parseJson(text, file) as Record<string, unknown> | null;
  if (json === null || json.type !== "FeatureCollection" || !Array.isArray(json.features)) {
    throw new InputError(`${file}: this is no plan; a GeoJSON FeatureCollection would be right.`);
  }
  const crs = readCrs(json.crs, file);
  const own = readCrs(site.projection.crs, file);
  if (crs.sort !== own.sort || crs.definition !== own.definition) {
    const name = (which: typeof crs) => which.member?.properties.name ?? "longitude/latitude";
    throw new InputError(
      `${file}: crs: the plan is in ${name(crs)}, its site in ${name(own)}; the site's would be right.`,
    );
  }
  const mender: Mender = {
    reader: positionReader(file, crs),
    projection: site.projection,
    note: () => {},
    turned: () => {},
  };
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  const features = (json.features as unknown[]).map((item, row) => {
    const feature = readFeature(item, row, mender);
    const n = (counts.get(feature.kind) ?? 0) + 1;
    counts.set(feature.kind, n);
    const id = feature.id ?? `${feature.kind}-${n}`;
    if (feature.id !== null && taken.has(id)) {
      throw new InputError(
        `${file}: features[${row}].properties.id: "${id}" stands twice; an id of its own would be right.`,
      );
    }
    taken.add(id);
    return { ...feature, id } as PlanFeature;
  });
  const header = json.plan;
  const isHeader = header !== null && typeof header === "object" && !Array.isArray(header);
  return { features, header: isHeader ? (header as Record<string, unknown>) : null };
}

function readFeature(item: unknown, row: number, mender: Mender): Omit<PlanFeature, "id"> & { id: string | null } {
  const { file } = mender.reader;
  const place = `features[${row}]`;
  const { properties, geometry } = (item ?? {}) as {
    properties?: Record<string, unknown>;
    geometry?: { type?: unknown; coordinates?: unknown };
  };
  const kind = properties?.kind;
  if (
    properties === undefined ||
    properties === null ||
    typeof kind !== "string" ||
    !(KINDS as string[]).includes(kind)
  ) {
    const near = typeof kind === "string" ? nearest(kind, KINDS) : null;
    throw new InputError(
      `${file}: ${place}.properties.kind: ${show(kind)} is no kind of a plan; ${near === null ? `one of ${KINDS.join(", ")}` : `"${near}"`} would be right.`,
    );
  }
  const known = kind as PlanKind;
  const type = geometry?.type;
  if (typeof type !== "string" || !GEOMETRY[known].includes(type)) {
    throw new InputError(
      `${file}: ${place}.geometry: a ${kind} is a ${show(type)}; ${GEOMETRY[known].join(" or ")} would be right.`,
    );
  }
  const where = `${place}.geometry.coordinates`;
  const shape = readShape(known, type, geometry?.coordinates, where, mender);
  const read = propertyReader(properties, place, file);
  const { id } = properties;
  return {
    kind: known,
    id: typeof id === "string" && id !== "" ? id : null,
    shape,
    properties: READERS[known](read, mender),
  } as never;
}

function readShape(
  kind: PlanKind,
  type: string,
  coordinates: unknown,
  place: string,
  mender: Mender,
): PlanShapes[PlanKind] {
  if (type === "Point") {
    const at = readPoint(coordinates, place, mender);
    return kind === "repair" ? { type, at } : at;
  }
  if (type === "LineString") {
    const line = readLine(coordinates, place, mender);
    return kind === "repair" ? { type, line } : line;
  }
  const area = readArea(coordinates, place, mender);
  if (kind !== "stall") return kind === "repair" ? { type: "Polygon", area } : area;
  if (area.shell.length !== 8 || area.holes.length > 0) {
    throw new InputError(
      `${mender.reader.file}: ${place}: a stall has ${area.shell.length / 2} corners; exactly 4 would be right.`,
    );
  }
  return { shell: mouthFirst(area.shell, firstTwo(coordinates, place, mender)), holes: [] };
}

function firstTwo(coordinates: unknown, place: string, mender: Mender): [Point, Point] {
  const ring = (coordinates as unknown[][])[0];
  return [readPoint(ring[0], place, mender), readPoint(ring[1], place, mender)];
}

/** Corners counter-clockwise, beginning so that the first edge is the one that stands first in the file. */
function mouthFirst(shell: Float64Array, [a, b]: [Point, Point]): Float64Array {
  const corners = pointsOf(shell);
  const isAt = (point: Point, other: Point) => point[0] === other[0] && point[1] === other[1];
  const start = corners.findIndex(
    (corner, i) =>
      (isAt(corner, a) && isAt(corners[(i + 1) % 4], b)) || (isAt(corner, b) && isAt(corners[(i + 1) % 4], a)),
  );
  return start <= 0 ? shell : flat(corners.map((_, i) => corners[(i + start) % 4]));
}

type Reading = (read: PropertyReader, mender: Mender) => object;

const lane: Reading = (read, mender) => ({
  width: read.number("width", 0) ?? 0,
  oneWay: read.flag("oneWay", false),
  centreline: centreline(read, mender),
  status: "new",
});

const READERS: Readonly<Record<PlanKind, Reading>> = {
  stall: (read) => ({
    type: read.one("type", ["standard", "accessible", "charging", "compact"], "standard"),
    status: read.one("status", STATUS, "new"),
    parkingAngle: read.one("parkingAngle", ANGLES, 90),
    width: read.number("width", 0) ?? read.refuse("width", "is missing; the stall's width in metres would be right."),
    length:
      read.number("length", 0) ?? read.refuse("length", "is missing; the stall's length in metres would be right."),
    aisle: read.text("aisle") ?? "",
  }),
  accessAisle: (read) => ({ stalls: read.texts("stalls") }),
  stallRemoved: (read) => ({ from: read.text("from") ?? "" }),
  aisle: lane,
  driveway: lane,
  fireLane: (read) => ({ width: read.number("width", 0) ?? 0, status: read.one("status", STATUS, "new") }),
  turnaround: (read) => ({ shape: read.one("shape", ["hammerhead", "square", "circle"], "square") }),
  sweptPath: (read) => ({ of: read.text("of") ?? "" }),
  repair: (read) => ({ what: read.text("what") ?? "", cures: read.text("cures") ?? "" }),
  charger: (read) => ({ serves: read.texts("serves") }),
  ebikeSlot: (read) => ({ where: read.one("where", PLACES, "leftover") }),
  ebikeCharger: (read) => ({ serves: read.texts("serves") }),
  bikeAisle: (read) => ({ width: read.number("width", 0) ?? 0 }),
  shed: (read) => ({ status: "rebuilt", slots: read.number("slots", 0, "integer") ?? 0 }),
  locker: (read) => ({ columns: read.number("columns", 0, "integer") ?? 0 }),
  lockerPad: (read) => ({ locker: read.text("locker") ?? "" }),
  green: (read) => ({ status: read.one("status", STATUS, "new") }),
  greenRemoved: (read) => ({ from: read.text("from") ?? "" }),
  wallGreen: (read) => ({ height: read.number("height", 0) ?? 0, counted: read.number("counted", 0) ?? 0 }),
  pergola: (read) => ({ height: read.number("height", 0) ?? 0, counted: read.number("counted", 0) ?? 0 }),
  treeMoved: (read) => ({ tree: read.text("tree") ?? "", ground: read.text("ground") ?? "" }),
};

function centreline(read: PropertyReader, mender: Mender): Line {
  const value = read.raw("centreline");
  if (value === undefined || value === null) return new Float64Array(0);
  return readLine(value, "centreline", mender);
}
