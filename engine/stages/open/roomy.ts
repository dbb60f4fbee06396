import { type Ring, ringArea } from "../../model/geometry.ts";
import { isInside } from "./envelope.ts";
import type { CarGate } from "./gates.ts";

/** Ground grown back from inside reaches into corners up to this sharp, 60°: the cosine of how far a side turns there. */
const SHARPEST = -0.5;

/** At a corner that juts in, moved sides meet the farther away the more it turns: up to here they are asked, 154°. */
const JUTTING = -0.9;

/** How far inside its gate a disc is looked for, in aisles: half its width at least, and where it is still in the gate. */
const DEPTHS = [0.6, 0.75, 0.9];

/** Every pair of sides is looked at: with more corners than this, that takes longer than to clip them. */
const MOST_CORNERS = 128;

/**
 * Whether ground is plainly so wide that an aisle's disc gets from each gate to all of it: its sides, moved inwards by half an
 * aisle, all keep their directions and do not cross, so that what they bound hangs together, and it comes up to the gates. What
 * lies between a side and the place that it has moved to is no farther than half an aisle from a disc, corners apart, which are not sharp. In doubt no.
 * @param aisle units
 */
export function isRoomy(rings: readonly Ring[], gates: readonly CarGate[], aisle: number): boolean {
  if (rings.length !== 1 || rings[0].length > 2 * MOST_CORNERS || gates.length === 0) return false;
  const inner = movedIn(rings[0], aisle / 2);
  return inner !== null && !isCrossed(inner) && gates.every((gate) => comesUpTo([inner], gate, aisle));
}

/** A ring whose sides have moved inwards; null where a corner is too sharp, or a side is gone. */
function movedIn(ring: Ring, distance: number): Ring | null {
  const n = ring.length;
  const inwards = ringArea(ring) > 0 ? distance : -distance;
  const moved = new Float64Array(n);
  for (let i = 0; i < n; i += 2) {
    const before = (i + n - 2) % n;
    const after = (i + 2) % n;
    const [ax, ay] = [ring[i] - ring[before], ring[i + 1] - ring[before + 1]];
    const [bx, by] = [ring[after] - ring[i], ring[after + 1] - ring[i + 1]];
    const a = Math.sqrt(ax * ax + ay * ay);
    const b = Math.sqrt(bx * bx + by * by);
    const turn = (ax * bx + ay * by) / (a * b);
    const sharpest = (ax * by - ay * bx) * inwards > 0 ? SHARPEST : JUTTING;
    // two corners in one place have no turn at all
    if (!(turn >= sharpest)) return null;
    const far = inwards / (1 + turn);
    moved[i] = ring[i] - far * (ay / a + by / b);
    moved[i + 1] = ring[i + 1] + far * (ax / a + bx / b);
  }
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const along =
      (ring[i] - ring[j]) * (moved[i] - moved[j]) + (ring[i + 1] - ring[j + 1]) * (moved[i + 1] - moved[j + 1]);
    if (along <= 0) return null;
  }
  return moved;
}

/** Whether two sides that are not neighbours meet. */
function isCrossed(ring: Ring): boolean {
  const n = ring.length;
  for (let i = 0; i < n; i += 2) {
    // the last side is the first one's neighbour
    for (let j = i + 4; j < (i === 0 ? n - 2 : n); j += 2) {
      if (isApart(ring, i, i + 2, j, (j + 2) % n) && isApart(ring, j, (j + 2) % n, i, i + 2)) return true;
    }
  }
  return false;
}

/** Whether two corners lie on either side of the line through two others. */
function isApart(ring: Ring, a: number, b: number, c: number, d: number): boolean {
  const [dx, dy] = [ring[b] - ring[a], ring[b + 1] - ring[a + 1]];
  const left = dx * (ring[c + 1] - ring[a + 1]) >= dy * (ring[c] - ring[a]);
  const other = dx * (ring[d + 1] - ring[a + 1]) >= dy * (ring[d] - ring[a]);
  return left !== other;
}

function comesUpTo(rings: readonly Ring[], { x, y, width, inX, inY }: CarGate, aisle: number): boolean {
  const half = Math.max(width, aisle) / 2;
  for (const depth of DEPTHS) {
    for (const aside of [0, -half, half]) {
      if (isInside(rings, x + inX * depth * aisle - inY * aside, y + inY * depth * aisle + inX * aside)) return true;
    }
  }
  return false;
}
