import { mapShape } from "./model/geometry.ts";
import type { PlanFeature } from "./model/plan.ts";
import type { Projection } from "./model/site.ts";
import { cleanedArea } from "./read/rings.ts";

const written = new WeakMap<Projection, WeakMap<PlanFeature, PlanFeature>>();

/**
 * Features as a reader of their file has them: coordinates rounded as the writer rounds them, rings as reading leaves them.
 * A feature is rounded once, so that whoever judges it again in another plan knows it again.
 */
export function asWritten(features: readonly PlanFeature[], projection: Projection): PlanFeature[] {
  const known = written.get(projection) ?? new WeakMap<PlanFeature, PlanFeature>();
  written.set(projection, known);
  const round = (x: number, y: number) => {
    const at = projection.toFile(x, y);
    return projection.toLocal(at[0], at[1]);
  };
  return features.map((feature) => {
    const made = known.get(feature) ?? rounded(feature, round);
    known.set(feature, made);
    return made;
  });
}

function rounded(feature: PlanFeature, round: Parameters<typeof mapShape>[1]): PlanFeature {
  const shape = mapShape(feature.shape, round);
  return { ...feature, shape: "shell" in shape ? cleanedArea(shape) : shape } as PlanFeature;
}
