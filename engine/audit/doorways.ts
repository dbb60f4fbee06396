import type { Point } from "../model/geometry.ts";
import { featuresOf, type Site } from "../model/site.ts";
import { today } from "../model/today.ts";
import { distanceToEdge, isInside, type Outline } from "./outline.ts";
import type { Box } from "./raster.ts";
import { type Finding, lookupOf, metres, type Scene, type Thing } from "./scene.ts";
import { newInTheWay, placesBefore, type WalkGround, walkGround } from "./walkGround.ts";

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

const known = new WeakMap<Site, Map<number, ReadonlyMap<string, Way>>>();

/** What shuts doors off that have a paved way of a width to a road today, metres. */
export function doorsShutOff(scene: Scene, width: number): Finding[] {
  const { site, features } = scene;
  const radius = width / 2 - STEP * 0.7072;
  // what is not drawn on such a site is lawn: no paved way is known
  if (radius <= 0 || scene.roads.length === 0 || featuresOf(site, "site")[0]?.properties.ground === "green") return [];
  const fresh = newInTheWay(features);
  if (fresh.length === 0) return [];
  const things = lookupOf(fresh);
  const roads = [...scene.roads, ...scene.driven].map(({ outline }) => outline);
  const ways = waysToday(scene, radius);
  return featuresOf(site, "entrance").flatMap(({ id, shape: at }): Finding[] => {
    const way = ways.get(id) ?? null;
    const hit = way === null ? null : firstOn(way, things, radius);
    if (hit === null || wayFrom(at, roads, (box) => walkGround(site, features, STEP, radius, box)) !== null) return [];
    const note = `door ${id} has no paved way ${metres(width)} wide to a road any more: ${hit.kind} ${hit.id} stands on the one that leads there today.`;
    return [{ required: width, measured: 0, features: [hit.id, id], at, note, amount: width }];
  });
}

/** The ways that doors have today; found once a site and width. */
function waysToday({ site, roads }: Scene, radius: number): ReadonlyMap<string, Way> {
  const byRadius = known.get(site) ?? new Map<number, ReadonlyMap<string, Way>>();
  known.set(site, byRadius);
  const made = byRadius.get(radius);
  if (made !== undefined) return made;
  const features = today(site);
  const outlines = roads.map(({ outline }) => outline);
  const fresh = new Map(
    featuresOf(site, "entrance").map(({ id, shape }): [string, Way] => [
      id,
      wayFrom(shape, outlines, (box) => walkGround(site, features, STEP, radius, box)),
    ]),
  );
  byRadius.set(radius, fresh);
  return fresh;
}

/** What stands within a disc's radius of a way, the first from the door on. */
function firstOn(way: readonly Point[], things: ReturnType<typeof lookupOf<Thing>>, radius: number): Thing | null {
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
