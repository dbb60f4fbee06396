import { type Area, bounds, type Ring } from "../../model/geometry.ts";

// how much of some patches a convex ring covers

/** A patch with its bounds, for the many times that it is asked about. */
export interface Patch {
  readonly area: Area;
  readonly box: ReturnType<typeof bounds>;
}

export function patchesOf(areas: readonly Area[]): Patch[] {
  return areas.map((area) => ({ area, box: bounds(area.shell) }));
}

/** Square metres of patches under a convex ring. */
export function coveredOf(patches: readonly Patch[], ring: Ring): number {
  const [left, low, right, high] = bounds(ring);
  let sum = 0;
  for (const { area, box } of patches)
    if (left < box[2] && box[0] < right && low < box[3] && box[1] < high) sum += sharedArea(area, ring);
  return sum;
}

function sharedArea({ shell, holes }: Area, convex: Ring): number {
  const under = (ring: Ring) => Math.abs(coveredBy(convex, ring));
  return holes.reduce((sum, hole) => sum - under(hole), under(shell));
}

/** The area of a ring within a convex one, less than none where it runs clockwise; edge by edge: seams that clipping leaves have no area. */
export function coveredBy(convex: Ring, ring: Ring): number {
  const turn = doubleArea(convex) < 0 ? -1 : 1;
  let points: number[] = Array.from(ring);
  let next: number[] = [];
  for (let i = 0; i < convex.length && points.length > 0; i += 2) {
    const [x, y] = [convex[i], convex[i + 1]];
    const dx = turn * (convex[(i + 2) % convex.length] - x);
    const dy = turn * (convex[(i + 3) % convex.length] - y);
    next.length = 0;
    let [px, py] = [points[points.length - 2], points[points.length - 1]];
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
    [points, next] = [next, points];
  }
  return doubleArea(points) / 2;
}

function doubleArea(ring: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    sum += ring[j] * ring[i + 1] - ring[i] * ring[j + 1];
  }
  return sum;
}
