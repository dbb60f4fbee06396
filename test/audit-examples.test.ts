import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import type { AuditLine } from "../engine/model/plan.ts";
import { type Example, edited, examples, judged, planOf, siteOf } from "./auditCases.ts";

// worked examples: what an expert says of a plan, and that the audit says the same

const README = join(resolve(import.meta.dirname, ".."), "engine/audit/README.md");
const MARKS = ["<!-- examples -->", "<!-- end of examples -->"] as const;

const linesOf = ({ case: name, edits, site, treesMoved }: Example) =>
  judged(name, edited(planOf(name), edits), { site: edited(siteOf(name), site ?? []), treesMoved });

/** The line that answers: the fault of the plan where there is one. */
function answerOf(example: Example): AuditLine {
  const lines = linesOf(example).filter((line) => line.rule === example.rule);
  const found = lines.find((line) => line.pass === false && line.scope === "new") ?? lines[0];
  expect(found, example.name).toBeDefined();
  return found;
}

test.each(examples.map((example) => [example.name, example] as const))("%s", (_, example) => {
  const { says, ...answer } = example.answer;
  const line = answerOf(example);
  expect(line).toMatchObject(answer);
  if (says !== undefined) expect(line.note).toContain(says);
  if (line.pass === false) expect(line.clause).not.toBe("");
});

/** The examples as the README tells them. */
function told(): string {
  const rows = examples.map((example) => {
    const { rule, clause, level, required, measured, unit, pass, note } = answerOf(example);
    const verdict = pass ? "holds" : level === "shall" || level === "legal" ? "**breach**" : "warning";
    const amount = `${measured} of ${required} ${unit === "count" ? "" : unit.replace("m2", "m²")}`.trimEnd();
    return `**${example.name}.** ${example.why}\n\n> ${verdict}: \`${rule}\`, ${clause}, ${level}: ${amount}. ${note}\n`;
  });
  return rows.join("\n").replaceAll(" \n", "\n");
}

test("the README tells them as they are; UPDATE=1 writes it", () => {
  const text = readFileSync(README, "utf8");
  const [from, to] = MARKS.map((mark) => text.indexOf(mark));
  expect(from).toBeGreaterThan(0);
  const wanted = `${text.slice(0, from)}${MARKS[0]}\n\n${told()}\n${text.slice(to)}`;
  if (process.env.UPDATE === "1") writeFileSync(README, wanted);
  else expect(text).toBe(wanted);
});
