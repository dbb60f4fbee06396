import type { Choice, Language, Side, State } from "../state.ts";
import { say } from "../words/words.ts";

/** Names of the two sides, on badges and in tables. */
export const SIDE_NAMES = ["A", "B"] as const;

/** What a side shows, in words. */
export function choiceTitle(state: State, side: Side): string {
  // a point of a curve has a scenario of its own, whose title says what was set
  const isPoint = side.choice < 0 && state.tradeOff.chosen !== null && side.scenario?.name === side.plan?.name;
  if (isPoint && side.scenario) return side.scenario.title[state.language];
  if (side.choice < 0) return side.plan?.name || say(state.language, "planFromFile");
  return titleOf(state.language, state.choices[side.choice]);
}

export function titleOf(language: Language, choice: Choice | undefined): string {
  return choice?.title ? choice.title[language] : say(language, "defaultScenario");
}
