import { isNewBreach } from "../forbidden.ts";
import { type AuditLine, longestWalk, type Measures, type Plan, type WalkToDoor } from "../model/plan.ts";
import { nameInWords } from "../model/varied.ts";
import { loadRules, PROFILE_NAMES } from "../rules/load.ts";
import type { Layer, SymbolName } from "./layers.ts";
import type { Setting } from "./paper.ts";
import { cut, escaped, textAt, wrapped } from "./sheetText.ts";
import { short } from "./sink.ts";

/** Column of legend, measures and title block, millimetres. */
export const COLUMN = { width: 74, inset: 4 } as const;

const TEXT = 2.7;
const FINE = 2.2;
const KEY = 2.5;
const LEGEND_ROW = 5.9;
const MEASURE_ROW = 4.2;
const SWATCH = { width: 8, height: 3.6 } as const;

/** Symbols in millimetres around their place. */
const SYMBOLS: Readonly<Record<SymbolName, readonly [mark: string, path: string]>> = {
  entrance: ["door", "M-1 .8H1L0 -.9Z"],
  hydrant: ["hydrant", "M0 -1A1 1 0 1 0 .01 -1ZM-.5 -.5V.5M.5 -.5V.5M-.5 0H.5"],
  manhole: ["manhole", "M0 -.7A.7 .7 0 1 0 .01 -.7ZM-.5 -.5L.5 .5M-.5 .5L.5 -.5"],
  charger: ["charger", "M.3 -1.1L-.7 .2H0L-.3 1.1L.7 -.25H0Z"],
  ebikeCharger: ["ebikeCharger", "M.2 -.8L-.5 .15H0L-.2 .8L.5 -.2H0Z"],
  treeMoved: ["treeMoved", "M-1 0H1M.3 -.7L1 0L.3 .7"],
};

/** Said on the drawing and in the title block of a study. */
export const STUDY = ["研究方案，不可报批", "Study, not approvable"] as const;

/** One symbol at a place on paper. */
export function symbolAt(name: SymbolName, x: number, y: number): string {
  const [mark, path] = SYMBOLS[name];
  return `<path class="${mark}" transform="translate(${short(x)} ${short(y)})" d="${path}"/>`;
}

/** A block of the column: its markup and how far down it reaches, millimetres. */
export interface Block {
  readonly markup: string;
  readonly height: number;
}

/** What a sheet says of a plan in words: `Plan` has it all; figures are null where the site is not at hand. */
export interface SheetFacts extends Pick<Plan, "name" | "study" | "seed" | "steps" | "exact"> {
  readonly rules: Pick<Plan["rules"], "profile" | "version">;
  readonly measures: Measures | null;
  readonly audit: readonly AuditLine[];
}

/** What `y` on paper is: the grid's north, true north in the middle of the site, or nothing at all. */
export type Up = "grid" | "true" | "local";

const UP_WORDS: Readonly<Record<Up, readonly [zh: string, en: string]>> = {
  grid: ["图上方为坐标北，未计子午线收敛角", "Up is grid north; convergence is not applied"],
  true: ["图上方为场地中心真北", "Up is true north at the middle of the site"],
  local: ["局部坐标，y 轴向上，无方位", "Local metres, y up, no place on Earth"],
};

/** North arrow and scale bar side by side. */
export function compass(x: number, y: number, up: Up, setting: Setting): Block {
  const middle = x + 7;
  const letter = up === "local" ? "y" : "N";
  const arrow = [
    `<path class="dark" d="M${short(middle)} ${short(y + 5)}V${short(y + 16)}L${short(middle - 4)} ${short(y + 18.5)}Z"/>`,
    `<path class="light" d="M${short(middle)} ${short(y + 5)}V${short(y + 16)}L${short(middle + 4)} ${short(y + 18.5)}Z"/>`,
    textAt(middle, y + 3.6, "middle main", letter),
  ];
  return { markup: `<g>${arrow.join("")}${scaleBar(x + 20, y + 13, setting.scale)}</g>`, height: 21 };
}

