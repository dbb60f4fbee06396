import * as v from "valibot";
import { InputError } from "../model/errors.ts";
import type { Exact, Measures, Plan } from "../model/plan.ts";
import type { Scenario } from "../model/scenario.ts";
import type { Site } from "../model/site.ts";
import { exactOf } from "./exact.ts";
import type { PlanFile } from "./plan.ts";
import { defaultScenario, readScenario } from "./scenario.ts";

// what a plan file says of itself beside its features may have been edited by anybody: it is read as any input is

type Header = PlanFile["header"];

/**
 * The demand, rules and layout that a plan says it was made for; the default scenario when it does not say.
 * @throws InputError when what it says is no scenario
 */
export function claimedScenario(header: Header, file: string, site: Site): Scenario {
  const rules = header?.rules;
  if (header === null || !isRecord(rules)) return defaultScenario(site);
  const { name, demand, study, seed } = header;
  const { profile, overrides, layout } = rules;
  return readScenario(
    JSON.stringify({ name, demand, study, seed, rules: profile, overrides, layout }),
    `${file}: plan`,
    site,
  );
}

/** Whether a plan says what it was made for. */
export function claimsScenario(header: Header): boolean {
  return isRecord(header?.rules);
}

export function claimedMeasures(header: Header): Measures | null {
  const measures = header?.measures;
  return isRecord(measures) ? (measures as unknown as Measures) : null;
}

/** What a plan says of itself in words and numbers, each left out or plain where it does not. */
export interface PlanFacts {
  readonly name: string;
  readonly study: boolean;
  readonly seed: number;
  readonly steps: number;
  readonly rules: Pick<Plan["rules"], "profile" | "version">;
  readonly exact?: Exact;
}

/** @param file name of the file, the plan's own where it has none */
export function planFacts(header: Header, file: string): PlanFacts {
  const text = (value: unknown, otherwise: string) => (typeof value === "string" ? value : otherwise);
  const whole = (value: unknown) => (typeof value === "number" && Number.isInteger(value) ? value : 0);
  const rules = (header?.rules ?? {}) as { profile?: unknown; version?: unknown };
  const exact = exactOf(header);
  return {
    ...(exact === undefined ? {} : { exact }),
    name: text(header?.name, file.replace(/\.(geo)?json$/i, "")),
    study: header?.study === true,
    seed: whole(header?.seed),
    steps: whole(header?.steps),
    rules: { profile: text(rules.profile, ""), version: text(rules.version, "") },
  };
}

const assumed = v.array(v.string());
const given = v.union([v.number(), v.string()]);
const lacking = v.array(
  v.object({ demand: v.string(), wanted: given, got: given, binding: v.string(), price: v.nullable(v.string()) }),
);

/** What was assumed for a plan and what it lacks, as it says; nothing where it says nothing, or nothing that can be read. */
export function claimedRemarks(header: Header): Pick<Plan, "assumptions" | "unmet"> {
  const assumptions = v.safeParse(assumed, header?.assumptions);
  const unmet = v.safeParse(lacking, header?.unmet);
  return {
    assumptions: assumptions.success ? assumptions.output : [],
    unmet: unmet.success ? unmet.output : [],
  };
}

/**
 * The scenario that a plan says it was made for, as it was: one of those offered, where it is one of them; else as far as
 * the plan tells.
 * @param offered scenarios that are at hand
 * @throws InputError when what it says is no scenario
 */
export function scenarioOf(header: Header, file: string, site: Site, offered: readonly Scenario[]): Scenario {
  return offered.find(({ hash }) => hash === header?.scenario) ?? claimedScenario(header, file, site);
}

/** A refusal with what helps: `hint` is one sentence. */
export function withHint<T>(read: () => T, hint: string): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${error.message} ${hint}`);
    throw error;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
