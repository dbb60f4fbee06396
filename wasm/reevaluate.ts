/**
 * Evaluates a layout that has come of the one that stands by a move or two, and finds what an evaluation from scratch finds, to the
 * bit and to the unit of work, at the cost of what the moves touch: aisles that changed get a new form, whoever links to them
 * is asked again, and rows are packed anew only where a hazard came, went or moved. Units of 0.1 mm.
 */
import { connectDirected, isDirected } from "./circuit";
import {
  addRun,
  apart,
  apartCount,
  clearRuns,
  evaluateRows,
  extend,
  queue,
  reached,
  setDirected,
  stallWidth,
  startAtGates,
  valueOf,
} from "./evaluate";
import {
  addLeft,
  clearChanges,
  clearFillings,
  clearRow,
  copyRow,
  fillRow,
  framesTold,
  giveFilling,
  isStale,
  placeRow,
  takeFilling,
  tellChange,
  tellDifference,
  tellRow,
  workOf,
} from "./fillings";
import {
  APART,
  clearForms,
  differing,
  formInput,
  freeForm,
  isForm,
  LINKED,
  linkOf,
  makeForm,
  passes,
  setLink,
  UNKNOWN,
} from "./forms";
import { addHazard, clearHazards } from "./hazards";
import { kindLayer } from "./kinds";
import {
  ACROSS,
  ALIVE,
  aisleCount,
  COUNT,
  copyLayout,
  FORM,
  FRAME,
  FROM,
  GATE,
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
  TURN,
} from "./layout";
import { link, need } from "./links";
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
import { addWork, flushes, setWork, strip, work } from "./strips";

/** Whether there is a layout that stands; without one everything is evaluated from scratch. */
let standing: boolean = false;
/** Its forms, those that a car reaches, and whether directions matter to it. */
const base = new StaticArray<i32>(MAX_AISLES);
let baseCount: i32 = 0;
let baseDirected: boolean = false;

// the layout tried last
let tried: boolean = false;
let triedDirected: boolean = false;
/** Forms made for it. */
const made = new StaticArray<i32>(MAX_FORMS);
let madeCount: i32 = 0;
/** Rows of forms that stand and have been filled anew for it, with what stood in them. */
const changedRow = new StaticArray<i32>(MAX_FORMS * FORM_ROWS);
const changedFrom = new StaticArray<i32>(MAX_FORMS * FORM_ROWS);
let changedCount: i32 = 0;
/** Rows of the first pass that have moved in the order. */
const moved = new StaticArray<i32>(MAX_AISLES * SLOTS);
let movedCount: i32 = 0;
/** Number of the layout tried last; forms of it that a car reaches have it. */
let stamp: i32 = 0;

/** Where rows have their place in the layout tried; the other one is that of the layout that stands. */
let placeTried: i32 = Row.Place;

/** Ends of aisles without cutting back, while directions are found out. */
const rawFrom = new StaticArray<i32>(MAX_AISLES);
const rawTo = new StaticArray<i32>(MAX_AISLES);

/** Aisles from which on a layout is held as forms: with fewer, an evaluation from scratch costs less. */
const LARGE: i32 = 13;
/** With fewer it is held no more. */
const SMALL: i32 = 11;

/** A copy of the layout that is to stand. */
const copy = changetype<usize>(new StaticArray<u8>(LAYOUT_BYTES));

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
  clearForms();
  clearFillings();
  baseCount = 0;
  baseDirected = false;
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
  stamp++;
  madeCount = 0;
  changedCount = 0;
  movedCount = 0;
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
  changedRow[changedCount] = id;
  changedFrom[changedCount++] = old;
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
      if (!isCut) continue;
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
  made[madeCount++] = f;
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

/** Finds the place of every row, and those whose place among the others is not what it was. */
function orderRows(layout: usize, n: i32): void {
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
function follow(layout: usize, n: i32): boolean {
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

function isSameLine(f: i32, o: i32): boolean {
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

/** Goes on from the layout evaluated last, and fills in what only such a one needs. */
export function keepTried(layout: usize): void {
  if (!tried) {
    standing = false;
    need(layout, reached);
    return;
  }
  tried = false;
  fillNeeds(layout);
  keep(layout);
  if (baseCount < SMALL) standing = false;
}

/** Makes the layout tried last the one that stands. */
function keep(layout: usize): void {
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
  baseDirected = triedDirected;
  placeTried ^= Row.Place ^ Row.OtherPlace;
}

/** Forgets the layout tried last. */
export function dropTried(): void {
  if (tried) drop();
}

function drop(): void {
  tried = false;
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
function fillNeeds(layout: usize): void {
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
        addRun(i, side & 3, row(id, Row.Across), fromOf(at), toOf(at), row(id, Row.Kind));
    }
  }
  setDirected(triedDirected);
  need(layout, alive);
}
