import { audit } from "../audit/audit.ts";
import type { AuditLine, Measures } from "../model/plan.ts";
import { readPlan } from "../read/plan.ts";
import { readSource } from "./files.ts";
import { parse } from "./options.ts";
import { readProblem } from "./problem.ts";
import { EXIT, type Verb } from "./run.ts";
import { auditWords, isNewBreach } from "./summary.ts";

const HELP = `snailshell audit SITE PLAN [options]

Checks any plan file, ours or edited by hand, from its features alone. Exit status 2 when the plan
breaks a rule of level shall or legal that the site alone does not.

  --scenario FILE   the scenario the plan was made for
  --rules P         cn-shanghai, us, eu, eu-uk or geometry, over the scenario's
  --set key=value   a rule of the profile set to another value; may be repeated
  --all             rules that hold or could not be checked as well
  --json            lines as JSON, one a line
`;

export const auditVerb: Verb = {
  help: HELP,
  async run(argv, io) {
    const { values, positionals } = parse(
      "audit",
      argv,
      {
        scenario: { type: "string" },
        rules: { type: "string" },
        set: { type: "string", multiple: true },
        all: { type: "boolean" },
        json: { type: "boolean" },
      },
      ["SITE", "PLAN"],
    );
    const [sitePath, planPath] = positionals;
    const problem = await readProblem("audit", sitePath, values, io);
    const source = await readSource(planPath, io);
    const { features, header } = readPlan(source.text, source.name, problem.site);
    const claimed = (header?.measures ?? null) as Measures | null;
    const lines = audit({ ...problem, features, claimed });
    if (values.json) io.out(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    else io.out(table(values.all ? lines : lines.filter((line) => line.pass === false)));
    io.error(`${auditWords(lines)}\n`);
    return lines.some(isNewBreach) ? EXIT.unmet : EXIT.done;
  },
};

function table(lines: readonly AuditLine[]): string {
  return lines.map((line) => `${verdict(line).padEnd(11)}${line.level.padEnd(9)}${line.rule}${why(line)}\n`).join("");
}

function verdict({ pass, scope }: AuditLine): string {
  if (pass === null) return "unchecked";
  if (pass) return "pass";
  return scope === "inherited" ? "inherited" : "BREACH";
}

function why({ note, measured, required, unit, clause }: AuditLine): string {
  const amounts = measured === null ? "" : `  ${String(measured)}${required === null ? "" : ` (asked ${String(required)})`} ${unit}`.trimEnd();
  return `${amounts}${clause === "" ? "" : `  [${clause}]`}${note === "" ? "" : `\n           ${note}`}`;
}
