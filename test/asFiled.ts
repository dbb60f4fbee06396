import { audit, loadRules, type Problem, readPlan, readSite, writePlan } from "../engine/index.ts";
import type { AuditLine, Plan } from "../engine/model/plan.ts";

/** What only a file can be asked: whether its figures and its picture of the engine's sweep are borne out. */
const OF_FILES = ["fact.measures_agree", "fact.swept_path"];

/** What a plan says of itself, and what whoever audits its file finds: a site read anew, nothing known of the search. */
export function asFiled(
  siteText: string,
  { scenario }: Problem,
  plan: Plan,
): { own: AuditLine[]; found: AuditLine[]; ofFile: AuditLine[] } {
  const site = readSite(siteText, "site");
  const { features } = readPlan(writePlan(plan, site), "plan", site);
  const rules = loadRules(scenario.rules, scenario.overrides);
  const lines = audit({ site, scenario, rules, features, claimed: plan.measures });
  const isOfFile = ({ rule }: AuditLine) => OF_FILES.includes(rule);
  return {
    own: plan.audit.filter((line) => !isOfFile(line)),
    found: lines.filter((line) => !isOfFile(line)),
    ofFile: lines.filter(isOfFile),
  };
}
