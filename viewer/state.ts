import type { PlanView, ScenarioView, SiteView, SourceFile } from "./protocol.ts";

export type Language = "zh" | "en";

/** A scenario that can be chosen on either side. */
export interface Choice {
  /** null: the site's default, everything the rulebook lets it hold. */
  readonly file: SourceFile | null;
  /** As its file says; null for the default. */
  readonly title: { readonly zh: string; readonly en: string } | null;
}

/** Where the drawings look: the metre in the middle, and pixels a metre. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

/** The audit line that a planner has clicked on. */
export interface Focus {
  readonly side: number;
  /** Row in the plan's audit. */
  readonly line: number;
  readonly ids: readonly string[];
  /** Counts clicks, so that a second click flashes again. */
  readonly click: number;
}

/** What went wrong: a sentence about the planner's file, or a message about our own fault. */
export interface Fault {
  readonly whose: "file" | "ours";
  readonly sentence: string;
}

export type SideStatus = "reading" | "solving" | "done" | "stopped" | "failed" | "file";

/** One drawing and what is drawn on it. */
export interface Side {
  /** Row in `choices`; -1 when a plan file is shown. */
  choice: number;
  /** Number of the solve or plan file; messages of any other run are dropped. */
  run: number;
  status: SideStatus;
  /** Search steps taken and planned; 0 of 0 before the first message. */
  steps: number;
  plannedSteps: number;
  /** null until the scenario has been read. */
  scenario: ScenarioView | null;
  /** Best plan so far, or the plan file's; null until there is one. */
  plan: PlanView | null;
}

/** Everything the page shows. Plain data; changed only by the functions of `changes.ts`. */
export interface State {
  /** Of every string and number on the page. */
  language: Language;
  /** null until the first site has been read. */
  site: SiteView | null;
  /** Scenarios on offer for this site. */
  choices: Choice[];
  /** One side, or two compared. */
  sides: Side[];
  /** Runs begun since the page was opened. */
  runs: number;
  /** What both drawings show: the site as it stands, or the plan. */
  shown: "today" | "plan";
  /** Side that a narrow screen shows and that the audit is about. */
  active: number;
  /** null: the whole site, fitted to the drawing. */
  view: View | null;
  /** Size of one drawing, pixels; both are the same. */
  pane: { width: number; height: number };
  /** What the rail beside the drawings shows. */
  rail: "measures" | "audit";
  /** Narrow screens may fold the legend away. */
  legend: "open" | "folded";
  focus: Focus | null;
  fault: Fault | null;
  /** A file hangs over the page. */
  dropping: boolean;
}

export function firstState(language: Language): State {
  return {
    language,
    site: null,
    choices: [],
    sides: [],
    runs: 0,
    shown: "plan",
    active: 0,
    view: null,
    pane: { width: 0, height: 0 },
    rail: "measures",
    legend: "open",
    focus: null,
    fault: null,
    dropping: false,
  };
}
