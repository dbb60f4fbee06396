/** A position in the site's local plane, metres: [east, north]. */
export type Point = readonly [x: number, y: number];

/** Open polyline, metres, flat: [x0, y0, x1, y1, …]. */
export type Line = Float64Array;

/**
 * Closed ring, metres, flat: [x0, y0, x1, y1, …]; the first vertex is not repeated.
 * Shells run counter-clockwise, holes clockwise.
 */
export type Ring = Float64Array;

/** A shell and its holes: what GeoJSON calls a Polygon. */
export interface Area {
  readonly shell: Ring;
  readonly holes: readonly Ring[];
}

export type Shape =
  | { readonly type: "Point"; readonly at: Point }
  | { readonly type: "LineString"; readonly line: Line }
  | { readonly type: "Polygon"; readonly area: Area };

/** Signed area of a ring, square metres; positive when counter-clockwise. */
export function ringArea(ring: Ring): number {
  let twice = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    // relative to the first vertex, so that sites far from the origin lose no digits
    twice += (ring[j] - ring[0]) * (ring[i + 1] - ring[1]) - (ring[i] - ring[0]) * (ring[j + 1] - ring[1]);
  }
  return twice / 2;
}

/** Area of a shell less its holes, square metres. */
export function areaOf(area: Area): number {
  let sum = Math.abs(ringArea(area.shell));
  for (const hole of area.holes) sum -= Math.abs(ringArea(hole));
  return sum;
}

/** Length of an open line, metres. */
export function lengthOf(line: Line): number {
  let sum = 0;
  for (let i = 0; i + 3 < line.length; i += 2) {
    sum += Math.sqrt((line[i + 2] - line[i]) ** 2 + (line[i + 3] - line[i + 1]) ** 2);
  }
  return sum;
}

/** Flat coordinates from points. */
export function flat(points: readonly Point[]): Float64Array {
  const out = new Float64Array(points.length * 2);
  for (let i = 0; i < points.length; i++) {
    out[2 * i] = points[i][0];
    out[2 * i + 1] = points[i][1];
  }
  return out;
}

/** Points from flat coordinates. */
export function pointsOf(coordinates: Float64Array): Point[] {
  const out: Point[] = [];
  for (let i = 0; i < coordinates.length; i += 2) out.push([coordinates[i], coordinates[i + 1]]);
  return out;
}

/** [minX, minY, maxX, maxY] of flat coordinates, metres. */
export function bounds(coordinates: Float64Array): [number, number, number, number] {
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (let i = 0; i < coordinates.length; i += 2) {
    if (coordinates[i] < minX) minX = coordinates[i];
    if (coordinates[i] > maxX) maxX = coordinates[i];
    if (coordinates[i + 1] < minY) minY = coordinates[i + 1];
    if (coordinates[i + 1] > maxY) maxY = coordinates[i + 1];
  }
  return [minX, minY, maxX, maxY];
}

/** Any geometry that a feature may have: a point, flat coordinates, an area, or a tagged shape. */
export type AnyShape = Point | Float64Array | Area | Shape;

/** The same geometry with every position passed through `move`. */
export function mapShape<S extends AnyShape>(shape: S, move: (x: number, y: number) => Point): S {
  return moved(shape, move) as S;
}

function moved(shape: AnyShape, move: (x: number, y: number) => Point): AnyShape {
  if (shape instanceof Float64Array) {
    const line = new Float64Array(shape.length);
    for (let i = 0; i < line.length; i += 2) {
      const at = move(shape[i], shape[i + 1]);
      line[i] = at[0];
      line[i + 1] = at[1];
    }
    return line;
  }
  if ("shell" in shape) {
    return { shell: moved(shape.shell, move) as Ring, holes: shape.holes.map((hole) => moved(hole, move) as Ring) };
  }
  if ("type" in shape) {
    if (shape.type === "Point") return { type: "Point", at: move(...shape.at) };
    if (shape.type === "LineString") return { type: "LineString", line: moved(shape.line, move) as Line };
    return { type: "Polygon", area: moved(shape.area, move) as Area };
  }
  return move(shape[0], shape[1]);
}
