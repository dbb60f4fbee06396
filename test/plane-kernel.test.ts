import fc from "fast-check";
import { expect, test } from "vitest";
import { flat, type Ring } from "../engine/model/geometry.ts";
import { gridOver } from "../engine/stages/plane/grid.ts";
import { cheapestWays, costsFrom, FREE, ROAD, WANTED, withRoom } from "../engine/stages/plane/onCells.ts";
import { crossSections, sidesOf } from "../engine/stages/plane/section.ts";

// grids of many cells shrink for minutes
fc.configureGlobal({ endOnFailure: true });

// what the stages do in WebAssembly, against the plain way in a few lines, and with one question between two others

const COLUMNS = 17;
const ROWS = 13;

const marks = fc
  .array(fc.constantFrom(0, FREE, FREE, FREE, FREE | WANTED, ROAD, ROAD | WANTED), {
    minLength: COLUMNS * ROWS,
    maxLength: COLUMNS * ROWS,
  })
  .map((each) => Uint8Array.from(each));

const gridOf = (cells: Uint8Array) => ({ ...gridOver(0, 0, COLUMNS / 4, ROWS / 4, 0.25), cells });

/** Cells beside one, and what a step there costs. */
function beside(cell: number): { to: number; step: number }[] {
  const [x, y] = [cell % COLUMNS, Math.floor(cell / COLUMNS)];
  return [-1, 0, 1].flatMap((v) =>
    [-1, 0, 1].flatMap((u) => {
      const is = (u !== 0 || v !== 0) && x + u >= 0 && x + u < COLUMNS && y + v >= 0 && y + v < ROWS;
      return is ? [{ to: cell + v * COLUMNS + u, step: u === 0 || v === 0 ? 5 : 7 }] : [];
    }),
  );
}

/** Costs by trying every step until nothing gets cheaper. */
function plainCosts(first: readonly number[], isRoomy: (cell: number) => boolean, weight: (cell: number) => number) {
  const costs = [...first];
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const [cell, cost] of costs.entries()) {
      for (const { to, step } of Number.isFinite(cost) ? beside(cell) : []) {
        if (!isRoomy(to) || costs[to] <= cost + weight(cell) * step) continue;
        costs[to] = cost + weight(cell) * step;
        isNew = true;
      }
    }
  }
  return costs;
}

test("a way over cells is the cheapest from a road, by steps that can be taken", () => {
  fc.assert(
    fc.property(marks, fc.array(fc.nat(COLUMNS * ROWS - 1), { minLength: 1, maxLength: 4 }), (cells, ends) => {
      const roomy = cells.map((mark) => (mark & FREE ? 1 : 0));
      const weight = (cell: number) => (cells[cell] & WANTED ? 6 : 1);
      const costs = plainCosts(
        [...cells].map((mark) => (mark & ROAD ? 0 : Infinity)),
        (cell) => roomy[cell] === 1,
        weight,
      );
      const ways = cheapestWays(
        gridOf(cells),
        roomy,
        ends.map((end) => [end]),
      );
      for (const [n, way] of ways.entries()) {
        expect(way === null).toBe(costs[ends[n]] === Infinity);
        if (way === null) continue;
        expect(way[0]).toBe(ends[n]);
        expect(cells[way[way.length - 1]] & ROAD).toBe(ROAD);
        let cost = 0;
        for (let k = way.length - 1; k > 0; k--) {
          const step = beside(way[k]).find(({ to }) => to === way[k - 1])?.step ?? Infinity;
          cost += weight(way[k]) * step;
        }
        expect(cost).toBe(costs[ends[n]]);
      }
    }),
  );
});

test("of a set the cell is reached that costs least, and a set nobody comes to has no way", () => {
  const cells = Uint8Array.from({ length: COLUMNS * ROWS }, (_, cell) => {
    const column = cell % COLUMNS;
    return column === 0 ? ROAD : column < 10 ? FREE : 0;
  });
  const roomy = cells.map((mark) => mark & FREE);
  const row = 5 * COLUMNS;
  expect(cheapestWays(gridOf(cells), roomy, [[row + 9, row + 3, row + 6], [row + 12], []])).toEqual([
    [row + 3, row + 2, row + 1, row],
    null,
    null,
  ]);
});

test("costs begin with what the first cells cost themselves", () => {
  const start = fc.record({ cell: fc.nat(COLUMNS * ROWS - 1), cost: fc.nat(90) });
  fc.assert(
    fc.property(marks, fc.array(start, { maxLength: 6 }), (cells, some) => {
      const free = cells.map((mark) => mark & FREE);
      const starts = some.filter(({ cell }) => free[cell] === 1).sort((a, b) => a.cost - b.cost);
      const first = new Array<number>(cells.length).fill(Infinity);
      for (const { cell, cost } of starts) first[cell] = Math.min(first[cell], cost);
      const plain = plainCosts(
        first,
        (cell) => free[cell] === 1,
        () => 1,
      );
      expect([...costsFrom(gridOf(free), starts)]).toEqual(plain.map((cost) => (cost === Infinity ? -1 : cost)));
    }),
  );
});

