import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { accessibleCount } from "../engine/audit/access.ts";
import { sceneOf } from "../engine/audit/scene.ts";
import type { AuditLine, PlanFeature } from "../engine/model/plan.ts";
import type { ProfileName } from "../engine/model/scenario.ts";
import { readPlan } from "../engine/read/plan.ts";
import { readScenario } from "../engine/read/scenario.ts";
import { readSite } from "../engine/read/site.ts";
import { loadRules } from "../engine/rules/load.ts";
import { type Example, edited, examples, judged, planOf, siteOf, text, unknownInChinese } from "./auditCases.ts";

// worked examples: what an expert says of a plan, and that the audit says the same

const README = join(resolve(import.meta.dirname, ".."), "engine/audit/README.md");
const MARKS = ["<!-- examples -->", "<!-- end of examples -->"] as const;

const linesOf = ({ case: name, edits, site, treesMoved }: Example) =>
  judged(name, edited(planOf(name), edits), { site: edited(siteOf(name), site ?? []), treesMoved });

/** The line that answers: the fault of the plan where there is one. */
function answerOf(example: Example): AuditLine {
  const all = linesOf(example);
  // what a plan gives as a ground stays as it is
  expect(unknownInChinese(all.map(({ note }) => note.replace(/"[^"]*"/, '"…"')))).toEqual([]);
  const lines = all.filter((line) => line.rule === example.rule);
  const found = lines.find((line) => line.pass === false && line.scope === "new") ?? lines[0];
  expect(found, example.name).toBeDefined();
  return found;
}

test.each(examples.map((example) => [example.name, example] as const))("%s", (_, example) => {
  const { says, names, ...answer } = example.answer;
  const line = answerOf(example);
  expect(line).toMatchObject(answer);
  if (says !== undefined) expect(line.note).toContain(says);
  if (names !== undefined) expect(line.features).toContain(names);
  if (line.pass === false) expect(line.clause).not.toBe("");
});

/** Accessible stalls asked for by hand: the shares of both Chinese codes, rounded up, and the steps of the American table. */
const ACCESSIBLE: readonly [profile: ProfileName, stalls: number, rule: string, asked: number][] = [
  ["cn-shanghai", 16, "acc.count_general.lt100", 1],
  ["cn-shanghai", 100, "acc.count_general.gte100_ratio", 1],
  ["cn-shanghai", 101, "acc.count_general.gte100_ratio", 2],
  ["cn-shanghai", 300, "acc.count_general.gte100_ratio", 3],
  ["us", 25, "acc.count_by_stalls.25", 1],
  ["us", 26, "acc.count_by_stalls.50", 2],
  ["us", 500, "acc.count_by_stalls.500", 9],
  ["us", 501, "acc.count_by_stalls.1000", 11],
  ["us", 1001, "acc.count_by_stalls.more", 21],
  ["us", 1101, "acc.count_by_stalls.more", 22],
];

test.each(ACCESSIBLE)("%s: %i stalls, by %s", (profile, count, rule, asked) => {
  const site = readSite(text("yard.geojson"), "yard");
  const scenario = readScenario(text("yard.scenario.json"), "yard", site);
  const stall = readPlan(text("yard.plan.geojson"), "yard.plan", site).features.find(({ kind }) => kind === "stall");
  expect(stall).toBeDefined();
  const features = Array.from({ length: count }, (_, n) => ({ ...stall, id: `S${n}` }) as PlanFeature);
  const scene = sceneOf({ site, scenario, rules: loadRules(profile), features });
  const line = accessibleCount(scene).find((outcome) => outcome.rule === rule);
  // every stall of these is accessible, as the first of the yard is
  expect(line).toMatchObject({ required: asked, measured: count });
  expect(line?.findings).toEqual([]);
});

/** The examples as the README tells them. */
function told(): string {
  const rows = examples.map((example) => {
    const { rule, clause, level, scope, required, measured, unit, pass, note } = answerOf(example);
    const verdict = pass
      ? "holds"
      : scope === "inherited"
        ? "inherited"
        : level === "shall" || level === "legal"
          ? "**breach**"
          : "warning";
    const amount =
      `${measured ?? "not measured"} of ${required} ${unit === "count" ? "" : unit.replace("m2", "m²")}`.trimEnd();
    return `**${example.name}.** ${example.why}\n\n> ${verdict}: \`${rule}\`, ${clause}, ${level}: ${amount}. ${note}\n`;
  });
  return rows.join("\n").replaceAll(" \n", "\n");
}

test("the README tells them as they are; UPDATE=1 writes it", () => {
  const page = readFileSync(README, "utf8");
  const [from, to] = MARKS.map((mark) => page.indexOf(mark));
  expect(from).toBeGreaterThan(0);
  const wanted = `${page.slice(0, from)}${MARKS[0]}\n\n${told()}\n${page.slice(to)}`;
  if (process.env.UPDATE === "1") writeFileSync(README, wanted);
  else expect(page).toBe(wanted);
});
