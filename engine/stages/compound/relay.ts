import { flat, type Ring } from "../../model/geometry.ts";
import { planFeaturesOf } from "../../model/plan.ts";
import type { Draft } from "../draft.ts";
import { lanesOf } from "../fireLane.ts";
import { SWING } from "./assemble.ts";
import { limitsOf } from "./limits.ts";
import { regionOfRings } from "./region.ts";

/** The lanes of a draft laid anew round the stalls that are left in it. */
export function lanesRound(draft: Draft): Draft {
  const { site, rules } = draft.problem;
  const stalls = planFeaturesOf(draft.features, "stall").filter(({ properties }) => properties.status === "new");
  const lanes = lanesOf(site, limitsOf(rules).laneWidth, (road) =>
    regionOfRings(stalls.filter(({ properties }) => properties.aisle === road).map(({ shape }) => swung(shape.shell))),
  );
  return { ...draft, features: [...draft.features.filter((feature) => feature.kind !== "fireLane"), ...lanes] };
}

/** A stall and as much before and after it, along its mouth, as a lane needs to swing round it. */
function swung(ring: Ring): Ring {
  const [x0, y0, x1, y1, x2, y2, x3, y3] = ring;
  const length = Math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2);
  const dx = ((x1 - x0) / length) * SWING;
  const dy = ((y1 - y0) / length) * SWING;
  return flat([
    [x0 - dx, y0 - dy],
    [x1 + dx, y1 + dy],
    [x2 + dx, y2 + dy],
    [x3 - dx, y3 - dy],
  ]);
}
