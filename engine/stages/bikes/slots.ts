import type { Area, Ring } from "../../model/geometry.ts";
import type { PlanFeature } from "../../model/plan.ts";
import type { Draft } from "../draft.ts";
import { sectionsAlong } from "../ground/frontages.ts";
import { groundOf } from "../ground/ground.ts";
import type { EbikeLimits } from "../limits.ts";
import { edgesOf, snappedArea } from "../plane/outline.ts";
import {
  grow,
  growSquare,
  intersect,
  type Region,
  regionArea,
  regionOf,
  ringsOf,
  roughAreasOf,
  subtract,
  union,
} from "../plane/region.ts";
import { type Edge, fromEdge, merged, type Span, startSpans, uncoveredSpans } from "../plane/section.ts";
import { sharedArea } from "../plane/shared.ts";
import { GROUP_GAP, joinedTo, type Leftovers } from "./leftovers.ts";

/** Coverage may fall short by rounding, metres. */
const SLACK = 0.001;

/** What comes as near as this borders, metres. */
const BORDER = 0.01;

/** A group smaller than this is no place to put up a sign for, slots. */
const LEAST_GROUP = 3;

/** Each group has a price of its own, square metres: few large ones rather than many small. */
const GROUP_PRICE = 6;

/** Prices that differ by less are the same, and the first that is found is taken: what clipping rounds decides nothing, square metres a slot. */
const NO_DEARER = 0.002;

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
 * off walls of homes. Stops when `least` stand or no group is left.
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
  /** Of the ground that it takes with its aisle, square metres that stalls would rather have. */
  ofStalls(stalls: Region): number;
  /** Of that, what is green. */
  ofGreen(): number;
  /** Is its aisle joined to a road without crossing more green than it takes itself? */
  readonly isReached: boolean;
  /** What is left over beside it. */
  beside(roads: Region): Leftovers;
}

/** An edge of what is left over, and the groups that have room along it; each found when first asked for. */
interface Side {
  /** No group along it has more slots. */
  readonly most: number;
  /** Nor than where slots could stand, reached or not. */
  standing(): number;
  choices(): readonly Choice[];
}

const sides = new WeakMap<Leftovers, Map<string, readonly Side[]>>();

/** Every edge along which groups may have room on what is left over, for whoever chooses among them. */
function sidesOn(ground: Leftovers, sizes: EbikeLimits, wanted: number): readonly Side[] {
  const made = sides.get(ground) ?? new Map<string, readonly Side[]>();
  sides.set(ground, made);
  const key = `${sizes.group} ${wanted}`;
  const found = made.get(key) ?? sidesOf(ground, sizes, wanted);
  made.set(key, found);
  return found;
}

function sidesOf(left: Leftovers, sizes: EbikeLimits, wanted: number): Side[] {
  const { group, groupLength, width, length } = sizes;
  const largest = Math.min(group, Math.floor(groupLength / width + 1e-9), Math.max(wanted, LEAST_GROUP));
  const rims = ringsOf(left.walked);
  return roughAreasOf(left.standing, LEAST_GROUP * width * length).flatMap(({ shell, holes }) => {
    const rings = [shell, ...holes];
    return rings
      .flatMap((ring) => edgesOf(ring, "inside"))
      .map((edge): Side => {
        const most = Math.min(largest, slotsIn(edge.length - width, width));
        let taken: Span[] | null = null;
        const takenAlong = () => {
          taken ??= merged(uncoveredSpans(sectionsAlong(edge, rings, 0, length), length, SLACK));
          return taken;
        };
        let found: Choice[] | null = null;
        return {
          most,
          standing: () =>
            startSpans(takenAlong(), 0, edge.length, width).reduce(
              (sum, [from, to]) => Math.max(sum, Math.min(most, slotsIn(to - from, width))),
              0,
            ),
          choices() {
            found ??= groupsAlong(edge, takenAlong(), rims, sizes, most).map((one) => choiceOf(one, left, sizes));
            return found;
          },
        };
      })
      .filter(({ most }) => most >= LEAST_GROUP);
  });
}

function choiceOf(group: Group, left: Leftovers, sizes: EbikeLimits): Choice {
  const { slots, aisle } = group;
  const { green } = left;
  const box = boxOf(group, sizes.width, Math.min(slots[0], aisle[0]), Math.max(slots[1], aisle[1]));
  let shared: { readonly stalls: Region; readonly area: number } | null = null;
  let after: Leftovers | null = null;
  let reached: boolean | null = null;
  return {
    group,
    ofStalls(stalls) {
      if (shared?.stalls !== stalls) shared = { stalls, area: sharedArea(stalls, box) };
      return shared.area;
    },
    ofGreen: () => (green === undefined ? 0 : sharedArea(green.ground, box)),
    get isReached() {
      if (green === undefined) return true;
      const way = regionOf([boxOf(group, sizes.width, ...aisle)]);
      // it is as wide as an aisle itself: it has only to border, by as much, on what is joined to a road
      reached ??= regionArea(intersect(grow(way, BORDER), green.paved)) > BORDER * sizes.aisle * 0.9;
      return reached;
    },
    beside(roads) {
      after ??= leftBeside(left, group, sizes, roads);
      return after;
    },
  };
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
  const priceOf = (count: number, weighed: number) =>
    sizes.width * (sizes.length + sizes.aisle) + (weighed + GROUP_PRICE) / count;
  for (const side of sidesOn(ground, sizes, wanted)) {
    if (priceOf(side.most, 0) >= least - NO_DEARER) continue;
    const standing = side.standing();
    if (standing < LEAST_GROUP || priceOf(standing, 0) >= least - NO_DEARER) continue;
    for (const choice of side.choices()) {
      const { count } = choice.group;
      if (priceOf(count, 0) >= least - NO_DEARER) continue;
      const extra = stallGround === 0 ? 0 : stallGround * choice.ofStalls(stalls);
      const planted = green === null ? 0 : green * choice.ofGreen();
      const price = priceOf(count, extra + planted);
      if (price >= least - NO_DEARER || !choice.isReached) continue;
      least = price;
      best = choice;
    }
  }
  return best;
}

/** The largest groups that stand along an edge, with the aisle beyond them or, where a road runs along it, before them. */
function groupsAlong(
  edge: Edge,
  taken: readonly Span[],
  walked: readonly Ring[],
  { width, length, aisle }: EbikeLimits,
  most: number,
): Group[] {
  const groups: Group[] = [];
  for (const way of [
    [length, length + aisle],
    [-aisle, 0],
  ] as const) {
    const blocked = merged([...taken, ...uncoveredSpans(sectionsAlong(edge, walked, way[0], way[1]), aisle, SLACK)]);
    for (const [from, to] of startSpans(blocked, 0, edge.length, width)) {
      const count = Math.min(most, slotsIn(to - from, width));
      if (count < LEAST_GROUP) continue;
      // at either end, so that what is left over stays in one piece
      for (const start of [from, to - (count - 1) * width])
        groups.push({ edge, start, count, slots: [0, length], aisle: way });
    }
  }
  return groups;
}

/** Slots side by side of which the first may start on so many metres. */
function slotsIn(starts: number, width: number): number {
  return Math.floor(starts / width + 1e-6) + 1;
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
