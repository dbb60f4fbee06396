import * as change from "./changes.ts";
import type { Fail } from "./faults.ts";
import { pointName } from "./points.ts";
import type { CurveName, Saved, SourceFile } from "./protocol.ts";
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
  | "setWeight"
  | "weigh"
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

  /** The scenario of the side that is looked at; a point of a curve stays with the curve's until it is edited. */
  function choiceRow(): number {
    const own = state.sides[state.active]?.choice ?? 0;
    const { opened, edits } = state.choices[own];
    return opened?.point && edits === opened.edits ? opened.point.of : own;
  }

  /** Whether the worker has another scenario before it, or none. */
  function isNew(choice: number): boolean {
    const file = fileOf(state.choices[choice]);
    return state.tradeOff.choice !== choice || sweptFile !== file || sweeperSitting !== sides().sitting;
  }

  /** The worker with a scenario before it; what it found of the one before is gone. */
  async function opened(choice: number, which: "same" | "another"): Promise<Desk> {
    const { sitting, openedSite } = sides();
    sweeper ??= startDesk();
    if (which === "same") return sweeper;
    if (openedSite === null) throw new Error("sweep: no site is open");
    const file = fileOf(state.choices[choice]);
    sweeperSitting = -1;
    await sweeper.solver.openSite(openedSite);
    await sweeper.solver.openScenario(file);
    [sweeperSitting, sweptFile] = [sitting, file];
    return sweeper;
  }

  async function sweep(): Promise<void> {
    const { tradeOff } = state;
    const choice = choiceRow();
    const { curve } = tradeOff;
    const which = isNew(choice) ? "another" : "same";
    store.change(change.startSweep, choice, which);
    const { run } = tradeOff;
    const current = () => tradeOff.run === run;
    try {
      const desk = await opened(choice, which);
      const { second, ranges, secondRanges } = tradeOff;
      const beside = second && { name: second, range: secondRanges[second] };
      const ending = await desk.sweep({ curve, range: ranges[curve], second: beside }, (progress) => {
        if (current()) store.change(change.showSweep, curve, progress);
      });
      if (current()) store.change(change.endSweep, ending);
    } catch (error) {
      if (!current()) return;
      store.change(change.endSweep, "failed");
      fail(error);
    }
  }

  async function weigh(): Promise<void> {
    const { weighing } = state;
    const choice = choiceRow();
    const which = isNew(choice) ? "another" : "same";
    // a curve of another scenario goes; one that is under way stops and keeps what it has
    if (which === "another") store.change(change.clearTradeOff, choice);
    store.change(change.startWeighing);
    const mine = sides().sitting;
    const current = () => mine === sides().sitting && weighing.status === "running";
    try {
      const desk = await opened(choice, which);
      const typed = Object.entries(weighing.typed).map(([name, text]) => [name, numberOf(text)] as const);
      const weighed = await desk.solver.weigh(JSON.stringify(Object.fromEntries(typed)));
      if (current()) store.change(change.showWeighed, weighed);
    } catch (error) {
      if (!current()) return;
      store.change(change.showWeighed, null);
      fail(error);
    }
  }

  async function showPoint(curve: CurveName, row: number): Promise<void> {
    const mine = sides().sitting;
    const side = state.active;
    try {
      const made = await sweeper?.solver.pointPlan(curve, row);
      if (!made || mine !== sides().sitting) return;
      await sides().open(side, made, { curve, row, of: state.tradeOff.choice });
    } catch (error) {
      fail(error);
    }
  }

  async function downloadPoint(what: Saved): Promise<void> {
    const { chosen } = state.tradeOff;
    if (chosen === null || !sweeper) return;
    const { curve, row } = chosen;
    try {
      const text = await sweeper.solver.pointFile(curve, row, what);
      savePlan(pointName(curve, row), what, text);
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
    setWeight: (name, typed) => store.change(change.setWeight, name, typed),
    weigh: () => void weigh(),
    showPoint: (curve, row) => void showPoint(curve, row),
    downloadCurve: (curve) => void downloadCurve(curve),
    downloadPoint: (what) => void downloadPoint(what),
    stop() {
      if (state.tradeOff.status === "running") void sweeper?.solver.stop();
    },
  };
}

/** A number as it was typed, nothing being 0; the text where it is none, for the engine to say so. */
function numberOf(text: string): number | string {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}
