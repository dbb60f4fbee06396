import { type Area, areaOf, bounds, pointsOf, type Ring } from "../model/geometry.ts";
import { areaOfFeature, type PlanFeature } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { LEAST_AREA } from "../model/tolerance.ts";
import type { Draft } from "./draft.ts";
import { balanceAsked } from "./green/balance.ts";
import { pergolas, wallGreens } from "./green/climbers.ts";
import { LEAST_PATCH, patchesFor, plantable } from "./green/planting.ts";
import { limitsOf } from "./limits.ts";
import { pinnedOf } from "./locks/pinned.ts";
import { distance } from "./plane/outline.ts";
import {
  areasOf,
  closed,
  grow,
  intersect,
  looseOf,
  type Region,
  regionArea,
  regionOf,
  subtract,
  union,
} from "./plane/region.ts";

/** Kinds that take green away where they stand on it. */
const TAKES_GREEN = new Set([
  "stall",
  "accessAisle",
  "aisle",
  "driveway",
  "locker",
  "lockerPad",
  "ebikeSlot",
  "bikeAisle",
  "turnaround",
  "repair",
]);

/** Kinds that this stage makes, each time anew. */
export const MADE_HERE: ReadonlySet<string> = new Set(["green", "greenRemoved", "wallGreen", "pergola"]);

/** Green left over in strips narrower than this everywhere is no green any more, metres. */
const LEAST_STRIP = 0.3;

/** Between things that stand side by side rounding leaves seams of up to this, metres. */
const SEAM = 0.002;

/** Pieces smaller than this are rounding, square metres. */
const SPECK = 0.0001;

/** Less than this that a green loses to the grid of its drawing is within the margin, square metres. */
const NOTICED = 0.02;

/** Planted beyond what is needed, so that rounding never turns the balance, square metres. */
const MARGIN = 0.05;

/**
 * Accounts for the green and plants what has been taken again, on ground that is paved today. The existing green of
 * the draft and what is removed make up the site's green exactly; new planting is as much as the balance asks, no more.
 * What the ground does not hold climbs, where the scenario allows it: on walls first, then over stalls.
 */
export function greens(draft: Draft): Draft {
  const { site, scenario, rules } = draft.problem;
  const limits = limitsOf(rules);
  const pinned = pinnedOf(draft.problem).features.filter((feature) => feature.kind === "green");
  const kept = draft.features.filter((feature) => !MADE_HERE.has(feature.kind));
  const boxes = featuresOf(site, "green").map(({ shape }) => bounds(shape.shell));
  const taking = closed(
    looseOf(
      kept
        .flatMap((feature) =>
          TAKES_GREEN.has(feature.kind) && !isExisting(feature) ? (areaOfFeature(feature) ?? []) : [],
        )
        .filter((area) => isNearAny(area, boxes)),
    ),
    SEAM,
  );
  const existing: PlanFeature<"green">[] = [];
  const removed: PlanFeature<"greenRemoved">[] = [];
  let lost = 0;
  for (const green of featuresOf(site, "green")) {
    const whole = regionOf([green.shape]);
    let gone = intersect(whole, taking);
    if (regionArea(gone) < SPECK) {
      existing.push({
        kind: "green",
        id: `green-${existing.length + 1}`,
        shape: green.shape,
        properties: { status: "existing" },
      });
      continue;
    }
    let left = areasOf(subtract(whole, gone), SPECK);
    const slivers = left.filter((area) => isWithin(area, LEAST_STRIP));
    const first = gone;
    if (slivers.length > 0) gone = union(gone, regionOf(slivers));
    const removals = legible(gone, whole);
    if (removals.gone !== first) left = areasOf(subtract(whole, removals.gone), SPECK);
    let drawn = 0;
    for (const shape of left) {
      drawn += areaOf(shape);
      existing.push({ kind: "green", id: `green-${existing.length + 1}`, shape, properties: { status: "existing" } });
    }
    for (const shape of removals.parts) {
      drawn += areaOf(shape);
      lost += areaOf(shape) * green.properties.credit;
      removed.push({
        kind: "greenRemoved",
        id: `greenRemoved-${removed.length + 1}`,
        shape,
        properties: { from: green.id },
      });
    }
    lost += roundedOff(areaOf(green.shape) - drawn) * green.properties.credit;
  }
  // what the planner has pinned is planted first, whatever it is needed for
  const first = sumOf(pinned);
  const wanted = lost + balanceAsked(draft.problem) - first;
  const most = (scenario.demand.newGreen.max ?? Infinity) - first;
  const planted: PlanFeature<"green">[] = [];
  if (wanted > 0 && most > 0) {
    const need = Math.min(most, Math.max(wanted + MARGIN, LEAST_PATCH));
    const green = looseOf(existing.map((feature) => feature.shape));
    for (const shape of patchesFor(plantable({ ...draft, features: kept }, limits), green, need)) {
      planted.push({
        kind: "green",
        id: `green-${existing.length + planted.length + 1}`,
        shape,
        properties: { status: "new" },
      });
    }
  }
  const missing = () => wanted + MARGIN - sumOf(planted) - credited;
  const placed = { ...draft, features: [...kept, ...planted] };
  let credited = 0;
  const climbing: PlanFeature[] = [];
  if (wanted > 0) {
    for (const climb of [wallGreens, pergolas]) {
      for (const feature of missing() > MARGIN ? climb(placed, missing()) : []) {
        climbing.push(feature);
        credited += feature.properties.counted;
      }
    }
  }
  return { ...draft, features: [...kept, ...existing, ...pinned, ...planted, ...climbing, ...removed] };
}

