import { Clipper, EndType, FillRule, JoinType, type Path64, type Paths64 } from "clipper2-ts";
import {
  type Area,
  areaOf,
  bounds,
  flat,
  type Line,
  type Point,
  pointsOf,
  type Ring,
  ringArea,
} from "../model/geometry.ts";
import { SNAP } from "../model/tolerance.ts";
import { type Edges, edgesOf, ringsAround } from "./edges.ts";

/** Clipping is done on whole tenths of a millimetre, the grid that coordinates are snapped to. */
const UNITS = 1 / SNAP;

/** Areas that differ by less are the same, square metres. */
const SAME_AREA = 0.001;

/** A line's corners keep their points up to this many half-widths out. */
const MITRE = 2;

/** The ground within half a width of a line, ends cut straight; a line that ends where it begins has none. */
export function widened(line: Line, width: number): Area[] {
  const path = toPath(line);
  const last = path[path.length - 1];
  const isLoop = path.length > 3 && path[0].x === last.x && path[0].y === last.y;
  const ends = isLoop ? EndType.Joined : EndType.Butt;
  if (isLoop) path.pop();
  return toAreas(Clipper.inflatePaths([path], (width / 2) * UNITS, JoinType.Miter, ends, MITRE));
}

/**
 * Cuts areas to what lies within `inside` and not in any of `outside`, nor in what is named with the area; an area of which
 * nothing is cut off stays as it is.
 */
export function cutter(inside: Area, outside: readonly Area[] = []): (area: Area, besides?: readonly Area[]) => Area[] {
  const rings = [inside.shell, ...inside.holes].map(pointsOf);
  const rim = edgesOf(rings);
  const frame = toPaths(inside);
  const boxed = (area: Area) => ({ area, box: bounds(area.shell) });
  const others = outside.map(boxed);
  return (area, besides = []) => {
    const box = bounds(area.shell);
    const near = [...others, ...besides.map(boxed)].filter((other) => meets(other.box, box));
    const isClear = isWithinRim(area, box, rim);
    if (isClear && near.length === 0) return [area];
    let left = toPaths(area);
    if (!isClear) left = Clipper.intersect(left, frame, FillRule.NonZero);
    if (near.length > 0) {
      left = Clipper.difference(
        left,
        near.flatMap((other) => toPaths(other.area)),
        FillRule.NonZero,
      );
    }
    const out = toAreas(left);
    const cut = areaOf(area) - out.reduce((sum, part) => sum + areaOf(part), 0);
    return cut < SAME_AREA ? [area] : out;
  };
}

/** Whether no edge of the rim is anywhere near an area that lies inside it. */
function isWithinRim(area: Area, [minX, minY, maxX, maxY]: Box, rim: Edges): boolean {
  let isNear = false;
  rim.search(minX, minY, maxX, maxY, () => {
    isNear = true;
  });
  return !isNear && ringsAround(rim, area.shell[0], area.shell[1]).size % 2 === 1;
}

type Box = readonly [minX: number, minY: number, maxX: number, maxY: number];

function meets(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

function toPaths(area: Area): Paths64 {
  return [area.shell, ...area.holes].map(toPath);
}

function toPath(ring: Ring): Path64 {
  const path: Path64 = [];
  for (let i = 0; i < ring.length; i += 2)
    path.push({ x: Math.round(ring[i] * UNITS), y: Math.round(ring[i + 1] * UNITS) });
  return path;
}

/** Shells with their holes: after clipping, a hole belongs to the smallest shell that holds it. */
function toAreas(paths: Paths64): Area[] {
  const rings = paths.map((path) => flat(path.map((point): Point => [point.x / UNITS, point.y / UNITS])));
  const shells = rings.filter((ring) => ringArea(ring) > SAME_AREA).sort((a, b) => ringArea(a) - ringArea(b));
  const areas = shells.map((shell) => ({ shell, holes: [] as Ring[] }));
  for (const hole of rings.filter((ring) => ringArea(ring) < -SAME_AREA)) {
    areas.find(({ shell }) => isWithin(hole, shell))?.holes.push(hole);
  }
  // the largest part first: it keeps the feature's id
  return areas.sort((a, b) => areaOf(b) - areaOf(a));
}

function isWithin(hole: Ring, shell: Ring): boolean {
  const [x, y] = [(hole[0] + hole[2]) / 2, (hole[1] + hole[3]) / 2];
  let inside = false;
  for (let i = 0, j = shell.length - 2; i < shell.length; j = i, i += 2) {
    if (
      shell[i + 1] > y !== shell[j + 1] > y &&
      x < ((shell[j] - shell[i]) * (y - shell[i + 1])) / (shell[j + 1] - shell[i + 1]) + shell[i]
    ) {
      inside = !inside;
    }
  }
  return inside;
}
