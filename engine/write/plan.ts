import { AISLE_KINDS, type Layout, PARKING_ANGLES } from "../model/demand.ts";
import type { AuditLine, Plan } from "../model/plan.ts";
import type { Site } from "../model/site.ts";
import { toldMeasures } from "../told.ts";
import { featureOf, finite, positionOf, rounded } from "./features.ts";

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
  const { features, audit, ...rest } = plan;
  const members = Object.entries({
    name: rest.name,
    study: rest.study,
    site: rest.site,
    scenario: rest.scenario,
    rules: {
      profile: rest.rules.profile,
      version: rest.rules.version,
      overrides: sorted(rest.rules.overrides),
      layout: layoutOf(rest.rules.layout),
    },
    demand: rest.demand,
    seed: rest.seed,
    steps: rest.steps,
    threads: rest.threads,
    ...(rest.from === undefined ? {} : { from: rest.from }),
    engine: rest.engine,
    measures: toldMeasures(rest.measures, features, site),
    assumptions: rest.assumptions,
    unmet: rest.unmet,
    ...(rest.exact === undefined ? {} : { exact: rest.exact }),
  }).map(([key, value]) => `  ${JSON.stringify(key)}: ${json(value)}`);
  const lines = audit.map((line) => `   ${JSON.stringify(auditMember(line, site))}`);
  members.push(`  "audit": [\n${lines.join(",\n")}\n  ]`);
  return `{\n${members.join(",\n")}\n }`;
}

/** JSON in which a number that is none stops the writing. */
function json(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => (typeof member === "number" ? finite(member) : member));
}

/** The order in which a planner happened to set things is no part of the plan. */
function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((key) => [key, record[key]]),
  );
}

function layoutOf({ parkingAngles, aisles, aisleWidth, stall }: Layout): Layout {
  const widths = PARKING_ANGLES.flatMap((angle) => {
    const given = aisleWidth?.[angle];
    const kinds = AISLE_KINDS.flatMap((kind) => (given?.[kind] === undefined ? [] : [[kind, given[kind]]]));
    return given === undefined ? [] : [[angle, Object.fromEntries(kinds)]];
  });
  const sizes = PARKING_ANGLES.flatMap((angle) => {
    const size = stall?.[angle];
    return size === undefined ? [] : [[angle, { width: size.width, length: size.length }]];
  });
  return {
    parkingAngles,
    aisles,
    aisleWidth: aisleWidth === null ? null : Object.fromEntries(widths),
    stall: stall === null ? null : Object.fromEntries(sizes),
  };
}

/** An audit line as it stands in a file: where to look in file coordinates. */
export function auditMember(line: AuditLine, site: Site): Record<string, unknown> {
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
