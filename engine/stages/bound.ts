import type { Bound } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { parkingTable } from "../rules/table.ts";
import type { Problem } from "./draft.ts";
import { areaOfRings, envelope } from "./envelope.ts";

/**
 * Upper bound on 90° stalls over the ground that is free for them. A drivable region of width a and area D in k parts
 * has a rim of at most (2D + 2ka²) / a, every stall takes its width of rim and its own ground, so with
 * D = F − N·w·l: N ≤ (2F + 2ka²) / (w (a + 2l)). Null where the layout allows no 90° two-way aisle.
 */
export function bound(problem: Problem): Bound | null {
  const table = parkingTable(problem.rules, problem.scenario.layout);
  const aisle = table.aisle(90, "two-way");
  if (aisle === null) return null;
  const { width, length } = table.stall(90);
  const free = areaOfRings(envelope(problem, aisle).aisle);
  const gates = featuresOf(problem.site, "gate").filter((gate) => gate.properties.modes.includes("car")).length;
  const existing = featuresOf(problem.site, "stall").length;
  const stalls = Math.floor(
    (2 * free + 2 * Math.max(1, gates) * aisle * aisle) / (width * (aisle + 2 * length)) + 1e-9,
  );
  return {
    stalls: stalls + existing,
    method: "rim of the drivable region: N ≤ (2F + 2ka²) / (w (a + 2l)), F free area, k gates",
  };
}
