/**
 * Leads aisles to ground that a layout leaves idle, by the shortest ways there are, over what stalls stand there if need be: a search
 * comes by such a way only when it hits upon all of it at once. No random number is drawn, and where a short look finds too little a search
 * has done no work and goes on to the byte as if it had not been asked. A look is taken piece by piece, so that no piece takes long.
 * Units of 0.1 mm.
 */
import { prune } from "./anneal";
import { evaluate, evaluateRows } from "./evaluate";
import { findPlaces, forgetPlaces, holdAll, placeCount, placeHigh, placeLow, placeStalls } from "./idle";
import { copyLayout, score, stallCount } from "./layout";
import { ledFrames } from "./mainFrames";
import { peekStrips, setWork, work } from "./strips";
import { forgetStretches, layStretches } from "./through";
import { findHosts, findWays, isStraight, layWay, spread, wayCount } from "./ways";

/** Stalls that an aisle led to idle ground has to gain at least: fewer a search finds by itself. */
const LEAST_GAIN: i32 = 6;
/** And at least one in so many. */
const LEAST_SHARE: i32 = 16;

/** A look that takes less work than this and finds too little is no work at all. */
const FREE: i64 = 20000000;

/** What `lookOn` answers: there is more to look at, too little was gained, the layout has an aisle more. */
export const LOOKS_ON: i32 = 0;
export const NOTHING: i32 = 1;
export const GAINED: i32 = 2;

/** Frames that the ground has been laid out in. */
let laid: i32 = 0;
/** Frames and places looked at. */
let frames: i32 = 0;
let places: i32 = 0;
/** Work done before the look. */
let before: i64 = 0;

/** Forgets the ground of the last search. */
export function forgetGround(): void {
  laid = 0;
  forgetStretches();
}

/** Begins to look at an evaluated layout. */
export function beginLook(): void {
  before = work;
  frames = 0;
  places = 0;
}

/**
 * Goes on looking: one frame of the ground, or one place, or some way on towards places. In the end the aisle that gains most is there, and
 * the layout is evaluated; or it is as it was. `trial` and `better` are room for two more; the second one is kept from piece to piece.
 */
export function lookOn(layout: usize, trial: usize, better: usize): i32 {
  peekStrips(true);
  const answer = lookAtNext(layout, trial, better);
  peekStrips(false);
  if (answer == NOTHING && work - before < FREE) setWork(before);
  return answer;
}

function lookAtNext(layout: usize, trial: usize, better: usize): i32 {
  if (laid < ledFrames) {
    layStretches(laid++);
    return LOOKS_ON;
  }
  if (frames < ledFrames) {
    if (frames == 0) {
      copyLayout(better, layout);
      forgetPlaces();
      findHosts(layout);
    }
    // others may have been evaluated since the last piece
    copyLayout(trial, layout);
    evaluate(trial);
    holdAll(trial);
    findPlaces(frames++);
    return LOOKS_ON;
  }
  const gain = stallCount(better) - stallCount(layout);
  // the places come in the order of what would stand there
  if (places < placeCount && placeStalls[places] > gain) {
    if (findWays(places)) tryPlace(layout, trial, better, places++);
    else spread();
    return LOOKS_ON;
  }
  if (gain < max(LEAST_GAIN, stallCount(layout) / LEAST_SHARE)) return NOTHING;
  copyLayout(layout, better);
  evaluate(layout);
  prune(layout);
  evaluate(layout);
  return GAINED;
}

/** Tries the ways to a place; the best layout that comes of it is `better`. */
function tryPlace(layout: usize, trial: usize, better: usize, k: i32): void {
  for (let w = 0; w < wayCount; w++) {
    for (let far = 0; far < (isStraight(w) ? 2 : 4); far++) {
      copyLayout(trial, layout);
      if (!layWay(trial, k, w, placeLow[k], placeHigh[k], far)) continue;
      if (evaluateRows(trial) > score(better)) copyLayout(better, trial);
    }
  }
}
