import { Clipper, EndType, FillRule, JoinType, type Path64, type Paths64 } from "clipper2-ts";
import { type Area, areaOf, flat, type Line, type Point, type Ring, ringArea } from "../model/geometry.ts";
import { SNAP } from "../model/tolerance.ts";

/** Clipping is done on whole tenths of a millimetre, the grid that coordinates are snapped to. */
const UNITS = 1 / SNAP;

/** Areas that differ by less are the same, square metres. */
const SAME_AREA = 0.001;

/** A line's corners keep their points up to this many half-widths out. */
const MITRE = 2;

/** The ground within half a width of a line, ends cut straight. */
export function widened(line: Line, width: number): Area[] {
  return toAreas(Clipper.inflatePaths([toPath(line)], (width / 2) * UNITS, JoinType.Miter, EndType.Butt, MITRE));
}

/** What of an area lies within `inside` and not in any of `outside`; the area itself when nothing is cut off. */
export function clipped(area: Area, inside: Area, outside: readonly Area[]): Area[] {
  const subject = toPaths(area);
  let left = Clipper.intersect(subject, toPaths(inside), FillRule.NonZero);
  const near = outside.flatMap(toPaths);
  if (near.length > 0) left = Clipper.difference(left, near, FillRule.NonZero);
  const out = toAreas(left);
  const cut = areaOf(area) - out.reduce((sum, part) => sum + areaOf(part), 0);
  return cut < SAME_AREA ? [area] : out;
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
