import { type BaseType, type Selection, select } from "d3";
import type { SecondName } from "../protocol.ts";
import type { Choice, Language, State, TradeOff } from "../state.ts";
import { number } from "../words/numbers.ts";
import { say, type Word } from "../words/words.ts";
import { createFiles, renderFiles } from "./files.ts";
import { HEIGHT, renderChart, WIDTH } from "./frontierChart.ts";
import { renderGrid } from "./frontierGrid.ts";
import { CURVES, isChosen, marksOf, SECONDS, titleOf } from "./frontierMarks.ts";
import { renderTable } from "./frontierTable.ts";
import type { Handlers } from "./handlers.ts";
import { once } from "./once.ts";
import { renderSideHead } from "./sideHead.ts";
import { titleOf as choiceTitleOf } from "./titles.ts";
import { renderWeights } from "./weights.ts";

/** The trade-off panel: what to sweep, the curve, and its points as a table. */
export function renderFrontier(state: State, handlers: Handlers): void {
  const { language, tradeOff, site } = state;
  const panel = select<HTMLElement, unknown>(".frontier");
  once(panel.node() as HTMLElement, [], () => createPanel(handlers));
  renderSideHead(panel, state, handlers);
  renderForm(state);
  renderPointTools(state);
  renderWeights(state, handlers);
  const chart = panel.select<SVGSVGElement>("svg.chart");
  const inputs = [language, tradeOff.points, tradeOff.chosen, site];
  once(chart.node() as SVGSVGElement, inputs, () =>
    renderChart(chart.node() as SVGSVGElement, language, tradeOff, handlers),
  );
  const grids = panel.select<HTMLElement>(".grids");
  once(grids.node() as HTMLElement, inputs, () =>
    renderGrid(grids.node() as HTMLElement, language, tradeOff, handlers),
  );
  const table = panel.select<HTMLTableElement>("table.points");
  once(table.node() as HTMLTableElement, inputs, () =>
    renderTable(table.node() as HTMLTableElement, language, tradeOff, handlers),
  );
}

function createPanel(handlers: Handlers): void {
  const panel = select(".frontier");
  panel.append("p").attr("class", "frontier-hint");
  const form = panel.append("form").attr("class", "frontier-form");
  form.on("submit", (event: Event) => {
    event.preventDefault();
    handlers.sweepOrStop();
  });
  const what = form.append("label");
  what.append("span").attr("class", "vary-word");
  what
    .append("select")
    .attr("class", "vary")
    .on("change", function () {
      handlers.chooseCurve(this.value === "loss" ? "loss" : "planting");
    });
  const range = form.append("label");
  range.append("span").attr("class", "range-word");
  range
    .append("input")
    .attr("class", "range")
    .attr("inputmode", "text")
    .attr("autocomplete", "off")
    .attr("spellcheck", "false")
    .on("input", function () {
      handlers.setRange(this.value);
    });
  const beside = form.append("label");
  beside.append("span").attr("class", "second-word");
  beside
    .append("select")
    .attr("class", "second")
    .on("change", function () {
      handlers.chooseSecond(SECONDS.find(([name]) => name === this.value)?.[0] ?? null);
    });
  const beyond = form.append("label").attr("class", "second-range");
  beyond.append("span").attr("class", "second-range-word");
  beyond
    .append("input")
    .attr("class", "second-typed")
    .attr("inputmode", "text")
    .attr("autocomplete", "off")
    .attr("spellcheck", "false")
    .on("input", function () {
      handlers.setSecondRange(this.value);
    });
  form.append("button").attr("type", "submit").attr("class", "button sweep");
  const run = panel.append("div").attr("class", "frontier-run");
  run.append("progress").attr("class", "frontier-progress").attr("max", 1);
  run.append("span").attr("class", "frontier-status").attr("role", "status");
  const tools = run.append("span").attr("class", "frontier-tools");
  for (const [curve] of CURVES) {
    tools
      .append("button")
      .attr("type", "button")
      .attr("class", "button quiet is-file curve-table")
      .attr("data-curve", curve)
      .on("click", () => handlers.downloadCurve(curve));
  }
  const figure = panel.append("figure");
  figure.append("svg").attr("class", "chart").attr("viewBox", `0 0 ${WIDTH} ${HEIGHT}`).attr("role", "img");
  const key = figure.append("figcaption");
  for (const standing of ["lawful", "study"]) {
    const entry = key.append("span").attr("class", `key is-${standing}`);
    entry.append("i").attr("aria-hidden", "true");
    entry.append("span").attr("class", "key-word");
  }
  const point = figure.append("div").attr("class", "point-tools");
  point.append("span").attr("class", "point-words");
  createFiles(point.node() as HTMLElement, "point", handlers.downloadPoint);
  panel.append("div").attr("class", "grids");
  const table = panel.append("table").attr("class", "points");
  table.append("thead").append("tr");
  table.append("tbody");
  panel.append("p").attr("class", "frontier-note");
  panel.append("details").attr("class", "weights").append("summary");
}

