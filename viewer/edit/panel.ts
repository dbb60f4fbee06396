import { type Selection, select } from "d3";
import { areaOf } from "../../engine/model/geometry.ts";
import type { Handlers } from "../render/handlers.ts";
import { once } from "../render/once.ts";
import { renderSideHead } from "../render/sideHead.ts";
import { statusText } from "../render/titles.ts";
import type { Edit, Language, Side, State } from "../state.ts";
import { number } from "../words/numbers.ts";
import { renderActions, thingActions } from "./bar.ts";
import type { EditHandlers } from "./handlers.ts";
import { type AnyFeature, choosable } from "./things.ts";
import { type EditWord, kindWord, sayEdit, titleOfThing } from "./words.ts";

type Panel = Selection<HTMLElement, unknown, HTMLElement, unknown>;

const TOOLS = [
  ["empty", "drawEmpty"],
  ["green", "drawGreen"],
] as const;

/** The edits of the active side's scenario, and what they are made with. */
export function renderEditPanel(state: State, handlers: Handlers): void {
  const panel = select<HTMLElement, unknown>(".edits");
  once(panel.node()!, [], () => createPanel(panel, handlers));
  const { language, editing } = state;
  const side = state.sides[state.active];
  const { edits = null, past = [], undone = [] } = state.choices[side?.choice ?? -1] ?? {};
  const word = (name: EditWord) => sayEdit(language, name);
  renderSideHead(panel, state, handlers);
  panel.select(".edits-hint").text(word("hint"));
  panel.select(".edits-areas-word").text(word("areas"));
  panel
    .select(".edits-areas")
    .attr("aria-label", word("areas"))
    .selectAll<HTMLButtonElement, (typeof TOOLS)[number]>("button")
    .property("disabled", edits === null)
    .attr("aria-pressed", ([tool]) => String(editing.tool === tool))
    .text(([, name]) => word(name));
  renderThings(panel, state, edits !== null);
  const actions = panel.select<HTMLElement>(".edits-thing-actions").node()!;
  renderActions(actions, thingActions(state, handlers), panel.select<HTMLElement>(".edits-thing").node());
  renderList(panel, state, edits ?? [], handlers);
  const solving = side?.status === "solving" || side?.status === "reading";
  const isOff = {
    again: solving,
    afresh: solving,
    undo: past.length === 0 || editing.busy,
    redo: undone.length === 0 || editing.busy,
    save: false,
  };
  for (const [name, text, hint] of ACTIONS) {
    panel
      .select<HTMLButtonElement>(`.edits-${name}`)
      .attr("aria-disabled", edits === null || isOff[name] ? "true" : null)
      .attr("title", word(hint))
      .attr("aria-label", NAMED_BY_HINT.has(name) ? word(hint) : null)
      .text(word(text));
  }
  renderStatus(panel, language, side, solving);
}

/** On a phone the head of the drawing is out of sight here. */
function renderStatus(panel: Panel, language: Language, side: Side | undefined, isRunning: boolean): void {
  panel.select(".edits-status").text(side && isRunning ? statusText(language, side) : "");
}

const ACTIONS = [
  ["again", "again", "againHint"],
  ["afresh", "afresh", "afreshHint"],
  ["undo", "undo", "undoHint"],
  ["redo", "redo", "redoHint"],
  ["save", "saveScenario", "saveHint"],
] as const satisfies readonly (readonly [string, EditWord, EditWord])[];

type ActionName = (typeof ACTIONS)[number][0];

/** Whose word alone says too little to whoever does not see the list above it. */
const NAMED_BY_HINT: ReadonlySet<ActionName> = new Set<ActionName>(["undo", "redo"]);

/** Keys that do the same, as a screen reader tells them. */
const KEYS: Readonly<Partial<Record<ActionName, string>>> = {
  undo: "Control+Z Meta+Z",
  redo: "Control+Shift+Z Control+Y Meta+Shift+Z",
};

/** Those that are pressed seldom. */
const QUIET: Readonly<Partial<Record<ActionName, string>>> = { undo: " quiet", redo: " quiet", save: " quiet is-file" };

