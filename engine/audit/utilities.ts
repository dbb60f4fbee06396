import { type Point, pointsOf, type Shape } from "../model/geometry.ts";
import { featuresOf } from "../model/site.ts";
import { distanceToEdge, isInside, type Outline } from "./outline.ts";
import { type Finding, lookupOf, metres, type Outcome, ruleNumber, type Scene, type Thing } from "./scene.ts";

// pipes below what a plan lays on them

/** Depths are met when they miss by no more than this, metres. */
const ROUNDING = 0.002;

/** Pace at which a pipe is followed, metres. */
const PACE = 0.25;

/** What each of the plan's things is to a pipe below it: the ground whose cover it asks for. */
const GROUND: Readonly<Record<string, string>> = {
  stall: "utility.gas_cover_min.carriageway",
  aisle: "utility.gas_cover_min.carriageway",
  driveway: "utility.gas_cover_min.carriageway",
  turnaround: "utility.gas_cover_min.carriageway",
  repair: "utility.gas_cover_min.carriageway",
  fireLane: "utility.gas_cover_min.carriageway",
  accessAisle: "utility.gas_cover_min.footway",
  lockerPad: "utility.gas_cover_min.footway",
  ebikeSlot: "utility.gas_cover_min.footway",
  green: "utility.gas_cover_min.green",
};

const RULES = [...new Set(Object.values(GROUND))].sort();

/** Gas pipes lie deep enough under what is new above them. Under today's roads the cover is as it was. */
export function gasCovered(scene: Scene): Outcome[] {
  const pipes = featuresOf(scene.site, "utility").filter(({ properties }) => properties.type === "gas");
  const surveyed = featuresOf(scene.site, "site")[0]?.properties.utilitiesSurveyed ?? "none";
  const above = lookupOf<Thing>(
    [...scene.standing, ...scene.laid].filter(
      ({ kind, feature }) =>
        GROUND[kind] !== undefined && !("status" in feature.properties && feature.properties.status === "existing"),
    ),
  );
  const roads = lookupOf(scene.roads);
  const found = new Map<string, Finding[]>(RULES.map((rule) => [rule, []]));
  const least = new Map<string, number>();
  const unknown = new Set<string>();
  for (const { id, shape, properties } of pipes) {
    for (const [thing, at] of thingsOver(shape, above, roads)) {
      const rule = GROUND[thing.kind];
      const required = ruleNumber(scene.rules, rule, 0);
      const { depth } = properties;
      if (depth === undefined) {
        unknown.add(id);
        continue;
      }
      least.set(rule, Math.min(least.get(rule) ?? Infinity, depth));
      if (depth >= required - ROUNDING) continue;
      const note = `gas pipe ${id} lies ${metres(depth)} deep under ${thing.kind} ${thing.id} where ${required} m of cover is asked: ask the gas company.`;
      found
        .get(rule)
        ?.push({ required, measured: depth, features: [thing.id, id], at, note, amount: required - depth });
    }
  }
  return RULES.map((rule): Outcome => {
    const required = ruleNumber(scene.rules, rule, 0);
    const findings = found.get(rule) ?? [];
    if (findings.length === 0 && (surveyed !== "full" || unknown.size > 0)) {
      const note =
        unknown.size > 0
          ? `The depth of ${[...unknown].join(", ")} is not known.`
          : `Utilities are ${surveyed === "none" ? "not surveyed" : "surveyed in part"}: ${pipes.length} gas ${pipes.length === 1 ? "pipe" : "pipes"} drawn.`;
      return { rule, findings: null, required, measured: null, unit: "m", note };
    }
    if (findings.length === 0 && pipes.length === 0)
      return { rule, findings: null, required, measured: null, unit: "m" };
    return { rule, findings, required, measured: least.get(rule) ?? required, unit: "m" };
  });
}

/** Each thing over a pipe where no road is today, with the first place at which it is. */
function thingsOver(
  shape: Shape,
  above: ReturnType<typeof lookupOf<Thing>>,
  roads: ReturnType<typeof lookupOf<Thing>>,
): [Thing, Point][] {
  const out = new Map<Thing, Point>();
  for (const [x, y] of placesOf(shape)) {
    const box = { minX: x, minY: y, maxX: x, maxY: y };
    const over = above.near(box).filter((thing) => !out.has(thing) && isInside(thing.outline, x, y));
    if (over.length === 0 || roads.near(box).some((road) => covers(road.outline, x, y))) continue;
    for (const thing of over) out.set(thing, [x, y]);
  }
  return [...out];
}

function covers(road: Outline, x: number, y: number): boolean {
  return isInside(road, x, y) || distanceToEdge(road, x, y) <= ROUNDING;
}

/** Places along a pipe, at a pace and at its ends; a chamber is followed along its rim. */
function placesOf(shape: Shape): Point[] {
  if (shape.type === "Point") return [shape.at];
  const flat = shape.type === "LineString" ? shape.line : shape.area.shell;
  const points = pointsOf(flat);
  if (shape.type === "Polygon") points.push(points[0]);
  return points.slice(1).flatMap(([bx, by], i) => {
    const [ax, ay] = points[i];
    const count = Math.max(1, Math.ceil(Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2) / PACE));
    return Array.from(
      { length: count + 1 },
      (_, n): Point => [ax + ((bx - ax) * n) / count, ay + ((by - ay) * n) / count],
    );
  });
}
