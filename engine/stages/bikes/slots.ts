import { type Area, areaOf, type Ring } from "../../model/geometry.ts";
import type { PlanFeature } from "../../model/plan.ts";
import { featuresOf } from "../../model/site.ts";
import type { Draft } from "../draft.ts";
import { ACCESS, hazardRings } from "../green/planting.ts";
import { sectionsAlong } from "../ground/frontages.ts";
import { type CompoundGround, groundOf } from "../ground/ground.ts";
import { isHome } from "../ground/hazards.ts";
import type { EbikeLimits } from "../limits.ts";
import { FORBIDS_STANDING } from "../plane/hazard.ts";
import { edgesOf, snappedArea } from "../plane/outline.ts";
import {
  areasOf,
  grow,
  growSquare,
  intersect,
  opened,
  outlineOf,
  partsOf,
  type Region,
  regionArea,
  regionOf,
  regionOfRings,
  subtract,
  union,
} from "../plane/region.ts";
import { type Edge, fromEdge, merged, startSpans, uncoveredSpans } from "../plane/section.ts";

/** Coverage may fall short by rounding, metres. */
const SLACK = 0.001;

/** What comes as near as this borders, metres. */
const BORDER = 0.01;

/** A group smaller than this is no place to put up a sign for, slots. */
const LEAST_GROUP = 3;

/** Between two groups of slots, metres: `ebike.group_max`, assumed by the rulebook. */
export const GROUP_GAP = 2;

/** Each group has a price of its own, square metres: few large ones rather than many small. */
const GROUP_PRICE = 6;

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
  const placed = placedIn(draft);
  const aisles = features.flatMap((feature) => (feature.kind === "bikeAisle" ? [feature.shape] : []));
  // groups keep apart, so that one that burns does not light the next
  const slots = features.flatMap((feature) => (feature.kind === "ebikeSlot" ? [feature.shape] : []));
  const standing = subtract(
    regionOf([problem.site.boundary]),
    roads.region,
    ...offWalls,
    regionOf([...closed, ...placed, ...aisles]),
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
    regionOf([...placedIn(draft), ...aisles]),
  );
  const free = subtract(ground, ...offWalls, growSquare(regionOf(slots), GROUP_GAP));
  return { standing: union(standing, free), walked: union(walked, ground), green: { ground, paved: walked } };
}

/** Ground on which bicycles are wheeled beside everything that the draft has placed. */
export function walkedIn(draft: Draft, aisle: number): Region {
  const { roads } = groundOf(draft.problem);
  return joinedTo(roads.region, union(pavedIn(draft), roads.region), aisle);
}

/** Paved ground that nothing stands on beside everything that the draft has placed, joined to a road or not. */
export function pavedIn(draft: Draft): Region {
  const { closed, buildings, things } = closedOf(draft);
  return subtract(
    regionOf([draft.problem.site.boundary]),
    regionOf([...buildings, ...things, ...closed, ...placedIn(draft)]),
  );
}

function placedIn({ features }: Draft): Area[] {
  return features.flatMap(({ kind, shape }) =>
    kind !== "bikeAisle" && kind !== "fireLane" && "shell" in (shape as object) ? [shape as Area] : [],
  );
}

