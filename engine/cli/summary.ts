import { isNewBreach } from "../forbidden.ts";
import { named, namesOf } from "../model/names.ts";
import type { AuditLine, Exact, Plan, WalkToDoor } from "../model/plan.ts";
import type { Site } from "../model/site.ts";
import { toldMeasures } from "../told.ts";

/** Faults of one sort that are listed before the rest is only counted. */
const MOST_LISTED = 6;

function isInherited(line: AuditLine): boolean {
  return line.pass === false && line.scope === "inherited";
}

/** What a person wants to know of a plan of a site, a line each. */
export function summary(plan: Plan, site: Site): string {
  const names = namesOf(site.features);
  const { stalls, greening, treesMoved, lockers, ebikeChargers, bound } = plan.measures;
  const most = bound === null ? "" : ` (${bound.stalls} at most: ${bound.method})`;
  const lines = [`${stalls.new} new stalls, ${stalls.existing} existing, ${stalls.total} in all${most}`];
  if (stalls.parkedNow !== null) {
    const lost = stalls.lostInformal === 0 ? "" : `, ${stalls.lostInformal} informal places lost`;
    lines.push(`${stalls.parkedNow} cars tonight${lost}: net ${signed(stalls.net)}`);
  }
  if (greening.areaBefore > 0 || greening.planted > 0) {
    const credited = greening.credited > 0 ? `, ${greening.credited} m² credited` : "";
    lines.push(
      `green ${signed(greening.balance)} m²: ${greening.removed} m² removed, ${greening.planted} m² planted${credited}; ${counted(treesMoved, "tree")} moved`,
    );
  }
  const { repairs } = plan.measures;
  if (repairs !== undefined)
    lines.push(`${counted(repairs.count, "place")} repaired, ${repairs.paved} m² paved for it`);
  const walks = toldMeasures(plan.measures, plan.features, site).accessibleWalks ?? [];
  if (walks.length > 0)
    lines.push(
      `accessible stalls, on foot to the nearest door: ${walks.map((walk) => walkWords(walk, names)).join(", ")}`,
    );
  if (lockers + ebikeChargers > 0)
    lines.push(`${counted(lockers, "locker")}, ${counted(ebikeChargers, "e-bike charger")}`);
  if (plan.exact) lines.push(exactWords(plan.exact));
  lines.push(auditWords(plan.audit), ...listed("new breach", plan.audit.filter(isNewBreach), names));
  lines.push(...listed("inherited", plan.audit.filter(isInherited), names));
  for (const { demand, wanted, got, binding, price } of plan.unmet) {
    lines.push(`unmet: ${demand}: ${wanted} wanted, ${got} given; ${binding}${price === null ? "" : `; ${price}`}`);
  }
  if (plan.study) lines.push("study, not approvable");
  for (const assumption of plan.assumptions) lines.push(`assumed: ${assumption}`);
  return `${lines.join("\n")}\n`;
}

function walkWords({ stall, door, distance }: WalkToDoor, names: ReadonlyMap<string, string>): string {
  if (door === null) return `${stall} no way found`;
  return `${named(stall, "en", names)} ${distance} m (door ${names.get(door) ?? door})`;
}

function exactWords({ candidates, mostStalls, mostProved, bestProved, gap, gained }: Exact): string {
  const best = bestProved
    ? "no better choice of stalls on these aisles"
    : `within ${(100 * gap).toFixed(2)} % of the best choice on these aisles`;
  const most = mostStalls === null ? "" : `, ${mostStalls} new stalls ${mostProved ? "are the most" : "at most"}`;
  const green = `${Math.abs(gained.green)} m² of green ${gained.green < 0 ? "more taken" : "left alone"}`;
  const gain = gained.stalls === 0 && gained.green === 0 ? "" : `; gained ${signed(gained.stalls)} stalls, ${green}`;
  return `exact: ${best}${most}, of ${candidates} places${gain}`;
}

export function auditWords(audit: readonly AuditLine[]): string {
  const failed = audit.filter((line) => line.pass === false);
  const fresh = failed.filter(isNewBreach).length;
  const inherited = failed.filter(isInherited).length;
  const unchecked = audit.filter((line) => line.pass === null).length;
  const passed = audit.filter((line) => line.pass === true).length;
  const breaches = fresh === 0 ? "no new breach" : fresh === 1 ? "1 new breach" : `${fresh} new breaches`;
  return `audit: ${breaches}, ${inherited} inherited, ${counted(failed.length - fresh - inherited, "warning")}, ${passed} passed, ${unchecked} not checked`;
}

function listed(word: string, lines: readonly AuditLine[], names: ReadonlyMap<string, string>): string[] {
  const shown = lines
    .slice(0, MOST_LISTED)
    .map((line) => `${word}: ${line.rule}${line.note === "" ? "" : `: ${named(line.note, "en", names)}`}`);
  const rest = lines.length - shown.length;
  return rest === 0 ? shown : [...shown, `${word}: ${rest} more; snailshell audit lists them all`];
}

function counted(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? "" : "s"}`;
}

function signed(value: number): string {
  if (value === 0) return "±0";
  return value < 0 ? `−${Math.abs(value)}` : `+${value}`;
}
