/**
 * A sentence of the engine and how it is said in Chinese: `{}` stands for a value, in the Chinese by its place, `{0}` first.
 * A value that is itself a sentence, a thing or a length is said in Chinese too.
 */
export type Form = readonly [english: string, chinese: string];

/** A sentence in Chinese; as it is where no form knows it. */
export type Translator = (sentence: string) => string;

/** Sentences within sentences are followed so deep: an audit line, its cure, what that costs. */
const DEEPEST = 6;

/** Says sentences by the first of some forms that they have. */
export function translator(forms: readonly Form[]): Translator {
  const rules = forms.map(([english, chinese]) => ({ pattern: patternOf(english), chinese }));
  const known = new Map<string, string>();
  const find = (sentence: string, depth: number): string => {
    for (const { pattern, chinese } of rules) {
      const found = pattern.exec(sentence);
      if (found === null) continue;
      return chinese.replace(/\{(\d)\}/g, (_, n) => (depth > DEEPEST ? found[+n + 1] : find(found[+n + 1], depth + 1)));
    }
    return sentence;
  };
  return (sentence) => {
    const made = known.get(sentence) ?? find(sentence, 0);
    known.set(sentence, made);
    return made;
  };
}

function patternOf(english: string): RegExp {
  const parts = english.split("{}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("(.+?)")}$`, "su");
}
