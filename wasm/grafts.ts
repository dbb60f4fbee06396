/**
 * A layout put together of parts of two others (parts.ts) mostly has a seam that fits badly. It is worked on by a cool run of its own beside the
 * search, with random numbers of its own: that is no work, and the search goes on to the byte as without. Units of 0.1 mm.
 */
import { accepts, mutate, prune } from "./anneal";
import { reserve } from "./arena";
import { evaluate } from "./evaluate";
import { copyLayout, LAYOUT_BYTES, score, stallCount } from "./layout";
import { below, swapRandom } from "./random";
import { dropTried, forget, keepTried, reevaluate, standLarge } from "./reevaluate";
import { peekStrips, setWork, work } from "./strips";

/** Temperatures that such a run starts and ends at, in stalls. */
const HOT: f64 = 0.3;
const COLD: f64 = 0.06;
/** Work of a move beside its evaluation, at least. */
const MOVE: i64 = 100;
/** Where its random numbers begin. */
const SEED: u64 = 0x9e3779b97f4a7c15;

let current: usize = 0;
let candidate: usize = 0;
/** The best of the run. */
let best: usize = 0;
let random: u64 = SEED;
/** Work that the run may take. */
let length: i64 = 0;
/** Whether there is a layout to be worked on. */
export let isGrowing: boolean = false;

/** Makes room, once a search; 0 when memory is short. */
export function openGrafts(): i32 {
  current = reserve(LAYOUT_BYTES);
  candidate = reserve(LAYOUT_BYTES);
  best = reserve(LAYOUT_BYTES);
  random = SEED;
  isGrowing = false;
  return current && candidate && best ? 1 : 0;
}

/** Has a layout worked on, when `growOn` is asked for it. */
export function beginGraft(layout: usize, amount: i64): void {
  copyLayout(current, layout);
  length = amount;
  isGrowing = true;
}

/** Works on it; the best layout that comes of it. */
export function growOn(): usize {
  const before = work;
  const own = swapRandom(random);
  peekStrips(true);
  forget();
  evaluate(current);
  prune(current);
  evaluate(current);
  copyLayout(best, current);
  while (work - before < length) step(<f64>(work - before) / <f64>length);
  forget();
  peekStrips(false);
  random = swapRandom(own);
  setWork(before);
  isGrowing = false;
  return best;
}

/** One move, after this part of the run. */
function step(part: f64): void {
  standLarge(current);
  copyLayout(candidate, current);
  setWork(work + MOVE);
  let changed = mutate(candidate, true);
  while (below(5) == 0) changed = mutate(candidate, true) || changed;
  if (!changed) return;
  const value = reevaluate(current, candidate);
  if (!accepts(value - score(current), HOT + (COLD - HOT) * part)) {
    dropTried();
    return;
  }
  keepTried(candidate);
  prune(candidate);
  const swap = current;
  current = candidate;
  candidate = swap;
  if (stallCount(current) > stallCount(best) || score(current) > score(best)) copyLayout(best, current);
}
