import type { Ring } from "../../model/geometry.ts";
import type { PlanFeature } from "../../model/plan.ts";
import { featuresOf } from "../../model/site.ts";
import type { Problem } from "../draft.ts";
import { type Roads, roadsOf } from "./frontages.ts";
import { area, Hazard, type HazardItem, isHome, lockHazards, siteHazards } from "./hazards.ts";
import { type Limits, limitsOf } from "./limits.ts";
import { areasOf, growSquare, type Region, regionOf } from "./region.ts";
import { turnsOf } from "./turns.ts";
import { wayHazards } from "./ways.ts";

/** What every stage of a compound needs to know about the site: found once a problem. */
export interface CompoundGround {
  readonly limits: Limits;
  readonly roads: Roads;
  readonly hazards: readonly HazardItem[];
  /** Green that may be converted. */
  readonly convertible: Region;
  /** Ground nearer to homes than is good for a stall. */
  readonly nearHomes: Region;
}

/** A 90° mouth is taken to need this much where the profile has no table, metres. JGJ 100-2015 Table 4.3.4. */
export const DEFAULT_AISLE = 5.5;

const found = new WeakMap<Problem, CompoundGround>();

/** Pure: the same problem gives the same ground; kept so that stages do not find it again. */
export function groundOf(problem: Problem): CompoundGround {
  const known = found.get(problem);
  if (known !== undefined) return known;
  const { site, rules } = problem;
  const limits = limitsOf(rules);
  const roads = roadsOf(site);
  const ground: CompoundGround = {
    limits,
    roads,
    hazards: [
      ...siteHazards(site, limits, DEFAULT_AISLE),
      ...wayHazards(site, roads.outline, limits),
      ...turnsOf(site, roads, limits),
      ...lockHazards(problem),
    ],
    convertible: regionOf(
      featuresOf(site, "green")
        .filter((green) => green.properties.convertible)
        .map((green) => green.shape),
    ),
    nearHomes: growSquare(
      regionOf(
        featuresOf(site, "building")
          .filter((building) => isHome(building.properties.use))
          .map((building) => building.shape),
      ),
      limits.homeGood,
    ),
  };
  found.set(problem, ground);
  return ground;
}

/** What a draft has placed already, as hazards. */
export function placedHazards(features: readonly PlanFeature[]): HazardItem[] {
  return features.flatMap((feature) =>
    feature.kind === "locker" ||
    feature.kind === "lockerPad" ||
    feature.kind === "ebikeSlot" ||
    feature.kind === "bikeAisle"
      ? [area(Hazard.Placed, feature.shape)]
      : [],
  );
}

/** Shells and holes of a region, taken even-odd. */
export function outlineOf(region: Region): Ring[] {
  return areasOf(region, 0).flatMap(({ shell, holes }) => [shell, ...holes]);
}
