import { editOf } from "./edit/ofLock.ts";
import type {
  Beginning,
  CurveName,
  Ending,
  Progress,
  ScenarioView,
  SecondName,
  SiteView,
  SweepProgress,
  Weighed,
  WeightName,
} from "./protocol.ts";
import {
  type Choice,
  type Fault,
  type Language,
  noEditing,
  type Opened,
  type Side,
  type State,
  type View,
} from "./state.ts";

// every way the page's state can change, by name

export function speak(state: State, language: Language): void {
  state.language = language;
}

/** A new site on the desk: nothing of the old one stays. */
export function showSite(state: State, site: SiteView, choices: readonly Choice[], sides: number): void {
  state.site = site;
  state.choices = [...choices];
  state.sides = Array.from({ length: sides }, (_, i) => emptySide(state, Math.min(i, choices.length - 1)));
  state.active = 0;
  state.view = null;
  state.focus = null;
  state.fault = null;
  state.editing = noEditing();
  clearTradeOff(state, -1);
}

/** Points of another scenario tell nothing about this one. */
export function clearTradeOff(state: State, choice: number): void {
  const { tradeOff } = state;
  state.runs++;
  Object.assign(state.weighing, { status: "idle", weighed: null });
  Object.assign(tradeOff, { choice, run: state.runs, status: "idle", done: 0, count: 0, chosen: null });
  tradeOff.points = { planting: [], loss: [] };
  forgetPoints(state, ["planting", "loss"]);
}

/** Plans of a curve that is gone are plans of their own from now on. */
function forgetPoints(state: State, curves: readonly CurveName[]): void {
  state.choices = state.choices.map((choice): Choice => {
    const { opened } = choice;
    if (!opened?.point || !curves.includes(opened.point.curve)) return choice;
    return { ...choice, opened: { ...opened, point: null } };
  });
}

export function chooseCurve(state: State, curve: CurveName): void {
  state.tradeOff.curve = curve;
}

export function setRange(state: State, range: string): void {
  state.tradeOff.ranges[state.tradeOff.curve] = range;
}

export function setWeight(state: State, name: WeightName, typed: string): void {
  state.weighing.typed[name] = typed;
}

export function startWeighing(state: State): void {
  Object.assign(state.weighing, { status: "running", weighed: null });
}

export function showWeighed(state: State, weighed: Weighed | null): void {
  Object.assign(state.weighing, { status: "idle", weighed });
}

export function chooseSecond(state: State, second: SecondName | null): void {
  state.tradeOff.second = second;
}

export function setSecondRange(state: State, range: string): void {
  const { second, secondRanges } = state.tradeOff;
  if (second !== null) secondRanges[second] = range;
}

/** A sweep of a scenario begins; curves of the same scenario stay beside it. */
export function startSweep(state: State, choice: number, of: "same" | "another"): void {
  const { tradeOff } = state;
  if (of === "another") clearTradeOff(state, choice);
  state.runs++;
  tradeOff.run = state.runs;
  tradeOff.status = "running";
  tradeOff.done = 0;
  tradeOff.count = 0;
  tradeOff.points = { ...tradeOff.points, [tradeOff.curve]: [] };
  forgetPoints(state, [tradeOff.curve]);
  if (tradeOff.chosen?.curve === tradeOff.curve) tradeOff.chosen = null;
}

export function showSweep(state: State, curve: CurveName, { done, count, points }: SweepProgress): void {
  const { tradeOff } = state;
  tradeOff.done = done;
  tradeOff.count = count;
  if (points) tradeOff.points = { ...tradeOff.points, [curve]: points };
}

export function endSweep(state: State, status: Ending | "failed"): void {
  state.tradeOff.status = status;
}

/** A plan of a file or of a curve is drawn on a side, and stays on offer there. */
export function openPlan(state: State, side: number, plan: Omit<Opened, "edits">, by: Choice["file"]): void {
  const opened: Opened = { ...plan, edits: plan.scenario.locks.map(editOf) };
  const { edits } = opened;
  const title = opened.point ? opened.scenario.title : null;
  const row = rowFor(state, side, opened);
  state.choices[row] = { file: by, title, edits, edited: null, past: [], undone: [], opened };
  showOpened(state, side, row);
}

/** The same file has its row; whoever walks along a curve wants one row, not one a step, until something is edited. */
function rowFor(state: State, side: number, { file, point }: Opened): number {
  const row = state.choices.findIndex(({ opened, edits }, i) => {
    if (!opened || edits !== opened.edits || state.sides.some((other, n) => n !== side && other.choice === i))
      return false;
    return point ? opened.point !== null : opened.file.name === file.name && opened.file.text === file.text;
  });
  return row < 0 ? state.choices.length : row;
}

