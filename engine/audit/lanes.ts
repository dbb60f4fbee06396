import type { Area, Point } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { areaTogether, without } from "./areas.ts";
import { depthOutside, edgesIn, outlineOf, overlapDepth } from "./outline.ts";
import { toldAs } from "./repairs/remedy.ts";
import { widening } from "./repairs/widen.ts";
import {
  type Finding,
  lookupOf,
  metres,
  middleOf,
  type Outcome,
  ruleNumber,
  type Scene,
  type Thing,
  thingOf,
} from "./scene.ts";
import { blockersToday } from "./stalls.ts";
import { narrowest } from "./width.ts";

// fact 4 of FORMAT.md section 4: fire lanes, in width and kept clear

/** Ground of a lane off today's roads that is thinner than this is rounding, square metres. */
const OFF_ROAD = 0.05;

/** A lane belongs to the road that it lies on up to this, metres. */
const ON_ROAD = 0.5;

/** A lane's width, against the rule for a new one; an existing one that is narrower is inherited. */
export function laneWidth(scene: Scene): Outcome {
  const required = ruleNumber(scene.rules, "fire.lane.clear_width", 0);
  const rule = required > 0 ? "fire.lane.clear_width" : "fact.fire_lane_width";
  const lanes = planFeaturesOf(scene.features, "fireLane");
  if (lanes.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  const findings: Finding[] = [];
  let least = Infinity;
  for (const lane of lanes) {
    const { width, at } = narrowest(lane.shape);
    least = Math.min(least, width);
    const { status } = lane.properties;
    const asked = status === "existing" ? Math.min(required, todaysWidth(scene, lane.shape)) : required;
    if (width >= required - OVERLAP_TOLERANCE) continue;
    const short = required - width;
    const isOld = status === "existing" && width >= asked - OVERLAP_TOLERANCE;
    findings.push({
      required,
      measured: width,
      features: [lane.id, ...(isOld ? [] : beside(scene, at))],
      at,
      note: `fire lane ${lane.id} is ${metres(width)} wide, ${metres(short)} less than asked${isOld ? `, as it is today; ${cure(scene, lane.shape, required)}` : ""}.`,
      amount: isOld ? INHERITED : short,
    });
  }
  return { rule, findings, required, measured: least, unit: "m" };
}

/** The cheapest repair of a lane that is too narrow today, in words. */
function cure(scene: Scene, lane: Area, required: number): string {
  const remedy = widening(scene, lane, required);
  return remedy === null ? "something stands on either side, so that no repair cures it" : toldAs(remedy);
}

/** What new stands within a lane's width of a place. */
function beside(scene: Scene, [x, y]: Point): string[] {
  return scene.standing
    .filter(({ outline, feature }) => {
      const isNew = "status" in feature.properties && feature.properties.status === "new";
      return isNew && edgesIn(outline, x - NEAR, y - NEAR, x + NEAR, y + NEAR).length > 0;
    })
    .map((thing) => thing.id);
}

/** Things this near to a lane's narrowest place may be what narrows it, metres. */
const NEAR = 2.5;

/** Amount of a finding that is known to be no worse than today. */
export const INHERITED = -1;

/** Nothing stands on a lane, and an existing one lies on ground that is drivable today. */
export function laneClear(scene: Scene): Outcome {
  const rule = scene.rules.rules.has("fire.lane.no_obstacles") ? "fire.lane.no_obstacles" : "fact.fire_lane";
  const lanes = planFeaturesOf(scene.features, "fireLane");
  const ownLanes = featuresOf(scene.site, "fireLane");
  if (lanes.length === 0 && ownLanes.length === 0)
    return { rule, findings: null, required: null, measured: null, unit: "" };
  const findings: Finding[] = [];
  const things = lookupOf([...scene.standing, ...blockersToday(scene)]);
  // a turnaround is of the lane that it belongs to
  const all = [...lanes, ...ownLanes, ...planFeaturesOf(scene.features, "turnaround")];
  for (const { id, kind, shape } of all) {
    const what = kind === "turnaround" ? "turnaround" : "fire lane";
    const outline = outlineOf(shape);
    for (const thing of things.near(outline)) {
      const { depth, at } = overlapDepth(thing.outline, outline);
      if (depth <= OVERLAP_TOLERANCE) continue;
      findings.push({
        required: 0,
        measured: depth,
        features: [thing.id, id],
        at: at ?? middleOf(thing.outline),
        note: `${thing.kind} ${thing.id} reaches ${metres(depth)} into ${what} ${id}.`,
        amount: depth,
      });
    }
  }
  // what a repair paves is of the road that it mends
  const mended = scene.driven.filter(({ kind }) => kind === "repair");
  const today = lookupOf<Thing>([...scene.roads, ...ownLanes.map(thingOf), ...mended]);
  for (const lane of lanes) {
    if (lane.properties.status !== "existing") continue;
    const outline = outlineOf(lane.shape);
    const under = today.near(outline);
    // most lie within one road, which is sooner seen than subtracted
    if (under.some((road) => depthOutside(outline, road.outline).depth <= OVERLAP_TOLERANCE)) continue;
    const off = without(
      [lane.shape],
      under.map((road) => road.outline.area),
    );
    const area = areaTogether(off);
    if (area <= OFF_ROAD) continue;
    findings.push({
      required: 0,
      measured: area,
      features: [lane.id],
      at: middleOf(outlineOf(off[0])),
      note: `fire lane ${lane.id} is called existing, but ${area.toFixed(1)} m² of it are no road today.`,
      amount: area,
    });
  }
  return { rule, findings, required: true, measured: true, unit: "bool" };
}

/** Width of the road or lane that a lane lies on today, metres. */
function todaysWidth(scene: Scene, lane: Area): number {
  const outline = outlineOf(lane);
  let widest = 0;
  for (const road of [...featuresOf(scene.site, "road"), ...featuresOf(scene.site, "fireLane")]) {
    const { outline: roadOutline } = thingOf(road);
    // the road it runs along, not one that it crosses
    if (
      overlapDepth(outline, roadOutline).depth > OVERLAP_TOLERANCE &&
      depthOutside(outline, roadOutline).depth < ON_ROAD
    )
      widest = Math.max(widest, narrowest(road.shape).width);
  }
  return widest;
}