/** Four parts of a round length, at most 40 mm in all. */
function scaleBar(x: number, y: number, scale: number): string {
  const longest = (40 * scale) / 1000;
  const power = 10 ** Math.floor(Math.log10(longest));
  const length = [5, 4, 2, 1].map((part) => part * power).find((part) => part <= longest) ?? power;
  const part = (length * 250) / scale;
  const bars = [0, 1, 2, 3].map(
    (i) =>
      `<rect class="${i % 2 === 0 ? "dark" : "light"}" x="${short(x + i * part)}" y="${short(y)}" width="${short(part)}" height="1.3"/>`,
  );
  return [
    ...bars,
    textAt(x, y + 4.6, "fine", "0"),
    `<text class="fine middle" x="${short(x + 2 * part)}" y="${short(y + 4.6)}">${short(length / 2)}</text>`,
    `<text class="fine middle" x="${short(x + 4 * part)}" y="${short(y + 4.6)}">${short(length)} m</text>`,
    textAt(x, y - 2.6, "main", `1:${scale}`),
  ].join("");
}

/** The layers that the drawing has, and no others, in two columns; Chinese above English. */
export function legend(x: number, y: number, layers: readonly Layer[]): Block {
  const columnRows = Math.ceil(layers.length / 2);
  const width = (COLUMN.width - 2 * COLUMN.inset) / 2;
  const rows = layers.map((layer, i) => {
    const left = x + Math.floor(i / columnRows) * width;
    const top = y + 5 + (i % columnRows) * LEGEND_ROW;
    const room = width - SWATCH.width - 3;
    const words = left + SWATCH.width + 2;
    return [
      swatch(layer, left, top + 0.4),
      textAt(words, top + 2, "key", cut(layer.zh, KEY, room)),
      textAt(words, top + 4.4, "fine", cut(layer.en, FINE, room)),
    ].join("");
  });
  return {
    markup: `<g>${heading(x, y, "图例", "Legend")}${rows.join("")}</g>`,
    height: 5 + columnRows * LEGEND_ROW,
  };
}

function swatch({ mark, symbol, areas, lines, discs }: Layer, x: number, y: number): string {
  if (symbol !== null) return symbolAt(symbol, x + SWATCH.width / 2, y + SWATCH.height / 2);
  if (mark === "direction") {
    const [left, middle] = [x + SWATCH.width * 0.15, y + SWATCH.height / 2];
    return `<path class="${mark}" d="M${short(left)} ${short(middle - 0.2)}h2.2v-.7l2 .9l-2 .9v-.7h-2.2z"/>`;
  }
  if (areas.length > 0)
    return `<rect class="${mark}" x="${short(x)}" y="${short(y)}" width="${SWATCH.width}" height="${SWATCH.height}"/>`;
  if (discs.length > 0)
    return `<circle class="${mark}" cx="${short(x + SWATCH.width / 2)}" cy="${short(y + SWATCH.height / 2)}" r="1.7"/>`;
  const path = `d="M${short(x)} ${short(y + SWATCH.height / 2)}h${SWATCH.width}"`;
  const opening = mark === "gate" ? `<path class="opening" ${path}/>` : "";
  return lines.length > 0 ? `<path class="${mark}" ${path}/>${opening}` : "";
}

/** The first figures that a planner looks at. */
export function figures(x: number, y: number, facts: SheetFacts): Block {
  const rows = rowsOf(facts);
  const right = x + COLUMN.width - 2 * COLUMN.inset;
  const markup = rows.map(({ zh, en, value, mark }, i) => {
    const base = y + 8 + i * MEASURE_ROW;
    const line = `<path class="hair" d="M${short(x)} ${short(base + 1.2)}H${short(right)}"/>`;
    return `${textAt(x, base, mark, `${zh}  ${en}`)}${textAt(right, base, `figure ${mark}`.trimEnd(), value)}${line}`;
  });
  return {
    markup: `<g>${heading(x, y, "指标", "Figures")}${markup.join("")}</g>`,
    height: 8 + rows.length * MEASURE_ROW,
  };
}

