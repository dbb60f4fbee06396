import { PARKING_ANGLES } from "../model/demand.ts";
import { InputError } from "../model/errors.ts";
import { type Area, flat, type Line, type Point, pointsOf } from "../model/geometry.ts";
import type { PlanKind, PlanShapes } from "../model/plan.ts";
import type { GeometryType } from "./kinds.ts";
import type { PropertyReader } from "./properties.ts";
import { type Mender, readArea, readLine, readPoint } from "./shapes.ts";

const STATUS = ["existing", "new"] as const;
const PLACES = ["frontage", "leftover", "shed"] as const;

/** Geometry that each kind of a plan may have. FORMAT.md section 4. */
export const PLAN_GEOMETRY: Readonly<Record<PlanKind, readonly GeometryType[]>> = {
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

export const PLAN_KINDS = Object.keys(PLAN_GEOMETRY) as PlanKind[];

/** Geometry of a plan feature in local metres, in the shape its kind has. */
export function readPlanShape(
  kind: PlanKind,
  type: GeometryType,
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
  if (kind === "stall") return readStall(coordinates, place, mender);
  const area = readArea(coordinates, place, mender);
  return kind === "repair" ? { type, area } : area;
}

/**
 * A stall's four corners, counter-clockwise. The edge that stands first in the file stays first, for it is the mouth:
 * a ring drawn the other way round is turned about it.
 */
export function readStall(coordinates: unknown, place: string, mender: Mender): Area {
  const { shell, holes } = readArea(coordinates, place, mender);
  if (shell.length !== 8 || holes.length > 0) {
    const what = holes.length > 0 ? "a hole" : `${shell.length / 2} corners`;
    throw new InputError(`${mender.reader.file}: ${place}: a stall has ${what}; exactly 4 corners would be right.`);
  }
  const corners = pointsOf(shell);
  const [a, b] = firstEdge(coordinates, mender);
  const start = corners.findIndex((corner, i) => {
    const next = corners[(i + 1) % 4];
    return (isSame(corner, a) && isSame(next, b)) || (isSame(corner, b) && isSame(next, a));
  });
  return start <= 0 ? { shell, holes } : { shell: flat(corners.map((_, i) => corners[(i + start) % 4])), holes };
}

/** The first two positions of a ring that differ, of a ring that has been read. */
function firstEdge(coordinates: unknown, mender: Mender): [Point, Point] {
  const [ring] = coordinates as [number, number][][];
  const points = ring.map(([x, y]) => mender.projection.toLocal(x, y));
  return [points[0], points.find((point) => !isSame(point, points[0])) ?? points[0]];
}

function isSame(a: Point, b: Point): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

type Reading = (read: PropertyReader, mender: Mender, place: string) => object;

const lane: Reading = (read, mender, place) => ({
  width: read.number("width", 0) ?? 0,
  oneWay: read.flag("oneWay", false),
  centreline: centreline(read, mender, place),
  status: read.one("status", ["new"], "new"),
});

/** Properties of each kind as the contract has them; what the file leaves out is empty or 0, for the auditor to judge. */
export const PLAN_READERS: Readonly<Record<PlanKind, Reading>> = {
  stall: (read) => ({
    type: read.one("type", ["standard", "accessible", "charging", "compact"], "standard"),
    status: read.one("status", STATUS, "new"),
    parkingAngle: read.one("parkingAngle", PARKING_ANGLES, 90),
    width: read.number("width", 0) ?? read.refuse("width", "stands here; the stall's width in metres would be right."),
    length:
      read.number("length", 0) ?? read.refuse("length", "stands here; the stall's length in metres would be right."),
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
  shed: (read) => ({
    status: read.one("status", ["rebuilt"], "rebuilt"),
    slots: read.number("slots", 0, "integer") ?? 0,
  }),
  locker: (read) => ({ columns: read.number("columns", 0, "integer") ?? 0 }),
  lockerPad: (read) => ({ locker: read.text("locker") ?? "" }),
  green: (read) => ({ status: read.one("status", STATUS, "new") }),
  greenRemoved: (read) => ({ from: read.text("from") ?? "" }),
  wallGreen: (read) => ({ height: read.number("height", 0) ?? 0, counted: read.number("counted", 0) ?? 0 }),
  pergola: (read) => ({ height: read.number("height", 0) ?? 0, counted: read.number("counted", 0) ?? 0 }),
  treeMoved: (read) => ({ tree: read.text("tree") ?? "", ground: read.text("ground") ?? "" }),
};

function centreline(read: PropertyReader, mender: Mender, place: string): Line {
  const value = read.raw("centreline");
  if (value === undefined || value === null) return new Float64Array(0);
  return readLine(value, `${place}.properties.centreline`, mender);
}
