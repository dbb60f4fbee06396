import { walksToDoors } from "./audit/walk.ts";
import type { Measures, PlanFeature, WalkToDoor } from "./model/plan.ts";
import type { Site } from "./model/site.ts";
import { asWritten } from "./written.ts";

// what of a plan decides nothing is found where it is told, not while plans are sought

const known = new WeakMap<
  readonly PlanFeature[],
  { readonly site: Site; readonly walks: readonly WalkToDoor[] | null }
>();

/** The measures of a plan with the walks from its accessible stalls, as a reader of its file finds them. */
export function toldMeasures<M extends Measures>(measures: M, features: readonly PlanFeature[], site: Site): M {
  const made = known.get(features);
  const walks =
    made !== undefined && made.site === site
      ? made.walks
      : walksToDoors({ site, features: asWritten(features, site.projection) });
  known.set(features, { site, walks });
  return walks === null ? measures : { ...measures, accessibleWalks: walks };
}
