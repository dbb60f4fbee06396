import { type Area, type Point, pointsOf } from "../../model/geometry.ts";
import { planFeaturesOf } from "../../model/plan.ts";
import type { Rules } from "../../model/rules.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { isInside, outlineOf } from "../outline.ts";
import { STANDING, type Subject } from "../scene.ts";
import { type Body, bodyOf, type Engine, engineOf, type HeadingTable, headingsFrom, type Pose } from "./engine.ts";
import { type Drive, driveTo } from "./search.ts";
import { cellsIn, streetBefore, type Terrain, terrainOf } from "./terrain.ts";

/** A place of a lane is driven when the engine's axis comes this near, metres: no lane is wider than twice this. */
const BESIDE = 3.2;

/** The front reaches a place when it comes this near, metres: half a lane and half a step. */
const NEAR = 3;

/** Places of a lane are this many cells apart. */
const EVERY = 4;

/** Ground beyond the pavement that is tried when a lane cannot be driven, metres. */
const BEYOND = [0.25, 0.5, 1, 2] as const;

/** Halvings between the last that is too little and the first that is enough. */
const HALVINGS = 2;

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
  const ground = lanes.length === 0 ? null : groundOf(subject, subject.features);
  if (ground === null) return null;
  const reached: Pose[] = [...ground.starts];
  return {
    engine: ground.engine,
    lanes: lanes.map(({ id, shape }) => driveLane(ground, id, shape, reached)),
    bodyAt: (pose) => ringAt(ground, pose),
  };
}

function driveLane(ground: Ground, lane: string, shape: Area, reached: Pose[]): LaneDrive {
  const { terrain } = ground;
  const places = cellsIn(terrain, shape)
    .filter((row) => (row % terrain.columns) % EVERY === 0 && Math.floor(row / terrain.columns) % EVERY === 0)
    .map((row) => terrain.centre(row));
  const paths: (readonly Pose[])[] = [];
  let open = places.filter((place) => !isBeside(ground, reached, place));
  while (open.length > 0) {
    const target = farthest(open, reached);
    const found = driveTo(driveOn(ground, 0), reached, target, NEAR);
    if (found.status !== "driven") return { lane, status: found.status, missed: target, paths };
    paths.push(found.path);
    reached.push(...found.path);
    const left = open.filter((place) => !isBeside(ground, found.path, place));
    // the target itself is reached by the front, which may stop short of the axis coming beside it
    open = left.filter((place) => (place[0] - target[0]) ** 2 + (place[1] - target[1]) ** 2 > BESIDE * BESIDE);
  }
  return { lane, status: "driven", missed: null, paths };
}

function driveOn({ terrain, engine, body, table }: Ground, beyond: number): Drive {
  return { terrain, engine, body, table, beyond };
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
  const table = headingsFrom(inwards[0]);
  const starts = gates.map(({ shape }, i): Pose => {
    const last = shape.length - 2;
    const [ix, iy] = inwards[i];
    const [mx, my] = [(shape[0] + shape[last]) / 2, (shape[1] + shape[last + 1]) / 2];
    return { x: mx - ix * engine.ahead, y: my - iy * engine.ahead, heading: nearestHeading(table, inwards[i]) };
  });
  return { terrain, engine, body: bodyOf(engine), table, starts };
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
  /** Where it comes to a stop; null where nothing is lacking, or not even the gate is passed. */
  readonly at: Point | null;
}

const lacks = new WeakMap<Rules["rules"], WeakMap<Site, Map<string, Lack>>>();

/** Today's lack at a place, on the site alone. Found once a place. */
export function lackToday(
  { site, rules }: Pick<Subject, "site" | "rules">,
  today: Subject["features"],
  place: Point,
): Lack {
  const bySite = lacks.get(rules.rules) ?? new WeakMap<Site, Map<string, Lack>>();
  lacks.set(rules.rules, bySite);
  const byPlace = bySite.get(site) ?? new Map<string, Lack>();
  bySite.set(site, byPlace);
  // one place a metre, so that plans that differ in a hair share what was found
  const near: Point = [Math.round(place[0]), Math.round(place[1])];
  const key = near.join(" ");
  const found = byPlace.get(key) ?? lackOn(groundOf({ site, rules }, today), near);
  byPlace.set(key, found);
  return found;
}

/** Whether a place of a plan is reached with so much ground beyond the pavement. */
export function isReachedWith(subject: Subject, place: Point, beyond: number): boolean {
  const ground = groundOf(subject, subject.features);
  if (ground === null) return false;
  const near: Point = [Math.round(place[0]), Math.round(place[1])];
  return driveTo(driveOn(ground, beyond), ground.starts, near, NEAR + 1).status === "driven";
}

function lackOn(ground: Ground | null, place: Point): Lack {
  const none: Lack = { metres: Infinity, path: [], at: null };
  if (ground === null) return none;
  const tried = (beyond: number) => driveTo(driveOn(ground, beyond), ground.starts, place, NEAR + 1);
  const first = tried(0);
  if (first.status === "driven") return { metres: 0, path: first.path, at: null };
  const at = first.status === "no way" && first.closest !== null ? frontOf(ground, first.closest) : null;
  let low = 0;
  for (const beyond of BEYOND) {
    const enough = tried(beyond);
    if (enough.status !== "driven") {
      low = beyond;
      continue;
    }
    let high: number = beyond;
    let path = enough.path;
    for (let k = 0; k < HALVINGS; k++) {
      const middle = (low + high) / 2;
      const found = tried(middle);
      if (found.status === "driven") [high, path] = [middle, found.path];
      else low = middle;
    }
    return { metres: high, path, at };
  }
  return { ...none, at };
}

function frontOf({ engine, table }: Ground, { x, y, heading }: Pose): Point {
  return [x + engine.ahead * table.cos[heading], y + engine.ahead * table.sin[heading]];
}

/** Whether a body on a path touches an area. */
export function touches(rings: readonly Float64Array[], area: Area): boolean {
  const outline = outlineOf(area);
  return rings.some((ring) => {
    const body = outlineOf({ shell: ring, holes: [] });
    return (
      pointsOf(ring).some(([x, y]) => isInside(outline, x, y)) ||
      pointsOf(area.shell).some(([x, y]) => isInside(body, x, y))
    );
  });
}
