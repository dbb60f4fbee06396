import { InputError } from "../model/errors.ts";
import { type Area, flat, type Line, type Point, ringArea } from "../model/geometry.ts";
import type { Projection } from "../model/site.ts";
import { outlineHolds } from "./inside.ts";
import type { PositionReader } from "./positions.ts";
import { cleaned, crossingOf, LEAST_AREA, wound } from "./rings.ts";

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
  const { reader } = mender;
  const { file } = reader;
  if (!Array.isArray(coordinates) || coordinates.length === 0) {
    throw new InputError(`${file}: ${place}: there is no ring; a Polygon has at least one.`);
  }
  const rings = coordinates.map((ring, r) => readRing(ring, `${place}[${r}]`, mender));
  const kept = rings.filter((ring, r) => r === 0 || ring.length >= 3);
  if (kept.length < rings.length)
    mender.note(`${place}: ${rings.length - kept.length} holes without area were left out.`);
  const [shell, ...holes] = kept;
  const size = shell.length < 3 ? 0 : Math.abs(ringArea(flat(shell)));
  if (size < LEAST_AREA) {
    throw new InputError(
      `${file}: ${place}[0]: the ring has no area (${size.toFixed(3)} m²); a ring around some ground would be right.`,
    );
  }
  const crossing = crossingOf(kept);
  if (crossing !== null) {
    const { at, rings: which } = crossing;
    const [x, y] = mender.projection.toFile(...at);
    const what =
      which[0] === which[1]
        ? `${which[0] === 0 ? "the ring" : `hole ${which[0]}`} crosses itself`
        : `hole ${Math.max(...which)} crosses ${Math.min(...which) === 0 ? "the outer ring" : `hole ${Math.min(...which)}`}`;
    throw new InputError(
      `${file}: ${place}[${which[0]}]: ${what} at [${x}, ${y}]; rings that do not cross would be right.`,
    );
  }
  const outer = wound(shell, "counter-clockwise");
  const inner = holes.map((hole, h) => {
    if (!outlineHolds(shell, hole)) {
      const [x, y] = mender.projection.toFile(...hole[0]);
      throw new InputError(
        `${file}: ${place}[${h + 1}]: the hole at [${x}, ${y}] lies outside the outer ring; a hole within it would be right.`,
      );
    }
    return wound(hole, "clockwise");
  });
  for (const ring of [outer, ...inner]) if (ring.turned) mender.turned();
  return {
    shell: outer.ring,
    holes: inner.filter((hole) => Math.abs(ringArea(hole.ring)) >= LEAST_AREA).map((hole) => hole.ring),
  };
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
    mender.note(`${place}: ${repeated} repeated position${repeated === 1 ? " was" : "s were"} left out.`);
  if (spikes > 0)
    mender.note(
      `${place}: ${spikes} spike${spikes === 1 ? "" : "s"} without width ${spikes === 1 ? "was" : "were"} left out.`,
    );
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
  if (points.length < raw.length)
    mender.note(`${place}: ${raw.length - points.length} repeated positions were left out.`);
  return flat(points);
}

export function readPoint(coordinates: unknown, place: string, mender: Mender): Point {
  const [x, y] = mender.reader.position(coordinates, place);
  return mender.projection.toLocal(x, y);
}
