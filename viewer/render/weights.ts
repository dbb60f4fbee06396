import { type Selection, select } from "d3";
import type { Weighed, WeightName } from "../protocol.ts";
import type { Language, State } from "../state.ts";
import { number } from "../words/numbers.ts";
import { CARES, choiceText, sayWeight, type WeightWord } from "../words/weights.ts";
import type { Handlers } from "./handlers.ts";
import { once } from "./once.ts";

type Panel = Selection<HTMLDetailsElement, unknown, HTMLElement, unknown>;
type Totals = Weighed["totals"];

const NAMES = Object.keys(CARES) as WeightName[];

/** Zones that lie beside no road. */
const ZONES = ["leftover", "frontage", "shed", "paved"] as const satisfies readonly WeightWord[];

/** What a choice comes to, a column each. */
const COLUMNS: readonly (readonly [word: WeightWord, of: (totals: Totals) => number, decimals: number])[] = [
  ["stalls", (totals) => totals.stalls, 0],
  ["greenTaken", (totals) => totals.green, 1],
  ["charging", (totals) => totals.chargingStalls, 0],
  ["ebikeSlots", (totals) => totals.ebikeSlots, 0],
  ["homes", (totals) => totals.homes, 0],
];

/** What one weight has moved, and what would be chosen without it. */
interface Row {
  readonly name: WeightName | null;
  readonly title: string;
  readonly totals: Totals;
  readonly moved: readonly string[];
}

/** Residents' weights under the trade-off: what one of each is worth, and which weight moved which choice. */
export function renderWeights(state: State, handlers: Handlers): void {
  const { language, weighing, site } = state;
  const panel = select<HTMLDetailsElement, unknown>("details.weights");
  if (panel.empty()) return;
  once(panel.node()!, [], () => createPanel(panel, handlers));
  panel.select("summary").text(sayWeight(language, "title"));
  panel.select(".weights-hint").text(sayWeight(language, "hint"));
  const running = weighing.status === "running";
  const fields = panel.select(".weights-form").selectAll<HTMLLabelElement, WeightName>("label").data(NAMES);
  fields.select("span").text((name) => CARES[name][language]);
  fields
    .select<HTMLInputElement>("input")
    .property("disabled", running)
    .each(function (name) {
      // the caret stays where it is while somebody types
      if (this.value !== weighing.typed[name]) this.value = weighing.typed[name];
    });
  panel
    .select<HTMLButtonElement>(".weigh")
    .property("disabled", running || site === null)
    .text(sayWeight(language, running ? "weighing" : "weigh"));
  const out = panel.select<HTMLDivElement>(".weighed");
  once(out.node()!, [language, weighing.weighed, site], () => renderRows(out, rowsOf(state), language));
}

function createPanel(panel: Panel, handlers: Handlers): void {
  panel.append("p").attr("class", "weights-hint");
  const form = panel.append("form").attr("class", "weights-form");
  form.on("submit", (event: Event) => {
    event.preventDefault();
    handlers.weigh();
  });
  const labels = form.selectAll("label").data(NAMES).join("label");
  labels.append("span");
  labels
    .append("input")
    .attr("class", "weight")
    .attr("inputmode", "decimal")
    .attr("autocomplete", "off")
    .attr("data-weight", (name) => name)
    .on("input", function (_event, name) {
      handlers.setWeight(name, this.value);
    });
  form.append("button").attr("type", "submit").attr("class", "button weigh");
  panel.append("div").attr("class", "weighed").attr("role", "status");
}

function rowsOf({ language, weighing, site }: State): Row[] {
  const { weighed } = weighing;
  if (!weighed) return [];
  const zones = new Map(weighed.zones.map((zone) => [zone.zone, zone]));
  const nameOf = (id: string) => site?.features.find((feature) => feature.id === id)?.name ?? id;
  const placeOf = (id: string): string => {
    if (id === "posts" || id === "gate") return sayWeight(language, id);
    const zone = zones.get(id);
    if (!zone) {
      // as the engine names zones that lie beside no road: what they are, and which
      const [, sort, which] = /^(leftover|frontage|shed|paved)\b[ -]?(.*)$/.exec(id) ?? [];
      const word = ZONES.find((name) => name === sort);
      return word ? sayWeight(language, word, nameOf(which)).trim() : nameOf(id);
    }
    const [from, to] = [zone.from, zone.to].map((at) => number(language, at, 0));
    return sayWeight(language, "place", nameOf(zone.road), from, to);
  };
  return [
    { name: null, title: sayWeight(language, "chosen"), totals: weighed.totals, moved: [] },
    ...weighed.effects.map(({ weight, moved, without }) => ({
      name: weight,
      title: sayWeight(language, "without", CARES[weight][language]),
      totals: without,
      moved: moved.map((choice) =>
        sayWeight(
          language,
          "moved",
          placeOf(choice.zone),
          choiceText(language, choice.with),
          choiceText(language, choice.without),
        ),
      ),
    })),
  ];
}

function renderRows(
  out: Selection<HTMLDivElement, unknown, HTMLElement, unknown>,
  rows: readonly Row[],
  language: Language,
): void {
  const table = out
    .selectAll("table")
    .data(rows.length > 0 ? [null] : [])
    .join((enter) => {
      const it = enter.append("table");
      it.append("thead").append("tr");
      return it;
    });
  table
    .select("thead tr")
    .selectAll("th")
    .data(["", ...COLUMNS.map(([word]) => sayWeight(language, word))])
    .join("th")
    .attr("scope", "col")
    .text((text) => text);
  const bodies = table
    .selectAll<HTMLTableSectionElement, Row>("tbody")
    .data(rows, ({ name }) => name ?? "all")
    .join((enter) => {
      const body = enter.append("tbody");
      body.append("tr").attr("class", "weighed-totals").append("th").attr("scope", "row");
      body
        .append("tr")
        .append("td")
        .attr("colspan", COLUMNS.length + 1)
        .append("ul");
      return body;
    })
    .attr("data-weight", ({ name }) => name);
  bodies.select("th").text(({ title }) => title);
  bodies
    .select(".weighed-totals")
    .selectAll("td")
    .data(({ totals }) => COLUMNS.map(([, of, decimals]) => number(language, of(totals), decimals)))
    .join("td")
    .text((text) => text);
  bodies
    .select("ul")
    .selectAll("li")
    .data(({ name, moved }) => (name !== null && moved.length === 0 ? [sayWeight(language, "nothing")] : moved))
    .join("li")
    .text((text) => text);
}
