import type { Area, Point, Ring } from "../../model/geometry.ts";
import { planFeaturesOf } from "../../model/plan.ts";
import type { Rules } from "../../model/rules.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { today } from "../../model/today.ts";
import { isInside, outlineOf } from "../outline.ts";
import { STANDING, type Subject } from "../scene.ts";
import { asRectangle } from "../width.ts";
import {
  type Body,
  bodyOf,
  COARSE,
  type Engine,
  engineOf,
  FINE,
  type HeadingTable,
  headingsFrom,
  needAt,
  type Pace,
  type Pose,
} from "./engine.ts";
import { type Explorer, explorer } from "./search.ts";
import { cellsIn, streetBefore, type Terrain, terrainOf } from "./terrain.ts";

/** A place of a lane is driven when the engine's axis comes this near, metres, or this share of a wide lane's width. */
const BESIDE = 3.2;
const BESIDE_SHARE = 0.75;

/** The front reaches a place when it comes this near, metres: half a lane and half a step. */
const NEAR = 3;

/** Places that are looked for today are rounded to whole metres: this much more is near. */
const ROUNDED = 0.75;

/** States looked at for each plan, and once for the site as it is today. */
const MOST_STATES = 12_000;
const MOST_TODAY = 20_000;

/** Places of a lane are this many cells apart. */
const EVERY = 4;

/** Ground beyond the pavement that is tried when a lane cannot be driven, metres. */
const BEYOND = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/** Heights of posts and trunks are not known: none is thinner than this, metres. */
const POST = 0.2;
const HYDRANT = 0.35;

/** A plan may need a hair more than today before it counts as worse, metres: a cell of the terrain. */
const SAME = 0.2;

/**
 * What came of driving one lane: to its end; not, but today neither (`as today`); no longer (`shut`); or the search was
 * given up because the site is too large for it.
 */
export interface LaneDrive {
  readonly lane: string;
  readonly status: "driven" | "as today" | "shut" | "given up";
  /** A place of the lane that is not reached; null when all are. */
  readonly missed: Point | null;
  /** Metres of pavement that are lacking today at that place; null where nothing is missed or no widening would do. */
  readonly lack: number | null;
  /** Where it comes to a stop. */
  readonly at: Point | null;
  /** Where the body comes to a stop on the plan's own ground: what new stands beside it has shut the way. */
  readonly stuck: Ring | null;
  /** Bodies from a gate along the lane, by place reached. */
  readonly ways: readonly (readonly Ring[])[];
}

interface Ground {
  readonly terrain: Terrain;
  readonly engine: Engine;
  readonly body: Body;
  readonly table: HeadingTable;
  readonly square: number;
  readonly starts: readonly Pose[];
}

const known = new WeakMap<Subject["features"], readonly LaneDrive[] | null>();

/**
 * Drives the rulebook's engine from the gates for engines along every lane of a plan, forwards; out it goes the same way
 * backwards. Null where the profile has no engine, the plan no lane or the site no gate for engines. Found once for the
 * same features.
 */
export function drive(subject: Subject): readonly LaneDrive[] | null {
  const made = known.get(subject.features);
  if (made !== undefined) return made;
  const driven = find(subject);
  known.set(subject.features, driven);
  return driven;
}

function find(subject: Subject): LaneDrive[] | null {
  const lanes = planFeaturesOf(subject.features, "fireLane");
  const ground = lanes.length === 0 ? null : groundOf(subject, subject.features);
  if (ground === null) return null;
  const fine = paced(ground, FINE);
  const before = lackToday(subject);
  const searches = [explorerOn(ground, 0, MOST_STATES), explorerOn(fine, 0, MOST_STATES)] as const;
  // a pose of the fine table, so that bodies come from one table
  const reached: Pose[] = [...fine.starts];
  return lanes.map(({ id, shape }) => driveLane({ ground, fine, before, searches }, id, shape, reached));
}

interface Course {
  readonly ground: Ground;
  readonly fine: Ground;
  readonly before: (place: Point) => Lack;
  /** Coarse and fine, of the plan's own ground. */
  readonly searches: readonly [Explorer, Explorer];
}