/** A figure in both languages. */
export interface Row {
  readonly zh: string;
  readonly en: string;
  readonly value: string;
  readonly mark: string;
}

/** The figures in order of weight; how a sheet marks them is in `mark`: `bad` is a breach. */
export function rowsOf({ measures, audit, exact, rules }: SheetFacts): Row[] {
  const rows: Row[] = [];
  const add = (zh: string, en: string, value: string, mark = "") => rows.push({ zh, en, value, mark });
  if (measures === null) {
    add("未提供场地文件", "No site file", "—", "quiet");
    return rows;
  }
  const { stalls, greening, fireLane } = measures;
  add("新增车位", "New stalls", String(stalls.new), "main");
  add("现有车位", "Stalls today", String(stalls.existing));
  add("车位合计", "Stalls in all", String(stalls.total), "main");
  if (stalls.accessible > 0) add("其中无障碍", "Accessible", String(stalls.accessible));
  for (const { zh, en, value } of walkRows(measures.accessibleWalks ?? [])) add(zh, en, value);
  if (stalls.charging > 0) add("其中充电", "Charging", String(stalls.charging));
  if (stalls.parkedNow !== null) {
    add("今夜停车", "Cars tonight", String(stalls.parkedNow));
    add("净增", "Net stalls", signed(stalls.net), "main");
  }
  if (greening.areaBefore > 0 || greening.planted > 0) {
    // as the file has them: measured and rounded each by itself, so that they may differ from the balance by 0.1
    add("绿地 现状→方案", "Green", `${greening.areaBefore} → ${greening.areaAfter} m²`);
    add("绿地平衡", "Green balance", `${signed(greening.balance)} m²`, greening.balance < 0 ? "main bad" : "main");
    add("移植树木", "Trees moved", String(measures.treesMoved));
  }
  if (fireLane.minWidth !== null) add("消防车道最窄", "Narrowest fire lane", `${fireLane.minWidth} m`);
  if (measures.homesUnder6m > 0) {
    add("近车位住户 <6 / <3 m", "Homes nearby", `${measures.homesUnder6m} / ${measures.homesUnder3m}`);
  }
  if (measures.lockers > 0) add("智能快件箱", "Lockers", String(measures.lockers));
  if (measures.ebikeChargers > 0) add("电动自行车充电桩", "E-bike chargers", String(measures.ebikeChargers));
  if (exact !== undefined) {
    const { bestProved, gap, mostStalls, mostProved } = exact;
    add("沿现有车道选位", "Choice on these aisles", bestProved ? "最优 best" : `≤ ${(100 * gap).toFixed(2)} %`);
    if (mostStalls !== null) add("沿现有车道最多", "Most on these aisles", `${mostProved ? "" : "≤ "}${mostStalls}`);
  }
  rows.push(...auditRows(audit, rules.profile));
  return rows;
}

/** Accessible stalls that have a row each; of more the farthest only. */
const MOST_WALKS = 4;

/** How far it is on foot from accessible stalls to the nearest door. */
function walkRows(walks: readonly WalkToDoor[]): Omit<Row, "mark">[] {
  const spoken = (distance: number | null) => (distance === null ? "—" : `${distance} m`);
  if (walks.length <= MOST_WALKS) {
    return walks.map(({ stall, distance }) => {
      return { zh: `${stall} 步行至单元门`, en: "To a door", value: spoken(distance) };
    });
  }
  return [{ zh: "步行至单元门最远", en: "Farthest to a door", value: spoken(longestWalk(walks)) }];
}

