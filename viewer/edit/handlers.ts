import type { Edit, Thing } from "../state.ts";

/** What the edit tools do when something happens; they are fetched with the first edit. */
export interface EditHandlers {
  /** Hangs drawing and choosing on the drawings that are there. */
  adopt(): void;
  /** A click on a drawing: chooses a thing, or sets a corner. */
  click(svg: SVGSVGElement, event: MouseEvent): void;
  /** Chooses a thing from a list, and shows it. */
  choose(thing: Thing | null): void;
  /** Begins an area; `fromKeys` when the button was pressed from the keyboard. */
  draw(tool: "empty" | "green", fromKeys: "keys" | "pointer"): void;
  closeArea(): void;
  takeBack(): void;
  cancel(): void;
  /** Adds an edit to the scenario of the active side, if the engine can have it. */
  add(edit: Edit): void;
  remove(row: number): void;
  /** Takes the last change of the edits back; while an area is drawn, its last corner. */
  undo(): void;
  /** Puts the last change that was taken back in again; while an area is drawn, its corner. */
  redo(): void;
  /** Moves the drawing to an edit. */
  showEdit(row: number): void;
  /** Solves the active side with its edits: from the last plan and close to it, or anew. */
  solve(how: "last" | "anew"): void;
  saveScenario(): void;
}
