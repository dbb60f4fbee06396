import type { Area, Point } from "../../model/geometry.ts";
import { planFeaturesOf } from "../../model/plan.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { fixedDiscs } from "../fixed.ts";
import { isInside, outlineOf } from "../outline.ts";
import { ruleNumber, STANDING, type Subject } from "../scene.ts";
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
import { streetBefore, type Terrain, terrainOf } from "./terrain.ts";

/** Heights of posts and trunks are not known: none is thinner than this, metres. */
export const POST = 0.2;
const HYDRANT = 0.35;

/** Terrain with the engine before the gates, its poses told apart at a pace. */
export interface Ground {
  readonly terrain: Terrain;
  readonly engine: Engine;
  readonly body: Body;
  readonly table: HeadingTable;
  readonly square: number;
  readonly starts: readonly Pose[];
}

/** The ground of some features, with the engine before the gates; null where there is no engine or no gate for it. */
export function groundOf(
  { site, rules }: Pick<Subject, "site" | "rules">,
  features: Subject["features"],
): Ground | null {
  const engine = engineOf(rules);
  const height = ruleNumber(rules, "fire.engine.height", 0);
  const gates = featuresOf(site, "gate").filter(
    ({ properties: { modes, clearHeight } }) => modes.includes("fire") && (clearHeight ?? Infinity) >= height,
  );
  if (engine === null || gates.length === 0) return null;
  const inwards = gates.map(({ shape }) => inwardOf(site, shape));
  const depth = engine.ahead + engine.behind + 1;
  const terrain = terrainOf({
    ...layersOf({ site, rules, features }),
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

/** The same ground looked at with another pace. */
export function paced(ground: Ground, { headings, square }: Pace): Ground {
  const table = headingsFrom([ground.table.cos[0], ground.table.sin[0]], headings);
  const starts = ground.starts.map((start): Pose => {
    const direction = [ground.table.cos[start.heading], ground.table.sin[start.heading]] as const;
    return { ...start, heading: nearestHeading(table, direction) };
  });
  return { ...ground, table, starts, square };
}

function layersOf({ site, rules, features }: Pick<Subject, "site" | "rules" | "features">) {
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
    // what is no pavement and may not become any
    closed: featuresOf(site, "green").flatMap(({ shape, properties }) => (properties.convertible ? [] : [shape])),
    roots: fixedDiscs({ site, rules, features }).filter(
      ({ what }) => what === "root zone" || what === "protected crown",
    ),
    paved: [
      ...featuresOf(site, "paved").map(({ shape }) => shape),
      ...featuresOf(site, "road").map(({ shape }) => shape),
      ...shapes(["aisle", "driveway", "turnaround", "fireLane"]),
      ...planFeaturesOf(features, "repair").flatMap(({ shape }) => (shape.type === "Polygon" ? [shape.area] : [])),
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

export function nearestHeading({ cos, sin }: HeadingTable, [x, y]: readonly [number, number]): number {
  let best = 0;
  for (let k = 1; k < cos.length; k++) if (cos[k] * x + sin[k] * y > cos[best] * x + sin[best] * y + 1e-9) best = k;
  return best;
}

/** Every heading of the coarse table is one of the fine one, as many steps of which are one of its own. */
const TIMES = FINE.headings / COARSE.headings;

export function inFine(path: readonly Pose[]): Pose[] {
  return path.map((pose) => ({ ...pose, heading: pose.heading * TIMES }));
}

/** Whether a heading of the fine table is one of the coarse one too. */
export function isCoarse(heading: number): boolean {
  return heading % TIMES === 0;
}

/** A pose with such a heading, in the coarse table. */
export function inCoarse(pose: Pose): Pose {
  return { ...pose, heading: pose.heading / TIMES };
}

export function ringAt({ engine, table }: Ground, { x, y, heading }: Pose): Float64Array {
  const [c, s] = [table.cos[heading], table.sin[heading]];
  const { ahead, behind, halfWidth } = engine;
  const ring = new Float64Array(8);
  const corner = (k: number, along: number, aside: number) => {
    ring[k] = x + along * c - aside * s;
    ring[k + 1] = y + along * s + aside * c;
  };
  corner(0, -behind, -halfWidth);
  corner(2, ahead, -halfWidth);
  corner(4, ahead, halfWidth);
  corner(6, -behind, halfWidth);
  return ring;
}

/** Where the middle of the front bumper is. */
export function frontOf({ engine, table }: Pick<Ground, "engine" | "table">, { x, y, heading }: Pose): Point {
  return [x + engine.ahead * table.cos[heading], y + engine.ahead * table.sin[heading]];
}
