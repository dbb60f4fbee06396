import { extent, select } from "d3";
import type { CurveName } from "../protocol.ts";
import type { Language, TradeOff } from "../state.ts";
import { number } from "../words/numbers.ts";
import { say, type Word } from "../words/words.ts";
import { CURVES, isChosen, type Mark, marksOf, SECONDS, titleOf, valueOfSecond } from "./frontierMarks.ts";
import type { Handlers } from "./handlers.ts";

/** Shades of a cell, from the fewest stalls of a grid to the most. */
const SHADES = 5;

/** One curve swept with something beside it. */
interface Grid {
  readonly curve: CurveName;
  readonly words: readonly [columns: Word, rows: Word];
  readonly columns: readonly number[];
  readonly rows: readonly Row[];
  readonly least: number;
  readonly most: number;
}

interface Row {
  readonly value: number;
  readonly text: string;
  /** One a column; null where no plan was found, or none yet. */
  readonly cells: readonly (Mark | null)[];
}

/** Grids of plans as tables of stalls, the more the darker; each cell opens its plan. */
export function renderGrid(node: HTMLElement, language: Language, tradeOff: TradeOff, handlers: Handlers): void {
  const tables = select(node)
    .selectAll<HTMLTableElement, Grid>("table.grid")
    .data(gridsOf(language, tradeOff), ({ curve }) => curve)
    .join((enter) => {
      const table = enter.append("table").attr("class", "grid");
      table.append("caption");
      table.append("thead").append("tr");
      table.append("tbody");
      return table;
    });
  tables.select("caption").text(({ words: [columns, rows], rows: all }) => {
    const what = say(language, "gridOf", say(language, columns), say(language, rows));
    const lacks = all.some(({ cells }) => cells.some((mark) => mark?.lacks));
    return lacks ? `${what} ${say(language, "gridLacks")}` : what;
  });
  tables
    .select("thead tr")
    .selectAll<HTMLTableCellElement, string>("th")
    .data(({ columns }) => ["", ...columns.map((value) => number(language, value, 0))])
    .join("th")
    .attr("scope", "col")
    .text((text) => text);
  const rows = tables
    .select("tbody")
    .selectAll<HTMLTableRowElement, Row>("tr")
    .data(
      (grid) => grid.rows,
      (row) => row.value,
    )
    .join((enter) => {
      const tr = enter.append("tr");
      tr.append("th").attr("scope", "row");
      return tr;
    });
  rows.select("th").text(({ text }) => text);
  tables.each(function ({ least, most }) {
    const shade = ({ stalls }: Mark) =>
      most > least ? Math.round(((stalls - least) / (most - least)) * (SHADES - 1)) : 0;
    const cells = select(this)
      .selectAll<HTMLTableRowElement, Row>("tbody tr")
      .selectAll<HTMLTableCellElement, Mark | null>("td")
      .data(({ cells }) => cells)
      .join("td");
    cells
      .selectAll<HTMLButtonElement, Mark>("button")
      .data((mark) => (mark ? [mark] : []))
      .join((enter) =>
        enter
          .append("button")
          .attr("type", "button")
          .on("click", function () {
            const { curve, row } = select<HTMLButtonElement, Mark>(this).datum();
            handlers.showPoint(curve, row);
          }),
      )
      .attr("class", (mark) => `shade-${shade(mark)} is-${mark.lawful ? "lawful" : "study"}`)
      .attr("aria-pressed", (mark) => String(isChosen(tradeOff, mark)))
      .attr("title", (mark) => titleOf(language, mark))
      .text(({ stalls, lacks }) => `${number(language, stalls, 0)}${lacks ? "*" : ""}`);
  });
}

function gridsOf(language: Language, tradeOff: TradeOff): Grid[] {
  return CURVES.flatMap(([curve, word]): Grid[] => {
    const marks = marksOf(tradeOff).filter((mark) => mark.curve === curve && mark.second !== null);
    const name = marks[0]?.second?.name;
    if (name === undefined) return [];
    const columns = [...new Set(marks.map(({ allowed }) => allowed))].sort((a, b) => a - b);
    const values = [...new Set(marks.map(({ second }) => second?.value ?? 0))].sort((a, b) => a - b);
    const at = (allowed: number, value: number) =>
      marks.find((mark) => mark.allowed === allowed && mark.second?.value === value) ?? null;
    const [least = 0, most = 0] = extent(marks, ({ stalls }) => stalls);
    return [
      {
        curve,
        words: [word, SECONDS.find(([one]) => one === name)?.[1] ?? "second"],
        columns,
        rows: values.map((value) => ({
          value,
          text: valueOfSecond(language, name, value),
          cells: columns.map((allowed) => at(allowed, value)),
        })),
        least,
        most,
      },
    ];
  });
}
