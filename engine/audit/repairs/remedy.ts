import { type Area, areaOf } from "../../model/geometry.ts";
import { featuresOf } from "../../model/site.ts";
import { OVERLAP_TOLERANCE } from "../../model/tolerance.ts";
import { areaShared, without } from "../areas.ts";
import { depthInDisc, fixedDiscs, fixedThings } from "../fixed.ts";
import { depthOutside, outlineOf, overlapDepth } from "../outline.ts";
import type { Scene } from "../scene.ts";
import { blockersToday } from "../stalls.ts";

/** What would cure a fault that the site has today: ground to be paved. */
export interface Remedy {
  /** The rule that is broken today. */
  readonly cures: string;
  /** One English clause without a full stop: what is to be done, where, by how much. */
  readonly what: string;
  /** The ground to be paved, off today's roads. */
  readonly areas: readonly Area[];
  /** A lane as it will be, where the repair widens it; null where it does not. */
  readonly lane: Area | null;
  /** A place to turn on that is to be made; null where the repair is another one. */
  readonly turnaround: Area | null;
  /** Square metres to be paved, and what of them is green today. */
  readonly paved: number;
  readonly green: number;
}

/** Parts smaller than this are seams of clipping, square metres. */
const SEAM = 0.01;

/** What a repair would have to pave: an area less today's roads. */
export function offRoads(scene: Scene, area: Area): Area[] {
  const box = outlineOf(area);
  const roads = scene.roads.filter((road) => overlapDepth(box, road.outline).depth > OVERLAP_TOLERANCE);
  return without(
    [area],
    roads.map((road) => road.outline.area),
  ).filter((part) => areaOf(part) > SEAM);
}

/**
 * What stands in the way of paving some ground, in words; null where nothing does. A repair is never led through
 * buildings, yards, stalls, kept green, or the ground that trees and hydrants need.
 */
export function blockedBy(scene: Scene, areas: readonly Area[]): string | null {
  const fixed = [
    ...fixedThings({ ...scene, features: [] }),
    ...featuresOf(scene.site, "stall").map(({ id, shape }) => ({ id, kind: "stall", outline: outlineOf(shape) })),
    ...blockersToday(scene),
  ];
  const discs = fixedDiscs(scene);
  for (const area of areas) {
    const outline = outlineOf(area);
    if (depthOutside(outline, scene.boundary).depth > OVERLAP_TOLERANCE) return "the boundary";
    for (const { id, kind, outline: other } of fixed) {
      if (kind !== "utility" && kind !== "fireLane" && overlapDepth(outline, other).depth > OVERLAP_TOLERANCE)
        return `${kind} ${id}`;
    }
    for (const disc of discs) {
      if (disc.what !== "cover" && depthInDisc(outline, disc) > OVERLAP_TOLERANCE)
        return `the ${disc.what} of ${disc.id}`;
    }
  }
  return null;
}

/** A remedy with its square metres. */
export function remedyOf(
  scene: Scene,
  { cures, what, areas, lane = null, turnaround = null }: Pick<Remedy, "cures" | "what" | "areas"> & Partial<Remedy>,
): Remedy {
  const greens = featuresOf(scene.site, "green").map(({ shape }) => shape);
  const paved = areas.reduce((sum, area) => sum + areaOf(area), 0);
  return { cures, what, areas, lane, turnaround, paved, green: areaShared(areas, greens) };
}

/** A remedy as the end of an audit's sentence. */
export function toldAs({ what, paved, green }: Remedy): string {
  const of = green < 0.05 ? "none of it green" : `${green.toFixed(1)} m² of it green`;
  return `cured by a repair: ${what}, ${paved.toFixed(1)} m² (${of})`;
}
