import type { Point } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { climbersOf, distanceTo, placesAlong } from "./climbers.ts";
import { plantableLeftovers } from "./leftovers.ts";
import { outlineOf } from "./outline.ts";
import { type Finding, lookupOf, type Outcome, ruleNumber, type Scene, type Thing, thingOf, within } from "./scene.ts";

// the order in which green that was taken is made up for: ground that is not green today, then walls, then pergolas

const RULE = "green.compensation_order";

/** A climber covers a wall that it is drawn within this distance of, metres. */
const ON_WALL = 0.3;

/** A strip this deep at the foot of a wall is free where climbers could stand, and so much is kept beside a gate, metres. */
const FOOT = 0.5;
const OFF_GATE = 1;

/** A shorter stretch of bare wall is not held against a plan, metres. */
const LEAST_WALL = 3;

/**
 * Climbers are credited only beside what can be planted, and pergolas beside what can climb on walls: told where paved ground
 * is left that could be planted and that nobody needs, or wall that may be greened. A plan without climbers keeps the order.
 */
export function compensationOrder(scene: Scene): Outcome {
  const { features, rules, scenario } = scene;
  const value = rules.rules.get(RULE)?.value ?? null;
  const all = climbersOf(scene);
  const made = planFeaturesOf(features, "green").some(({ properties }) => properties.status === "new");
  if (all.length === 0) {
    return made
      ? { rule: RULE, findings: [], required: value, measured: "kept", unit: "" }
      : { rule: RULE, findings: null, required: value, measured: null, unit: "" };
  }
  const findings: Finding[] = [];
  const { newGreen } = scenario.demand;
  const credited = all.reduce((sum, { counts }) => sum + counts, 0);
  const left = plantableLeftovers(scene);
  if (left.length > 0) {
    const area = left.reduce((sum, patch) => sum + patch.area, 0);
    const most = newGreen.max === null ? "" : `; the scenario lets ${newGreen.max} m² be planted`;
    const note = `${credited.toFixed(1)} m² are credited to climbers where about ${Math.round(area)} m² of paved ground that nobody needs could be planted, ${Math.round(left[0].area)} m² in one place${most}.`;
    const amount = Math.min(credited, area);
    findings.push({ required: 0, measured: amount, features: all.map(({ id }) => id), at: left[0].at, note, amount });
  }
  const pergolas = new Set(planFeaturesOf(features, "pergola").map(({ id }) => id));
  const overhead = all.filter(({ id }) => pergolas.has(id));
  const bare = overhead.length === 0 ? [] : bareWalls(scene);
  if (bare.length > 0) {
    const counts = overhead.reduce((sum, climber) => sum + climber.counts, 0);
    const wall = bare.reduce((sum, { length }) => sum + length, 0);
    const face = bare.reduce((sum, { length, height }) => sum + length * height, 0);
    const asked = newGreen.wallGreen ? "" : "; the scenario asks for no green walls";
    const note = `${counts.toFixed(1)} m² are credited to pergolas where ${wall.toFixed(1)} m of wall that may be greened are bare${asked}.`;
    const amount = Math.min(counts, face * ruleNumber(rules, "green.credit_vertical_roof_pergola", 1));
    const names = overhead.map(({ id }) => id);
    findings.push({ required: 0, measured: amount, features: names, at: overhead[0].at, note, amount });
  }
  return findings.length === 0
    ? { rule: RULE, findings, required: value, measured: "kept", unit: "" }
    : { rule: RULE, findings, required: 0, measured: 0, unit: "m2" };
}

/**
 * What of each wall that may be greened has no climbers though their strip of ground is free, metres: stretches beyond doubt,
 * as long as that at least.
 */
function bareWalls(scene: Scene): { length: number; height: number }[] {
  const { site, features } = scene;
  const green = planFeaturesOf(features, "wallGreen").map(({ shape }) => shape);
  const gates = featuresOf(site, "gate").map(({ shape }) => shape);
  const today = (["building", "obstruction", "shed", "stall", "activity", "reserve", "fireLane"] as const).flatMap(
    (kind) => featuresOf(site, kind).map(thingOf),
  );
  const lanes = planFeaturesOf(features, "fireLane").map(
    ({ id, kind, shape }): Thing => ({ id, kind, outline: outlineOf(shape) }),
  );
  const standing = scene.standing.filter(({ kind }) => kind !== "green" && kind !== "pergola");
  const things = lookupOf<Thing>([...today, ...lanes, ...standing, ...scene.driven, ...scene.roads]);
  const isBare = (place: Point) =>
    green.every((line) => distanceTo(line, place) > ON_WALL) &&
    gates.every((gate) => distanceTo(gate, place) > OFF_GATE) &&
    within(things, place, FOOT).every(({ distance }) => distance > FOOT);
  return featuresOf(site, "wall").flatMap(({ shape, properties: { greenable, height } }) => {
    const length = greenable ? bareLength(placesAlong(shape), isBare) : 0;
    return length === 0 ? [] : [{ length, height }];
  });
}

/** Metres of a wall's places in runs that are bare for long enough. */
function bareLength(places: readonly Point[], isBare: (place: Point) => boolean): number {
  let [sum, run] = [0, 0];
  places.forEach((place, i) => {
    const bare = isBare(place);
    if (bare && i > 0) run += Math.sqrt((place[0] - places[i - 1][0]) ** 2 + (place[1] - places[i - 1][1]) ** 2);
    if (bare && i < places.length - 1) return;
    if (run >= LEAST_WALL) sum += run;
    run = 0;
  });
  return sum;
}
