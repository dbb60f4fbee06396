import { InputError } from "../model/errors.ts";
import type { Point } from "../model/geometry.ts";
import type { Crs } from "./projection.ts";
import { show } from "./show.ts";

/** Most vertices in a file. FORMAT.md section 5. */
const MOST_VERTICES = 200_000;

/** Coordinates in metres beyond this are no place on Earth. */
const MOST_METRES = 1e8;

/** Reads positions in file coordinates, and counts them. */
export interface PositionReader {
  readonly file: string;
  readonly crs: Crs;
  /** True once a third coordinate has been seen and dropped. */
  readonly droppedHeights: boolean;
  position(value: unknown, place: string): Point;
  positions(value: unknown, place: string, least: number): Point[];
}

/** @param check what else a position has to be, asked for each; refuses by throwing */
export function positionReader(
  file: string,
  crs: Crs,
  check: (point: Point, place: string) => void = () => {},
): PositionReader {
  let vertices = 0;
  let droppedHeights = false;
  const position = (value: unknown, place: string): Point => {
    if (!Array.isArray(value) || value.length < 2) {
      throw new InputError(`${file}: ${place}: ${isNo(value, "position")}; [east, north] would be right.`);
    }
    const [x, y] = value as unknown[];
    for (const number of [x, y]) {
      if (typeof number !== "number" || !Number.isFinite(number)) {
        throw new InputError(`${file}: ${place}: ${show(number)} is no coordinate; a number would be right.`);
      }
    }
    if (value.length > 2) droppedHeights = true;
    const point: Point = [x as number, y as number];
    checkRange(point, place, file, crs);
    check(point, place);
    vertices++;
    if (vertices > MOST_VERTICES) {
      throw new InputError(`${file}: ${place}: more than ${MOST_VERTICES} vertices; a site with fewer would be right.`);
    }
    return point;
  };
  return {
    file,
    crs,
    get droppedHeights() {
      return droppedHeights;
    },
    position,
    positions(value, place, least) {
      if (!Array.isArray(value)) {
        throw new InputError(
          `${file}: ${place}: ${isNo(value, "list of positions")}; [[east, north], …] would be right.`,
        );
      }
      if (value.length > MOST_VERTICES) {
        throw new InputError(`${file}: ${place}: ${value.length} vertices; at most ${MOST_VERTICES} would be right.`);
      }
      if (value.length < least) {
        throw new InputError(`${file}: ${place}: ${value.length} positions; at least ${least} would be right.`);
      }
      return value.map((item, i) => position(item, `${place}[${i}]`));
    },
  };
}

/** What stands in the file instead of something. */
function isNo(value: unknown, what: string): string {
  return value === undefined ? "this key is missing" : `${show(value)} is no ${what}`;
}

function checkRange([x, y]: Point, place: string, file: string, crs: Crs): void {
  if (crs.sort === "geographic") checkDegrees([x, y], place, file);
  else if (Math.abs(x) > MOST_METRES || Math.abs(y) > MOST_METRES) {
    throw new InputError(
      `${file}: ${place}: [${x}, ${y}] is out of range; metres below ${MOST_METRES} would be right.`,
    );
  } else if (crs.zone !== null) checkZone([x, y], place, file, crs.zone);
}

function checkDegrees([x, y]: Point, place: string, file: string): void {
  if (Math.abs(x) <= 180 && Math.abs(y) <= 90) return;
  if (Math.abs(y) <= 180 && Math.abs(x) <= 90) {
    throw new InputError(
      `${file}: ${place}: [${x}, ${y}] has latitude first; [longitude, latitude] = [${y}, ${x}] would be right.`,
    );
  }
  throw new InputError(
    `${file}: ${place}: [${x}, ${y}] is out of range for longitude and latitude; for metres the file needs a "crs" member.`,
  );
}

function checkZone([x, y]: Point, place: string, file: string, zone: NonNullable<Crs["zone"]>): void {
  const isEast = (value: number) => value >= zone.falseEasting - 5e5 && value <= zone.falseEasting + 5e5;
  const isNorth = (value: number) => value >= 0 && value <= 1e7;
  if (isEast(x) && isNorth(y)) return;
  if (isEast(y) && isNorth(x)) {
    throw new InputError(
      `${file}: ${place}: [${x}, ${y}] has the northing first; [east, north] = [${y}, ${x}] would be right.`,
    );
  }
  const meant = zone.others.find((other) => Math.abs(x - other.falseEasting) <= 5e5);
  const right =
    meant === undefined || !isNorth(y)
      ? `an easting from ${zone.falseEasting - 5e5} to ${zone.falseEasting + 5e5} and a northing from 0 to 10000000 would be right.`
      : `for this easting EPSG:${meant.code} would be right.`;
  throw new InputError(`${file}: ${place}: [${x}, ${y}] is out of range of EPSG:${zone.code}; ${right}`);
}
