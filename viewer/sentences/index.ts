import { named } from "../../engine/model/names.ts";
import type { Language } from "../state.ts";
import { AUDIT } from "./audit.ts";
import { translator } from "./forms.ts";
import { READING } from "./reading.ts";
import { PLACES, REFUSALS } from "./refusals.ts";
import { THINGS } from "./things.ts";

/**
 * A sentence of the engine in Chinese. Plan files carry the engine's English sentences (FORMAT.md), also those that come
 * from elsewhere: they are recognised by their form, so that a plan opened from a file reads like one just solved.
 * What no form knows stays as it is.
 */
export const inChinese = translator([...AUDIT, ...READING, ...THINGS]);

const refusalInChinese = translator([...REFUSALS, ...PLACES, ...AUDIT, ...THINGS]);

/** A file, or a place in it, before what is wrong there; these two sentences have a colon of their own. */
const BEFORE = /^(?!this is not JSON|the .+ pinned as )([^"]+?): (?=\S)/;

/**
 * A sentence of the engine in the reader's language, things by their kind and number or, where `names` has one for their id,
 * by their own name; no line ends between a number and its unit.
 */
export function sentence(language: Language, text: string, names?: ReadonlyMap<string, string>): string {
  return bound(named(language === "zh" ? inChinese(text) : text, language, names));
}

/** Likewise why a file is refused: the file and the place stay as they are, what is wrong there is said. */
export function refusal(language: Language, text: string): string {
  if (language === "en") return bound(text);
  let [before, rest] = ["", text];
  for (let found = BEFORE.exec(rest); found !== null; found = BEFORE.exec(rest)) {
    before += `${refusalInChinese(found[1])}：`;
    rest = rest.slice(found[0].length);
  }
  const said = refusalInChinese(rest);
  // a value that stands as it is in the file keeps its distance from the words
  return bound(said === rest ? text : before + said.replace(/应为(?=[\w"[{-])/g, "应为 "));
}

function bound(text: string): string {
  return text.replace(/(\d) (m²?)(?![\p{L}\p{N}])/gu, "$1\u00a0$2");
}
