import type { Point } from "../../engine/model/geometry.ts";
import type { SourceFile } from "../protocol.ts";
import type { Choice, Edit, Editing, State, Thing } from "../state.ts";

// every way the edits of a page can change, by name

export function chooseThing(state: State, thing: Thing | null): void {
  state.editing.thing = thing;
  if (!thing) return;
  state.shown = "plan";
  // one thing at a time is marked
  state.focus = null;
}

/** Begins an area, or ends drawing with `choose`. */
export function takeTool(state: State, tool: Editing["tool"], byKeys: Editing["byKeys"]): void {
  Object.assign(state.editing, { tool, byKeys, corners: [], pointer: null, thing: null });
}

export function setCorners(state: State, corners: readonly Point[]): void {
  state.editing.corners = corners;
}

export function movePointer(state: State, pointer: Point | null, byKeys: Editing["byKeys"]): void {
  state.editing.pointer = pointer;
  state.editing.byKeys = byKeys;
}

/** The engine looks at an edit, or has. */
export function ask(state: State, busy: Editing["busy"]): void {
  state.editing.busy = busy;
}

/**
 * A scenario has other edits; its file with them was read without fault. `past` is what can be gone back to now, `undone` what
 * can be put in again: nothing after an edit of its own.
 */
export function setEdits(
  state: State,
  choice: number,
  edits: readonly Edit[],
  edited: SourceFile | null,
  { past, undone }: Pick<Choice, "past" | "undone">,
): void {
  state.choices[choice] = { ...state.choices[choice], edits, edited, past, undone };
}
