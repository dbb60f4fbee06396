import { audit } from "./audit/audit.ts";
import { measure } from "./measure.ts";
import type { AuditLine, Measures, PlanFeature } from "./model/plan.ts";
import { claimedMeasures, claimedRemarks, type PlanFacts, planFacts } from "./read/claims.ts";
import type { PlanFile } from "./read/plan.ts";
import type { Problem } from "./stages/draft.ts";
import { toldMeasures } from "./told.ts";

/** A plan file as it stands, with what we find of it beside what it says of itself. */
export interface Judged extends PlanFacts {
  readonly features: readonly PlanFeature[];
  readonly measures: Measures;
  readonly audit: readonly AuditLine[];
  /** As the file says, and where it was made for another state of the site; nothing else where its figures are not those of its features. */
  readonly assumptions: readonly string[];
  readonly unmet: ReturnType<typeof claimedRemarks>["unmet"];
}

const OTHER_SITE = "The plan was made for another version of the site file; both are taken as they are.";

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
  const remarks = agrees ? claimedRemarks(header) : { assumptions: [], unmet: [] };
  const made = header?.site;
  const isOther = typeof made === "string" && made !== problem.site.hash;
  return {
    ...facts,
    study: facts.study || problem.scenario.study,
    rules: { profile, version },
    features,
    measures: toldMeasures(measure(subject), features, problem.site),
    audit: lines,
    unmet: remarks.unmet,
    assumptions: isOther ? [OTHER_SITE, ...remarks.assumptions] : remarks.assumptions,
  };
}
