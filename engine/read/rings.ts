import Flatbush from "flatbush";
import { flat, type Point, type Ring, ringArea } from "../model/geometry.ts";
import { COINCIDENCE_TOLERANCE } from "../model/tolerance.ts";

/** Two edges cross only when the ends of each lie this far on both sides of the other, metres: less is touching, or rounding to 0.1 mm. */
const CROSSING = 2e-4;

/** Rings smaller than this have no area, square metres. */
export const LEAST_AREA = 0.01;

/** A ring without what can be left out harmlessly, and what was left out. */
export interface Cleaned {
  readonly points: readonly Point[];
  readonly duplicates: number;
  readonly spikes: number;
}

/** Drops repeated points and spikes: vertices at which the ring turns back on itself. Open, metres. */
export function cleaned(points: readonly Point[]): Cleaned {
  const out: Point[] = [];
  let duplicates = 0;
  for (const point of points) {
    const last = out[out.length - 1];
    if (last !== undefined && isSame(last, point)) duplicates++;
    else out.push(point);
  }
  while (out.length > 1 && isSame(out[0], out[out.length - 1])) {
    out.pop();
    duplicates++;
  }
  let spikes = 0;
  for (let i = 0; i < out.length && out.length > 2; ) {
    const before = out[(i + out.length - 1) % out.length];
    const after = out[(i + 1) % out.length];
    if (isSame(before, after)) {
      // there and back again: both the tip and the repeated foot go
      out.splice(i, 1);
      out.splice(i % out.length, 1);
      spikes++;
      i = Math.max(0, i - 2);
    } else if (isSpike(before, out[i], after)) {
      out.splice(i, 1);
      spikes++;
      i = Math.max(0, i - 1);
    } else i++;
  }
  return { points: out, duplicates, spikes };
}

/** A ring running the way asked. */
export function wound(
  points: readonly Point[],
  way: "counter-clockwise" | "clockwise",
): { ring: Ring; turned: boolean } {
  const ring = flat(points);
  const isLeft = ringArea(ring) > 0;
  if (isLeft === (way === "counter-clockwise")) return { ring, turned: false };
  return { ring: flat([...points].reverse()), turned: true };
}

/** Where two edges of several rings cross; null when none do. Rings are open. */
export function crossingOf(
  rings: readonly (readonly Point[])[],
): { at: Point; rings: readonly [number, number] } | null {
  const ends: number[] = [];
  const owner: number[] = [];
  rings.forEach((ring, r) => {
    ring.forEach(([x, y], i) => {
      const [nx, ny] = ring[(i + 1) % ring.length];
      ends.push(x, y, nx, ny);
      owner.push(r);
    });
  });
  const count = owner.length;
  if (count === 0) return null;
  const index = new Flatbush(count);
  for (let i = 0; i < count; i++) index.add(...boxOf(ends, i * 4));
  index.finish();
  for (let i = 0; i < count; i++) {
    let found: Point | null = null;
    let other = -1;
    index.search(...boxOf(ends, i * 4), (k) => {
      if (k <= i || found !== null) return false;
      const at = crossing(ends, i * 4, k * 4);
      if (at !== null) {
        found = at;
        other = k;
      }
      return false;
    });
    if (found !== null) return { at: found, rings: [owner[i], owner[other]] };
  }
  return null;
}

function crossing(ends: readonly number[], i: number, k: number): Point | null {
  const [ax, ay, bx, by] = [ends[i], ends[i + 1], ends[i + 2], ends[i + 3]];
  const [cx, cy, dx, dy] = [ends[k], ends[k + 1], ends[k + 2], ends[k + 3]];
  const ab = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
  const cd = Math.sqrt((dx - cx) ** 2 + (dy - cy) ** 2);
  if (ab === 0 || cd === 0) return null;
  const side = (x: number, y: number, px: number, py: number, qx: number, qy: number, length: number) =>
    ((qx - px) * (y - py) - (qy - py) * (x - px)) / length;
  const c = side(cx, cy, ax, ay, bx, by, ab);
  const d = side(dx, dy, ax, ay, bx, by, ab);
  const a = side(ax, ay, cx, cy, dx, dy, cd);
  const b = side(bx, by, cx, cy, dx, dy, cd);
  const crosses = c * d < 0 && a * b < 0 && Math.min(Math.abs(a), Math.abs(b), Math.abs(c), Math.abs(d)) > CROSSING;
  if (!crosses) return null;
  const t = c / (c - d);
  return [cx + t * (dx - cx), cy + t * (dy - cy)];
}

function boxOf(ends: readonly number[], i: number): [number, number, number, number] {
  return [
    Math.min(ends[i], ends[i + 2]),
    Math.min(ends[i + 1], ends[i + 3]),
    Math.max(ends[i], ends[i + 2]),
    Math.max(ends[i + 1], ends[i + 3]),
  ];
}

function isSame(a: Point, b: Point): boolean {
  return Math.abs(a[0] - b[0]) < 1e-9 && Math.abs(a[1] - b[1]) < 1e-9;
}

/** True when the way out to a vertex and the way back lie on one line, within a millimetre. */
function isSpike(before: Point, tip: Point, after: Point): boolean {
  const [ax, ay] = [before[0] - tip[0], before[1] - tip[1]];
  const [bx, by] = [after[0] - tip[0], after[1] - tip[1]];
  const longer = Math.sqrt(Math.max(ax * ax + ay * ay, bx * bx + by * by));
  return ax * bx + ay * by > 0 && Math.abs(ax * by - ay * bx) / longer < COINCIDENCE_TOLERANCE / 10;
}
