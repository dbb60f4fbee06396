import type { Area, Ring } from "../../model/geometry.ts";
import type { PlanFeature } from "../../model/plan.ts";
import { featuresOf } from "../../model/site.ts";
import type { Draft } from "../draft.ts";
import { type Edge, sectionsAlong } from "./frontages.ts";
import { groundOf } from "./ground.ts";
import { FORBIDS_STANDING, isHome } from "./hazards.ts";
import type { EbikeLimits } from "./limits.ts";
import { edgesOf, snappedArea } from "./outline.ts";
import { ACCESS, hazardRings } from "./planting.ts";
import {
  areasOf,
  growSquare,
  intersect,
  opened,
  type Region,
  regionArea,
  regionOf,
  regionOfRings,
  subtract,
  union,
} from "./region.ts";
import { fromEdge, merged, startSpans, uncoveredSpans } from "./section.ts";

/** Coverage may fall short by rounding, metres. */
const SLACK = 0.001;

/** A group smaller than this is no place to put up a sign for, slots. */
const LEAST_GROUP = 3;

/** Between two groups of slots, metres: `ebike.group_max`, assumed by the rulebook. */
const GROUP_GAP = 2;

/** Each group has a price of its own, square metres: few large ones rather than many small. */
const GROUP_PRICE = 6;

/** Where things may be set, and where one may walk to them. */
export interface Leftovers {
  /** Paved ground that nothing stands on, grows on, drives over or has to keep clear. */
  readonly standing: Region;
  /** Ground on which bicycles are wheeled: joined to a road at the width of a bicycle aisle. */
  readonly walked: Region;
}

/** What is left over beside everything that the draft has placed. */
export function leftoversOf(draft: Draft): Leftovers {
  const { site } = draft.problem;
  const { limits, roads, hazards } = groundOf(draft.problem);
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
  const placed = draft.features.flatMap(({ kind, shape }) =>
    kind !== "bikeAisle" && kind !== "fireLane" && "shell" in (shape as object) ? [shape as Area] : [],
  );
  const aisles = draft.features.flatMap((feature) => (feature.kind === "bikeAisle" ? [feature.shape] : []));
  // groups keep apart, so that one that burns does not light the next
  const slots = draft.features.flatMap((feature) => (feature.kind === "ebikeSlot" ? [feature.shape] : []));
  const forbidden = hazards.filter(({ bit }) => bit & FORBIDS_STANDING).flatMap(hazardRings);
  const standing = subtract(
    regionOf([site.boundary]),
    roads.region,
    growSquare(regionOf(homes), Math.max(limits.ebike.toWall, ACCESS)),
    growSquare(regionOf(things), ACCESS),
    regionOf([...closed, ...placed, ...aisles]),
    growSquare(regionOf(slots), GROUP_GAP),
    regionOfRings(forbidden),
  );
  const open = subtract(
    regionOf([site.boundary]),
    regionOf([...buildings.map(({ shape }) => shape), ...things, ...closed, ...placed]),
  );
  return { standing, walked: joinedTo(roads.region, union(open, roads.region), limits.ebike.aisle) };
}

/** The parts of some ground that are as wide as asked and touch a road. */
function joinedTo(roads: Region, ground: Region, width: number): Region {
  const parts = areasOf(opened(ground, width - 2 * SLACK), 1);
  return regionOf(parts.filter((part) => regionArea(intersect(regionOf([part]), roads)) > SLACK));
}

/** Slots side by side along an edge, and the aisle before them. */
interface Group {
  readonly edge: Edge;
  readonly start: number;
  readonly count: number;
  /** Across the edge, metres: where slots and aisle lie. */
  readonly slots: readonly [near: number, far: number];
  readonly aisle: readonly [near: number, far: number];
}

/** What an arrangement of e-bikes starts from, found once for all that are tried. */
export interface SlotGround extends Leftovers {
  /** Ground that stalls would rather have. */
  readonly stalls: Region;
}

/** One way to arrange e-bikes; which is best is tried. */
export interface SlotManner {
  /** A square metre of the stalls' ground weighs so much more than another. */
  readonly stallGround: number;
  /** No group has more slots than this, though the rulebook would allow it: a large one may stand in the way of two others. */
  readonly largest: number;
}

/**
 * E-bike slots on what is left over: groups within the rulebook's size, an aisle before each that is reached from a road,
 * off walls of homes. Stops when `least`
 * stand or no group is left.
 */
