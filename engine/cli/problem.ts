import { InputError } from "../model/errors.ts";
import type { ProfileName, Scenario } from "../model/scenario.ts";
import { defaultScenario, readScenario } from "../read/scenario.ts";
import { readSite } from "../read/site.ts";
import { loadRules } from "../rules/load.ts";
import type { Problem } from "../stages/draft.ts";
import { readSource } from "./files.ts";
import { settings } from "./options.ts";
import type { Io } from "./run.ts";

const PROFILES: readonly ProfileName[] = ["cn-shanghai", "us", "eu", "eu-uk", "geometry"];

/** What `solve` and `audit` are told beside the site. */
export interface Said {
  readonly scenario?: string | undefined;
  readonly rules?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly seed?: number | null;
}

/** Site, scenario and rules from files and options; options win over the scenario file. */
export async function readProblem(verb: string, sitePath: string, said: Said, io: Io): Promise<Problem> {
  const source = await readSource(sitePath, io);
  const site = readSite(source.text, source.name);
  let scenario: Scenario = defaultScenario(site);
  if (said.scenario !== undefined) {
    const file = await readSource(said.scenario, io);
    scenario = readScenario(file.text, file.name, site);
  }
  const profile = profileOf(verb, said.rules) ?? scenario.rules;
  const overrides = { ...scenario.overrides, ...settings(verb, said.set) };
  const rules = loadRules(profile, overrides);
  return { site, rules, scenario: { ...scenario, rules: profile, overrides, seed: said.seed ?? scenario.seed } };
}

function profileOf(verb: string, name: string | undefined): ProfileName | undefined {
  if (name === undefined) return undefined;
  const known = PROFILES.find((profile) => profile === name);
  if (known === undefined) {
    throw new InputError(`snailshell ${verb}: --rules ${name} is no profile; there are ${PROFILES.join(", ")}.`);
  }
  return known;
}
