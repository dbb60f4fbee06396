/**
 * Where a way in stands in its gate. It costs the row that it leads through least where it leaves whole stalls on one side: those
 * places come first. Units of 0.1 mm.
 */
import { criticalAt, criticals } from "./anneal";
import {
  aisleWidth,
  gateFrame,
  gateHigh,
  gateLow,
  gateSign,
  gateStart,
  gateTurn,
  highestIn,
  lowestIn,
  stallLength,
  stallWidth,
} from "./evaluate";
import { widthOf } from "./kinds";
import { ACROSS, ALIVE, aisleCount, FRAME, GATE, get, TURN } from "./layout";
import { below } from "./random";
import { intervalCount, intervalHigh, intervalLow, LAYER_STALL, strip } from "./strips";

/** Places that combs are tried with: the middle, whole stalls below, whole stalls above, flush with either end. */
export const PLACES: i32 = 5;

/** One of the places of an aisle of kind 0 in a gate. */
export function placeIn(gate: i32, k: i32): i32 {
  const low = gateLow[gate];
  const high = gateHigh[gate];
  const middle = (low + high) >> 1;
  if (k == 0 || low == high) return middle;
  if (k == 3) return low;
  if (k == 4) return high;
  // the row along the boundary that the way in cuts in two
  const side = gateSign[gate] > 0 ? gateStart[gate] : gateStart[gate] - stallLength;
  const row = strip(LAYER_STALL, gateFrame[gate], 1 - gateTurn[gate], side);
  const count = intervalCount(row);
  for (let j = 0; j < count; j++) {
    if (intervalLow(row, j) > middle || intervalHigh(row, j) < middle) continue;
    const at = k == 1 ? intervalLow(row, j) : intervalHigh(row, j) - aisleWidth;
    const near = nearest(at, middle, low, high);
    return near < low ? middle : near;
  }
  return middle;
}

/** The place whole stalls away from `at` that is nearest to `middle`; less than `low` when there is none between low and high. */
function nearest(at: i32, middle: i32, low: i32, high: i32): i32 {
  const first = at + <i32>Math.ceil(<f64>(low - at) / <f64>stallWidth) * stallWidth;
  if (first > high) return low - 1;
  const last = first + ((high - first) / stallWidth) * stallWidth;
  const near = first + <i32>Math.round(<f64>(middle - first) / <f64>stallWidth) * stallWidth;
  return max(first, min(last, near));
}

/** A place for a way in that is there already: flush, whole stalls away from something, or anywhere in its gate. */
export function proposeIn(layout: usize, i: i32): i32 {
  const gate = get(layout, GATE, i);
  const width = widthOf(layout, i);
  const low = lowestIn(gate, width);
  const high = highestIn(gate, width);
  if (low >= high) return low;
  const kind = below(100);
  if (kind < 10) return low;
  if (kind < 20) return high;
  if (kind < 80) {
    const at = edgeBeside(layout, i) - (below(2) ? width : 0);
    const first = at + <i32>Math.ceil(<f64>(low - at) / <f64>stallWidth) * stallWidth;
    if (first <= high) return first + below((high - first) / stallWidth + 1) * stallWidth;
  }
  return low + below(high - low + 1);
}

/** Something that a row across the way in may begin at: a corner of the ground, an aisle along the way in or the row beside one. */
function edgeBeside(layout: usize, i: i32): i32 {
  const frame = get(layout, FRAME, i);
  const turn = get(layout, TURN, i);
  const n = aisleCount(layout);
  if (below(2)) {
    const first = below(n);
    for (let k = 0; k < n; k++) {
      const j = first + k < n ? first + k : first + k - n;
      if (j == i || !get(layout, ALIVE, j) || get(layout, FRAME, j) != frame || get(layout, TURN, j) != turn) continue;
      const rows = below(2) * stallLength;
      return below(2) ? get(layout, ACROSS, j) + widthOf(layout, j) + rows : get(layout, ACROSS, j) - rows;
    }
  }
  return criticalAt(frame, turn, below(criticals(frame, turn)));
}
