import { type ParseArgsConfig, parseArgs } from "node:util";
import { InputError } from "../model/errors.ts";
import { nearest } from "../model/words.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * Arguments after a verb, checked: unknown options and surplus words are named. A last word that ends in … stands for
 * one or more.
 * @throws InputError one sentence
 */
export function parse<const O extends Options>(
  verb: string,
  argv: readonly string[],
  options: O,
  positionals: readonly string[],
) {
  const usage = `snailshell ${verb} ${positionals.join(" ")}`;
  try {
    const parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    const { length } = parsed.positionals;
    const isOpen = positionals.at(-1)?.endsWith("…") === true;
    if (length < positionals.length)
      throw new InputError(`snailshell ${verb}: ${positionals[length]} is missing; ${usage} would be right.`);
    if (length > positionals.length && !isOpen) {
      throw new InputError(
        `snailshell ${verb}: "${parsed.positionals[positionals.length]}" is one word too many; ${usage} would be right.`,
      );
    }
    return parsed;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`snailshell ${verb}: ${refusal(error as Error & { code?: string }, Object.keys(options))}`);
  }
}

/** What parseArgs found wrong, in our words: its own take up to three lines. */
function refusal(error: Error & { code?: string }, known: readonly string[]): string {
  const option = /'(?:-\w, )?(--?[\w-]+)/.exec(error.message)?.[1] ?? "";
  if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const near = nearest(option.replace(/^-+/, ""), known);
    return `there is no option ${option}${near === null ? "" : `, --${near} is near`}; there are ${known.map((name) => `--${name}`).join(", ")}.`;
  }
  if (error.message.includes("ambiguous"))
    return `${option} is followed by something that begins with a dash; ${option}=… would be right.`;
  if (error.message.includes("does not take an argument"))
    return `${option} takes no value; ${option} alone would be right.`;
  return `${option} needs a value; ${option} … would be right.`;
}

/** The kernel's generator takes 32 bits: a larger seed would be another one's double. */
export const LARGEST_SEED = 2 ** 32 - 1;

/** Least and most of a number given on the command line, both included. */
interface Range {
  readonly least: number;
  readonly most?: number;
  readonly sort: "integer" | "number";
}

/** A number given on the command line; null when it was not. */
export function numberOption(verb: string, name: string, text: string | undefined, range: Range): number | null {
  if (text === undefined) return null;
  const { least, most = Infinity, sort } = range;
  const value = Number(text);
  const isNumber = text.trim() !== "" && Number.isFinite(value) && (sort === "number" || Number.isSafeInteger(value));
  if (isNumber && value >= least && value <= most) return value;
  const wanted = `${sort === "integer" ? "a whole number" : "a number"} from ${least}${most === Infinity ? "" : ` to ${most}`}`;
  throw new InputError(`snailshell ${verb}: --${name} ${text}: ${wanted} would be right.`);
}

/** `--set key=value`, repeated: numbers and true/false as such, all else as text. */
export function settings(verb: string, pairs: readonly string[] = []): Record<string, number | boolean | string> {
  // from entries, so that "__proto__" is a key like any other, which no rulebook has
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new InputError(`snailshell ${verb}: --set ${pair}: --set key=value would be right.`);
      return [pair.slice(0, at), settingOf(pair.slice(at + 1))];
    }),
  );
}

function settingOf(text: string): number | boolean | string {
  if (text === "true" || text === "false") return text === "true";
  const number = Number(text);
  return text.trim() !== "" && Number.isFinite(number) ? number : text;
}
