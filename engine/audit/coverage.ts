import { type Area, type Point, pointsOf } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf, type Site, type SiteFeature } from "../model/site.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { INHERITED } from "./lanes.ts";
import { narrowedBefore, type Side } from "./narrowed.ts";
import { edgesApart, edgesIn, type Outline, outlineOf, overlapDepth } from "./outline.ts";
import { type Finding, middleOf, type Outcome, ruleNumber, type Scene, type Standing } from "./scene.ts";
import { boxesApart, isHome } from "./separation.ts";

// where fire lanes run beside buildings: along a long side of every dwelling, and off the walls

/** A road of today runs along a side where its nearer edge lies within this, metres: as for ladder trucks, GB 50016-2014 7.2.2-4. */
const TODAY = 10;

/** A lane of a plan within this, metres: it may be laid along the other side of such a road. Decided here. */
const BEFORE = 15;

/** Share of a side that a lane runs along: the codes say "along", this is decided here. */
const ALONG = 0.75;

/** Sides longer than this share of the longest are long ones: of a tower all four. Decided here. */
const LONG = 0.8;

/** Of this much less along a side than today nobody is kept off it, metres: a lane may end so much earlier beside a stall. */
const AS_TODAY = 4;

/**
 * Each dwelling that has a lane or a road for engines along a long side today has a lane along one in the plan. Where there
 * is none today that is inherited, and told: no plan of ours lays one.
 */
export function lanesAlongHomes(scene: Scene): Outcome {
  const rule = "fire.lane.coverage_residential";
  const homes = featuresOf(scene.site, "building").filter(isHome);
  const none: Outcome = { rule, findings: null, required: null, measured: null, unit: "m" };
  if (homes.length === 0) return none;
  // a width of 0 asks for no lane
  if (ruleNumber(scene.rules, "fire.lane.clear_width", 0) === 0)
    return { ...none, note: "No width is asked of fire lanes." };
  const ways = waysToday(scene.site);
  if (ways === null) return { ...none, note: "No gate for fire engines is drawn." };
  const lanes = lanesOf(scene);
  // what adds nothing and draws no lane is the site as it is
  if (lanes.length === 0 && !addsAny(scene)) return none;
  const findings: Finding[] = [];
  let least: { covered: number; required: number } | null = null;
  for (const home of homes) {
    const sides = sidesOf(home);
    const best = bestOf(sides, lanes, BEFORE);
    const required = Math.round(ALONG * best.length * 10) / 10;
    if (best.covered >= required - OVERLAP_TOLERANCE) {
      if (least === null || best.covered / required < least.covered / least.required)
        least = { covered: best.covered, required };
      continue;
    }
    const today = bestToday(scene, sides, ways);
    const isOld = today.covered < required - OVERLAP_TOLERANCE && best.covered >= today.covered - allowance(scene);
    const less = Math.max(0, today.covered - best.covered);
    const how = best.covered === 0 ? "no fire lane runs" : `fire lanes run along only ${best.covered.toFixed(1)} m`;
    const of =
      best.covered === 0
        ? `along a long side of building ${home.id}`
        : `of a long side of building ${home.id} where ${required.toFixed(1)} m are asked`;
    findings.push({
      required,
      measured: best.covered,
      features: [home.id, ...(isOld ? [] : [...newBefore(scene, sides), ...lanesThere(scene, sides)])],
      at: middleOf(outlineOf(home.shape)),
      note: `${how} ${of}${isOld ? ", as it is today" : `, ${less.toFixed(1)} m less than today`}.`,
      amount: isOld ? INHERITED : required - best.covered,
    });
  }
  return { rule, findings, required: least?.required ?? null, measured: least?.covered ?? null, unit: "m" };
}

/** Distances are met when they miss by no more than this, metres. */
const ROUNDING = 0.002;

/**
 * Fire lanes and the walls of buildings. Lanes that are nearer are told in one line for those of today and one for those that
 * are new, with the nearest of them.
 */
