import type { Area, Point } from "../../model/geometry.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { cheapestWays } from "../plane/onCells.ts";
import { distance } from "../plane/outline.ts";
import type { Roads } from "./frontages.ts";
import { baseOf, CLOSED, cellsBeside, HALF_WIDTH, thingsOf } from "./paths.ts";
import { isIn } from "./walk.ts";
import { doorWays } from "./ways.ts";

/** Places of a straight way are looked at this far apart, metres, from this far before the door on. */
const LOOK = 0.25;
const BEFORE = 0.5;

/** What a door's way round is sought from, metres to each side. */
const DOORSTEP = 0.25;

const known = new WeakMap<Site, Map<number, ReadonlyMap<string, Area>>>();

/**
 * Doors whose straight way to the road leads over lawn, stalls or the like, and which have a paved one round it: it is that
 * one which people walk, and which is kept. By id, with the place that each is left from. Found once a site.
 * @param half half of the width that is kept, metres
 */
export function doorsRound(site: Site, roads: Roads, half: number): ReadonlyMap<string, Area> {
  const byWidth = known.get(site) ?? new Map<number, ReadonlyMap<string, Area>>();
  known.set(site, byWidth);
  const made = byWidth.get(half) ?? findRound(site, roads, half);
  byWidth.set(half, made);
  return made;
}

function findRound(site: Site, roads: Roads, half: number): ReadonlyMap<string, Area> {
  if (half === 0 || roads.outline.length === 0) return new Map();
  const closed = CLOSED.flatMap((kind) => featuresOf(site, kind).map(({ shape }) => shape));
  const shut = new Set<string>();
  for (const { id, from, to } of doorWays(site, roads.outline, half)) if (isShut(closed, from, to)) shut.add(id);
  if (shut.size === 0) return new Map();
  const doors = featuresOf(site, "entrance").flatMap(({ id, shape }) =>
    shut.has(id) ? [{ id, area: stepOf(shape) }] : [],
  );
  const { grid, roomy } = baseOf(site, [...thingsOf(site), ...doors.map(({ area }) => area)], roads);
  const ways = cheapestWays(
    grid,
    roomy(HALF_WIDTH),
    doors.map(({ area }) => cellsBeside(grid, area)),
  );
  return new Map(doors.flatMap(({ id, area }, n) => (ways[n] !== null ? [[id, area]] : [])));
}

/** Whether something that nobody walks over lies on a straight way. */
function isShut(closed: readonly Area[], [ax, ay]: Point, [bx, by]: Point): boolean {
  const length = distance([ax, ay], [bx, by]);
  for (let s = BEFORE; s < length; s += LOOK) {
    const at: Point = [ax + ((bx - ax) * s) / length, ay + ((by - ay) * s) / length];
    if (closed.some(({ shell, holes }) => isIn(shell, at) && !holes.some((hole) => isIn(hole, at)))) return true;
  }
  return false;
}

function stepOf([x, y]: Point): Area {
  const [x0, x1, y0, y1] = [x - DOORSTEP, x + DOORSTEP, y - DOORSTEP, y + DOORSTEP];
  return { shell: Float64Array.of(x0, y0, x1, y0, x1, y1, x0, y1), holes: [] };
}
