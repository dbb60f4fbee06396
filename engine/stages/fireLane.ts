import { type Area, areaOf } from "../model/geometry.ts";
import type { PlanFeature } from "../model/plan.ts";
import { featuresOf, type Site } from "../model/site.ts";
import type { Draft } from "./draft.ts";
import { limitsOf } from "./limits.ts";
import {
  EMPTY,
  evenAreasOf,
  grow,
  intersect,
  opened,
  partsOf,
  type Region,
  regionArea,
  regionOf,
  subtract,
  union,
} from "./plane/region.ts";

/** Parts of a road smaller than this are no lane, square metres. */
const LEAST_LANE = 4;

/**
 * The fire lanes of a compound: along every existing road, at the rule's width or, where the road is narrower, at
 * today's. They are kept clear first and are a hazard to everything after. A profile without the rule has none.
 */
export function fireLane(draft: Draft): Draft {
  const lanes = lanesOf(draft.problem.site, limitsOf(draft.problem.rules).laneWidth, () => EMPTY);
  return { ...draft, features: [...draft.features.filter((feature) => feature.kind !== "fireLane"), ...lanes] };
}

/** One lane a road, less what `taken` says stands on that road (whole strips along its sides, so that a lane is straight). */
export function lanesOf(site: Site, laneWidth: number, taken: (road: string) => Region): PlanFeature<"fireLane">[] {
  if (laneWidth === 0) return [];
  const lanes: PlanFeature<"fireLane">[] = [];
  const standing = standingOn(site);
  for (const [row, road] of featuresOf(site, "road").entries()) {
    const strips = taken(road.id);
    const there = standing[row];
    const areas =
      there.length > 0
        ? besideThings(road.shape, union(strips, there), laneWidth)
        : strips.length === 0
          ? [road.shape]
          : clearAreas(road.shape, strips, laneWidth);
    for (const shape of areas) {
      const width = Math.min(laneWidth, road.properties.width ?? nominalWidth(shape));
      lanes.push({
        kind: "fireLane",
        id: `fireLane-${lanes.length + 1}`,
        shape,
        properties: { width: Math.round(width * 1000) / 1000, status: "existing" },
      });
    }
  }
  return lanes;
}

/** What overlaps by less only touches, square metres. */
const SPECK = 0.01;

const standingBy = new WeakMap<Site, readonly Region[]>();

/** Stalls of today, obstructions and sheds that stand on each road: beside them an engine finds what it finds today. Found once a site. */
function standingOn(site: Site): readonly Region[] {
  const known = standingBy.get(site);
  if (known !== undefined) return known;
  const things = [...featuresOf(site, "stall"), ...featuresOf(site, "obstruction"), ...featuresOf(site, "shed")];
  const regions = things.map(({ shape }) => regionOf([shape]));
  const standing = featuresOf(site, "road").map(({ shape }) => {
    const ground = regionOf([shape]);
    return regions.filter((thing) => regionArea(intersect(thing, ground)) > SPECK).flat();
  });
  standingBy.set(site, standing);
  return standing;
}

/** An engine's body goes through no less, metres. */
const ENGINE = 2.5;

/** Likewise where something of today stands on the road: no lane is what no engine goes through. */
function besideThings(road: Area, taken: Region, laneWidth: number): readonly Area[] {
  return clearAreas(road, taken, laneWidth).flatMap((area) =>
    evenAreasOf(opened(regionOf([area]), Math.min(ENGINE, laneWidth)), LEAST_LANE),
  );
}

/**
 * What of a road a lane of the width can be led over; corners between things that stand on the road are no part of it. Where the
 * road is narrower today and nothing stands near, the lane is as wide as the road: it ends nowhere that it did not before.
 */
function clearAreas(road: Area, strips: Region, laneWidth: number): readonly Area[] {
  const wide = opened(subtract(regionOf([road]), strips), laneWidth - ROUNDING);
  const narrow = narrowOf(road, laneWidth);
  // a millimetre decides whether it is wide enough
  if (narrow.length === 0) return evenAreasOf(wide, LEAST_LANE);
  const asToday = subtract(narrow, grow(strips, laneWidth));
  return evenAreasOf(union(wide, asToday), LEAST_LANE);
}

const narrows = new WeakMap<Area, Map<number, Region>>();

/** The stretches of a road that are narrower than a lane; none of its corners. */
function narrowOf(road: Area, laneWidth: number): Region {
  const byWidth = narrows.get(road) ?? new Map<number, Region>();
  narrows.set(road, byWidth);
  const known = byWidth.get(laneWidth);
  if (known !== undefined) return known;
  const whole = regionOf([road]);
  const found = partsOf(subtract(whole, opened(whole, laneWidth - ROUNDING)), LEAST_LANE).flat();
  byWidth.set(laneWidth, found);
  return found;
}

/** Taken off a width that must just fit, metres: the grid of clipping. */
const ROUNDING = 0.002;

/** Mean width of a long narrow area, metres: the root of x² − (perimeter / 2) x + area, exact for a rectangle. */
export function nominalWidth(area: PlanFeature<"fireLane">["shape"]): number {
  const ring = area.shell;
  let perimeter = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const dx = ring[i] - ring[j];
    const dy = ring[i + 1] - ring[j + 1];
    perimeter += Math.sqrt(dx * dx + dy * dy);
  }
  const half = perimeter / 2;
  const root = half * half - 4 * areaOf(area);
  return root <= 0 ? half / 2 : (half - Math.sqrt(root)) / 2;
}