export function lanesOffWalls(scene: Scene): Outcome {
  const rule = "fire.lane.to_wall";
  const required = ruleNumber(scene.rules, rule, 0);
  const lanes = planFeaturesOf(scene.features, "fireLane");
  const buildings = featuresOf(scene.site, "building").map(({ id, shape }) => ({ id, outline: outlineOf(shape) }));
  if (lanes.length === 0 || buildings.length === 0)
    return { rule, findings: null, required, measured: null, unit: "m" };
  const all = lanes.map(({ id, shape, properties: { status } }) => {
    const outline = outlineOf(shape);
    const near = { id, outline, isNew: status === "new", building: "", distance: Infinity };
    for (const building of buildings) {
      if (boxesApart(outline, building.outline) >= Math.min(required, near.distance)) continue;
      const distance = edgesApart(edgesBy(outline, building.outline, required), building.outline.edges);
      if (distance < near.distance) Object.assign(near, { distance, building: building.id });
    }
    return near;
  });
  const findings = [false, true].flatMap((isNew): Finding[] => {
    const near = all.filter((lane) => lane.isNew === isNew && lane.distance < required - ROUNDING);
    if (near.length === 0) return [];
    const worst = near.reduce((least, next) => (next.distance < least.distance ? next : least));
    const what = near.length === 1 ? "1 fire lane runs" : `${near.length} fire lanes run`;
    const note = `${what} nearer to a building than ${required} m; the nearest is ${worst.id}, ${worst.distance.toFixed(2)} m from ${worst.building}${isNew ? "" : ", as it is today"}.`;
    return [
      {
        required,
        measured: worst.distance,
        features: near.map(({ id }) => id),
        at: middleOf(worst.outline),
        note,
        amount: isNew ? required - worst.distance : INHERITED,
      },
    ];
  });
  return { rule, findings, required, measured: Math.min(...all.map(({ distance }) => distance), required), unit: "m" };
}

/** Edges of a lane that may be nearer to a building than so many metres. */
function edgesBy(lane: Outline, { minX, minY, maxX, maxY }: Outline, reach: number): Float64Array {
  const rows = edgesIn(lane, minX - reach, minY - reach, maxX + reach, maxY + reach);
  return Float64Array.from(rows.flatMap((row) => [...lane.edges.subarray(row, row + 4)]));
}

function addsAny({ standing, laid }: Scene): boolean {
  return laid.length > 0 || standing.some(isNew);
}

function isNew({ feature }: Standing): boolean {
  return !("status" in feature.properties && feature.properties.status === "existing");
}

/** A lane that is laid round a stall at its end may be so much shorter, metres. */
function allowance({ rules }: Scene): number {
  return Math.max(AS_TODAY, ruleNumber(rules, "fire.lane.clear_width", 0));
}

/** Lanes of the plan, and those that the site has by itself. */
function lanesOf({ features, site }: Scene): Outline[] {
  return [...planFeaturesOf(features, "fireLane"), ...featuresOf(site, "fireLane")].map(({ shape }) =>
    outlineOf(shape),
  );
}

/** Roads and lanes of today that an engine may come along; null where no gate lets one in. */
function waysToday(site: Site): Outline[] | null {
  const isOpen = featuresOf(site, "gate").some(({ properties }) => properties.modes.includes("fire"));
  if (!isOpen) return null;
  return [...featuresOf(site, "road"), ...featuresOf(site, "fireLane")].map(({ shape }) => outlineOf(shape));
}

const known = new WeakMap<Area, readonly Side[]>();

/** The long sides of the box round a building that is parallel to its longest wall. */
function sidesOf({ shape }: SiteFeature<"building">): readonly Side[] {
  const made = known.get(shape) ?? boxSides(pointsOf(shape.shell));
  known.set(shape, made);
  return made;
}

function boxSides(corners: readonly Point[]): Side[] {
  let [ux, uy, longest] = [1, 0, 0];
  for (const [i, [x, y]] of corners.entries()) {
    const [bx, by] = corners[(i + 1) % corners.length];
    const length = Math.sqrt((bx - x) ** 2 + (by - y) ** 2);
    if (length > longest + OVERLAP_TOLERANCE) [ux, uy, longest] = [(bx - x) / length, (by - y) / length, length];
  }
  const along = corners.map(([x, y]) => x * ux + y * uy);
  const across = corners.map(([x, y]) => y * ux - x * uy);
  const [s0, s1] = [Math.min(...along), Math.max(...along)];
  const [t0, t1] = [Math.min(...across), Math.max(...across)];
  const at = (s: number, t: number): Point => [s * ux - t * uy, s * uy + t * ux];
  const [long, deep] = [s1 - s0, t1 - t0];
  const sides: Side[] = [
    { from: at(s0, t0), along: [ux, uy], length: long },
    { from: at(s1, t0), along: [-uy, ux], length: deep },
    { from: at(s1, t1), along: [-ux, -uy], length: long },
    { from: at(s0, t1), along: [uy, -ux], length: deep },
  ];
  return sides.filter(({ length }) => length >= LONG * Math.max(long, deep));
}

/** The side that ways run along for most of its length. */
function bestOf(sides: readonly Side[], ways: readonly Outline[], reach: number): { covered: number; length: number } {
  const all = sides.map((side) => ({ covered: coveredOf(side, ways, reach), length: side.length }));
  return all.reduce((best, next) => (next.covered / next.length > best.covered / best.length ? next : best));
}

