import type { Point } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { type Ground, groundOf } from "./clearance.ts";
import { distanceToEdge, isInside, outlineOf } from "./outline.ts";
import { type Scene, type Standing, type Thing, thingOf } from "./scene.ts";

// bicycles are wheeled from the road to each slot: a disc as wide as a way is rolled from the slot's end over what is left
// free, on a grid, until it comes to a road

/** Distance between tried places, metres. */
const STEP = 0.15;

/** In a way exactly as wide as the disc the nearest places are as far off its middle as this, metres: the disc is smaller by it. */
const OFF_MIDDLE = STEP * 0.7072;

/** The disc may start so far beside a slot's own end, metres: the last slot of a row is wheeled in aslant. */
const ASIDE = 1.2;

/** Farther than this nobody looks for a road, places. */
const MOST_PLACES = 60000;

/** People and bicycles pass over these, and under a shed's roof. */
const PASSED: ReadonlySet<string> = new Set(["accessAisle", "lockerPad", "pergola", "shed"]);

/** Whether a road is reached from before the end of a slot, over ways of a width. */
export type Reached = (end: Point) => boolean;

/** What is found of a plan is found once for all of its slots. */
export function wheeled(scene: Scene, width: number): Reached {
  const ground = freeGround(scene);
  const roads = [...scene.roads, ...scene.driven].map(({ outline }) => outline);
  const isRoad = (x: number, y: number) => roads.some((road) => isInside(road, x, y));
  const away = (x: number, y: number) => {
    let [least, nearest] = [Infinity, 0];
    for (let n = 0; n < roads.length; n++) {
      const road = roads[n];
      // no nearer than its box
      const [dx, dy] = [Math.max(0, road.minX - x, x - road.maxX), Math.max(0, road.minY - y, y - road.maxY)];
      if (dx * dx + dy * dy >= least * least) continue;
      const off = isInside(road, x, y) ? 0 : distanceToEdge(road, x, y);
      if (off < least) [least, nearest] = [off, n];
    }
    // first for the next place: it leaves out most of the others
    [roads[0], roads[nearest]] = [roads[nearest], roads[0]];
    return least;
  };
  const radius = width / 2 - OFF_MIDDLE;
  const fits = (i: number, j: number) => ground.clearance(i * STEP, j * STEP, radius) >= radius;
  const known = new Map<number, boolean>();

  return ([x, y]) => {
    if (roads.length === 0) return true;
    if (!ground.isDrivable(x, y)) return false;
    // nearest to a road first, to within a step
    const open: [number, number][][] = [];
    let nearest = 0;
    const seen = new Set<number>();
    const push = (i: number, j: number) => {
      const key = keyOf(i, j);
      if (seen.has(key) || !fits(i, j)) return;
      seen.add(key);
      const rank = Math.floor(away(i * STEP, j * STEP) / STEP);
      for (let n = open.length; n <= rank; n++) open.push([]);
      open[rank].push([i, j]);
      nearest = Math.min(nearest, rank);
    };
    const [ci, cj] = [Math.round(x / STEP), Math.round(y / STEP)];
    // only where the disc does not fit right before the end it is looked for beside it
    const reach = fits(ci, cj) ? 0 : Math.ceil(ASIDE / STEP);
    for (let i = ci - reach; i <= ci + reach; i++) {
      for (let j = cj - reach; j <= cj + reach; j++) {
        const [px, py] = [i * STEP, j * STEP];
        if ((px - x) ** 2 + (py - y) ** 2 <= ASIDE * ASIDE && ground.isOpen(x, y, px, py)) push(i, j);
      }
    }
    const settle = (isReached: boolean) => {
      for (const key of seen) known.set(key, isReached);
      return isReached;
    };
    for (;;) {
      while (nearest < open.length && open[nearest].length === 0) nearest++;
      const next = open[nearest]?.pop();
      if (next === undefined) return settle(false);
      const [i, j] = next;
      const before = known.get(keyOf(i, j));
      if (before !== undefined) return settle(before);
      if (isRoad(i * STEP, j * STEP) || seen.size > MOST_PLACES) return settle(true);
      push(i + 1, j);
      push(i - 1, j);
      push(i, j + 1);
      push(i, j - 1);
    }
  };
}

/** The site less what stands, grows or is fenced on it. */
function freeGround({ site, boundary, standing, features }: Scene): Ground {
  const rebuilt = features.some(({ kind }) => kind === "shed");
  const planted = planFeaturesOf(features, "green");
  const isTold = planted.length > 0 || planFeaturesOf(features, "greenRemoved").length > 0;
  const greens: Thing[] = isTold
    ? planted.map(({ id, kind, shape }) => ({ id, kind, outline: outlineOf(shape) }))
    : featuresOf(site, "green").map(thingOf);
  const blockers = [
    ...standing.filter((thing: Standing) => !PASSED.has(thing.kind) && thing.kind !== "green"),
    ...greens,
    ...(["building", "obstruction", "yard", "activity"] as const).flatMap((kind) =>
      featuresOf(site, kind).map(thingOf),
    ),
    ...featuresOf(site, "shed")
      .filter((shed) => !(rebuilt && shed.properties.status === "rebuild"))
      .map(thingOf),
  ];
  return groundOf([{ id: "site", kind: "site", outline: boundary }], blockers);
}

function keyOf(i: number, j: number): number {
  return (i + 0x100000) * 0x200000 + (j + 0x100000);
}
