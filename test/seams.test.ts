import { describe, expect, test } from "vitest";
import type { Ring } from "../engine/model/geometry.ts";
import { nested } from "../engine/stages/plane/nesting.ts";
import { areasOf, type Region, regionArea, regionOf, regionOfRings, subtract } from "../engine/stages/plane/region.ts";
import { isNarrowIn } from "../engine/stages/plane/seams.ts";

// seams of clipping are found where they are, and nothing else is taken for one

const box = (x0: number, y0: number, x1: number, y1: number): Ring => Float64Array.of(x0, y0, x1, y0, x1, y1, x0, y1);
const region = (...rings: Ring[]): Region => regionOfRings(rings);
/** 2 mm in grid units of 0.1 mm. */
const narrow = (of: Region) => nested(of).map((part) => (isNarrowIn(part, 20) ? 1 : 0));
const total = (of: Region) =>
  areasOf(of, 0).reduce((sum, { shell, holes }) => sum + regionArea(regionOf([{ shell, holes }])), 0);

describe("seams", () => {
  test("a square, a sharp corner and a narrow gap between two parts are none", () => {
    expect(narrow(region(box(0, 0, 10, 10)))).toEqual([0]);
    expect(narrow(region(Float64Array.of(0, 0, 10, 0, 0, 1)))).toEqual([0]);
    expect(narrow(region(box(0, 0, 10, 10), box(10.001, 0, 20, 10)))).toEqual([0, 0]);
  });

  test("a sliver is one, and the part beside it stays whole", () => {
    const both = region(box(0, 0, 10, 10), box(20, 0, 20.001, 10));
    expect(narrow(both).filter((is) => is === 1)).toHaveLength(1);
    expect(areasOf(both, 0).map(({ shell }) => [...shell].toSorted((a, b) => a - b))).toEqual([
      [0, 0, 0, 0, 10, 10, 10, 10],
    ]);
  });

  test("a spike on a side is cut off where it begins", () => {
    const spiked = region(Float64Array.of(0, 0, 10, 0, 10, 5, 12, 5, 12, 5.001, 10, 5.001, 10, 10, 0, 10));
    expect(narrow(spiked)).toEqual([1]);
    expect(Math.max(...areasOf(spiked, 0)[0].shell)).toBeCloseTo(10, 3);
  });

  test("a wall of a millimetre round a hole is taken away, with what else it holds kept", () => {
    const holed = subtract(region(box(0, 0, 10, 10)), region(box(0.001, 2, 5, 8)), region(box(7, 2, 8, 3)));
    expect(narrow(holed)).toContain(1);
    const [area] = areasOf(holed, 0);
    expect(area.holes).toHaveLength(1);
    expect(total(holed)).toBeCloseTo(100 - 5 * 6 - 1, 2);
  });

  test("an edge whose ends a file could not tell apart is none", () => {
    const nicked = region(Float64Array.of(0, 0, 5, 0, 5.0001, 0.0001, 10, 0, 10, 10, 0, 10));
    expect(areasOf(nicked, 0)[0].shell.length / 2).toBeLessThan(6);
    expect(total(nicked)).toBeCloseTo(100, 2);
  });

  test("a hole that lies well inside leaves its shell as it is, to the vertex", () => {
    const holed = subtract(region(box(0, 0, 10, 10)), region(box(3, 3, 5, 5)));
    expect(narrow(holed)).toEqual([0]);
    expect(areasOf(holed, 0)[0].shell).toHaveLength(8);
    expect(total(holed)).toBe(96);
  });
});
