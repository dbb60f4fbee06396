import { select } from "d3";
import { longestWalk, type Measures } from "../../engine/model/plan.ts";
import type { PlanView } from "../protocol.ts";
import type { Language, State } from "../state.ts";
import { number, percent, signed } from "../words/numbers.ts";
import { say, type Word } from "../words/words.ts";
import { once } from "./once.ts";
import { SIDE_NAMES } from "./titles.ts";
import { renderWalks } from "./walks.ts";

type Unit = "count" | "area" | "ratio" | "length" | "distance";
/** Which way is better, for the colour of a difference; `none` where it depends on whom one asks. */
type Better = "more" | "less" | "none";

interface Row {
  readonly word: Word;
  readonly unit: Unit;
  readonly better: Better;
  /** null: does not apply or is not known. */
  readonly value: (measures: PlanView["measures"]) => number | null;
  /** What is more than today, where that is measured by itself; absent: the difference of the values. */
  readonly gain?: (measures: PlanView["measures"]) => number;
  /** Of the plan only: the site as it stands has no such figure. */
  readonly planOnly?: true;
  /** Half a step in: part of the row above. */
  readonly part?: true;
}

const GROUPS: readonly { readonly word: Word; readonly rows: readonly Row[] }[] = [
  {
    word: "groupParking",
    rows: [
      { word: "stallsTotal", unit: "count", better: "more", value: (m) => m.stalls.total },
      { word: "stallsNew", unit: "count", better: "more", value: (m) => m.stalls.new, planOnly: true, part: true },
      { word: "stallsAccessible", unit: "count", better: "more", value: (m) => m.stalls.accessible, part: true },
      {
        word: "walkLongest",
        unit: "distance",
        better: "less",
        value: (m) => longestWalk(m.accessibleWalks ?? []),
        part: true,
      },
      { word: "stallsCharging", unit: "count", better: "more", value: (m) => m.stalls.charging, part: true },
      { word: "stallsBound", unit: "count", better: "none", value: (m) => m.bound?.stalls ?? null, planOnly: true },
      { word: "parkedNow", unit: "count", better: "none", value: (m) => m.stalls.parkedNow },
      { word: "lostInformal", unit: "count", better: "less", value: (m) => m.stalls.lostInformal, planOnly: true },
      { word: "net", unit: "count", better: "more", value: (m) => m.stalls.net, planOnly: true },
      { word: "areaPerStall", unit: "area", better: "less", value: (m) => m.areaPerStall },
    ],
  },
  {
    word: "groupGreen",
    rows: [
      {
        word: "greenArea",
        unit: "area",
        better: "more",
        value: (m) => m.greening.areaAfter,
        // before and after are rounded each by itself: what changed is the balance
        gain: (m) => m.greening.balance,
      },
      {
        word: "greenRemoved",
        unit: "area",
        better: "less",
        value: (m) => m.greening.removed,
        planOnly: true,
        part: true,
      },
      {
        word: "greenPlanted",
        unit: "area",
        better: "more",
        value: (m) => m.greening.planted,
        planOnly: true,
        part: true,
      },
      {
        word: "greenCredited",
        unit: "area",
        better: "none",
        value: (m) => m.greening.credited,
        planOnly: true,
        part: true,
      },
      { word: "greenBalance", unit: "area", better: "more", value: (m) => m.greening.balance, planOnly: true },
      { word: "greenRatio", unit: "ratio", better: "more", value: (m) => m.greening.ratioAfter },
      { word: "treesMoved", unit: "count", better: "less", value: (m) => m.treesMoved, planOnly: true },
    ],
  },
  {
    word: "groupPeople",
    rows: [
      { word: "homesUnder6m", unit: "count", better: "less", value: (m) => m.homesUnder6m },
      { word: "homesUnder3m", unit: "count", better: "less", value: (m) => m.homesUnder3m },
      { word: "lockers", unit: "count", better: "more", value: (m) => m.lockers },
      { word: "ebikeChargers", unit: "count", better: "more", value: (m) => m.ebikeChargers },
      { word: "ebikeSlots", unit: "count", better: "more", value: (m) => m.ebikeSlots },
    ],
  },
  {
    word: "groupFire",
    rows: [
      { word: "fireWidth", unit: "length", better: "more", value: (m) => m.fireLane.minWidth },
      {
        word: "fireLength",
        unit: "length",
        better: "none",
        value: (m) => (m.fireLane.length > 0 ? m.fireLane.length : null),
      },
    ],
  },
];

/** A line of the table: a group's heading, or a measure. */
type Line = { readonly heading: Word } | { readonly row: Row };

interface Cell {
  readonly text: string;
  /** Difference to today, or an empty string. */
  readonly change: string;
  readonly tone: "plain" | "good" | "bad" | "faint";
}