/** The way taken today where it is still free; else a way is looked for on the plan's own ground. */
function driveLane({ ground, fine, before, searches }: Course, lane: string, shape: Area, reached: Pose[]): LaneDrive {
  const { terrain } = ground;
  const places = cellsIn(terrain, shape)
    .filter((row) => (row % terrain.columns) % EVERY === 0 && Math.floor(row / terrain.columns) % EVERY === 0)
    .map((row) => terrain.centre(row));
  const ways: Ring[][] = [];
  const bodies = (path: readonly Pose[]) => path.map((pose) => ringAt(fine, pose));
  const beside = Math.max(BESIDE, BESIDE_SHARE * asRectangle(shape).width);
  let open = places.filter((place) => !isBeside(fine, reached, place, beside));
  while (open.length > 0) {
    const target = farthest(open, reached);
    const lack = before(target);
    const isFree = (beyond: number) => lack.path.every((pose) => needOf(fine, pose) <= beyond);
    let path = lack.metres === 0 && isFree(0) ? lack.path : null;
    let status: "no way" | "given up" = "no way";
    let stuck: Ring | null = null;
    if (path === null) {
      const asToday = lack.metres === Infinity || (lack.metres > 0 && isFree(lack.metres + SAME));
      // today's lack may have been cured: worth a coarse look; what was open today is looked for with care
      for (const [k, search] of searches.entries()) {
        if (path !== null || (asToday && k > 0)) break;
        const found = search.to(k === 0 ? ground.starts : fine.starts, target, NEAR);
        if (found.status === "driven") path = k === 0 ? inFine(found.path) : found.path;
        else {
          status = found.status;
          const closest = found.status === "no way" ? found.closest : null;
          if (closest !== null) stuck = ringAt(k === 0 ? ground : fine, closest);
        }
      }
      if (path === null) {
        const { metres, at } = lack;
        return {
          lane,
          status: asToday ? "as today" : status === "given up" || Number.isNaN(metres) ? "given up" : "shut",
          missed: target,
          lack: Number.isFinite(metres) ? metres : null,
          at,
          stuck,
          ways,
        };
      }
    }
    const driven = path;
    ways.push(bodies(driven));
    reached.push(...driven);
    const left = open.filter((place) => !isBeside(fine, driven, place, beside));
    // the target itself is reached by the front, which may stop short of the axis coming beside it
    open = left.filter((place) => (place[0] - target[0]) ** 2 + (place[1] - target[1]) ** 2 > beside * beside);
  }
  return { lane, status: "driven", missed: null, lack: null, at: null, stuck: null, ways };
}

/** Every heading of the coarse table is one of the fine one. */
function inFine(path: readonly Pose[]): Pose[] {
  const times = FINE.headings / COARSE.headings;
  return path.map((pose) => ({ ...pose, heading: pose.heading * times }));
}

function needOf({ terrain, body, table }: Ground, { x, y, heading }: Pose): number {
  return needAt(terrain, body, x, y, table.cos[heading], table.sin[heading]);
}

function explorerOn({ terrain, engine, body, table, square }: Ground, beyond: number, most: number): Explorer {
  return explorer({ terrain, engine, body, table, square, beyond }, most);
}

/** The same ground looked at with another pace. */
function paced(ground: Ground, { headings, square }: Pace): Ground {
  const table = headingsFrom([ground.table.cos[0], ground.table.sin[0]], headings);
  const starts = ground.starts.map((start): Pose => {
    const direction = [ground.table.cos[start.heading], ground.table.sin[start.heading]] as const;
    return { ...start, heading: nearestHeading(table, direction) };
  });
  return { ...ground, table, starts, square };
}

