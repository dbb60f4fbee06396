/**
 * Whether an evaluation of what a move touches finds what one from scratch finds: for tests. Random moves, most of them
 * taken back, each evaluated both ways.
 */
import { mutate, prune } from "./anneal";
import { reserve } from "./arena";
import { evaluate } from "./evaluate";
import {
  ALIVE,
  aisleCount,
  COUNT,
  copyLayout,
  FROM,
  get,
  LAYOUT_BYTES,
  MAX_AISLES,
  NEED_FROM,
  NEED_TO,
  PARENT,
  score,
  stallCount,
  TO,
} from "./layout";
import { below, seedRandom } from "./random";
import { layRibs } from "./recomb";
import { dropTried, forget, isStanding, keepTried, reevaluateForms, stand } from "./reevaluate";
import { flushes, work } from "./strips";

/** Moves from a layout whose two evaluations differ, of this many; −1 when memory is short. Draws random numbers of its own. */
export function reviewMoves(layout: usize, moves: i32, seed: u32): i32 {
  let standing = reserve(LAYOUT_BYTES);
  let moved = reserve(LAYOUT_BYTES);
  const anew = reserve(LAYOUT_BYTES);
  if (!standing || !moved || !anew) return -1;
  seedRandom(seed);
  copyLayout(standing, layout);
  evaluate(standing);
  stand(standing);
  let different = 0;
  for (let k = 0; k < moves; k++) {
    copyLayout(moved, standing);
    // ribs are laid anew more often than a search does, so that a thousand moves have seen some
    if (below(20) || !layRibs(moved)) mutate(moved, false);
    while (below(3) == 0) mutate(moved, false);
    copyLayout(anew, moved);
    // until all of its strips are there: the first time some may have to be cut, and others forgotten for them
    let flushed = flushes;
    evaluate(anew);
    while (flushes != flushed) {
      flushed = flushes;
      evaluate(anew);
    }
    const before = work;
    evaluate(anew);
    const spent = work - before;
    const begun = work;
    reevaluateForms(standing, moved);
    let differs = score(moved) != score(anew) || stallCount(moved) != stallCount(anew);
    if (flushes == flushed && work - begun != spent) differs = true;
    if (differ(moved, anew, FROM) || differ(moved, anew, TO)) differs = true;
    if (differ(moved, anew, ALIVE) || differ(moved, anew, PARENT)) differs = true;
    const isNear = aisleCount(moved) > 1 && aisleCount(moved) < MAX_AISLES - 4;
    if (isNear && (stallCount(moved) * 50 >= stallCount(standing) * 49 || below(20) == 0)) {
      keepTried(moved);
      if (differ(moved, anew, COUNT) || differ(moved, anew, NEED_FROM) || differ(moved, anew, NEED_TO)) differs = true;
      prune(moved);
      const swap = standing;
      standing = moved;
      moved = swap;
      // a small layout is to stand all the same, and so is one evaluated from scratch for want of room
      if (!isStanding()) stand(standing);
    } else dropTried();
    if (differs) different++;
  }
  forget();
  return different;
}

function differ(a: usize, b: usize, column: i32): boolean {
  for (let i = 0; i < aisleCount(a); i++) if (get(a, column, i) != get(b, column, i)) return true;
  return false;
}