/** Measures before and after, one column a scenario, and the difference between the two. */
export function renderMeasures(state: State): void {
  const section = select<HTMLElement, unknown>(".measures");
  const plans = state.sides.map((side) => side.plan);
  const today = state.sides.find((side) => side.scenario)?.scenario?.today ?? null;
  once(section.node()!, [state.language, today, ...plans], () => {
    const { language } = state;
    const table = section
      .selectAll("table")
      .data([null])
      .join("table")
      .classed("has-two", plans.length === 2);
    const heads = headsOf(language, plans.length);
    table
      .selectAll("thead")
      .data([null])
      .join((enter) => {
        const thead = enter.append("thead");
        thead.append("tr");
        return thead;
      })
      .select("tr")
      .selectAll("th")
      .data(heads)
      .join("th")
      .attr("scope", "col")
      .attr("aria-label", (head) => head.label)
      .attr("class", (head) => head.name)
      .selectAll("span")
      .data((head) => [head])
      .join("span")
      .text((head) => head.text);
    const lines: Line[] = GROUPS.flatMap((group) => {
      const columns = [today, ...plans];
      const rows = group.rows.filter((row) => columns.some((column) => figureOf(row, column) !== null));
      // a bare lot has no green and no homes: a table of noughts says nothing
      const speaks = rows.some((row) => columns.some((column) => figureOf(row, column)));
      return speaks ? [{ heading: group.word }, ...rows.map((row) => ({ row }))] : [];
    });
    const rows = table
      .selectAll("tbody")
      .data([null])
      .join("tbody")
      .selectAll<HTMLTableRowElement, Line>("tr")
      .data(lines, (line) => ("row" in line ? line.row.word : line.heading))
      .join((enter) => {
        const tr = enter.append("tr");
        tr.append("th");
        return tr;
      })
      .order()
      .attr("class", (line) => ("row" in line ? (line.row.part ? "is-part" : "is-row") : "is-heading"));
    rows
      .select("th")
      .attr("scope", (line) => ("row" in line ? "row" : "rowgroup"))
      .attr("colspan", (line) => ("row" in line ? null : heads.length))
      .text((line) => say(language, "row" in line ? line.row.word : line.heading))
      .selectAll("small")
      .data((line) => ("row" in line && UNIT_SIGNS[line.row.unit] ? [UNIT_SIGNS[line.row.unit]] : []))
      .join("small")
      .text((sign) => sign);
    const cells = rows
      .selectAll<HTMLTableCellElement, Cell>("td")
      .data((line) => ("row" in line ? cellsOf(language, line.row, today, plans) : []))
      .join("td")
      .attr("class", (cell) => `is-${cell.tone}`)
      .text((cell) => cell.text);
    cells
      .selectAll("small")
      .data((cell) => (cell.change ? [cell.change] : []))
      .join("small")
      .text((change) => change);
    renderWalks(section, state);
  });
}

interface Head {
  readonly name: string;
  readonly text: string;
  readonly label: string;
}

function headsOf(language: Language, sides: number): Head[] {
  const heads = [
    { name: "head-measure", text: "", label: say(language, "measure") },
    { name: "head-today", text: say(language, "today"), label: say(language, "today") },
    ...(sides > 1 ? SIDE_NAMES : []).map((name) => ({
      name: "head-side",
      text: name as string,
      label: say(language, "scenarioOf", name),
    })),
    ...(sides === 1 ? [{ name: "head-plan", text: say(language, "plan"), label: say(language, "plan") }] : []),
  ];
  const [a, b] = SIDE_NAMES;
  if (sides > 1) heads.push({ name: "head-difference", text: `${b} − ${a}`, label: say(language, "difference", b, a) });
  return heads;
}

type Known = Measures | PlanView | null;

function figureOf(row: Row, from: Known): number | null {
  if (!from) return null;
  return "measures" in from ? row.value(from.measures) : row.planOnly ? null : row.value(from);
}

function cellsOf(language: Language, row: Row, today: Measures | null, plans: readonly (PlanView | null)[]): Cell[] {
  const before = figureOf(row, today);
  const after = plans.map((plan) => figureOf(row, plan));
  const gains = plans.map((plan) => (row.gain && plan ? row.gain(plan.measures) : null));
  const cells: Cell[] = [
    { text: written(language, row.unit, before), change: "", tone: "faint" },
    ...after.map((value, i) => ({
      text: written(language, row.unit, value),
      change: row.planOnly ? "" : changed(language, row.unit, gains[i] ?? less(after[i], before)),
      tone: "plain" as const,
    })),
  ];
  if (plans.length === 2) {
    const between = less(gains[1], gains[0]) ?? less(after[1], after[0]);
    const text = changed(language, row.unit, between);
    cells.push({ text, change: "", tone: text ? toneOf(row.better, between!) : "faint" });
  }
  return cells;
}

function toneOf(better: Better, change: number): Cell["tone"] {
  if (better === "none") return "plain";
  return (better === "more") === change > 0 ? "good" : "bad";
}

/** Signs beside a row's name; the numbers stay bare. */
const UNIT_SIGNS: Readonly<Record<Unit, string>> = { count: "", area: "m²", ratio: "", length: "m", distance: "m" };

/** Decimals by unit. */
const DECIMALS: Readonly<Record<Unit, number>> = { count: 0, area: 1, ratio: 2, length: 2, distance: 1 };

function written(language: Language, unit: Unit, value: number | null): string {
  if (value === null) return "–";
  if (unit === "ratio") return percent(language, value, DECIMALS.ratio);
  return number(language, value, DECIMALS[unit]);
}

function less(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one - other;
}

/** A difference with its sign; empty when there is none to show. */
function changed(language: Language, unit: Unit, change: number | null): string {
  if (change === null) return "";
  const text = signed(language, change * (unit === "ratio" ? 100 : 1), DECIMALS[unit]);
  return /[1-9]/.test(text) ? text : "";
}
