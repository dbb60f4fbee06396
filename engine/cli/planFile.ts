import { InputError } from "../model/errors.ts";
import type { Measures } from "../model/plan.ts";
import type { Scenario } from "../model/scenario.ts";
import type { Site } from "../model/site.ts";
import { type PlanFile, readPlan } from "../read/plan.ts";
import { defaultScenario, readScenario } from "../read/scenario.ts";
import type { Source } from "./files.ts";
import type { Io } from "./verb.ts";

// what a plan file says of itself beside its features may have been edited by anybody: it is read as any input is

type Header = PlanFile["header"];

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
export function claimedScenario(header: Header, file: string, site: Site): Scenario {
  const rules = header?.rules;
  if (header === null || !isRecord(rules)) return defaultScenario(site);
  const { name, demand, study, seed } = header;
  const { profile, overrides, layout } = rules;
  try {
    return readScenario(
      JSON.stringify({ name, demand, study, seed, rules: profile, overrides, layout }),
      `${file}: plan`,
      site,
    );
  } catch (error) {
    if (error instanceof InputError)
      throw new InputError(`${error.message} With --scenario FILE the plan is not asked.`);
    throw error;
  }
}

export function claimedMeasures(header: Header): Measures | null {
  const measures = header?.measures;
  return isRecord(measures) ? (measures as unknown as Measures) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
