import type { Scenario } from "../model/scenario.ts";
import type { Site } from "../model/site.ts";
import { writeLocks } from "./locks.ts";

/** A scenario as a file of its own, everything said: read again on the same site it is the same, locks to 0.1 mm. */
export function writeScenario(scenario: Scenario, site: Site): string {
  const { name, title, rules, overrides, demand, layout, weights, locks, study, seed, budget } = scenario;
  const own = scenario.site === null ? {} : { site: scenario.site };
  const said = { name, title, ...own, rules, overrides, demand, layout, weights, study, seed, budget };
  return writeLocks(JSON.stringify(said), locks, site);
}
