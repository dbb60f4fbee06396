import fc from "fast-check";
import { expect, test } from "vitest";
import { FAR, innermost, outermost, type Ranks, rank, widened } from "../engine/audit/drive/distances.ts";

// how far cells are from the other kind: as the shortest way over eight neighbours says, and whatever was there before

const COLUMNS = 96;
const ROWS = 40;
const SIZE = { columns: COLUMNS, rows: ROWS };

/** Less than any two distances differ by. */
const HAIR = 1e-5;

interface Patch {
  readonly left: number;
  readonly low: number;
  readonly width: number;
  readonly height: number;
  readonly paved: boolean;
}

const patch: fc.Arbitrary<Patch> = fc.record({
  left: fc.integer({ min: 1, max: COLUMNS - 2 }),
  low: fc.integer({ min: 1, max: ROWS - 2 }),
  width: fc.integer({ min: 1, max: 70 }),
  height: fc.integer({ min: 1, max: 36 }),
  paved: fc.boolean(),
});

/** Patches painted one over the other; the rim stays bare. */
function painted(patches: readonly Patch[]): Uint8Array {
  const cells = new Uint8Array(COLUMNS * ROWS);
  for (const { left, low, width, height, paved } of patches)
    for (let j = low; j < Math.min(ROWS - 1, low + height); j++)
      for (let i = left; i < Math.min(COLUMNS - 1, left + width); i++) cells[j * COLUMNS + i] = paved ? 1 : 0;
  return cells;
}

/** What `painted` paints; nothing stands. */
const KINDS = { paved: 1, closed: 2 };

function ranked(cells: Uint8Array): Ranks {
  return rank(null, SIZE, cells, KINDS, [{ left: 0, low: 0, right: COLUMNS - 1, high: ROWS - 1 }]).ranks;
}

/** Steps over neighbours to the nearest cell of the other kind, counted plainly. */
function stepsFrom(cells: Uint8Array, i: number, j: number): number {
  let least = FAR;
  for (let y = 0; y < ROWS; y++) {
    for (let x = 0; x < COLUMNS; x++) {
      if (cells[y * COLUMNS + x] === cells[j * COLUMNS + i]) continue;
      const [across, along] = [Math.abs(x - i), Math.abs(y - j)];
      least = Math.min(least, Math.max(across, along) - Math.min(across, along) + Math.min(across, along) * Math.SQRT2);
    }
  }
  return least;
}

test("a cell is as far from the other kind as the shortest way over its neighbours is long", () => {
  fc.assert(
    fc.property(fc.array(patch, { minLength: 1, maxLength: 6 }), (patches) => {
      const cells = painted(patches);
      const ranks = ranked(cells);
      for (let j = 1; j < ROWS - 1; j += 3) {
        for (let i = 1; i < COLUMNS - 1; i += 3) {
          const k = j * COLUMNS + i;
          const steps = stepsFrom(cells, i, j);
          expect(ranks[k]).toBe(cells[k] === 1 ? innermost(steps - HAIR, 1) : outermost(steps + HAIR, 1));
        }
      }
    }),
    { numRuns: 20, seed: 1 },
  );
});

test("cells ranked anew around what has changed are as if all had been", () => {
  fc.assert(
    fc.property(
      fc.array(patch, { minLength: 1, maxLength: 6 }),
      fc.array(patch, { minLength: 1, maxLength: 4 }),
      (before, more) => {
        const cells = painted([...before, ...more]);
        const boxes = more.map(({ left, low, width, height }) =>
          widened({ left, low, right: left + width - 1, high: low + height - 1 }, FAR),
        );
        const { ranks } = rank(ranked(painted(before)), SIZE, cells, KINDS, boxes);
        const whole = ranked(cells);
        for (let j = 1; j < ROWS - 1; j++) {
          const from = j * COLUMNS + 1;
          expect(ranks.subarray(from, from + COLUMNS - 2)).toEqual(whole.subarray(from, from + COLUMNS - 2));
        }
      },
    ),
    { numRuns: 60, seed: 2 },
  );
});
