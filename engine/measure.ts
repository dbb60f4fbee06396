import { areaShared, areaTogether, areaWithinConvex, withMargin, without } from "./audit/areas.ts";
import { climbersOf } from "./audit/climbers.ts";
import { drive } from "./audit/drive/driven.ts";
import { homesOf, nearestTo } from "./audit/homes.ts";
import { depthOutside, isInside, type Outline, outlineOf, overlapDepth } from "./audit/outline.ts";
import { lookupOf, ruleNumber, type Subject, type Thing } from "./audit/scene.ts";
import { asRectangle, narrowest } from "./audit/width.ts";
import { type Area, areaOf } from "./model/geometry.ts";
import { areaOfFeature, type Measures, type PlanKind, planFeaturesOf } from "./model/plan.ts";
import { featuresOf } from "./model/site.ts";
import { OVERLAP_TOLERANCE } from "./model/tolerance.ts";

/** A home is near a stall from these distances on, metres. Practice; DESIGN.md section 5. */
const NEAR = 6;
const VERY_NEAR = 3;

const known = new WeakMap<Subject["features"], { readonly subject: Subject; readonly measures: Measures }>();

/**
 * Every number by which plans are compared, from the features alone. Areas in square metres to 0.1, lengths in metres to
 * 0.001, ratios to 0.0001. `homesUnder6m` counts new stalls' neighbours: each drawn ground-floor window line, or the
 * whole of a residential building that has none drawn, is one home. Found once for the same features: whoever audits a
 * plan has measured it.
 */
export function measure(subject: Subject): Measures {
  const made = known.get(subject.features);
  if (made !== undefined && made.subject.site === subject.site && made.subject.rules === subject.rules)
    return made.measures;
  const measures = find(subject);
  known.set(subject.features, { subject, measures });
  return measures;
}

function find(subject: Subject): Measures {
  const { site, features } = subject;
  const stalls = planFeaturesOf(features, "stall");
  const existing = stalls.filter((stall) => stall.properties.status === "existing").length;
  const fresh = stalls.filter((stall) => stall.properties.status === "new");
  const lostInformal = informalLost(subject);
  const distances = nearestTo(homesOf(site), fresh).map(({ distance }) => distance);
  const lanes = planFeaturesOf(features, "fireLane").map(({ shape }) => {
    return { width: narrowest(shape).width, length: asRectangle(shape).length };
  });
  return {
    stalls: {
      existing,
      new: fresh.length,
      total: stalls.length,
      accessible: stalls.filter((stall) => stall.properties.type === "accessible").length,
      charging: stalls.filter((stall) => stall.properties.type === "charging").length,
      parkedNow: featuresOf(site, "site")[0]?.properties.parkedNow ?? null,
      lostInformal,
      net: fresh.length - planFeaturesOf(features, "stallRemoved").length - lostInformal,
    },
    greening: greening(subject),
    areaPerStall: stalls.length === 0 ? null : round(groundTaken(subject) / stalls.length, 10),
    treesMoved: planFeaturesOf(features, "treeMoved").length,
    homesUnder6m: distances.filter((distance) => distance < NEAR).length,
    homesUnder3m: distances.filter((distance) => distance < VERY_NEAR).length,
    lockers: planFeaturesOf(features, "locker").length,
    ebikeChargers: planFeaturesOf(features, "ebikeCharger").length,
    ebikeSlots: planFeaturesOf(features, "ebikeSlot").length,
    fireLane: {
      length: round(
        lanes.reduce((sum, lane) => sum + lane.length, 0),
        10,
      ),
      minWidth: lanes.length === 0 ? null : round(Math.min(...lanes.map((lane) => lane.width)), 1000),
      driven: drivenOf(subject),
    },
    ...mended(subject),
  };
}

/** Places repaired and what is paved for them; nothing at all in a plan without a repair. */
function mended({ features }: Subject): Pick<Measures, "repairs"> {
  const repairs = planFeaturesOf(features, "repair");
  if (repairs.length === 0) return {};
  const paved = repairs.reduce((sum, repair) => {
    const area = areaOfFeature(repair);
    return sum + (area === null ? 0 : areaOf(area));
  }, 0);
  // one repair may be of several pieces
  const count = new Set(repairs.map(({ properties }) => `${properties.cures} ${properties.what}`)).size;
  return { repairs: { count, paved: round(paved, 10) } };
}

/** Stalls and the ground they are driven to over, square metres. */
function groundTaken({ site, features }: Subject): number {
  const stalls = planFeaturesOf(features, "stall").map((stall) => stall.shape);
  const drivable = [
    ...featuresOf(site, "road").map((road) => road.shape),
    ...(["aisle", "driveway", "turnaround", "repair"] as const).flatMap((kind) =>
      planFeaturesOf(features, kind).flatMap((piece) => areaOfFeature(piece) ?? []),
    ),
  ];
  const pieces = lookupOf(drivable.map((shape): Thing => ({ id: "", kind: "", outline: outlineOf(shape) })));
  // a stall on drivable ground is ground that is not driven on
  const covered = stalls.reduce((sum, stall) => {
    const outline = outlineOf(stall);
    const under = pieces.near(outline).filter((one) => overlapDepth(outline, one.outline).depth > OVERLAP_TOLERANCE);
    if (under.length === 0) return sum;
    const isWithin = under.some((one) => depthOutside(outline, one.outline).depth <= OVERLAP_TOLERANCE);
    if (!isWithin && outline.convex && under.length === 1) return sum + areaWithinConvex(stall, under[0].outline.area);
    const off = isWithin
      ? []
      : without(
          [stall],
          under.map((one) => one.outline.area),
        );
    return sum + areaOf(stall) - off.reduce((area, part) => area + areaOf(part), 0);
  }, 0);
  return areaTogether(drivable) - covered + stalls.reduce((sum, stall) => sum + areaOf(stall), 0);
}

