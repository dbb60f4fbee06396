/**
 * Moves that change what an aisle is: its kind, the way it is driven, and which row a side is packed with first.
 * With one kind of row and of aisle there is nothing to change, and no random number is drawn.
 */
import { highestIn, lowestIn } from "./evaluate";
import { aisleKindCount, kindOneWay, kindRows, kindWidth, rowDepth, rowKindCount, rowOf, widthOf } from "./kinds";
import {
  ACROSS,
  ALIVE,
  aisleCount,
  directionOf,
  FRAME,
  GATE,
  get,
  kindOf,
  preferenceOf,
  set,
  setKind,
  setPreference,
  TURN,
} from "./layout";
import { below } from "./random";

/** Depth that some rows take side by side: mostly all of the first kind, else one of them of another. */
export function depthOf(rows: i32, first: i32): i32 {
  if (rows == 0 || rowKindCount < 2 || below(3)) return rows * first;
  return (rows - 1) * first + rowDepth[below(rowKindCount)];
}

/** Changes one side's row, an aisle's kind, or the kind of all aisles along one axis in turns up and down. */
export function changeStyle(layout: usize): boolean {
  const n = aisleCount(layout);
  if (!n) return false;
  const i = below(n);
  if (!get(layout, ALIVE, i)) return false;
  const what = below(20);
  if (what < 14 || aisleKindCount < 2) {
    const rows = kindRows[kindOf(layout, i)];
    if (rows < 2) return false;
    const slot = below(2);
    const next = below(rows);
    const old = preferenceOf(layout, i, slot);
    if (next == old) return false;
    setPreference(layout, i, slot, next);
    const kind = kindOf(layout, i);
    const gain = rowDepth[rowOf(kind, old)] - rowDepth[rowOf(kind, next)];
    if (get(layout, GATE, i) < 0 && below(2)) follow(layout, i, slot == 0 ? -gain : gain, below(2));
    return true;
  }
  if (what < 17) return become(layout, i, below(aisleKindCount), below(2), below(3));
  if (what < 19) return goRound(layout, get(layout, FRAME, i), below(aisleKindCount), below(2));
  // every parallel aisle that no gate holds, by turns up and down
  const kind = below(aisleKindCount);
  const frame = get(layout, FRAME, i);
  const turn = get(layout, TURN, i);
  const keep = below(3);
  let down = below(2);
  let changed = false;
  for (let at = lowest(layout, frame, turn, -0x3fffffff); at >= 0; ) {
    if (get(layout, GATE, at) < 0) {
      changed = become(layout, at, kind, down, keep) || changed;
      down = 1 - down;
    }
    at = lowest(layout, frame, turn, get(layout, ACROSS, at) + 1 + widthOf(layout, at));
  }
  return changed;
}

/**
 * Gives all aisles of a frame but the ways in one kind, driven round the middle of them: those below it one way, those above it the
 * other. Each keeps its side that is farther from the middle, or that nearer to it.
 */
function goRound(layout: usize, frame: i32, kind: i32, sense: i32): boolean {
  const keep = below(2);
  let changed = false;
  for (let turn = 0; turn < 2; turn++) {
    let low = 0x3fffffff;
    let high = -0x3fffffff;
    for (let j = 0; j < aisleCount(layout); j++) {
      if (!get(layout, ALIVE, j) || get(layout, FRAME, j) != frame || get(layout, TURN, j) != turn) continue;
      low = min(low, get(layout, ACROSS, j));
      high = max(high, get(layout, ACROSS, j));
    }
    for (let j = 0; j < aisleCount(layout); j++) {
      if (get(layout, FRAME, j) != frame || get(layout, TURN, j) != turn || get(layout, GATE, j) >= 0) continue;
      const above = get(layout, ACROSS, j) > (low + high) >> 1 ? 1 : 0;
      // along u below the middle and along v right of it: up, or all the other way round
      const down = above ^ turn ^ sense;
      changed = become(layout, j, kind, down, above ^ keep ? 2 : 0) || changed;
    }
  }
  return changed;
}

/** Moves an aisle up to a row that has become shallower, or off one that has become deeper; with all those beyond it or alone. */
function follow(layout: usize, i: i32, step: i32, alone: i32): void {
  const frame = get(layout, FRAME, i);
  const turn = get(layout, TURN, i);
  const at = get(layout, ACROSS, i);
  for (let j = 0; j < aisleCount(layout); j++) {
    if (get(layout, FRAME, j) != frame || get(layout, TURN, j) != turn || get(layout, GATE, j) >= 0) continue;
    const t = get(layout, ACROSS, j);
    if (j == i || (!alone && (step < 0 ? t > at : t < at))) set(layout, ACROSS, j, t + step);
  }
}

/** The first aisle along an axis from this place across it on, or −1. */
function lowest(layout: usize, frame: i32, turn: i32, from: i32): i32 {
  let best = -1;
  for (let j = 0; j < aisleCount(layout); j++) {
    if (get(layout, FRAME, j) != frame || get(layout, TURN, j) != turn || get(layout, ACROSS, j) < from) continue;
    if (best < 0 || get(layout, ACROSS, j) < get(layout, ACROSS, best)) best = j;
  }
  return best;
}

/** Gives an aisle another kind or direction; its low side, its middle or its high side stays where it is. */
function become(layout: usize, i: i32, kind: i32, down: i32, keep: i32): boolean {
  const old = kindOf(layout, i);
  if (old == kind && (!kindOneWay[kind] || directionOf(layout, i) == (down ? -1 : 1))) return false;
  const gate = get(layout, GATE, i);
  const slack = kindWidth[old] - kindWidth[kind];
  setKind(layout, i, kind, kindOneWay[kind] ? down : 0);
  // a way in goes to the middle of its gate
  if (gate >= 0) set(layout, ACROSS, i, (lowestIn(gate, kindWidth[kind]) + highestIn(gate, kindWidth[kind])) >> 1);
  else set(layout, ACROSS, i, get(layout, ACROSS, i) + (keep == 0 ? 0 : keep == 1 ? slack >> 1 : slack));
  return true;
}
