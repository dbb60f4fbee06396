import { COMPARED, type ComparedScenario, type Comparison } from "../compare.ts";
import { type Cell, csvText } from "./csv.ts";

/** One line a scenario: its measures, and after them the differences to the baseline. */
export function comparisonCsv({ baseline, scenarios }: Comparison): string {
  const keys = COMPARED.map(({ key }) => key);
  const head = [
    "scenario",
    "title.en",
    "title.zh",
    "lawful",
    "study",
    "dominatedBy",
    ...keys,
    ...keys.map((key) => `${key} less ${baseline}`),
  ];
  const lines = scenarios.map(({ name, title, lawful, study, dominatedBy, measures, differences }): Cell[] => [
    name,
    title.en,
    title.zh,
    String(lawful),
    String(study),
    dominatedBy.join("; "),
    ...keys.map((key) => measures[key]),
    ...keys.map((key) => differences[key]),
  ]);
  return csvText([head, ...lines]);
}

/** The comparison without the plans' features. */
export function comparisonJson({ baseline, scenarios }: Comparison): string {
  const measures = COMPARED.map(({ key, unit, better }) => ({ key, unit, better }));
  const rows = scenarios.map(({ plan, ...rest }) => ({
    ...rest,
    scenario: plan.scenario,
    seed: plan.seed,
    steps: plan.steps,
    unmet: plan.unmet,
  }));
  return `${JSON.stringify({ baseline, measures, scenarios: rows }, null, 1)}\n`;
}

/** For reading: a column a scenario, a line a measure, differences to the baseline in brackets. */
export function comparisonText({ scenarios }: Comparison): string {
  const head = ["", ...scenarios.map(({ name }) => plain(name))];
  const standing = ["", ...scenarios.map(({ study, lawful }) => (study ? "study" : lawful ? "lawful" : "not lawful"))];
  const lines = COMPARED.map(({ key, unit }) => [
    unit === "" ? key : `${key}, ${unit}`,
    ...scenarios.map((scenario, i) => spoken(scenario, key, i === 0)),
  ]);
  const table = [head, standing, ...lines];
  const widths = head.map((_, i) => Math.max(...table.map((line) => width(line[i]))));
  const rows = table.map((line) =>
    line
      .map((cell, i) => (i === 0 ? padded(cell, widths[i], "end") : padded(cell, widths[i], "start")))
      .join("  ")
      .trimEnd(),
  );
  const dominated = scenarios
    .filter(({ dominatedBy }) => dominatedBy.length > 0)
    .map(({ name, dominatedBy }) => `${plain(name)} is dominated by ${dominatedBy.map(plain).join(", ")}`);
  const end = dominated.length === 0 ? ["none is dominated by another"] : dominated;
  return `${[...rows, "", ...end].join("\n")}\n`;
}

function spoken({ measures, differences }: ComparedScenario, key: string, isBaseline: boolean): string {
  const value = measures[key];
  if (value === null) return "–";
  const change = differences[key];
  const shown = value < 0 ? `−${-value}` : String(value);
  if (isBaseline || change === null || change === 0) return shown;
  return `${shown} (${change > 0 ? "+" : "−"}${Math.abs(change)})`;
}

/** A name that breaks no line and sends nothing to the terminal. */
function plain(name: string): string {
  return name.replace(/\p{Cc}+/gu, " ");
}

/** Columns a terminal gives a text: Chinese signs take two. */
function width(text: string): number {
  let columns = 0;
  for (const sign of text) columns += /[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(sign) ? 2 : 1;
  return columns;
}

function padded(text: string, columns: number, where: "start" | "end"): string {
  const blank = " ".repeat(Math.max(0, columns - width(text)));
  return where === "end" ? text + blank : blank + text;
}
