/** A number with so many decimals, zeros at its end included: never with an exponent. */
export interface Fixed {
  readonly value: number;
  readonly decimals: number;
}

/** A cell of a table: a number, a text, or nothing. */
export type Cell = number | Fixed | string | null;

/** Spreadsheets take a text that begins like this for a formula and run it when the file is opened. */
const FORMULA = /^\s*[=+\-@\t\r]|^[\t\r\n]/;

/** A table as CSV (RFC 4180), lines ended by a line feed; texts that a spreadsheet would run are guarded by an apostrophe. */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(",")}\n`).join("");
}

function cellText(cell: Cell): string {
  if (cell === null) return "";
  // a number is no text: −3 stays a number
  if (typeof cell === "number") return String(cell);
  if (typeof cell === "object") return cell.value.toFixed(cell.decimals);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
