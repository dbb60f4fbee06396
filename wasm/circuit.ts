/**
 * Ways in and ways out where aisles are driven one way only, or where a gate is only one of the two. An aisle counts when a car
 * gets to it from a gate and from it to a gate; a one-way aisle only between the first place it is entered at and
 * the last one it can be left by. Positions along a one-way aisle grow in travel direction. Units of 0.1 mm.
 */
import { HEAD, measured } from "./arena";
import {
  anyDirected,
  GATE_IN,
  GATE_OUT,
  gateCount,
  gateFrame,
  gateModes,
  gateSign,
  gateTurn,
  highestIn,
  isAtGate,
  lowestIn,
  queue,
  stallWidth,
} from "./evaluate";
import { kindOneWay, widthOf } from "./kinds";
import {
  ACROSS,
  ALIVE,
  aisleCount,
  DRAIN,
  directionOf,
  EXIT,
  FAR,
  FEEDER,
  FRAME,
  FROM,
  GATE,
  get,
  kindOf,
  MAX_AISLES,
  PARENT,
  set,
  TO,
  TURN,
} from "./layout";
import { link, meetI, meetJ } from "./links";
import { addWork } from "./strips";

/** Earliest place that an aisle is entered at; −FAR: everywhere, FAR: nowhere. */
const enter = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLES * 4) + HEAD);
measured(enter, MAX_AISLES);
/** Latest place that it can be left by; FAR: everywhere, −FAR: nowhere. */
const leave = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLES * 4) + HEAD);
measured(leave, MAX_AISLES);
const waiting = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLES * 4) + HEAD);
measured(waiting, MAX_AISLES);
const isWaiting = changetype<StaticArray<i32>>(memory.data(HEAD + MAX_AISLES * 4) + HEAD);
measured(isWaiting, MAX_AISLES);
let head: i32 = 0;
let tail: i32 = 0;

function wait(i: i32): void {
  if (isWaiting[i]) return;
  isWaiting[i] = 1;
  waiting[tail] = i;
  tail = tail + 1 == MAX_AISLES ? 0 : tail + 1;
}

function next(): i32 {
  const i = waiting[head];
  head = head + 1 == MAX_AISLES ? 0 : head + 1;
  isWaiting[i] = 0;
  return i;
}

function isOneWay(layout: usize, i: i32): boolean {
  return kindOneWay[kindOf(layout, i)] != 0;
}

/** Whether directions matter to a layout. */
export function isDirected(layout: usize, n: i32): boolean {
  if (!anyDirected) return false;
  for (let i = 0; i < n; i++) {
    if (isOneWay(layout, i)) return true;
    const gate = get(layout, GATE, i);
    if (gate >= 0 && gateModes[gate] != (GATE_IN | GATE_OUT)) return true;
  }
  return false;
}

/** Rounds of giving up what is no way through. */
const ROUNDS: i32 = 6;

/** Marks what a car reaches and gets out of again at full width, cuts one-way aisles to that, and returns how many aisles it is. */
export function connectDirected(layout: usize, n: i32): i32 {
  for (let round = 0; round < ROUNDS; round++) {
    const reached = tryDirected(layout, n);
    let dead = 0;
    for (let k = 0; k < reached; k++) {
      const i = queue[k];
      if (leave[i] != -FAR && enter[i] <= leave[i]) continue;
      // nobody comes through: what was reached by it has to be reached otherwise
      set(layout, TO, i, get(layout, FROM, i) - 1);
      dead++;
    }
    if (dead) continue;
    for (let k = 0; k < reached; k++) {
      if (isOneWay(layout, queue[k])) cutBack(layout, queue[k]);
      set(layout, ALIVE, queue[k], 1);
    }
    return reached;
  }
  return 0;
}

/** How far a car gets on each aisle, and from how far it gets out; returns how many aisles are reached. */
function tryDirected(layout: usize, n: i32): i32 {
  for (let i = 0; i < n; i++) {
    enter[i] = FAR;
    leave[i] = -FAR;
    isWaiting[i] = 0;
    set(layout, PARENT, i, -1);
    set(layout, FEEDER, i, -1);
    set(layout, EXIT, i, -1);
    set(layout, DRAIN, i, -1);
  }
  const reached = spread(layout, n, 1, enter, PARENT, FEEDER);
  spread(layout, n, -1, leave, EXIT, DRAIN);
  return reached;
}