function greening(subject: Subject): Measures["greening"] {
  const { site, rules, features } = subject;
  const greens = featuresOf(site, "green");
  const creditOf = new Map(greens.map((green) => [green.id, green.properties.credit]));
  const siteArea = areaOf(site.boundary);
  const before = credited(greens.map((green) => ({ area: green.shape, credit: green.properties.credit })));
  const outlines = greens.map((green) => ({ outline: outlineOf(green.shape), credit: green.properties.credit }));
  const plan = planFeaturesOf(features, "green");
  const kept = plan.filter((green) => green.properties.status === "existing").map((green) => green.shape);
  const planted = plan.filter((green) => green.properties.status === "new").map((green) => green.shape);
  // as a rule all of it counts in full, whichever patch it is of
  const isPlain = outlines.every(({ credit }) => credit === 1);
  const keptArea = credited(kept.map((area) => ({ area, credit: isPlain ? 1 : creditAt(area, outlines) })));
  const removed = planFeaturesOf(features, "greenRemoved").reduce(
    (sum, green) => sum + areaOf(green.shape) * (creditOf.get(green.properties.from) ?? 1),
    0,
  );
  const plantedArea = areaTogether(planted);
  const climbing = climbersOf(subject).reduce((sum, climber) => sum + climber.counts, 0);
  const after = keptArea + plantedArea + climbing;
  const offset = ruleNumber(rules, "green.count_offset.wall", 0);
  const apron = offset === 0 ? [] : featuresOf(site, "building").map((building) => withMargin(building.shape, offset));
  const counted = (areas: readonly Area[]) => areaTogether(areas) - (apron.length === 0 ? 0 : areaShared(areas, apron));
  return {
    areaBefore: round(before, 10),
    removed: round(removed, 10),
    planted: round(plantedArea, 10),
    credited: round(climbing, 10),
    areaAfter: round(after, 10),
    balance: round(after - before, 10),
    ratioBefore: round(before / siteArea, 10000),
    ratioAfter: round(after / siteArea, 10000),
    countedBefore: round(counted(greens.map((green) => green.shape)), 10),
    countedAfter: round(counted([...kept, ...planted]) + climbing, 10),
  };
}

/** Square metres times credit, ground counted once where all have the same credit. */
function credited(parts: readonly { area: Area; credit: number }[]): number {
  const credits = [...new Set(parts.map((part) => part.credit))];
  return credits.reduce(
    (sum, credit) =>
      sum + credit * areaTogether(parts.filter((part) => part.credit === credit).map((part) => part.area)),
    0,
  );
}

function creditAt(area: Area, greens: readonly { outline: Outline; credit: number }[]): number {
  const outline = outlineOf(area);
  let best = { depth: 0, credit: 1 };
  for (const green of greens) {
    const { depth } = overlapDepth(outline, green.outline);
    if (depth > best.depth) best = { depth, credit: green.credit };
  }
  return best.credit;
}

/** What of a plan takes the place of a car that stands there today without marking. */
const TAKES_PLACES: ReadonlySet<PlanKind> = new Set<PlanKind>([
  "stall",
  "accessAisle",
  "aisle",
  "driveway",
  "turnaround",
  "fireLane",
  "ebikeSlot",
  "bikeAisle",
  "shed",
  "locker",
  "lockerPad",
  "green",
]);

/** Places where cars stand today without marking that the plan takes, or that a lane, today's or new, needs clear. */
function informalLost({ site, features }: Subject): number {
  const taking = [
    ...features
      .filter(({ kind }) => TAKES_PLACES.has(kind))
      // today's stalls and green take nothing; lanes do, for cars in them must go
      .filter(
        ({ kind, properties }) => kind === "fireLane" || !("status" in properties && properties.status === "existing"),
      )
      .map((feature) => outlineOf(feature.shape as Area)),
    ...featuresOf(site, "fireLane").map((lane) => outlineOf(lane.shape)),
  ];
  return featuresOf(site, "informalStall").filter(({ shape }) => {
    if (!("shell" in shape)) return taking.some((outline) => isInside(outline, shape[0], shape[1]));
    const outline = outlineOf(shape);
    return taking.some((other) => overlapDepth(outline, other).depth > OVERLAP_TOLERANCE);
  }).length;
}

/** Whether an engine is driven along every lane; null where that could not be found out. */
function drivenOf(subject: Subject): boolean | null {
  const driven = drive(subject);
  if (driven === null) return null;
  if (driven.every(({ status }) => status === "driven")) return true;
  return driven.some(({ status }) => status === "as today" || status === "shut") ? false : null;
}

function round(value: number, parts: number): number {
  const rounded = Math.round(value * parts) / parts;
  return rounded === 0 ? 0 : rounded;
}