/** Likewise of today's ways, less where marked stalls leave no lane of them. */
function bestToday(
  scene: Scene,
  sides: readonly Side[],
  ways: readonly Outline[],
): { covered: number; length: number } {
  const width = ruleNumber(scene.rules, "fire.lane.clear_width", 0);
  const all = sides.map((side) => ({
    covered: Math.max(0, coveredOf(side, ways, TODAY) - narrowedBefore(scene, side, ways, TODAY, width)),
    length: side.length,
  }));
  return all.reduce((best, next) => (next.covered / next.length > best.covered / best.length ? next : best));
}

/** Metres of a side before which some way begins within reach: the edges of ways in the strip before it, seen from it. */
function coveredOf(side: Side, ways: readonly Outline[], reach: number): number {
  const strip = stripBefore(side, reach);
  const spans: [number, number][] = [];
  for (const way of ways) {
    if (way.minX > strip.maxX || way.maxX < strip.minX || way.minY > strip.maxY || way.maxY < strip.minY) continue;
    for (const e of edgesIn(way, strip.minX, strip.minY, strip.maxX, strip.maxY)) {
      const span = seenFrom(side, reach, way.edges, e);
      if (span !== null) spans.push(span);
    }
  }
  spans.sort((a, b) => a[0] - b[0]);
  let [covered, end] = [0, 0];
  for (const [from, to] of spans) {
    covered += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return Math.round(covered * 1000) / 1000;
}

/** The part of a side, as distances along it, before which an edge lies; null where it lies nowhere before it. */
function seenFrom(
  { from, along: [ux, uy], length }: Side,
  reach: number,
  edges: Float64Array,
  e: number,
): [number, number] | null {
  const s0 = (edges[e] - from[0]) * ux + (edges[e + 1] - from[1]) * uy;
  const s1 = (edges[e + 2] - from[0]) * ux + (edges[e + 3] - from[1]) * uy;
  const d0 = (edges[e] - from[0]) * uy - (edges[e + 1] - from[1]) * ux;
  const d1 = (edges[e + 2] - from[0]) * uy - (edges[e + 3] - from[1]) * ux;
  let [low, high] = [0, 1];
  for (const [a, b, least, most] of [
    [s0, s1, 0, length],
    [d0, d1, -OVERLAP_TOLERANCE, reach],
  ]) {
    if (a === b) {
      if (a < least || a > most) return null;
      continue;
    }
    const [t0, t1] = [(least - a) / (b - a), (most - a) / (b - a)];
    low = Math.max(low, Math.min(t0, t1));
    high = Math.min(high, Math.max(t0, t1));
  }
  if (low >= high) return null;
  const [p, q] = [s0 + low * (s1 - s0), s0 + high * (s1 - s0)];
  return [Math.min(p, q), Math.max(p, q)];
}

/** Box of the strip before a side that is looked at. */
function stripBefore({ from: [x, y], along: [ux, uy], length }: Side, reach: number) {
  const xs = [x, x + ux * length, x + uy * reach, x + ux * length + uy * reach];
  const ys = [y, y + uy * length, y - ux * reach, y + uy * length - ux * reach];
  return { minX: Math.min(...xs), minY: Math.min(...ys), maxX: Math.max(...xs), maxY: Math.max(...ys) };
}

/** Lanes on the roads that run along a building today: what is left of them ends too early. */
function lanesThere({ features, roads }: Scene, sides: readonly Side[]): string[] {
  const along = roads.filter(({ outline }) => sides.some((side) => coveredOf(side, [outline], TODAY) > 0));
  return planFeaturesOf(features, "fireLane")
    .filter(({ shape, properties }) => {
      const outline = outlineOf(shape);
      return (
        properties.status === "existing" &&
        along.some((road) => overlapDepth(outline, road.outline).depth > OVERLAP_TOLERANCE)
      );
    })
    .map(({ id }) => id);
}

/** What new stands on today's roads before the long sides of a building. */
function newBefore({ standing, roads }: Scene, sides: readonly Side[]): string[] {
  const strips = sides.map((side) => stripBefore(side, BEFORE));
  return standing
    .filter(isNew)
    .filter(({ outline: o }) =>
      strips.some((s) => o.minX <= s.maxX && o.maxX >= s.minX && o.minY <= s.maxY && o.maxY >= s.minY),
    )
    .filter(({ outline }) => roads.some((road) => overlapDepth(outline, road.outline).depth > OVERLAP_TOLERANCE))
    .map(({ id }) => id);
}
