import { bounds, type Ring } from "./model/geometry.ts";
import type { PlanFeature } from "./model/plan.ts";
import { planFeaturesOf } from "./model/plan.ts";

// what a plan has kept of an earlier one

/** What became of the new stalls of an earlier plan. */
export interface Since {
  /** In the very place, whatever they are marked as. */
  readonly stayed: number;
  /** Gone, with a stall that was not there now standing on part of their ground. */
  readonly moved: number;
  /** Not there before, and on ground of none that moved. */
  readonly added: number;
  readonly gone: number;
}

/** Corners this near are the same, metres: coordinates are written to a tenth of a millimetre. */
const SAME = 0.002;

/** Counts what became of new stalls: each old one is paired with at most one of now, in the order of the features. */
export function since(before: readonly PlanFeature[], now: readonly PlanFeature[]): Since {
  const old = newStalls(before);
  const fresh = newStalls(now);
  const stayed = paired(old, fresh, isSame);
  const moved = paired(old, fresh, overlaps);
  return { stayed, moved, added: fresh.length, gone: old.length };
}

function newStalls(features: readonly PlanFeature[]): Ring[] {
  return planFeaturesOf(features, "stall")
    .filter(({ properties }) => properties.status === "new")
    .map(({ shape }) => shape.shell);
}

/** Takes pairs out of two lists and counts them. */
function paired(one: Ring[], other: Ring[], belong: (a: Ring, b: Ring) => boolean): number {
  let count = 0;
  for (let i = 0; i < one.length; i++) {
    const k = other.findIndex((ring) => belong(one[i], ring));
    if (k < 0) continue;
    one.splice(i--, 1);
    other.splice(k, 1);
    count++;
  }
  return count;
}

function isSame(a: Ring, b: Ring): boolean {
  const corners = [0, 2, 4, 6];
  return corners.every((i) => corners.some((j) => Math.abs(a[i] - b[j]) + Math.abs(a[i + 1] - b[j + 1]) <= SAME));
}

/** Do two convex rings share ground? No side of either parts them. */
function overlaps(a: Ring, b: Ring): boolean {
  const [ax, ay, aX, aY] = bounds(a);
  const [bx, by, bX, bY] = bounds(b);
  if (ax >= bX || bx >= aX || ay >= bY || by >= aY) return false;
  return !parts(a, b) && !parts(b, a);
}

/** Does a side of a counter-clockwise ring have the other ring wholly on its outside? */
function parts(a: Ring, b: Ring): boolean {
  for (let i = 0; i < a.length; i += 2) {
    const j = (i + 2) % a.length;
    const [dx, dy] = [a[j] - a[i], a[j + 1] - a[i + 1]];
    const slack = SAME * Math.sqrt(dx * dx + dy * dy);
    let isOutside = true;
    for (let k = 0; k < b.length && isOutside; k += 2)
      isOutside = dx * (b[k + 1] - a[i + 1]) - dy * (b[k] - a[i]) <= slack;
    if (isOutside) return true;
  }
  return false;
}
