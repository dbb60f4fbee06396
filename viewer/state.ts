import type { Point } from "../engine/model/geometry.ts";
import type { Lock } from "../engine/model/scenario.ts";
import type {
  Beginning,
  CurveName,
  OpenedPlan,
  PlanView,
  PointView,
  ScenarioView,
  SecondName,
  SiteView,
  SourceFile,
  Weighed,
  WeightName,
} from "./protocol.ts";

export type Language = "zh" | "en";

/** A scenario that can be chosen on either side. */
export interface Choice {
  /** null: the site's default, everything the rulebook lets it hold. */
  readonly file: SourceFile | null;
  /** As its file says; null for the default. */
  readonly title: { readonly zh: string; readonly en: string } | null;
  /** What the planner has locked on the drawing, the locks of the file first; null until the scenario has been read. */
  readonly edits: readonly Edit[] | null;
  /** The file with these locks in it; null while they are its own. */
  readonly edited: SourceFile | null;
  /** The edits as they were before each change, the last one last. */
  readonly past: readonly (readonly Edit[])[];
  /** The edits as they were before each change was taken back, the last one last. */
  readonly undone: readonly (readonly Edit[])[];
  /** The plan that came with it, of a file or a curve; null where it is to be solved first. */
  readonly opened: Opened | null;
}

/** What is not known of a scenario before it has been read. */
export const UNREAD = { edits: null, edited: null, past: [], undone: [], opened: null } as const;

/** A plan of a file or of a curve, as it stands. */
export interface Opened extends OpenedPlan {
  readonly file: SourceFile;
  /** The locks that it was made with. */
  readonly edits: readonly Edit[];
  /** Where it lies on a curve, and the row of the scenario that was swept; null for a file, and once that curve is gone. */
  readonly point: (CurvePoint & { readonly of: number }) | null;
}

export interface CurvePoint {
  readonly curve: CurveName;
  readonly row: number;
}

/** One edit: an object pinned, its place kept free, or an area. */
export interface Edit {
  readonly does: "pin" | "empty" | "green";
  /** What is pinned or gives its place up, as its kind is called; null for an area drawn by hand. */
  readonly kind: string | null;
  /** What it comes to in the scenario: one lock, or one for each lawn of an area kept green. */
  readonly locks: readonly Lock[];
}

/** Something on a drawing, by kind and id. */
export interface Thing {
  readonly kind: string;
  readonly id: string;
}

/** What the planner is about to do on a drawing. */
export interface Editing {
  /** What a click does: choose an object, or set a corner of an area that is to be kept empty or green. */
  tool: "choose" | "empty" | "green";
  /** Corners set so far, metres. */
  corners: readonly Point[];
  /** Where the next one would be; null while the pointer is elsewhere. */
  pointer: Point | null;
  /** The next corner is set in the middle of the drawing, from the keyboard. */
  byKeys: boolean;
  /** The object that is chosen, on the active side. */
  thing: Thing | null;
  /** The engine looks at an edit. */
  busy: boolean;
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

/** What went wrong: a sentence about the planner's file or edit, about several files of which one could be taken, or a message about our own fault. */
export interface Fault {
  readonly whose: "file" | "edit" | "several" | "ours";
  readonly sentence: string;
}

export type SideStatus = "reading" | "solving" | "done" | "stopped" | "failed" | "file";

/** One drawing and what is drawn on it. */
export interface Side {
  /** Row in `choices`. */
  choice: number;
  /** Number of the solve or opened plan; messages of any other run are dropped. */
  run: number;
  status: SideStatus;
  /** How its solve begins; null where that is no question, as its scenario is no edit. */
  beginning: Beginning | null;
  /** Search steps taken and planned; 0 of 0 before the first message. */
  steps: number;
  plannedSteps: number;
  /** null until the scenario has been read. */
  scenario: ScenarioView | null;
  /** The edits that its solve obeys. */
  edits: readonly Edit[];
  /** Best plan so far, or the one that was opened; null until there is one. */
  plan: PlanView | null;
}

/** The trade-off panel. */
export interface TradeOff {
  /** What is swept over next, or just now. */
  curve: CurveName;
  /** `from:to:step` of each curve, as the planner typed it. */
  ranges: Record<CurveName, string>;
  /** What is varied beside it; null: nothing. */
  second: SecondName | null;
  secondRanges: Record<SecondName, string>;
  /** Row in `choices` of the scenario that the curves belong to; -1 while there is none. */
  choice: number;
  /** Number of the sweep; messages of any other are dropped. */
  run: number;
  status: "idle" | "running" | "done" | "stopped" | "failed";
  /** Points done, the one in work as a share, and points in all. */
  done: number;
  count: number;
  /** Points by curve, in the order of what was allowed. */
  points: Record<CurveName, readonly PointView[]>;
  /** The point whose plan is on the drawing; null when none is. */
  chosen: CurvePoint | null;
}

/** What residents care about, and what that chooses. */
export interface Weighing {
  /** Worth of one of each, as it was typed. */
  typed: Record<WeightName, string>;
  status: "idle" | "running";
  /** null until weighed, and again when another scenario is. */
  weighed: Weighed | null;
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
  rail: "measures" | "frontier" | "audit" | "edits";
  tradeOff: TradeOff;
  weighing: Weighing;
  editing: Editing;
  /** Narrow screens may fold the legend away. */
  legend: "open" | "folded";
  focus: Focus | null;
  fault: Fault | null;
  /** A file hangs over the page. */
  dropping: boolean;
  /** Times that parts of the page have come. */
  fetched: number;
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
    tradeOff: {
      curve: "planting",
      ranges: { planting: "0:120:10", loss: "-150:0:10" },
      second: null,
      secondRanges: { ebikes: "24:44:10", accessible: "1:3:1", charging: "0:0.2:0.1" },
      choice: -1,
      run: 0,
      status: "idle",
      done: 0,
      count: 0,
      points: { planting: [], loss: [] },
      chosen: null,
    },
    weighing: {
      typed: {
        stalls: "1",
        charging: "0.1",
        ebikes: "0.1",
        locker: "0.5",
        green: "0.02",
        homes: "0.2",
        activities: "2",
      },
      status: "idle",
      weighed: null,
    },
    editing: noEditing(),
    legend: "open",
    focus: null,
    fault: null,
    dropping: false,
    fetched: 0,
  };
}

export function noEditing(): Editing {
  return { tool: "choose", corners: [], pointer: null, byKeys: false, thing: null, busy: false };
}
