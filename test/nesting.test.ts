import {
  booleanOpWithPolyTree,
  Clipper,
  ClipType,
  FillRule,
  type Path64,
  type Paths64,
  type PolyPath64,
  PolyTree64,
} from "clipper2-ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Ring } from "../engine/model/geometry.ts";
import { nested } from "../engine/stages/plane/nesting.ts";
import { type Region, regionOfRings, subtract, union } from "../engine/stages/plane/region.ts";

// what lies in what is found without clipping once more, and is what a clip's own tree says

const box = (x0: number, y0: number, x1: number, y1: number): Ring => Float64Array.of(x0, y0, x1, y0, x1, y1, x0, y1);

function treeOf(paths: Paths64): Paths64[] {
  const tree = new PolyTree64();
  booleanOpWithPolyTree(ClipType.Union, paths, null, tree, FillRule.NonZero);
  const parts: Paths64[] = [];
  const add = (node: PolyPath64) => {
    for (let i = 0; i < node.count; i++) {
      const shell = node.child(i);
      const part = [shell.poly ?? []];
      for (let j = 0; j < shell.count; j++) {
        part.push(shell.child(j).poly ?? []);
        add(shell.child(j));
      }
      parts.push(part);
    }
  };
  add(tree);
  return parts;
}

const points = (path: Path64) => path.map(({ x, y }) => `${x} ${y}`);
/** A path told by its points, wherever it begins. */
const told = (path: Path64) => points(path).toSorted().join(", ");

const ring = fc
  .tuple(
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 2, max: 30 }),
    fc.integer({ min: 2, max: 30 }),
  )
  .map(([x, y, w, h]) => box(x, y, x + w, y + h));
const star = fc
  .tuple(
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 0, max: 60 }),
    fc.array(fc.double({ min: 2, max: 25, noNaN: true }), { minLength: 5, maxLength: 14 }),
  )
  .map(([x, y, radii]) => {
    const at = radii.flatMap((r, k) => {
      const turn = (2 * Math.PI * k) / radii.length;
      return [x + r * Math.cos(turn), y + r * Math.sin(turn)];
    });
    return Float64Array.from(at);
  });
const rings = (of: typeof ring | typeof star) => fc.array(of, { minLength: 1, maxLength: 7 }).map(regionOfRings);
const regions = (of: typeof ring | typeof star) =>
  fc.tuple(rings(of), rings(of), rings(of)).map(([a, b, c]): Region => union(subtract(a, b), c));
const cut = (of: typeof ring | typeof star) => fc.tuple(rings(of), rings(of)).map(([a, b]): Region => subtract(a, b));

describe("nesting", () => {
  test("a single ring is one part", () => {
    expect(nested(regionOfRings([box(0, 0, 10, 10)]))).toHaveLength(1);
    expect(nested([])).toEqual([]);
  });

  test("an island in a hole comes before what is round it, and a hole goes with the smallest shell round it", () => {
    const ringed = subtract(regionOfRings([box(0, 0, 10, 10)]), regionOfRings([box(1, 1, 9, 9)]));
    const inner = subtract(regionOfRings([box(2, 2, 8, 8)]), regionOfRings([box(3, 3, 4, 4)]));
    const parts = nested([...ringed, ...inner]);
    expect(parts.map((part) => part.length)).toEqual([2, 2]);
    expect(parts[0][0].every(({ x }) => x >= 20000 && x <= 80000)).toBe(true);
    expect(parts).toEqual(treeOf([...ringed, ...inner]));
  });

  test("a hole that touches its shell with every point lies in it, and in no shell beside it", () => {
    const diamond = Float64Array.of(5, 0, 10, 5, 5, 10, 0, 5);
    const part = subtract(regionOfRings([box(0, 0, 10, 10)]), regionOfRings([diamond]));
    expect(nested(part).flat().map(told).toSorted()).toEqual(treeOf(part).flat().map(told).toSorted());
    const square = regionOfRings([box(0, 0, 10, 10)])[0];
    const hole = regionOfRings([diamond])[0].toReversed();
    const around = regionOfRings([box(-10, -10, 20, 20)])[0];
    expect(nested([around, square, hole]).find((each) => each.length > 1)?.[0]).toHaveLength(4);
  });

  for (const [name, of] of [
    ["boxes", ring],
    ["stars", star],
  ] as const) {
    test(`the parts of random ${name} are those of a clip's tree, in its order`, () => {
      fc.assert(
        fc.property(fc.oneof(cut(of), regions(of)), (region) => {
          const tree = treeOf(region);
          const [mine, theirs] = [nested(region), tree].map((parts) => parts.map((part) => part.map(told)));
          expect(mine.map(([shell, ...holes]) => [shell, ...holes.toSorted()])).toEqual(
            theirs.map(([shell, ...holes]) => [shell, ...holes.toSorted()]),
          );
        }),
        { numRuns: 400, seed: 7 },
      );
    });
  }

  test("parts that touch in points add up to the whole, and none hangs on another by a point", () => {
    const area = (paths: Paths64) => paths.reduce((sum, path) => sum + Clipper.area(path), 0);
    fc.assert(
      fc.property(fc.oneof(cut(ring), regions(ring)), (region) => {
        expect(nested(region).reduce((sum, part) => sum + area(part), 0)).toBe(area(region));
      }),
      { numRuns: 300, seed: 11 },
    );
    const tied = [0, 0, 2, 0, 2, 2, 4, 2, 4, 4, 2, 4, 2, 2, 0, 2];
    const path = Array.from({ length: 8 }, (_, i) => ({ x: tied[2 * i], y: tied[2 * i + 1] }));
    for (let turn = 0; turn < 8; turn++) {
      const parts = nested([[...path.slice(turn), ...path.slice(0, turn)]]);
      expect(parts.map((part) => part.map((each) => each.length))).toEqual([[4], [4]]);
      const holed = nested([
        [
          { x: -9, y: -9 },
          { x: 9, y: -9 },
          { x: 9, y: 9 },
          { x: -9, y: 9 },
        ],
        [...path.slice(turn), ...path.slice(0, turn)].toReversed(),
      ]);
      expect(holed.map((part) => part.map((each) => each.length))).toEqual([[4, 4, 4]]);
    }
  });
});
