import { variedWords } from "../model/varied.ts";
import { escaped } from "../write/sheetText.ts";
import { short } from "../write/sink.ts";
import type { Frontier, PricedPoint } from "./frontier.ts";
import type { Vary } from "./vary.ts";

/** The picture and the space around its axes, pixels. */
const [WIDTH, HEIGHT] = [720, 460];
const FRAME = { left: 64, right: 28, top: 84, bottom: 60 };

/** About as many ticks as an axis gets. */
const TICKS = 7;

const LAWFUL = "#1f6f4a";
const STUDY = "#a3541a";

/** The trade-off as a picture: new stalls over the green that they take, lawful plans filled, studies hollow. */
export function frontierChart({ name, varied, points, complete }: Frontier): string {
  const greens = points.map(({ plan }) => plan.measures.greening.removed);
  const stalls = points.map(({ plan }) => plan.measures.stalls.new);
  const x = axis(greens, FRAME.left, WIDTH - FRAME.right);
  const y = axis(stalls, HEIGHT - FRAME.bottom, FRAME.top, "whole");
  const marks = points.map((point, row) => markOf(point, row, varied, x.at, y.at));
  const lines = (["lawful", "study"] as const).map((which) => {
    const front = points
      .filter((point) => point.onFront && point.lawful === (which === "lawful"))
      .map(({ plan: { measures } }) => ({ removed: measures.greening.removed, stalls: measures.stalls.new }))
      .sort((a, b) => a.removed - b.removed || a.stalls - b.stalls)
      // with fewer stalls for more green a point is there for what else it gives, and lies below the line
      .filter(({ stalls: own }, i, all) => all.slice(0, i).every((before) => before.stalls < own));
    if (front.length < 2) return "";
    // a step: between two plans there is none
    const [first, ...rest] = front.map(({ removed, stalls: own }) => [short(x.at(removed)), short(y.at(own))]);
    const path = `M${first.join(" ")}${rest.map(([px, py]) => `H${px}V${py}`).join("")}`;
    return `<path class="${which} step" d="${path}"/>`;
  });
  const range = varied.map(({ key, values }) => said(key, [values[0], values[values.length - 1]])).join(", ");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="'Source Sans 3','Noto Sans SC',sans-serif" font-size="12">
<style>text{fill:#222}.soft{fill:#555}.grid{stroke:#ddd}.step{fill:none;stroke-width:1.5;opacity:.6}.lawful{stroke:${LAWFUL}}.study{stroke:${STUDY}}circle.lawful{fill:${LAWFUL}}circle.study{fill:#fff}circle{stroke-width:1.8}.off{opacity:.45}</style>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text x="${FRAME.left}" y="26" font-size="16" font-weight="600">${escaped(name)}</text>
<text class="soft" x="${FRAME.left}" y="44">${escaped(range)}${complete ? "" : " (stopped 已停止)"}</text>
<circle class="lawful" cx="${FRAME.left + 5}" cy="60" r="4.5"/><text x="${FRAME.left + 16}" y="64">合规 lawful</text>
<circle class="study" cx="${FRAME.left + 105}" cy="60" r="4.5"/><text x="${FRAME.left + 116}" y="64">研究，不可报批 study, not approvable</text>
${x.ticks.map((tick) => `<line class="grid" x1="${short(x.at(tick))}" x2="${short(x.at(tick))}" y1="${FRAME.top}" y2="${HEIGHT - FRAME.bottom}"/><text class="soft" x="${short(x.at(tick))}" y="${HEIGHT - FRAME.bottom + 18}" text-anchor="middle">${tick}</text>`).join("\n")}
${y.ticks.map((tick) => `<line class="grid" x1="${FRAME.left}" x2="${WIDTH - FRAME.right}" y1="${short(y.at(tick))}" y2="${short(y.at(tick))}"/><text class="soft" x="${FRAME.left - 8}" y="${short(y.at(tick) + 4)}" text-anchor="end">${tick}</text>`).join("\n")}
<text x="${(FRAME.left + WIDTH - FRAME.right) / 2}" y="${HEIGHT - 18}" text-anchor="middle">占用绿地 green taken, m²</text>
<text transform="translate(20 ${(FRAME.top + HEIGHT - FRAME.bottom) / 2}) rotate(-90)" text-anchor="middle">新增车位 new stalls</text>
${lines.filter((line) => line !== "").join("\n")}
${marks.join("\n")}
</svg>
`;
}

type Scale = (value: number) => number;

/** What is varied and its values, in both languages. */
function said(key: string, values: readonly number[]): string {
  const words = values.map((value) => variedWords(key, value));
  return (["zh", "en"] as const).map((language) => words.map((each) => each[language]).join(" … ")).join(" ");
}

function markOf(
  { plan, values, lawful, onFront }: PricedPoint,
  row: number,
  varied: readonly Vary[],
  x: Scale,
  y: Scale,
): string {
  const { stalls, greening } = plan.measures;
  const set = values.map((value, i) => said(varied[i].key, [value])).join(", ");
  const what = `${row + 1}: ${set}: ${stalls.new} new stalls, ${greening.removed} m² green taken, ${greening.planted} m² planted, balance ${greening.balance} m²`;
  const mark = `${lawful ? "lawful" : "study"}${onFront ? "" : " off"}`;
  return `<circle class="${mark}" cx="${short(x(greening.removed))}" cy="${short(y(stalls.new))}" r="${onFront ? 5 : 3.5}"><title>${escaped(what)}</title></circle>`;
}

/** A linear scale from 0 over all values, with round ticks. */
function axis(values: readonly number[], from: number, to: number, sort: "whole" | "any" = "any") {
  const top = Math.max(1, ...values);
  const step = roundStep(top / TICKS, sort === "whole" ? 1 : 0);
  const end = Math.ceil(top / step) * step;
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, i) => Number((i * step).toPrecision(9)));
  return { at: (value: number) => from + (value / end) * (to - from), ticks };
}

/** 1, 2 or 5 times a power of ten, not below what is asked. */
function roundStep(least: number, floor: number): number {
  let power = 1;
  while (power > least) power /= 10;
  while (power * 10 <= least) power *= 10;
  const step = [1, 2, 5, 10].map((k) => k * power).find((k) => k >= least) ?? power * 10;
  return Math.max(step, floor);
}
