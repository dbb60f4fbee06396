import { bounds, type Point, type Ring } from "../../model/geometry.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { gridOver, paint } from "../plane/grid.ts";
import { costsFrom, STRAIGHT } from "../plane/onCells.ts";

/** Cell of the distance grid, metres: half of the narrowest lane a car uses. */
const CELL = 1;

/**
 * Driving distance over the roads from the gates of a mode (from those for cars where there is none), metres;
 * Infinity where the roads do not lead. Coarse: it only tells which way a road runs, and whether it leads out.
 */
export function distanceFromGate(site: Site, outline: readonly Ring[], mode: "fire" | "car"): (at: Point) => number {
  if (outline.length === 0) return () => Infinity;
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of outline) {
    const box = bounds(ring);
    minX = Math.min(minX, box[0]);
    minY = Math.min(minY, box[1]);
    maxX = Math.max(maxX, box[2]);
    maxY = Math.max(maxY, box[3]);
  }
  const grid = gridOver(minX - CELL / 2, minY - CELL / 2, maxX + CELL, maxY + CELL, CELL);
  const { columns, rows, cells: open } = grid;
  paint(grid, outline, 1);
  const cellOf = (x: number, y: number): number => {
    const column = Math.round((x - minX) / CELL);
    const row = Math.round((y - minY) / CELL);
    return column < 0 || row < 0 || column >= columns || row >= rows ? -1 : row * columns + column;
  };
  const nearestOpen = (at: Point): number => {
    for (let reach = 0; reach <= 4; reach++) {
      for (let dy = -reach; dy <= reach; dy++) {
        for (let dx = -reach; dx <= reach; dx++) {
          if (Math.max(Math.abs(dx), Math.abs(dy)) !== reach) continue;
          const cell = cellOf(at[0] + dx * CELL, at[1] + dy * CELL);
          if (cell >= 0 && open[cell] === 1) return cell;
        }
      }
    }
    return -1;
  };
  const gates = featuresOf(site, "gate");
  const first = gates.filter((gate) => gate.properties.modes.includes(mode));
  const starts = (first.length > 0 ? first : gates.filter((each) => each.properties.modes.includes("car"))).flatMap(
    ({ shape }) => {
      const last = shape.length - 2;
      const cell = nearestOpen([(shape[0] + shape[last]) / 2, (shape[1] + shape[last + 1]) / 2]);
      return cell < 0 ? [] : [{ cell, cost: 0 }];
    },
  );
  const costs = costsFrom(grid, starts);
  return (at) => {
    const cell = nearestOpen(at);
    return cell < 0 || costs[cell] < 0 ? Infinity : (costs[cell] * CELL) / STRAIGHT;
  };
}