export function ebikesOnLeftovers(
  draft: Draft,
  least: number,
  ground: SlotGround,
  { stallGround, largest }: SlotManner,
): Draft {
  const { limits, roads } = groundOf(draft.problem);
  const ebike = { ...limits.ebike, group: Math.min(limits.ebike.group, largest) };
  let { standing, walked } = ground;
  let next = draft;
  let got = 0;
  const price = (region: Region) => stallGround * regionArea(intersect(region, ground.stalls));
  while (got < least) {
    const best = bestGroup({ standing, walked }, price, ebike, least - got);
    if (best === null) break;
    next = { ...next, features: [...next.features, ...groupAt(next, best, ebike.width)] };
    got += best.count;
    const slots = regionOf([boxOf(best, ebike.width, ...best.slots)]);
    // groups keep apart, so that one that burns does not light the next
    standing = subtract(standing, growSquare(slots, GROUP_GAP), regionOf([boxOf(best, ebike.width, ...best.aisle)]));
    walked = joinedTo(roads.region, subtract(walked, slots), ebike.aisle);
  }
  if (got >= least) return next;
  const unmet = { demand: "ebikeSlots.min", wanted: least, got, binding: "room on paved leftovers", price: null };
  return { ...next, unmet: [...next.unmet, unmet] };
}

function bestGroup(
  ground: Leftovers,
  extra: (region: Region) => number,
  sizes: EbikeLimits,
  wanted: number,
): Group | null {
  const walked = ringsOf(ground.walked);
  let best: Group | null = null;
  let least = Infinity;
  for (const { shell, holes } of areasOf(ground.standing, LEAST_GROUP * sizes.width * sizes.length)) {
    const rings = [shell, ...holes];
    for (const edge of rings.flatMap((ring) => edgesOf(ring, "inside"))) {
      for (const group of groupsAlong(edge, rings, walked, sizes, wanted)) {
        const price = priceOf(group, sizes.width, extra);
        if (price >= least - 1e-6) continue;
        least = price;
        best = group;
      }
    }
  }
  return best;
}

/** The largest groups that stand along an edge, with the aisle beyond them or, where a road runs along it, before them. */
function groupsAlong(
  edge: Edge,
  standing: readonly Ring[],
  walked: readonly Ring[],
  { width, length, aisle, group, groupLength }: EbikeLimits,
  wanted: number,
): Group[] {
  if (edge.length < LEAST_GROUP * width) return [];
  const most = Math.min(group, Math.floor(groupLength / width + 1e-9), Math.max(wanted, LEAST_GROUP));
  const groups: Group[] = [];
  const taken = uncoveredSpans(sectionsAlong(edge, standing, 0, length), length, SLACK);
  if (startSpans(merged(taken), 0, edge.length, LEAST_GROUP * width).length === 0) return [];
  for (const way of [
    [length, length + aisle],
    [-aisle, 0],
  ] as const) {
    const blocked = merged([...taken, ...uncoveredSpans(sectionsAlong(edge, walked, way[0], way[1]), aisle, SLACK)]);
    for (const [from, to] of startSpans(blocked, 0, edge.length, width)) {
      const count = Math.min(most, Math.floor((to - from) / width + 1e-6) + 1);
      if (count < LEAST_GROUP) continue;
      // at either end, so that what is left over stays in one piece
      for (const start of [from, to - (count - 1) * width])
        groups.push({ edge, start, count, slots: [0, length], aisle: way });
    }
  }
  return groups;
}

/** Square metres a slot, ground of stalls weighing more; larger groups are a little cheaper. */
function priceOf(group: Group, width: number, extra: (ground: Region) => number): number {
  const { slots, aisle, count } = group;
  const ground = regionOf([boxOf(group, width, Math.min(slots[0], aisle[0]), Math.max(slots[1], aisle[1]))]);
  return (regionArea(ground) + extra(ground) + GROUP_PRICE) / count;
}

function groupAt(draft: Draft, group: Group, width: number): PlanFeature[] {
  const numberOf = (kind: PlanFeature["kind"]) => draft.features.filter((feature) => feature.kind === kind).length + 1;
  const { slots, aisle, count } = group;
  const first = numberOf("ebikeSlot");
  return [
    ...Array.from({ length: count }, (_, i): PlanFeature => {
      const one = { ...group, start: group.start + i * width, count: 1 };
      return {
        kind: "ebikeSlot",
        id: `ebikeSlot-${first + i}`,
        shape: boxOf(one, width, slots[0], slots[1]),
        properties: { where: "leftover" },
      };
    }),
    {
      kind: "bikeAisle",
      id: `bikeAisle-${numberOf("bikeAisle")}`,
      shape: boxOf(group, width, aisle[0], aisle[1]),
      properties: { width: Math.round((aisle[1] - aisle[0]) * 1000) / 1000 },
    },
  ];
}

function boxOf({ edge, start, count }: Group, width: number, near: number, far: number): Area {
  const at = (s: number, d: number) => fromEdge(edge.frame, start + s, d);
  return snappedArea([at(0, near), at(count * width, near), at(count * width, far), at(0, far)]);
}

function ringsOf(region: Region): Ring[] {
  return areasOf(region, 0).flatMap(({ shell, holes }) => [shell, ...holes]);
}
