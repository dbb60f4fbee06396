/**
 * Forms: an aisle with all that follows from it alone, where it runs and where its rows lie. Layouts that follow each other
 * move by move share most of theirs. A form never changes; a changed aisle gets another one. What stands in a form's rows
 * is a filling, which does change with the rest of the layout. Units of 0.1 mm.
 */
import { HEAD, measured } from "./arena";
import { hasChoice, kindOneWay, kindRows, mostRows, rowAtEnds, rowDepth, rowOf, widthOf } from "./kinds";
import {
  ACROSS,
  columnAt,
  FORM,
  FRAME,
  FROM,
  get,
  HIGH,
  kindOf,
  LOW,
  preferenceOf,
  SLOTS,
  set,
  TO,
  TURN,
} from "./layout";
import { FORM_ROWS, Form, form, MAX_FORMS, Row, setForm, setRow } from "./records";

/** Columns of a layout that a form follows from: the first ones. */
const INPUTS: i32 = 9;

/** Two forms' link, by form * MAX_FORMS + other: unknown, none, or some. */
const links = changetype<StaticArray<u8>>(memory.data(HEAD + MAX_FORMS * MAX_FORMS * 1) + HEAD);
measured(links, MAX_FORMS * MAX_FORMS);
export const UNKNOWN: i32 = 0;
export const APART: i32 = 1;
export const LINKED: i32 = 2;

const free = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_FORMS * 4) + HEAD);
measured(free, MAX_FORMS);
let freeForms: i32 = 0;
/** No form in use has this number or a higher one. */
let topForm: i32 = 0;
/** Passes that rows are packed in. */
export let passes: i32 = 1;

/** Forgets all forms. */
export function clearForms(): void {
  freeForms = 0;
  for (let f = MAX_FORMS - 1; f >= 0; f--) free[freeForms++] = f;
  topForm = 0;
  passes = min(mostRows, 2);
}

/** Makes the form of an aisle whose FROM and TO are known; its number, or −1 when the table is full. */
export function makeForm(layout: usize, i: i32, rawFrom: i32, rawTo: i32): i32 {
  if (!freeForms) return -1;
  const f = free[--freeForms];
  topForm = max(topForm, f + 1);
  for (let column = 0; column < INPUTS; column++) setForm(f, Form.Inputs + column, get(layout, column, i));
  setForm(f, Form.Frame, get(layout, FRAME, i));
  setForm(f, Form.Turn, get(layout, TURN, i));
  setForm(f, Form.Across, get(layout, ACROSS, i));
  setForm(f, Form.Width, widthOf(layout, i));
  setForm(f, Form.From, get(layout, FROM, i));
  setForm(f, Form.To, get(layout, TO, i));
  setForm(f, Form.RawFrom, rawFrom);
  setForm(f, Form.RawTo, rawTo);
  setForm(f, Form.Origin, get(layout, FORM, i));
  set(layout, FORM, i, f);
  layRows(layout, i, f);
  const all = changetype<usize>(links);
  for (let g = 0; g < topForm; g++) {
    store<u8>(all + <usize>(g * MAX_FORMS + f), <u8>UNKNOWN);
    store<u8>(all + <usize>(f * MAX_FORMS + g), <u8>UNKNOWN);
  }
  return f;
}

/** Gives a form back. */
export function freeForm(f: i32): void {
  free[freeForms++] = f;
}

/** What a column of a layout said of the aisle. */
export function formInput(f: i32, column: i32): i32 {
  return form(f, Form.Inputs + column);
}

/** Whether an aisle still is as its form says. */
export function isForm(layout: usize, i: i32, f: i32): boolean {
  for (let column = 0; column < INPUTS; column++)
    if (form(f, Form.Inputs + column) != get(layout, column, i)) return false;
  return true;
}

/** One bit for each of four aisles from i on whose inputs or forms differ between two layouts. */
export function differing(a: usize, b: usize, i: i32): i32 {
  const at = (<usize>i) << 2;
  if (ASC_FEATURE_SIMD) {
    let sum = v128.xor(v128.load(columnAt(a, FORM) + at), v128.load(columnAt(b, FORM) + at));
    for (let column = 0; column < INPUTS; column++)
      sum = v128.or(sum, v128.xor(v128.load(columnAt(a, column) + at), v128.load(columnAt(b, column) + at)));
    return i32x4.bitmask(i32x4.ne(sum, i32x4.splat(0)));
  }
  let bits = 0;
  for (let k = 0; k < 4; k++) {
    const one = at + ((<usize>k) << 2);
    let sum = load<i32>(columnAt(a, FORM) + one) ^ load<i32>(columnAt(b, FORM) + one);
    for (let column = 0; column < INPUTS; column++)
      sum |= load<i32>(columnAt(a, column) + one) ^ load<i32>(columnAt(b, column) + one);
    if (sum) bits |= 1 << k;
  }
  return bits;
}

/** Where the rows of an aisle lie. */
function layRows(layout: usize, i: i32, f: i32): void {
  const kind = kindOf(layout, i);
  const isChosen = hasChoice();
  const t = form(f, Form.Across);
  const from = form(f, Form.From);
  const to = form(f, Form.To);
  const width = form(f, Form.Width);
  for (let pass = 0; pass < passes; pass++) {
    for (let slot = 0; slot < SLOTS; slot++) {
      const id = f * FORM_ROWS + pass * SLOTS + slot;
      setRow(id, Row.Kind, -1);
      let place = isChosen ? preferenceOf(layout, i, slot) : 0;
      if (pass) place = place == kindRows[kind] - 1 ? kindRows[kind] : kindRows[kind] - 1;
      if (place >= kindRows[kind]) continue;
      const served = rowOf(kind, place);
      const deep = rowDepth[served];
      if (slot < 2) {
        setRow(id, Row.Across, slot == 0 ? t - deep : t + width);
        setRow(id, Row.Low, from);
        setRow(id, Row.High, to);
      } else {
        // an end that the ground cuts off has no room behind it; only one that was cut back may
        if (kindOneWay[kind] || !rowAtEnds[served] || to - from < width) continue;
        if (get(layout, slot == 2 ? LOW : HIGH, i) != (slot == 2 ? from : to)) continue;
        setRow(id, Row.Across, slot == 2 ? from - deep : to);
        setRow(id, Row.Low, t);
        setRow(id, Row.High, t + width);
      }
      setRow(id, Row.Kind, served);
      setRow(id, Row.Frame, form(f, Form.Frame));
      setRow(id, Row.Along, slot < 2 ? form(f, Form.Turn) : 1 - form(f, Form.Turn));
      setRow(id, Row.Deep, deep);
    }
  }
}

export function linkOf(f: i32, g: i32): i32 {
  return load<u8>(changetype<usize>(links) + <usize>(f * MAX_FORMS + g));
}

export function setLink(f: i32, g: i32, state: i32): void {
  store<u8>(changetype<usize>(links) + <usize>(f * MAX_FORMS + g), <u8>state);
}
