import { max, scaleLinear, select } from "d3";
import { number } from "../numbers.ts";
import type { CurveName, PointView } from "../protocol.ts";
import type { Language, State, TradeOff } from "../state.ts";
import { say, type Word } from "../words.ts";
import type { Handlers } from "./handlers.ts";
import { once } from "./once.ts";

/** The chart's own units; it is drawn as wide as the rail. */
const [WIDTH, HEIGHT] = [380, 250];
const FRAME = { left: 44, right: 12, top: 12, bottom: 42 };

const CURVES: readonly (readonly [curve: CurveName, word: Word])[] = [
  ["planting", "varyPlanting"],
  ["loss", "varyLoss"],
];

const POINT_FILES: readonly (readonly [what: "plan" | "drawing", word: Word, hint: Word])[] = [
  ["plan", "downloadPlan", "downloadPlanHint"],
  ["drawing", "downloadDrawing", "downloadDrawingHint"],
];

/** A point with the curve that it belongs to. */
interface Mark extends PointView {
  readonly curve: CurveName;
}

/** The trade-off panel: what to sweep, the curve, and its points as a table. */
export function renderFrontier(state: State, handlers: Handlers): void {
  const { language, tradeOff, site } = state;
  const panel = select<HTMLElement, unknown>(".frontier");
  once(panel.node() as HTMLElement, [], () => createPanel(handlers));
  renderForm(state);
  renderPointTools(state);
  const chart = panel.select<SVGSVGElement>("svg.chart");
  const inputs = [language, tradeOff.points, tradeOff.chosen, site];
  once(chart.node() as SVGSVGElement, inputs, () =>
    renderChart(chart.node() as SVGSVGElement, language, tradeOff, handlers),
  );
  const table = panel.select<HTMLTableElement>("table");
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
  form.append("button").attr("type", "submit").attr("class", "button sweep");
  const run = panel.append("div").attr("class", "frontier-run");
  run.append("progress").attr("class", "frontier-progress").attr("max", 1);
  run.append("span").attr("class", "frontier-status").attr("role", "status");
  const tools = run.append("span").attr("class", "frontier-tools");
  for (const [curve] of CURVES) {
    tools
      .append("button")
      .attr("type", "button")
      .attr("class", "button quiet curve-table")
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
  for (const [what] of POINT_FILES) {
    point
      .append("button")
      .attr("type", "button")
      .attr("class", `button quiet point-${what}`)
      .on("click", () => handlers.downloadPoint(what));
  }
  const table = panel.append("table");
  table.append("thead").append("tr");
  table.append("tbody");
  panel.append("p").attr("class", "frontier-note");
}

function renderForm({ language, tradeOff, site }: State): void {
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
  panel.select(".frontier-status").text(statusOf(language, tradeOff));
  panel
    .selectAll<HTMLButtonElement, unknown>(".curve-table")
    .property("hidden", function () {
      // of the curve that is chosen above
      return running || this.dataset.curve !== tradeOff.curve || tradeOff.points[tradeOff.curve].length === 0;
    })
    .attr("title", say(language, "curveTableHint"))
    .text(say(language, "curveTable"));
  panel.select("figure").property("hidden", swept.length === 0);
  panel.select("table").property("hidden", swept.length === 0);
  panel
    .select(".frontier-note")
    .property("hidden", swept.length === 0)
    .text(say(language, "pricesNote"));
  panel.select(".key.is-lawful .key-word").text(say(language, "lawful"));
  panel.select(".key.is-study .key-word").text(say(language, "studyPoint"));
}

/** The files of the point that is shown on the drawing; nothing while none is. */
function renderPointTools(state: State): void {
  const { language, tradeOff } = state;
  const chosen = marksOf(tradeOff).find((mark) => isChosen(tradeOff, mark));
  const tools = select(".point-tools").classed("is-idle", chosen === undefined);
  tools.select(".point-words").text(chosen === undefined ? say(language, "pointNone") : titleOf(language, chosen));
  for (const [what, word, hint] of POINT_FILES) {
    tools
      .select<HTMLButtonElement>(`.point-${what}`)
      .property("hidden", chosen === undefined)
      .attr("title", say(language, hint))
      .text(say(language, word));
  }
}

function statusOf(language: Language, { status, done, count, points, curve }: TradeOff): string {
  const whole = (value: number) => number(language, value, 0);
  const kept = whole(points[curve].length);
  if (status === "running") {
    return count === 0
      ? say(language, "reading")
      : say(language, "sweeping", whole(Math.min(Math.floor(done) + 1, count)), whole(count));
  }
  if (points[curve].length === 0) return "";
  return say(language, status === "stopped" ? "sweptStopped" : "swept", kept);
}

function marksOf({ points }: TradeOff): Mark[] {
  return CURVES.flatMap(([curve]) => points[curve].map((point): Mark => ({ ...point, curve })));
}

function isChosen({ chosen }: TradeOff, { curve, row }: Mark): boolean {
  return chosen?.curve === curve && chosen.row === row;
}

function titleOf(language: Language, { curve, allowed, stalls, removed }: Mark): string {
  const word = curve === "loss" ? "varyLoss" : "varyPlanting";
  const what = `${say(language, word)} ${number(language, allowed, 0)} m²`;
  return say(language, "pointTitle", what, number(language, stalls, 0), number(language, removed, 1));
}

function renderChart(node: SVGSVGElement, language: Language, tradeOff: TradeOff, handlers: Handlers): void {
  const marks = marksOf(tradeOff);
  const x = scaleLinear(
    [0, Math.max(10, max(marks, ({ removed }) => removed) ?? 0)],
    [FRAME.left, WIDTH - FRAME.right],
  ).nice(6);
  const y = scaleLinear(
    [0, Math.max(4, max(marks, ({ stalls }) => stalls) ?? 0)],
    [HEIGHT - FRAME.bottom, FRAME.top],
  ).nice(5);
  const svg = select(node).attr("aria-label", say(language, "chartOf"));
  const foot = HEIGHT - FRAME.bottom;
  const ticks = [
    ...x.ticks(6).map((value) => ({ value, px: x(value), py: foot, axis: "x" as const })),
    ...y
      .ticks(5)
      .filter(Number.isInteger)
      .map((value) => ({ value, px: FRAME.left, py: y(value), axis: "y" as const })),
  ];
  const tick = svg
    .selectAll<SVGGElement, (typeof ticks)[number]>("g.tick")
    .data(ticks, ({ axis, value }) => `${axis}${value}`)
    .join((enter) => {
      const g = enter.append("g").attr("class", "tick");
      g.append("line");
      g.append("text");
      return g;
    })
    .attr("transform", ({ px, py }) => `translate(${px} ${py})`);
  tick
    .select("line")
    .attr("x2", ({ axis }) => (axis === "x" ? 0 : WIDTH - FRAME.right - FRAME.left))
    .attr("y2", ({ axis }) => (axis === "x" ? FRAME.top - foot : 0));
  tick
    .select("text")
    .attr("x", ({ axis }) => (axis === "x" ? 0 : -8))
    .attr("y", ({ axis }) => (axis === "x" ? 17 : 4))
    .attr("text-anchor", ({ axis }) => (axis === "x" ? "middle" : "end"))
    .text(({ value }) => number(language, value, 0));
  const names = [
    { word: "axisGreen", at: `translate(${(FRAME.left + WIDTH - FRAME.right) / 2} ${HEIGHT - 6})` },
    { word: "axisStalls", at: `translate(12 ${(FRAME.top + foot) / 2}) rotate(-90)` },
  ] as const;
  svg
    .selectAll<SVGTextElement, (typeof names)[number]>("text.axis")
    .data(names)
    .join("text")
    .attr("class", "axis")
    .attr("text-anchor", "middle")
    .attr("transform", ({ at }) => at)
    .text(({ word }) => say(language, word));
  const steps = CURVES.map(([curve]) =>
    marks
      .filter((mark) => mark.curve === curve && mark.onFront)
      .sort((a, b) => a.removed - b.removed || a.stalls - b.stalls),
  ).filter((front) => front.length > 1);
  svg
    .selectAll<SVGPathElement, Mark[]>("path.step")
    .data(steps)
    .join("path")
    .attr("class", ([first]) => `step is-${first.curve === "loss" ? "study" : "lawful"}`)
    // a step: between two plans there is none
    .attr(
      "d",
      ([first, ...rest]) =>
        `M${x(first.removed)} ${y(first.stalls)}${rest.map((mark) => `H${x(mark.removed)}V${y(mark.stalls)}`).join("")}`,
    );
  const points = svg
    .selectAll<SVGGElement, Mark>("g.point")
    .data(marks, ({ curve, row }) => `${curve}${row}`)
    .join((enter) => {
      const g = enter.append("g").on("click", (_event, { curve, row }) => handlers.showPoint(curve, row));
      // easier to hit than to see
      g.append("circle").attr("class", "target").attr("r", 11);
      g.append("circle").attr("class", "dot");
      g.append("title");
      return g;
    })
    .attr("class", (mark) => `point is-${mark.lawful ? "lawful" : "study"}${mark.onFront ? "" : " is-off"}`)
    .classed("is-chosen", (mark) => isChosen(tradeOff, mark))
    .attr("data-curve", ({ curve }) => curve)
    .attr("data-row", ({ row }) => row)
    .attr("transform", ({ removed, stalls }) => `translate(${x(removed)} ${y(stalls)})`);
  points.select(".dot").attr("r", (mark) => (isChosen(tradeOff, mark) ? 7 : mark.onFront ? 4.5 : 3.5));
  points.select("title").text((mark) => titleOf(language, mark));
  // points lie on the lines; equal plans share a place, and the one on the front is the one to be hit
  points.raise();
  points.filter(({ onFront }) => onFront).raise();
  points.filter(({ onFront, lawful }) => onFront && lawful).raise();
  points.filter((mark) => isChosen(tradeOff, mark)).raise();
}

const COLUMNS: readonly Word[] = ["columnAllowed", "columnStalls", "columnTaken", "columnPrice", "columnDual"];

function renderTable(node: HTMLTableElement, language: Language, tradeOff: TradeOff, handlers: Handlers): void {
  const table = select(node);
  table
    .select("thead tr")
    .selectAll<HTMLTableCellElement, Word>("th")
    .data(COLUMNS)
    .join("th")
    .attr("scope", "col")
    .text((word) => say(language, word));
  const rows = table
    .select("tbody")
    .selectAll<HTMLTableRowElement, Mark>("tr")
    .data(marksOf(tradeOff), ({ curve, row }) => `${curve}${row}`)
    .join((enter) => {
      const tr = enter.append("tr");
      tr.append("th")
        .attr("scope", "row")
        .append("button")
        .attr("type", "button")
        .on("click", function () {
          const mark = select<HTMLButtonElement, Mark>(this as HTMLButtonElement).datum();
          handlers.showPoint(mark.curve, mark.row);
        });
      for (let i = 1; i < COLUMNS.length; i++) tr.append("td");
      return tr;
    })
    .order()
    .attr("class", ({ lawful, onFront }) => `is-${lawful ? "lawful" : "study"}${onFront ? "" : " is-off"}`)
    .classed("is-chosen", (mark) => isChosen(tradeOff, mark));
  rows
    .select<HTMLButtonElement>("button")
    .attr("aria-pressed", (mark) => String(isChosen(tradeOff, mark)))
    .attr("title", (mark) => titleOf(language, mark))
    .text(({ allowed }) => number(language, allowed, 0));
  rows.each(function (mark) {
    const { stalls, removed, next, dual } = mark;
    const area = (value: number | null | undefined) =>
      value === null || value === undefined ? "–" : say(language, "squareMetres", number(language, value, 1));
    select(this)
      .selectAll<HTMLTableCellElement, string>("td")
      .data([number(language, stalls, 0), area(removed), area(next?.perStall), area(dual)])
      .text((text) => text);
  });
}
