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

/** Positions, flat: [x0, y0, x1, y1, …], metres. */
export type Places = Float64Array;

/** All that has been driven so far, in poses of the fine table. */
export interface Tracks {
  add(poses: readonly Pose[]): void;
  /** Those of some places that the engine's axis has not come near to yet. */
  beyond(places: Places, beside: number): Open;
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
  // four numbers a pose: where it is, and which way it looks
  let axes = new Float64Array(1024);
  let end = 0;
  const sparse: Pose[] = [];
  const squares = new Map<number, Pose[]>();
  const add = (more: readonly Pose[]) => {
    if (axes.length < end + 4 * more.length) axes = longer(axes, 2 * (end + 4 * more.length));
    for (let n = 0; n < more.length; n++) {
      const pose = more[n];
      const key = Math.floor(pose.x / SQUARE) * ACROSS + Math.floor(pose.y / SQUARE);
      const square = squares.get(key);
      // ways from the same gate begin alike
      if (square !== undefined && isAmong(square, pose)) continue;
      if (square === undefined) squares.set(key, [pose]);
      else square.push(pose);
      axes[end++] = pose.x;
      axes[end++] = pose.y;
      axes[end++] = table.cos[pose.heading];
      axes[end++] = table.sin[pose.heading];
      if (n % SPARSE === 0 || n === more.length - 1) sparse.push(pose);
    }
  };
  add(starts);
  const far = Math.max(engine.ahead, engine.behind);
  /** Tells of place after place whether a pose from one on is beside it; the one that was beside the last is asked first. */
  const drivenFrom = (from: number, beside: number): ((px: number, py: number) => boolean) => {
    const own = axes.subarray(from, end);
    const boxes = boxesOf(own, far + beside + 0.01);
    const { ahead, behind } = engine;
    const squared = beside * beside;
    const isBeside = (at: number, px: number, py: number): boolean => {
      const dx = px - own[at];
      const dy = py - own[at + 1];
      const c = own[at + 2];
      const s = own[at + 3];
      const along = Math.min(ahead, Math.max(-behind, dx * c + dy * s));
      return (dx - along * c) ** 2 + (dy - along * s) ** 2 <= squared;
    };
    let last = -1;
    return (px, py) => {
      if (last >= 0 && isBeside(last, px, py)) return true;
      for (let k = 0; k < boxes.length; k += BOX) {
        if (px < boxes[k] || py < boxes[k + 1] || px > boxes[k + 2] || py > boxes[k + 3]) continue;
        const stop = Math.min(own.length, (k + BOX) * STRETCH);
        for (let at = k * STRETCH; at < stop; at += 4) {
          if (!isBeside(at, px, py)) continue;
          last = at;
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
      let open = kept(places, (x, y) => !isDriven(x, y));
      let known = end;
      let looked = 0;
      // squared distances to the nearest pose so far, by open place
      let least = new Float64Array(open.length / 2).fill(Infinity);
      return {
        get count() {
          return open.length / 2;
        },
        farthest(within) {
          for (; looked < sparse.length; looked++) nearer(least, open, sparse[looked]);
          let best = 0;
          let most = -1;
          for (let k = 0; k < least.length; k++) {
            if (least[k] <= most + 1e-9) continue;
            most = least[k];
            best = k;
          }
          const far = Math.max(0, Math.sqrt(most) - AS_FAR) ** 2;
          return middleOf(open, least, far, [open[2 * best], open[2 * best + 1]], within);
        },
        narrow([x, y], distance) {
          const isDriven = drivenFrom(known, beside);
          const left: number[] = [];
          open = kept(open, (px, py, k) => {
            if ((px - x) ** 2 + (py - y) ** 2 <= distance * distance || isDriven(px, py)) return false;
            left.push(least[k]);
            return true;
          });
          least = Float64Array.from(left);
          known = end;
        },
      };
    },
  };
}

/** The places of which something holds. */
function kept(places: Places, holds: (x: number, y: number, k: number) => boolean): Places {
  const out = new Float64Array(places.length);
  let end = 0;
  for (let at = 0; at < places.length; at += 2) {
    if (!holds(places[at], places[at + 1], at / 2)) continue;
    out[end++] = places[at];
    out[end++] = places[at + 1];
  }
  return out.subarray(0, end);
}

/** Tells places that are nearer to a pose than to any before. */
function nearer(least: Float64Array, places: Places, { x, y }: Pose): void {
  for (let k = 0; k < least.length; k++) {
    const apart = (x - places[2 * k]) ** 2 + (y - places[2 * k + 1]) ** 2;
    if (apart < least[k]) least[k] = apart;
  }
}

/** Poses one after another are this many in a stretch, which is looked at as a whole first. */
const STRETCH = 8;

/** Numbers of a box, and of a pose. */
const BOX = 4;

/** Boxes of the places that poses may be near, stretch by stretch: least x and y, most x and y. */
function boxesOf(axes: Float64Array, reach: number): Float64Array {
  const boxes = new Float64Array(BOX * Math.ceil(axes.length / (4 * STRETCH)));
  for (let k = 0; k < boxes.length; k += BOX) {
    let [left, low, right, high] = [Infinity, Infinity, -Infinity, -Infinity];
    const stop = Math.min(axes.length, (k + BOX) * STRETCH);
    for (let at = k * STRETCH; at < stop; at += 4) {
      left = Math.min(left, axes[at]);
      right = Math.max(right, axes[at]);
      low = Math.min(low, axes[at + 1]);
      high = Math.max(high, axes[at + 1]);
    }
    boxes[k] = left - reach;
    boxes[k + 1] = low - reach;
    boxes[k + 2] = right + reach;
    boxes[k + 3] = high + reach;
  }
  return boxes;
}

function isAmong(poses: readonly Pose[], { x, y, heading }: Pose): boolean {
  for (let n = 0; n < poses.length; n++) {
    const other = poses[n];
    if (other.x === x && other.y === y && other.heading === heading) return true;
  }
  return false;
}

function longer(column: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(length);
  out.set(column);
  return out;
}

/** Of the places near one of them that lie as far off as it does (`off`: squared), the nearest to their middle. */
function middleOf(places: Places, off: Float64Array, far: number, at: Point, near: number): Point {
  const [px, py] = at;
  const rows: number[] = [];
  let [sumX, sumY] = [0, 0];
  for (let k = 0; k < off.length; k++) {
    const x = places[2 * k];
    const y = places[2 * k + 1];
    if (off[k] < far || (x - px) ** 2 + (y - py) ** 2 > near * near) continue;
    rows.push(k);
    sumX += x;
    sumY += y;
  }
  const [mx, my] = [sumX / rows.length, sumY / rows.length];
  let best = at;
  let least = Infinity;
  for (const k of rows) {
    const [x, y] = [places[2 * k], places[2 * k + 1]];
    const apart = (x - mx) ** 2 + (y - my) ** 2;
    if (apart < least) [least, best] = [apart, [x, y]];
  }
  return best;
}