function createPanel(panel: Panel, handlers: Handlers): void {
  panel.append("p").attr("class", "edits-hint");
  const form = panel.append("div").attr("class", "edits-form");
  const areas = form.append("div");
  areas.append("span").attr("class", "edits-areas-word");
  areas
    .append("div")
    .attr("class", "segments edits-areas")
    .attr("role", "group")
    .selectAll("button")
    .data(TOOLS)
    .join("button")
    .attr("type", "button")
    .attr("data-tool", ([tool]) => tool)
    .on("click", (event: MouseEvent, [tool]) =>
      // a click without a press of the pointer came from the keyboard
      handlers.edit((it) => it.draw(tool, event.detail === 0 ? "keys" : "pointer")),
    );
  const things = form.append("label");
  things.append("span").attr("class", "edits-thing-word");
  things
    .append("select")
    .attr("class", "edits-thing")
    .on("change", function () {
      const [kind, ...id] = this.value.split(" ");
      handlers.edit((it) => it.choose(kind ? { kind, id: id.join(" ") } : null));
    });
  form.append("div").attr("class", "edits-thing-actions");
  panel.append("h3").attr("class", "edits-title");
  panel.append("p").attr("class", "edits-empty");
  panel.append("ol").attr("class", "edits-list");
  const tools = panel.append("div").attr("class", "edits-tools");
  panel.append("p").attr("class", "edits-status");
  const acts: Record<ActionName, (it: EditHandlers) => void> = {
    again: (it) => it.solve("last"),
    afresh: (it) => it.solve("anew"),
    undo: (it) => it.undo(),
    redo: (it) => it.redo(),
    save: (it) => it.saveScenario(),
  };
  for (const [name] of ACTIONS) {
    tools
      .append("button")
      .attr("type", "button")
      .attr("class", `button edits-${name}${QUIET[name] ?? ""}`)
      .attr("aria-keyshortcuts", KEYS[name] ?? null)
      .on("click", function () {
        if (this.getAttribute("aria-disabled") === null) handlers.edit(acts[name]);
      });
  }
}

/** Everything that can be chosen, for whoever has no pointer. */
function renderThings(panel: Panel, state: State, isOpen: boolean): void {
  const { language, site, editing } = state;
  const plan = state.sides[state.active]?.plan ?? null;
  panel.select(".edits-thing-word").text(sayEdit(language, "thing"));
  const menu = panel.select<HTMLSelectElement>(".edits-thing").property("disabled", !isOpen || plan === null);
  once(menu.node()!, [language, site, plan], () => {
    const features = site && plan ? choosable(site, plan) : [];
    menu
      .selectAll<HTMLOptionElement, AnyFeature | null>("option")
      .data([null, ...features])
      .join("option")
      .attr("value", (feature) => (feature ? `${feature.kind} ${feature.id}` : ""))
      .text((feature) => (feature ? titleOfThing(language, feature) : sayEdit(language, "noThing")));
  });
  const { thing } = editing;
  menu.property("value", thing ? `${thing.kind} ${thing.id}` : "");
}

function renderList(panel: Panel, { language, editing }: State, edits: readonly Edit[], handlers: Handlers): void {
  panel.select(".edits-title").text(sayEdit(language, "list"));
  panel
    .select(".edits-empty")
    .property("hidden", edits.length > 0)
    .text(sayEdit(language, "empty"));
  const list = panel.select<HTMLElement>(".edits-list");
  const hadFocus = list.node()?.contains(document.activeElement);
  const rows = list
    .selectAll<HTMLLIElement, Edit>("li")
    .data(edits)
    .join((enter) => {
      const li = enter.append("li");
      const row = (node: Element) => [...(node.closest("ol")?.children ?? [])].indexOf(node.closest("li")!);
      const show = li
        .append("button")
        .attr("type", "button")
        .attr("class", "edit-show")
        .on("click", (event: MouseEvent) => {
          const at = row(event.currentTarget as Element);
          handlers.edit((it) => it.showEdit(at));
        });
      show.append("b");
      show.append("span");
      li.append("button")
        .attr("type", "button")
        .attr("class", "button quiet edit-remove")
        .on("click", (event: MouseEvent) => {
          const button = event.currentTarget as Element;
          const at = row(button);
          if (button.getAttribute("aria-disabled") === null) handlers.edit((it) => it.remove(at));
        });
      return li;
    })
    .attr("class", ({ does }) => `is-${does}`);
  rows.select("b").text((_, i) => String(i + 1));
  rows.select(".edit-show").attr("title", (_, i) => sayEdit(language, "show", String(i + 1)));
  rows.select("span").text((edit) => wordsOf(language, edit));
  rows
    .select<HTMLButtonElement>(".edit-remove")
    .attr("aria-disabled", editing.busy ? "true" : null)
    .attr("aria-label", (_, i) => sayEdit(language, "removeOf", String(i + 1)))
    .text(sayEdit(language, "remove"));
  // the last one has gone: what took it away can be taken back
  if (hadFocus && !list.node()?.contains(document.activeElement))
    panel.select<HTMLElement>(".edits-undo").node()?.focus();
}

function wordsOf(language: Language, { does, kind, locks }: Edit): string {
  const [first] = locks;
  const what = kind ?? ("id" in first ? null : first.as);
  if (does === "pin")
    return sayEdit(
      language,
      "pinned",
      "id" in first ? nameOf(language, kind, first.id) : kindWord(language, what ?? ""),
    );
  if (does === "empty" && kind !== null) return sayEdit(language, "placeFree", kindWord(language, kind));
  const size = locks.reduce(
    (sum, lock) => sum + ("shape" in lock && lock.shape.type === "Polygon" ? areaOf(lock.shape.area) : 0),
    0,
  );
  const area = sayEdit(language, "squareMetres", number(language, size, 1));
  return sayEdit(language, does === "empty" ? "areaEmpty" : "areaGreen", area);
}

function nameOf(language: Language, kind: string | null, id: string): string {
  return kind === null ? id : `${kindWord(language, kind)} ${id}`;
}
