import { InputError } from "../model/errors.ts";
import { type Area, flat, type Line, type Point, ringArea } from "../model/geometry.ts";
import type { Projection } from "../model/site.ts";
import { LEAST_AREA } from "../model/tolerance.ts";
import { type Fault, faultOf } from "./crossings.ts";
import type { PositionReader } from "./positions.ts";
import { cleaned, wound } from "./rings.ts";

/** A place in a file and what has been mended there; sentences go to the site's assumptions. */
export interface Mender {
  readonly reader: PositionReader;
  readonly projection: Projection;
  note(sentence: string): void;
  /** A ring ran the wrong way round and was turned: counted, since whole files are written the other way. */
  turned(): void;
}

/** A Polygon's coordinates as an area in local metres: checked, mended where that is harmless. */
export function readArea(coordinates: unknown, place: string, mender: Mender): Area {
  const { file } = mender.reader;
  if (!Array.isArray(coordinates) || coordinates.length === 0) {
    throw new InputError(`${file}: ${place}: there is no ring; a Polygon has at least one.`);
  }
  const read = coordinates.map((ring, r) => readRing(ring, `${place}[${r}]`, mender));
  const checked = read.map((_, r) => r).filter((r) => r === 0 || read[r].length >= 3);
  const fault = read[0].length < 3 ? null : faultOf(checked.map((r) => read[r]));
  if (fault !== null) refuse(fault, checked, place, mender);
  const rings = read.filter((ring, r) => r === 0 || sizeOf(ring) >= LEAST_AREA);
  const lost = read.length - rings.length;
  if (lost > 0) mender.note(`${place}: ${lost} hole${lost === 1 ? "" : "s"} without area ${were(lost)} left out.`);
  const size = rings.reduce((sum, ring, r) => sum + (r === 0 ? 1 : -1) * sizeOf(ring), 0);
  if (size < LEAST_AREA) {
    throw new InputError(
      `${file}: ${place}[0]: the ring has no area (${Math.max(0, size).toFixed(3)} m²); a ring around some ground would be right.`,
    );
  }
  const [outer, ...inner] = rings.map((ring, r) => wound(ring, r === 0 ? "counter-clockwise" : "clockwise"));
  for (const ring of [outer, ...inner]) if (ring.turned) mender.turned();
  return { shell: outer.ring, holes: inner.map((hole) => hole.ring) };
}

/** Says which ring of the file is at fault, and where. */
function refuse(fault: Fault, kept: readonly number[], place: string, mender: Mender): never {
  const [first, second] = fault.rings.map((ring) => kept[ring]);
  const [x, y] = mender.projection.toFile(...fault.at);
  const name = (ring: number) => (ring === 0 ? "the outer ring" : `hole ${ring}`);
  const sentences = {
    crossing:
      first === second
        ? `${first === 0 ? "the ring" : name(first)} crosses itself at [${x}, ${y}]; rings that do not cross would be right.`
        : `${name(second)} crosses ${name(first)} at [${x}, ${y}]; rings that do not cross would be right.`,
    outside:
      first === 0
        ? `the hole at [${x}, ${y}] lies outside the outer ring; a hole within it would be right.`
        : `the hole at [${x}, ${y}] lies within hole ${first}; holes beside each other would be right.`,
    tangle: `too many edges lie over each other at [${x}, ${y}] to be checked; a ring that does not cross would be right.`,
  };
  const ring = fault.sort === "outside" ? second : first;
  throw new InputError(`${mender.reader.file}: ${place}[${ring}]: ${sentences[fault.sort]}`);
}

function sizeOf(ring: readonly Point[]): number {
  return ring.length < 3 ? 0 : Math.abs(ringArea(flat(ring)));
}

function were(count: number): string {
  return count === 1 ? "was" : "were";
}

function readRing(value: unknown, place: string, mender: Mender): readonly Point[] {
  const raw = mender.reader.positions(value, place, 3);
  const first = raw[0];
  const last = raw[raw.length - 1];
  const isClosed = first[0] === last[0] && first[1] === last[1];
  if (!isClosed) mender.note(`${place}: the ring was not closed; it is taken as closed.`);
  const { points, duplicates, spikes } = cleaned(raw.map(([x, y]) => mender.projection.toLocal(x, y)));
  const repeated = duplicates - (isClosed ? 1 : 0);
  if (repeated > 0)
    mender.note(`${place}: ${repeated} repeated position${repeated === 1 ? "" : "s"} ${were(repeated)} left out.`);
  if (spikes > 0)
    mender.note(`${place}: ${spikes} spike${spikes === 1 ? "" : "s"} without width ${were(spikes)} left out.`);
  return points;
}

/** A LineString's coordinates in local metres, repeated positions left out. */
export function readLine(coordinates: unknown, place: string, mender: Mender): Line {
  const raw = mender.reader.positions(coordinates, place, 2).map(([x, y]) => mender.projection.toLocal(x, y));
  const points = raw.filter((point, i) => i === 0 || point[0] !== raw[i - 1][0] || point[1] !== raw[i - 1][1]);
  if (points.length < 2) {
    throw new InputError(
      `${mender.reader.file}: ${place}: the line has no length; two different positions would be right.`,
    );
  }
  const repeated = raw.length - points.length;
  if (repeated > 0)
    mender.note(`${place}: ${repeated} repeated position${repeated === 1 ? "" : "s"} ${were(repeated)} left out.`);
  return flat(points);
}

export function readPoint(coordinates: unknown, place: string, mender: Mender): Point {
  const [x, y] = mender.reader.position(coordinates, place);
  return mender.projection.toLocal(x, y);
}
