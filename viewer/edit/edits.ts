import type { Area, Point, Ring } from "../../engine/model/geometry.ts";
import type { Lock } from "../../engine/model/scenario.ts";
import { moveView, turnTo } from "../changes.ts";
import type { Beginning, SourceFile } from "../protocol.ts";
import { save } from "../save.ts";
import type { Edit, Thing } from "../state.ts";
import type { Store } from "../store.ts";
import { type Box, boxAroundShapes, viewOf } from "../view.ts";
import * as change from "./changes.ts";
import type { EditHandlers } from "./handlers.ts";
import { choosable, featureOfThing, shapeOfLock } from "./things.ts";
import "../style/edits.css";

export { renderEditBar } from "./bar.ts";
export { renderEditLayer } from "./layer.ts";
export { renderEditPanel } from "./panel.ts";

/** What the edit tools need of the page. */
export interface EditDoors {
  keptGreen(side: number, area: Area): Promise<Area[]>;
  lockedFile(side: number, file: SourceFile | null, locks: readonly Lock[]): Promise<SourceFile>;
  solve(side: number, choice: number, beginning: Beginning | null): Promise<void>;
  flyTo(box: Box): void;
  /** Tells why an edit cannot be. */
  fail(error: unknown): void;
  /** Takes away what was told of the edit before. */
  forgive(): void;
}

/** A second click this near the last corner is the end of a double click, or a hand that shook, pixels. */
const SHAKE = 7;

/** How far an arrow key moves the drawing under the cross, pixels; with Shift, finely. */
const STEP = 24;
const FINE_STEP = 4;

