import { type Area, bounds, type Point, type Ring } from "../../model/geometry.ts";
import type { PlanKind } from "../../model/plan.ts";
import { featuresOf, isCompound } from "../../model/site.ts";
import type { Draft } from "../draft.ts";
import { hazardRings } from "../green/planting.ts";
import { groundOf } from "../ground/ground.ts";
import { isIn } from "../ground/walk.ts";
import { FORBIDS_STANDING, Hazard } from "../plane/hazard.ts";

/** What of a plan keeps a post away; planting may surround it. */
const KEEPS_OFF: ReadonlySet<PlanKind> = new Set<PlanKind>([
  "stall",
  "accessAisle",
  "aisle",
  "driveway",
  "turnaround",
  "fireLane",
  "bikeAisle",
  "ebikeSlot",
  "locker",
  "lockerPad",
  "shed",
]);

/** A tree without a trunk on record is as thick as this, metres. */
const TRUNK = 0.2;

/** May no post stand at a position: on a building, a tree, a way, a road, another thing, or off the site? `half` a post, metres. */
export function blockedAt(draft: Draft, half: number): (at: Point) => boolean {
  const { site } = draft.problem;
  const areas: Area[] = [
    ...(
      ["building", "obstruction", "yard", "activity", "shed", "reserve", "road", "fireLane", "aerialSite"] as const
    ).flatMap((kind) => featuresOf(site, kind).flatMap(({ shape }) => ("shell" in shape ? [shape] : []))),
    ...draft.features.flatMap(({ kind, shape }) => (KEEPS_OFF.has(kind) && "shell" in shape ? [shape] : [])),
  ];
  const rings: Ring[] = [
    ...areas.map(({ shell }) => shell),
    ...(isCompound(site)
      ? groundOf(draft.problem)
          .hazards.filter(({ bit }) => bit & (FORBIDS_STANDING | Hazard.Way))
          .flatMap(hazardRings)
      : []),
  ];
  const boxes = rings.map((ring) => bounds(ring));
  const trees = featuresOf(site, "tree");
  return ([x, y]) => {
    const corners = [-half, half].flatMap((u) => [-half, half].map((v): Point => [x + u, y + v]));
    const { shell, holes } = site.boundary;
    if (!corners.every((corner) => isIn(shell, corner) && !holes.some((hole) => isIn(hole, corner)))) return true;
    if (
      trees.some(({ shape, properties }) => {
        const reach = half + (properties.trunkRadius ?? TRUNK);
        return (shape[0] - x) ** 2 + (shape[1] - y) ** 2 < reach * reach;
      })
    )
      return true;
    return rings.some((ring, i) => {
      const [minX, minY, maxX, maxY] = boxes[i];
      if (x + half < minX || y + half < minY || x - half > maxX || y - half > maxY) return false;
      return isIn(ring, [x, y]) || corners.some((corner) => isIn(ring, corner));
    });
  };
}