test("cells have room where everything nearer is free or road", () => {
  fc.assert(
    fc.property(marks, fc.double({ min: 0.1, max: 1.4, noNaN: true }), (cells, room) => {
      const isOpen = (cell: number) => (cells[cell] & (FREE | ROAD)) !== 0;
      const plain = [...cells.keys()].map((cell) => {
        const [x, y] = [cell % COLUMNS, Math.floor(cell / COLUMNS)];
        const isClear = [...cells.keys()].every((other) => {
          const [u, v] = [(other % COLUMNS) - x, Math.floor(other / COLUMNS) - y];
          return isOpen(other) || (u * u + v * v) * 0.25 * 0.25 >= room * room;
        });
        return isClear ? 1 : 0;
      });
      expect([...withRoom(gridOf(cells), room)]).toEqual(plain);
    }),
  );
});

const along = { origin: [3, 1], along: [0.6, 0.8], out: [0.8, -0.6] } as const;

/** Stars round places four metres apart: no side crosses another, as in any outline. */
const rings = fc
  .array(fc.array(fc.integer({ min: 20, max: 190 }), { minLength: 3, maxLength: 7 }), { minLength: 1, maxLength: 6 })
  .map((stars) =>
    stars.map((reaches, k): Ring => {
      const middle = [4 * (k % 3), 4 * Math.floor(k / 3) + 1];
      return flat(
        reaches.map((reach, n) => {
          const angle = (2 * Math.PI * n) / reaches.length;
          return [middle[0] + (reach / 100) * Math.cos(angle), middle[1] + (reach / 100) * Math.sin(angle)];
        }),
      );
    }),
  );

/** How deep rings cover a band at one position along the edge, even-odd. */
function plainDepth(of: readonly Ring[], at: number, near: number, far: number): number {
  const cuts: number[] = [];
  for (const ring of of) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [[s0, d0], [s1, d1]] = [j, i].map((k) => {
        const [dx, dy] = [ring[k] - along.origin[0], ring[k + 1] - along.origin[1]];
        return [dx * along.along[0] + dy * along.along[1], dx * along.out[0] + dy * along.out[1]];
      });
      if (s0 < at !== s1 < at) cuts.push(d0 + ((at - s0) / (s1 - s0)) * (d1 - d0));
    }
  }
  cuts.sort((a, b) => a - b);
  const held = (depth: number) => Math.min(far, Math.max(near, depth));
  let sum = 0;
  for (let k = 0; k + 1 < cuts.length; k += 2) sum += held(cuts[k + 1]) - held(cuts[k]);
  return sum;
}

test("sections tell how deep rings cover a band, wherever one looks", () => {
  const shares = fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(rings, fc.integer({ min: -500, max: 500 }), shares, (of, nearer, places) => {
      const near = nearer / 100;
      const sides = sidesOf(along, of, 0, 10);
      const sections = crossSections(sides, near, near + 3, 0, 10);
      // another question between two of the same sides
      costsFrom(gridOf(new Uint8Array(COLUMNS * ROWS).fill(1)), []);
      expect(crossSections(sides, near, near + 3, 0, 10)).toEqual(sections);
      let reached = 0;
      for (let k = 0; k < sections.length; k += 4) {
        const [from, to, depthFrom, depthTo] = sections.subarray(k, k + 4);
        // what is left out is shorter than can be told
        expect(from - reached).toBeLessThan(1e-6);
        reached = to;
        if (to - from < 1e-4) continue;
        for (const share of places) {
          const at = from + share * (to - from);
          expect(depthFrom + share * (depthTo - depthFrom)).toBeCloseTo(plainDepth(of, at, near, near + 3), 4);
        }
      }
      expect(10 - reached).toBeLessThan(1e-6);
    }),
  );
});

test("sections of sixty sides come in order, however their rings are told", () => {
  const teeth = Array.from({ length: 30 }, (_, k): Ring => {
    const x = (k * 7) % 30;
    return flat([
      [x, -1],
      [x + 0.5, -1],
      [x + 0.25, 2],
    ]);
  });
  const frame = { origin: [0, 0], along: [1, 0], out: [0, 1] } as const;
  const told = [teeth, [...teeth].reverse()].map((of) => crossSections(sidesOf(frame, of, 0, 30), 0, 1, 0, 30));
  expect(told[0]).toEqual(told[1]);
  expect(told[0].length).toBeGreaterThan(4 * 60);
  for (let k = 4; k < told[0].length; k += 4) expect(told[0][k]).toBe(told[0][k - 3]);
});
