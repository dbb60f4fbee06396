import type { AuditLine, Plan } from "../model/plan.ts";
import type { Site } from "../model/site.ts";
import { featureOf, positionOf, rounded } from "./features.ts";

/**
 * A plan as a file: a GeoJSON FeatureCollection in the site's coordinates, one feature a line, the `plan` member last.
 * FORMAT.md section 4. No clock, machine or path goes in: the same plan gives the same bytes.
 */
export function writePlan(plan: Plan, site: Site): string {
  const { projection } = site;
  const lines = plan.features.map((feature) => `  ${JSON.stringify(featureOf(feature, projection))}`);
  const members = [
    `"type": "FeatureCollection"`,
    `"name": ${JSON.stringify(plan.name)}`,
    ...(projection.crs === null ? [] : [`"crs": ${JSON.stringify(projection.crs)}`]),
    `"features": [\n${lines.join(",\n")}\n ]`,
    `"plan": ${header(plan, site)}`,
  ];
  return `{\n ${members.join(",\n ")}\n}\n`;
}

/** One member a line, so that two plans can be compared by eye; the audit has a line a rule. */
function header(plan: Plan, site: Site): string {
  const { features: _features, audit, ...rest } = plan;
  const members = Object.entries({
    name: rest.name,
    study: rest.study,
    site: rest.site,
    scenario: rest.scenario,
    rules: rest.rules,
    demand: rest.demand,
    seed: rest.seed,
    steps: rest.steps,
    threads: rest.threads,
    engine: rest.engine,
    measures: rest.measures,
    assumptions: rest.assumptions,
    unmet: rest.unmet,
  }).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const lines = audit.map((line) => `   ${JSON.stringify(auditLine(line, site))}`);
  members.push(`  "audit": [\n${lines.join(",\n")}\n  ]`);
  return `{\n${members.join(",\n")}\n }`;
}

function auditLine(line: AuditLine, site: Site): Record<string, unknown> {
  return {
    rule: line.rule,
    clause: line.clause,
    level: line.level,
    scope: line.scope,
    required: plain(line.required),
    measured: plain(line.measured),
    unit: line.unit,
    pass: line.pass,
    features: line.features,
    ...(line.at === null ? {} : { at: positionOf(line.at[0], line.at[1], site.projection) }),
    ...(line.note === "" ? {} : { note: line.note }),
  };
}

function plain(value: AuditLine["measured"]): AuditLine["measured"] {
  return typeof value === "number" ? rounded(value) : value;
}
