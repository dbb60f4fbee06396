import { select, selectAll } from "d3";
import { createEvents } from "./events.ts";
import type { HeadStart } from "./headStart.ts";
import { renderPage, renderRail } from "./render/page.ts";
import { renderMaps } from "./render/panes.ts";
import { firstState } from "./state.ts";
import { createStore } from "./store.ts";
import { firstLanguage } from "./words/language.ts";

/** Tabs beside the drawings. */
const RAILS = ["measures", "frontier", "audit", "edits"] as const;

/** Brings the page to life and opens the model case on it. */
export function openPage(start: HeadStart): void {
  const state = firstState(firstLanguage());
  // on a phone the legend would push the measures out of sight
  if (matchMedia("(max-width: 760px)").matches) state.legend = "folded";
  const store = createStore(state, draw);
  const events = createEvents(store, start.desk);

  let railWaits = false;
  let plans = 0;

  // the drawing first, what is said about it with the frames after: a plan is seen sooner than its rows are set
  function draw(): void {
    const before = plans;
    plans = state.sides.filter(({ plan }) => plan !== null).length;
    if (plans > before) {
      // a side's first plan: its head still says that it is being solved
      renderMaps(state);
      requestAnimationFrame(draw);
      return;
    }
    renderPage(state, events);
    if (railWaits) return;
    railWaits = true;
    requestAnimationFrame(() => {
      railWaits = false;
      renderRail(state, events);
    });
  }

  select<HTMLInputElement, unknown>(".open-input").on("change", function () {
    void events.openFiles([...(this.files ?? [])]);
    // so that the same file can be opened again after it was mended
    this.value = "";
  });
  select(".open").on("click", () => document.querySelector<HTMLInputElement>(".open-input")?.click());
  select(".compare").on("click", () => void events.compare());
  selectAll<HTMLButtonElement, unknown>("[data-shown]").on("click", function () {
    events.show(this.dataset.shown === "today" ? "today" : "plan");
  });
  selectAll<HTMLButtonElement, unknown>("[data-rail]").on("click", function () {
    events.turnRail(RAILS.find((rail) => rail === this.dataset.rail) ?? "measures");
  });
  select(".legend-fold").on("click", () => events.foldLegend());
  selectAll<HTMLButtonElement, unknown>("[data-language]").on("click", function () {
    events.speak(this.dataset.language === "zh" ? "zh" : "en");
  });

  // files may be dropped anywhere on the page
  select(window)
    .on("dragover", (event: DragEvent) => {
      event.preventDefault();
      if (!state.dropping && event.dataTransfer?.types.includes("Files")) events.hoverFile("over");
    })
    .on("dragleave", (event: DragEvent) => {
      if (event.relatedTarget === null) events.hoverFile("away");
    })
    .on("drop", (event: DragEvent) => {
      event.preventDefault();
      const side = sideAt(event.clientX, event.clientY);
      if (side >= 0) events.useSide(side);
      void events.openFiles([...(event.dataTransfer?.files ?? [])]);
    });

  draw();
  void events.openModel(start);
}

/** The side that lies there, beneath the sheet that hangs over the page while files do; -1 where none does. */
function sideAt(x: number, y: number): number {
  const pane = document.elementsFromPoint(x, y).find((node) => node.matches(".pane"));
  return pane ? [...document.querySelectorAll(".pane")].indexOf(pane) : -1;
}
