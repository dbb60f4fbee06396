import type { Point } from "../../model/geometry.ts";
import type { Pose } from "./engine.ts";
import type { Ground } from "./ground.ts";

/** Side of the squares that poses are looked up by, metres. */
const SQUARE = 4;

/** More squares than this lie in no row of any site. */
const ACROSS = 0x100000;

/** Of the poses of a way, half a metre apart, as many tell how far a place is from it. */
const SPARSE = 8;

/** Places this much nearer than the farthest are as far, metres. */
const AS_FAR = 0.5;

/** All that has been driven so far, in poses of the fine table. */
export interface Tracks {
  add(poses: readonly Pose[]): void;
  /** Those of some places that the engine's axis has not come near to yet. */
  beyond(places: readonly Point[], beside: number): Open;
}

/** Places that are still to be driven to; what is added to the tracks takes from them. */
export interface Open {
  readonly count: number;
  /**
   * The end of a lane sooner than its middle: of the places about as far from every pose so far as the farthest, and near
   * it, the one in their middle, so that both corners of an end are one place to go to.
   */
  farthest(within: number): Point;
  /** Leaves out what has been driven since, and everything within a distance of a place. */
  narrow(around: Point, distance: number): void;
}

/** Tracks that begin before the gates. */
export function tracksOf({ engine, table, starts }: Ground): Tracks {
  const poses: Pose[] = [];
  const sparse: Pose[] = [];
  const squares = new Map<number, Pose[]>();
  const squareOf = (i: number, j: number) => i * ACROSS + j;
  const add = (more: readonly Pose[]) => {
    more.forEach((pose, n) => {
      const key = squareOf(Math.floor(pose.x / SQUARE), Math.floor(pose.y / SQUARE));
      let square = squares.get(key);
      if (square === undefined) {
        square = [];
        squares.set(key, square);
      }
      // ways from the same gate begin alike
      if (square.some(({ x, y, heading }) => x === pose.x && y === pose.y && heading === pose.heading)) return;
      square.push(pose);
      poses.push(pose);
      if (n % SPARSE === 0 || n === more.length - 1) sparse.push(pose);
    });
  };
  add(starts);
  const far = Math.max(engine.ahead, engine.behind);
  const isBeside = ({ x, y, heading }: Pose, px: number, py: number, beside: number): boolean => {
    const dx = px - x;
    const dy = py - y;
    const c = table.cos[heading];
    const s = table.sin[heading];
    const along = Math.min(engine.ahead, Math.max(-engine.behind, dx * c + dy * s));
    return (dx - along * c) ** 2 + (dy - along * s) ** 2 <= beside * beside;
  };
  /** Tells of place after place whether a pose from a row on is beside it; the one that was beside the last is asked first. */
  const drivenFrom = (row: number, beside: number): ((px: number, py: number) => boolean) => {
    const stretches = stretchesOf(poses, row, far + beside + 0.01);
    let last: Pose | null = null;
    return (px, py) => {
      if (last !== null && isBeside(last, px, py, beside)) return true;
      for (let k = 0; k < stretches.length; k++) {
        const { first, end, left, low, right, high } = stretches[k];
        if (px < left || px > right || py < low || py > high) continue;
        for (let n = first; n < end; n++) {
          if (!isBeside(poses[n], px, py, beside)) continue;
          last = poses[n];
          return true;
        }
      }
      return false;
    };
  };
  return {
    add,
    beyond(places, beside) {
      const isDriven = drivenFrom(0, beside);
      let open = places.filter(([x, y]) => !isDriven(x, y));
      let known = poses.length;
      let looked = 0;
      // squared distances to the nearest pose so far, by open place
      let least = open.map(() => Infinity);
      return {
        get count() {
          return open.length;
        },
        farthest(within) {
          let best = 0;
          let most = -1;
          for (let k = 0; k < open.length; k++) {
            const [px, py] = open[k];
            let near = least[k];
            for (let n = looked; n < sparse.length; n++) {
              const apart = (sparse[n].x - px) ** 2 + (sparse[n].y - py) ** 2;
              if (apart < near) near = apart;
            }
            least[k] = near;
            if (near > most + 1e-9) {
              most = near;
              best = k;
            }
          }
          looked = sparse.length;
          const far = Math.max(0, Math.sqrt(most) - AS_FAR) ** 2;
          return middleOf(open, least, far, open[best], within);
        },
        narrow([x, y], distance) {
          const isDriven = drivenFrom(known, beside);
          const stays = open.map(
            ([px, py]) => (px - x) ** 2 + (py - y) ** 2 > distance * distance && !isDriven(px, py),
          );
          least = least.filter((_, k) => stays[k]);
          open = open.filter((_, k) => stays[k]);
          known = poses.length;
        },
      };
    },
  };
}

/** Poses one after another are this many in a stretch, which is looked at as a whole first. */
const STRETCH = 8;

/** Poses from one row to another, and the box of places that they may be near. */
interface Stretch {
  readonly first: number;
  readonly end: number;
  readonly left: number;
  readonly low: number;
  readonly right: number;
  readonly high: number;
}

function stretchesOf(poses: readonly Pose[], from: number, reach: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (let first = from; first < poses.length; first += STRETCH) {
    const end = Math.min(poses.length, first + STRETCH);
    let [left, low, right, high] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let n = first; n < end; n++) {
      const { x, y } = poses[n];
      left = Math.min(left, x);
      right = Math.max(right, x);
      low = Math.min(low, y);
      high = Math.max(high, y);
    }
    stretches.push({ first, end, left: left - reach, low: low - reach, right: right + reach, high: high + reach });
  }
  return stretches;
}

/** Of the places near one of them that lie as far off as it does (`off`: squared), the nearest to their middle. */
function middleOf(places: readonly Point[], off: readonly number[], far: number, at: Point, near: number): Point {
  const [px, py] = at;
  const rows: number[] = [];
  let [sumX, sumY] = [0, 0];
  for (let k = 0; k < places.length; k++) {
    const [x, y] = places[k];
    if (off[k] < far || (x - px) ** 2 + (y - py) ** 2 > near * near) continue;
    rows.push(k);
    sumX += x;
    sumY += y;
  }
  const [mx, my] = [sumX / rows.length, sumY / rows.length];
  let best = at;
  let least = Infinity;
  for (const k of rows) {
    const apart = (places[k][0] - mx) ** 2 + (places[k][1] - my) ** 2;
    if (apart < least) [least, best] = [apart, places[k]];
  }
  return best;
}
