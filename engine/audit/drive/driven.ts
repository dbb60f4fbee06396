import type { Area, Point } from "../../model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../../model/plan.ts";
import type { Rules } from "../../model/rules.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { isInside, outlineOf } from "../outline.ts";
import { STANDING, type Subject } from "../scene.ts";
import {
  type Body,
  bodyOf,
  COARSE,
  type Engine,
  engineOf,
  FINE,
  type HeadingTable,
  headingsFrom,
  type Pace,
  type Pose,
} from "./engine.ts";
import { type Explorer, explorer } from "./search.ts";
import { cellsIn, streetBefore, type Terrain, terrainOf } from "./terrain.ts";

/** A place of a lane is driven when the engine's axis comes this near, metres: no lane is wider than twice this. */
const BESIDE = 3.2;

/** The front reaches a place when it comes this near, metres: half a lane and half a step. */
const NEAR = 3;

/** Places of a lane are this many cells apart. */
const EVERY = 4;

/** Ground beyond the pavement that is tried when a lane cannot be driven, metres. */
const BEYOND = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/** Heights of posts and trunks are not known: none is thinner than this, metres. */
const POST = 0.2;
const HYDRANT = 0.35;

/** What came of driving one lane. */
export interface LaneDrive {
  readonly lane: string;
  readonly status: "driven" | "no way" | "given up";
  /** A place of the lane that is not reached; null when all are. */
  readonly missed: Point | null;
  /** Poses from a gate along the lane, by place reached. */
  readonly paths: readonly (readonly Pose[])[];
}

/** Driving as a whole: null where the profile has no engine, the plan no lane or the site no gate for engines. */
export interface Driven {
  readonly engine: Engine;
  readonly lanes: readonly LaneDrive[];
  /** Corners of the body at a pose, counter-clockwise, local metres. */
  bodyAt(pose: Pose): Float64Array;
}

interface Ground {
  readonly terrain: Terrain;
  readonly engine: Engine;
  readonly body: Body;
  readonly table: HeadingTable;
  readonly square: number;
  readonly starts: readonly Pose[];
}

const known = new WeakMap<Subject["features"], Driven | null>();

/** Drives the rulebook's engine from the gates for engines along every lane of a plan, forwards. Found once for the same features. */
export function drive(subject: Subject): Driven | null {
  const made = known.get(subject.features);
  if (made !== undefined) return made;
  const driven = find(subject);
  known.set(subject.features, driven);
  return driven;
}

function find(subject: Subject): Driven | null {
  const lanes = planFeaturesOf(subject.features, "fireLane");
  const coarse = lanes.length === 0 ? null : groundOf(subject, subject.features);
  if (coarse === null) return null;
  const soon = driveAll(coarse, lanes);
  return soon.lanes.every(({ status }) => status === "driven") ? soon : driveAll(paced(coarse, FINE), lanes);
}

