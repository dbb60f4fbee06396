import { type Area, bounds, type Ring } from "../model/geometry.ts";
import type { Field, Placed, Rows } from "../stages/compound/layout.ts";
import type { Standing } from "../stages/compound/standing.ts";
import type { Draft } from "../stages/draft.ts";

// stalls on paved ground take no green, but they take the ground that green could be planted on

/** What may be taken of the green beside some rows, square metres, as far as it is known. */
export interface Planting {
  /** However much is planted. */
  readonly most: number;
  /** What planting could make up for if no stall stood on the ground for it. */
  readonly room: number;
  /** Ground for planting that a stall covers, its apron with it. */
  coveredBy(placed: Placed): number;
}

/** The planting of a standing, as the draft of some of its rows shows it. */
export function plantingOf(standing: Standing, draft: Draft, rows: Rows): Planting {
  const coveredBy = coveringOn(standing);
  const { most, room } = standing.planting(draft);
  return { most, room: room + coveredIn(rows, coveredBy), coveredBy };
}

/** How much green rows may take: what may be taken at most, and no more than planting makes up for beside them. */
export function greenLimitFor({ most, room, coveredBy }: Planting, rows: Rows): number {
  return Math.max(0, Math.min(most, room - coveredIn(rows, coveredBy)));
}

export function coveredIn(rows: Rows, coveredBy: Planting["coveredBy"]): number {
  let sum = 0;
  for (const row of rows) for (const placed of row) sum += coveredBy(placed);
  return sum;
}

const fields = new WeakMap<Field, Planting["coveredBy"]>();

function coveringOn({ field, plantable }: Standing): Planting["coveredBy"] {
  const made = fields.get(field);
  if (made !== undefined) return made;
  const patches = plantable().map((area) => ({ area, box: bounds(area.shell) }));
  const known = new WeakMap<Placed, number>();
  const covered = (ring: Ring) => {
    const [left, low, right, high] = bounds(ring);
    let sum = 0;
    for (const { area, box } of patches)
      if (left < box[2] && box[0] < right && low < box[3] && box[1] < high) sum += sharedArea(area, ring);
    return sum;
  };
  const coveredBy = (placed: Placed) => {
    const before = known.get(placed);
    if (before !== undefined) return before;
    const area = covered(placed.body) + covered(placed.front);
    known.set(placed, area);
    return area;
  };
  fields.set(field, coveredBy);
  return coveredBy;
}

function sharedArea({ shell, holes }: Area, convex: Ring): number {
  return holes.reduce((sum, hole) => sum - clippedArea(hole, convex), clippedArea(shell, convex));
}

/** The area of a ring within a convex one, edge by edge: seams that clipping leaves have no area. */
function clippedArea(ring: Ring, convex: Ring): number {
  const turn = doubleArea(convex) < 0 ? -1 : 1;
  let points: number[] = [...ring];
  for (let i = 0; i < convex.length && points.length > 0; i += 2) {
    const [x, y] = [convex[i], convex[i + 1]];
    const dx = turn * (convex[(i + 2) % convex.length] - x);
    const dy = turn * (convex[(i + 3) % convex.length] - y);
    const next: number[] = [];
    let [px, py] = points.slice(-2);
    let before = dx * (py - y) - dy * (px - x);
    for (let k = 0; k < points.length; k += 2) {
      const [qx, qy] = [points[k], points[k + 1]];
      const here = dx * (qy - y) - dy * (qx - x);
      if (before < 0 !== here < 0) {
        const t = before / (before - here);
        next.push(px + t * (qx - px), py + t * (qy - py));
      }
      if (here >= 0) next.push(qx, qy);
      [px, py, before] = [qx, qy, here];
    }
    points = next;
  }
  return Math.abs(doubleArea(points)) / 2;
}

function doubleArea(ring: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    sum += ring[j] * ring[i + 1] - ring[i] * ring[j + 1];
  }
  return sum;
}
