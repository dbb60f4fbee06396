import { InputError } from "../model/errors.ts";

/** Largest text that is read, characters. FORMAT.md section 5. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/** Nesting deeper than this is no file of ours. */
const MOST_DEPTH = 200;

/** JSON from a file; refused with line and column where it stops being JSON. */
export function parseJson(text: string, file: string): unknown {
  if (text.length > MOST_CHARACTERS) {
    const size = Math.ceil(text.length / 1024 / 1024);
    throw new InputError(`${file}: the file has ${size} MB, at most ${MOST_CHARACTERS / 1024 / 1024} MB are read.`);
  }
  // a byte order mark is no fault of the planner's
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    return JSON.parse(body);
  } catch {
    const { at, wanted } = firstFault(body);
    const before = body.slice(0, at);
    const line = before.split("\n").length;
    const column = at - before.lastIndexOf("\n");
    const found = at >= body.length ? "the file ends" : `there is ${JSON.stringify(body[at])}`;
    throw new InputError(
      `${file}: line ${line}, column ${column}: this is not JSON: ${found} where ${wanted} would be right.`,
    );
  }
}

/** The first place at which a text is not JSON: engines word this differently, or do not say it at all. */
function firstFault(text: string): { at: number; wanted: string } {
  let at = 0;
  const blank = () => {
    while (at < text.length && " \t\r\n".includes(text[at])) at++;
  };
  const fail = (wanted: string): never => {
    throw { at, wanted };
  };
  const expect = (sign: string) => {
    blank();
    if (text[at] !== sign) fail(`"${sign}"`);
    at++;
  };
  const scalar = () => {
    // biome-ignore-start lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings
    const match =
      /^(?:"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/.exec(
        text.slice(at, at + 4096),
      );
    // biome-ignore-end lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings
    if (match === null) fail("a value");
    else at += match[0].length;
  };
  const members = (end: string, member: () => void) => {
    at++;
    blank();
    if (text[at] === end) {
      at++;
      return;
    }
    for (;;) {
      member();
      blank();
      if (text[at] === end) break;
      if (text[at] !== ",") fail(`"," or "${end}"`);
      at++;
    }
    at++;
  };
  const value = (depth: number): void => {
    blank();
    if (depth > MOST_DEPTH) fail("less nesting");
    if (text[at] === "{") {
      members("}", () => {
        blank();
        if (text[at] !== '"') fail("a name in double quotes");
        scalar();
        expect(":");
        value(depth + 1);
      });
    } else if (text[at] === "[") members("]", () => value(depth + 1));
    else scalar();
  };
  try {
    value(0);
    blank();
    return { at, wanted: "the end of the file" };
  } catch (fault) {
    return fault as { at: number; wanted: string };
  }
}
