import type { Point } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf, type SiteFeature } from "../model/site.ts";
import { distanceToEdge, isInside, type Outline, outlineOf } from "./outline.ts";
import { ruleNumber, type Scene, type Standing, type Thing, thingOf } from "./scene.ts";

// what is there today and stays, as areas and as discs

/** Round things are judged as discs: how far an outline reaches into one. */
export interface Disc {
  readonly id: string;
  readonly what: "protected crown" | "root zone" | "hydrant" | "valve" | "cover";
  readonly at: Point;
  /** Metres. */
  readonly radius: number;
}

/** Root zone where a profile has no rule for it, metres: the trunk's own ground. */
const NO_ROOT_RULE = 0;

/** Kept free over a manhole or valve, metres: half a cover of 0.7 m. Practice. */
const COVER = 0.35;

/** Heavy, planted or parked: these may not stand on a tank or a chamber that has to be opened from above. */
const CLOSES_TANKS: ReadonlySet<string> = new Set(["locker", "shed", "green", "pergola", "stall", "ebikeSlot"]);

/** These may not stand on a cover; a parked vehicle may, but for a valve, which has to be closed at once. */
const CLOSES_COVERS: ReadonlySet<string> = new Set(["green", "locker", "shed", "lockerPad"]);
const CLOSES_VALVES: ReadonlySet<string> = new Set([...CLOSES_COVERS, "stall", "ebikeSlot"]);

/** What is there today and stays: nothing new on it. */
export function fixedThings(scene: Scene): Thing[] {
  const { site, features } = scene;
  const rebuilt = planFeaturesOf(features, "shed").length > 0;
  const kept = new Set(
    planFeaturesOf(features, "stall")
      .filter((stall) => stall.properties.status === "existing")
      .map((stall) => stall.id),
  );
  const removed = new Set(planFeaturesOf(features, "stallRemoved").map((stall) => stall.properties.from));
  const out: SiteFeature[] = [
    ...featuresOf(site, "building"),
    ...featuresOf(site, "yard"),
    ...featuresOf(site, "obstruction"),
    ...featuresOf(site, "reserve"),
    ...featuresOf(site, "activity").filter((activity) => activity.properties.status === "keep"),
    ...featuresOf(site, "aerialSite"),
    ...featuresOf(site, "fireLane"),
    ...featuresOf(site, "shed").filter((shed) => !(rebuilt && shed.properties.status === "rebuild")),
    ...featuresOf(site, "green").filter((green) => !green.properties.convertible),
    ...featuresOf(site, "stall").filter((stall) => !kept.has(stall.id) && !removed.has(stall.id)),
  ];
  const greens = planFeaturesOf(features, "green").filter((green) => green.properties.status === "existing");
  const tanks = featuresOf(site, "utility").flatMap(({ id, shape }) =>
    shape.type === "Polygon" ? [{ id, kind: "utility", outline: outlineOf(shape.area) }] : [],
  );
  return [
    ...out.map(thingOf),
    ...greens.map((green) => ({ id: green.id, kind: "green", outline: outlineOf(green.shape) })),
    ...tanks,
  ];
}

const DRIVEN_OVER: ReadonlySet<string> = new Set(["aisle", "driveway", "turnaround", "fireLane", "repair"]);

/** Whether something of the plan may lie on something of today. */
export function isAllowedOn({ kind, feature }: Standing, other: Thing): boolean {
  // kept stalls are the site's own; they lie where they lie
  if (feature.kind === "stall" && feature.properties.status === "existing") return true;
  if (other.kind === "utility") return !CLOSES_TANKS.has(kind);
  const isDriven = DRIVEN_OVER.has(kind);
  // driving over a fire lane is what it is for, and a turnaround may be where the ladder stands
  if (other.kind === "fireLane") return isDriven;
  return other.kind === "aerialSite" && (kind === "turnaround" || kind === "fireLane");
}

/** Trees with the ground that their status asks for, hydrants, covers. */
export function fixedDiscs({ site, rules, features }: Pick<Scene, "site" | "rules" | "features">): Disc[] {
  const moved = new Set(planFeaturesOf(features, "treeMoved").map((tree) => tree.properties.tree));
  const out: Disc[] = [];
  const times = ruleNumber(rules, "tree.root_zone_soft.keep_clear_radius_times_dbh", NO_ROOT_RULE);
  const floor = ruleNumber(rules, "tree.root_zone_soft.min", NO_ROOT_RULE);
  const beyond = {
    old: ruleNumber(rules, "tree.old_protection.old_famous_tree", 0),
    followUp: ruleNumber(rules, "tree.old_protection.follow_up_80_100y", 0),
    none: 0,
  };
  for (const tree of featuresOf(site, "tree")) {
    if (moved.has(tree.id)) continue;
    const { status, protection, crownRadius, trunkRadius, dbh } = tree.properties;
    const isProtected = status === "protected" || protection !== "none";
    const radius = isProtected
      ? crownRadius + beyond[protection]
      : Math.max(trunkRadius, floor, times * (dbh ?? 2 * trunkRadius));
    out.push({ id: tree.id, what: isProtected ? "protected crown" : "root zone", at: tree.shape, radius });
  }
  for (const { id, shape, properties } of featuresOf(site, "utility")) {
    if (shape.type !== "Point") continue;
    const what = properties.type === "hydrant" ? "hydrant" : /valve/i.test(properties.type) ? "valve" : "cover";
    out.push({ id, what, at: shape.at, radius: COVER });
  }
  return out;
}

/** Whether something of the plan may lie over a disc: wheels roll over a cover, not over a hydrant. */
export function isAllowedOver({ kind, feature }: Standing, disc: Disc): boolean {
  if (feature.kind === "stall" && feature.properties.status === "existing") return true;
  if (disc.what === "valve") return !CLOSES_VALVES.has(kind);
  return disc.what === "cover" && !CLOSES_COVERS.has(kind);
}

/** How far an outline reaches into a disc, metres; 0 when it stays out. */
export function depthInDisc(outline: Outline, { at, radius }: Pick<Disc, "at" | "radius">): number {
  const [x, y] = at;
  if (x + radius < outline.minX || x - radius > outline.maxX) return 0;
  if (y + radius < outline.minY || y - radius > outline.maxY) return 0;
  const edge = distanceToEdge(outline, x, y);
  return isInside(outline, x, y) ? radius + edge : Math.max(0, radius - edge);
}
