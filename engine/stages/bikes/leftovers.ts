import type { Area } from "../../model/geometry.ts";
import { featuresOf } from "../../model/site.ts";
import type { Draft } from "../draft.ts";
import { ACCESS, hazardRings } from "../green/planting.ts";
import { type CompoundGround, groundOf } from "../ground/ground.ts";
import { isHome } from "../ground/hazards.ts";
import { FORBIDS_STANDING } from "../plane/hazard.ts";
import {
  growSquare,
  looseOf,
  looseRings,
  opened,
  partsOf,
  type Region,
  regionOf,
  subtract,
  union,
} from "../plane/region.ts";
import { isShared, sharedArea } from "../plane/shared.ts";

// what is left over for people's things: where they may stand, and where bicycles are wheeled to them

/** Coverage may fall short by rounding, metres. */
const SLACK = 0.001;

/** Between two groups of slots, metres: `ebike.group_max`, assumed by the rulebook. */
export const GROUP_GAP = 2;

/** Where things may be set, and where one may walk to them. */
export interface Leftovers {
  /** Paved ground that nothing stands on, grows on, drives over or has to keep clear. */
  readonly standing: Region;
  /** Ground on which bicycles are wheeled: joined to a road at the width of a bicycle aisle. */
  readonly walked: Region;
  /** Where green counts as left over as well: that green, and what is wheeled over without it. Absent: green stays. */
  readonly green?: { readonly ground: Region; readonly paved: Region };
}

const leftovers = new WeakMap<Draft, Leftovers>();

/** What is left over beside everything that the draft has placed; found once a draft. */
export function leftoversOf(draft: Draft): Leftovers {
  const known = leftovers.get(draft) ?? findLeftovers(draft);
  leftovers.set(draft, known);
  return known;
}

function findLeftovers(draft: Draft): Leftovers {
  const { problem, features } = draft;
  const { limits, roads } = groundOf(problem);
  const { closed, offWalls, kept } = closedOf(draft);
  const aisles = features.flatMap((feature) => (feature.kind === "bikeAisle" ? [feature.shape] : []));
  // groups keep apart, so that one that burns does not light the next
  const slots = features.flatMap((feature) => (feature.kind === "ebikeSlot" ? [feature.shape] : []));
  const standing = subtract(
    regionOf([problem.site.boundary]),
    roads.region,
    ...offWalls,
    looseOf([...closed, ...placedIn(draft), ...aisles]),
    growSquare(regionOf(slots), GROUP_GAP),
    kept,
  );
  return { standing, walked: walkedIn(draft, limits.ebike.aisle) };
}

/** Likewise, with green that may be converted: what slots and their aisles take of it is planted again like any other. */
export function leftoversWithGreen(draft: Draft): Leftovers {
  const { problem } = draft;
  const { site } = problem;
  const { standing, walked } = leftoversOf(draft);
  const { offWalls, kept } = closedOf(draft);
  const slots = draft.features.flatMap((feature) => (feature.kind === "ebikeSlot" ? [feature.shape] : []));
  const aisles = draft.features.flatMap((feature) => (feature.kind === "bikeAisle" ? [feature.shape] : []));
  const converted = featuresOf(site, "green").filter(({ properties }) => properties.convertible);
  const ground = subtract(
    regionOf(converted.map(({ shape }) => shape)),
    kept,
    looseOf([...placedIn(draft), ...aisles]),
  );
  const free = subtract(ground, ...offWalls, growSquare(regionOf(slots), GROUP_GAP));
  return { standing: union(standing, free), walked: union(walked, ground), green: { ground, paved: walked } };
}

/** Ground on which bicycles are wheeled beside everything that the draft has placed. */
export function walkedIn(draft: Draft, aisle: number): Region {
  return joinedTo(groundOf(draft.problem).roads.region, walkableIn(draft), aisle);
}

/** Paved ground that nothing stands on beside everything that the draft has placed, joined to a road or not, and the roads. */
export function walkableIn(draft: Draft): Region {
  const { roads } = groundOf(draft.problem);
  const placed = placedIn(draft);
  const onRoads = placed.filter((area) => sharedArea(roads.region, area) > SLACK);
  const beside = placed.filter((area) => !onRoads.includes(area));
  return subtract(closedOf(draft).walkable, looseOf(beside), subtract(looseOf(onRoads), roads.region));
}

function placedIn({ features }: Draft): Area[] {
  return features.flatMap(({ kind, shape }) =>
    kind !== "bikeAisle" && kind !== "fireLane" && "shell" in (shape as object) ? [shape as Area] : [],
  );
}

/** Where no bicycle stands whatever a draft places. */
interface Closed {
  readonly closed: readonly Area[];
  /** Too near to walls and things. */
  readonly offWalls: readonly Region[];
  /** To be kept clear; its parts overlap. */
  readonly kept: Region;
  /** Paved ground that nothing stands on, and the roads. */
  readonly walkable: Region;
}

const known = new WeakMap<CompoundGround, Closed>();

/** Found once a ground. */
function closedOf({ problem }: Draft): Closed {
  const ground = groundOf(problem);
  const made = known.get(ground);
  if (made !== undefined) return made;
  const { site } = problem;
  const buildings = featuresOf(site, "building");
  const homes = buildings.filter(({ properties }) => isHome(properties.use)).map(({ shape }) => shape);
  const things = [
    ...featuresOf(site, "shed").map(({ shape }) => shape),
    ...featuresOf(site, "obstruction").map(({ shape }) => shape),
    ...buildings.filter(({ properties }) => !isHome(properties.use)).map(({ shape }) => shape),
  ];
  const closed = [
    ...featuresOf(site, "green").map(({ shape }) => shape),
    ...featuresOf(site, "yard").map(({ shape }) => shape),
    ...featuresOf(site, "activity").map(({ shape }) => shape),
    ...featuresOf(site, "stall").map(({ shape }) => shape),
    ...featuresOf(site, "informalStall").flatMap(({ shape }) => ("shell" in shape ? [shape] : [])),
  ];
  const forbidden = ground.hazards.filter(({ bit }) => bit & FORBIDS_STANDING).flatMap(hazardRings);
  const fresh: Closed = {
    closed,
    offWalls: [
      growSquare(regionOf(homes), Math.max(ground.limits.ebike.toWall, ACCESS)),
      growSquare(regionOf(things), ACCESS),
    ],
    kept: looseRings(forbidden),
    walkable: union(
      subtract(regionOf([site.boundary]), looseOf([...homes, ...things, ...closed])),
      ground.roads.region,
    ),
  };
  known.set(ground, fresh);
  return fresh;
}

/** What is to be kept clear of all that stands: ways, hydrants, trees, sight. */
export function keptClear(draft: Draft): Region {
  return closedOf(draft).kept;
}

/** The parts of some ground that are as wide as asked and touch a road. */
export function joinedTo(roads: Region, ground: Region, width: number): Region {
  const parts = partsOf(opened(ground, width - 2 * SLACK, 1), 1);
  return parts.filter((part) => isShared(part, roads, SLACK)).flat();
}
