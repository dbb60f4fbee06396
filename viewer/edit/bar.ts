import { select } from "d3";
import type { Handlers } from "../render/handlers.ts";
import type { Edit, State } from "../state.ts";
import { featureOfThing, freeingOf, pinOf, rowOfEdit } from "./things.ts";
import { type EditWord, sayEdit, titleOfThing } from "./words.ts";

/** A button of the bar. */
interface Action {
  readonly name: string;
  readonly text: string;
  readonly title?: string;
  readonly isOff?: boolean;
  act(): void;
}

interface Bar {
  readonly text: string;
  readonly actions: readonly Action[];
}

/** The bar over the active drawing: what can be done with the chosen thing, the area that is drawn, edits that wait. */
export function renderEditBar(state: State, handlers: Handlers): void {
  const bar = barOf(state, handlers);
  const stages = select(".panes").selectAll<HTMLElement, unknown>(".stage");
  stages.each(function (_, i) {
    const hadFocus = this.querySelector(".edit-bar")?.contains(document.activeElement);
    const bars = select(this)
      .selectAll<HTMLElement, Bar>("div.edit-bar")
      .data(bar && i === state.active ? [bar] : [])
      .join((enter) => {
        const div = enter.append("div").attr("class", "edit-bar");
        div.append("span").attr("class", "edit-bar-words").attr("role", "status");
        div.append("span").attr("class", "edit-bar-actions");
        return div;
      });
    bars.select(".edit-bar-words").text(({ text }) => text);
    const place = bars.select<HTMLElement>(".edit-bar-actions").node();
    if (bar && place) renderActions(place, bar.actions);
    // whoever came by keyboard is not sent back to the top of the page
    else if (hadFocus) this.querySelector<SVGSVGElement>("svg.map")?.focus({ preventScroll: true });
  });
}

/** Buttons by name, so that the one with the focus stays; when it goes the first has it, or whatever stands before them. */
export function renderActions(place: HTMLElement, actions: readonly Action[], before?: HTMLElement | null): void {
  const hadFocus = place.contains(document.activeElement);
  select(place)
    .selectAll<HTMLButtonElement, Action>("button")
    .data(actions, ({ name }) => name)
    .join((enter) =>
      enter
        .append("button")
        .attr("type", "button")
        .on("click", function () {
          const { isOff, act } = select<HTMLButtonElement, Action>(this).datum();
          if (!isOff) act();
        }),
    )
    .order()
    .attr("class", ({ name }) => `button ${name}`)
    .attr("title", ({ title }) => title ?? null)
    // a button that is disabled would lose the focus
    .attr("aria-disabled", ({ isOff }) => (isOff ? "true" : null))
    .text(({ text }) => text);
  if (hadFocus && !place.contains(document.activeElement)) (place.querySelector("button") ?? before)?.focus();
}

function barOf(state: State, handlers: Handlers): Bar | null {
  const { language, editing } = state;
  const word = (name: EditWord, ...values: string[]) => sayEdit(language, name, ...values);
  if (editing.tool !== "choose") {
    const count = editing.corners.length;
    const how = editing.byKeys ? "byKeys" : matchMedia("(pointer: coarse)").matches ? "byTouch" : "byPointer";
    return {
      text: count === 0 ? word(how) : word("corners", String(count)),
      actions: [
        {
          name: "close-area",
          text: word("close"),
          isOff: count < 3 || editing.busy,
          act: () => handlers.edit((it) => it.closeArea()),
        },
        { name: "take-back", text: word("back"), isOff: count === 0, act: () => handlers.edit((it) => it.takeBack()) },
        { name: "cancel-area", text: word("cancel"), act: () => handlers.edit((it) => it.cancel()) },
      ],
    };
  }
  const side = state.sides[state.active];
  const feature = side && state.site ? featureOfThing(state.site, side.plan, editing.thing) : null;
  if (feature) {
    return {
      text: titleOfThing(language, feature),
      actions: [
        ...thingActions(state, handlers),
        { name: "release", text: "×", title: word("release"), act: () => handlers.edit((it) => it.choose(null)) },
      ],
    };
  }
  if (!isWaiting(state)) return null;
  return {
    text: word("waiting"),
    actions: [
      {
        name: "again",
        text: word("again"),
        title: word("againHint"),
        act: () => handlers.edit((it) => it.solve("last")),
      },
    ],
  };
}

/** Has the active side's scenario edits that its plan does not know? */
export function isWaiting(state: State): boolean {
  const side = state.sides[state.active];
  const edits = state.choices[side?.choice ?? -1]?.edits;
  if (!side || !edits || side.status === "solving" || side.status === "reading") return false;
  return edits !== side.edits && (edits.length > 0 || side.edits.length > 0);
}

/** What can be done with the chosen thing: pinned or let go, its place kept free or not. */
export function thingActions(state: State, handlers: Handlers): Action[] {
  const { language, editing, site } = state;
  const side = state.sides[state.active];
  const edits = state.choices[side?.choice ?? -1]?.edits;
  const feature = site ? featureOfThing(site, side?.plan ?? null, editing.thing) : null;
  if (!feature || !edits || !site || !side?.plan) return [];
  const toggle = (name: string, edit: Edit | null, on: EditWord): Action[] => {
    if (edit === null) return [];
    const row = rowOfEdit(edits, edit);
    return [
      {
        name,
        text: sayEdit(language, row < 0 ? on : "unpin"),
        isOff: editing.busy,
        act: () => handlers.edit((it) => (row < 0 ? it.add(edit) : it.remove(row))),
      },
    ];
  };
  const pin = pinOf(site, side.plan, feature);
  return [
    ...toggle("pin", pin, pin?.does === "green" ? "keepGreen" : "pin"),
    ...toggle("keep-free", freeingOf(feature), "keepFree"),
  ];
}
