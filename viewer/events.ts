import { modelScenarios, modelSite } from "./cases.ts";
import * as change from "./changes.ts";
import type { EditHandlers } from "./edit/handlers.ts";
import { createFail, tell } from "./faults.ts";
import type { HeadStart } from "./headStart.ts";
import { createMoves, type Moves } from "./moves.ts";
import { fetchPart, type PartName } from "./parts.ts";
import type { Handlers } from "./render/handlers.ts";
import { createSides, type Sides } from "./sides.ts";
import type { Desk } from "./solver.ts";
import { type Language, type State, UNREAD } from "./state.ts";
import type { Store } from "./store.ts";
import { createSweeps } from "./sweeps.ts";
import { rememberLanguage } from "./words/language.ts";
import { say } from "./words/words.ts";

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

/** What a tab of the rail needs to be drawn. */
const RAIL_PARTS: Readonly<Record<State["rail"], readonly PartName[]>> = {
  measures: [],
  frontier: ["frontier"],
  audit: ["audit", "sentences"],
  edits: ["edits"],
};

/** `first` is the worker of the first side. */
export function createEvents(store: Store, first: Desk): Events {
  const { state } = store;
  const fail = createFail(store);
  const moves = createMoves(store);
  const sweeps = createSweeps(store, () => sides, fail);
  const sides: Sides = createSides(store, first, fail, sweeps.stop);

  /** Fetches what is looked at now, and draws it when it is there. */
  async function need(names: readonly PartName[]): Promise<void> {
    try {
      await Promise.all(names.map(fetchPart));
      store.change(change.partsCame);
    } catch (error) {
      fail(error);
    }
  }

  let tools: EditHandlers | null = null;

  async function editTools(): Promise<EditHandlers> {
    const { createEdits } = await fetchPart("edits");
    if (tools === null) {
      tools = createEdits(store, {
        keptGreen: (side, area) => sides.deskOf(side).solver.keptGreen(area),
        lockedFile: (side, file, locks) => sides.deskOf(side).solver.lockedFile(file, locks),
        solve: sides.solveAgain,
        flyTo: moves.flyToBox,
        fail: (error) => fail(error, "edit"),
        forgive: () => store.change(change.clearFault),
      });
      store.change(change.partsCame);
    }
    // a side may have come since
    tools.adopt();
    return tools;
  }

  function edit(act: (tools: EditHandlers) => void): void {
    editTools().then(act).catch(fail);
  }

  return {
    ...sweeps,
    ...moves,
    edit,
    adoptMap(svg) {
      moves.adoptMap(svg);
      svg.addEventListener("click", (event) => edit((it) => it.click(svg, event)));
      tools?.adopt();
    },
    async openModel(start) {
      try {
        const choices = modelScenarios.map((file) => ({ file, title: JSON.parse(file.text).title ?? null, ...UNREAD }));
        sides.showSite(modelSite, await start.site, choices, Math.min(2, choices.length), start);
      } catch (error) {
        fail(error);
      }
    },
    async openFiles(files) {
      store.change(change.hoverFile, false);
      store.change(change.clearFault);
      try {
        const sites: string[] = [];
        for (const file of files) if ((await sides.openFile(file)) === "site") sites.push(file.name);
        const last = sites.pop();
        if (last === undefined || sites.length === 0) return;
        const others = sites.join(state.language === "zh" ? "、" : ", ");
        tell(store, { whose: "several", sentence: say(state.language, "lastSite", last, others) });
      } catch (error) {
        fail(error);
      }
    },
    async compare() {
      store.change(change.addSide, Math.min(1, state.choices.length - 1));
      await sides.solve(1);
    },
    closeSide: sides.closeSecond,
    chooseScenario: (side, choice) => void sides.choose(side, choice),
    stopOrSolve(side) {
      const { status, choice, beginning } = state.sides[side];
      if (status === "solving") {
        // at once on the page; the worker may still be auditing a plan, which then is drawn when it comes
        void sides.deskOf(side).solver.stop();
        store.change(change.endSolving, side, "stopped");
      } else void sides.solveAgain(side, choice, beginning);
    },
    startAnew(side) {
      const { choice, beginning } = state.sides[side];
      void sides.solveAgain(side, choice, beginning === "last" ? "anew" : "last");
    },
    turnRail(rail) {
      store.change(change.turnRail, rail);
      if (rail === "edits") edit(() => {});
      void need(RAIL_PARTS[rail]);
    },
    foldLegend: () => store.change(change.foldLegend, state.legend === "open" ? "folded" : "open"),
    turnTo: (side) => store.change(change.turnTo, side),
    useSide(side) {
      // an area is drawn to its end where it was begun; a side may just have been closed
      if (side !== state.active && side in state.sides && state.editing.tool === "choose")
        store.change(change.turnTo, side);
    },
    download: (side, what) => void sides.download(side, what),
    dismissFault: () => store.change(change.clearFault),
    speak(language) {
      store.change(change.speak, language);
      rememberLanguage(language);
    },
    show: (what) => store.change(change.show, what),
    hoverFile: (over) => store.change(change.hoverFile, over === "over"),
  };
}
