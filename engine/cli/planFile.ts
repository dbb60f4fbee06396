import type { Scenario } from "../model/scenario.ts";
import type { Site } from "../model/site.ts";
import * as claims from "../read/claims.ts";
import { type PlanFile, readPlan } from "../read/plan.ts";
import type { Source } from "./files.ts";
import type { Io } from "./verb.ts";

/** A plan file. Says on standard error when it was made for another state of the site. */
export function readPlanFile(source: Source, site: Site, io: Io): PlanFile {
  const file = readPlan(source.text, source.name, site);
  const made = file.header?.site;
  if (typeof made === "string" && made !== site.hash) {
    io.error(`${source.name}: was made for another version of the site file; both are taken as they are.\n`);
  }
  return file;
}

/**
 * The demand, rules and layout that a plan says it was made for; the default scenario when it does not say.
 * @throws InputError when what it says is no scenario
 */
export function claimedScenario(header: PlanFile["header"], file: string, site: Site): Scenario {
  const read = () => claims.claimedScenario(header, file, site);
  return claims.withHint(read, "With --scenario FILE the plan is not asked.");
}
