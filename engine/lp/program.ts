/** One unknown of a program. Bounds may be infinite; a lower bound above the upper one makes the program infeasible, not wrong. */
export interface Column {
  readonly name: string;
  readonly kind: "real" | "integer";
  readonly lower: number;
  readonly upper: number;
  /** Worth of one unit in the objective. */
  readonly cost: number;
}

/** One condition: the sum of factor × column stands in this sense to the bound. A column named twice counts with the sum of its factors. */
export interface Row {
  readonly name: string;
  readonly sense: "<=" | ">=" | "=";
  readonly bound: number;
  readonly terms: readonly (readonly [column: string, factor: number])[];
}

/** A linear program, mixed with whole numbers where columns are `integer`. Names of columns are unique, names of rows too. */
export interface Program {
  readonly name: string;
  readonly direction: "max" | "min";
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}
