import type { EditHandlers } from "../edit/handlers.ts";
import type { Moves } from "../moves.ts";
import type { CurveName, Saved, SecondName, WeightName } from "../protocol.ts";

/** What the picture needs of the events: the same functions at every drawing. */
export interface Handlers extends Moves {
  chooseScenario(side: number, choice: number): void;
  stopOrSolve(side: number): void;
  /** Begins an edited scenario anew, or with the plan before it again. */
  startAnew(side: number): void;
  closeSide(): void;
  turnTo(side: number): void;
  /** Something on a side is being used: what is said beside the drawings is about it from now on. */
  useSide(side: number): void;
  download(side: number, what: Saved): void;
  dismissFault(): void;
  sweepOrStop(): void;
  chooseCurve(curve: CurveName): void;
  setRange(range: string): void;
  chooseSecond(second: SecondName | null): void;
  setSecondRange(range: string): void;
  setWeight(name: WeightName, typed: string): void;
  weigh(): void;
  showPoint(curve: CurveName, row: number): void;
  downloadCurve(curve: CurveName): void;
  downloadPoint(what: Saved): void;
  /** Does something with the edit tools, fetching them first where need be. */
  edit(act: (tools: EditHandlers) => void): void;
}
