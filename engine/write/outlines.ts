import { type AnyShape, type Line, type Point, pointsOf, type Ring } from "../model/geometry.ts";

/** A closed ring, an open line or a single place of a feature, local metres. */
export type Outline =
  | { readonly part: "outline" | "hole"; readonly points: readonly Point[] }
  | { readonly part: "line" | "centreline"; readonly points: readonly Point[] }
  | { readonly part: "point"; readonly points: readonly [Point] };

/** What a shape is drawn with: the shell first, then its holes, each a ring of its own. */
export function outlinesOf(shape: AnyShape): Outline[] {
  if (shape instanceof Float64Array) return [lineOutline("line", shape)];
  if ("shell" in shape) {
    const hole = (ring: Ring): Outline => ({ part: "hole", points: pointsOf(ring) });
    return [{ part: "outline", points: pointsOf(shape.shell) }, ...shape.holes.map(hole)];
  }
  if ("type" in shape) {
    if (shape.type === "Point") return outlinesOf(shape.at);
    return outlinesOf(shape.type === "LineString" ? shape.line : shape.area);
  }
  return [{ part: "point", points: [shape] }];
}

export function lineOutline(part: "line" | "centreline", line: Line): Outline {
  return { part, points: pointsOf(line) };
}
