import type { Choice, Language, Side, State } from "../state.ts";
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
  // a point of a curve has a scenario of its own, whose title says what was set
  const own = title ? title[language] : say(language, "planFile", opened.file.name.replace(/\.(geo)?json$/i, ""));
  return edits === opened.edits ? own : say(language, "edited", own);
}
