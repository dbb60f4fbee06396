import { canonicalHash } from "../model/canonical.ts";
import { type Demand, type Layout, PARKING_ANGLES, type ParkingAngle, type StallSize } from "../model/demand.ts";
import { InputError } from "../model/errors.ts";
import type { Scenario } from "../model/scenario.ts";
import type { Site } from "../model/site.ts";
import { overrideFault } from "../rules/load.ts";
import { parseJson } from "./json.ts";
import { readLocks } from "./scenarioLocks.ts";
import { checkScenario, type GivenScenario } from "./scenarioSchema.ts";

/** Length of a parallel stall when one size is given for all angles, metres: a car and 1.2 m to manoeuvre. JGJ 100-2015 Table 4.3.4. */
const PARALLEL_LENGTH = 6;

/**
 * A scenario from the text of its file, every default filled in. FORMAT.md section 3.
 * @param knownIds ids that a lock may name beside the site's own: those of a plan to start from
 * @throws InputError one sentence: file, place, what is wrong, what would be right
 */
export function readScenario(
  text: string,
  file: string,
  site: Site,
  knownIds: ReadonlySet<string> = new Set(),
): Scenario {
  const given = checkScenario(parseJson(text, file), file);
  checkStalls(given.demand.newStalls, file);
  const { overrides, rules } = given;
  // without `rules` the profile may still be chosen on the command line: loading it checks them
  const fault = rules === undefined ? null : overrideFault(rules, overrides);
  if (fault !== null) throw new InputError(`${file}: overrides: ${fault}`);
  const name = given.name ?? nameOf(file);
  return withHash({
    name,
    title: titleOf(given.title, name),
    site: given.site ?? null,
    rules: rules ?? profileFor(site),
    overrides,
    demand: given.demand,
    layout: {
      parkingAngles: given.layout.parkingAngles,
      aisles: given.layout.aisles,
      aisleWidth: aisleWidths(given.layout.aisleWidth),
      stall: stallSizes(given.layout.stall),
    },
    weights: given.weights,
    locks: readLocks(given.locks, file, site, knownIds),
    study: given.study,
    seed: given.seed,
    budget: given.budget,
  });
}

/**
 * A demand checked as one that stands in a file: for whoever changes a part of it.
 * @param place begins the message of a refusal
 * @throws InputError one sentence
 */
export function checkedDemand(demand: unknown, place: string): Demand {
  const { demand: checked } = checkScenario({ demand }, place);
  checkStalls(checked.newStalls, place);
  return checked;
}

/** What is wanted when nothing is said: as many new stalls as fit. */
export function defaultScenario(site: Site): Scenario {
  const plain = readScenario("{}", "default", site);
  return withHash({ ...plain, title: { zh: "尽量多的车位", en: "As many stalls as fit" } });
}

/** A scenario with the hash of what it says now: call it after changing profile, overrides or seed. */
export function withHash(scenario: Omit<Scenario, "hash">): Scenario {
  const { hash: _, ...said } = scenario as Scenario;
  return { ...said, hash: canonicalHash(plain(said)) };
}

/** Flat coordinates as plain lists, so that they have canonical JSON. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, member: unknown) => (member instanceof Float64Array ? [...member] : member)),
  );
}

/** Without folders and endings: no path of somebody's machine gets into a plan. */
function nameOf(file: string): string {
  const base = file.split(/[\\/]/).at(-1) ?? file;
  return base.replace(/(?:\.scenario)?\.json$/i, "") || base;
}

function titleOf(title: GivenScenario["title"], name: string): Scenario["title"] {
  if (title === undefined) return { zh: name, en: name };
  return typeof title === "string" ? { zh: title, en: title } : title;
}

/** A bare lot knows no code; whatever has a road or a building is read as a place in Shanghai. */
function profileFor(site: Site): Scenario["rules"] {
  return site.features.some(({ kind }) => kind === "road" || kind === "building") ? "cn-shanghai" : "geometry";
}

function checkStalls({ target, min, max }: GivenScenario["demand"]["newStalls"], file: string): void {
  const place = `${file}: demand.newStalls`;
  if (max !== null && min > max) {
    throw new InputError(`${place}: min ${min} is more than max ${max}; a min up to the max would be right.`);
  }
  if (target === "max") return;
  if (target < min) {
    throw new InputError(`${place}: target ${target} is less than min ${min}; a target from the min would be right.`);
  }
  if (max !== null && target > max) {
    throw new InputError(`${place}: target ${target} is more than max ${max}; a target up to the max would be right.`);
  }
}

function aisleWidths(given: GivenScenario["layout"]["aisleWidth"]): Layout["aisleWidth"] {
  if (typeof given !== "number") return given === null ? null : (plain(given) as Layout["aisleWidth"]);
  return Object.fromEntries(PARKING_ANGLES.map((angle) => [angle, { "two-way": given, "one-way": given }]));
}

function stallSizes(given: GivenScenario["layout"]["stall"]): Layout["stall"] {
  if (given === null) return null;
  if (!isSize(given)) return plain(given) as Layout["stall"];
  const sizes = PARKING_ANGLES.map((angle): [ParkingAngle, StallSize] => [
    angle,
    angle === 0 ? { width: given.width, length: Math.max(PARALLEL_LENGTH, given.length) } : given,
  ]);
  return Object.fromEntries(sizes) as Layout["stall"];
}

function isSize(value: object): value is StallSize {
  return "width" in value && "length" in value;
}
