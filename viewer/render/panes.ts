import { type EnterElement, type Selection, select } from "d3";
import type { PlanView } from "../protocol.ts";
import type { Language, Side, State } from "../state.ts";
import { number, signed } from "../words/numbers.ts";
import { say, type Word } from "../words/words.ts";
import { newBreaches } from "./breaches.ts";
import { createFiles, renderFiles } from "./files.ts";
import type { Handlers } from "./handlers.ts";
import { renderMap } from "./map.ts";
import { choiceTitle, SIDE_NAMES, share, statusText, titleOf } from "./titles.ts";

type Panes = Selection<HTMLElement, Side, HTMLElement, unknown>;

/** One drawing a side, each with its head. */
export function renderPanes(state: State, handlers: Handlers): void {
  renderTabs(state, handlers);
  const panes = select<HTMLElement, unknown>(".panes")
    .selectAll<HTMLElement, Side>(".pane")
    .data(state.sides)
    .join((enter) => createPane(enter, handlers))
    .classed("is-active", (_, i) => i === state.active)
    .attr("data-status", (side) => side.status)
    .attr("aria-label", (_, i) => say(state.language, "scenarioOf", SIDE_NAMES[i]));
  renderHeads(panes, state);
  renderFigures(panes, state);
  panes
    .select<SVGSVGElement>("svg.map")
    .attr("aria-label", (side) => say(state.language, "drawingOf", drawingTitle(state, side)));
  renderMaps(state);
}

/** The drawings alone. */
export function renderMaps(state: State): void {
  document.querySelectorAll<SVGSVGElement>(".panes svg.map").forEach((svg, i) => {
    const side = state.sides[i];
    if (side) renderMap(svg, state, side, String(i));
  });
}

function drawingTitle(state: State, side: Side): string {
  const site = state.site?.title[state.language] ?? "";
  return state.shown === "today" ? `${site}, ${say(state.language, "today")}` : `${site}, ${choiceTitle(state, side)}`;
}

/** A narrow screen shows one side at a time. */
function renderTabs(state: State, handlers: Handlers): void {
  select(".side-tabs")
    .selectAll<HTMLButtonElement, Side>("button")
    .data(state.sides.length > 1 ? state.sides : [])
    .join((enter) => {
      const button = enter.append("button").attr("type", "button");
      button.append("b").text((_, i) => SIDE_NAMES[i]);
      button.append("span");
      return button.on("click", (event: MouseEvent) => handlers.turnTo(rowOf(event.currentTarget as Element)));
    })
    .attr("aria-pressed", (_, i) => String(i === state.active))
    .select("span")
    .text((side) => choiceTitle(state, side));
}

function rowOf(node: Element): number {
  return [...(node.parentElement?.children ?? [])].indexOf(node);
}

type Entering = Selection<EnterElement, Side, HTMLElement, unknown>;

function createPane(enter: Entering, handlers: Handlers): Panes {
  const pane = enter.append("article").attr("class", "pane");
  const sideOf = (node: Element) => rowOf(node.closest(".pane")!);
  const button = (parent: Selection<HTMLElement, Side, HTMLElement, unknown>, name: string) =>
    parent.append("button").attr("type", "button").attr("class", `button ${name}`);

  // whoever drags, zooms or walks through with the Tab key looks at both sides
  pane.on("click change", function (event: Event) {
    if (!(event.target as Element).closest(".zoom-tools")) handlers.useSide(sideOf(this));
  });
  const head = pane.append("header").attr("class", "pane-head") as unknown as Panes;
  const choice = head.append("div").attr("class", "pane-choice") as unknown as Panes;
  choice
    .append("span")
    .attr("class", "badge")
    .attr("aria-hidden", "true")
    .text((_, i) => SIDE_NAMES[i]);
  choice
    .append("select")
    .attr("class", "choice")
    .on("change", function () {
      handlers.chooseScenario(sideOf(this), Number(this.value));
    });
  choice.each(function () {
    createFiles(this, "download", (what) => handlers.download(sideOf(this), what));
  });
  button(choice, "quiet close")
    .text("×")
    .on("click", () => handlers.closeSide());
  const state = head.append("div").attr("class", "pane-state") as unknown as Panes;
  state.append("dl").attr("class", "figures");
  const run = state.append("div").attr("class", "run") as unknown as Panes;
  run.append("span").attr("class", "status");
  button(run, "anew").on("click", function () {
    handlers.startAnew(sideOf(this as HTMLElement));
  });
  button(run, "stop").on("click", function () {
    handlers.stopOrSolve(sideOf(this as HTMLElement));
  });
  head.append("progress").attr("class", "progress").attr("max", 1);

  const stage = pane.append("div").attr("class", "stage") as unknown as Panes;
  stage
    .append("svg")
    .attr("class", "map")
    .attr("role", "application")
    .attr("tabindex", 0)
    .each(function () {
      handlers.adoptMap(this as SVGSVGElement);
    });
  const zoom = stage.append("div").attr("class", "zoom-tools") as unknown as Panes;
  button(zoom, "zoom-in")
    .text("+")
    .on("click", () => handlers.zoomBy(1.6));
  button(zoom, "zoom-out")
    .text("−")
    .on("click", () => handlers.zoomBy(1 / 1.6));
  button(zoom, "zoom-whole").on("click", () => handlers.showWhole());
  zoom.select(".zoom-whole").append("span").attr("class", "frame-sign").attr("aria-hidden", "true");
  stage.append("p").attr("class", "stage-note");
  return pane as unknown as Panes;
}

