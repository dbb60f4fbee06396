import { type Area, areaOf } from "../../model/geometry.ts";
import { planFeaturesOf } from "../../model/plan.ts";
import { featuresOf } from "../../model/site.ts";
import type { Draft } from "../draft.ts";
import { lanesOf } from "../fireLane.ts";
import { limitsOf } from "../limits.ts";
import { EMPTY, intersect, regionArea, regionOf, regionOfRings } from "../plane/region.ts";
import { swung } from "../rows/assemble.ts";

/** A lane lies on a road when this share of it does. */
const LIES_ON = 0.9;

/**
 * Some lanes of a draft laid anew: round the stalls that are left on their roads, or along the whole of their roads, as if
 * nothing stood there. All other lanes stay as they are.
 */
export function lanesAgain(draft: Draft, lanes: ReadonlySet<string>, way: "round stalls" | "whole road"): Draft {
  const { rules, mended } = draft.problem;
  const site = mended ?? draft.problem.site;
  const all = planFeaturesOf(draft.features, "fireLane");
  const roads = featuresOf(site, "road").filter(({ shape }) =>
    all.some((lane) => lanes.has(lane.id) && lane.properties.status === "existing" && liesOn(lane.shape, shape)),
  );
  if (roads.length === 0) return draft;
  const again = new Set(roads.map(({ id }) => id));
  const stays = all.filter((lane) => !roads.some(({ shape }) => liesOn(lane.shape, shape)));
  const stalls = planFeaturesOf(draft.features, "stall").filter(({ properties }) => properties.status === "new");
  const ofRoads = { ...site, features: site.features.filter(({ kind, id }) => kind !== "road" || again.has(id)) };
  const laid = lanesOf(ofRoads, limitsOf(rules).laneWidth, (road) =>
    way === "whole road"
      ? EMPTY
      : regionOfRings(
          stalls.filter(({ properties }) => properties.aisle === road).map(({ shape }) => swung(shape.shell)),
        ),
  );
  const known = new Set(stays.map(({ id }) => id));
  let next = 1;
  const named = laid.map((lane) => {
    while (known.has(`fireLane-${next}`)) next++;
    return { ...lane, id: `fireLane-${next++}` };
  });
  return { ...draft, features: [...draft.features.filter(({ kind }) => kind !== "fireLane"), ...stays, ...named] };
}

function liesOn(lane: Area, road: Area): boolean {
  return regionArea(intersect(regionOf([lane]), regionOf([road]))) > LIES_ON * areaOf(lane);
}
