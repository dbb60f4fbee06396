import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { isForbiddenIn } from "../engine/forbidden.ts";
import {
  defaultScenario,
  type Kernel,
  loadRules,
  type Plan,
  type Problem,
  readScenario,
  readSite,
  type SolveOptions,
  solve,
  writePlan,
} from "../engine/index.ts";
import { areaOf } from "../engine/model/geometry.ts";
import type { Case } from "./cases.ts";

/** What one case came to. Times are of this machine: they are printed, never judged. */
export interface Result {
  readonly set: string;
  readonly name: string;
  /** Ground, square metres. */
  readonly area: number;
  /** New stalls; on lots all there are. */
  readonly stalls: number;
  /** Somebody else's count, or the one that is asked for; null when there is none. */
  readonly reference: number | null;
  /** Stalls there in reality; null when unknown. */
  readonly real: number | null;
  /** No plan can have more stalls; null in compounds. */
  readonly bound: number | null;
  readonly steps: number;
  readonly milliseconds: number;
  /** FNV-1a of the plan file's bytes. */
  readonly checksum: number;
  /** What went wrong, a sentence each; empty when all is well. */
  readonly faults: readonly string[];
}

/** How much of itself a check does: what a quick run has time for, or all. */
export type Extent = "quick" | "whole";

/** A check beside the counted sets: says what it did, a line at a time, and returns its faults, a sentence each. */
export type Check = (
  kernel: Kernel,
  say: (line: string) => void,
  run: { readonly extent: Extent; readonly record: "ask" | "write" },
) => string[] | Promise<string[]>;

export function problemOf({ site: sitePath, scenario: scenarioPath }: Pick<Case, "site" | "scenario">): Problem {
  const site = readSite(readFileSync(sitePath, "utf8"), basename(sitePath));
  const scenario =
    scenarioPath === null
      ? defaultScenario(site)
      : readScenario(readFileSync(scenarioPath, "utf8"), basename(scenarioPath), site);
  return { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
}

/** Solves a case, by its planned steps unless a budget says otherwise. Whatever happens becomes a result. */
export function runCase(set: string, one: Case, kernel: Kernel, budget: SolveOptions = {}): Result {
  const { name, reference, real } = one;
  const nothing = { stalls: 0, bound: null, steps: 0, checksum: 0 };
  const begun = performance.now();
  let area = 0;
  try {
    const problem = problemOf(one);
    area = areaOf(problem.site.boundary);
    // reading is left out: it is the solve that is compared
    const start = performance.now();
    const plan = solve(problem, kernel, budget);
    const milliseconds = performance.now() - start;
    return {
      set,
      name,
      area,
      stalls: plan.measures.stalls.new,
      reference,
      real,
      bound: plan.measures.bound?.stalls ?? null,
      steps: plan.steps,
      milliseconds,
      checksum: checksumOf(writePlan(plan, problem.site)),
      faults: faultsOf(plan),
    };
  } catch (error) {
    const milliseconds = performance.now() - begun;
    return { set, name, area, ...nothing, reference, real, milliseconds, faults: [messageOf(error)] };
  }
}

/** New breaches of what forbids, and a count above what the plan itself calls possible. */
export function faultsOf(plan: Plan): string[] {
  const faults = plan.audit
    .filter((line) => isForbiddenIn(line, { study: plan.study, overrides: plan.rules.overrides }))
    .map((line) => `new breach of ${line.rule}: ${line.note}`);
  const { bound, stalls } = plan.measures;
  if (bound !== null && stalls.total > bound.stalls) faults.push(`${stalls.total} stalls, bound ${bound.stalls}.`);
  return faults;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** FNV-1a, 32 bits: says at a glance whether two runs wrote the same bytes. */
export function checksumOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
