import { select } from "d3";
import type { State } from "../state.ts";
import { say, type Word } from "../words/words.ts";
import { HATCHED, hatchId, renderHatches, type SymbolName, symbolPath } from "./defs.ts";
import { MARKS, type Mark, marksOf, PAINTERS_ORDER } from "./marks.ts";
import { once } from "./once.ts";

/** Size of a swatch, pixels. */
const SWATCH = { width: 28, height: 18 };

/** What matters most comes first; the rest follow from the ground up. */
const FIRST: readonly Mark[] = [
  "stallNew",
  "stall",
  "stallRemoved",
  "accessible",
  "charging",
  "green",
  "greenNew",
  "greenRemoved",
  "wallGreen",
];
const ORDER: readonly Mark[] = [...FIRST, ...PAINTERS_ORDER.filter((mark) => !FIRST.includes(mark))];

/** The marks on the drawings, and no others. */
export function renderLegend(state: State): void {
  const legend = select<HTMLElement, unknown>(".legend");
  const plans = state.sides.map((side) => side.plan);
  once(legend.node()!, [state.site, state.shown, state.language, ...plans], () => {
    const present = new Set(
      state.site ? plans.flatMap((plan) => marksOf(state.site!, plan, state.shown).map(({ mark }) => mark)) : [],
    );
    const items = legend
      .selectAll<HTMLDivElement, Mark>(".legend-item")
      .data(
        ORDER.filter((mark) => present.has(mark) && MARKS[mark].word),
        (mark) => mark,
      )
      .join((enter) => {
        const item = enter.append("div").attr("class", "legend-item");
        item
          .append("svg")
          .attr("class", "swatch")
          .attr("aria-hidden", "true")
          .attr("width", SWATCH.width)
          .attr("height", SWATCH.height)
          .each(function (mark) {
            drawSwatch(this, mark);
          });
        item.append("span");
        return item;
      })
      .order();
    items.select("span").text((mark) => say(state.language, wordOf(mark, state)));
  });
}

function wordOf(mark: Mark, state: State): Word {
  return mark === "green" && state.shown === "today" ? "markGreenToday" : MARKS[mark].word!;
}

function drawSwatch(node: SVGSVGElement, mark: Mark): void {
  const svg = select<SVGSVGElement, unknown>(node).attr("viewBox", `0 0 ${SWATCH.width} ${SWATCH.height}`);
  const owner = `legend-${mark}`;
  if (HATCHED[mark]) renderHatches(svg, owner, 1);
  const g = svg.append("g").attr("class", `mark mark-${mark}`);
  switch (MARKS[mark].swatch) {
    case "area":
      g.append("path")
        .attr("d", "M1.5,1.5H26.5V16.5H1.5Z")
        .style("fill", () => (HATCHED[mark] ? `url(#${hatchId(owner, HATCHED[mark])})` : null));
      break;
    case "line":
      g.append("path").attr("d", "M1,9H27");
      if (mark === "gate") g.append("path").attr("d", "M1,9H27");
      break;
    case "arrow":
      g.append("path").attr("d", "M4,8H16V4.5L25,9L16,13.5V10H4Z");
      break;
    case "stall":
      g.append("path").attr("d", "M8.5,16.5V2H19.5V16.5");
      break;
    case "crown":
      g.append("circle").attr("class", "crown").attr("cx", 14).attr("cy", 9).attr("r", 7);
      if (mark === "treeProtected")
        g.append("circle").attr("class", "ring").attr("cx", 14).attr("cy", 9).attr("r", 8.4);
      g.append("circle").attr("class", "trunk").attr("cx", 14).attr("cy", 9).attr("r", 1.4);
      break;
    case "symbol":
      g.attr("transform", "translate(14,9)")
        .append("path")
        .attr("class", "sign")
        .attr("d", symbolPath(mark as SymbolName));
  }
}
