/** How binding a rule is. `shall` and `legal` forbid; `should` warns; the rest inform. */
export type Level = "legal" | "shall" | "should" | "guidance" | "practice" | "derived";

export type RuleValue = number | boolean | string | null;

/** One number of the rulebook: one scalar a key, SI units. */
export interface Rule {
  readonly key: string;
  readonly value: RuleValue;
  /** SI unit, or `ratio`, `count`, `bool`, … */
  readonly unit: string;
  readonly code: string;
  readonly clause: string;
  readonly level: Level;
  readonly confidence: "high" | "medium" | "low";
  readonly note: string;
}

/** A profile after overrides: what the search obeys and the audit checks. */
export interface Rules {
  readonly profile: string;
  readonly version: string;
  readonly rules: ReadonlyMap<string, Rule>;
  /** Keys that a scenario or `--set` has changed, with the value used. */
  readonly overrides: Readonly<Record<string, RuleValue>>;
}
