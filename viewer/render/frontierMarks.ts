import type { CurveName, PointView, SecondName } from "../protocol.ts";
import type { Language, TradeOff } from "../state.ts";
import { number } from "../words/numbers.ts";
import { say, type Word } from "../words/words.ts";

/** A point with the curve that it belongs to. */
export interface Mark extends PointView {
  readonly curve: CurveName;
}

export const CURVES: readonly (readonly [curve: CurveName, word: Word])[] = [
  ["planting", "varyPlanting"],
  ["loss", "varyLoss"],
];

export const SECONDS: readonly (readonly [name: SecondName, word: Word])[] = [
  ["ebikes", "secondEbikes"],
  ["accessible", "secondAccessible"],
  ["charging", "secondCharging"],
];

export function marksOf({ points }: TradeOff): Mark[] {
  return CURVES.flatMap(([curve]) => points[curve].map((point): Mark => ({ ...point, curve })));
}

export function isChosen({ chosen }: TradeOff, { curve, row }: Mark): boolean {
  return chosen?.curve === curve && chosen.row === row;
}

/** What was asked for at a point, and what came of it. */
export function titleOf(language: Language, { curve, allowed, second, stalls, removed }: Mark): string {
  const word = curve === "loss" ? "varyLoss" : "varyPlanting";
  const first = `${say(language, word)} ${number(language, allowed, 0)} m²`;
  const what = second === null ? first : `${first}, ${secondText(language, second)}`;
  return say(language, "pointTitle", what, number(language, stalls, 0), number(language, removed, 1));
}

/** What was varied beside the curve, with its value at one point. */
function secondText(language: Language, { name, value }: NonNullable<PointView["second"]>): string {
  const word = SECONDS.find(([one]) => one === name)?.[1] ?? "second";
  return `${say(language, word)} ${valueOfSecond(language, name, value)}`;
}

/** A value of what was varied beside the curve: a share in tenths and less, a count whole. */
export function valueOfSecond(language: Language, name: SecondName, value: number): string {
  return name === "charging" ? String(value) : number(language, value, 0);
}
