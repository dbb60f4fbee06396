import type { Ring } from "../../model/geometry.ts";

/** One orientation of the site: the direction of its u axis; v is a quarter turn further. */
export interface Frame {
  readonly cos: number;
  readonly sin: number;
}

/** Edges whose directions differ by less than this, modulo a quarter turn, are of one frame: sine of 2°. */
const SAME_DIRECTION = 0.035;

/** A frame is worth a try when its edges make up this share of the outline. */
const LEAST_SHARE = 0.1;

/** Frames that aisles may be laid in, at most. */
export const MAX_MAIN_FRAMES = 4;

/** Sine of the angle between two directions, modulo a quarter turn. */
export function turnBetween(a: Frame, b: Frame): number {
  return Math.min(Math.abs(a.cos * b.sin - a.sin * b.cos), Math.abs(a.cos * b.cos + a.sin * b.sin));
}

/** Direction from one point to another, turned by quarter turns into 0 ≤ angle < 90°; null between equal points. No trigonometry: a square root is exact in every engine. */
export function directionOf(x: number, y: number): Frame | null {
  const length = Math.sqrt(x * x + y * y);
  if (length === 0) return null;
  let cos = x / length;
  let sin = y / length;
  while (!(cos > 0 && sin >= 0)) [cos, sin] = [sin, -cos];
  return { cos, sin };
}

/** Orientations worth laying aisles in: directions of edges, those with most length first. */
export function framesOf(rings: readonly Ring[]): Frame[] {
  const edges: { direction: Frame; length: number; row: number }[] = [];
  let row = 0;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const x = ring[i] - ring[j];
      const y = ring[i + 1] - ring[j + 1];
      const direction = directionOf(x, y);
      if (direction !== null) edges.push({ direction, length: Math.sqrt(x * x + y * y), row: row++ });
    }
  }
  edges.sort((a, b) => b.length - a.length || a.row - b.row);
  const groups: { direction: Frame; weight: number }[] = [];
  let outline = 0;
  for (const { direction, length } of edges) {
    outline += length;
    const group = groups.find((candidate) => turnBetween(candidate.direction, direction) < SAME_DIRECTION);
    if (group) group.weight += length;
    // the longest edge of a group comes first and names its direction
    else if (groups.length < 64) groups.push({ direction, weight: length });
  }
  groups.sort((a, b) => b.weight - a.weight);
  return groups
    .filter(({ weight }, i) => i === 0 || weight >= LEAST_SHARE * outline)
    .slice(0, MAX_MAIN_FRAMES)
    .map(({ direction }) => direction);
}

/** 22.5°, 45° and 67.5°. Square roots are exact in every engine. */
const ASLANT = [Math.sqrt(2 + Math.SQRT2) / 2, Math.SQRT1_2, Math.sqrt(2 - Math.SQRT2) / 2].map((cos) => ({
  cos,
  sin: Math.sqrt(1 - cos * cos),
}));

/** Directions between the axes of a frame. */
export function aslant({ cos, sin }: Frame): Frame[] {
  return ASLANT.flatMap((turn) => directionOf(cos * turn.cos - sin * turn.sin, sin * turn.cos + cos * turn.sin) ?? []);
}
