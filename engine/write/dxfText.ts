/** Letters that a text of a drawing has at most: readers refuse or cut longer ones. */
const MOST = 240;

/**
 * A text from a file as one value of a DXF group: on one line, with nothing that a CAD program takes for a code. Chinese
 * stays as it is: from AC1021 on a DXF file is UTF-8.
 */
export function dxfText(text: string): string {
  const plain = text
    // line breaks of every kind would end the value and begin a group; halves of a sign are no text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]+/gu, " ")
    // \U+4E2D and \M+1ABCD are signs by their number: one that was not written by us is text
    .replace(/\\(?=[um]\+)/giu, "＼")
    // ^J is a control character, "^ " a caret
    .replaceAll("^", "^ ")
    // %%d is a degree sign, %%% one per cent sign
    .replace(/%{2,}/g, (signs) => "%%%".repeat(signs.length))
    .trim();
  const signs = [...plain];
  return signs.length <= MOST ? plain : `${signs.slice(0, MOST - 1).join("")}…`;
}
