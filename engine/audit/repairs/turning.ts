import { type Area, flat, type Point } from "../../model/geometry.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import type { DeadEnd } from "../deadEnds/arms.ts";
import { eachSpanIn, OUTSIDE, SOFT, type Terrain } from "../drive/terrain.ts";
import { driveToday } from "../drive/today.ts";
import { edgesApart, outlineOf } from "../outline.ts";
import { metres, ruleNumber, type Scene } from "../scene.ts";
import { isHome } from "../separation.ts";
import { sizeOf } from "../turnarounds.ts";
import { blockedBy, offRoads, type Remedy, remedyOf } from "./remedy.ts";

/** Places are tried so far apart along a lane, aside of its middle and beyond its end, metres. */
const EVERY = 2;
const ASIDE = [0, 1, -1, 2, -2, 3, -3, 4, -4] as const;
const BEYOND = [0, 2, 4, 6] as const;

/** Of the places that look free, the cheapest few are looked at closely. */
const MOST_LOOKS = 12;

/** New ways keep off the walls of dwellings by the widest of these. */
const OFF_WALLS = ["no_public_entrance", "public_entrance", "gable"] as const;

/** A place that was found along a dead end, and what it was sought for. */
interface Found {
  readonly site: Site;
  readonly profile: string;
  readonly limit: number;
  readonly remedy: Remedy | null;
}

const known = new WeakMap<DeadEnd, Found>();

/**
 * Where along a dead end of today a square to turn on has room, least green first; null where something stands, grows or
 * has to stay clear wherever one was tried. No further from the end than `limit` metres. A plan's own things are in the way
 * where `isTaken` says so.
 */
export function turningPlace(
  scene: Scene,
  end: DeadEnd,
  limit: number,
  isTaken: ((square: Area) => boolean) | null = null,
): Remedy | null {
  if (isTaken !== null) return find(scene, end, limit, isTaken);
  // dead ends of today are found once a site
  const made = known.get(end);
  const { site, rules } = scene;
  if (made !== undefined && made.site === site && made.profile === rules.profile && made.limit === limit)
    return made.remedy;
  const remedy = find(scene, end, limit, () => false);
  known.set(end, { site, profile: rules.profile, limit, remedy });
  return remedy;
}

interface Place {
  readonly square: Area;
  /** Metres from the end of the lane. */
  readonly back: number;
  /** Cells to be paved. */
  readonly green: number;
}

function find(scene: Scene, end: DeadEnd, limit: number, isTaken: (square: Area) => boolean): Remedy | null {
  const size = sizeOf(scene.rules, "square");
  if (size === null) return null;
  const terrain = driveToday(scene).ground?.terrain ?? null;
  const places = placesAlong(end, size.across, limit)
    .flatMap(({ square, back }): Place[] => {
      const green = terrain === null ? 0 : greenUnder(terrain, square);
      return green === null || isTaken(square) ? [] : [{ square, back, green }];
    })
    .sort((a, b) => a.green - b.green || a.back - b.back);
  for (const { square, back } of places.slice(0, MOST_LOOKS)) {
    const areas = offRoads(scene, square);
    if (areas.length === 0 || blockedBy(scene, areas) !== null || isByWall(scene, square)) continue;
    const side = metres(size.across).replace(" m", "");
    const where = back < 1 ? "at its end" : `${Math.round(back)} m before its end`;
    const what = `make a place of ${side} × ${side} m to turn on ${where}`;
    return remedyOf(scene, { cures: "fire.dead_end.trigger", what, areas, turnaround: square });
  }
  return null;
}

function placesAlong({ path }: DeadEnd, across: number, limit: number): { square: Area; back: number }[] {
  const out: { square: Area; back: number }[] = [];
  let back = 0;
  let last = -Infinity;
  for (let i = 0; i < path.length; i++) {
    if (i > 0) back += Math.sqrt((path[i][0] - path[i - 1][0]) ** 2 + (path[i][1] - path[i - 1][1]) ** 2);
    if (back > limit) break;
    if (back - last < EVERY) continue;
    last = back;
    const [p, q] = [path[Math.min(path.length - 1, i + 3)], path[Math.max(0, i - 3)]];
    const length = Math.sqrt((q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2);
    if (length === 0) continue;
    const along: Point = [(q[0] - p[0]) / length, (q[1] - p[1]) / length];
    for (const on of i === 0 ? BEYOND : [0]) {
      for (const aside of ASIDE) {
        const x = path[i][0] + on * along[0] - aside * along[1];
        const y = path[i][1] + on * along[1] + aside * along[0];
        out.push({ square: squareAt([x, y], along, across), back: Math.max(0, back - across / 2) });
      }
    }
  }
  return out;
}

function squareAt([x, y]: Point, [dx, dy]: Point, side: number): Area {
  const half = side / 2;
  const corner = (u: number, v: number): Point => [x + u * dx - v * dy, y + u * dy + v * dx];
  return {
    shell: flat([corner(-half, -half), corner(half, -half), corner(half, half), corner(-half, half)]),
    holes: [],
  };
}

/** Places in a square, as shares of its sides, that are looked at before all of it: on most of these something stands. */
const INNER = [0.08, 0.36, 0.64, 0.92].flatMap((u) => [0.08, 0.36, 0.64, 0.92].map((v) => [u, v] as const));

function within({ shell }: Area, u: number, v: number): Point {
  const along = (k: number) => u * (shell[2 + k] - shell[k]) + v * (shell[6 + k] - shell[k]);
  return [shell[0] + along(0), shell[1] + along(1)];
}

/** Cells of a square that would have to be paved; null where something stands on one. */
function greenUnder(terrain: Terrain, square: Area): number | null {
  const { kinds } = terrain;
  if (INNER.some(([u, v]) => kinds[terrain.at(...within(square, u, v))] === OUTSIDE)) return null;
  let green = 0;
  let stands = false;
  eachSpanIn(terrain, square, (from, end) => {
    for (let row = from; row < end && !stands; row++) {
      if (kinds[row] === OUTSIDE) stands = true;
      else if (kinds[row] === SOFT) green++;
    }
  });
  return stands ? null : green;
}

function isByWall({ site, rules }: Scene, square: Area): boolean {
  const least = Math.max(...OFF_WALLS.map((face) => ruleNumber(rules, `road.edge_to_dwelling_wall.${face}`, 0)));
  const { edges } = outlineOf(square);
  return featuresOf(site, "building")
    .filter(isHome)
    .some(({ shape }) => edgesApart(edges, outlineOf(shape).edges) < least);
}
