import { type Area, flat, type Line, type Point } from "./geometry.ts";

// the direction that cars drive in, as it is painted on the ground

/** Length and width of an arrow's head and of its shaft, metres: a lane arrow at walking speed. */
const ARROW = { length: 3, head: 1.2, wide: 0.9, shaft: 0.3 } as const;

/** One arrow about every so many metres. */
const EVERY = 12;

/** Arrows along a centreline in travel direction; at least one on the longest of its legs. Local metres, shells counter-clockwise. */
export function arrowsAlong(line: Line): Area[] {
  const legs = Array.from({ length: line.length / 2 - 1 }, (_, i) => ({
    from: [line[2 * i], line[2 * i + 1]] as const,
    to: [line[2 * i + 2], line[2 * i + 3]] as const,
  })).map(({ from, to }) => ({ from, to, length: Math.sqrt((to[0] - from[0]) ** 2 + (to[1] - from[1]) ** 2) }));
  const longest = Math.max(...legs.map(({ length }) => length));
  return legs
    .filter(({ length }) => length > 0 && (length >= 2 * ARROW.length || length === longest))
    .flatMap(({ from, to, length }) => {
      const count = Math.max(1, Math.round(length / EVERY));
      const along: Point = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
      return Array.from({ length: count }, (_, i) => {
        const middle = (length * (i + 0.5)) / count;
        return arrowAt([from[0] + along[0] * middle, from[1] + along[1] * middle], along);
      });
    });
}

function arrowAt([x, y]: Point, [ux, uy]: Point): Area {
  const at = (s: number, left: number): Point => [x + ux * s - uy * left, y + uy * s + ux * left];
  const { length, head, wide, shaft } = ARROW;
  const [tip, tail] = [length / 2, -length / 2];
  const neck = tip - head;
  const corners = [
    at(tip, 0),
    at(neck, wide / 2),
    at(neck, shaft / 2),
    at(tail, shaft / 2),
    at(tail, -shaft / 2),
    at(neck, -shaft / 2),
    at(neck, -wide / 2),
  ];
  return { shell: flat(corners), holes: [] };
}
