import { bounds } from "../model/geometry.ts";
import type { Site } from "../model/site.ts";
import { eachSpanOfPlaces, type Places } from "../model/spans.ts";
import { type Outline, outlineOf, squaredToSegment } from "./outline.ts";

// ground as places of a grid that lies on whole steps of the site's plane

/** Places row by row, each with its marks: its number is `row * columns + column`. */
export interface Cells extends Places {
  readonly cells: Uint8Array;
}

/** Lowest x and y, highest x and y, metres. */
export type Box = readonly [minX: number, minY: number, maxX: number, maxY: number];

/** Places over a site, or the part of it in a box, those beyond its boundary marked. */
export function cellsOver(site: Site, step: number, beyond: number, box: Box | null = null): Cells {
  const whole = bounds(site.boundary.shell);
  const [minX, minY] = [Math.max(whole[0], box?.[0] ?? -Infinity), Math.max(whole[1], box?.[1] ?? -Infinity)];
  const [maxX, maxY] = [Math.min(whole[2], box?.[2] ?? Infinity), Math.min(whole[3], box?.[3] ?? Infinity)];
  const [left, bottom] = [Math.floor(minX / step), Math.floor(minY / step)];
  const columns = Math.ceil(maxX / step) - left + 1;
  const rows = Math.ceil(maxY / step) - bottom + 1;
  const over = { cells: new Uint8Array(columns * rows), step, left, bottom, columns, rows };
  fill(over, outlineOf(site.boundary), beyond);
  for (let place = 0; place < over.cells.length; place++) over.cells[place] ^= beyond;
  return over;
}

/** Marks the places within an outline, row by row. */
export function fill(places: Cells, { area }: Outline, mark: number): void {
  const { cells, columns } = places;
  eachSpanOfPlaces([area.shell, ...area.holes], places, (row, from, to) => {
    for (let place = row * columns + from; place <= row * columns + to; place++) cells[place] |= mark;
  });
}

/** Marks the places nearer to an edge than a radius. */
export function rim(
  { cells, step, left, bottom, columns, rows }: Cells,
  { edges }: Pick<Outline, "edges">,
  radius: number,
  mark: number,
): void {
  for (let i = 0; i < edges.length; i += 4) {
    const [ax, ay, bx, by] = [edges[i], edges[i + 1], edges[i + 2], edges[i + 3]];
    const first = Math.max(0, Math.ceil((Math.min(ay, by) - radius) / step) - bottom);
    const last = Math.min(rows - 1, Math.floor((Math.max(ay, by) + radius) / step) - bottom);
    for (let row = first; row <= last; row++) {
      const y = (row + bottom) * step;
      // of the edge only what comes as near to this row
      const [s, t] = by === ay ? [0, 1] : [(y - radius - ay) / (by - ay), (y + radius - ay) / (by - ay)];
      const [from, to] = [Math.max(0, Math.min(s, t)), Math.min(1, Math.max(s, t))];
      const [px, qx] = [ax + from * (bx - ax), ax + to * (bx - ax)];
      const start = Math.max(0, Math.ceil((Math.min(px, qx) - radius) / step) - left);
      const end = Math.min(columns - 1, Math.floor((Math.max(px, qx) + radius) / step) - left);
      for (let column = start; column <= end; column++)
        if (squaredToSegment((column + left) * step, y, edges, i) < radius * radius)
          cells[row * columns + column] |= mark;
    }
  }
}
