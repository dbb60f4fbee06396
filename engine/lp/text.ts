import type { Column, Program, Row } from "./program.ts";

/** Longest line of an LP file that every reader takes, characters. CPLEX LP format: 510. */
const LINE = 120;

/**
 * The program in CPLEX LP format, as HiGHS, CPLEX, Gurobi, GLPK and SCIP read it. Names are made safe: what the format
 * does not allow becomes `_`, and names that would then be equal are numbered.
 */
export function lpText(program: Program): string {
  const columnNames = safeNames(
    program.columns.map(({ name }) => name),
    "x",
  );
  const rowNames = safeNames(
    program.rows.map(({ name }) => name),
    "r",
  );
  const spelled = new Map(program.columns.map(({ name }, j) => [name, columnNames[j]]));
  const worth = program.columns.filter(({ cost }) => cost !== 0).map(({ name, cost }) => [name, cost] as const);
  const first = program.columns[0];
  // an empty sum is not a sum to every reader
  const objective = worth.length > 0 || !first ? worth : [[first.name, 0] as const];
  const integers = program.columns
    .filter(({ kind }) => kind === "integer")
    .map(({ name }) => spelled.get(name) ?? name);
  return [
    `\\ ${program.name.replace(/\s+/g, " ")}`,
    program.direction === "max" ? "Maximize" : "Minimize",
    ...wrap(` objective: ${sum(objective, spelled)}`),
    "Subject To",
    ...program.rows.flatMap((row, i) => wrap(` ${rowNames[i]}: ${rowText(row, spelled, first)}`)),
    "Bounds",
    ...program.columns.map((column, j) => ` ${boundsText(column, columnNames[j])}`),
    ...(integers.length > 0 ? ["General", ...wrap(` ${integers.join(" ")}`)] : []),
    "End",
    "",
  ].join("\n");
}

function rowText(row: Row, spelled: ReadonlyMap<string, string>, first: Column | undefined): string {
  const terms = row.terms.length > 0 || !first ? row.terms : [[first.name, 0] as const];
  return `${sum(terms, spelled)} ${row.sense} ${number(row.bound)}`;
}

function sum(terms: readonly (readonly [string, number])[], spelled: ReadonlyMap<string, string>): string {
  return terms
    .map(([name, factor], k) => {
      const sign = factor < 0 || Object.is(factor, -0) ? "- " : k > 0 ? "+ " : "";
      const size = Math.abs(factor);
      return `${sign}${size === 1 ? "" : `${number(size)} `}${spelled.get(name) ?? name}`;
    })
    .join(" ");
}

/** Every column says both bounds: readers differ in what they assume of integer columns without any. */
function boundsText({ lower, upper }: Column, name: string): string {
  if (lower === -Infinity && upper === Infinity) return `${name} free`;
  return `${number(lower)} <= ${name} <= ${number(upper)}`;
}

function number(value: number): string {
  if (value === Infinity) return "+inf";
  if (value === -Infinity) return "-inf";
  return String(Object.is(value, -0) ? 0 : value);
}

/** Breaks a line at blanks. */
function wrap(line: string): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > LINE) {
    const cut = rest.lastIndexOf(" ", LINE);
    // a name longer than a line stays whole
    const at = cut > 1 ? cut : rest.indexOf(" ", LINE);
    if (at < 0) break;
    lines.push(rest.slice(0, at));
    rest = `  ${rest.slice(at + 1)}`;
  }
  lines.push(rest);
  return lines;
}

/** Words that mean something else to a reader of LP files. */
const RESERVED =
  /^(max|maximi[sz]e|maximum|min|minimi[sz]e|minimum|subject|such|st|s\.t\.|bounds?|free|gen|generals?|int|integers?|bin|binar(y|ies)|semi.*|sos\d?|end|inf|infinity|obj|objective)$/i;

function safeNames(names: readonly string[], letter: string): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let safe = name.replace(/[^A-Za-z0-9_.]/g, "_").slice(0, 200);
    // a name must not read as a number (3, e5, .5) nor as a word of the format
    if (!/^[A-Za-z_]/.test(safe) || /^e\d/i.test(safe) || RESERVED.test(safe)) safe = `${letter}_${safe}`;
    let unique = safe;
    for (let n = 2; taken.has(unique); n++) unique = `${safe}_${n}`;
    taken.add(unique);
    return unique;
  });
}
