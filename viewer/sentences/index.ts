import type { Language } from "../state.ts";
import { AUDIT } from "./audit.ts";
import { translator } from "./forms.ts";
import { READING } from "./reading.ts";
import { THINGS } from "./things.ts";

/**
 * A sentence of the engine in Chinese. Plan files carry the engine's English sentences (FORMAT.md), also those that come
 * from elsewhere: they are recognised by their form, so that a plan opened from a file reads like one just solved.
 * What no form knows stays as it is.
 */
export const inChinese = translator([...AUDIT, ...READING, ...THINGS]);

/** A sentence of the engine in the reader's language; no line ends between a number and its unit. */
export function sentence(language: Language, text: string): string {
  return (language === "zh" ? inChinese(text) : text).replace(/(\d) (m²?)(?![\p{L}\p{N}])/gu, "$1\u00a0$2");
}
