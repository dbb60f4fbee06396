import type { RuleValue } from "../../engine/model/rules.ts";
import type { Language } from "../state.ts";
import { number } from "../words/numbers.ts";
import { say } from "../words/words.ts";

/** Units that are written otherwise than the rulebook names them. */
const UNIT_SIGNS: Readonly<Record<string, string>> = {
  "": "",
  count: "",
  bool: "",
  ratio: "",
  share: "",
  m2: " m²",
  deg: "°",
};

/** A rule's value with its unit. Words of the rulebook are English: Chinese readers get the numbers only. */
export function valueText(language: Language, value: Exclude<RuleValue, null>, unit: string): string {
  if (typeof value === "boolean") return say(language, value ? "yes" : "no");
  if (typeof value !== "number") return language === "en" ? value : "";
  const decimals = unit === "m" ? 2 : Math.min(decimalsOf(value), 4);
  return number(language, value, decimals) + (UNIT_SIGNS[unit] ?? ` ${unit}`);
}

function decimalsOf(value: number): number {
  return String(value).split(".")[1]?.length ?? 0;
}
