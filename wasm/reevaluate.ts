/**
 * Evaluates a layout that has come of the one that stands by a move or two, and finds what an evaluation from scratch finds, to the
 * bit and to the unit of work, at the cost of what the moves touch: aisles that changed get a new form, whoever links to them
 * is asked again, and rows are packed anew only where a hazard came, went or moved. Units of 0.1 mm.
 */
import { HEAD, measured } from "./arena";
import { connectDirected, isDirected } from "./circuit";
import { apart, apartCount, evaluateRows, extend, queue, reached, startAtGates, valueOf } from "./evaluate";
import {
  addLeft,
  clearChanges,
  clearFillings,
  clearRow,
  fillRow,
  giveFilling,
  isStale,
  placeRow,
  takeFilling,
  tellDifference,
  tellRow,
  workOf,
} from "./fillings";
import { follow, isSameLine, orderRows, swapPlaces } from "./follow";
import { APART, clearForms, differing, isForm, LINKED, linkOf, makeForm, passes, setLink, UNKNOWN } from "./forms";
import { addHazard, clearHazards } from "./hazards";
import { kindLayer } from "./kinds";
import {
  ALIVE,
  aisleCount,
  copyLayout,
  FORM,
  FRAME,
  FROM,
  get,
  kindOf,
  LAYOUT_BYTES,
  MAX_AISLES,
  orderAt,
  PACK,
  PARENT,
  SLOTS,
  set,
  setScore,
  setStallCount,
  TO,
} from "./layout";
import { link, need } from "./links";
import { Filling, FORM_ROWS, Form, fill, form, openFillings, Row, row, setForm, setRow } from "./records";
import { addWork, flushes, setWork, strip, work } from "./strips";
import {
  baseCount,
  baseDirected,
  beginTry,
  clearBase,
  fillNeeds,
  giveBack,
  noteChanged,
  noteMade,
  stamp,
  takeOver,
} from "./tried";

/** Whether there is a layout that stands; without one everything is evaluated from scratch. */
let standing: boolean = false;
// the layout tried last
let tried: boolean = false;
let triedDirected: boolean = false;
/** Ends of aisles without cutting back, while directions are found out. */
const rawFrom = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLES * 4) + HEAD);
measured(rawFrom, MAX_AISLES);
const rawTo = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLES * 4) + HEAD);
measured(rawTo, MAX_AISLES);

/** Aisles from which on a layout is held as forms: with fewer, an evaluation from scratch costs less. */
const LARGE: i32 = 13;
/** With fewer it is held no more. */
const SMALL: i32 = 11;

/** A copy of the layout that is to stand. */
const copy: usize = memory.data(LAYOUT_BYTES);

/** No layout stands any more: the next one is not kin to it. */
export function forget(): void {
  standing = false;
  tried = false;
}

/** Whether the layout that the last one was kept as stands. */
export function isStanding(): boolean {
  return standing;
}

/** Makes a layout that has been evaluated stand. That is no work: from scratch there would be none. */
export function stand(layout: usize): void {
  const before = work;
  forget();
  if (!openFillings()) return;
  clearForms();
  clearFillings();
  clearBase();
  copyLayout(copy, layout);
  const n = aisleCount(copy);
  for (let i = 0; i < n; i++) set(copy, FORM, i, -1);
  attempt(0, copy);
  if (tried) {
    keep(copy);
    standing = true;
    tried = false;
    for (let i = 0; i < n; i++) set(layout, FORM, i, get(copy, FORM, i));
  }
  setWork(before);
}

/** Makes a layout stand that is large enough: to be asked before it is copied, so that the copy has its forms. */
export function standLarge(layout: usize): void {
  if (!standing && aisleCount(layout) >= LARGE) stand(layout);
}

/** Evaluates a layout that is a copy of another but for some moves. Its NEED columns and counts follow with `keepTried`. */
export function reevaluate(from: usize, layout: usize): f64 {
  return standing ? reevaluateForms(from, layout) : evaluateRows(layout);
}

/** Likewise, of the layout that stands. */
export function reevaluateForms(from: usize, layout: usize): f64 {
  tried = false;
  const value = attempt(from, layout);
  if (tried) return value;
  drop();
  return evaluateRows(layout);
}

