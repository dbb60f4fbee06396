import type { Point } from "../model/geometry.ts";
import { featuresOf, type Site } from "../model/site.ts";
import { today } from "../model/today.ts";
import { distanceToEdge, isInside, type Outline } from "./outline.ts";
import type { Box } from "./raster.ts";
import { type Finding, type Lookup, lookupOf, metres, type Scene, type Thing } from "./scene.ts";
import { inTheWay, newInTheWay, placesBefore, type WalkGround, walkGround } from "./walkGround.ts";

// a door keeps the paved way to a road that people walk on today, or another one as wide

/**
 * Distance between tried places, metres. The disc is smaller by as much as they can be off the middle of a way, so that one as
 * wide as asked is always found; one a fifth narrower may be taken for it, today and in the plan alike.
 */
const STEP = 0.2;

/** A door is left from a place this near and in sight of it, metres. */
const AT_HAND = 1.2;

/** Ways are looked for this far round the way straight to the nearest road first, metres. */
const ROUND = 12;

/** A way from a door to a road, place by place; null where no disc gets through. */
type Way = readonly Point[] | null;

/** What shuts doors off that have a paved way of a width to a road today, metres. */
export function doorsShutOff(scene: Scene, width: number): Finding[] {
  const { site, features } = scene;
  const radius = width / 2 - STEP * 0.7072;
  // what is not drawn on such a site is lawn: no paved way is known
  if (radius <= 0 || scene.roads.length === 0 || featuresOf(site, "site")[0]?.properties.ground === "green") return [];
  const fresh = newInTheWay(features);
  if (fresh.length === 0) return [];
  const [roads, things] = [[...scene.roads, ...scene.driven].map(({ outline }) => outline), lookupOf(fresh)];
  const now = todayOf(scene);
  return featuresOf(site, "entrance").flatMap(({ id, shape: at }): Finding[] => {
    // most doors have the road before them
    const straight = straightTo(at, now.roads, radius);
    if (firstOn(straight, now.things, radius) === null && firstOn(straight, things, radius) === null) return [];
    const way = now.wayOf(id, at, radius);
    const hit = way === null ? null : firstOn(way, things, radius);
    if (hit === null || wayFrom(at, roads, (box) => walkGround(site, features, STEP, radius, box)) !== null) return [];
    const note = `door ${id} has no paved way ${metres(width)} wide to a road any more: ${hit.kind} ${hit.id} stands on the one that leads there today.`;
    return [{ required: width, measured: 0, features: [hit.id, id], at, note, amount: width }];
  });
}

/** The site as it is. */
interface Today {
  readonly roads: readonly Outline[];
  /** What people go round. */
  readonly things: Lookup<Thing>;
  /** The way that a door has for a disc; found once for each. */
  wayOf(door: string, at: Point, radius: number): Way;
}

const known = new WeakMap<Site, Today>();

function todayOf({ site, roads }: Scene): Today {
  const made = known.get(site);
  if (made !== undefined) return made;
  const features = today(site);
  const outlines = roads.map(({ outline }) => outline);
  const ways = new Map<string, Way>();
  const fresh: Today = {
    roads: outlines,
    things: lookupOf(inTheWay(site, features).map((outline): Thing => ({ id: "", kind: "", outline }))),
    wayOf(door, at, radius) {
      const key = `${radius} ${door}`;
      const way = ways.has(key)
        ? (ways.get(key) ?? null)
        : wayFrom(at, outlines, (box) => walkGround(site, features, STEP, radius, box));
      ways.set(key, way);
      return way;
    },
  };
  known.set(site, fresh);
  return fresh;
}

/** Places on the shortest line from a door to a road, from where a disc is off the wall on. */
function straightTo([x, y]: Point, roads: readonly Outline[], radius: number): Point[] {
  let [least, toX, toY] = [Infinity, x, y];
  for (const { edges } of roads) {
    for (let i = 0; i < edges.length; i += 4) {
      const [ax, ay] = [edges[i], edges[i + 1]];
      const [dx, dy] = [edges[i + 2] - ax, edges[i + 3] - ay];
      const squared = dx * dx + dy * dy;
      const t = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / squared));
      const far = (ax + t * dx - x) ** 2 + (ay + t * dy - y) ** 2;
      if (far < least) [least, toX, toY] = [far, ax + t * dx, ay + t * dy];
    }
  }
  const length = Math.sqrt(least);
  const first = radius + STEP;
  const places = Math.max(1, Math.ceil((length - first) / STEP));
  return Array.from({ length: places + 1 }, (_, n): Point => {
    const on = length <= first ? 1 : (first + ((length - first) * n) / places) / length;
    return [x + (toX - x) * on, y + (toY - y) * on];
  });
}

/** What stands within a disc's radius of a way, the first from the door on. */
function firstOn(way: readonly Point[], things: Lookup<Thing>, radius: number): Thing | null {
  for (const [x, y] of way)
    for (const thing of things.near({ minX: x - radius, minY: y - radius, maxX: x + radius, maxY: y + radius }))
      if (isInside(thing.outline, x, y) || distanceToEdge(thing.outline, x, y) < radius) return thing;
  return null;
}

/** The shortest way from a door to a road: near the straight one first, then over all of the site. */
function wayFrom(at: Point, roads: readonly Outline[], groundIn: (box: Box | null) => WalkGround): Way {
  const [x, y] = at;
  let least = Infinity;
  for (const road of roads) least = Math.min(least, isInside(road, x, y) ? 0 : distanceToEdge(road, x, y));
  const reach = least + ROUND;
  const isRoad = (px: number, py: number) => roads.some((road) => isInside(road, px, py));
  return (
    wayOver(groundIn([x - reach, y - reach, x + reach, y + reach]), at, isRoad) ?? wayOver(groundIn(null), at, isRoad)
  );
}

function wayOver(ground: WalkGround, door: Point, isRoad: (x: number, y: number) => boolean): Way {
  const { columns } = ground;
  const starts = placesBefore(ground, door, AT_HAND);
  const back = new Map<number, number>(starts.map((place) => [place, -1]));
  const open = [...starts];
  for (let n = 0; n < open.length; n++) {
    const place = open[n];
    const [x, y] = ground.position(place);
    if (isRoad(x, y)) {
      const way: Point[] = [];
      for (let on = place; on >= 0; on = back.get(on) ?? -1) way.push(ground.position(on));
      return way.reverse();
    }
    // beyond the rim nothing is known
    if (place % columns === 0 || (place + 1) % columns === 0) continue;
    // aslant too: along a way just wide enough the places in its middle hang together by their corners
    for (const row of [place - columns, place, place + columns]) {
      for (let next = row - 1; next <= row + 1; next++) {
        if (back.has(next) || !ground.isRoomy(next)) continue;
        back.set(next, place);
        open.push(next);
      }
    }
  }
  return null;
}
