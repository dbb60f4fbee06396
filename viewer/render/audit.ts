import { type Selection, select } from "d3";
import { namesOf } from "../../engine/model/names.ts";
import type { AuditLine, Exact, Unmet } from "../../engine/model/plan.ts";
import type { Level } from "../../engine/model/rules.ts";
import type { PlanView } from "../protocol.ts";
import { sentence } from "../sentences/index.ts";
import type { Language, State } from "../state.ts";
import { number, percent } from "../words/numbers.ts";
import { knownName, ruleName } from "../words/rules.ts";
import { say, type Word } from "../words/words.ts";
import { type GroupName, groupOf } from "./breaches.ts";
import { renderConflicts } from "./conflicts.ts";
import type { Handlers } from "./handlers.ts";
import { once } from "./once.ts";
import { renderSideHead } from "./sideHead.ts";
import { renderChapters } from "./unchecked.ts";
import { valueText } from "./values.ts";

const GROUP_WORDS: Readonly<Record<GroupName, Word>> = {
  new: "auditNew",
  inherited: "auditInherited",
  warning: "auditWarning",
  unchecked: "auditUnchecked",
  passed: "auditPassed",
};
const GROUP_NAMES = Object.keys(GROUP_WORDS) as GroupName[];

const LEVEL_WORDS: Readonly<Record<Level, Word>> = {
  legal: "levelLegal",
  shall: "levelShall",
  should: "levelShould",
  guidance: "levelGuidance",
  practice: "levelPractice",
  derived: "levelDerived",
};

/** An audit line with its row in the plan. */
interface Row {
  readonly row: number;
  readonly line: AuditLine;
}

/** The audit of the active side: what is new first, what passed last. */
export function renderAudit(state: State, handlers: Handlers): void {
  const section = select<HTMLElement, unknown>(".audit");
  const side = state.sides[state.active];
  once(
    section.node()!,
    [state.language, state.sides.length, state.active, side?.plan, side?.scenario, state.focus],
    () => {
      const { language } = state;
      renderSideHead(section, state, handlers);
      const plan = side?.plan ?? null;
      section
        .selectAll<HTMLParagraphElement, string>("p.audit-empty")
        .data(plan ? [] : [say(language, "auditEmpty")])
        .join((enter) => enter.append("p").attr("class", "audit-empty"))
        .text((text) => text);
      const rows = (plan?.audit ?? []).map((line, row) => ({ row, line }));
      const groups = GROUP_NAMES.map((name) => ({ name, rows: rows.filter(({ line }) => groupOf(line) === name) }));
      const doubtful = doubtfulRules(side?.scenario?.rules ?? null);
      renderGroups(
        section,
        groups.filter((group) => plan && (group.rows.length > 0 || group.name === "new")),
        {
          state,
          doubtful,
          handlers,
        },
      );
      renderConflicts(section, language, plan ? (side?.scenario?.conflicts ?? []) : []);
      renderNotes(section, language, plan, rows.filter(({ line }) => doubtful.has(line.rule)).length);
    },
  );
}

interface Context {
  readonly state: State;
  readonly doubtful: ReadonlySet<string>;
  readonly handlers: Handlers;
}

interface Group {
  readonly name: GroupName;
  readonly rows: readonly Row[];
}

function renderGroups(
  section: Selection<HTMLElement, unknown, HTMLElement, unknown>,
  groups: readonly Group[],
  context: Context,
): void {
  const { language } = context.state;
  const details = section
    .selectAll<HTMLDetailsElement, Group>("details.group")
    .data(groups, (group) => group.name)
    .join((enter) => {
      const it = enter.append("details").property("open", (group) => group.name === "new");
      const summary = it.append("summary");
      summary.append("span").attr("class", "group-name");
      summary.append("span").attr("class", "group-count");
      it.append("ul");
      it.append("div").attr("class", "chapters");
      return it;
    })
    .order()
    .attr("class", (group) => `group is-${group.name}${group.rows.length ? "" : " is-none"}`);
  details
    .select(".group-name")
    .text((group) => say(language, group.rows.length ? GROUP_WORDS[group.name] : "auditNone"));
  details.select(".group-count").text((group) => (group.rows.length ? number(language, group.rows.length, 0) : "✓"));
  const items = details
    .select("ul")
    .selectAll<HTMLLIElement, Row>("li")
    .data((group) => group.rows.filter((row) => group.name !== "unchecked" || row.line.note))
    .join((enter) => {
      const item = enter.append("li");
      const button = item.append("button").attr("type", "button").attr("class", "line");
      for (const name of ["line-name", "line-numbers", "line-note", "line-clause"])
        button.append("span").attr("class", name);
      button.on("click", (_, { row }) => context.handlers.focusLine(context.state.active, row));
      return item;
    });
  renderChapters(
    details.select<HTMLElement>(".chapters"),
    (group) => group.rows.map(({ line }) => line).filter((line) => group.name === "unchecked" && !line.note),
    context.doubtful,
    language,
  );
  const { focus, active } = context.state;
  items
    .select<HTMLButtonElement>(".line")
    .attr("aria-pressed", ({ row }) => String(focus?.side === active && focus.line === row))
    .property("disabled", ({ line }) => line.features.length === 0 && line.at === null);
  items
    .select(".line-name")
    .text(({ line }) => ruleName(language, line.rule) + (context.doubtful.has(line.rule) ? " †" : ""))
    .attr("title", ({ line }) => line.rule);
  items.select(".line-numbers").text(({ line }) => numbersOf(language, line));
  const names = namesOf(context.state.site?.features ?? []);
  const said = ({ line }: Row) => begun(sentence(language, line.note, names), line);
  items.select(".line-note").text(said);
  items.select(".line").attr("title", (row) => said(row) || null);
  items
    .select(".line-clause")
    // a rule of practice cites nothing but that
    .text(({ line: { level, clause } }) =>
      [say(language, LEVEL_WORDS[level]), clause === level ? "" : clause].filter(Boolean).join(" · "),
    );
}

