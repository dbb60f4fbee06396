import { max, scaleLinear, select } from "d3";
import type { Language, TradeOff } from "../state.ts";
import { number } from "../words/numbers.ts";
import { say } from "../words/words.ts";
import { CURVES, isChosen, type Mark, marksOf, titleOf } from "./frontierMarks.ts";
import type { Handlers } from "./handlers.ts";

/** The chart's own units; it is drawn as wide as the rail. */
export const [WIDTH, HEIGHT] = [380, 250];
const FRAME = { left: 44, right: 12, top: 12, bottom: 42 };

/** The points over the green that they take, and the front of each curve. */
export function renderChart(node: SVGSVGElement, language: Language, tradeOff: TradeOff, handlers: Handlers): void {
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
      .sort((a, b) => a.removed - b.removed || a.stalls - b.stalls)
      // with fewer stalls for more green a point is there for what else it gives, and lies below the line
      .filter(({ stalls }, i, all) => all.slice(0, i).every((before) => before.stalls < stalls)),
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
