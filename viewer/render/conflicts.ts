import type { Selection } from "d3";
import type { ScenarioView } from "../protocol.ts";
import type { Language } from "../state.ts";
import { CONFLICTS } from "../words/conflicts.ts";
import { number } from "../words/numbers.ts";
import { say } from "../words/words.ts";

type Conflicts = ScenarioView["conflicts"];

/** Where the codes of a rulebook disagree and what is done about it, folded away; nothing where they do not. */
export function renderConflicts(
  section: Selection<HTMLElement, unknown, HTMLElement, unknown>,
  language: Language,
  conflicts: Conflicts,
): void {
  const details = section
    .selectAll<HTMLDetailsElement, Conflicts>("details.conflicts")
    .data(conflicts.length === 0 ? [] : [conflicts])
    .join((enter) => {
      const it = enter.append("details").attr("class", "conflicts");
      const summary = it.append("summary");
      summary.append("span").attr("class", "group-name");
      summary.append("span").attr("class", "group-count");
      it.append("dl");
      return it;
    })
    .raise();
  details.select(".group-name").text(say(language, "conflicts"));
  details.select(".group-count").text((all) => number(language, all.length, 0));
  const entries = details
    .select("dl")
    .selectAll<HTMLDivElement, Conflicts[number]>("div")
    .data((all) => all)
    .join((enter) => {
      const div = enter.append("div");
      div.append("dt");
      div.append("dd");
      return div;
    });
  entries.select("dt").text((one) => wordsOf(language, one)[0]);
  entries.select("dd").text((one) => wordsOf(language, one)[1]);
}

/** In the reader's language; one without a line here as the rulebook has it. */
function wordsOf(language: Language, { id, topic, engine }: Conflicts[number]): [topic: string, engine: string] {
  const known = CONFLICTS[id];
  const column = language === "zh" ? 0 : 1;
  return known === undefined ? [topic, engine] : [known[0][column], known[1][column]];
}
