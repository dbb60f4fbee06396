import type { ChoiceTotals } from "../engine/mix/said.ts";
import type { NamedZone, WeightEffect, WeightName } from "../engine/mix/weights.ts";
import type { Area } from "../engine/model/geometry.ts";
import type { Exact, Measures, Plan } from "../engine/model/plan.ts";
import type { Rules } from "../engine/model/rules.ts";
import type { Lock, Scenario } from "../engine/model/scenario.ts";
import type { Site } from "../engine/model/site.ts";
import type { FileSort } from "../engine/read/sort.ts";
import type { Conflict } from "../engine/rules/load.ts";

/** A file as the planner gave it: nothing has been read yet. */
export interface SourceFile {
  /** As shown in messages; never a path. */
  readonly name: string;
  readonly text: string;
}

/** A site as it crosses to the page: everything but the projection, which is functions. */
export interface SiteView extends Omit<Site, "projection"> {
  /** Whether the drawing's y axis is north. */
  readonly georeferenced: boolean;
  /** It has roads or buildings: stalls are squeezed in beside them, and an edit goes on from the last plan. */
  readonly compound: boolean;
  /** The site's own name in each language; the file's name where it has none. */
  readonly title: { readonly zh: string; readonly en: string };
  /** Drawn from a description, not surveyed, as its name or note says. */
  readonly schematic: boolean;
}

/** A scenario as the page needs it: its words, and the rulebook it is judged by. */
export interface ScenarioView {
  readonly name: string;
  readonly title: Scenario["title"];
  readonly rules: Rules;
  /** Where the codes of the rulebook disagree, and what is done about it. */
  readonly conflicts: readonly Pick<Conflict, "id" | "topic" | "engine">[];
  /** Objects and areas that it locks, in the site's metres. */
  readonly locks: readonly Lock[];
  /** Whether its solve begins with the plan that was made last. */
  readonly hasLast: boolean;
  /** Measures of the site as it stands. */
  readonly today: Measures;
}

/** A plan solved here or read from a file. */
export type PlanView = Pick<
  Plan,
  "name" | "study" | "features" | "audit" | "assumptions" | "unmet" | "steps" | "seed"
> & {
  readonly measures: Measures & { readonly bound?: Plan["measures"]["bound"] };
  /** What the plan says that an exact choice has proved; absent where it says nothing. */
  readonly exact?: Exact;
};

/** A plan as it stands, and the scenario that it is judged by. */
export interface OpenedPlan {
  readonly scenario: ScenarioView;
  readonly plan: PlanView;
}

/** A point's plan, with both as files: any desk can open it. */
export interface PointPlan extends OpenedPlan {
  readonly file: SourceFile;
  readonly by: SourceFile;
}

/** One message of a running solve. `plan` is null while nothing better has been found since the last. */
export interface Progress {
  readonly steps: number;
  readonly plannedSteps: number;
  readonly plan: PlanView | null;
}

/** What a trade-off can be swept over: how much may be planted, or how much green may be lost. */
export type CurveName = "planting" | "loss";

/** What may be varied beside it, for a grid of plans. */
export type SecondName = "ebikes" | "accessible" | "charging";

/** What a sweep varies: `from:to:step` of each, as the planner typed it. */
export interface SweepRanges {
  readonly curve: CurveName;
  readonly range: string;
  /** null: a curve, no grid. */
  readonly second: { readonly name: SecondName; readonly range: string } | null;
}

/** A point of a trade-off curve, without its plan. Square metres. */
export interface PointView {
  /** Row in its curve. */
  readonly row: number;
  /** What was allowed at this point. */
  readonly allowed: number;
  /** What was asked for beside it; null where one thing was varied alone. */
  readonly second: { readonly name: SecondName; readonly value: number } | null;
  readonly stalls: number;
  readonly removed: number;
  readonly planted: number;
  readonly balance: number;
  readonly lawful: boolean;
  /** Something that is asked for beside the stalls was not to be had. */
  readonly lacks: boolean;
  readonly onFront: boolean;
  /** What the next plan with more stalls costs, for each of them; null where there is none. */
  readonly next: { readonly stalls: number; readonly perStall: number } | null;
  /** What the linear relaxation says; null before it is solved and where no further stall is to be had. */
  readonly dual: number | null;
}