/**
 * From the gates over all links: with sense 1 as cars come in, with −1 back from where they go out. `first` gets the aisle that one
 * was reached by, `best` the one that opens most of it. Returns how many aisles are reached; with sense 1 they are queued.
 */
function spread(layout: usize, n: i32, sense: i32, limit: StaticArray<i32>, first: i32, best: i32): i32 {
  const mode = sense > 0 ? GATE_IN : GATE_OUT;
  const never = sense * FAR;
  head = 0;
  tail = 0;
  let count = 0;
  let pending = 0;
  for (let i = 0; i < n; i++) {
    if (!isLong(layout, i) || !opens(layout, i, mode, sense)) continue;
    limit[i] = -never;
    wait(i);
    pending++;
    if (sense > 0) queue[count] = i;
    count++;
  }
  while (pending > 0) {
    const i = next();
    pending--;
    for (let j = 0; j < n; j++) {
      if (j == i || limit[j] == -never || !isLong(layout, j)) continue;
      // the way to an aisle is nowhere narrower than the aisle
      if (widthOf(layout, i) < widthOf(layout, j) || !link(layout, i, j)) continue;
      if (isOneWay(layout, i) && (directionOf(layout, i) * meetI - limit[i]) * sense < 0) continue;
      const at = isOneWay(layout, j) ? directionOf(layout, j) * meetJ : -never;
      if ((limit[j] - at) * sense <= 0) continue;
      if (limit[j] == never) {
        set(layout, first, j, i);
        if (sense > 0) queue[count] = j;
        count++;
      }
      if (isOneWay(layout, j)) set(layout, best, j, i);
      limit[j] = at;
      if (!isWaiting[j]) pending++;
      wait(j);
    }
    addWork(n * 3);
  }
  return count;
}

/**
 * Whether a gate of this mode is at an end of an aisle: its own, or another that it comes to. A one-way aisle leads in through it or out.
 * A two-way one leads in by its own alone: it has to be a way in even when the last one-way aisle is gone.
 */
function opens(layout: usize, i: i32, mode: i32, sense: i32): boolean {
  const oneWay = isOneWay(layout, i);
  for (let gate = 0; gate < gateCount; gate++) {
    if (!(gateModes[gate] & mode)) continue;
    if (oneWay && directionOf(layout, i) != sense * gateSign[gate]) continue;
    const isOwn = get(layout, GATE, i) == gate;
    if (isOwn ? isAtGate(layout, i, gate) : (oneWay || sense < 0) && comesTo(layout, i, gate)) return true;
  }
  return false;
}

/** Whether an aisle runs through the opening of a gate that it does not begin at. */
function comesTo(layout: usize, i: i32, gate: i32): boolean {
  if (get(layout, FRAME, i) != gateFrame[gate] || get(layout, TURN, i) != gateTurn[gate]) return false;
  const across = get(layout, ACROSS, i);
  const width = widthOf(layout, i);
  return across >= lowestIn(gate, width) && across <= highestIn(gate, width) && isAtGate(layout, i, gate);
}

function isLong(layout: usize, i: i32): boolean {
  return get(layout, TO, i) - get(layout, FROM, i) >= stallWidth;
}

/** Cuts a one-way aisle back to between its first way in and its last way out, with half the width of those: no dead end. */
function cutBack(layout: usize, i: i32): void {
  const up = directionOf(layout, i) > 0;
  const feeder = get(layout, FEEDER, i);
  const drain = get(layout, DRAIN, i);
  if (enter[i] != -FAR && feeder >= 0) {
    const half = widthOf(layout, feeder) >> 1;
    if (up) set(layout, FROM, i, max(get(layout, FROM, i), enter[i] - half));
    else set(layout, TO, i, min(get(layout, TO, i), half - enter[i]));
  }
  if (leave[i] != FAR && drain >= 0) {
    const half = widthOf(layout, drain) >> 1;
    if (up) set(layout, TO, i, min(get(layout, TO, i), leave[i] + half));
    else set(layout, FROM, i, max(get(layout, FROM, i), -leave[i] - half));
  }
}
