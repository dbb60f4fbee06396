import { select } from "d3";
import type { Saved } from "../protocol.ts";
import type { Language } from "../state.ts";
import { say, type Word } from "../words/words.ts";

/** What a plan can be saved as, in the order of the buttons. */
const FILES: readonly (readonly [what: Saved, word: Word, hint: Word])[] = [
  ["plan", "downloadPlan", "downloadPlanHint"],
  ["drawing", "downloadDrawing", "downloadDrawingHint"],
  ["cad", "downloadCad", "downloadCadHint"],
  ["table", "downloadTable", "downloadTableHint"],
];

/** A group of buttons at the end of a box, one a file. `of` begins their class: whose plan is saved. */
export function createFiles(box: HTMLElement, of: "download" | "point", onClick: (what: Saved) => void): void {
  const group = select(box).append("div").attr("class", "files").attr("role", "group");
  for (const [what] of FILES) {
    group
      .append("button")
      .attr("type", "button")
      .attr("class", `button quiet ${of}-${what}`)
      .attr("data-file", what)
      .on("click", () => onClick(what));
  }
}

/** Their words; `use` says whether there is a plan to save. */
export function renderFiles(box: HTMLElement, language: Language, use: "disabled" | "enabled"): void {
  const group = select(box).select(".files").attr("aria-label", say(language, "download"));
  for (const [what, word, hint] of FILES) {
    group
      .select(`[data-file=${what}]`)
      .text(say(language, word))
      .attr("title", say(language, hint))
      .property("disabled", use === "disabled");
  }
}
