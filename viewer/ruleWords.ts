import type { Language } from "./state.ts";

/** Names of the rules that the audit checks; the rulebook's own key where there is none. */
const RULE_WORDS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {};

export function ruleName(language: Language, key: string): string {
  return RULE_WORDS[key]?.[language] ?? key;
}