export function createEdits(store: Store, doors: EditDoors): EditHandlers {
  const { state } = store;
  const adopted = new WeakSet<SVGSVGElement>();
  let asking: Promise<unknown> = Promise.resolve();
  /** Corners of the area being drawn that were taken back. */
  let corners: Point[] = [];

  const drawing = () => state.editing.tool !== "choose";

  /** The scenario of the active side; null before it has been read. */
  function choiceRow(): number | null {
    const row = state.sides[state.active]?.choice ?? -1;
    return row >= 0 && state.choices[row].edits !== null ? row : null;
  }

  function metresAt(svg: SVGSVGElement, { clientX, clientY }: MouseEvent): Point {
    const { left, top } = svg.getBoundingClientRect();
    const { x, y, k } = viewOf(state);
    const { width, height } = state.pane;
    return [x + (clientX - left - width / 2) / k, y - (clientY - top - height / 2) / k];
  }

  function sideOf(svg: SVGSVGElement): number {
    return [...document.querySelectorAll("svg.map")].indexOf(svg);
  }

  function setCorner(at: Point): void {
    const set = state.editing.corners;
    const { k } = viewOf(state);
    const apart = (corner: Point | undefined) =>
      corner === undefined ? Infinity : Math.hypot(corner[0] - at[0], corner[1] - at[1]) * k;
    // on the first corner again: that closes
    if (set.length > 2 && apart(set[0]) < SHAKE) closeArea();
    else if (apart(set.at(-1)) >= SHAKE) {
      corners = [];
      store.change(change.setCorners, [...set, at]);
    }
  }

  function closeArea(): void {
    const { corners, tool, busy } = state.editing;
    if (tool === "choose" || corners.length < 3 || busy) return;
    const area: Area = { shell: ringOf(corners), holes: [] };
    void tried(async (side, choice) => {
      // read as it was drawn before it is cut: a ring that crosses itself is told as such
      const drawn: Lock = { shape: { type: "Polygon", area }, as: tool };
      await fileWith(side, choice, [{ does: tool, kind: null, locks: [drawn] }]);
      const areas = tool === "green" ? await doors.keptGreen(side, area) : [area];
      const locks = areas.map((piece): Lock => ({ shape: { type: "Polygon", area: piece }, as: tool }));
      await amend(side, choice, [...editsOf(choice), { does: tool, kind: null, locks }]);
      store.change(change.takeTool, "choose", false);
    });
  }

  const editsOf = (choice: number) => state.choices[choice].edits ?? [];

  /** The scenario's file with edits, read without fault; null where that is the file as it was given. */
  async function fileWith(side: number, choice: number, edits: readonly Edit[]): Promise<SourceFile | null> {
    const locks = edits.flatMap((edit) => edit.locks);
    const { file } = state.choices[choice];
    // without any it is the file as it was given, unless that has locks
    const isPlain = locks.length === 0 && !(file && JSON.parse(file.text).locks?.length);
    return isPlain ? null : doors.lockedFile(side, file, locks);
  }

  /** Puts edits in place of those before. */
  async function amend(side: number, choice: number, edits: readonly Edit[]): Promise<void> {
    const edited = await fileWith(side, choice, edits);
    const past = [...state.choices[choice].past, editsOf(choice)];
    store.change(change.setEdits, choice, edits, edited, { past, undone: [] });
  }

  function undo(): void {
    if (drawing()) {
      takeBack();
      return;
    }
    void tried(async (side, choice) => {
      const { past, undone } = state.choices[choice];
      const before = past.at(-1);
      if (!before) return;
      const file = await fileWith(side, choice, before);
      const left = { past: past.slice(0, -1), undone: [...undone, editsOf(choice)] };
      store.change(change.setEdits, choice, before, file, left);
    });
  }

  function redo(): void {
    if (drawing()) {
      const corner = corners.pop();
      if (corner) store.change(change.setCorners, [...state.editing.corners, corner]);
      return;
    }
    void tried(async (side, choice) => {
      const { past, undone } = state.choices[choice];
      const after = undone.at(-1);
      if (!after) return;
      const file = await fileWith(side, choice, after);
      const left = { past: [...past, editsOf(choice)], undone: undone.slice(0, -1) };
      store.change(change.setEdits, choice, after, file, left);
    });
  }

  /** One edit after the other: each is read together with those before it. */
  function tried(work: (side: number, choice: number) => Promise<void>): Promise<void> {
    const run = asking.then(async () => {
      const choice = choiceRow();
      if (choice === null) return;
      doors.forgive();
      store.change(change.ask, true);
      try {
        await work(state.active, choice);
      } catch (error) {
        doors.fail(error);
      } finally {
        store.change(change.ask, false);
      }
    });
    asking = run;
    return run;
  }

  function cancel(): void {
    store.change(change.takeTool, "choose", false);
  }

  function takeBack(): void {
    const last = state.editing.corners.at(-1);
    if (!last) return;
    corners.push(last);
    store.change(change.setCorners, state.editing.corners.slice(0, -1));
  }

  function choose(thing: Thing | null): void {
    store.change(change.chooseThing, thing);
  }

  function click(svg: SVGSVGElement, event: MouseEvent): void {
    if (!state.site) return;
    const side = sideOf(svg);
    if (drawing()) {
      // an area is drawn on one side; the other one looks at the same place
      setCorner(metresAt(svg, event));
      return;
    }
    const plan = state.sides[side]?.plan;
    if (!plan || state.shown !== "plan") return;
    const known = new Set(choosable(state.site, plan));
    for (const element of document.elementsFromPoint(event.clientX, event.clientY)) {
      const mark = element.closest<SVGGElement & { __data__?: { feature: Thing } }>("g.mark");
      const feature = mark?.__data__?.feature;
      if (!feature || !known.has(feature as never)) continue;
      const { thing } = state.editing;
      if (side !== state.active) store.change(turnTo, side);
      const isSame = thing?.kind === feature.kind && thing.id === feature.id;
      choose(isSame ? null : { kind: feature.kind, id: feature.id });
      return;
    }
    if (state.editing.thing) choose(null);
  }

  /** The cross in the middle of the drawing. */
  const middle = (): Point => {
    const { x, y } = viewOf(state);
    return [x, y];
  };

  function key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!drawing()) {
      if (event.key !== "Escape" || !state.editing.thing) return;
      choose(null);
    } else {
      const step = (event.shiftKey ? FINE_STEP : STEP) / viewOf(state).k;
      const move = MOVES[event.key];
      if (move) {
        const view = viewOf(state);
        store.change(moveView, { ...view, x: view.x + move[0] * step, y: view.y + move[1] * step });
        store.change(change.movePointer, null, true);
      } else if (event.key === " ") setCorner(middle());
      else if (event.key === "Enter") closeArea();
      else if (event.key === "Backspace") takeBack();
      else if (event.key === "Escape") cancel();
      else return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** Keys that mean the same wherever the focus is; a drawing has its own first. */
  function pageKey(event: KeyboardEvent): void {
    const isTyping = event.target instanceof Element && event.target.matches("input, select, textarea");
    if (isTyping || event.defaultPrevented) return;
    const letter = event.key.toLowerCase();
    const isHeld = event.ctrlKey || event.metaKey;
    // ⌘ Y is the browser's own
    const isRedo = (isHeld && event.shiftKey && letter === "z") || (event.ctrlKey && !event.shiftKey && letter === "y");
    if (isRedo || (isHeld && letter === "z")) {
      event.preventDefault();
      if (isRedo) redo();
      else undo();
    } else if (event.key === "Escape" && drawing()) cancel();
    else if (event.key === "Escape" && state.editing.thing) choose(null);
  }

  window.addEventListener("keydown", pageKey);

  /** Where a thing of the active side lies, unless it is in sight. */
  function outOfSight(thing: Thing): Box | null {
    const feature = state.site && featureOfThing(state.site, state.sides[state.active].plan, thing);
    const box = feature ? boxAroundShapes([feature.shape]) : null;
    const { x, y, k } = viewOf(state);
    const { width, height } = state.pane;
    const isIn =
      box && Math.max(x - box[0], box[2] - x) * k * 2 < width && Math.max(y - box[1], box[3] - y) * k * 2 < height;
    return isIn ? null : box;
  }

  function adopt(): void {
    for (const svg of document.querySelectorAll<SVGSVGElement>("svg.map")) {
      if (adopted.has(svg)) continue;
      adopted.add(svg);
      // before the drawing's own keys
      svg.addEventListener("keydown", key, { capture: true });
      svg.addEventListener("pointermove", (event) => {
        if (drawing()) store.change(change.movePointer, metresAt(svg, event), false);
      });
      svg.addEventListener("pointerleave", () => {
        if (drawing() && !state.editing.byKeys) store.change(change.movePointer, null, false);
      });
      svg.addEventListener("dblclick", () => closeArea());
    }
  }

  return {
    adopt,
    click,
    undo,
    redo,
    choose(thing) {
      choose(thing);
      const box = thing && outOfSight(thing);
      if (box) doors.flyTo(box);
    },
    draw(tool, from) {
      if (choiceRow() === null) return;
      const isSame = state.editing.tool === tool;
      corners = [];
      store.change(change.takeTool, isSame ? "choose" : tool, from === "keys");
      if (!isSame) document.querySelector<SVGSVGElement>(".pane.is-active svg.map")?.focus({ preventScroll: true });
      document.querySelector(".panes")?.scrollIntoView({ block: "nearest" });
    },
    closeArea,
    takeBack,
    cancel,
    add: (edit) =>
      void tried(async (side, choice) => {
        await amend(side, choice, [...editsOf(choice), edit]);
        choose(null);
      }),
    remove: (row) =>
      void tried((side, choice) =>
        amend(
          side,
          choice,
          editsOf(choice).filter((_, i) => i !== row),
        ),
      ),
    showEdit(row) {
      const choice = choiceRow();
      const { site } = state;
      if (choice === null || !site) return;
      const box = boxAroundShapes(editsOf(choice)[row].locks.flatMap((lock) => shapeOfLock(site, lock) ?? []));
      if (box) doors.flyTo(box);
    },
    solve: (how) =>
      void tried(async (side, choice) => {
        const isCompound = state.site?.compound === true;
        // an open lot begins anew whatever is asked
        void doors.solve(side, choice, isCompound ? how : null);
      }),
    saveScenario: () =>
      void tried(async (side, choice) => {
        const { file, edited } = state.choices[choice];
        const locks = editsOf(choice).flatMap((edit) => edit.locks);
        const { name, text } = edited ?? (await doors.lockedFile(side, file, locks));
        save(name.replace(/(\.json)?$/, ".json"), "application/json", text);
      }),
  };
}

const MOVES: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Corners as a ring, counter-clockwise. */
function ringOf(corners: readonly Point[]): Ring {
  let twice = 0;
  corners.forEach(([x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length];
    twice += x * nextY - nextX * y;
  });
  return Float64Array.from((twice < 0 ? corners.toReversed() : corners).flat());
}
