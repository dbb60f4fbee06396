import type { Selection } from "d3";
import type { State } from "../state.ts";
import { say } from "../words/words.ts";
import type { Handlers } from "./handlers.ts";
import { choiceTitle, SIDE_NAMES } from "./titles.ts";

/** Head of a tab that is about one side: which one, and the way to the other. */
export function renderSideHead(
  section: Selection<HTMLElement, unknown, HTMLElement, unknown>,
  state: State,
  handlers: Pick<Handlers, "turnTo">,
): void {
  const head = section
    .selectAll<HTMLElement, null>("header")
    .data([null])
    .join((enter) => {
      const it = enter.insert("header", ":first-child").attr("class", "side-head");
      it.append("p").attr("class", "side-of");
      it.append("div").attr("class", "segments").attr("role", "group");
      return it;
    });
  const side = state.sides[state.active];
  head.select(".side-of").text(side ? choiceTitle(state, side) : "");
  head
    .select(".segments")
    .attr("aria-label", say(state.language, "sides"))
    .selectAll<HTMLButtonElement, string>("button")
    .data(state.sides.length > 1 ? SIDE_NAMES : [])
    .join((enter) =>
      enter
        .append("button")
        .attr("type", "button")
        .text((name) => name)
        .on("click", (_, name) => handlers.turnTo(SIDE_NAMES.indexOf(name as "A" | "B"))),
    )
    .attr("aria-pressed", (_, i) => String(i === state.active))
    .attr("title", (_, i) => choiceTitle(state, state.sides[i]));
}
