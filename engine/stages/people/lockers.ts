import type { Point, Ring } from "../../model/geometry.ts";
import type { PlanFeature } from "../../model/plan.ts";
import { featuresOf } from "../../model/site.ts";
import type { Draft } from "../draft.ts";
import { blockedSpans, sectionsAlong, viewFrom } from "../ground/frontages.ts";
import { groundOf, placedHazards } from "../ground/ground.ts";
import { type Hazards, indexHazards, within } from "../ground/hazards.ts";
import { FORBIDS_STANDING, Hazard, rings } from "../plane/hazard.ts";
import { distance as distanceBetween, edgesOf, nearestOn, snappedArea } from "../plane/outline.ts";
import { type Edge, fromEdge, merged, startSpans, uncoveredSpans } from "../plane/section.ts";

/** A column of a parcel locker, metres: typical products are 0.35 to 0.5 wide, 0.5 to 0.65 deep, `locker.footprint_column`. */
const COLUMN_WIDTH = 0.425;
const LOCKER_DEPTH = 0.5;

/** No locker this near to a ground-floor window, metres: `locker.placement`. */
const WINDOW_GAP = 2;

/** A locker farther from the gate than this is not near it, metres: half a minute's walk. */
const NEAR_GATE = 30;

/** The standing space is walked over: it may lie on a way. */
const FORBIDS_PAD = FORBIDS_STANDING & ~Hazard.Way;

/** Coverage by the site, and room before the road, may fall short by rounding, metres. */
const SLACK = 0.001;

interface Place {
  readonly edge: Edge;
  readonly start: number;
  /** From the gate, and what the way home is longer for it, metres. */
  readonly distance: number;
  /** From the nearest gate to its front, metres. */
  readonly fromGate: number;
}

/**
 * A locker with its back to a wall, a fence or a green edge, as near to the gate and as little beside the ways home from it as
 * its standing space and a way to it allow.
 */
export function lockerNearGate(draft: Draft, columns: number): Draft {
  const best = placeFor(draft, columns, NEAR_GATE);
  if (best === null) {
    return {
      ...draft,
      unmet: [
        ...draft.unmet,
        { demand: "lockers", wanted: `${columns} columns`, got: 0, binding: "locker.placement", price: null },
      ],
    };
  }
  return { ...draft, features: [...draft.features, ...lockerAt(draft, best, columns)] };
}

/** What a locker that has no place would have to be to have one. */
export interface LockerElse {
  /** Columns of the largest that has a place near the gate; 0: none has. */
  readonly columns: number;
  /** Metres from the nearest gate to a place for all the columns; null: there is none anywhere. */
  readonly away: number | null;
}

/** What would have to be otherwise for a locker of so many columns beside what a draft has. */
export function lockerElse(draft: Draft, columns: number): LockerElse {
  let [fits, tooMany] = [0, columns];
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (placeFor(draft, middle, NEAR_GATE) === null) tooMany = middle;
    else fits = middle;
  }
  return { columns: fits, away: placeFor(draft, columns, Infinity)?.fromGate ?? null };
}