function renderForm({ language, tradeOff, choices, site }: State): void {
  const panel = select(".frontier");
  const running = tradeOff.status === "running";
  const swept = CURVES.filter(([curve]) => tradeOff.points[curve].length > 0);
  panel.select(".frontier-hint").text(say(language, "tradeOffHint"));
  panel.select(".vary-word").text(say(language, "vary"));
  panel.select(".range-word").text(say(language, "range"));
  panel
    .select<HTMLSelectElement>(".vary")
    .property("disabled", running)
    .selectAll<HTMLOptionElement, (typeof CURVES)[number]>("option")
    .data(CURVES)
    .join("option")
    .attr("value", ([curve]) => curve)
    .text(([, word]) => say(language, word));
  panel.select<HTMLSelectElement>(".vary").property("value", tradeOff.curve);
  const range = panel.select<HTMLInputElement>(".range").property("disabled", running);
  // the caret stays where it is while the planner types
  if (range.property("value") !== tradeOff.ranges[tradeOff.curve]) {
    range.property("value", tradeOff.ranges[tradeOff.curve]);
  }
  renderSecond(panel, language, tradeOff);
  panel
    .select<HTMLButtonElement>(".sweep")
    .property("disabled", site === null)
    .text(say(language, running ? "stop" : "sweep"));
  panel.select(".frontier-run").classed("is-idle", !running && swept.length === 0);
  panel
    .select<HTMLProgressElement>(".frontier-progress")
    .property("hidden", !running)
    .attr("aria-label", say(language, "tradeOff"))
    .property("value", tradeOff.count === 0 ? 0 : tradeOff.done / tradeOff.count);
  panel.select(".frontier-status").text(statusOf(language, tradeOff, choices[tradeOff.choice]));
  panel
    .selectAll<HTMLButtonElement, unknown>(".curve-table")
    .property("hidden", function () {
      // of the curve that is chosen above
      return running || this.dataset.curve !== tradeOff.curve || tradeOff.points[tradeOff.curve].length === 0;
    })
    .attr("title", say(language, "curveTableHint"))
    .text(say(language, "curveTable"));
  panel.select("figure").property("hidden", swept.length === 0);
  const isListed = marksOf(tradeOff).some(({ second: beside }) => beside === null);
  panel.select("table.points").property("hidden", !isListed);
  panel.select(".frontier-note").property("hidden", !isListed).text(say(language, "pricesNote"));
  panel.select(".key.is-lawful .key-word").text(say(language, "lawful"));
  panel.select(".key.is-study .key-word").text(say(language, "studyPoint"));
}

/** What is varied beside the curve, for a grid. */
function renderSecond(
  panel: Selection<BaseType, unknown, HTMLElement, unknown>,
  language: Language,
  tradeOff: TradeOff,
) {
  const { second, secondRanges } = tradeOff;
  const running = tradeOff.status === "running";
  panel.select(".second-word").text(say(language, "second"));
  panel.select(".second-range-word").text(say(language, "secondRange"));
  const menu = panel.select<HTMLSelectElement>(".second").property("disabled", running);
  menu
    .selectAll<HTMLOptionElement, readonly [name: SecondName | null, word: Word]>("option")
    .data([[null, "secondNone"] as const, ...SECONDS])
    .join("option")
    .attr("value", ([name]) => name ?? "")
    .text(([, word]) => say(language, word));
  menu.property("value", second ?? "");
  panel.select<HTMLLabelElement>(".second-range").property("hidden", second === null);
  const range = panel.select<HTMLInputElement>(".second-typed").property("disabled", running);
  const typed = second === null ? "" : secondRanges[second];
  if (range.property("value") !== typed) range.property("value", typed);
}

/** The files of the point that is shown on the drawing; nothing while none is. */
function renderPointTools(state: State): void {
  const { language, tradeOff } = state;
  const chosen = marksOf(tradeOff).find((mark) => isChosen(tradeOff, mark));
  const tools = select<HTMLElement, unknown>(".point-tools").classed("is-idle", chosen === undefined);
  tools.select(".point-words").text(chosen === undefined ? say(language, "pointNone") : titleOf(language, chosen));
  tools.select(".files").property("hidden", chosen === undefined);
  renderFiles(tools.node() as HTMLElement, language, "enabled");
}

function statusOf(
  language: Language,
  { status, done, count, points, curve }: TradeOff,
  choice: Choice | undefined,
): string {
  const whole = (value: number) => number(language, value, 0);
  const kept = whole(points[curve].length);
  if (status === "running") {
    return count === 0
      ? say(language, "reading")
      : say(language, "sweeping", whole(Math.min(Math.floor(done) + 1, count)), whole(count));
  }
  if (points[curve].length === 0) return "";
  // the side beside it may have gone on to another scenario
  const of = choiceTitleOf(language, choice);
  return `${say(language, status === "stopped" ? "sweptStopped" : "swept", kept)} · ${of}`;
}
