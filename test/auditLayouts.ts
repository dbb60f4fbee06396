import { type Area, flat, type Point } from "../engine/model/geometry.ts";
import type { PlanFeature } from "../engine/model/plan.ts";
import type { Scenario } from "../engine/model/scenario.ts";
import type { Site } from "../engine/model/site.ts";
import { defaultScenario } from "../engine/read/scenario.ts";
import { readSite } from "../engine/read/site.ts";
import { loadRules } from "../engine/rules/load.ts";
import { moved, turned } from "./auditCases.ts";

// plans made of nothing but rows: clean by construction, at any turn

/** Sizes of the `geometry` profile, metres. */
export const STALL_WIDTH = 2.5;
export const STALL_LENGTH = 5;
export const AISLE = 6;

/** Where a layout lies: a turn about the origin, radians, and a shift, metres. */
export interface Place {
  readonly angle: number;
  readonly dx: number;
  readonly dy: number;
}

export const HERE: Place = { angle: 0, dx: 0, dy: 0 };

export interface Layout {
  readonly site: Site;
  readonly scenario: Scenario;
  readonly rules: ReturnType<typeof loadRules>;
  readonly features: readonly PlanFeature[];
}

/** Positions as a file keeps them: to 0.1 mm. */
export function mover({ angle, dx, dy }: Place): (point: Point) => Point {
  const move = turned(angle, dx, dy);
  const round = (value: number) => Math.round(value * 1e4) / 1e4;
  return (point) => {
    const [x, y] = move([...point]);
    return [round(x), round(y)];
  };
}

export function rectangle(x0: number, y0: number, x1: number, y1: number, move: (point: Point) => Point): Area {
  const corners: Point[] = [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
  return { shell: flat(corners.map(move)), holes: [] };
}

export function aisleOf(id: string, x0: number, y0: number, x1: number, y1: number, place: Place): PlanFeature {
  const move = mover(place);
  const isLevel = x1 - x0 > y1 - y0;
  const [a, b]: Point[] = isLevel
    ? [
        [x0, (y0 + y1) / 2],
        [x1, (y0 + y1) / 2],
      ]
    : [
        [(x0 + x1) / 2, y0],
        [(x0 + x1) / 2, y1],
      ];
  return {
    kind: "aisle",
    id,
    shape: rectangle(x0, y0, x1, y1, move),
    properties: { width: AISLE, oneWay: false, centreline: flat([move(a), move(b)]), status: "new" },
  };
}

/** A 90° stall whose mouth begins at (x, y) and opens upwards or downwards to an aisle. */
export function stallOf(
  id: string,
  x: number,
  y: number,
  opens: "up" | "down",
  aisle: string,
  place: Place,
): PlanFeature {
  const far = opens === "up" ? y - STALL_LENGTH : y + STALL_LENGTH;
  const corners: Point[] = [
    [x, y],
    [x + STALL_WIDTH, y],
    [x + STALL_WIDTH, far],
    [x, far],
  ];
  // counter-clockwise with the mouth first
  const ring: Point[] = opens === "down" ? corners : [corners[1], corners[0], corners[3], corners[2]];
  return {
    kind: "stall",
    id,
    shape: { shell: flat(ring.map(mover(place))), holes: [] },
    properties: { type: "standard", status: "new", parkingAngle: 90, width: STALL_WIDTH, length: STALL_LENGTH, aisle },
  };
}

/** A bare lot with a gate as wide as an aisle at its lower left, and what is given beside. */
export function lotOf(
  width: number,
  height: number,
  place: Place,
  more: readonly object[] = [],
): Omit<Layout, "features"> {
  const drawn = {
    type: "FeatureCollection" as const,
    crs: { type: "name", properties: { name: "local:metre" } },
    features: [
      feature({ kind: "site" }, "Polygon", [
        [
          [0, 0],
          [width, 0],
          [width, height],
          [0, height],
          [0, 0],
        ],
      ]),
      feature({ kind: "gate", id: "K", modes: ["car"] }, "LineString", [
        [0, 0],
        [AISLE, 0],
      ]),
      ...more,
    ],
  };
  const move = mover(place);
  const text = JSON.stringify(moved(drawn as never, ([x, y]) => [...move([x, y])]));
  const site = readSite(text, "lot");
  return { site, scenario: { ...defaultScenario(site), rules: "geometry" }, rules: loadRules("geometry") };
}

export function feature(properties: object, type: string, coordinates: unknown): object {
  return { type: "Feature", properties, geometry: { type, coordinates } };
}

/** A comb: a spine at the left from the gate upwards, and ribs to the right with a row on both sides. */
export function comb(columns: number, ribs: number, place: Place = HERE, more: readonly object[] = []): Layout {
  const module = AISLE + 2 * STALL_LENGTH;
  const width = AISLE + columns * STALL_WIDTH;
  const features: PlanFeature[] = [aisleOf("spine", 0, 0, AISLE, ribs * module, place)];
  for (let rib = 0; rib < ribs; rib++) {
    const id = `rib${rib}`;
    const y = rib * module + STALL_LENGTH;
    features.push(aisleOf(id, AISLE, y, width, y + AISLE, place));
    for (let column = 0; column < columns; column++) {
      const x = AISLE + column * STALL_WIDTH;
      features.push(stallOf(`s${rib}-${column}`, x, y, "up", id, place));
      features.push(stallOf(`n${rib}-${column}`, x, y + AISLE, "down", id, place));
    }
  }
  return { ...lotOf(width, ribs * module, place, more), features };
}