/** The ground of some features, with the engine before the gates; null where there is no engine or no gate for it. */
function groundOf({ site, rules }: Pick<Subject, "site" | "rules">, features: Subject["features"]): Ground | null {
  const engine = engineOf(rules);
  const gates = featuresOf(site, "gate").filter((gate) => gate.properties.modes.includes("fire"));
  if (engine === null || gates.length === 0) return null;
  const inwards = gates.map(({ shape }) => inwardOf(site, shape));
  const depth = engine.ahead + engine.behind + 1;
  const terrain = terrainOf({
    ...layersOf(site, features),
    whole: [site.boundary, ...gates.map(({ shape }, i) => streetBefore(shape, inwards[i], depth))],
  });
  const table = headingsFrom(inwards[0], COARSE.headings);
  const starts = gates.map(({ shape }, i): Pose => {
    const last = shape.length - 2;
    const [ix, iy] = inwards[i];
    const [mx, my] = [(shape[0] + shape[last]) / 2, (shape[1] + shape[last + 1]) / 2];
    return { x: mx - ix * engine.ahead, y: my - iy * engine.ahead, heading: nearestHeading(table, inwards[i]) };
  });
  return { terrain, engine, body: bodyOf(engine), table, square: COARSE.square, starts };
}

function layersOf(site: Site, features: Subject["features"]) {
  const shapes = (kinds: readonly string[]) =>
    features.flatMap(({ kind, shape }) => (kinds.includes(kind) ? [shape as Area] : []));
  const greens = shapes(["green"]);
  const taken = features.some(({ kind }) => kind === "greenRemoved");
  const rebuilt = features.some(({ kind }) => kind === "shed");
  const green = greens.length > 0 || taken ? greens : featuresOf(site, "green").map(({ shape }) => shape);
  const isGreen = featuresOf(site, "site")[0]?.properties.ground === "green";
  const removed = new Set(planFeaturesOf(features, "stallRemoved").map(({ properties }) => properties.from));
  const stalls = planFeaturesOf(features, "stall").length > 0 ? [] : featuresOf(site, "stall");
  const hard = [
    ...featuresOf(site, "building"),
    ...featuresOf(site, "yard"),
    ...featuresOf(site, "obstruction"),
    ...featuresOf(site, "activity"),
    ...featuresOf(site, "reserve"),
    ...featuresOf(site, "shed").filter(({ properties }) => !(rebuilt && properties.status === "rebuild")),
    ...stalls.filter(({ id }) => !removed.has(id)),
  ].map(({ shape }) => shape);
  return {
    soft: [...(isGreen ? [site.boundary] : []), ...green],
    paved: [
      ...featuresOf(site, "paved").map(({ shape }) => shape),
      ...featuresOf(site, "road").map(({ shape }) => shape),
      ...shapes(["aisle", "driveway", "turnaround", "fireLane"]),
    ],
    hard: [...hard, ...features.flatMap(({ kind, shape }) => (STANDING.has(kind) ? [shape as Area] : []))],
    posts: [
      ...featuresOf(site, "tree").map(({ shape, properties }) => ({
        at: shape,
        radius: Math.max(POST, properties.trunkRadius),
      })),
      ...featuresOf(site, "utility").flatMap(({ shape, properties }) =>
        properties.type === "hydrant" && shape.type === "Point" ? [{ at: shape.at, radius: HYDRANT }] : [],
      ),
      ...features.flatMap(({ kind, shape }) =>
        kind === "charger" || kind === "ebikeCharger" ? [{ at: shape as Point, radius: POST }] : [],
      ),
    ],
  };
}

/** Unit vector across a gate, into the site. */
function inwardOf(site: Site, gate: Float64Array): readonly [number, number] {
  const last = gate.length - 2;
  const [dx, dy] = [gate[last] - gate[0], gate[last + 1] - gate[1]];
  const length = Math.sqrt(dx * dx + dy * dy) || 1;
  const [nx, ny] = [-dy / length, dx / length];
  const [mx, my] = [(gate[0] + gate[last]) / 2, (gate[1] + gate[last + 1]) / 2];
  return isInside(outlineOf(site.boundary), mx + nx / 2, my + ny / 2) ? [nx, ny] : [-nx, -ny];
}

function nearestHeading({ cos, sin }: HeadingTable, [x, y]: readonly [number, number]): number {
  let best = 0;
  for (let k = 1; k < cos.length; k++) if (cos[k] * x + sin[k] * y > cos[best] * x + sin[best] * y + 1e-9) best = k;
  return best;
}

