/**
 * What came of the last try: forms made for it and rows filled anew, to be kept when a search goes on from there and given back
 * when it does not. Beside it the forms of the layout that stands.
 */
import { HEAD, measured } from "./arena";
import { queue, setDirected } from "./evaluate";
import { clearRow, giveFilling } from "./fillings";
import { freeForm, passes } from "./forms";
import { ALIVE, aisleCount, COUNT, FORM, get, MAX_AISLES, SLOTS, set } from "./layout";
import { need } from "./links";
import {
  Filling,
  FORM_ROWS,
  Form,
  fill,
  form,
  fromOf,
  MAX_FORMS,
  nextRun,
  Row,
  row,
  runAt,
  setForm,
  setRow,
  toOf,
} from "./records";
import { addRunUpTo, clearRuns } from "./runs";

/** Forms of the layout that stands, those that a car reaches, and whether directions matter to it. */
export const base = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLES * 4) + HEAD);
measured(base, MAX_AISLES);
export let baseCount: i32 = 0;
export let baseDirected: boolean = false;

/** Number of the layout tried last; forms of it that a car reaches have it. */
export let stamp: i32 = 0;
/** Forms made for it. */
const made = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_FORMS * 4) + HEAD);
measured(made, MAX_FORMS);
let madeCount: i32 = 0;
/** Rows of forms that stand and have been filled anew for it, with what stood in them. */
const changedRow = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_FORMS * FORM_ROWS * 4) + HEAD);
measured(changedRow, MAX_FORMS * FORM_ROWS);
const changedFrom = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_FORMS * FORM_ROWS * 4) + HEAD);
measured(changedFrom, MAX_FORMS * FORM_ROWS);
let changedCount: i32 = 0;

/** Nothing stands. */
export function clearBase(): void {
  baseCount = 0;
  baseDirected = false;
}

/** Begins to try a layout. */
export function beginTry(): void {
  stamp++;
  madeCount = 0;
  changedCount = 0;
}

/** Tells of a form made for it. */
export function noteMade(f: i32): void {
  made[madeCount++] = f;
}

/** Tells of a row of a form that stands, and what stood in it. */
export function noteChanged(id: i32, old: i32): void {
  changedRow[changedCount] = id;
  changedFrom[changedCount++] = old;
}

/** Makes the layout tried last the one that stands. */
export function takeOver(layout: usize, isDirected: boolean): void {
  for (let k = 0; k < changedCount; k++) giveFilling(changedFrom[k]);
  for (let k = 0; k < baseCount; k++) if (form(base[k], Form.Held) != stamp) release(base[k]);
  baseCount = aisleCount(layout);
  for (let i = 0; i < baseCount; i++) {
    const f = get(layout, FORM, i);
    base[i] = f;
    setForm(f, Form.Alive, get(layout, ALIVE, i));
    if (form(f, Form.Alive)) continue;
    for (let side = 0; side < FORM_ROWS; side++) empty(f * FORM_ROWS + side);
  }
  baseDirected = isDirected;
}

/** Gives back what was made for the layout tried last. */
export function giveBack(): void {
  for (let k = 0; k < changedCount; k++) {
    giveFilling(row(changedRow[k], Row.Filling));
    setRow(changedRow[k], Row.Filling, changedFrom[k]);
  }
  for (let k = 0; k < madeCount; k++) release(made[k]);
}

function empty(id: i32): void {
  giveFilling(row(id, Row.Filling));
  clearRow(id);
}

function release(f: i32): void {
  for (let side = 0; side < FORM_ROWS; side++) empty(f * FORM_ROWS + side);
  setForm(f, Form.Alive, 0);
  freeForm(f);
}

/** Stalls along each aisle and the part of it that is needed, as `evaluate` leaves them. */
export function fillNeeds(layout: usize, isDirected: boolean): void {
  const n = aisleCount(layout);
  let alive = 0;
  clearRuns();
  for (let i = 0; i < n; i++) {
    set(layout, COUNT, i, 0);
    if (!get(layout, ALIVE, i)) continue;
    queue[alive++] = i;
    const f = get(layout, FORM, i);
    for (let side = 0; side < passes * SLOTS; side++) {
      const id = f * FORM_ROWS + side;
      if (row(id, Row.Kind) < 0) continue;
      const r = row(id, Row.Filling);
      const end = runAt(r, fill(r, Filling.Runs));
      for (let at = runAt(r, 0); at < end; at = nextRun(at))
        addRunUpTo(i, side & 3, row(id, Row.Across), fromOf(at), toOf(at), row(id, Row.Kind));
    }
  }
  setDirected(isDirected);
  need(layout, alive);
}