function renderHeads(panes: Panes, state: State): void {
  const { language } = state;
  panes.each(function (side, i) {
    const pane = select<HTMLElement, Side>(this);
    renderChoices(pane.select<HTMLSelectElement>("select.choice"), state, side, i);
    const solving = side.status === "solving" || side.status === "reading";
    const label = (name: string, word: Word) => pane.select(name).attr("aria-label", say(language, word));
    pane.select(".status").text(statusText(language, side));
    pane
      .select<HTMLButtonElement>(".stop")
      .property("hidden", !(side.status === "solving" || side.status === "stopped"))
      .text(say(language, side.status === "stopped" ? "solveAgain" : "stop"));
    pane
      .select<HTMLButtonElement>(".anew")
      .property("hidden", side.beginning === null)
      .attr("aria-pressed", String(side.beginning === "anew"))
      .attr("title", say(language, "startAnewHint"))
      .text(say(language, "startAnew"));
    pane
      .select<HTMLProgressElement>(".progress")
      .classed("is-idle", !solving)
      .attr("aria-label", say(language, "progressOf", SIDE_NAMES[i]))
      .property("value", share(side));
    renderFiles(this, language, side.plan && !solving ? "enabled" : "disabled");
    pane.select<HTMLButtonElement>(".close").property("hidden", i === 0);
    label(".close", "closeSide").attr("title", say(language, "closeSide"));
    label(".zoom-in", "zoomIn");
    label(".zoom-out", "zoomOut");
    label(".zoom-whole", "wholeSite");
    pane
      .select(".stage-note")
      .text(state.shown === "today" ? say(language, "today") : side.plan?.study ? say(language, "study") : "")
      .classed("is-study", state.shown === "plan" && Boolean(side.plan?.study));
  });
}

function renderChoices(menu: Selection<HTMLSelectElement, Side, null, undefined>, state: State, side: Side, i: number) {
  const rows = [...state.choices.keys()];
  // a long title is cut off in the head
  menu.attr("aria-label", say(state.language, "scenarioOf", SIDE_NAMES[i])).attr("title", choiceTitle(state, side));
  menu
    .selectAll<HTMLOptionElement, number>("option")
    .data(rows)
    .join("option")
    .attr("value", String)
    .text((row) => titleOf(state.language, state.choices[row]));
  menu.property("value", String(side.choice));
}

interface Figure {
  readonly word: Word;
  readonly value: string;
  readonly tone: "plain" | "good" | "bad";
}

/** The first figures a planner looks at. */
function renderFigures(panes: Panes, { language }: State): void {
  panes.each(function (side) {
    const figures = select(this)
      .select(".figures")
      .selectAll<HTMLDivElement, Figure>("div")
      .data(side.plan ? figuresOf(language, side.plan) : [])
      .join((enter) => {
        const div = enter.append("div");
        div.append("dt");
        div.append("dd");
        return div;
      });
    figures.attr("class", (figure) => `figure is-${figure.tone}`);
    figures.select("dt").text((figure) => say(language, figure.word));
    figures.select("dd").text((figure) => figure.value);
  });
}

export function figuresOf(language: Language, plan: PlanView): Figure[] {
  const { stalls, greening, areaPerStall } = plan.measures;
  const breaches = newBreaches(plan).length;
  // a bare lot has no green to balance; what counts there is how well the ground is used
  const hasGreen = greening.areaBefore > 0 || greening.areaAfter > 0;
  return [
    { word: "headNewStalls", value: signed(language, stalls.new, 0), tone: "plain" },
    hasGreen
      ? {
          word: "headGreen",
          value: say(language, "squareMetres", signed(language, greening.balance, 1)),
          tone: greening.balance < -0.05 ? "bad" : "plain",
        }
      : {
          word: "headArea",
          value: areaPerStall === null ? "–" : say(language, "squareMetres", number(language, areaPerStall, 1)),
          tone: "plain",
        },
    { word: "headBreaches", value: number(language, breaches, 0), tone: breaches > 0 ? "bad" : "good" },
  ];
}
