import { audit } from "../audit/audit.ts";
import { isNewBreach } from "../forbidden.ts";
import { InputError } from "../model/errors.ts";
import { named, namesOf } from "../model/names.ts";
import type { AuditLine } from "../model/plan.ts";
import type { Rules } from "../model/rules.ts";
import type { ProfileName } from "../model/scenario.ts";
import type { Site } from "../model/site.ts";
import { claimedMeasures } from "../read/claims.ts";
import { conflictsOf } from "../rules/load.ts";
import { auditMember } from "../write/plan.ts";
import { readSource } from "./files.ts";
import { parse } from "./options.ts";
import { claimedScenario, readPlanFile } from "./planFile.ts";
import { problemOf, readProblem, readSiteFile } from "./problem.ts";
import { auditWords } from "./summary.ts";
import { EXIT, type Verb } from "./verb.ts";

const HELP = `snailshell audit SITE PLAN [options]

Checks any plan file, ours or edited by hand, from its features alone, and lists what is wrong.
Exit status 2 when the plan breaks a rule of level shall or legal that the site alone does not,
or is a study.

  --scenario FILE    the scenario to hold it against; without it the rules and layout the plan names
  --from EARLIER     the plan that PLAN goes on from: locks of the scenario may name its ids, as for
                     solve --from. Ids of PLAN itself are never meant: a new plan numbers stalls anew
  --rules P          cn-shanghai, us, eu, eu-uk, geometry, or a district's own .json file over
                     one of them; over the scenario's
  --set key=value    a rule of the profile set to another value; may be repeated
  --all              rules that hold or could not be checked as well, and where codes disagree
  --json             every line as JSON, one a line
`;

export const auditVerb: Verb = {
  help: HELP,
  async run(argv, io) {
    const { values, positionals } = parse(
      "audit",
      argv,
      {
        scenario: { type: "string" },
        from: { type: "string" },
        rules: { type: "string" },
        set: { type: "string", multiple: true },
        all: { type: "boolean" },
        json: { type: "boolean" },
      },
      ["SITE", "PLAN"],
    );
    const [sitePath, planPath] = positionals;
    if (values.from !== undefined && values.scenario === undefined) {
      throw new InputError(
        "snailshell audit: --from says whose ids the locks of a scenario name; --scenario FILE with it would be right.",
      );
    }
    const site = await readSiteFile(sitePath, io);
    const placed = values.from === undefined ? [] : readPlanFile(await readSource(values.from, io), site, io).features;
    const asked =
      values.scenario === undefined
        ? null
        : await readProblem("audit", { site, path: sitePath }, { ...values, placed }, io);
    const source = await readSource(planPath, io);
    const { features, header } = readPlanFile(source, site, io);
    const claimed = () => claimedScenario(header, source.name, site);
    const problem = asked ?? (await problemOf("audit", site, claimed(), source.name, values, io));
    const lines = audit({ ...problem, features, claimed: claimedMeasures(header) });
    if (values.json) io.out(lines.map((line) => `${JSON.stringify(auditMember(line, site))}\n`).join(""));
    else {
      const { rules } = problem;
      io.out(table(values.all ? lines : lines.filter((line) => line.pass === false), site, rules));
      if (values.all) io.out(disagreements(problem.scenario.rules));
    }
    const { scenario, rules } = problem;
    const set = Object.entries(rules.overrides).map(([key, value]) => `${key} = ${value}`);
    io.error(
      `rules: ${rules.profile}${set.length === 0 ? "" : ` with ${set.join(", ")}`}${scenario.study ? "; study, not approvable" : ""}\n`,
    );
    io.error(`${auditWords(lines)}\n`);
    return scenario.study || lines.some(isNewBreach) ? EXIT.unmet : EXIT.done;
  },
};

/** Where codes disagree and what is done about it, a line each; nothing where they do not. */
function disagreements(profile: ProfileName): string {
  return conflictsOf(profile)
    .map(({ id, topic, engine }) => `${id}  codes disagree on ${topic}: ${engine}\n`)
    .join("");
}

/**
 * Lines under one another: verdict, level, rule, amount, clause, and whether the number is to be confirmed; below each
 * what was found, where and at which features.
 */
function table(lines: readonly AuditLine[], site: Site, rules: Rules): string {
  const sure = ({ rule, clause }: AuditLine) =>
    (rules.rules.get(rule)?.confidence ?? "high") === "high" ? clause : `${clause} (to be confirmed)`.trimStart();
  const rows = lines.map((line) => [verdict(line), line.level, line.rule, amount(line), sure(line)]);
  const names = namesOf(site.features);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column].length)));
  return rows
    .map((row, i) => {
      const cells = row.map((cell, column) => (column < widths.length ? cell.padEnd(widths[column]) : cell));
      return `${cells.join("  ").trimEnd()}\n${below(lines[i], site, names)}`;
    })
    .join("");
}

function verdict({ pass, scope, level }: AuditLine): string {
  if (pass === null) return "not checked";
  if (pass) return "holds";
  if (scope === "inherited") return "inherited";
  return level === "shall" || level === "legal" ? "BREACH" : "warning";
}

function amount({ measured, required, unit }: AuditLine): string {
  const spoken = unit.replace("m2", "m²");
  if (measured === null) return required === null ? "" : `asked ${required} ${spoken}`.trimEnd();
  return `${measured}${required === null ? "" : `, asked ${required}`} ${spoken}`.trimEnd();
}

function below({ note, features, at }: AuditLine, site: Site, names: ReadonlyMap<string, string>): string {
  if (note === "" && features.length === 0) return "";
  const where = at === null ? "" : ` at ${site.projection.toFile(...at).join(", ")}`;
  return `    ${[named(note, "en", names), features.length === 0 ? "" : `(${features.join(", ")}${where})`].filter((part) => part !== "").join(" ")}\n`;
}