/** One message of a running sweep. `points` is null while nothing has changed since the last. */
export interface SweepProgress {
  readonly done: number;
  readonly count: number;
  readonly points: readonly PointView[] | null;
}

/** What residents' weights have chosen, and what each of them has moved. */
export interface Weighed {
  readonly totals: ChoiceTotals;
  readonly effects: readonly WeightEffect[];
  readonly zones: readonly NamedZone[];
}

export type { WeightName };

/** How a solve begins: from nothing, or from the plan that was made last for the site, staying close to it. */
export type Beginning = "anew" | "last";

/** What a plan is saved as: its own file, a sheet, a drawing for CAD, the setting-out table. */
export type Saved = "plan" | "drawing" | "cad" | "table";

/** Why a solve ended. */
export type Ending = "done" | "stopped";

/**
 * What the worker offers. A refused file rejects with an error named `InputError` whose message is one
 * sentence; any other error is our fault.
 */
export interface Solver {
  sortOf(file: SourceFile): FileSort;
  openSite(file: SourceFile): SiteView;
  /**
   * Reads a scenario for the open site; null gives the site's default. With a beginning it is an edit: its locks may name
   * things of the plan that was made last when it was first read, and with `last` its solve begins there. Of an open lot
   * there is no edit.
   */
  openScenario(file: SourceFile | null, beginning?: Beginning | null): ScenarioView;
  /** What an area drawn to be kept green stands for: the lawns of today within it, or itself where there is none. */
  keptGreen(area: Area): Area[];
  /**
   * A scenario's file with these locks in place of its own, to be solved or saved; null is the site's default. The desk
   * stays as it is. Rejects with an `InputError` where a lock cannot be.
   */
  lockedFile(file: SourceFile | null, locks: readonly Lock[]): SourceFile;
  /** Solves the open site and scenario, calling back between slices. */
  solve(onProgress: (progress: Progress) => void): Promise<Ending>;
  /** Ends a running solve at its next slice; the best plan so far stays. */
  stop(): void;
  /**
   * Sweeps the open scenario over a curve or a grid, calling back between slices. A stopped sweep keeps its points.
   * Rejects with an `InputError` when the range is none.
   */
  sweep(ranges: SweepRanges, onProgress: (progress: SweepProgress) => void): Promise<Ending>;
  /** Weighs uses of the ground by residents' weights, `{"stalls": 1, …}`. Rejects with an `InputError` when they are none. */
  weigh(weights: string): Promise<Weighed>;
  /** The plan of a point that a sweep has made, and the scenario that it is judged by. */
  pointPlan(curve: CurveName, row: number): PointPlan;
  /** A swept curve as a table (CSV). */
  curveTable(curve: CurveName): string;
  /** A point's plan as a file. */
  pointFile(curve: CurveName, row: number, what: Saved): Promise<string>;
  /**
   * The scenario that a plan file is judged by: the one it says it was made for, as it stands among those offered or as far
   * as the plan tells; `otherwise`, null being the site's default, where it does not say.
   */
  scenarioFor(file: SourceFile, offered: readonly SourceFile[], otherwise: SourceFile | null): SourceFile;
  /** Puts a plan file of the open site on the desk and audits it as it stands by a scenario: an edit goes on from it. */
  openPlan(file: SourceFile, by: SourceFile): OpenedPlan;
  /**
   * The plan on the desk as a file: a plan file that was opened as it came, drawings and table as `export` makes them of that
   * file. Rejects where the part that writes the drawing for CAD cannot be fetched.
   */
  saved(what: Saved): Promise<string>;
}
