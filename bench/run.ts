import { readFileSync } from "node:fs";
import { basename } from "node:path";
import {
  defaultScenario,
  type Kernel,
  loadRules,
  type Problem,
  readScenario,
  readSite,
  solve,
  writePlan,
} from "../engine/index.ts";
import { areaOf } from "../engine/model/geometry.ts";
import { featuresOf, isCompound } from "../engine/model/site.ts";
import type { Case } from "./cases.ts";

/** What one case came to. Times are of this machine and are printed, never judged. */
export interface Result {
  readonly set: string;
  readonly name: string;
  /** Ground, square metres. */
  readonly area: number;
  /** New stalls; on lots all there are. */
  readonly stalls: number;
  readonly reference: number | null;
  readonly real: number | null;
  readonly bound: number | null;
  readonly steps: number;
  readonly milliseconds: number;
  /** FNV-1a of the plan file's bytes. */
  readonly checksum: number;
  readonly breaches: number;
}

export function problemOf({ site: sitePath, scenario: scenarioPath }: Pick<Case, "site" | "scenario">): Problem {
  const site = readSite(readFileSync(sitePath, "utf8"), basename(sitePath));
  const scenario =
    scenarioPath === null
      ? defaultScenario(site)
      : readScenario(readFileSync(scenarioPath, "utf8"), basename(scenarioPath), site);
  return { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
}

/** Solves a case by its planned steps, or by a given number of seconds. */
export function runCase(set: string, one: Case, kernel: Kernel, seconds: number | null = null): Result {
  const problem = problemOf(one);
  const begun = performance.now();
  const plan = solve(problem, kernel, { seconds });
  const milliseconds = performance.now() - begun;
  return {
    set,
    name: one.name,
    area: areaOf(problem.site.boundary),
    stalls: plan.measures.stalls.new,
    reference: one.reference,
    real: one.real,
    bound:
      isCompound(problem.site) || featuresOf(problem.site, "stall").length > 0
        ? null
        : (plan.measures.bound?.stalls ?? null),
    steps: plan.steps,
    milliseconds,
    checksum: checksumOf(writePlan(plan, problem.site)),
    breaches: plan.audit.filter(
      (line) => line.pass === false && line.scope === "new" && (line.level === "shall" || line.level === "legal"),
    ).length,
  };
}

/** FNV-1a, 32 bits: says at a glance whether two runs wrote the same bytes. */
export function checksumOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