/** The best place for a locker, its front at most so many metres from a gate; null where there is none. */
function placeFor(draft: Draft, columns: number, most: number): Place | null {
  const { site } = draft.problem;
  const { limits, roads, hazards } = groundOf(draft.problem);
  const width = columns * COLUMN_WIDTH;
  const far = LOCKER_DEPTH + limits.lockerFront;
  const greens = featuresOf(site, "green");
  const all = indexHazards([
    ...hazards,
    ...placedHazards(draft.features),
    ...featuresOf(site, "window").flatMap((window) => within(Hazard.Locked, window.shape, WINDOW_GAP, "open")),
    ...greens.map((green) => rings(Hazard.KeptGreen, green.shape.shell, ...green.shape.holes)),
    ...(roads.outline.length > 0 ? [rings(Hazard.FireLane, ...roads.outline)] : []),
  ]);
  const backs: Edge[] = [
    ...featuresOf(site, "building").flatMap((building) => edgesOf(building.shape.shell, "outside")),
    ...featuresOf(site, "wall").flatMap((wall) => [...edgesOf(wall.shape, "left"), ...edgesOf(wall.shape, "right")]),
    ...edgesOf(site.boundary.shell, "inside"),
    ...greens.flatMap((green) => edgesOf(green.shape.shell, "outside")),
  ];
  // nobody walks in through a gate that is opened for engines only
  const used = featuresOf(site, "gate").filter(({ properties }) => properties.modes.some((mode) => mode !== "fire"));
  const gates = used.map(({ shape }): Point => {
    const last = shape.length - 2;
    return [(shape[0] + shape[last]) / 2, (shape[1] + shape[last + 1]) / 2];
  });
  const doors = featuresOf(site, "entrance").map(({ shape }): Point => shape);
  const parcel = [site.boundary.shell, ...site.boundary.holes];
  let best: Place | null = null;
  for (const edge of backs) {
    if (edge.length < width) continue;
    // no place along it is nearer than the nearest point before it, and no way home is made shorter
    const before = [fromEdge(edge.frame, width / 2, far), fromEdge(edge.frame, edge.length - width / 2, far)] as const;
    const nearest = Math.min(...gates.map((gate) => toSegment(gate, before)));
    if (nearest > most || (best !== null && nearest >= best.distance)) continue;
    const view = viewFrom(edge, all, 0, far);
    const blocked = [
      ...blockedSpans(edge, view, 0, LOCKER_DEPTH, FORBIDS_STANDING),
      ...blockedSpans(edge, view, LOCKER_DEPTH, far - SLACK, FORBIDS_PAD),
      ...uncoveredSpans(sectionsAlong(edge, parcel, 0, far), far, SLACK),
    ];
    for (const [from, to] of startSpans(merged(blocked), 0, edge.length, width)) {
      for (const start of [from, (from + to) / 2, to]) {
        const front = fromEdge(edge.frame, start + width / 2, far);
        const fromGate = Math.min(...gates.map((gate) => distanceBetween(gate, front)));
        const distance = fromGate + detour(front, gates, doors);
        if (fromGate > most || (best !== null && distance >= best.distance - 0.01)) continue;
        if (isReached(front, roads.outline, all, limits.footway)) best = { edge, start, distance, fromGate };
      }
    }
  }
  return best;
}

function lockerAt(draft: Draft, { edge, start }: Place, columns: number): PlanFeature[] {
  const width = columns * COLUMN_WIDTH;
  const far = LOCKER_DEPTH + groundOf(draft.problem).limits.lockerFront;
  const n = draft.features.filter((feature) => feature.kind === "locker").length + 1;
  const at = (s: number, d: number) => fromEdge(edge.frame, start + s, d);
  const id = `locker-${n}`;
  const box = (near: number, to: number) => snappedArea([at(0, near), at(width, near), at(width, to), at(0, to)]);
  return [
    { kind: "locker", id, shape: box(0, LOCKER_DEPTH), properties: { columns } },
    { kind: "lockerPad", id: `lockerPad-${n}`, shape: box(LOCKER_DEPTH, far), properties: { locker: id } },
  ];
}

/** From a point to the nearest of a straight line's, metres. */
function toSegment([x, y]: Point, [a, b]: readonly [Point, Point]): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / length));
  return distanceBetween([x, y], [a[0] + t * dx, a[1] + t * dy]);
}

/** How much longer the ways home from the nearest gate are by a place, on average, as the crow flies. */
function detour(by: Point, gates: readonly Point[], doors: readonly Point[]): number {
  if (doors.length === 0) return 0;
  const longer = doors.map((door) =>
    Math.min(
      ...gates.map((gate) => distanceBetween(gate, by) + distanceBetween(by, door) - distanceBetween(gate, door)),
    ),
  );
  return longer.reduce((sum, each) => sum + each, 0) / doors.length;
}

/** Does a straight footway lead from a place to the road? */
function isReached(from: Point, road: readonly Ring[], hazards: Hazards, footway: number): boolean {
  const to = nearestOn(from, road);
  const length = distanceBetween(from, to);
  if (length < 0.05) return true;
  const along: Point = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const edge: Edge = { frame: { origin: from, along, out: [along[1], -along[0]] }, length };
  const mask = Hazard.Building | Hazard.Obstruction | Hazard.Stall | Hazard.Shed | Hazard.KeptGreen | Hazard.Yard;
  return blockedSpans(edge, viewFrom(edge, hazards, -footway, footway), -footway / 2, footway / 2, mask).length === 0;
}
