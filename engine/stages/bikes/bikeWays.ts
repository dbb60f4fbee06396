import { type Area, areaOf, bounds } from "../../model/geometry.ts";
import { planFeaturesOf } from "../../model/plan.ts";
import type { Draft } from "../draft.ts";
import { groundOf } from "../ground/ground.ts";
import { stripAlong } from "../ground/hazards.ts";
import { bodiesOf } from "../ground/kinds.ts";
import { straightened } from "../ground/paths.ts";
import { pinnedOf } from "../locks/pinned.ts";
import { cellsIn, gridOver, paint } from "../plane/grid.ts";
import { disc, Hazard, type HazardItem, rings } from "../plane/hazard.ts";
import { cheapestWays, FREE, ROAD, WANTED } from "../plane/onCells.ts";
import { grow, intersect, looseOf, regionArea, regionOf, ringsOf, subtract, union } from "../plane/region.ts";
import { sharedArea } from "../plane/shared.ts";
import { idleOf, withoutIdleBikeAisles } from "./idle.ts";
import { walkableIn } from "./leftovers.ts";

// the ways that bicycles are wheeled from the road to slots which stand away from it: kept clear of whatever comes later

/** Cell of the grid that ways are looked for on, metres. */
const CELL = 0.25;

/** The grid finds the middle of a way to within this, metres. */
const OFF_MIDDLE = 0.1;

/** A way ends this near to the aisle that it leads to, metres. */
const AT_AISLE = 0.6;

/** An aisle this near to a road is reached from it, metres. */
const AT_ROAD = 0.05;

/** Less of an aisle than this beyond what is paved is rounding, square metres. */
const BEYOND = 0.01;

/** A draft without the slots on leftovers, but for those that are pinned, and the ways to those that are left. */
export function withoutSlots(draft: Draft): Draft {
  const { ids } = pinnedOf(draft.problem);
  const left = draft.features.filter(
    ({ id, kind, properties }) => !(kind === "ebikeSlot" && properties.where === "leftover" && !ids.has(id)),
  );
  const idle = new Set(idleOf(left, draft.features).map(({ feature }) => feature));
  const kept = withoutIdleBikeAisles(left, draft.features).filter((feature) => !idle.has(feature));
  const { ways: _, ...bare } = draft;
  return withBikeWays({ ...bare, features: kept });
}

/** A draft with the ways to its slots, over ground that stalls want least; where all aisles lie at a road it stays as it is. */
export function withBikeWays(draft: Draft): Draft {
  const { limits, roads, kinds } = groundOf(draft.problem);
  const all = planFeaturesOf(draft.features, "bikeAisle").map(({ shape }) => shape);
  const boundary = regionOf([draft.problem.site.boundary]);
  const isAtRoad = (aisle: Area) => regionArea(intersect(grow(regionOf([aisle]), AT_ROAD), roads.region)) > AT_ROAD;
  const onSite = (aisle: Area) => sharedArea(boundary, aisle) > 0.5;
  const far = all.filter((aisle) => !isAtRoad(aisle) && onSite(aisle));
  if (far.length === 0 || roads.outline.length === 0) return draft;
  const slots = planFeaturesOf(draft.features, "ebikeSlot").map(({ shape }) => shape);
  const walkable = walkableIn(draft);
  // on green
  const beyond = all.filter((aisle) => sharedArea(walkable, aisle) < areaOf(aisle) - BEYOND);
  const free = beyond.length === 0 ? walkable : subtract(union(walkable, looseOf(beyond)), looseOf(slots));
  const half = limits.ebike.aisle / 2;
  const roomy = ringsOf(grow(free, OFF_MIDDLE - half));
  if (roomy.length === 0) return draft;
  const box = bounds(draft.problem.site.boundary.shell);
  const grid = gridOver(...box, CELL);
  const { cells: open } = grid;
  paint(grid, roomy, FREE);
  const over = { ...grid, cells: open.slice() };
  paint(over, roads.outline, ROAD);
  // one by one: stalls that exclude each other overlap
  for (const ring of bodiesOf(roads.frontages, kinds)) paint(over, [ring], WANTED);
  const near = far.map((aisle) =>
    cellsIn(grid, ringsOf(grow(regionOf([aisle]), AT_AISLE))).filter((cell) => open[cell] !== 0),
  );
  const ways: HazardItem[] = [];
  for (const found of cheapestWays(over, open, near)) {
    const way = found === null ? [] : straightened(grid, open, found);
    for (let i = 0; i + 1 < way.length; i++) {
      const strip = stripAlong(way[i], way[i + 1], half, half);
      if (strip !== null) ways.push(rings(Hazard.Way, strip));
      ways.push(disc(Hazard.Way, way[i], half));
    }
  }
  return ways.length === 0 ? draft : { ...draft, ways };
}
