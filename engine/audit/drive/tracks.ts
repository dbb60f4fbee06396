import type { Point } from "../../model/geometry.ts";
import type { Pose } from "./engine.ts";
import type { Ground } from "./ground.ts";

/** Side of the squares that poses are looked up by, metres. */
const SQUARE = 4;

/** Of the poses of a way, half a metre apart, as many tell how far a place is from it. */
const SPARSE = 8;

/** All that has been driven so far, in poses of the fine table. */
export interface Tracks {
  add(poses: readonly Pose[]): void;
  /** Whether the engine's axis has come this near to a place, metres. */
  isBeside(place: Point, beside: number): boolean;
  /** The place farthest from every pose so far: the end of a lane sooner than its middle. */
  farthest(places: readonly Point[]): Point;
}

/** Tracks that begin before the gates. */
export function tracksOf({ engine, table, starts }: Ground): Tracks {
  const squares = new Map<string, Pose[]>();
  const seen = new Set<string>();
  const sparse: Pose[] = [];
  const reach = Math.max(engine.ahead, engine.behind);
  const add = (poses: readonly Pose[]) => {
    poses.forEach((pose, i) => {
      const { x, y, heading } = pose;
      const own = `${x} ${y} ${heading}`;
      // ways from the same gate begin alike
      if (seen.has(own)) return;
      seen.add(own);
      if (i % SPARSE === 0 || i === poses.length - 1) sparse.push(pose);
      const key = `${Math.floor(x / SQUARE)} ${Math.floor(y / SQUARE)}`;
      const square = squares.get(key);
      if (square === undefined) squares.set(key, [pose]);
      else square.push(pose);
    });
  };
  add(starts);
  return {
    add,
    isBeside([px, py], beside) {
      const far = reach + beside;
      for (let j = Math.floor((py - far) / SQUARE); j <= Math.floor((py + far) / SQUARE); j++) {
        for (let i = Math.floor((px - far) / SQUARE); i <= Math.floor((px + far) / SQUARE); i++) {
          for (const { x, y, heading } of squares.get(`${i} ${j}`) ?? []) {
            const [c, s] = [table.cos[heading], table.sin[heading]];
            const [dx, dy] = [px - x, py - y];
            const along = Math.min(engine.ahead, Math.max(-engine.behind, dx * c + dy * s));
            if ((dx - along * c) ** 2 + (dy - along * s) ** 2 <= beside * beside) return true;
          }
        }
      }
      return false;
    },
    farthest(places) {
      let best = places[0];
      let most = -1;
      for (const place of places) {
        let least = Infinity;
        for (const { x, y } of sparse) least = Math.min(least, (x - place[0]) ** 2 + (y - place[1]) ** 2);
        if (least > most + 1e-9) {
          most = least;
          best = place;
        }
      }
      return best;
    },
  };
}
