import * as change from "./changes.ts";
import type { Fail } from "./faults.ts";
import type { CurveName, SourceFile } from "./protocol.ts";
import type { Handlers } from "./render/handlers.ts";
import { save, savePlan } from "./save.ts";
import { fileOf, type Sides } from "./sides.ts";
import { type Desk, startDesk } from "./solver.ts";
import type { Store } from "./store.ts";

type SweepHandlers = Pick<
  Handlers,
  | "sweepOrStop"
  | "chooseCurve"
  | "setRange"
  | "chooseSecond"
  | "setSecondRange"
  | "showPoint"
  | "downloadCurve"
  | "downloadPoint"
>;

/** What the trade-off panel does, in a worker of its own that is started when first needed: the sides keep theirs. */
export interface Sweeps extends SweepHandlers {
  stop(): void;
}

/** `sides` are asked for when something happens: they are made together with this. */
export function createSweeps(store: Store, sides: () => Sides, fail: Fail): Sweeps {
  const { state } = store;
  let sweeper: Desk | null = null;
  let sweeperSitting = -1;
  let sweptFile: SourceFile | null = null;

  /** Sweeps the scenario of the side that is looked at. */
  async function sweep(): Promise<void> {
    const { tradeOff } = state;
    const own = state.sides[state.active]?.choice ?? -1;
    // a side that shows a point of the curve stays with the curve's scenario
    const choice = own >= 0 ? own : Math.max(tradeOff.choice, 0);
    const { curve } = tradeOff;
    const { sitting, openedSite } = sides();
    const file = fileOf(state.choices[choice]);
    const isNew = tradeOff.choice !== choice || sweptFile !== file || sweeperSitting !== sitting;
    store.change(change.startSweep, choice, isNew ? "another" : "same");
    const { run } = tradeOff;
    const current = () => tradeOff.run === run;
    try {
      sweeper ??= startDesk();
      if (isNew) {
        if (openedSite === null) throw new Error("sweep: no site is open");
        await sweeper.solver.openSite(openedSite);
        await sweeper.solver.openScenario(file);
        [sweeperSitting, sweptFile] = [sitting, file];
      }
      const { second, ranges, secondRanges } = tradeOff;
      const beside = second && { name: second, range: secondRanges[second] };
      const ending = await sweeper.sweep({ curve, range: ranges[curve], second: beside }, (progress) => {
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
    const mine = sides().sitting;
    const side = state.active;
    try {
      const made = await sweeper?.solver.pointPlan(curve, row);
      if (!made || mine !== sides().sitting) return;
      void sides().deskOf(side).solver.stop();
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
      savePlan(`frontier-${curve}-${String(row + 1).padStart(2, "0")}`, what, text);
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
    chooseSecond: (second) => store.change(change.chooseSecond, second),
    setSecondRange: (range) => store.change(change.setSecondRange, range),
    showPoint: (curve, row) => void showPoint(curve, row),
    downloadCurve: (curve) => void downloadCurve(curve),
    downloadPoint: (what) => void downloadPoint(what),
    stop() {
      if (state.tradeOff.status === "running") void sweeper?.solver.stop();
    },
  };
}
