import type { Bound } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { parkingTable } from "../rules/table.ts";
import type { Problem } from "./draft.ts";
import { areaOfRings, envelope, UNITS } from "./envelope.ts";
import { coverable } from "./open/coverable.ts";
import { carGates } from "./open/gates.ts";

/**
 * Upper bound on 90° stalls over the ground that can be covered at all (coverable.ts). A drivable region of width a and
 * area D has a rim of at most (2D + 2a²) / a, of which it needs g at its gate; every stall takes its width of rim and
 * its own ground, so with D = F − N·w·l: N ≤ (2F + Σ a (2a − g)) / (w (a + 2l)), a sum over the gates.
 * Null where the layout allows no 90° two-way aisle.
 */
export function bound(problem: Problem): Bound | null {
  const table = parkingTable(problem.rules, problem.scenario.layout);
  const aisle = table.aisle(90, "two-way");
  if (aisle === null) return null;
  const { width, length } = table.stall(90);
  const { aisle: ground, origin } = envelope(problem, aisle);
  const { rings, gates } = coverable(ground, carGates(problem.site, ground, origin), {
    narrowest: Math.min(width, length, aisle),
    aisle,
    // the disc at an aisle's end, the stall beside or beyond it
    reach: Math.sqrt((aisle / 2 + length) ** 2 + (Math.max(aisle, width) / 2) ** 2),
  });
  const free = areaOfRings(rings);
  const rims = gates.reduce((sum, gate) => sum + aisle * (2 * aisle - Math.min(aisle, gate.width / UNITS)), 0);
  const existing = featuresOf(problem.site, "stall").length;
  const stalls = Math.floor((2 * free + rims) / (width * (aisle + 2 * length)) + 1e-9);
  return {
    stalls: stalls + existing,
    method:
      "rim of the drivable region: N ≤ (2F + Σ a (2a − g)) / (w (a + 2l)), F ground that a stall or an aisle can cover, g width of each gate",
  };
}
