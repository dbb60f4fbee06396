import { type Area, areaOf, type Point, pointsOf } from "../../model/geometry.ts";
import { type AuditLine, type PlanFeature, planFeaturesOf } from "../../model/plan.ts";
import { featuresOf } from "../../model/site.ts";
import type { Draft } from "../draft.ts";
import { limitsOf } from "../limits.ts";
import { pinnedOf } from "../locks/pinned.ts";
import { distance, distanceTo, snapped } from "../plane/outline.ts";
import { evenAreasOf, intersect, opened, regionOf, regionOfRings, subtract, union } from "../plane/region.ts";
import { swung } from "../rows/assemble.ts";

// where a road bends, what stands on it may leave a lane some millimetres less than it needs: it moves aside by as much

const LANE_WIDTH = "fire.lane.clear_width";

/** Stalls move aside by this at most, metres: what a road is drawn to, not what a stall is worth. */
const FARTHEST = 0.02;

/** They move this much farther than is missing, metres: a lane is measured across, they move straight back. */
const BEYOND = 0.004;

/** What a lane is narrow beside, its swing with it, is as far from the middle of its narrow place as half of what is measured, to this, metres. */
const AT_PLACE = 0.02;

/**
 * A draft whose new stalls have moved aside where a lane lacks some millimetres beside them, and the breaches that are left.
 * A lane gets the ground that they left. Each stall moves once: `moved` knows those before.
 */
export function nudged(
  draft: Draft,
  breaches: readonly AuditLine[],
  moved: Set<string>,
): { readonly draft: Draft; readonly left: readonly AuditLine[] } {
  const pinned = pinnedOf(draft.problem).ids;
  let next = draft;
  const cured = new Set<AuditLine>();
  for (const line of breaches) {
    const { rule, required, measured, features, at } = line;
    if (rule !== LANE_WIDTH || at === null || typeof required !== "number" || typeof measured !== "number") continue;
    const short = required - measured;
    if (short > FARTHEST) continue;
    const isBeside = ({ shape }: PlanFeature<"stall">) =>
      distanceTo(at as Point, [swung(shape.shell)]) < measured / 2 + AT_PLACE;
    const aside = planFeaturesOf(next.features, "stall").filter(
      (stall) => stall.properties.status === "new" && !pinned.has(stall.id) && !moved.has(stall.id) && isBeside(stall),
    );
    const lane = planFeaturesOf(next.features, "fireLane").find(({ id }) => features.includes(id));
    if (aside.length === 0 || lane === undefined) continue;
    for (const { id } of aside) moved.add(id);
    next = movedAside(next, { aside, lane, by: short + BEYOND });
    cured.add(line);
  }
  return { draft: next, left: breaches.filter((line) => !cured.has(line)) };
}

interface Aside {
  readonly aside: readonly PlanFeature<"stall">[];
  readonly lane: PlanFeature<"fireLane">;
  /** Metres. */
  readonly by: number;
}

function movedAside(draft: Draft, { aside, lane, by }: Aside): Draft {
  const after = new Map(aside.map((stall) => [stall.id, { ...stall, shape: shifted(stall.shape, by) }]));
  const roads = regionOf(featuresOf(draft.problem.site, "road").map(({ shape }) => shape));
  const left = subtract(
    regionOfRings(aside.map(({ shape }) => swung(shape.shell))),
    regionOfRings([...after.values()].map(({ shape }) => swung(shape.shell))),
    regionOf(planFeaturesOf(draft.features, "stall").map((stall) => (after.get(stall.id) ?? stall).shape)),
  );
  // of the ground beside the stalls as much as an engine gets to
  const { laneWidth } = limitsOf(draft.problem.rules);
  const whole = opened(union(regionOf([lane.shape]), intersect(left, roads)), laneWidth - FARTHEST);
  const [shape = lane.shape] = evenAreasOf(whole, 1).sort((a, b) => areaOf(b) - areaOf(a));
  const features = draft.features.map((feature): PlanFeature => {
    if (feature === lane) return { ...lane, shape };
    return feature.kind === "stall" ? (after.get(feature.id) ?? feature) : feature;
  });
  return { ...draft, features };
}

/** A stall farther in, from its mouth towards its head. */
function shifted({ shell }: Area, by: number): Area {
  const [, b, c] = pointsOf(shell);
  const depth = distance(b, c);
  const [dx, dy] = [((c[0] - b[0]) / depth) * by, ((c[1] - b[1]) / depth) * by];
  return { shell: snapped(pointsOf(shell).map(([x, y]): Point => [x + dx, y + dy])), holes: [] };
}
