import type { Path64 } from "clipper2-ts";

// a convex path is grown corner by corner: no clip has to tidy up after it

/** A corner that turns by more than this is no longer drawn out to its tip, as the cosine: 120°, where that is twice as far out. */
const SHARPEST = -0.5;

/** A convex path that runs counter-clockwise grown by a distance, corners kept sharp, in units of the grid; null of any other. */
export function grownConvex(path: Path64, by: number): Path64 | null {
  const grown: Path64 = [];
  let rounds = 0;
  let p = path[path.length - 2];
  let q = path[path.length - 1];
  for (const r of path) {
    const [ax, ay, cx, cy] = [q.x - p.x, q.y - p.y, r.x - q.x, r.y - q.y];
    const [before, after] = [Math.sqrt(ax * ax + ay * ay), Math.sqrt(cx * cx + cy * cy)];
    const cosine = (ax * cx + ay * cy) / (before * after);
    // not a number where two points are one
    if (!(ax * cy - ay * cx > 0) || cosine < SHARPEST) return null;
    if (isUp(ax, ay) && !isUp(cx, cy)) rounds++;
    const out = by / (1 + cosine);
    grown.push({
      x: Math.round(q.x + (ay / before + cy / after) * out),
      y: Math.round(q.y - (ax / before + cx / after) * out),
    });
    [p, q] = [q, r];
  }
  // a star turns left all round as well, but more than once
  return rounds === 1 ? grown : null;
}

function isUp(dx: number, dy: number): boolean {
  return dy > 0 || (dy === 0 && dx > 0);
}
