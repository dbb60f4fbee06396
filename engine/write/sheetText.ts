import { short } from "./sink.ts";

/** Ideographs and full-width signs begin here: they are as wide as they are high. */
const FIRST_WIDE = 0x2e80;

/** Mean width of a Latin letter or digit, parts of its size. */
const LATIN_WIDTH = 0.54;

/** About how wide a text is, in units of its size: no font is at hand, and every reader may have another. */
export function widthOf(text: string, size: number): number {
  let width = 0;
  for (const sign of text) width += (sign.codePointAt(0) ?? 0) >= FIRST_WIDE ? 1 : LATIN_WIDTH;
  return width * size;
}

/** A text in lines of at most a width: Latin breaks between words, Chinese anywhere. */
export function wrapped(text: string, size: number, width: number): string[] {
  const words = text.match(/[\u2e80-\uffff]|\s+|[^\s\u2e80-\uffff]+/gu) ?? [];
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line !== "" && widthOf(line + word.trimEnd(), size) > width) {
      lines.push(line.trimEnd());
      line = word.trimStart();
    } else line += line === "" ? word.trimStart() : word;
  }
  if (line.trim() !== "") lines.push(line.trimEnd());
  return lines;
}

/** A text cut so that it fits a width, with an ellipsis where it was cut. */
export function cut(text: string, size: number, width: number): string {
  if (widthOf(text, size) <= width) return text;
  let kept = "";
  for (const sign of text) {
    if (widthOf(`${kept}${sign}…`, size) > width) break;
    kept += sign;
  }
  return `${kept}…`;
}

/** One text element; the text may come from a file and is data. */
export function textAt(x: number, y: number, mark: string, text: string): string {
  const styled = mark === "" ? "" : ` class="${mark}"`;
  return `<text${styled} x="${short(x)}" y="${short(y)}">${escaped(text)}</text>`;
}

/** Text for SVG: markup signs as entities, control characters that XML forbids left out. */
export function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
