import { type Area, pointsOf } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { COINCIDENCE_TOLERANCE } from "../model/tolerance.ts";
import { depthOutside, outlineOf } from "./outline.ts";
import type { Subject } from "./scene.ts";

/**
 * What a plan's things are called today, by their id in the plan: a stall that stays by the site's id of the stall at its
 * place, whatever number the plan gives it; a lane that lies within one of today by that one's. Anything new that has the
 * id of a stall of today is none of them.
 */
export function namesToday({ site, features }: Subject): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const stalls = featuresOf(site, "stall");
  const lanes = featuresOf(site, "fireLane").map(({ id, shape }) => ({ id, outline: outlineOf(shape) }));
  const taken = new Set(stalls.map(({ id }) => id));
  for (const { id, kind } of features) if (taken.has(id)) names.set(id, `${kind} ${id} of the plan`);
  for (const { id, shape, properties } of planFeaturesOf(features, "stall")) {
    if (properties.status !== "existing") continue;
    const own = stalls.find((stall) => isSame(shape, stall.shape));
    if (own !== undefined) names.set(id, own.id);
  }
  for (const { id, shape, properties } of planFeaturesOf(features, "fireLane")) {
    if (properties.status !== "existing" || lanes.length === 0) continue;
    const outline = outlineOf(shape);
    const own = lanes.find((lane) => depthOutside(outline, lane.outline).depth <= COINCIDENCE_TOLERANCE);
    if (own !== undefined) names.set(id, own.id);
  }
  return names;
}

/** Whether the corners of one are those of the other, whichever comes first. */
function isSame(one: Area, other: Area): boolean {
  const corners = pointsOf(other.shell);
  return pointsOf(one.shell).every(([x, y]) =>
    corners.some(([ox, oy]) => Math.abs(ox - x) <= COINCIDENCE_TOLERANCE && Math.abs(oy - y) <= COINCIDENCE_TOLERANCE),
  );
}
