import { dirname, join } from "node:path";
import { InputError } from "../model/errors.ts";
import type { PlanFeature } from "../model/plan.ts";
import type { Rules } from "../model/rules.ts";
import type { ProfileName, Scenario } from "../model/scenario.ts";
import type { Site } from "../model/site.ts";
import { pinnedFrom } from "../read/earlierLocks.ts";
import { parseJson } from "../read/json.ts";
import { defaultScenario, readScenario, withHash } from "../read/scenario.ts";
import { readSite } from "../read/site.ts";
import { loadRules } from "../rules/load.ts";
import type { Problem } from "../stages/draft.ts";
import { readSource, type Source } from "./files.ts";
import { settings } from "./options.ts";
import { readRulebook } from "./rulebook.ts";
import type { Io } from "./verb.ts";

/** Options that change what a scenario says; they win over the file. */
export interface Said {
  readonly scenario?: string | undefined;
  readonly rules?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly seed?: number | null;
  /** Features of a plan that locks may name by their ids. */
  readonly placed?: readonly PlanFeature[];
}

export async function readSiteFile(path: string, io: Io): Promise<Site> {
  const source = await readSource(path, io);
  return readSite(source.text, source.name);
}

/** A site that has been read, and the path that it was read from. */
export interface OpenSite {
  readonly site: Site;
  readonly path: string;
}

/** Site, scenario and rules from files and options; the site's path, or the site itself where it has been read. */
export async function readProblem(verb: string, from: string | OpenSite, said: Said, io: Io): Promise<Problem> {
  const { site, path: sitePath } = typeof from === "string" ? { site: await readSiteFile(from, io), path: from } : from;
  if (said.scenario === undefined)
    return problemOf(verb, site, defaultScenario(site), "the default scenario", said, io);
  const source = await withRulebook(await readSource(said.scenario, io), said.scenario, io);
  const placed = said.placed ?? [];
  const scenario = pinnedFrom(
    readScenario(source.text, source.name, site, new Set(placed.map(({ id }) => id))),
    site,
    placed,
  );
  noteOtherSite(scenario, source, sitePath, io);
  return problemOf(verb, site, scenario, source.name, said, io);
}

/**
 * A scenario whose `rules` name a district's own file, beside it or by its path from there, with what the file says in
 * place of the name: its profile, and its values under the scenario's own overrides.
 */
async function withRulebook(source: Source, path: string, io: Io): Promise<Source> {
  const json = parseJson(source.text, source.name) as { rules?: unknown; overrides?: object } | null;
  const rules = json?.rules;
  if (typeof rules !== "string" || !/\.json$/i.test(rules)) return source;
  const book = await readRulebook("scenario", path === "-" ? rules : join(dirname(path), rules), io);
  const text = JSON.stringify({ ...json, rules: book.profile, overrides: { ...book.overrides, ...json?.overrides } });
  return { name: source.name, text };
}

/**
 * A scenario with what the command line says laid over it, and its rules.
 * @param file name of the scenario for messages
 */
export async function problemOf(
  verb: string,
  site: Site,
  scenario: Scenario,
  file: string,
  said: Said,
  io: Io,
): Promise<Problem> {
  const book = said.rules === undefined ? null : await readRulebook(verb, said.rules, io);
  const profile = book?.profile ?? scenario.rules;
  // two steps, so that a message names whoever set the rule that is not one
  checked(`${file}: overrides`, profile, scenario.overrides);
  const overrides = { ...scenario.overrides, ...book?.overrides, ...settings(verb, said.set) };
  const rules = checked(`snailshell ${verb}: --set`, profile, overrides);
  const seed = said.seed ?? scenario.seed;
  return { site, rules, scenario: withHash({ ...scenario, rules: profile, overrides, seed }) };
}

function checked(place: string, profile: ProfileName, overrides: Scenario["overrides"]): Rules {
  try {
    return loadRules(profile, overrides);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${place}: ${error.message.replace(/^rules: /, "")}`);
    throw error;
  }
}

function noteOtherSite(scenario: Scenario, source: Source, sitePath: string, io: Io): void {
  const own = (path: string) => path.split(/[\\/]/).pop();
  if (scenario.site === null || sitePath === "-" || own(scenario.site) === own(sitePath)) return;
  io.error(`${source.name}: was written for ${scenario.site}; it is used on ${own(sitePath)} all the same.\n`);
}