/** What a part that is too small for a file is drawn out by at first, and at most, metres. */
const DRAWN_OUT = 0.02;
const MOST_DRAWN_OUT = 0.32;

/** What is gone of a green, in parts that a file can say: a stall may stand a hair in it. */
function legible(gone: Region, whole: Region): { readonly gone: Region; readonly parts: readonly Area[] } {
  let more = gone;
  let parts = areasOf(more, SPECK);
  for (let by = DRAWN_OUT; by <= MOST_DRAWN_OUT; by *= 2) {
    const small = parts.filter((part) => areaOf(part) < 2 * LEAST_AREA);
    if (small.length === 0) break;
    more = union(more, intersect(grow(regionOf(small), by), whole));
    parts = areasOf(more, SPECK);
  }
  return { gone: more, parts };
}

/** Whether an area's box comes near to one of some others. */
function isNearAny({ shell }: Area, boxes: readonly ReturnType<typeof bounds>[]): boolean {
  const [left, low, right, high] = bounds(shell);
  return boxes.some(
    ([minX, minY, maxX, maxY]) =>
      left <= maxX + SEAM && right >= minX - SEAM && low <= maxY + SEAM && high >= minY - SEAM,
  );
}

/** Whether nothing of an area is wider than so many metres. */
function isWithin(area: Area, width: number): boolean {
  // what a disc of half the width does not fit into has no more ground than so much along its outline
  if (area.holes.length === 0 && areaOf(area) > (width / 2) * outlineLength(area.shell)) return false;
  return grow(regionOf([area]), -width / 2).length === 0;
}

function outlineLength(ring: Ring): number {
  const points = pointsOf(ring);
  return points.reduce((sum, point, i) => sum + distance(point, points[(i + 1) % points.length]), 0);
}

function sumOf(features: readonly PlanFeature<"green">[]): number {
  return features.reduce((sum, feature) => sum + areaOf(feature.shape), 0);
}

/** Green lost and green that makes up for it (planted, and credited for climbers), square metres, from a draft's features. */
export function greenBalance(draft: Draft): { lost: number; planted: number } {
  const credit = new Map(featuresOf(draft.problem.site, "green").map((green) => [green.id, green.properties.credit]));
  let lost = 0;
  let planted = 0;
  let drawn = 0;
  for (const feature of draft.features) {
    if (feature.kind === "greenRemoved" || (feature.kind === "green" && feature.properties.status === "existing"))
      drawn += areaOf(feature.shape);
    if (feature.kind === "greenRemoved") lost += areaOf(feature.shape) * (credit.get(feature.properties.from) ?? 1);
    if (feature.kind === "green" && feature.properties.status === "new") planted += areaOf(feature.shape);
    if (feature.kind === "wallGreen" || feature.kind === "pergola") planted += feature.properties.counted;
  }
  const before = featuresOf(draft.problem.site, "green").reduce((sum, { shape }) => sum + areaOf(shape), 0);
  return { lost: lost + roundedOff(before - drawn), planted };
}

/** What cutting a green loses of it to the grid that plans are drawn on, square metres: a long outline loses a tenth. */
function roundedOff(area: number): number {
  return area > NOTICED ? area : 0;
}

function isExisting(feature: PlanFeature): boolean {
  return feature.kind === "stall" && feature.properties.status === "existing";
}
