import type { Path64 } from "clipper2-ts";
import { type Area, bounds, type Ring } from "../../model/geometry.ts";
import { coveredBy } from "./covering.ts";
import { sideOf } from "./nesting.ts";
import { intersect, isBox, type Region, regionArea, regionOf, ringsOf, UNITS_PER_METRE } from "./region.ts";

// what two regions have in common, for whoever asks how much it is and not where

interface Boxed {
  readonly ring: Ring;
  readonly box: ReturnType<typeof bounds>;
}

const boxed = new WeakMap<Region, readonly Boxed[]>();

/** Shells and holes of a region with their bounds; found once, for a region is asked about by one area after the other. */
function boxedOf(region: Region): readonly Boxed[] {
  const known = boxed.get(region) ?? ringsOf(region).map((ring) => ({ ring, box: bounds(ring) }));
  boxed.set(region, known);
  return known;
}

/** Square metres that a region and an area share. */
export function sharedArea(region: Region, area: Area): number {
  const of = regionOf([area]);
  if (of.length !== 1 || !isBox(of[0])) return regionArea(intersect(region, of));
  const [left, low, right, high] = bounds(area.shell);
  let sum = 0;
  for (const { ring, box } of boxedOf(region)) {
    if (left < box[2] && box[0] < right && low < box[3] && box[1] < high) sum += coveredBy(area.shell, ring);
  }
  return sum;
}

/** This far beside the middle of an edge it is looked whether both regions have room for a disc, metres. */
const INSIDE = 0.25;

/** Whether two regions share more than so many square metres. */
export function isShared(a: Region, b: Region, least: number): boolean {
  const radius = 2 * Math.sqrt(least / Math.PI) * UNITS_PER_METRE;
  const hasDisc = b.some((path) =>
    path.some((q, i) => {
      const p = path[i === 0 ? path.length - 1 : i - 1];
      const length = Math.sqrt((q.x - p.x) ** 2 + (q.y - p.y) ** 2);
      const aside = (INSIDE * UNITS_PER_METRE) / length;
      const [x, y] = [(p.x + q.x) / 2 - (q.y - p.y) * aside, (p.y + q.y) / 2 + (q.x - p.x) * aside];
      return isRoomAt(a, x, y, radius) && isRoomAt(b, x, y, radius);
    }),
  );
  return hasDisc || regionArea(intersect(a, b)) > least;
}

/** Does a disc round a point lie in a region? */
function isRoomAt(region: Region, x: number, y: number, radius: number): boolean {
  const around = region.filter((path) => sideOf(path, x, y) > 0);
  return around.length % 2 === 1 && region.every((path) => isOff(path, x, y, radius));
}

function isOff(path: Path64, x: number, y: number, radius: number): boolean {
  let p = path[path.length - 1];
  for (const q of path) {
    const [dx, dy] = [q.x - p.x, q.y - p.y];
    const t = Math.min(1, Math.max(0, ((x - p.x) * dx + (y - p.y) * dy) / (dx * dx + dy * dy)));
    if ((p.x + t * dx - x) ** 2 + (p.y + t * dy - y) ** 2 < radius * radius) return false;
    p = q;
  }
  return true;
}