/** Rules whose number somebody still has to look up in the official text. */
function doubtfulRules(rules: NonNullable<State["sides"][number]["scenario"]>["rules"] | null): ReadonlySet<string> {
  const doubtful = [...(rules?.rules.values() ?? [])].filter((rule) => rule.confidence !== "high");
  return new Set(doubtful.map((rule) => rule.key));
}

function numbersOf(language: Language, line: AuditLine): string {
  const sides = [
    ["required", line.required],
    ["measured", line.measured],
  ] as const;
  const parts = sides.flatMap(([word, value]) => {
    const text = value === null ? "" : valueText(language, value, line.unit);
    return text ? [`${say(language, word)} ${text}`] : [];
  });
  return parts.join("　");
}

/** A note as a sentence of its own: a word that it begins with gets its capital, a name stays as it is in the file. */
function begun(note: string, { features }: AuditLine): string {
  return note.replace(/^[a-z]+(?=[ ,])/, (word) =>
    features.includes(word) ? word : word[0].toUpperCase() + word.slice(1),
  );
}

/** What the planner should know beside the audit: unmet demands, assumptions, numbers to be confirmed. */
function renderNotes(
  section: Selection<HTMLElement, unknown, HTMLElement, unknown>,
  language: Language,
  plan: PlanView | null,
  doubtful: number,
): void {
  const unmet = (plan?.unmet ?? []).map((it) => unmetText(language, it));
  const notes = [
    { word: "unmet" as Word, lines: unmet },
    { word: "proof" as Word, lines: plan?.exact === undefined ? [] : [proofText(language, plan.exact)] },
    {
      word: "toBeConfirmed" as Word,
      lines: doubtful ? [say(language, "toBeConfirmedNote", number(language, doubtful, 0))] : [],
    },
    { word: "assumptions" as Word, lines: (plan?.assumptions ?? []).map((text) => sentence(language, text)) },
  ].filter((note) => note.lines.length > 0);
  const blocks = section
    .selectAll<HTMLElement, (typeof notes)[number]>("div.notes")
    .data(notes, (note) => note.word)
    .join((enter) => {
      const div = enter.append("div").attr("class", "notes");
      div.append("h3");
      div.append("ul");
      return div;
    })
    .order();
  blocks.select("h3").text((note) => say(language, note.word));
  blocks
    .select("ul")
    .selectAll("li")
    .data((note) => note.lines)
    .join("li")
    .text((text) => text);
}

/** What an exact choice has proved of the stalls on the plan's own aisles. */
function proofText(language: Language, { candidates, bestProved, gap, mostStalls, mostProved }: Exact): string {
  const places = number(language, candidates, 0);
  const best = bestProved
    ? say(language, "proofBest", places)
    : say(language, "proofGap", percent(language, gap, 2), places);
  if (mostStalls === null) return best;
  return `${best} · ${say(language, mostProved ? "proofMost" : "proofAtMost", number(language, mostStalls, 0))}`;
}

/** What was asked, what was got, what stood in the way and what more would cost. */
function unmetText(language: Language, { demand, wanted, got, binding, price }: Unmet): string {
  const parts = [`${ruleName(language, demand)}: ${say(language, "unmetLine", String(wanted), String(got))}`];
  const reason = knownName(language, binding) ?? sentence(language, binding);
  if (reason) parts.push(reason);
  const cost = price === null ? "" : priceText(language, price);
  if (cost) parts.push(cost);
  return parts.join(" · ");
}

/** A price that nothing gives, and what was tried. */
const NO_PLACE = /^no further place beside the roads, tried with (.+) loosened$/;

/** A price in the reader's language. */
function priceText(language: Language, price: string): string {
  const tried = NO_PLACE.exec(price);
  if (tried === null) return sentence(language, price);
  const names = tried[1].split(", ").map((key) => ruleName(language, key));
  return say(language, "priceNone", names.join(language === "zh" ? "、" : "; "));
}
