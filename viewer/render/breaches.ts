import type { AuditLine } from "../../engine/model/plan.ts";
import type { PlanView } from "../protocol.ts";

export type GroupName = "new" | "inherited" | "warning" | "unchecked" | "passed";

/** Where a line belongs: only `shall` and `legal` forbid, the other levels warn. */
export function groupOf(line: AuditLine): GroupName {
  if (line.pass === null) return "unchecked";
  if (line.pass) return "passed";
  if (line.scope === "inherited") return "inherited";
  return line.level === "shall" || line.level === "legal" ? "new" : "warning";
}

export function newBreaches(plan: PlanView): AuditLine[] {
  return plan.audit.filter((line) => groupOf(line) === "new");
}