/** A side shows an opened plan as it came. */
export function showOpened(state: State, side: number, row: number): void {
  const { opened } = state.choices[row];
  if (!opened) throw new Error(`choice ${row} came without a plan`);
  chooseScenario(state, side, row);
  const { scenario, plan, edits, point } = opened;
  Object.assign(state.sides[side], { scenario, plan, edits, status: "file", steps: plan.steps });
  if (point) state.tradeOff.chosen = { curve: point.curve, row: point.row };
  state.shown = "plan";
}

function emptySide(state: State, choice: number, beginning: Beginning | null = null): Side {
  state.runs++;
  const { runs: run } = state;
  return {
    choice,
    run,
    beginning,
    status: "reading",
    steps: 0,
    plannedSteps: 0,
    scenario: null,
    edits: [],
    plan: null,
  };
}

export function addSide(state: State, choice: number): void {
  state.sides.push(emptySide(state, choice));
  state.active = state.sides.length - 1;
}

export function closeSecondSide(state: State): void {
  state.sides.length = 1;
  state.active = 0;
  if (state.focus?.side === 1) state.focus = null;
}

/** Offers one more scenario; returns nothing, its row is the last. */
export function offerChoice(state: State, choice: Choice): void {
  state.choices.push(choice);
}

/** A side turns to another scenario, or solves its own again. */
export function chooseScenario(state: State, side: number, choice: number, beginning: Beginning | null = null): void {
  const { choice: before, plan, edits } = state.sides[side];
  leavePoint(state, before);
  state.sides[side] = emptySide(state, choice, beginning);
  // an edit's own plan stays on the screen until there is a better one
  if (before === choice && beginning === "last") Object.assign(state.sides[side], { plan, edits });
  if (state.focus?.side === side) state.focus = null;
  if (side === state.active) state.editing.thing = null;
}

/** Another plan takes the place of a curve's. */
function leavePoint({ choices, tradeOff }: State, choice: number): void {
  const point = choices[choice]?.opened?.point;
  if (point && point.curve === tradeOff.chosen?.curve && point.row === tradeOff.chosen.row) tradeOff.chosen = null;
}

export function startSolving(state: State, side: number, scenario: ScenarioView): void {
  const it = state.sides[side];
  const choice = state.choices[it.choice];
  // the file's own locks are the first edits
  const edits = choice.edits ?? scenario.locks.map(editOf);
  state.choices[it.choice] = { ...choice, edits };
  it.edits = edits;
  it.scenario = scenario;
  state.sides[side].status = "solving";
}

export function showProgress(state: State, side: number, progress: Progress): void {
  const it = state.sides[side];
  it.steps = progress.steps;
  it.plannedSteps = progress.plannedSteps;
  if (!progress.plan) return;
  it.plan = progress.plan;
  // the line that was clicked may be another one now
  if (state.focus?.side === side) state.focus = null;
}

export function endSolving(state: State, side: number, ending: Ending): void {
  state.sides[side].status = ending;
}

export function failSide(state: State, side: number): void {
  const it = state.sides[side];
  const { opened } = state.choices[it.choice];
  it.status = it.plan ? (it.plan === opened?.plan ? "file" : "done") : "failed";
  it.steps = it.plan?.steps ?? 0;
  // a plan that is left was made without what has been refused
  it.edits = [];
}

export function show(state: State, what: State["shown"]): void {
  state.shown = what;
}

export function turnRail(state: State, rail: State["rail"]): void {
  state.rail = rail;
}

export function foldLegend(state: State, legend: State["legend"]): void {
  state.legend = legend;
}

export function turnTo(state: State, side: number): void {
  if (state.active !== side) state.editing = noEditing();
  state.active = side;
}

export function moveView(state: State, view: View | null): void {
  state.view = view;
}

export function resizePane(state: State, width: number, height: number): void {
  state.pane = { width, height };
}

export function focusLine(state: State, side: number, line: number, ids: readonly string[]): void {
  state.focus = { side, line, ids, click: (state.focus?.click ?? 0) + 1 };
  state.active = side;
  state.shown = "plan";
}

export function clearFocus(state: State): void {
  state.focus = null;
}

export function showFault(state: State, fault: Fault): void {
  state.fault = fault;
}

export function clearFault(state: State): void {
  state.fault = null;
}

export function hoverFile(state: State, over: State["dropping"]): void {
  state.dropping = over;
}

/** Parts of the page that were fetched are there; the picture is drawn again with them. */
export function partsCame(state: State): void {
  state.fetched++;
}
