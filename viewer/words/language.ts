import type { Language } from "../state.ts";

const LANGUAGE_KEY = "snailshell.language";

/** What was chosen last time, else what the browser speaks. */
export function firstLanguage(): Language {
  try {
    const remembered = localStorage.getItem(LANGUAGE_KEY);
    if (remembered === "zh" || remembered === "en") return remembered;
  } catch {
    // storage may be forbidden; the browser's language will do
  }
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(LANGUAGE_KEY, language);
  } catch {
    // not remembered, then
  }
}
