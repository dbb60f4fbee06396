import { select } from "d3";
import type { Language, TradeOff } from "../state.ts";
import { number } from "../words/numbers.ts";
import { say, type Word } from "../words/words.ts";
import { isChosen, type Mark, marksOf, titleOf } from "./frontierMarks.ts";
import type { Handlers } from "./handlers.ts";

const COLUMNS: readonly Word[] = ["columnAllowed", "columnStalls", "columnTaken", "columnPrice", "columnDual"];

/** The points of the curves one under the other; those of a grid have a table of their own. */
export function renderTable(node: HTMLTableElement, language: Language, tradeOff: TradeOff, handlers: Handlers): void {
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
    .data(
      marksOf(tradeOff).filter(({ second }) => second === null),
      ({ curve, row }) => `${curve}${row}`,
    )
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