/** Leaves `tried` false when a table is full. */
function attempt(stands: usize, layout: usize): f64 {
  const n = aisleCount(layout);
  beginTry();
  triedDirected = isDirected(layout, n);
  if (!takeForms(stands, layout, n)) return 0;
  let spent = 60 + n * 12;
  let alive = 0;
  if (triedDirected) {
    const before = work;
    alive = connectDirected(layout, n);
    spent += <i32>(work - before);
    setWork(before);
    if (!takeDirected(layout, n)) return 0;
  } else {
    alive = connectForms(layout, n);
    spent += n * 2 * alive;
  }
  let frames = 0;
  for (let k = 0; k < alive; k++) frames |= 1 << get(layout, FRAME, queue[k]);
  clearHazards(frames);
  clearChanges(frames);
  let area: f64 = 0;
  for (let k = 0; k < alive; k++) {
    const f = get(layout, FORM, queue[k]);
    setForm(f, Form.Present, stamp);
    const t = form(f, Form.Across);
    addHazard(
      form(f, Form.Frame),
      form(f, Form.Turn),
      form(f, Form.From),
      form(f, Form.To),
      t,
      t + form(f, Form.Width),
    );
    area += <f64>(form(f, Form.To) - form(f, Form.From));
  }
  orderRows(layout, n);
  if (!follow(layout, n)) return 0;

  let stalls = 0;
  let left: f64 = 0;
  for (let pass = 0; pass < passes; pass++) {
    for (let k = 0; k < n * SLOTS; k++) {
      const entry = orderAt(layout, k);
      const f = get(layout, FORM, entry >> 2);
      if (form(f, Form.Present) != stamp) continue;
      const slot = entry & 3;
      const id = f * FORM_ROWS + pass * SLOTS + slot;
      if (row(id, Row.Kind) < 0) continue;
      if (isStale(id) || row(f * FORM_ROWS + slot, Row.Moved) == stamp) {
        const work = refill(id, (get(layout, PACK, entry >> 2) >> slot) & 1);
        if (work < 0) return 0;
        spent += work;
      } else spent += workOf(id);
      if (!placeRow(id)) return 0;
      const r = row(id, Row.Filling);
      stalls += fill(r, Filling.Stalls);
      if (pass == 0) left = addLeft(left, r);
    }
  }
  addWork(spent);
  setStallCount(layout, stalls);
  const value = valueOf(stalls, left, area);
  setScore(layout, value);
  tried = true;
  return value;
}

/** Packs a row anew and tells of what differs; the work of it, or −1 when a table is full. */
function refill(id: i32, fromHigh: i32): i32 {
  const r = takeFilling();
  if (r < 0) return -1;
  const spent = fillRow(id, fromHigh, r);
  if (spent < 0) {
    giveFilling(r);
    return -1;
  }
  const f = id >> 3;
  const old = row(id, Row.Filling);
  if (form(f, Form.Born) == stamp) {
    if (old >= 0) {
      tellDifference(id, r, old);
      giveFilling(old);
    } else {
      const o = form(f, Form.Origin);
      const was = o * FORM_ROWS + (id & 7);
      const isKin = o >= 0 && form(o, Form.Alive) != 0 && row(was, Row.Kind) >= 0;
      if (
        isKin &&
        isSameLine(f, o) &&
        row(was, Row.Kind) == row(id, Row.Kind) &&
        row(was, Row.Across) == row(id, Row.Across)
      )
        tellDifference(id, r, row(was, Row.Filling));
      else tellRow(id, r);
    }
    setRow(id, Row.Filling, r);
    return spent;
  }
  if (old < 0) tellRow(id, r);
  else if (!tellDifference(id, r, old)) {
    giveFilling(r);
    return spent;
  }
  noteChanged(id, old);
  setRow(id, Row.Filling, r);
  return spent;
}

