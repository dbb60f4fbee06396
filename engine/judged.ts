import { audit } from "./audit/audit.ts";
import { measure } from "./measure.ts";
import type { AuditLine, Measures, PlanFeature } from "./model/plan.ts";
import { claimedMeasures, claimedRemarks, type PlanFacts, planFacts } from "./read/claims.ts";
import type { PlanFile } from "./read/plan.ts";
import type { Problem } from "./stages/draft.ts";

/** A plan file as it stands, with what we find of it beside what it says of itself. */
export interface Judged extends PlanFacts {
  readonly features: readonly PlanFeature[];
  readonly measures: Measures;
  readonly audit: readonly AuditLine[];
  /** As the file says; nothing where its figures are not those of its features, for then neither is the rest. */
  readonly assumptions: readonly string[];
  readonly unmet: ReturnType<typeof claimedRemarks>["unmet"];
}

/**
 * Audits and measures the plan of a file, ours or edited by hand, by a scenario's rules. Of what the file says of itself
 * only its name, what it was made with and what was proved of it are taken over.
 * @param file its name
 */
export function judgePlan({ features, header }: PlanFile, problem: Problem, file: string): Judged {
  const subject = { ...problem, features };
  const claimed = claimedMeasures(header);
  const lines = audit({ ...subject, claimed });
  const agrees = lines.some(({ rule, pass }) => rule === "fact.measures_agree" && pass === true);
  const facts = planFacts(header, file);
  const { profile, version } = problem.rules;
  return {
    ...facts,
    study: facts.study || problem.scenario.study,
    rules: { profile, version },
    features,
    measures: measure(subject),
    audit: lines,
    ...(agrees ? claimedRemarks(header) : { assumptions: [], unmet: [] }),
  };
}