function driveAll(ground: Ground, lanes: readonly PlanFeature<"fireLane">[]): Driven {
  const reached: Pose[] = [...ground.starts];
  const way = explorerOn(ground, 0);
  return {
    engine: ground.engine,
    lanes: lanes.map(({ id, shape }) => driveLane(ground, way, id, shape, reached)),
    bodyAt: (pose) => ringAt(ground, pose),
  };
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

function driveLane(ground: Ground, way: Explorer, lane: string, shape: Area, reached: Pose[]): LaneDrive {
  const { terrain } = ground;
  const places = cellsIn(terrain, shape)
    .filter((row) => (row % terrain.columns) % EVERY === 0 && Math.floor(row / terrain.columns) % EVERY === 0)
    .map((row) => terrain.centre(row));
  const paths: (readonly Pose[])[] = [];
  let open = places.filter((place) => !isBeside(ground, reached, place));
  while (open.length > 0) {
    const target = farthest(open, reached);
    const found = way.to(reached, target, NEAR);
    if (found.status !== "driven") return { lane, status: found.status, missed: target, paths };
    paths.push(found.path);
    reached.push(...found.path);
    const left = open.filter((place) => !isBeside(ground, found.path, place));
    // the target itself is reached by the front, which may stop short of the axis coming beside it
    open = left.filter((place) => (place[0] - target[0]) ** 2 + (place[1] - target[1]) ** 2 > BESIDE * BESIDE);
  }
  return { lane, status: "driven", missed: null, paths };
}

function explorerOn({ terrain, engine, body, table, square }: Ground, beyond: number): Explorer {
  return explorer({ terrain, engine, body, table, square, beyond });
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

function isBeside({ engine, table }: Ground, poses: readonly Pose[], [x, y]: Point): boolean {
  return poses.some((pose) => {
    const [c, s] = [table.cos[pose.heading], table.sin[pose.heading]];
    const [dx, dy] = [x - pose.x, y - pose.y];
    const along = Math.min(engine.ahead, Math.max(-engine.behind, dx * c + dy * s));
    return (dx - along * c) ** 2 + (dy - along * s) ** 2 <= BESIDE * BESIDE;
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

/** What an engine lacks today to come to a place, and the way it would take. */
export interface Lack {
  /** Metres beyond the pavement; Infinity when no widening over green would do. */
  readonly metres: number;
  readonly path: readonly Pose[];
  bodyAt(pose: Pose): Float64Array;
  /** Where it comes to a stop; null where nothing is lacking, or not even the gate is passed. */
  readonly at: Point | null;
}

/** A site's ground as it is today with an explorer for each width beyond the pavement; null without engine or gate. */
interface Today {
  readonly ground: Ground;
  readonly ways: readonly { readonly beyond: number; readonly way: Explorer }[];
}

const todays = new WeakMap<Rules["rules"], WeakMap<Site, Today | null>>();

/** What the engine lacks at a place on the site alone. The ground is explored once a site. */
export function lackToday(
  { site, rules }: Pick<Subject, "site" | "rules">,
  today: Subject["features"],
  place: Point,
): Lack {
  const bySite = todays.get(rules.rules) ?? new WeakMap<Site, Today | null>();
  todays.set(rules.rules, bySite);
  if (!bySite.has(site)) {
    const coarse = groundOf({ site, rules }, today);
    const ground = coarse === null ? null : paced(coarse, FINE);
    const ways = (found: Ground) => [0, ...BEYOND].map((beyond) => ({ beyond, way: explorerOn(found, beyond) }));
    bySite.set(site, ground === null ? null : { ground, ways: ways(ground) });
  }
  const known = bySite.get(site) ?? null;
  if (known === null) return { metres: Infinity, path: [], bodyAt: () => new Float64Array(), at: null };
  const bodyAt = (pose: Pose) => ringAt(known.ground, pose);
  let at: Point | null = null;
  for (const { beyond, way } of known.ways) {
    const found = way.to(known.ground.starts, place, NEAR + 1);
    if (found.status === "driven") return { metres: beyond, path: found.path, bodyAt, at };
    if (beyond === 0 && found.status === "no way" && found.closest !== null) at = frontOf(known.ground, found.closest);
  }
  return { metres: Infinity, path: [], bodyAt, at };
}

/** Looks at whether places of a plan are reached with so much ground beyond the pavement. */
export function reachWith(subject: Subject): (place: Point, beyond: number) => boolean {
  const coarse = groundOf(subject, subject.features);
  const ground = coarse === null ? null : paced(coarse, FINE);
  const ways = new Map<number, Explorer>();
  return (place, beyond) => {
    if (ground === null) return false;
    const way = ways.get(beyond) ?? explorerOn(ground, beyond);
    ways.set(beyond, way);
    return way.to(ground.starts, place, NEAR + 1).status === "driven";
  };
}

function frontOf({ engine, table }: Ground, { x, y, heading }: Pose): Point {
  return [x + engine.ahead * table.cos[heading], y + engine.ahead * table.sin[heading]];
}
