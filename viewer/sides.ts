import * as change from "./changes.ts";
import { type Fail, tell } from "./faults.ts";
import type { HeadStart } from "./headStart.ts";
import { fetchPart } from "./parts.ts";
import type { Beginning, PointPlan, Saved, SiteView, SourceFile } from "./protocol.ts";
import { savePlan } from "./save.ts";
import { type Desk, startDesk } from "./solver.ts";
import { type Choice, type Opened, UNREAD } from "./state.ts";
import type { Store } from "./store.ts";
import { say } from "./words/words.ts";

/** Largest file that is read, bytes. FORMAT.md section 5. */
const LARGEST_FILE = 64 * 1024 * 1024;

/** The sides and their workers. */
export interface Sides {
  /** Changes with every site, so that what was begun for an older one ends quietly. */
  readonly sitting: number;
  /** null until a site is open. */
  readonly openedSite: SourceFile | null;
  /** The worker of a side with the open site before it. */
  deskOf(side: number): Desk;
  /** Shows a site that the first worker has opened. `start` is a solve of its first scenario that is under way. */
  showSite(file: SourceFile, site: SiteView, choices: readonly Choice[], sides: number, start?: HeadStart): void;
  openFile(file: File): Promise<OpenedAs>;
  /** Solves what a side has chosen. `onFirstPlan` is called with the first plan and, in any case, at the end. */
  solve(side: number, onFirstPlan?: () => void, start?: HeadStart | null): Promise<void>;
  /** Turns a side to a scenario and solves it, or to a plan that was opened and shows it as it came. */
  choose(side: number, choice: number): Promise<void>;
  /** Solves a scenario on a side whatever is there. */
  solveAgain(side: number, choice: number, beginning: Beginning | null): Promise<void>;
  /** Shows a plan with its scenario on a side; an edit goes on from it. */
  open(side: number, plan: PointPlan, point: Opened["point"]): Promise<void>;
  /** Ends a side's solve and waits until it has ended. */
  pause(side: number): Promise<void>;
  closeSecond(): void;
  download(side: number, what: Saved): Promise<void>;
}

/** What a file turned out to be. */
type OpenedAs = "site" | "something else" | "nothing";

/** A worker and the site that it has been given. */
interface Seat {
  readonly desk: Desk;
  site: SourceFile | null;
}

/** `first` is the worker of the first side: it opens every site. `onSite` is called when another site is shown. */
export function createSides(store: Store, first: Desk, fail: Fail, onSite: () => void): Sides {
  const { state } = store;
  const seats: Seat[] = [{ desk: first, site: null }];
  let sitting = 0;
  let openedSite: SourceFile | null = null;

  // the second worker is started when it is first needed
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
    onSite();
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
      const scenario = await (start?.scenario ?? desk.solver.openScenario(fileOf(state.choices[choice]), beginning));
      if (!current()) return;
      // what is locked is drawn from the first plan on
      if (scenario.locks.length > 0) await fetchPart("edits");
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
      // a plan that an edit was made on stays where it was
      fail(error, state.sides[side].plan ? "edit" : "file");
    } finally {
      onFirstPlan();
    }
  }

  async function solveAgain(side: number, choice: number, beginning: Beginning | null): Promise<void> {
    void deskOf(side).solver.stop();
    store.change(change.chooseScenario, side, choice, beginning);
    await solve(side);
  }

  async function choose(side: number, choice: number): Promise<void> {
    const { opened, file } = state.choices[choice];
    if (!opened || !file) return solveAgain(side, choice, null);
    const { solver } = deskOf(side);
    void solver.stop();
    store.change(change.showOpened, side, choice);
    // what is on the screen is known; the desk needs it for edits
    await solver.openPlan(opened.file, file).catch(fail);
  }

  async function open(side: number, { by, ...plan }: PointPlan, point: Opened["point"]): Promise<void> {
    const { solver } = deskOf(side);
    void solver.stop();
    store.change(change.openPlan, side, { ...plan, point }, by);
    // of a file the desk has it already; what is asked next is heard after this
    const there = point ? solver.openPlan(plan.file, by) : null;
    // locks are drawn with the edit tools
    if (plan.scenario.locks.length > 0) await fetchPart("edits");
    await there?.catch(fail);
  }

  async function openFile(file: File): Promise<OpenedAs> {
    if (file.size > LARGEST_FILE) {
      tell(store, { whose: "file", sentence: say(state.language, "tooLarge", file.name) });
      return "nothing";
    }
    const source: SourceFile = { name: file.name, text: await file.text() };
    const sort = await first.solver.sortOf(source);
    if (sort === "site") {
      await openSite(source, [{ file: null, title: null, ...UNREAD }], 1);
      return "site";
    }
    if (!state.site) {
      tell(store, { whose: "file", sentence: say(state.language, "needSite") });
      return "nothing";
    }
    const side = state.active;
    const desk = deskOf(side);
    // a refused file must leave the side as it was: read first, change after
    if (sort === "scenario") {
      await pause(side);
      const before = state.sides[side];
      const { title, name, locks, hasLast } = await desk.solver.openScenario(source, "last");
      const words = title.zh || title.en ? title : { zh: name, en: name };
      // in a file of its own a lock is where it is, whatever plan its name was of
      const edited = locks.length > 0 ? await desk.solver.lockedFile(source, locks) : null;
      store.change(change.offerChoice, { ...UNREAD, file: source, title: words, edited });
      // an edit goes on from the plan that it was made on: locks, or the scenario of this side once more
      const isEdit = hasLast && (locks.length > 0 || before.scenario?.name === name);
      const beginning = isEdit ? "last" : null;
      await solveAgain(side, state.choices.length - 1, beginning);
      return "something else";
    }
    await pause(side);
    const mine = sitting;
    const offered = state.choices.flatMap(({ edited, file }) => [edited, file]).filter((one) => one !== null);
    const by = await desk.solver.scenarioFor(source, offered, state.choices[state.sides[side].choice].file);
    const plan = await desk.solver.openPlan(source, by);
    if (mine === sitting) await open(side, { ...plan, file: source, by }, null);
    return "something else";
  }

  async function pause(side: number): Promise<void> {
    if (state.sides[side].status !== "solving") return;
    await deskOf(side).solver.stop();
  }

  async function download(side: number, what: Saved): Promise<void> {
    const { solver } = deskOf(side);
    const { plan, choice } = state.sides[side];
    const { opened } = state.choices[choice];
    const own = opened && opened.plan === plan ? opened.file.name.replace(/\.(geo)?json$/i, "") : plan?.name;
    try {
      savePlan(own || "plan", what, await solver.saved(what));
    } catch (error) {
      fail(error);
    }
  }

  return {
    get sitting() {
      return sitting;
    },
    get openedSite() {
      return openedSite;
    },
    deskOf,
    showSite,
    openFile,
    solve,
    choose,
    solveAgain,
    open,
    pause,
    download,
    closeSecond() {
      void seats[1]?.desk.solver.stop();
      store.change(change.closeSecondSide);
    },
  };
}

/** What is solved of a scenario: its file with the planner's edits. */
export function fileOf({ file, edited }: Choice): SourceFile | null {
  return edited ?? file;
}

/** Calls back when the browser has painted what has been changed; at once where it paints nothing. */
function onceDrawn(then: () => void): void {
  if (document.hidden) then();
  // the page draws in the same frame, before; a task of its own runs after that frame is painted
  else requestAnimationFrame(() => setTimeout(then));
}
