import { InputError } from "../model/errors.ts";

/** Largest text that is read, characters. FORMAT.md section 5. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/** Nesting deeper than this is no file of ours. */
const MOST_DEPTH = 200;

/** Lists of numbers beyond this are not even parsed: positions are refused from 200,000 on, and foreign properties may hold some. */
const MOST_NUMBER_LISTS = 1_000_000;

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT, MINUS, ZERO, NINE] = [...'"\\[]{}-09'].map(
  (sign) => sign.charCodeAt(0),
);

/** JSON from a file; refused with line and column where it stops being JSON. */
export function parseJson(text: string, file: string): unknown {
  if (text.length > MOST_CHARACTERS) {
    const size = Math.ceil(text.length / 1024 / 1024);
    throw new InputError(`${file}: the file has ${size} MB, at most ${MOST_CHARACTERS / 1024 / 1024} MB are read.`);
  }
  // a byte order mark is no fault of the planner's
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  checkSize(body, file);
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

/** Refuses what would take long to parse, or nests deeper than can be walked. */
function checkSize(text: string, file: string): void {
  let depth = 0;
  let lists = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === QUOTE) {
      for (at++; at < text.length && text.charCodeAt(at) !== QUOTE; at++) if (text.charCodeAt(at) === BACKSLASH) at++;
    } else if (sign === OPEN_LIST || sign === OPEN_OBJECT) {
      depth++;
      if (depth > MOST_DEPTH) {
        throw new InputError(
          `${file}: lists and objects stand ${depth} deep in each other; at most ${MOST_DEPTH} would be right.`,
        );
      }
      const next = text.charCodeAt(at + 1);
      if (sign === OPEN_LIST && (next === MINUS || (next >= ZERO && next <= NINE))) lists++;
    } else if (sign === CLOSE_LIST || sign === CLOSE_OBJECT) depth--;
  }
  if (lists > MOST_NUMBER_LISTS) {
    throw new InputError(`${file}: ${lists} lists of numbers; at most 200000 vertices would be right.`);
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
  const string = () => {
    at++;
    for (;;) {
      if (at >= text.length) fail("a double quote");
      const sign = text.charCodeAt(at);
      if (sign === QUOTE) break;
      if (sign < 0x20) fail("a double quote on the same line");
      if (sign === BACKSLASH && !/^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.test(text.slice(at, at + 6))) {
        fail("an escape such as \\n or \\u00e9");
      }
      at += sign === BACKSLASH ? 2 : 1;
    }
    at++;
  };
  const scalar = () => {
    if (text[at] === '"') return string();
    const match = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
    match.lastIndex = at;
    const length = match.exec(text)?.[0].length ?? 0;
    if (length === 0) fail("a value");
    at += length;
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
        string();
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
