/**
 * Compares a layout that is tried with the one that stands, and tells of the ground that differs: aisles that came, went or moved
 * with the rows along them, and rows whose turn has changed. Whoever meets that ground is packed anew.
 */
import { HEAD, measured } from "./arena";
import { copyRow, framesTold, tellChange, tellRow } from "./fillings";
import { formInput, passes } from "./forms";
import { FORM, get, MAX_AISLES, orderAt, PACK, SLOTS } from "./layout";
import { Filling, FORM_ROWS, Form, fill, form, fromOf, Row, row, runAt, setForm, setRow, toOf } from "./records";
import { base, baseCount, stamp } from "./tried";

/** Rows of the first pass that have moved in the order. */
const moved = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLES * SLOTS * 4) + HEAD);
measured(moved, MAX_AISLES * SLOTS);
let movedCount: i32 = 0;
/** Where rows have their place in the layout tried; the other one is that of the layout that stands. */
let placeTried: i32 = Row.Place;

/** The layout tried stands now. */
export function swapPlaces(): void {
  placeTried ^= Row.Place ^ Row.OtherPlace;
}

/** Finds the place of every row, and those whose place among the others is not what it was. */
export function orderRows(layout: usize, n: i32): void {
  movedCount = 0;
  let last = -1;
  let beforeLast = -1;
  let lastRow = -1;
  const placeBase = placeTried ^ Row.Place ^ Row.OtherPlace;
  for (let k = 0; k < n * SLOTS; k++) {
    const entry = orderAt(layout, k);
    const slot = entry & 3;
    const f = get(layout, FORM, entry >> 2);
    const id = f * FORM_ROWS + slot;
    setRow(id, placeTried, k);
    const origin = form(f, Form.Born) == stamp ? form(f, Form.Origin) : f;
    if (origin < 0) continue;
    const place = row(origin * FORM_ROWS + slot, placeBase);
    if (place > last) {
      beforeLast = last;
    } else if (place > beforeLast) {
      // rather one row that went back than all that it went past
      move(lastRow);
    } else {
      move(id);
      continue;
    }
    last = place;
    lastRow = id;
  }
}

function move(id: i32): void {
  setRow(id, Row.Moved, stamp);
  moved[movedCount++] = id;
}

/** Compares each aisle with what stood in its place, and tells of what differs; false when a table is full. */
export function follow(layout: usize, n: i32): boolean {
  for (let i = 0; i < n; i++) {
    const f = get(layout, FORM, i);
    const isAlive = form(f, Form.Present) == stamp;
    if (form(f, Form.Born) != stamp) {
      setForm(f, Form.Followed, stamp);
      if ((form(f, Form.Alive) != 0) != isAlive) tellForm(f);
      continue;
    }
    const o = form(f, Form.Origin);
    if (o >= 0) setForm(o, Form.Followed, stamp);
    if (o < 0 || !form(o, Form.Alive)) {
      if (isAlive) tellForm(f);
      continue;
    }
    if (!isAlive) {
      tellForm(o);
      continue;
    }
    if (!isSameLine(f, o)) {
      tellForm(o);
      tellForm(f);
      continue;
    }
    tellEnds(f, o);
    const turned = formInput(o, PACK) ^ get(layout, PACK, i);
    for (let side = 0; side < passes * SLOTS; side++) {
      const id = f * FORM_ROWS + side;
      const old = o * FORM_ROWS + side;
      const isKept = row(id, Row.Kind) == row(old, Row.Kind) && row(id, Row.Across) == row(old, Row.Across);
      // one that stays in its strip tells of what differs when it is filled
      if (!isKept && row(old, Row.Kind) >= 0) tellRow(old, row(old, Row.Filling));
      if (!isKept || row(id, Row.Kind) < 0 || (turned >> (side & 3)) & 1) continue;
      if (row(id, Row.Low) == row(old, Row.Low) && row(id, Row.High) == row(old, Row.High) && !copyRow(id, old))
        return false;
    }
  }
  for (let k = 0; k < baseCount; k++)
    if (form(base[k], Form.Followed) != stamp && form(base[k], Form.Alive)) tellForm(base[k]);
  for (let k = 0; k < movedCount; k++) {
    const f = moved[k] >> 3;
    const o = form(f, Form.Born) == stamp ? form(f, Form.Origin) : f;
    if (!form(o, Form.Alive)) continue;
    for (let pass = 0; pass < passes; pass++) {
      const id = o * FORM_ROWS + pass * SLOTS + (moved[k] & 7);
      if (row(id, Row.Kind) >= 0) tellRow(id, row(id, Row.Filling));
    }
  }
  return true;
}

export function isSameLine(f: i32, o: i32): boolean {
  return (
    form(f, Form.Frame) == form(o, Form.Frame) &&
    form(f, Form.Turn) == form(o, Form.Turn) &&
    form(f, Form.Across) == form(o, Form.Across) &&
    form(f, Form.Width) == form(o, Form.Width)
  );
}

/** Tells of the ends by which an aisle differs from another along the same line. */
function tellEnds(f: i32, o: i32): void {
  const low = min(form(f, Form.From), form(o, Form.From));
  const from = max(form(f, Form.From), form(o, Form.From));
  const to = min(form(f, Form.To), form(o, Form.To));
  const high = max(form(f, Form.To), form(o, Form.To));
  const frame = form(f, Form.Frame);
  const turn = form(f, Form.Turn);
  const t = form(f, Form.Across);
  const end = t + form(f, Form.Width);
  if (framesTold() == 1 << frame) {
    tellChange(frame, turn, low, from, t, end);
    tellChange(frame, turn, to, high, t, end);
    // the box around a slanted aisle grows on all sides
  } else if (low < from || to < high) tellChange(frame, turn, low, high, t, end);
}

/** Tells of an aisle and of what stands along it. */
function tellForm(f: i32): void {
  let s0 = form(f, Form.From);
  let s1 = form(f, Form.To);
  let t0 = form(f, Form.Across);
  let t1 = t0 + form(f, Form.Width);
  for (let side = 0; side < passes * SLOTS; side++) {
    const id = f * FORM_ROWS + side;
    const r = row(id, Row.Filling);
    if (r < 0 || !fill(r, Filling.Runs)) continue;
    const from = fromOf(runAt(r, 0));
    const to = toOf(runAt(r, fill(r, Filling.Runs) - 1));
    const across = row(id, Row.Across);
    const end = across + row(id, Row.Deep);
    const isSide = (side & 3) < 2;
    s0 = min(s0, isSide ? from : across);
    s1 = max(s1, isSide ? to : end);
    t0 = min(t0, isSide ? across : from);
    t1 = max(t1, isSide ? end : to);
  }
  tellChange(form(f, Form.Frame), form(f, Form.Turn), s0, s1, t0, t1);
}
