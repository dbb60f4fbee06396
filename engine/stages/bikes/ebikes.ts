import type { Point } from "../../model/geometry.ts";
import type { PlanFeature, Unmet } from "../../model/plan.ts";
import { featuresOf } from "../../model/site.ts";
import type { Draft, Problem } from "../draft.ts";
import { blockedSpans, sectionsAlong, viewFrom } from "../ground/frontages.ts";
import { groundOf, placedHazards } from "../ground/ground.ts";
import { type Hazards, indexHazards, within } from "../ground/hazards.ts";
import { limitsOf } from "../limits.ts";
import { FORBIDS_STANDING, Hazard } from "../plane/hazard.ts";
import { distance, distanceTo, edgesOf, snapped, snappedArea } from "../plane/outline.ts";
import { type Edge, fromEdge, merged, type Span, startSpans, uncoveredSpans } from "../plane/section.ts";
import { GROUP_GAP } from "./leftovers.ts";

/** Between the back of the strip and the slots, for the posts, metres. */
const POST_DEPTH = 0.2;

/** Metres of a frontage strip that the next charger takes beside so many, and how deep the strip has to be. */
export function frontageForNext(problem: Problem, chargers: number): { readonly along: number; readonly deep: number } {
  const { width, length, group } = limitsOf(problem.rules).ebike;
  const isNewGroup = chargers > 0 && chargers % group === 0;
  return { along: width + (isNewGroup ? GROUP_GAP : 0), deep: POST_DEPTH + length };
}

/** Coverage by the strip may fall short by rounding, metres. */
const SLACK = 0.001;

interface SlotPlace {
  readonly edge: Edge;
  readonly start: number;
  readonly toGate: number;
}

/** Slots wanted on the frontage, and how many of them with a charger each. */
export interface OnFrontage {
  readonly slots: number;
  readonly chargers: number;
}

/**
 * Slots along the wall side of the frontage strips, nearest to the gate first, out of drivers' sight lines; as many as asked have a
 * charger each.
 */
export function ebikesOnFrontage(draft: Draft, wanted: OnFrontage): Draft {
  const { site } = draft.problem;
  const { limits, hazards } = groundOf(draft.problem);
  const { width, length, group, toWall } = limits.ebike;
  const strips = featuresOf(site, "frontage").filter(({ properties }) => properties.use.includes("ebikeCharging"));
  const outline = [site.boundary.shell];
  const all = indexHazards([
    ...hazards,
    ...placedHazards(draft.features),
    ...(toWall > 0
      ? featuresOf(site, "building").flatMap((building) =>
          within(Hazard.Locked, building.shape.shell, toWall, "closed"),
        )
      : []),
  ]);
  const gates = featuresOf(site, "gate").map(({ shape }): Point => [shape[0], shape[1]]);
  const places: SlotPlace[] = [];
  for (const strip of strips) {
    const inner = edgesOf(strip.shape.shell, "inside");
    const toSite = ({ frame, length: along }: Edge) => {
      const middle = fromEdge(frame, along / 2, 0);
      return distanceTo(middle, outline);
    };
    const edge = inner
      .filter((each) => each.length >= 2 * width)
      .sort((a, b) => toSite(a) - toSite(b) || b.length - a.length)[0];
    if (edge === undefined) continue;
    const far = POST_DEPTH + length;
    const rings = [strip.shape.shell, ...strip.shape.holes];
    const free = freeStarts(edge, all, rings, far, width);
    for (const start of slotStarts(free, width, group)) {
      const at = fromEdge(edge.frame, start, 0);
      places.push({ edge, start, toGate: Math.min(...gates.map((gate) => distance(gate, at))) });
    }
  }
  const chosen = contiguous(places, wanted.slots);
  const charged = new Set(contiguous(chosen, wanted.chargers));
  const features: PlanFeature[] = [];
  const first = draft.features.filter((feature) => feature.kind === "ebikeSlot").length;
  for (const [i, place] of chosen.entries()) {
    const { edge, start } = place;
    const n = first + i + 1;
    const at = (s: number, d: number) => fromEdge(edge.frame, start + s, d);
    const [near, far] = [POST_DEPTH, POST_DEPTH + length];
    features.push({
      kind: "ebikeSlot",
      id: `ebikeSlot-${n}`,
      shape: snappedArea([at(0, near), at(width, near), at(width, far), at(0, far)]),
      properties: { where: "frontage" },
    });
    if (!charged.has(place)) continue;
    const [x, y] = snapped([at(width / 2, POST_DEPTH / 2)]);
    features.push({
      kind: "ebikeCharger",
      id: `ebikeCharger-${n}`,
      shape: [x, y],
      properties: { serves: [`ebikeSlot-${n}`] },
    });
  }
  const unmet: Unmet[] = [];
  const missing = (demand: string, asked: number) => {
    if (chosen.length < asked)
      unmet.push({ demand, wanted: asked, got: chosen.length, binding: "room on the frontage", price: null });
  };
  missing("ebikeChargers.count", wanted.chargers);
  if (wanted.slots > wanted.chargers) missing("ebikeSlots.min", wanted.slots);
  return { ...draft, features: [...draft.features, ...features], unmet: [...draft.unmet, ...unmet] };
}

function freeStarts(
  edge: Edge,
  hazards: Hazards,
  strip: Parameters<typeof sectionsAlong>[1],
  far: number,
  width: number,
): Span[] {
  const blocked = [
    ...blockedSpans(edge, viewFrom(edge, hazards, 0, far), 0, far, FORBIDS_STANDING | Hazard.Gate),
    ...uncoveredSpans(sectionsAlong(edge, strip, 0, far), far, SLACK),
  ];
  return startSpans(merged(blocked), 0, edge.length, width);
}

/** Starts of slots side by side, in groups with a gap between. */
function slotStarts(free: readonly Span[], width: number, group: number): number[] {
  const starts: number[] = [];
  for (const [from, to] of free) {
    let inGroup = 0;
    for (let start = from; start <= to + 1e-6; start += width) {
      if (inGroup++ === group) {
        start += GROUP_GAP;
        inGroup = 1;
        if (start > to + 1e-6) break;
      }
      starts.push(start);
    }
  }
  return starts;
}

/** The stretch of `count` places that follow each other nearest to the gate; all of them when there are fewer. */
function contiguous(places: readonly SlotPlace[], count: number): SlotPlace[] {
  let best: SlotPlace[] = places.slice(0, count);
  let least = Infinity;
  for (let i = 0; i + count <= places.length; i++) {
    const stretch = places.slice(i, i + count);
    const far = Math.max(...stretch.map((place) => place.toGate));
    if (far < least) {
      least = far;
      best = stretch;
    }
  }
  return best;
}
