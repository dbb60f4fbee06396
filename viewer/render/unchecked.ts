import type { Selection } from "d3";
import type { AuditLine } from "../../engine/model/plan.ts";
import type { Language } from "../state.ts";
import { number } from "../words/numbers.ts";
import { chapterName, splitName } from "../words/rules.ts";
import { valueText } from "./values.ts";

/** A rule that was not checked, with all its numbers. */
interface Entry {
  readonly name: string;
  readonly values: string[];
  readonly clause: string;
}

interface Chapter {
  readonly name: string;
  readonly count: number;
  readonly entries: readonly Entry[];
}

/**
 * The rulebook's numbers that nobody has checked, by chapter: there are hundreds, and a planner wants to know
 * which they are without having to scroll past them.
 */
export function renderChapters<Datum>(
  parents: Selection<HTMLElement, Datum, HTMLElement, unknown>,
  linesOf: (datum: Datum) => readonly AuditLine[],
  doubtful: ReadonlySet<string>,
  language: Language,
): void {
  const chapters = parents
    .selectAll<HTMLDetailsElement, Chapter>("details.chapter")
    .data(
      (datum) => chaptersOf(language, linesOf(datum), doubtful),
      (chapter) => chapter.name,
    )
    .join((enter) => {
      const details = enter.append("details").attr("class", "chapter");
      const summary = details.append("summary");
      summary.append("span").attr("class", "chapter-name");
      summary.append("span").attr("class", "group-count");
      details.append("dl");
      return details;
    })
    .order();
  chapters.select(".chapter-name").text((chapter) => chapter.name);
  chapters.select(".group-count").text((chapter) => number(language, chapter.count, 0));
  const entries = chapters
    .select("dl")
    .selectAll<HTMLDivElement, Entry>("div")
    .data((chapter) => chapter.entries)
    .join((enter) => {
      const div = enter.append("div");
      div.append("dt");
      div.append("dd").attr("class", "entry-values");
      div.append("dd").attr("class", "line-clause");
      return div;
    });
  entries.select("dt").text((entry) => entry.name);
  entries.select(".entry-values").text((entry) => entry.values.join(language === "zh" ? "；" : "; "));
  entries.select(".line-clause").text((entry) => entry.clause);
}

function chaptersOf(language: Language, lines: readonly AuditLine[], doubtful: ReadonlySet<string>): Chapter[] {
  const chapters = new Map<string, { count: number; entries: Map<string, Entry> }>();
  for (const { rule, required, unit, clause } of lines) {
    const name = chapterName(language, rule);
    const chapter = chapters.get(name) ?? { count: 0, entries: new Map<string, Entry>() };
    chapters.set(name, chapter);
    const split = splitName(language, rule);
    const title = split.name ?? rule;
    const entry = chapter.entries.get(title) ?? { name: title, values: [], clause };
    chapter.entries.set(title, entry);
    const value = required === null ? "" : valueText(language, required, unit);
    const mark = doubtful.has(rule) ? "†" : "";
    const words = [...split.rest, value, mark].filter(Boolean).join(" ");
    if (words) entry.values.push(words);
    chapter.count++;
  }
  return [...chapters].map(([name, { count, entries }]) => ({ name, count, entries: [...entries.values()] }));
}
