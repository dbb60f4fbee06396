import type { Point } from "../../model/geometry.ts";
import { FINE, type Pose } from "./engine.ts";
import { leftFrom, type Target } from "./field.ts";
import { frontOf, type Ground, inCoarse, inFine, isCoarse, paced } from "./ground.ts";
import { type Drive, isNear, pathTo, poseOf, seek, spread, type Tree } from "./search.ts";

/** States looked at for one place before it is looked up among everything that is reached, found once for all places. */
const SOON = 3_000;

/** A way that is gone on with is left up to this many poses before its end: 25 m. */
const BACK = 50;

/** States looked at in finer poses for one place. */
const FINE_STATES = 30_000;

/** Finer poses begin from coarse ones this far back along the way, metres. */
const RUN_UP = 25;

/** Of the coarse poses there, as many. */
const MOST_STARTS = 150;

/** What came of looking for a way to a place, in poses of the fine table. */
export interface Way {
  readonly path: readonly Pose[] | null;
  /** False where the search was given up. */
  readonly whole: boolean;
  /** Where the engine comes to a stop; null where it gets through, or not even past the gate. */
  readonly stop: Pose | null;
}

/** Ways from the gates over one ground. */
export interface Ways {
  /** `begun`: poses of a way that is free as far as it goes, in the fine table; it is gone on with before another is sought. */
  to(place: Point, near: number, begun: readonly Pose[]): Way;
  /** A way with the body up to `beyond` metres off the pavement, from where the pavement alone leads to. */
  beyond(place: Point, near: number, beyond: number): Way;
}

/**
 * Coarse poses find a way soon where there is room. Where they do not, all that they reach is found once, up to `most`
 * states, and every place is looked up in it from then on; fine poses try the rest, on the way begun and from where the coarse
 * ones come to a stop.
 * @param oneByOne so many places are looked for one by one, then all that is reached is found at once: where it is neither
 * none nor all of them, the way to a place hangs on how many were asked for before it
 */
export function waysOn(ground: Ground, most: number, oneByOne: number): Ways {
  const fine = paced(ground, FINE);
  const coarseDrive: Drive = { ...ground, beyond: 0 };
  const fineDrive: Drive = { ...fine, beyond: 0 };
  let known: Reach | null = null;
  let asked = 0;
  const reached = () => {
    known ??= reachOf(ground, spread(coarseDrive, ground.starts, most));
    return known;
  };

  /** Coarse poses from which a target is nearest along the ground: where fine ones begin. */
  const startsTowards = (target: Target, metres: number): number[] => {
    const { samples, ...tree } = reached();
    const fronts = samples.map((row) => frontOf(ground, poseOf(tree, row)));
    const lefts = leftFrom(fine, fronts, target, metres);
    let least = Infinity;
    for (const left of lefts) if (left >= 0 && left < least) least = left;
    const close = samples.filter((_, i) => lefts[i] >= 0 && lefts[i] <= least + RUN_UP);
    const every = Math.max(1, Math.ceil(close.length / MOST_STARTS));
    return close.filter((_, i) => i % every === 0);
  };

  const beyond = (place: Point, near: number, metres: number): Way => {
    const tree = reached();
    const { whole } = tree;
    const rows = startsTowards({ place, near }, metres);
    const starts = inFine(rows.map((row) => poseOf(tree, row)));
    const found = seek({ ...fine, beyond: metres }, starts, { place, near }, FINE_STATES);
    if (found.path === null) return { path: null, whole, stop: found.closest };
    // it goes on from a coarse pose, which has its own way from the gate
    const row = rows[found.start];
    return { path: [...inFine(pathTo(tree, row)), ...found.path.slice(1)], whole: true, stop: null };
  };

  /** A way that is gone on with from somewhere before its end, in coarse poses or in fine ones; null: none was found soon. */
  const goOn = (begun: readonly Pose[], place: Point, near: number, pace: "coarse" | "fine"): Way | null => {
    const isOf = pace === "fine" ? () => true : isCoarse;
    const first = Math.max(0, begun.length - BACK);
    const rows = begun.flatMap(({ heading }, row) => (row >= first && isOf(heading) ? [row] : []));
    if (rows.length === 0) return null;
    const starts = rows.map((row) => (pace === "fine" ? begun[row] : inCoarse(begun[row])));
    const { path, start } = seek(pace === "fine" ? fineDrive : coarseDrive, starts, { place, near }, SOON);
    if (path === null) return null;
    const on = pace === "fine" ? path : inFine(path);
    return { path: [...begun.slice(0, rows[start]), ...on], whole: true, stop: null };
  };

  return {
    to(place, near, begun) {
      if (known === null) {
        const way = goOn(begun, place, near, "coarse");
        if (way !== null) return way;
        if (asked++ < oneByOne) {
          const { path } = seek(coarseDrive, ground.starts, { place, near }, SOON);
          if (path !== null) return { path: inFine(path), whole: true, stop: null };
        }
      }
      const tree = reached();
      const row = tree.firstNear(place, near);
      if (row >= 0) return { path: inFine(pathTo(tree, row)), whole: true, stop: null };
      return goOn(begun, place, near, "fine") ?? beyond(place, near, 0);
    },
    beyond,
  };
}

/** Everything that is reached, by where the front comes to. */
interface Reach extends Tree {
  /** Rows of states: the first reached of each square of a metre and each eighth of a turn. */
  readonly samples: readonly number[];
  /** The first reached row whose front is near a place; -1 where there is none. */
  firstNear(place: Point, near: number): number;
}

/** Eighths of a turn. */
const SECTORS = 8;

function reachOf(ground: Ground, tree: Tree): Reach {
  const { engine, table } = ground;
  const squares = new Map<number, Int32Array>();
  const keyOf = (i: number, j: number) => i * 0x100000 + j;
  const samples: number[] = [];
  for (let row = 0; row < tree.count; row++) {
    const heading = tree.heading[row];
    const x = tree.x[row] + engine.ahead * table.cos[heading];
    const y = tree.y[row] + engine.ahead * table.sin[heading];
    const key = keyOf(Math.floor(x), Math.floor(y));
    let square = squares.get(key);
    if (square === undefined) {
      square = new Int32Array(SECTORS).fill(-1);
      squares.set(key, square);
    }
    const sector = Math.floor((heading * SECTORS) / table.count);
    if (square[sector] >= 0) continue;
    square[sector] = row;
    samples.push(row);
  }
  return {
    ...tree,
    samples,
    firstNear([x, y], near) {
      let first = -1;
      for (let j = Math.floor(y - near); j <= Math.floor(y + near); j++) {
        for (let i = Math.floor(x - near); i <= Math.floor(x + near); i++) {
          for (const row of squares.get(keyOf(i, j)) ?? []) {
            if (row < 0 || (first >= 0 && row >= first)) continue;
            if (isNear(ground, tree.x[row], tree.y[row], tree.heading[row], [x, y], near)) first = row;
          }
        }
      }
      return first;
    },
  };
}
