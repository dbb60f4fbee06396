import type { Selection } from "d3";
import { namesOf } from "../../engine/model/names.ts";
import type { WalkToDoor } from "../../engine/model/plan.ts";
import { sentence } from "../sentences/index.ts";
import type { Language, State } from "../state.ts";
import { number } from "../words/numbers.ts";
import { say } from "../words/words.ts";
import { SIDE_NAMES } from "./titles.ts";

/** How far each accessible stall of the plans is from a door, one paragraph a plan. */
export function renderWalks(section: Selection<HTMLElement, unknown, HTMLElement | null, unknown>, state: State): void {
  const { language, site, sides } = state;
  const names = namesOf(site?.features ?? []);
  const texts = sides.flatMap(({ plan }, i) => {
    const walks = plan?.measures.accessibleWalks ?? [];
    const side = sides.length > 1 ? `${SIDE_NAMES[i]} · ` : "";
    const each = walks.map((walk) => walkText(language, walk, names)).join(language === "zh" ? "，" : ", ");
    return walks.length === 0 ? [] : [side + say(language, "walks", each)];
  });
  section
    .selectAll<HTMLParagraphElement, string>("p.walks")
    .data(texts)
    .join((enter) => enter.append("p").attr("class", "walks"))
    .text((text) => text);
}

function walkText(
  language: Language,
  { stall, door, distance }: WalkToDoor,
  names: ReadonlyMap<string, string>,
): string {
  const said = (id: string) => sentence(language, id, names);
  if (door === null || distance === null) return say(language, "walkNone", said(stall));
  return say(language, "walk", said(stall), number(language, distance, 1), said(door));
}
