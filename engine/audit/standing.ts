import type { Point } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf, type SiteFeature } from "../model/site.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import {
  type Depth,
  depthOutside,
  distanceToEdge,
  isInside,
  type Outline,
  outlineOf,
  overlapDepth,
} from "./outline.ts";
import {
  type Finding,
  lookupOf,
  metres,
  middleOf,
  type Outcome,
  ruleNumber,
  type Scene,
  type Standing,
  type Thing,
  thingOf,
} from "./scene.ts";

// fact 1 of FORMAT.md section 4: where things may stand

/** Round things are judged as discs: how far an outline reaches into one. */
interface Disc {
  readonly id: string;
  readonly what: string;
  readonly at: Point;
  readonly radius: number;
}

/** Root zone where a profile has no rule for it, metres: the trunk's own ground. */
const NO_ROOT_RULE = 0;

/** Kept free over a manhole or valve, metres: half a cover of 0.7 m. Practice. */
const COVER = 0.35;

export function insideSite(scene: Scene): Outcome {
  const findings: Finding[] = [];
  const frontages = featuresOf(scene.site, "frontage").map(thingOf);
  let deepest = 0;
  for (const thing of [...scene.standing, ...scene.driven]) {
    const outside = isOnFrontage(thing)
      ? least(frontages.map((frontage) => depthOutside(thing.outline, frontage.outline)))
      : depthOutside(thing.outline, scene.boundary);
    deepest = Math.max(deepest, outside.depth);
    if (outside.depth > OVERLAP_TOLERANCE) {
      const where = isOnFrontage(thing) ? "every frontage" : "the site";
      findings.push({
        required: 0,
        measured: outside.depth,
        features: [thing.id],
        at: outside.at ?? middleOf(thing.outline),
        note: `${thing.kind} ${thing.id} lies ${metres(outside.depth)} outside ${where}.`,
        amount: outside.depth,
      });
    }
  }
  for (const { id, kind, at, onFrontage } of posts(scene)) {
    const homes = onFrontage ? frontages.map((frontage) => frontage.outline) : [scene.boundary];
    const off = Math.min(...homes.map((home) => (isInside(home, ...at) ? 0 : distanceToEdge(home, ...at))), Infinity);
    if (off > OVERLAP_TOLERANCE) {
      const amount = Number.isFinite(off) ? off : 1;
      findings.push({
        required: 0,
        measured: amount,
        features: [id],
        at,
        note: `${kind} ${id} stands ${metres(amount)} outside ${onFrontage ? "every frontage" : "the site"}.`,
        amount,
      });
    }
  }
  return { rule: "fact.inside_site", findings, required: 0, measured: deepest, unit: "m" };
}

/** No two things on the same ground, and none on what stands, grows or has to stay clear today. */
export function noOverlap(scene: Scene): Outcome {
  const findings: Finding[] = [];
  let deepest = 0;
  const note = (a: Thing, b: string, ids: readonly string[], { depth, at }: Depth) => {
    deepest = Math.max(deepest, depth);
    if (depth <= OVERLAP_TOLERANCE) return;
    findings.push({
      required: 0,
      measured: depth,
      features: ids,
      at: at ?? middleOf(a.outline),
      note: `${a.kind} ${a.id} overlaps ${b} by ${metres(depth)}.`,
      amount: depth,
    });
  };

  const lookup = lookupOf(scene.standing);
  const row = new Map(scene.standing.map((thing, i) => [thing, i]));
  scene.standing.forEach((thing, i) => {
    for (const other of lookup.near(thing.outline)) {
      if (row.get(other)! <= i) continue;
      note(thing, `${other.kind} ${other.id}`, [thing.id, other.id], overlapDepth(thing.outline, other.outline));
    }
  });

  const fixed = lookupOf(fixedThings(scene));
  const discs = fixedDiscs(scene);
  for (const thing of [...scene.standing, ...scene.driven]) {
    const isDriven = scene.driven.includes(thing);
    for (const other of fixed.near(thing.outline)) {
      if (isDriven && other.kind === "activity" ? false : isAllowedOn(thing, other)) continue;
      note(thing, `${other.kind} ${other.id}`, [thing.id, other.id], overlapDepth(thing.outline, other.outline));
    }
    for (const disc of discs) {
      if (disc.what === "cover" && (isDriven || thing.kind === "stall" || thing.kind === "accessAisle")) continue;
      const depth = depthInDisc(thing.outline, disc);
      if (depth > 0) note(thing, `the ${disc.what} of ${disc.id}`, [thing.id, disc.id], { depth, at: disc.at });
    }
  }
  return { rule: "fact.no_overlap", findings, required: 0, measured: deepest, unit: "m" };
}

/** No planting, locker or shed on ground that is driven on. */
export function offDrivenGround(scene: Scene): Outcome {
  const findings: Finding[] = [];
  let deepest = 0;
  const driven = lookupOf<Thing>([...scene.driven, ...scene.roads]);
  // stalls may stand on a road that is wide enough: what is left of it is judged by mouths, reach and fire lane
  for (const thing of scene.standing.filter(({ kind }) => kind === "green" || kind === "locker" || kind === "shed")) {
    for (const aisle of driven.near(thing.outline)) {
      const { depth, at } = overlapDepth(thing.outline, aisle.outline);
      deepest = Math.max(deepest, depth);
      if (depth <= OVERLAP_TOLERANCE) continue;
      findings.push({
        required: 0,
        measured: depth,
        features: [thing.id, aisle.id],
        at: at ?? middleOf(thing.outline),
        note: `${thing.kind} ${thing.id} reaches ${metres(depth)} into ${aisle.kind} ${aisle.id}.`,
        amount: depth,
      });
    }
  }
  return { rule: "fact.off_driven_ground", findings, required: 0, measured: deepest, unit: "m" };
}

