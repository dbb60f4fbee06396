import { isNewBreach } from "./forbidden.ts";
import type { Kernel } from "./kernel.ts";
import type { Plan } from "./model/plan.ts";
import type { ProfileName, Scenario } from "./model/scenario.ts";
import { loadRules, PROFILE_NAMES } from "./rules/load.ts";
import { type SolveOptions, solve } from "./solve.ts";
import type { Problem } from "./stages/draft.ts";

/** What is better of a measure; `neither`: it informs, and decides nothing. */
export type Sense = "more" | "less" | "neither";

/** A measure by which plans are compared. */
export interface ComparedMeasure {
  /** As in the plan file's `measures`, with dots. */
  readonly key: string;
  readonly unit: "" | "m²" | "m";
  readonly better: Sense;
  /** null where the plan has none. */
  readonly of: (plan: Plan) => number | null;
}

/** One plan among others. */
export interface ComparedScenario {
  /** The scenario's name; the second of one name is `name (2)`. */
  readonly name: string;
  readonly title: Scenario["title"];
  readonly study: boolean;
  /** Keeps every rule that forbids, legal ones too, and is no study. */
  readonly lawful: boolean;
  readonly measures: Readonly<Record<string, number | null>>;
  /** Measure less the baseline's; null where either has none. */
  readonly differences: Readonly<Record<string, number | null>>;
  /** Names of those that are nowhere worse and somewhere better. */
  readonly dominatedBy: readonly string[];
  readonly plan: Plan;
}

export interface Comparison {
  /** Name of the first: differences are to it. */
  readonly baseline: string;
  readonly scenarios: readonly ComparedScenario[];
}

/** Everything that is compared, in the order of a table. */
export const COMPARED: readonly ComparedMeasure[] = [
  { key: "stalls.new", unit: "", better: "neither", of: ({ measures }) => measures.stalls.new },
  { key: "stalls.total", unit: "", better: "neither", of: ({ measures }) => measures.stalls.total },
  // new stalls less the places that cars lose: the figure a planner looks at first
  { key: "stalls.net", unit: "", better: "more", of: ({ measures }) => measures.stalls.net },
  { key: "stalls.accessible", unit: "", better: "more", of: ({ measures }) => measures.stalls.accessible },
  { key: "stalls.charging", unit: "", better: "more", of: ({ measures }) => measures.stalls.charging },
  { key: "greening.balance", unit: "m²", better: "more", of: ({ measures }) => measures.greening.balance },
  { key: "greening.removed", unit: "m²", better: "less", of: ({ measures }) => measures.greening.removed },
  { key: "greening.planted", unit: "m²", better: "neither", of: ({ measures }) => measures.greening.planted },
  { key: "treesMoved", unit: "", better: "less", of: ({ measures }) => measures.treesMoved },
  { key: "homesUnder6m", unit: "", better: "less", of: ({ measures }) => measures.homesUnder6m },
  { key: "homesUnder3m", unit: "", better: "less", of: ({ measures }) => measures.homesUnder3m },
  { key: "lockers", unit: "", better: "more", of: ({ measures }) => measures.lockers },
  { key: "ebikeChargers", unit: "", better: "more", of: ({ measures }) => measures.ebikeChargers },
  { key: "ebikeSlots", unit: "", better: "more", of: ({ measures }) => measures.ebikeSlots },
  { key: "areaPerStall", unit: "m²", better: "neither", of: ({ measures }) => measures.areaPerStall },
  { key: "fireLane.minWidth", unit: "m", better: "more", of: ({ measures }) => measures.fireLane.minWidth },
  { key: "unmet", unit: "", better: "neither", of: ({ unmet }) => unmet.length },
  { key: "warnings", unit: "", better: "neither", of: ({ audit }) => audit.filter(isWarning).length },
];

/** Measures that are less than this apart are equal: they are rounded to a tenth at the coarsest. */
const EQUAL = 1e-6;

function isWarning({ pass, scope, level }: Plan["audit"][number]): boolean {
  return pass === false && scope === "new" && level !== "shall" && level !== "legal";
}

/** A plan without a new breach of any rule that forbids, none of them loosened, and no study: what can be put before an authority. */
export function isLawful(plan: Plan): boolean {
  return !plan.study && !isLoosened(plan) && !plan.audit.some(isNewBreach);
}

/** Does a scenario set a legal minimum lower, or a legal maximum higher, than the law? Then keeping it says nothing. */
function isLoosened({ rules: { profile, overrides } }: Plan): boolean {
  if (Object.keys(overrides).length === 0 || !isProfile(profile)) return false;
  const { rules } = loadRules(profile);
  return Object.entries(overrides).some(([key, value]) => {
    const law = rules.get(key);
    if (law?.level !== "legal" || typeof law.value !== "number" || typeof value !== "number") return false;
    if (/[._]min$/.test(key)) return value < law.value;
    return /[._]max$/.test(key) && value > law.value;
  });
}

function isProfile(name: string): name is ProfileName {
  return (PROFILE_NAMES as readonly string[]).includes(name);
}

/** Plans under the names and titles of their scenarios, the first as baseline. At least one. */
export function comparePlans(given: readonly { readonly plan: Plan; readonly title: Scenario["title"] }[]): Comparison {
  const names = uniqueNames(given.map(({ plan }) => plan.name));
  const measured = given.map(({ plan }) => Object.fromEntries(COMPARED.map(({ key, of }) => [key, of(plan)])));
  const scenarios = given.map(({ plan, title }, i): ComparedScenario => {
    const differences = COMPARED.map(({ key }) => [key, difference(measured[i][key], measured[0][key])] as const);
    const dominating = given.flatMap((other, j) => (j !== i && dominates(other.plan, plan) ? [names[j]] : []));
    return {
      name: names[i],
      title,
      study: plan.study,
      lawful: isLawful(plan),
      measures: measured[i],
      differences: Object.fromEntries(differences),
      dominatedBy: dominating,
      plan,
    };
  });
  return { baseline: names[0], scenarios };
}

/** Solves scenarios of one site and compares what comes of them. */
export function compare(problems: readonly Problem[], kernel: Kernel, options: SolveOptions = {}): Comparison {
  return comparePlans(
    problems.map((problem) => ({ plan: solve(problem, kernel, options), title: problem.scenario.title })),
  );
}

/** Nowhere worse and somewhere better, lawfulness included: a study never dominates a plan that can be approved. */
export function dominates(one: Plan, other: Plan): boolean {
  const [a, b] = [isLawful(one), isLawful(other)];
  if (!a && b) return false;
  let better = a && !b;
  for (const { better: sense, of } of COMPARED) {
    if (sense === "neither") continue;
    const [x, y] = [of(one), of(other)];
    // what one plan has no number for cannot be held against either
    if (x === null || y === null) continue;
    const gain = sense === "more" ? x - y : y - x;
    if (gain < -EQUAL) return false;
    if (gain > EQUAL) better = true;
  }
  return better;
}

function difference(value: number | null, base: number | null): number | null {
  // a thousandth is finer than any measure is rounded
  return value === null || base === null ? null : Math.round((value - base) * 1000) / 1000 + 0;
}

function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let n = 2; taken.has(unique); n++) unique = `${name} (${n})`;
    taken.add(unique);
    return unique;
  });
}
