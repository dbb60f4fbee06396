import type { PlanFeature } from "../model/plan.ts";
import type { Lock, Scenario } from "../model/scenario.ts";
import type { Site } from "../model/site.ts";

/** A scenario whose locks name things of an earlier plan, with locks on these very places instead. */
export function pinnedFrom(scenario: Scenario, site: Site, placed: readonly PlanFeature[]): Scenario {
  const own = new Set(site.features.map(({ id }) => id));
  const locks = scenario.locks.map((lock): Lock => {
    const feature = "id" in lock && !own.has(lock.id) ? placed.find(({ id }) => id === lock.id) : undefined;
    if (feature === undefined) return lock;
    const { shape } = feature;
    if ("shell" in shape) return { shape: { type: "Polygon", area: shape }, as: feature.kind };
    if ("type" in shape) return { shape, as: feature.kind };
    if (shape instanceof Float64Array) return { shape: { type: "LineString", line: shape }, as: feature.kind };
    return { shape: { type: "Point", at: shape }, as: feature.kind };
  });
  return { ...scenario, locks };
}