function isOnFrontage(thing: Standing): boolean {
  return thing.feature.kind === "ebikeSlot" && thing.feature.properties.where === "frontage";
}

/** Chargers are points: they stand beside what they serve, on a frontage when their slots are there. */
function posts(scene: Scene): { id: string; kind: string; at: Point; onFrontage: boolean }[] {
  const outside = new Set(scene.standing.filter(isOnFrontage).map((slot) => slot.id));
  return [
    ...planFeaturesOf(scene.features, "charger").map(({ id, shape }) => ({
      id,
      kind: "charger",
      at: shape,
      onFrontage: false,
    })),
    ...planFeaturesOf(scene.features, "ebikeCharger").map(({ id, shape, properties }) => ({
      id,
      kind: "ebikeCharger",
      at: shape,
      onFrontage: properties.serves.some((slot) => outside.has(slot)),
    })),
  ];
}

/** What is there today and stays: nothing new on it. */
function fixedThings(scene: Scene): Thing[] {
  const { site, features } = scene;
  const rebuilt = planFeaturesOf(features, "shed").length > 0;
  const kept = new Set(
    planFeaturesOf(features, "stall")
      .filter((s) => s.properties.status === "existing")
      .map((s) => s.id),
  );
  const removed = new Set(planFeaturesOf(features, "stallRemoved").map((stall) => stall.properties.from));
  const out: SiteFeature[] = [
    ...featuresOf(site, "building"),
    ...featuresOf(site, "yard"),
    ...featuresOf(site, "obstruction"),
    ...featuresOf(site, "reserve"),
    ...featuresOf(site, "activity"),
    ...featuresOf(site, "aerialSite"),
    ...featuresOf(site, "fireLane"),
    ...featuresOf(site, "shed").filter((shed) => !(rebuilt && shed.properties.status === "rebuild")),
    ...featuresOf(site, "green").filter((green) => !green.properties.convertible),
    ...featuresOf(site, "stall").filter((stall) => !kept.has(stall.id) && !removed.has(stall.id)),
  ];
  const greens = planFeaturesOf(features, "green").filter((green) => green.properties.status === "existing");
  return [
    ...out.map(thingOf),
    ...greens.map((green) => ({ id: green.id, kind: "green", outline: outlineOf(green.shape) })),
  ];
}

function isAllowedOn(thing: Standing, other: Thing): boolean {
  // kept stalls and kept green are the site's own; they lie where they lie
  if (thing.feature.kind === "stall" && thing.feature.properties.status === "existing") return true;
  // driving over a fire lane is what it is for; new planting is judged against existing green by its account
  if (other.kind === "fireLane" && (thing.kind === "aisle" || thing.kind === "driveway" || thing.kind === "turnaround"))
    return true;
  return other.kind === "aerialSite" && thing.kind === "turnaround";
}

function fixedDiscs(scene: Scene): Disc[] {
  const { site, rules, features } = scene;
  const moved = new Set(planFeaturesOf(features, "treeMoved").map((tree) => tree.properties.tree));
  const out: Disc[] = [];
  const times = ruleNumber(rules, "tree.root_zone_soft.keep_clear_radius_times_dbh", NO_ROOT_RULE);
  const floor = ruleNumber(rules, "tree.root_zone_soft.min", NO_ROOT_RULE);
  for (const tree of featuresOf(site, "tree")) {
    if (moved.has(tree.id)) continue;
    const { status, protection, crownRadius, trunkRadius, dbh } = tree.properties;
    const beyond =
      protection === "old"
        ? ruleNumber(rules, "tree.old_protection.old_famous_tree", 0)
        : protection === "followUp"
          ? ruleNumber(rules, "tree.old_protection.follow_up_80_100y", 0)
          : 0;
    const isProtected = status === "protected" || protection !== "none";
    const radius = isProtected ? crownRadius + beyond : Math.max(trunkRadius, floor, times * (dbh ?? 2 * trunkRadius));
    out.push({ id: tree.id, what: isProtected ? "protected crown" : "root zone", at: tree.shape, radius });
  }
  for (const utility of featuresOf(site, "utility")) {
    if (utility.shape.type !== "Point") continue;
    const isHydrant = utility.properties.type === "hydrant";
    out.push({
      id: utility.id,
      what: isHydrant ? "clear ground" : "cover",
      at: utility.shape.at,
      radius: isHydrant ? Math.max(COVER, ruleNumber(rules, "hydrant.clear_radius", COVER)) : COVER,
    });
  }
  return out;
}

/** How far an outline reaches into a disc, metres; not positive when it stays out. */
function depthInDisc(outline: Outline, { at, radius }: Disc): number {
  const [x, y] = at;
  if (
    x + radius < outline.minX ||
    x - radius > outline.maxX ||
    y + radius < outline.minY ||
    y - radius > outline.maxY
  ) {
    return 0;
  }
  const edge = distanceToEdge(outline, x, y);
  return isInside(outline, x, y) ? radius + edge : radius - edge;
}

function least(depths: readonly Depth[]): Depth {
  return depths.reduce((a, b) => (a.depth <= b.depth ? a : b), { depth: 1, at: null });
}
