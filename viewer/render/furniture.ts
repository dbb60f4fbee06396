import type { Selection } from "d3";
import type { Language } from "../state.ts";
import { number } from "../words/numbers.ts";
import { say } from "../words/words.ts";

type Sheet = Selection<SVGSVGElement, unknown, null, undefined>;

/** Longest the scale bar may be, pixels. */
const BAR = 132;

/** A length of 1, 2 or 5 times a power of ten, metres, that fits into `BAR` at `k` pixels a metre. */
export function barLength(k: number): number {
  const room = BAR / k;
  const power = 10 ** Math.floor(Math.log10(room));
  return ([5, 2, 1].find((step) => step * power <= room) ?? 1) * power;
}

/** Scale bar at the foot of the drawing: true at every zoom. */
export function renderScaleBar(svg: Sheet, language: Language, k: number, height: number): void {
  const metres = barLength(k);
  const width = metres * k;
  const bar = svg.selectAll<SVGGElement, null>("g.scale-bar").data([null]).join("g").attr("class", "scale-bar");
  bar
    .attr("transform", `translate(20,${height - 22})`)
    .attr("data-metres", metres)
    .attr("data-pixels", width);
  // so that it can be read whatever lies beneath
  bar
    .selectAll("path")
    .data([null])
    .join("path")
    .attr("class", "plate")
    .attr("d", `M-10,-24h${width + 36}v36h${-width - 36}Z`);
  bar
    .selectAll("rect")
    .data([0, 1, 2, 3])
    .join("rect")
    .attr("class", (i) => (i % 2 ? "light" : "dark"))
    .attr("x", (i) => (i * width) / 4)
    .attr("width", width / 4)
    .attr("height", 4);
  bar
    .selectAll("text")
    .data([0, metres / 2, metres])
    .join("text")
    .attr("x", (at) => at * k)
    .attr("y", -6)
    .attr("class", (_, i) => (i ? "middle" : "start"))
    .text((at, i) => (i < 2 ? plain(language, at) : say(language, "metres", plain(language, at))));
}

function plain(language: Language, metres: number): string {
  return number(language, metres, metres > 0 && metres < 5 && !Number.isInteger(metres) ? (metres < 0.5 ? 2 : 1) : 0);
}

/** North arrow; a drawing without a place on Earth has none. */
export function renderNorth(
  svg: Sheet,
  language: Language,
  width: number,
  points: readonly [] | readonly [null],
): void {
  const arrow = svg
    .selectAll<SVGGElement, null>("g.north")
    .data(points)
    .join((enter) => {
      const g = enter.append("g").attr("class", "north");
      g.append("path").attr("class", "dark").attr("d", "M0,-17L0,8L-6.5,12Z");
      g.append("path").attr("class", "light").attr("d", "M0,-17L0,8L6.5,12Z");
      g.append("text").attr("y", 27);
      return g;
    })
    .attr("transform", `translate(${width - 28},36)`);
  arrow.select("text").text(say(language, "north"));
}
