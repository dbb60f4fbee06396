import type { Point, Ring } from "../../model/geometry.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import type { Limits } from "../limits.ts";
import { Hazard, type HazardItem, rings } from "../plane/hazard.ts";
import { distance, distanceTo, nearestOn } from "../plane/outline.ts";
import { stripAlong } from "./hazards.ts";

/** A door opens onto the road straight ahead when it is no farther than this, metres; otherwise its way is the shortest. */
const STRAIGHT_AHEAD = 30;

/** A hydrant farther from the road than this is reached over other ground, metres. */
const HYDRANT_REACH = 10;

/** A door lies on a wall when it is this near, metres. */
const ON_WALL = 0.5;

/**
 * The clear ways that today's doors and hydrants keep to the road, as hazards. `road`: outline of the drivable ground; `round`: ids
 * of doors that keep a way round what is in their own one's way (`doorsRound`).
 */
export function wayHazards(
  site: Site,
  road: readonly Ring[],
  limits: Limits,
  round: ReadonlySet<string>,
): HazardItem[] {
  const half = limits.footway / 2;
  if (half === 0 || road.length === 0) return [];
  const out: HazardItem[] = [];
  const keep = (from: Point, to: Point) => {
    const strip = stripAlong(from, to, half, half);
    if (strip !== null) out.push(rings(Hazard.Way, strip));
  };
  for (const { id, from, to } of doorWays(site, road, half)) if (!round.has(id)) keep(from, to);
  for (const utility of featuresOf(site, "utility")) {
    if (utility.properties.type !== "hydrant" || utility.shape.type !== "Point") continue;
    const nearest = nearestOn(utility.shape.at, road);
    if (distance(utility.shape.at, nearest) <= HYDRANT_REACH) keep(utility.shape.at, nearest);
  }
  return out;
}

/** The straight way of each door to the road: ahead where that leads there, else the shortest. */
export function doorWays(
  site: Site,
  road: readonly Ring[],
  half: number,
): { readonly id: string; readonly from: Point; readonly to: Point }[] {
  const walls = featuresOf(site, "building").map((building) => building.shape.shell);
  return featuresOf(site, "entrance").map(({ id, shape }) => {
    const ahead = outwardFrom(shape, walls);
    const hit = ahead === null ? null : firstHit(shape, ahead, road);
    if (hit !== null && !crosses(shape, hit, walls)) return { id, from: shape, to: hit };
    // along the wall half of the strip would lie inside it
    const [x, y] = shape;
    const before: Point = ahead === null ? [x, y] : [x + half * ahead[0], y + half * ahead[1]];
    return { id, from: before, to: nearestOn(before, road) };
  });
}

/** Unit vector away from the wall that a door lies on; null when it lies on none. */
function outwardFrom(at: Point, walls: readonly Ring[]): Point | null {
  let best: Point | null = null;
  let least = ON_WALL;
  for (const ring of walls) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const gap = distanceTo(at, [new Float64Array([ring[j], ring[j + 1], ring[i], ring[i + 1]])]);
      if (gap >= least) continue;
      const dx = ring[i] - ring[j];
      const dy = ring[i + 1] - ring[j + 1];
      const length = Math.sqrt(dx * dx + dy * dy);
      if (length === 0) continue;
      least = gap;
      best = [dy / length, -dx / length];
    }
  }
  return best;
}

/** Where a ray first meets an outline, within reach; null when it does not. */
function firstHit(from: Point, ahead: Point, outline: readonly Ring[]): Point | null {
  const along = alongRay(from, ahead, outline);
  return along < STRAIGHT_AHEAD ? [from[0] + along * ahead[0], from[1] + along * ahead[1]] : null;
}

/** Distance along a ray to where it first meets an outline; Infinity when it does not. Metres, where `ahead` is as long. */
export function alongRay(from: Point, ahead: Point, outline: readonly Ring[]): number {
  let least = Infinity;
  for (const ring of outline) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const t = toSide(from, ahead, ring[j], ring[j + 1], ring[i], ring[i + 1]);
      if (t < least) least = t;
    }
  }
  return least;
}

/** Likewise to one side of an outline. */
function toSide([x, y]: Point, ahead: Point, ax: number, ay: number, bx: number, by: number): number {
  const ex = bx - ax;
  const ey = by - ay;
  const cross = ahead[0] * ey - ahead[1] * ex;
  if (Math.abs(cross) < 1e-12) return Infinity;
  const wx = ax - x;
  const wy = ay - y;
  const t = (wx * ey - wy * ex) / cross;
  const u = (wx * ahead[1] - wy * ahead[0]) / cross;
  return t > 1e-6 && u >= 0 && u <= 1 ? t : Infinity;
}

function crosses(from: Point, to: Point, walls: readonly Ring[]): boolean {
  const length = distance(from, to);
  if (length < 1e-6) return false;
  const ahead: Point = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  for (const ring of walls) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const t = toSide(from, ahead, ring[j], ring[j + 1], ring[i], ring[i + 1]);
      if (t > 0.01 && t < length - 0.01) return true;
    }
  }
  return false;
}
