import { type Area, flat, type Point, pointsOf, type Ring, ringArea } from "../model/geometry.ts";
import { COINCIDENCE_TOLERANCE, LEAST_AREA } from "../model/tolerance.ts";

/** A ring without what can be left out harmlessly, and what was left out. */
export interface Cleaned {
  readonly points: readonly Point[];
  readonly duplicates: number;
  readonly spikes: number;
}

/** Drops repeated points and spikes: vertices at which the ring turns back on itself. Open, metres. */
export function cleaned(points: readonly Point[]): Cleaned {
  const ring: Point[] = [];
  for (const point of points) if (ring.length === 0 || !isSame(ring[ring.length - 1], point)) ring.push(point);
  while (ring.length > 1 && isSame(ring[0], ring[ring.length - 1])) ring.pop();
  const duplicates = points.length - ring.length;
  const count = ring.length;
  const before = ring.map((_, i) => (i + count - 1) % count);
  const after = ring.map((_, i) => (i + 1) % count);
  const isLeft = ring.map(() => true);
  let left = count;
  let spikes = 0;
  const drop = (i: number) => {
    isLeft[i] = false;
    after[before[i]] = after[i];
    before[after[i]] = before[i];
    left--;
  };
  // round and round until a whole turn finds nothing: what a removal changes is its neighbours, looked at next
  for (let at = 0, quiet = 0; left > 2 && quiet < left; ) {
    const [a, b] = [before[at], after[at]];
    const isThereAndBack = isSame(ring[a], ring[b]);
    if (isThereAndBack || isSpike(ring[a], ring[at], ring[b])) {
      drop(at);
      // the way back has come to where the way out began: one of the two is enough
      if (isThereAndBack) drop(b);
      spikes++;
      quiet = 0;
      at = a;
    } else {
      at = b;
      quiet++;
    }
  }
  return { points: ring.filter((_, i) => isLeft[i]), duplicates, spikes };
}

/** An area as it is read: its rings cleaned, holes without area left out. Metres. */
export function cleanedArea({ shell, holes }: Area): Area {
  const [outer, ...inner] = [shell, ...holes].map((ring) =>
    isClean(ring) ? ring : flat(cleaned(pointsOf(ring)).points),
  );
  return { shell: outer, holes: inner.filter((hole) => hole.length >= 6 && Math.abs(ringArea(hole)) >= LEAST_AREA) };
}

/** Whether cleaning leaves a ring as it is, which it nearly always does. */
function isClean(ring: Ring): boolean {
  const n = ring.length;
  if (n < 6) return false;
  for (let at = 0; at < n; at += 2) {
    const [a, b] = [(at + n - 2) % n, (at + 2) % n];
    const [ax, ay] = [ring[a] - ring[at], ring[a + 1] - ring[at + 1]];
    const [bx, by] = [ring[b] - ring[at], ring[b + 1] - ring[at + 1]];
    if (isNothing(bx, by) || isNothing(bx - ax, by - ay) || turnsBack(ax, ay, bx, by)) return false;
  }
  return true;
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

/** Points of a ring at which it turns; those on a straight edge, within a millimetre, are left out. */
export function turningPoints(points: readonly Point[]): readonly Point[] {
  const kept = [...points];
  for (let i = 0; i < kept.length && kept.length > 3; ) {
    const [a, b] = [kept[(i + kept.length - 1) % kept.length], kept[(i + 1) % kept.length]];
    const length = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2);
    const off = Math.abs((b[0] - a[0]) * (kept[i][1] - a[1]) - (b[1] - a[1]) * (kept[i][0] - a[0]));
    if (off <= COINCIDENCE_TOLERANCE * length) kept.splice(i, 1);
    else i++;
  }
  return kept;
}

function isSame(a: Point, b: Point): boolean {
  return isNothing(a[0] - b[0], a[1] - b[1]);
}

function isNothing(dx: number, dy: number): boolean {
  return Math.abs(dx) < 1e-9 && Math.abs(dy) < 1e-9;
}

/** True when the way out to a vertex and the way back lie on one line, within a tenth of a millimetre. */
function isSpike(before: Point, tip: Point, after: Point): boolean {
  return turnsBack(before[0] - tip[0], before[1] - tip[1], after[0] - tip[0], after[1] - tip[1]);
}

/** Likewise, from the tip to the vertices before and after. */
function turnsBack(ax: number, ay: number, bx: number, by: number): boolean {
  const longer = Math.sqrt(Math.max(ax * ax + ay * ay, bx * bx + by * by));
  return ax * bx + ay * by > 0 && Math.abs(ax * by - ay * bx) / longer < COINCIDENCE_TOLERANCE / 10;
}
