import type { Bound } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { parkingTable } from "../rules/table.ts";
import type { Problem } from "./draft.ts";
import { areaOfRings, envelope } from "./envelope.ts";
import { kindsOf, SIDES } from "./open/kinds.ts";

/**
 * Upper bound on stalls over the ground that is free for them. Beside its own ground w·l every stall has a stretch m of rim of the
 * drivable ground to itself: a square one its width, a parallel one its length, one at θ the foot of its mouth, w·sin θ. A drivable
 * region of width a and area D in k parts has a rim of at most (2D + 2ka²) / a, so that half an aisle deep each stretch takes a·m / 2 of
 * it. With a the width that the stall's own kind asks for, N ≤ (F + kA²) / min (w·l + a·m / 2), A the widest of these aisles; for 90°
 * alone N ≤ (2F + 2ka²) / (w (a + 2l)). Null where the layout allows no stall.
 */
export function bound(problem: Problem): Bound | null {
  const { layout } = problem.scenario;
  const table = parkingTable(problem.rules, layout);
  const kinds = kindsOf(table, layout);
  if (kinds === null) return null;
  const widest = Math.max(...kinds.aisles.map(({ width }) => width));
  const free = areaOfRings(envelope(problem, widest).aisle);
  const gates = featuresOf(problem.site, "gate").filter((gate) => gate.properties.modes.includes("car")).length;
  const existing = featuresOf(problem.site, "stall").length;
  const least = Math.min(
    ...kinds.rows.map(({ angle, size }, row) => {
      const aisle = Math.min(...kinds.aisles.filter(({ rows }) => rows.includes(row)).map(({ width }) => width));
      const rim = angle === 0 ? size.length : size.width * SIDES[angle].sin;
      return size.width * size.length + (aisle * rim) / 2;
    }),
  );
  const stalls = Math.floor((free + Math.max(1, gates) * widest * widest) / least + 1e-9);
  const isSquare = kinds.rows.every(({ angle }) => angle === 90);
  return {
    stalls: stalls + existing,
    method: isSquare
      ? "rim of the drivable region: N ≤ (2F + 2ka²) / (w (a + 2l)), F free area, k gates"
      : "rim of the drivable region: N ≤ (F + kA²) / min (wl + am/2), F free area, k gates, m rim of one stall by angle",
  };
}
