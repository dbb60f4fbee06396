import type { AuditLine, Plan } from "../model/plan.ts";

/** Broken by this plan, at a level that forbids. */
export function isNewBreach(line: AuditLine): boolean {
  return line.pass === false && line.scope === "new" && (line.level === "shall" || line.level === "legal");
}

/** What a person wants to know of a plan in a few lines. */
export function summary(plan: Plan): string {
  const { stalls, greening, treesMoved, lockers, ebikeChargers, bound } = plan.measures;
  const lines = [
    `${stalls.new} new stalls, ${stalls.existing} existing, ${stalls.total} in all${bound === null ? "" : ` (at most ${bound.stalls} possible)`}`,
  ];
  if (greening.areaBefore > 0 || greening.planted > 0) {
    lines.push(
      `green ${signed(greening.balance)} m²: ${greening.removed} m² removed, ${greening.planted} m² planted; ${treesMoved} trees moved`,
    );
  }
  if (lockers + ebikeChargers > 0) lines.push(`${lockers} locker${lockers === 1 ? "" : "s"}, ${ebikeChargers} e-bike chargers`);
  lines.push(auditWords(plan.audit));
  for (const { demand, wanted, got, binding, price } of plan.unmet) {
    lines.push(`unmet: ${demand}: ${wanted} wanted, ${got} given; ${binding}${price === null ? "" : `; ${price}`}`);
  }
  if (plan.study) lines.push("study, not approvable");
  for (const assumption of plan.assumptions) lines.push(`assumed: ${assumption}`);
  return `${lines.join("\n")}\n`;
}

export function auditWords(audit: readonly AuditLine[]): string {
  const failed = audit.filter((line) => line.pass === false);
  const fresh = failed.filter(isNewBreach).length;
  const inherited = failed.filter((line) => line.scope === "inherited").length;
  const unchecked = audit.filter((line) => line.pass === null).length;
  const passed = audit.filter((line) => line.pass === true).length;
  return `audit: ${fresh} new breaches, ${inherited} inherited, ${failed.length - fresh - inherited} warnings, ${passed} passed, ${unchecked} not checked`;
}

function signed(value: number): string {
  return value < 0 ? `−${Math.abs(value)}` : `+${value}`;
}