/** Where no bicycle stands whatever a draft places. */
interface Closed {
  readonly buildings: readonly Area[];
  readonly things: readonly Area[];
  readonly closed: readonly Area[];
  /** Too near to walls and things. */
  readonly offWalls: readonly Region[];
  /** To be kept clear. */
  readonly kept: Region;
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
    buildings: buildings.map(({ shape }) => shape),
    things,
    closed,
    offWalls: [
      growSquare(regionOf(homes), Math.max(ground.limits.ebike.toWall, ACCESS)),
      growSquare(regionOf(things), ACCESS),
    ],
    kept: regionOfRings(forbidden),
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
  const parts = partsOf(opened(ground, width - 2 * SLACK), 1);
  return parts.filter((part) => regionArea(intersect(part, roads)) > SLACK).flat();
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
export interface SlotGround {
  readonly left: Leftovers;
  /** Likewise, with green that may be converted; found when first asked for. */
  withGreen(): Leftovers;
  /** Ground that stalls would rather have. */
  readonly stalls: Region;
}

/** One way to arrange e-bikes; which is best is tried. */
export interface SlotManner {
  /** A square metre of the stalls' ground weighs so much more than another. */
  readonly stallGround: number;
  /** No group has more slots than this, though the rulebook would allow it: a large one may stand in the way of two others. */
  readonly largest: number;
  /** A square metre of green weighs so much more than a paved one; null: green stays. */
  readonly green: number | null;
}

/**
 * E-bike slots on what is left over: groups within the rulebook's size, an aisle before each that is reached from a road,
 * off walls of homes. Stops when `least`
 * stand or no group is left.
 */
export function ebikesOnLeftovers(draft: Draft, least: number, ground: SlotGround, manner: SlotManner): Draft {
  const { limits, roads } = groundOf(draft.problem);
  const ebike = { ...limits.ebike, group: Math.min(limits.ebike.group, manner.largest) };
  let left = manner.green === null ? ground.left : ground.withGreen();
  let next = draft;
  let got = 0;
  while (got < least) {
    const best = bestGroup(left, ground.stalls, manner, ebike, least - got);
    if (best === null) break;
    next = { ...next, features: [...next.features, ...groupAt(next, best.group, ebike.width)] };
    got += best.group.count;
    if (got < least) left = best.beside(roads.region);
  }
  if (got >= least) return next;
  const unmet = { demand: "ebikeSlots.min", wanted: least, got, binding: "room on paved leftovers", price: null };
  return { ...next, unmet: [...next.unmet, unmet] };
}

/** A group that has room, and what it would come to: found once for all manners that come to the same ground. */
interface Choice {
  readonly group: Group;
  /** Ground that it takes with its aisle, square metres. */
  readonly area: number;
  /** Of that, what stalls would rather have. */
  ofStalls(stalls: Region): number;
  /** Of that, what is green. */
  ofGreen(): number;
  /** Is its aisle joined to a road without crossing more green than it takes itself? */
  readonly isReached: boolean;
  /** What is left over beside it. */
  beside(roads: Region): Leftovers;
}

const choices = new WeakMap<Leftovers, Map<string, readonly Choice[]>>();

/** Every group that has room on what is left over, for whoever chooses among them. */
function choicesOn(ground: Leftovers, sizes: EbikeLimits, wanted: number): readonly Choice[] {
  const made = choices.get(ground) ?? new Map<string, readonly Choice[]>();
  choices.set(ground, made);
  const key = `${sizes.group} ${wanted}`;
  const found = made.get(key) ?? choicesOf(ground, sizes, wanted);
  made.set(key, found);
  return found;
}

function choicesOf(left: Leftovers, sizes: EbikeLimits, wanted: number): Choice[] {
  const { standing, walked, green } = left;
  const rims = outlineOf(walked);
  return areasOf(standing, LEAST_GROUP * sizes.width * sizes.length).flatMap(({ shell, holes }) => {
    const rings = [shell, ...holes];
    return rings
      .flatMap((ring) => edgesOf(ring, "inside"))
      .flatMap((edge) => groupsAlong(edge, rings, rims, sizes, wanted))
      .map((group): Choice => {
        const { slots, aisle } = group;
        const box = boxOf(group, sizes.width, Math.min(slots[0], aisle[0]), Math.max(slots[1], aisle[1]));
        const ground = () => regionOf([box]);
        let shared: { readonly stalls: Region; readonly area: number } | null = null;
        let after: Leftovers | null = null;
        let reached: boolean | null = null;
        const way = () => regionOf([boxOf(group, sizes.width, ...aisle)]);
        return {
          group,
          area: areaOf(box),
          ofStalls(stalls) {
            if (shared?.stalls !== stalls) shared = { stalls, area: regionArea(intersect(ground(), stalls)) };
            return shared.area;
          },
          ofGreen: () => (green === undefined ? 0 : regionArea(intersect(ground(), green.ground))),
          get isReached() {
            if (green === undefined) return true;
            // it is as wide as an aisle itself: it has only to border, by as much, on what is joined to a road
            reached ??= regionArea(intersect(grow(way(), BORDER), green.paved)) > BORDER * sizes.aisle * 0.9;
            return reached;
          },
          beside(roads) {
            after ??= leftBeside(left, group, sizes, roads);
            return after;
          },
        };
      });
  });
}

function leftBeside(
  { standing, walked, green }: Leftovers,
  group: Group,
  { width, aisle }: EbikeLimits,
  roads: Region,
): Leftovers {
  const slots = regionOf([boxOf(group, width, ...group.slots)]);
  const way = regionOf([boxOf(group, width, ...group.aisle)]);
  const paved = green === undefined ? null : joinedTo(roads, subtract(union(green.paved, way), slots), aisle);
  return {
    // groups keep apart, so that one that burns does not light the next
    standing: subtract(standing, growSquare(slots, GROUP_GAP), way),
    walked: paved === null ? joinedTo(roads, subtract(walked, slots), aisle) : subtract(walked, slots),
    ...(green === undefined || paved === null ? {} : { green: { ground: subtract(green.ground, slots, way), paved } }),
  };
}

/** The group with the fewest square metres a slot, ground of stalls weighing more; larger groups are a little cheaper. */
function bestGroup(
  ground: Leftovers,
  stalls: Region,
  { stallGround, green }: SlotManner,
  sizes: EbikeLimits,
  wanted: number,
): Choice | null {
  let best: Choice | null = null;
  let least = Infinity;
  for (const choice of choicesOn(ground, sizes, wanted)) {
    const extra = stallGround === 0 ? 0 : stallGround * choice.ofStalls(stalls);
    const planted = green === null ? 0 : green * choice.ofGreen();
    const price = (choice.area + extra + planted + GROUP_PRICE) / choice.group.count;
    if (price >= least - 1e-6 || !choice.isReached) continue;
    least = price;
    best = choice;
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