function auditRows(audit: readonly AuditLine[], profile: string): Row[] {
  if (audit.length === 0) return [];
  const count = (is: (line: AuditLine) => boolean) => audit.filter(is).length;
  const fresh = count(isNewBreach);
  const inherited = count((line) => line.pass === false && line.scope === "inherited");
  const unchecked = count((line) => line.pass === null);
  return [
    { zh: "新增违规", en: "New breaches", value: String(fresh), mark: fresh > 0 ? "main bad" : "main" },
    { zh: "现状遗留", en: "Inherited", value: String(inherited), mark: "" },
    { zh: "未核查", en: "Not checked", value: String(unchecked), mark: "" },
    ...toConfirm(audit, profile),
  ];
}

/** How many rules were held whose numbers are still to be confirmed against the official text. */
function toConfirm(audit: readonly AuditLine[], profile: string): Row[] {
  const known = PROFILE_NAMES.find((name) => name === profile);
  if (known === undefined) return [];
  const { rules } = loadRules(known);
  const held = new Set(audit.filter(({ pass }) => pass !== null).map(({ rule }) => rule));
  const doubtful = [...held].filter((rule) => (rules.get(rule)?.confidence ?? "high") !== "high").length;
  return doubtful === 0
    ? []
    : [{ zh: "其中数值待核实", en: "To be confirmed", value: String(doubtful), mark: "quiet" }];
}

/** Site, scenario, rules, scale and what the drawing is not; its height is known before its place. */
export function titleBlock(
  x: number,
  bottom: number,
  site: string,
  facts: SheetFacts,
  up: Up,
  setting: Setting,
): Block {
  const width = COLUMN.width - 2 * COLUMN.inset;
  const lines: string[] = [];
  let y = 0;
  const put = (mark: string, text: string, size: number, lead: number, most: number) => {
    for (const line of wrapped(text, size, width).slice(0, most)) {
      y += lead;
      lines.push(textAt(x, y, mark, cut(line, size, width)));
    }
  };
  put("project", site, 5.2, 6.2, 2);
  y += 0.8;
  const named = nameInWords(facts.name);
  put("drawing", named.name, 3.4, 4.6, 2);
  for (const { zh, en } of named.set) for (const words of [zh, en]) put("drawing", words, 3.4, 4.6, 2);
  if (facts.study) {
    y += 1;
    for (const words of STUDY) put("study", words, 3.4, 4.6, 1);
  }
  y += 1.4;
  put("quiet", `规则 Rules  ${facts.rules.profile} ${facts.rules.version}`.trim(), TEXT, 4, 2);
  put("quiet", `比例 Scale  1:${setting.scale}  ${setting.sheet.name}`, TEXT, 4, 1);
  put("quiet", `种子 Seed  ${facts.seed}   步数 Steps  ${facts.steps}`, TEXT, 4, 1);
  y += 1;
  put("fine", `${UP_WORDS[up].join("。")}.`, FINE, 3, 3);
  put("fine", "方案由计算生成，坐标须经现场测量核实。Computed; to be verified on site.", FINE, 3, 3);
  const top = bottom - y - 2;
  return { markup: `<g transform="translate(0 ${short(top)})">${lines.join("")}</g>`, height: y + 2 };
}

/** The red words across a study's drawing. */
export function studyStamp(x: number, y: number): string {
  const words = STUDY.join("  ");
  return `<g><rect class="stamp" x="${short(x)}" y="${short(y)}" width="76" height="8" rx=".6"/><text class="study" x="${short(x + 4)}" y="${short(y + 5.2)}">${escaped(words)}</text></g>`;
}

function heading(x: number, y: number, zh: string, en: string): string {
  return textAt(x, y + 2.6, "head", `${zh}  ${en.toUpperCase()}`);
}

function signed(value: number): string {
  if (value === 0) return "±0";
  return value < 0 ? `−${Math.abs(value)}` : `+${value}`;
}
