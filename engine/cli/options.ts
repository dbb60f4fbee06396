import { type ParseArgsConfig, parseArgs } from "node:util";
import { InputError } from "../model/errors.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Arguments after a verb, checked: unknown options and surplus words are named. */
export function parse<const O extends Options>(verb: string, argv: readonly string[], options: O, positionals: readonly string[]) {
  try {
    const parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    if (parsed.positionals.length < positionals.length) {
      const missing = positionals[parsed.positionals.length];
      throw new InputError(`snailshell ${verb}: ${missing} is missing; say snailshell ${verb} ${positionals.join(" ")}.`);
    }
    if (parsed.positionals.length > positionals.length) {
      throw new InputError(`snailshell ${verb}: "${parsed.positionals[positionals.length]}" is one word too many; say snailshell ${verb} ${positionals.join(" ")}.`);
    }
    return parsed;
  } catch (error) {
    if (error instanceof InputError) throw error;
    // parseArgs says in one sentence which option it does not know or what it lacks
    const message = error instanceof Error ? error.message.split(". To specify")[0] : String(error);
    throw new InputError(`snailshell ${verb}: ${message.replace(/\.?$/, ".")} See snailshell ${verb} --help.`);
  }
}

/** A number given on the command line; null when it was not. */
export function numberOption(verb: string, name: string, text: string | undefined, least: number, sort: "integer" | "number"): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < least || (sort === "integer" && !Number.isSafeInteger(value))) {
    const wanted = `${sort === "integer" ? "a whole number" : "a number"} from ${least}`;
    throw new InputError(`snailshell ${verb}: --${name} ${text} should be ${wanted}.`);
  }
  return value;
}

/** `--set key=value`, repeated: numbers and true/false as such, all else as text. */
export function settings(verb: string, pairs: readonly string[] = []): Record<string, number | boolean | string> {
  const out: Record<string, number | boolean | string> = {};
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at < 1) throw new InputError(`snailshell ${verb}: --set ${pair} should be --set key=value.`);
    const value = pair.slice(at + 1);
    const number = Number(value);
    out[pair.slice(0, at)] = value === "true" || value === "false" ? value === "true" : value.trim() !== "" && Number.isFinite(number) ? number : value;
  }
  return out;
}
