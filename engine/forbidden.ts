import type { AuditLine, Plan } from "./model/plan.ts";

/** The rule that asks for as much green as before, and a floor on its share of the site that a scenario may add. */
export const BALANCE = "green.balance_min";
export const RATIO = "green.ratio.min";

/** New, failed, and of a level that a plan may not break. A study may break legal ones. */
export function isForbidden(line: AuditLine, study: boolean): boolean {
  return line.pass === false && line.scope === "new" && (line.level === "shall" || (line.level === "legal" && !study));
}

/** Broken by a plan, at a level that forbids, whether or not it is a study. */
export function isNewBreach(line: AuditLine): boolean {
  return isForbidden(line, false);
}

/** Likewise of a scenario: a study is free of the law, and not of the floors of green that it names itself. */
export function isForbiddenIn(
  line: AuditLine,
  { study, overrides }: { readonly study: boolean; readonly overrides: Plan["rules"]["overrides"] },
): boolean {
  const isNamed = (line.rule === BALANCE || line.rule === RATIO) && Object.hasOwn(overrides, line.rule);
  return isForbidden(line, study && !isNamed);
}
