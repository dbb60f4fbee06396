import { InputError } from "./model/errors.ts";
import { featuresOf, isCompound } from "./model/site.ts";
import type { Problem } from "./stages/draft.ts";
import { LEAST_PATCH, LEAST_WIDTH } from "./stages/green/planting.ts";
import { pinnedOf } from "./stages/locks/pinned.ts";
import { intersect, opened, type Region, regionArea, regionOf, subtract } from "./stages/plane/region.ts";

// whether all that a planner has locked can be, asked before anything is searched

/** Pieces smaller than this are rounding, square metres. */
const SPECK = 0.01;

/**
 * @throws InputError one sentence about the first lock that cannot be
 */
export function checkLocks(problem: Problem): void {
  const { site, scenario } = problem;
  const grounds = regionOf([site.boundary, ...featuresOf(site, "frontage").map((strip) => strip.shape)]);
  scenario.locks.forEach((lock, i) => {
    if (!("shape" in lock) || lock.shape.type !== "Polygon") return;
    if (regionArea(intersect(regionOf([lock.shape.area]), grounds)) < SPECK) {
      throw new InputError(`locks[${i}].geometry: this lies off the site; a place on it would be right.`);
    }
  });
  if (!isCompound(site)) return;
  pinnedOf(problem);
  const green = regionOf(featuresOf(site, "green").map((each) => each.shape));
  scenario.locks.forEach((lock, i) => {
    if (!("shape" in lock) || lock.as !== "green" || lock.shape.type !== "Polygon") return;
    const planted = subtract(regionOf([lock.shape.area]), green);
    if (regionArea(planted) >= SPECK) refuseSmall(planted, `locks[${i}].geometry`);
  });
}

/** Planting that would not count. */
function refuseSmall(planted: Region, place: string): void {
  const size = regionArea(planted);
  if (size < LEAST_PATCH) {
    throw new InputError(
      `${place}: planting on ${size.toFixed(1)} m² does not count; ${LEAST_PATCH} m² or more would be right.`,
    );
  }
  if (regionArea(opened(planted, LEAST_WIDTH)) < SPECK) {
    throw new InputError(
      `${place}: planting narrower than ${LEAST_WIDTH} m does not count; ${LEAST_WIDTH} m or more would be right.`,
    );
  }
}
