import { accessibleAsked } from "../rules/accessible.ts";
import type { Problem } from "./draft.ts";

/** Accessible stalls that a plan with so many stalls in all must have: what is asked for, and never less than the code. */
export function accessibleWanted({ scenario, rules, site }: Problem, total: number): number {
  return Math.max(scenario.demand.accessibleStalls?.min ?? 0, accessibleAsked(rules, site, total));
}
