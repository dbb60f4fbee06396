import { select, selectAll } from "d3";
import { part } from "../parts.ts";
import type { Fault, Language, State } from "../state.ts";
import { number } from "../words/numbers.ts";
import { say, WORDS, type Word } from "../words/words.ts";
import { newBreaches } from "./breaches.ts";
import type { Handlers } from "./handlers.ts";
import { renderLegend } from "./legend.ts";
import { renderMeasures } from "./measures.ts";
import { once } from "./once.ts";
import { figuresOf, renderPanes } from "./panes.ts";
import { choiceTitle, SIDE_NAMES, shortened } from "./titles.ts";

/** The frame of the page and the drawings, from the whole state. Drawing it twice changes nothing. */
export function renderPage(state: State, handlers: Handlers): void {
  const { language } = state;
  once(document.documentElement, [language], () => renderWords(language));
  renderTitle(state);
  selectAll<HTMLButtonElement, unknown>("[data-shown]").attr("aria-pressed", function () {
    return String(this.dataset.shown === state.shown);
  });
  selectAll<HTMLButtonElement, unknown>("[data-language]").attr("aria-pressed", function () {
    return String(this.dataset.language === language);
  });
  select<HTMLButtonElement, unknown>(".compare").property("hidden", state.sides.length !== 1);
  select("body").classed("is-single", state.sides.length < 2);
  select<HTMLElement, unknown>(".drop-sheet").property("hidden", !state.dropping);
  selectAll<HTMLButtonElement, unknown>("[data-rail]").attr("aria-pressed", function () {
    return String(this.dataset.rail === state.rail);
  });
  select(".desk").attr("data-rail-shows", state.rail).attr("data-legend", state.legend);
  select(".legend-fold").attr("aria-expanded", String(state.legend === "open"));
  renderSpoken(state);
  renderFault(state, handlers);
  renderPanes(state, handlers);
  part("edits")?.renderEditBar(state, handlers);
}

/** Likewise what is said beside the drawings. */
export function renderRail(state: State, handlers: Handlers): void {
  renderLegend(state);
  renderMeasures(state);
  renderTally(state);
  if (state.rail === "frontier") part("frontier")?.renderFrontier(state, handlers);
  if (state.rail === "edits") part("edits")?.renderEditPanel(state, handlers);
  if (state.rail === "audit" && part("sentences")) part("audit")?.renderAudit(state, handlers);
}

/** What the tab of the audit says of it. */
function renderTally({ language, sides, active }: State): void {
  const plan = sides[active]?.plan ?? null;
  const fresh = plan ? newBreaches(plan).length : 0;
  select(".tally")
    .classed("is-bad", fresh > 0)
    .text(!plan ? "" : fresh ? say(language, "tallyNew", number(language, fresh, 0)) : say(language, "tallyNone"));
}

/** Strings of the fixed frame, named in index.html. */
function renderWords(language: Language): void {
  const word = (name: string | undefined) => (name && name in WORDS ? say(language, name as Word) : "");
  select("html").attr("lang", language === "zh" ? "zh-CN" : "en");
  selectAll<HTMLElement, unknown>("[data-word]").text(function () {
    return word(this.dataset.word);
  });
  selectAll<HTMLElement, unknown>("[data-hint]").attr("title", function () {
    return word(this.dataset.hint);
  });
  selectAll<HTMLElement, unknown>("[data-label]").attr("aria-label", function () {
    return word(this.dataset.label);
  });
}

function renderTitle(state: State): void {
  const { site, language } = state;
  const title = site ? site.title[language] : say(language, "product");
  select("title").text(site ? say(language, "pageTitle", title) : title);
  const short = shortened(title);
  select(".site-name")
    .text(short)
    .attr("title", short === title ? null : title);
  const households = site?.features.find((feature) => feature.kind === "site")?.properties.households;
  const notes = [
    ...(site?.schematic ? [say(language, "schematic")] : []),
    ...(households ? [say(language, "households", number(language, households, 0))] : []),
  ];
  select(".site-note").text(notes.join(" · "));
}

/** What a screen reader hears when a solve has ended; progress on the way would only drown it. */
function renderSpoken(state: State): void {
  const { language } = state;
  const ended = state.sides.flatMap((side, i) => {
    if (!side.plan || !["done", "stopped", "file"].includes(side.status)) return [];
    const title = `${say(language, "scenarioOf", SIDE_NAMES[i])}, ${choiceTitle(state, side)}`;
    const figures = figuresOf(language, side.plan).map(({ word, value }) => `${value} ${say(language, word)}`);
    return [`${title}: ${figures.join(", ")}.`];
  });
  const text = ended.join(" ");
  const region = select(".spoken");
  // writing the same words again would have them read out again
  if (region.text() !== text) region.text(text);
}

const FAULT_WORDS: Readonly<Record<Fault["whose"], Word>> = {
  file: "faultFile",
  edit: "faultEdit",
  several: "faultSeveral",
  ours: "faultOurs",
};

/** Whoever draws has no file in which something could be looked up: of an edit only what is wrong is told. */
function refusalOf(language: Language, { whose, sentence }: Fault): string {
  const said = whose === "edit" ? sentence.replace(/^.*?locks(\[\d+\])?[^ ]*: /s, "") : sentence;
  const words = part("sentences")?.refusal(language, said) ?? said;
  return whose === "edit" ? words[0].toUpperCase() + words.slice(1) : words;
}

function renderFault({ fault, language }: State, handlers: Handlers): void {
  const box = select(".fault-place")
    .selectAll<HTMLDivElement, unknown>(".fault")
    .data(fault ? [fault] : [])
    .join((enter) => {
      const div = enter.append("div").attr("class", "fault");
      const text = div.append("p");
      text.append("strong");
      text.append("span");
      div
        .append("button")
        .attr("type", "button")
        .attr("class", "button")
        .on("click", () => handlers.dismissFault());
      return div;
    });
  box.select("strong").text((it) => say(language, FAULT_WORDS[it.whose]));
  box.select("span").text((it) => (it.whose === "ours" ? it.sentence : refusalOf(language, it)));
  box.select("button").text(say(language, "dismiss"));
}
