import { type Area, areaOf } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import type { Rules } from "../model/rules.ts";
import { featuresOf, type Site } from "../model/site.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { type DeadEnd, deadEndsOf } from "./deadEnds/arms.ts";
import { cellFor } from "./deadEnds/grid.ts";
import { INHERITED } from "./lanes.ts";
import { distanceToEdge, isInside, outlineOf, overlapDepth } from "./outline.ts";
import { toldAs } from "./repairs/remedy.ts";
import { turningPlace } from "./repairs/turning.ts";
import { type Finding, metres, type Outcome, ruleNumber, type Scene, type Standing } from "./scene.ts";
import { turnaroundFault, turnsIn } from "./turnarounds.ts";

// fact 4 of FORMAT.md section 4 and the rulebook: no lane goes on for long with one way out

/** Lengths along lanes are measured to half a metre. */
const MEASURED_TO = 0.5;

/** A lane ends no farther off than today when its end lies this near to today's dead end, metres. */
const SAME_END = 1;

/** What stands this near to where a lane ends may be what ends it, metres. */
const BY_END = 4;

const KEY = "fire.dead_end.trigger";

/** Length of an engine where a profile has none, metres: an arm that is shorter is no place to back into. */
const ENGINE = 7.5;

/**
 * No lane is longer than the rule allows from its end to the last place with two ways out: a fork, a gate, a road wide
 * enough to turn on, or a turnaround. One that is as long today is inherited, with the repair that would cure it.
 */
export function deadEnds(scene: Scene): Outcome {
  const required = ruleNumber(scene.rules, KEY, 0);
  const lanes = planFeaturesOf(scene.features, "fireLane");
  const unknown = (note: string): Outcome => ({ rule: KEY, findings: null, required, measured: null, unit: "m", note });
  if (lanes.length === 0) return unknown("");
  const ends = endsOf(scene);
  if (ends === null) return unknown("No fire lane begins at a gate for engines: its ways out are not known.");
  const laneWidth = ruleNumber(scene.rules, "fire.lane.clear_width", 0);
  const findings: Finding[] = [];
  let longest = 0;
  for (const end of ends) {
    longest = Math.max(longest, end.length);
    if (end.length <= required + MEASURED_TO) continue;
    const lane = laneAt(lanes, end);
    const today = (endsToday(scene.site, scene.rules) ?? []).find((old) => old.isNear(end.tip, SAME_END));
    // a lane laid along the other side of the road that this one leaves begins so much earlier
    const isOld = today !== undefined && end.length <= today.length + Math.max(MEASURED_TO, laneWidth);
    // along the end as it is today, so that every plan of a site is told the same
    const place = isOld ? turningPlace(scene, today, required) : null;
    const cure = place === null ? "no place for a turnaround was found along it" : toldAs(place);
    const said = `fire lane ${lane} is a dead end of ${end.length.toFixed(1)} m`;
    findings.push({
      required,
      measured: end.length,
      features: [lane, ...(isOld ? [] : newBy(scene, end))],
      at: end.tip,
      note: isOld
        ? `${said}, ${isAsLong(end, today) ? "as it is" : metres(today.length)} today; ${cure}.`
        : `${said}${today === undefined ? "" : `, ${metres(Math.round((end.length - today.length) * 10) / 10)} more than today`}: from ${metres(required)} on it needs a turnaround.`,
      amount: isOld ? INHERITED : end.length - required,
    });
  }
  return { rule: KEY, findings, required, measured: longest, unit: "m" };
}

/** As long as today, as far as lengths are measured. */
function isAsLong(end: DeadEnd, today: DeadEnd): boolean {
  return end.length <= today.length + MEASURED_TO;
}

/** The dead ends of a plan's lanes; null where no lane begins at a gate for engines. */
export function endsOf(scene: Scene): DeadEnd[] | null {
  const { site, rules, features } = scene;
  const turnarounds = planFeaturesOf(features, "turnaround").filter((one) => turnaroundFault(scene, one) === null);
  // a road is a way out as before, as far as nothing new stands on it
  const isNew = ({ feature }: Standing) =>
    !("status" in feature.properties && feature.properties.status === "existing");
  return ends(site, rules, {
    lanes: [
      ...planFeaturesOf(features, "fireLane").map(({ shape }) => shape),
      ...featuresOf(site, "fireLane").map(({ shape }) => shape),
    ],
    roads: scene.roads.map(({ outline }) => outline.area),
    standing: scene.standing.filter(isNew).map(({ outline }) => outline.area),
    turnarounds: turnarounds.map(({ shape }) => shape),
  });
}

const known = new WeakMap<Site, Map<number, DeadEnd[] | null>>();

/** The dead ends of the site's roads and lanes as they are. */
export function endsToday(site: Site, rules: Rules): DeadEnd[] | null {
  const bySize = known.get(site) ?? new Map<number, DeadEnd[] | null>();
  known.set(site, bySize);
  const size = turnsIn(rules);
  const made = bySize.get(size);
  if (made !== undefined) return made;
  const found = ends(site, rules, { lanes: groundToday(site), roads: [], standing: [], turnarounds: [] });
  bySize.set(size, found);
  return found;
}

function groundToday(site: Site): Area[] {
  return [...featuresOf(site, "road"), ...featuresOf(site, "fireLane")].map(({ shape }) => shape);
}

interface Ways {
  readonly lanes: readonly Area[];
  readonly roads: readonly Area[];
  readonly standing: readonly Area[];
  readonly turnarounds: readonly Area[];
}

function ends(site: Site, rules: Rules, { lanes, roads, standing, turnarounds }: Ways): DeadEnd[] | null {
  return deadEndsOf({
    areas: [...lanes, ...turnarounds].filter((area) => areaOf(area) > 0),
    roads: { areas: roads, standing, width: ruleNumber(rules, "fire.lane.clear_width", 0) },
    gates: featuresOf(site, "gate")
      .filter(({ properties }) => properties.modes.includes("fire"))
      .map(({ shape }) => shape),
    turnarounds: turnarounds.map(outlineOf),
    // the same for today and for every plan, so that lengths of the same lane agree
    cell: cellFor(groundToday(site), site.boundary),
    site: site.boundary,
    turnsIn: turnsIn(rules),
    shortest: ruleNumber(rules, "fire.engine.length", ENGINE),
  });
}

/** The lane that a dead end ends on. */
function laneAt(lanes: readonly { readonly id: string; readonly shape: Area }[], { tip: [x, y] }: DeadEnd): string {
  const apart = lanes.map(({ id, shape }) => {
    const outline = outlineOf(shape);
    return { id, distance: isInside(outline, x, y) ? 0 : distanceToEdge(outline, x, y) };
  });
  return apart.reduce((least, next) => (next.distance < least.distance ? next : least)).id;
}

/** What new stands on today's roads along a dead end or by its end. */
function newBy({ standing, roads }: Scene, end: DeadEnd): string[] {
  const [x, y] = end.tip;
  const isBy = ({ outline }: Standing) =>
    distanceToEdge(outline, x, y) <= BY_END || end.path.some((at) => distanceToEdge(outline, ...at) <= BY_END);
  return standing
    .filter(({ feature }) => !("status" in feature.properties && feature.properties.status === "existing"))
    .filter(isBy)
    .filter(({ outline }) => roads.some((road) => overlapDepth(outline, road.outline).depth > OVERLAP_TOLERANCE))
    .map(({ id }) => id);
}