function isBeside({ engine, table }: Ground, poses: readonly Pose[], [x, y]: Point, beside: number): boolean {
  return poses.some((pose) => {
    const [c, s] = [table.cos[pose.heading], table.sin[pose.heading]];
    const [dx, dy] = [x - pose.x, y - pose.y];
    const along = Math.min(engine.ahead, Math.max(-engine.behind, dx * c + dy * s));
    return (dx - along * c) ** 2 + (dy - along * s) ** 2 <= beside * beside;
  });
}

/** The place farthest from every pose reached so far: the end of a lane sooner than its middle. */
function farthest(places: readonly Point[], poses: readonly Pose[]): Point {
  let best = places[0];
  let most = -1;
  for (const place of places) {
    let least = Infinity;
    for (const { x, y } of poses) least = Math.min(least, (x - place[0]) ** 2 + (y - place[1]) ** 2);
    if (least > most + 1e-9) {
      most = least;
      best = place;
    }
  }
  return best;
}

function ringAt({ engine, table }: Ground, { x, y, heading }: Pose): Float64Array {
  const [c, s] = [table.cos[heading], table.sin[heading]];
  const { ahead, behind, halfWidth } = engine;
  const at = (along: number, aside: number): Point => [x + along * c - aside * s, y + along * s + aside * c];
  return Float64Array.from(
    [at(-behind, -halfWidth), at(ahead, -halfWidth), at(ahead, halfWidth), at(-behind, halfWidth)].flat(),
  );
}

/** What an engine lacks today to come to a place, and the way it would take, in poses of the fine table. */
interface Lack {
  /** Metres beyond the pavement; Infinity when no widening over green would do, NaN when the search was given up. */
  readonly metres: number;
  readonly path: readonly Pose[];
  /** Where it comes to a stop; null where nothing is lacking, or not even the gate is passed. */
  readonly at: Point | null;
}

const todays = new WeakMap<Rules["rules"], WeakMap<Site, (place: Point) => Lack>>();

/** What the engine lacks at places on the site alone. The ground is explored once a site, each place once. */
function lackToday({ site, rules }: Pick<Subject, "site" | "rules">): (place: Point) => Lack {
  const bySite = todays.get(rules.rules) ?? new WeakMap<Site, (place: Point) => Lack>();
  todays.set(rules.rules, bySite);
  const made = bySite.get(site) ?? lackOn(groundOf({ site, rules }, today(site)));
  bySite.set(site, made);
  return made;
}

function lackOn(coarse: Ground | null): (place: Point) => Lack {
  if (coarse === null) return () => ({ metres: Infinity, path: [], at: null });
  const fine = paced(coarse, FINE);
  const soon = explorerOn(coarse, 0, MOST_TODAY);
  const ways = [0, ...BEYOND].map((beyond) => ({ beyond, way: explorerOn(fine, beyond, MOST_TODAY) }));
  const lacks = new Map<string, Lack>();
  const find = (place: Point): Lack => {
    const quick = soon.to(coarse.starts, place, NEAR + ROUNDED);
    if (quick.status === "driven") return { metres: 0, path: inFine(quick.path), at: null };
    let at: Point | null = null;
    for (const { beyond, way } of ways) {
      const found = way.to(fine.starts, place, NEAR + ROUNDED);
      if (found.status === "driven") return { metres: beyond, path: found.path, at };
      if (found.status === "given up") return { metres: Number.NaN, path: [], at };
      if (beyond === 0 && found.status === "no way" && found.closest !== null) at = frontOf(fine, found.closest);
    }
    return { metres: Infinity, path: [], at };
  };
  return (place) => {
    // one place a metre, so that plans that differ in a hair share what was found
    const near: Point = [Math.round(place[0]), Math.round(place[1])];
    const key = near.join(" ");
    const lack = lacks.get(key) ?? find(near);
    lacks.set(key, lack);
    return lack;
  };
}

function frontOf({ engine, table }: Ground, { x, y, heading }: Pose): Point {
  return [x + engine.ahead * table.cos[heading], y + engine.ahead * table.sin[heading]];
}
