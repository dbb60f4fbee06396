import { canonicalJson } from "../model/canonical.ts";
import { InputError } from "../model/errors.ts";
import { nearest } from "../model/words.ts";
import { checkedDemand, withHash } from "../read/scenario.ts";
import { loadRules } from "../rules/load.ts";
import type { Problem } from "../stages/draft.ts";

/** One thing that a sweep changes, and the values it takes, ascending. */
export interface Vary {
  /** A number of the demand, such as `newGreen.max`, or of the rulebook, such as `green.balance_min`. */
  readonly key: string;
  readonly values: readonly number[];
}

/** Points of a sweep at most: each is a solved and audited plan. */
export const MOST_POINTS = 400;

/** Numbers of a demand, for messages; whatever else the demand's schema takes is taken too. */
const DEMAND_KEYS = [
  "newStalls.target",
  "newStalls.min",
  "newStalls.max",
  "accessibleStalls.min",
  "chargingStalls.share",
  "ebikeChargers.count",
  "ebikeSlots.min",
  "newGreen.max",
  "treesMoved.max",
];

/** A range's end may miss its last step by this share of a step: 0.1 + 0.2 is not 0.3. */
const LAST_STEP = 1e-6;

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const RANGE = new RegExp(`^(${NUMBER}):(${NUMBER}):(${NUMBER})$`);

/**
 * `key=from:to:step` as values.
 * @param place begins the message of a refusal
 * @throws InputError one sentence
 */
export function readVary(text: string, place: string): Vary {
  const refuse = (what: string) => new InputError(`${place} ${text}: ${what}`);
  const equals = text.indexOf("=");
  if (equals < 1) throw refuse("key=from:to:step such as newGreen.max=0:120:10 would be right.");
  const range = RANGE.exec(text.slice(equals + 1));
  if (range === null)
    throw refuse(`"${text.slice(equals + 1)}" is no range; from:to:step such as 0:120:10 would be right.`);
  const [from, to, step] = range.slice(1).map(Number);
  if (![from, to, step].every(Number.isFinite)) throw refuse("a number is too large; finite numbers would be right.");
  if (step <= 0) throw refuse(`the step is ${step}; a step above 0 would be right.`);
  if (from > to) throw refuse(`${from} is more than ${to}; ${to}:${from}:${step} would be right.`);
  const count = Math.floor((to - from) / step + LAST_STEP) + 1;
  if (count > MOST_POINTS)
    throw refuse(`this makes ${count} points; a step that makes ${MOST_POINTS} at most would be right.`);
  return { key: text.slice(0, equals), values: Array.from({ length: count }, (_, i) => tidy(from + i * step)) };
}

/** Sums of decimals without their last, wrong digits. */
function tidy(value: number): number {
  return Number(value.toPrecision(12)) + 0;
}

/** All combinations of the values, the last key running fastest. */
export function gridOf(varied: readonly Vary[]): number[][] {
  return varied.reduce<number[][]>(
    (points, { values }) => points.flatMap((point) => values.map((value) => [...point, value])),
    [[]],
  );
}

/**
 * A problem with one number of its demand or its rules set.
 * @param place begins the message of a refusal
 * @throws InputError when there is no such number, or it cannot have this value
 */
export function withValue(problem: Problem, key: string, value: number, place: string): Problem {
  const { scenario } = problem;
  const path = key.replace(/^demand\./, "").split(".");
  if (Object.hasOwn(scenario.demand, path[0])) {
    const demand = checkedDemand(changed(scenario.demand, path, value), place);
    return { ...problem, scenario: withHash({ ...scenario, demand }) };
  }
  const rule = problem.rules.rules.get(key);
  if (rule === undefined || typeof rule.value === "boolean" || typeof rule.value === "string") {
    const known = [...problem.rules.rules].filter(
      ([, { value }]) => typeof value !== "string" && typeof value !== "boolean",
    );
    const near = nearest(key, [...DEMAND_KEYS, ...known.map(([name]) => name)]);
    throw new InputError(
      `${place}: "${key}" is no number of a demand nor of the rulebook ${problem.rules.profile}; ${
        near === null ? `one such as ${DEMAND_KEYS[7]} or green.balance_min would be right` : `"${near}" is near`
      }.`,
    );
  }
  const overrides = { ...scenario.overrides, [key]: value };
  return { ...problem, rules: rulesWith(problem, overrides, place), scenario: withHash({ ...scenario, overrides }) };
}

function rulesWith({ scenario }: Problem, overrides: Record<string, number | boolean | string>, place: string) {
  try {
    return loadRules(scenario.rules, overrides);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${place}: ${error.message.replace(/^rules: /, "")}`);
    throw error;
  }
}

/** A copy with the number at a path set; members that are null on the way become objects. */
function changed(value: unknown, [key, ...rest]: readonly string[], number: number): unknown {
  if (key === undefined) return number;
  const members = value !== null && typeof value === "object" ? value : {};
  return { ...members, [key]: changed((members as Record<string, unknown>)[key], rest, number) };
}

/** Problems with one key have the same ground: what is asked for in stalls and green moves no wall. */
export function groundKey({ scenario, rules }: Problem): string {
  const { newStalls: _, newGreen: __, ...demand } = scenario.demand;
  const overrides = Object.entries(rules.overrides).filter(([key]) => !/^green\.(balance_min|ratio\.min)$/.test(key));
  return canonicalJson({ demand, overrides });
}
