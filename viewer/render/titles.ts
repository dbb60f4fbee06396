import type { Choice, Language, Side, State } from "../state.ts";
import { number, percent } from "../words/numbers.ts";
import { say } from "../words/words.ts";

/** Names of the two sides, on badges and in tables. */
export const SIDE_NAMES = ["A", "B"] as const;

/** What a side shows, in words. */
export function choiceTitle(state: State, side: Side): string {
  return titleOf(state.language, state.choices[side.choice]);
}

export function titleOf(language: Language, choice: Choice | undefined): string {
  if (!choice) return say(language, "defaultScenario");
  const { title, opened, edits } = choice;
  if (!opened) return title ? title[language] : say(language, "defaultScenario");
  const own = title
    ? setFirst(title[language])
    : say(language, "planFile", opened.file.name.replace(/\.(geo)?json$/i, ""));
  const short = shortened(own);
  return edits === opened.edits ? short : say(language, "edited", short);
}

/** Longer names are cut short on the page: on a phone as much is four lines. Letters. */
const LONGEST = 80;

/** A name from a file as it is shown. */
export function shortened(name: string): string {
  const letters = [...name];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join("")}…` : name;
}

/** The title of a curve's point, what was set before the scenario's own: in a narrow head the end is cut off. */
function setFirst(title: string): string {
  const [own, ...set] = title.split(/; |；/);
  const words = set.join(title.includes("；") ? "，" : ", ");
  return words === "" ? own : `${words[0].toUpperCase()}${words.slice(1)} · ${own}`;
}

/** Share of its steps that a side has taken. */
export function share(side: Side): number {
  return side.plannedSteps > 0 ? Math.min(side.steps / side.plannedSteps, 1) : 0;
}

/** How far a side is. */
export function statusText(language: Language, side: Side): string {
  switch (side.status) {
    case "reading":
      return say(language, "reading");
    case "solving":
      return say(language, "solving", percent(language, share(side), 0));
    case "stopped":
      return say(language, "stopped", number(language, side.steps, 0));
    case "done":
      return say(language, "solved", number(language, side.steps, 0));
    case "file":
      return say(language, "audited");
    case "failed":
      return say(language, "failed");
  }
}