/** Gives aisles that have changed a form of their own; false when there is none left. */
function takeForms(stands: usize, layout: usize, n: i32): boolean {
  const known = stands ? aisleCount(stands) : 0;
  const isCut = triedDirected || baseDirected;
  let bits = 0;
  for (let i = 0; i < n; i++) {
    if ((i & 3) == 0) bits = i < known ? differing(stands, layout, i) : 15;
    const f = get(layout, FORM, i);
    const same = i < known && !((bits >> (i & 3)) & 1);
    if (same || (f >= 0 && isForm(layout, i, f))) {
      set(layout, ALIVE, i, 0);
      set(layout, PARENT, i, -1);
      if (form(f, Form.Seen) != flushes) {
        strip(kindLayer[kindOf(layout, i)], form(f, Form.Frame), form(f, Form.Turn), form(f, Form.Across));
        setForm(f, Form.Seen, flushes);
      }
      setForm(f, Form.Held, stamp);
      if (!isCut) {
        // a move may have looked how far another aisle would run in its place
        set(layout, FROM, i, form(f, Form.From));
        set(layout, TO, i, form(f, Form.To));
        continue;
      }
      rawFrom[i] = form(f, Form.RawFrom);
      rawTo[i] = form(f, Form.RawTo);
      set(layout, FROM, i, rawFrom[i]);
      set(layout, TO, i, rawTo[i]);
      if (triedDirected || (form(f, Form.From) == rawFrom[i] && form(f, Form.To) == rawTo[i])) continue;
      if (!take(layout, i)) return false;
    } else {
      extend(layout, i);
      rawFrom[i] = get(layout, FROM, i);
      rawTo[i] = get(layout, TO, i);
      if (triedDirected) {
        // it gets its form when it has been cut back
        if (f >= 0) setForm(f, Form.Held, 0);
      } else if (!take(layout, i)) return false;
    }
  }
  return true;
}

/** Forms of aisles whose ends are known now that ways round have been found. */
function takeDirected(layout: usize, n: i32): boolean {
  for (let i = 0; i < n; i++) {
    const f = get(layout, FORM, i);
    if (
      f >= 0 &&
      form(f, Form.Held) == stamp &&
      form(f, Form.From) == get(layout, FROM, i) &&
      form(f, Form.To) == get(layout, TO, i)
    )
      continue;
    if (!take(layout, i)) return false;
  }
  return true;
}

/** Makes a form for an aisle. */
function take(layout: usize, i: i32): boolean {
  const old = get(layout, FORM, i);
  const f = makeForm(layout, i, rawFrom[i], rawTo[i]);
  if (f < 0) return false;
  if (old >= 0 && form(old, Form.Held) == stamp) setForm(old, Form.Held, 0);
  setForm(f, Form.Seen, flushes);
  setForm(f, Form.Born, stamp);
  setForm(f, Form.Held, stamp);
  noteMade(f);
  for (let side = 0; side < FORM_ROWS; side++) clearRow(f * FORM_ROWS + side);
  return true;
}

/** Marks what a car reaches as `evaluate` does, asking only about pairs that nobody has asked about. */
function connectForms(layout: usize, n: i32): i32 {
  let tail = startAtGates(layout, n);
  let left = apartCount;
  for (let head = 0; head < tail; head++) {
    const i = queue[head];
    const f = get(layout, FORM, i);
    const count = left;
    left = 0;
    for (let k = 0; k < count; k++) {
      const j = apart[k];
      const g = get(layout, FORM, j);
      let state = linkOf(f, g);
      if (state == UNKNOWN) {
        // the way to an aisle is nowhere narrower than the aisle
        state = form(f, Form.Width) >= form(g, Form.Width) && link(layout, i, j) ? LINKED : APART;
        setLink(f, g, state);
      }
      if (state == APART) {
        apart[left++] = j;
        continue;
      }
      set(layout, ALIVE, j, 1);
      set(layout, PARENT, j, i);
      queue[tail++] = j;
    }
  }
  return tail;
}

/** Goes on from the layout evaluated last, and fills in what only such a one needs. */
export function keepTried(layout: usize): void {
  if (!tried) {
    standing = false;
    need(layout, reached);
    return;
  }
  tried = false;
  fillNeeds(layout, triedDirected);
  keep(layout);
  if (baseCount < SMALL) standing = false;
}

/** Makes the layout tried last the one that stands. */
function keep(layout: usize): void {
  takeOver(layout, triedDirected);
  swapPlaces();
}

/** Forgets the layout tried last. */
export function dropTried(): void {
  if (tried) drop();
}

function drop(): void {
  tried = false;
  giveBack();
}
