import { expect, test } from "vitest";
import { outlineOf } from "../engine/audit/outline.ts";
import { type Cells, fill } from "../engine/audit/raster.ts";
import type { Area, Ring } from "../engine/model/geometry.ts";
import { randomFrom } from "../engine/stages/rows/random.ts";

// places of a grid within an outline, against a count of the sides that a ray crosses

/** A side that ends on a row belongs to the row that it begins on only; what lies on a side to within rounding is let be. */
function plain({ shell, holes }: Area, x: number, y: number): boolean | null {
  let right = 0;
  for (const ring of [shell, ...holes]) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [ax, ay, bx, by] = [ring[j], ring[j + 1], ring[i], ring[i + 1]];
      if (ay > y === by > y) continue;
      const cut = ax + ((y - ay) / (by - ay)) * (bx - ax);
      if (Math.abs(cut - x) < 1e-9) return null;
      if (cut > x) right++;
    }
  }
  return right % 2 === 1;
}

function filled(area: Area, grid: Omit<Cells, "cells">): Cells {
  const cells = { ...grid, cells: new Uint8Array(grid.columns * grid.rows) };
  fill(cells, outlineOf(area), 1);
  return cells;
}

function wrong(area: Area, { cells, step, left, bottom, columns }: Cells): number {
  return cells.reduce((count, cell, place) => {
    const row = Math.floor(place / columns);
    const inside = plain(area, ((place % columns) + left) * step, (row + bottom) * step);
    return count + (inside !== null && inside !== (cell === 1) ? 1 : 0);
  }, 0);
}

test("places within an outline are those that a ray finds within, also where corners lie on rows of places", () => {
  const random = randomFrom(7);
  let bad = 0;
  let inside = 0;
  for (let n = 0; n < 600; n++) {
    const step = [0.1, 0.2, 0.25, 0.3][n % 4];
    const snap = [step, 0.5, 0.001][n % 3];
    const grid = {
      step,
      left: Math.floor(random() * 40) - 20,
      bottom: Math.floor(random() * 40) - 20,
      columns: 50,
      rows: 40,
    };
    const [x, y] = [(grid.left + random() * 50) * step, (grid.bottom + random() * 40) * step];
    const on = (value: number) => Math.round(value / snap) * snap;
    const corners = 3 + Math.floor(random() * 9);
    const shell: Ring = Float64Array.from({ length: 2 * corners }, (_, i) => {
      const turn = ((i >> 1) / corners) * 2 * Math.PI;
      return on(i % 2 === 0 ? x + (1 + 4 * random()) * Math.cos(turn) : y + (1 + 4 * random()) * Math.sin(turn));
    });
    const hole = Float64Array.of(on(x - 0.6), on(y - 0.6), on(x - 0.6), on(y + 0.6), on(x + 0.6), on(y + 0.6));
    const area = { shell, holes: n % 5 === 0 ? [hole] : [] };
    const cells = filled(area, grid);
    bad += wrong(area, cells);
    inside += cells.cells.reduce((sum, cell) => sum + cell, 0);
  }
  expect(inside).toBeGreaterThan(10_000);
  expect(bad).toBe(0);
});
