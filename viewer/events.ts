import { modelScenarios, modelSite } from "./cases.ts";
import * as change from "./changes.ts";
import type { HeadStart } from "./headStart.ts";
import { createMoves, type Moves } from "./moves.ts";
import type { Beginning, CurveName, SiteView, SourceFile } from "./protocol.ts";
import type { Handlers } from "./render/page.ts";
import { type Desk, isInputError, startDesk } from "./solver.ts";
import type { Choice, Language, State } from "./state.ts";
import type { Store } from "./store.ts";
import { say } from "./words.ts";

/** Largest file that is read, bytes. FORMAT.md section 5. */
const LARGEST_FILE = 64 * 1024 * 1024;

/** What the page does when something happens. */
export interface Events extends Handlers, Moves {
  openModel(start: HeadStart): Promise<void>;
  openFiles(files: readonly File[]): Promise<void>;
  compare(): Promise<void>;
  speak(language: Language): void;
  show(what: "today" | "plan"): void;
  hoverFile(over: "over" | "away"): void;
  turnRail(rail: State["rail"]): void;
  foldLegend(): void;
}

/** A worker and the site that it has been given. */
interface Seat {
  readonly desk: Desk;
  site: SourceFile | null;
}

/** `first` is the worker of the first side: it opens every site. */
export function createEvents(store: Store, first: Desk): Events {
  const { state } = store;
  const seats: Seat[] = [{ desk: first, site: null }];
  // changes with every site, so that what was begun for an older one ends quietly
  let sitting = 0;
  // a third worker for trade-offs, started when first needed: the sides keep theirs
  let sweeper: Desk | null = null;
  let sweeperSitting = -1;
  let openedSite: SourceFile | null = null;

  function fail(error: unknown): void {
    const sentence = error instanceof Error ? error.message : String(error);
    store.change(change.showFault, { whose: isInputError(error) ? "file" : "ours", sentence });
    if (!isInputError(error)) console.error(error);
  }

  /** The worker of a side with the open site before it: the second one is started when it is first needed. */
  function deskOf(side: number): Desk {
    seats[side] ??= { desk: startDesk(), site: null };
    const seat = seats[side];
    if (seat.site !== openedSite && openedSite) {
      // the first worker has read it without fault; messages are heard in order, so nobody waits for this one
      void seat.desk.solver.openSite(openedSite);
      seat.site = openedSite;
    }
    return seat.desk;
  }

  async function openSite(file: SourceFile, choices: readonly Choice[], sides: number): Promise<void> {
    showSite(file, await first.solver.openSite(file), choices, sides);
  }

  /** Shows a site that the first worker has opened. `start` is a solve of its first scenario that is under way. */
  function showSite(
    file: SourceFile,
    site: SiteView,
    choices: readonly Choice[],
    sides: number,
    start: HeadStart | null = null,
  ): void {
    const mine = ++sitting;
    openedSite = file;
    seats[0].site = file;
    if (state.tradeOff.status === "running") void sweeper?.solver.stop();
    performance.mark("site-read");
    store.change(change.showSite, site, choices, sides);
    // the second side, its worker too, begins when the first plan is on the screen: one soon is worth more than two later
    const runs = state.sides.map((side) => side.run);
    let next = 0;
    const solveNext = (): void => {
      const side = next++;
      // unless the planner has chosen something else for it meanwhile
      if (mine === sitting && side < runs.length && state.sides[side]?.run === runs[side])
        void solve(side, solveNext, side === 0 ? start : null);
    };
    solveNext();
  }

  /** Solves what a side has chosen. `onFirstPlan` is called with the first plan and, in any case, at the end. */
  async function solve(
    side: number,
    onFirstPlan: () => void = () => {},
    start: HeadStart | null = null,
  ): Promise<void> {
    const mine = sitting;
    const { run, choice, beginning } = state.sides[side];
    const current = () => mine === sitting && state.sides[side]?.run === run;
    const desk = deskOf(side);
    try {
      const scenario = await (start?.scenario ?? desk.solver.openScenario(state.choices[choice].file, beginning));
      if (!current()) return;
      store.change(change.startSolving, side, scenario);
      const ending = await (start ?? desk).solve((progress) => {
        if (!current()) return;
        const first = progress.plan && !state.sides[side].plan;
        store.change(change.showProgress, side, progress);
        if (!first) return;
        performance.mark(`first-plan-${side}`);
        onceDrawn(() => {
          performance.mark(`first-plan-drawn-${side}`);
          onFirstPlan();
        });
      });
      if (!current()) return;
      store.change(change.endSolving, side, ending);
      performance.mark(`${ending}-${side}`);
    } catch (error) {
      if (!current()) return;
      store.change(change.failSide, side);
      fail(error);
    } finally {
      onFirstPlan();
    }
  }

  async function chooseScenario(side: number, choice: number, beginning: Beginning | null = null): Promise<void> {
    void deskOf(side).solver.stop();
    store.change(change.chooseScenario, side, choice, beginning);
    await solve(side);
  }

  async function openFile(file: File): Promise<void> {
    if (file.size > LARGEST_FILE) {
      store.change(change.showFault, { whose: "file", sentence: say(state.language, "tooLarge", file.name) });
      return;
    }
    const source: SourceFile = { name: file.name, text: await file.text() };
    const sort = await first.solver.sortOf(source);
    if (sort === "site") return openSite(source, [{ file: null, title: null }], 1);
    if (!state.site) {
      store.change(change.showFault, { whose: "file", sentence: say(state.language, "needSite") });
      return;
    }
    const side = state.active;
    const desk = deskOf(side);
    // a refused file must leave the side as it was: read first, change after
    if (sort === "scenario") {
      await pause(side);
      const before = state.sides[side];
      const { title, name, locks, hasLast } = await desk.solver.openScenario(source, "last");
      store.change(change.offerChoice, { file: source, title: title.zh || title.en ? title : { zh: name, en: name } });
      // an edit goes on from the plan that it was made on: locks, or the scenario of this side once more
      const isEdit = before.choice >= 0 && hasLast && (locks > 0 || before.scenario?.name === name);
      const beginning = isEdit ? "last" : null;
      return chooseScenario(side, state.choices.length - 1, beginning);
    }
    await pause(side);
    const { choice } = state.sides[side];
    const scenario =
      state.sides[side].scenario ?? (await desk.solver.openScenario(state.choices[Math.max(choice, 0)].file));
    const plan = await desk.solver.openPlan(source);
    store.change(change.chooseScenario, side, -1);
    store.change(change.showPlanFile, side, scenario, plan);
  }

  /** Ends a side's solve and waits until it has ended. */
  async function pause(side: number): Promise<void> {
    if (state.sides[side].status !== "solving") return;
    await deskOf(side).solver.stop();
  }

  async function download(side: number, what: "plan" | "drawing"): Promise<void> {
    const { solver } = deskOf(side);
    const name = state.sides[side].plan?.name || "plan";
    try {
      if (what === "plan") save(`${name}.geojson`, "application/geo+json", await solver.planFile());
      else save(`${name}.svg`, "image/svg+xml", await solver.drawing());
    } catch (error) {
      fail(error);
    }
  }

  /** Sweeps the scenario of the side that is looked at, in a worker of its own. */
  async function sweep(): Promise<void> {
    const { tradeOff } = state;
    const own = state.sides[state.active]?.choice ?? -1;
    // a side that shows a point of the curve stays with the curve's scenario
    const choice = own >= 0 ? own : Math.max(tradeOff.choice, 0);
    const { curve } = tradeOff;
    const isNew = tradeOff.choice !== choice;
    store.change(change.startSweep, choice);
    const { run } = tradeOff;
    const current = () => tradeOff.run === run;
    try {
      sweeper ??= startDesk();
      if (isNew || sweeperSitting !== sitting) {
        if (openedSite === null) throw new Error("sweep: no site is open");
        await sweeper.solver.openSite(openedSite);
        await sweeper.solver.openScenario(state.choices[choice].file);
        sweeperSitting = sitting;
      }
      const ending = await sweeper.sweep(curve, tradeOff.ranges[curve], (progress) => {
        if (current()) store.change(change.showSweep, curve, progress);
      });
      if (current()) store.change(change.endSweep, ending);
    } catch (error) {
      if (!current()) return;
      store.change(change.endSweep, "failed");
      fail(error);
    }
  }

  async function showPoint(curve: CurveName, row: number): Promise<void> {
    const mine = sitting;
    const side = state.active;
    try {
      const made = await sweeper?.solver.pointPlan(curve, row);
      if (!made || mine !== sitting) return;
      void deskOf(side).solver.stop();
      store.change(change.showPoint, side, { curve, row }, made.scenario, made.plan);
    } catch (error) {
      fail(error);
    }
  }

  async function downloadPoint(what: "plan" | "drawing"): Promise<void> {
    const { chosen } = state.tradeOff;
    if (chosen === null || !sweeper) return;
    const { curve, row } = chosen;
    try {
      const text = await sweeper.solver.pointFile(curve, row, what);
      // numbered as the points of the command line's files are
      const name = `frontier-${curve}-${String(row + 1).padStart(2, "0")}`;
      if (what === "plan") save(`${name}.geojson`, "application/geo+json", text);
      else save(`${name}.svg`, "image/svg+xml", text);
    } catch (error) {
      fail(error);
    }
  }

  async function downloadCurve(curve: CurveName): Promise<void> {
    try {
      const table = await sweeper?.solver.curveTable(curve);
      if (table !== undefined) save(`frontier-${curve}.csv`, "text/csv", table);
    } catch (error) {
      fail(error);
    }
  }

  return {
    sweepOrStop() {
      if (state.tradeOff.status === "running") void sweeper?.solver.stop();
      else void sweep();
    },
    chooseCurve: (curve) => store.change(change.chooseCurve, curve),
    setRange: (range) => store.change(change.setRange, range),
    showPoint: (curve, row) => void showPoint(curve, row),
    downloadCurve: (curve) => void downloadCurve(curve),
    downloadPoint: (what) => void downloadPoint(what),
    async openModel(start) {
      try {
        const choices = modelScenarios.map((file) => ({ file, title: JSON.parse(file.text).title ?? null }));
        showSite(modelSite, await start.site, choices, Math.min(2, choices.length), start);
      } catch (error) {
        fail(error);
      }
    },
    async openFiles(files) {
      store.change(change.hoverFile, false);
      store.change(change.clearFault);
      try {
        for (const file of files) await openFile(file);
      } catch (error) {
        fail(error);
      }
    },
    async compare() {
      store.change(change.addSide, Math.min(1, state.choices.length - 1));
      await solve(1);
    },
    closeSide() {
      void seats[1]?.desk.solver.stop();
      store.change(change.closeSecondSide);
    },
    chooseScenario: (side, choice) => void chooseScenario(side, choice),
    stopOrSolve(side) {
      if (state.sides[side].status === "solving") {
        // at once on the page; the worker may still be auditing a plan, which then is drawn when it comes
        void deskOf(side).solver.stop();
        store.change(change.endSolving, side, "stopped");
      } else void chooseScenario(side, state.sides[side].choice, state.sides[side].beginning);
    },
    startAnew(side) {
      const { choice, beginning } = state.sides[side];
      void chooseScenario(side, choice, beginning === "last" ? "anew" : "last");
    },
    turnRail: (rail) => store.change(change.turnRail, rail),
    foldLegend: () => store.change(change.foldLegend, state.legend === "open" ? "folded" : "open"),
    turnTo: (side) => store.change(change.turnTo, side),
    download: (side, what) => void download(side, what),
    dismissFault: () => store.change(change.clearFault),
    ...createMoves(store),
    speak(language) {
      store.change(change.speak, language);
      rememberLanguage(language);
    },
    show: (what) => store.change(change.show, what),
    hoverFile: (over) => store.change(change.hoverFile, over === "over"),
  };
}

/** Calls back when the browser has painted what has been changed; at once where it paints nothing. */
function onceDrawn(then: () => void): void {
  if (document.hidden) then();
  // the page draws in the same frame, before; a task of its own runs after that frame is painted
  else requestAnimationFrame(() => setTimeout(then));
}

/** Hands a text to the browser as a download. */
function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const LANGUAGE_KEY = "snailshell.language";

/** What was chosen last time, else what the browser speaks. */
export function firstLanguage(): Language {
  try {
    const remembered = localStorage.getItem(LANGUAGE_KEY);
    if (remembered === "zh" || remembered === "en") return remembered;
  } catch {
    // storage may be forbidden; the browser's language will do
  }
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(LANGUAGE_KEY, language);
  } catch {
    // not remembered, then
  }
}
