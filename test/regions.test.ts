import { Clipper, EndType, FillRule, inflatePaths, JoinType, type Path64 } from "clipper2-ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Area, Ring } from "../engine/model/geometry.ts";
import { grownConvex } from "../engine/stages/plane/growing.ts";
import {
  areasOf,
  even,
  grow,
  grownLoose,
  intersect,
  looseOf,
  opened,
  type Region,
  regionArea,
  regionOf,
  regionOfRings,
  subtract,
  union,
} from "../engine/stages/plane/region.ts";
import { isShared, sharedArea } from "../engine/stages/plane/shared.ts";

// what is not clipped because it need not be is what a clip of everything gives

const box = (x0: number, y0: number, x1: number, y1: number): Ring => Float64Array.of(x0, y0, x1, y0, x1, y1, x0, y1);
const turned = (x: number, y: number, w: number, h: number, by: number): Ring => {
  const [c, s] = [Math.cos(by), Math.sin(by)];
  const at = (u: number, v: number) => [x + u * c - v * s, y + u * s + v * c];
  return Float64Array.from([at(0, 0), at(w, 0), at(w, h), at(0, h)].flat());
};
const near = (from: number, to: number) => fc.double({ min: from, max: to, noNaN: true });
const ring = fc
  .tuple(near(0, 60), near(0, 60), near(1, 20), near(1, 20), near(0, 3))
  .map(([x, y, w, h, by]) => turned(x, y, w, h, by));
const whole = fc
  .integer({ min: 0, max: 40 })
  .chain((x) =>
    fc
      .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 15 }), fc.integer({ min: 1, max: 15 }))
      .map(([y, w, h]) => box(x, y, x + w, y + h)),
  );
const rings = fc.array(fc.oneof(ring, whole), { minLength: 1, maxLength: 8 });
const region = fc.tuple(rings, rings).map(([a, b]): Region => subtract(regionOfRings(a), regionOfRings(b)));
const loose = rings.map((each) => looseOf(each.map((shell): Area => ({ shell, holes: [] }))));
const told = (of: Region) =>
  of
    .map((path: Path64) =>
      path
        .map(({ x, y }) => `${x} ${y}`)
        .toSorted()
        .join(", "),
    )
    .toSorted();
/** Square metres in one region alone. */
const apart = (a: Region, b: Region) => regionArea(Clipper.xor(a, b, FillRule.NonZero));
const runs = { numRuns: 300, seed: 3 };

describe("regions", () => {
  test("less what is taken away, and cut to another: what a clip of everything gives", () => {
    fc.assert(
      fc.property(region, region, (a, b) => {
        expect(apart(subtract(a, b), Clipper.difference(a, b, FillRule.NonZero))).toBe(0);
        expect(apart(intersect(a, b), Clipper.intersect(a, b, FillRule.NonZero))).toBe(0);
      }),
      runs,
    );
  });

  test("what overlaps need not be united before it is taken away or cut", () => {
    fc.assert(
      fc.property(region, loose, (a, b) => {
        const one = union(b);
        // corners where edges cross are rounded to a tenth of a millimetre, once or twice
        expect(apart(subtract(a, b), subtract(a, one))).toBeLessThan(0.02);
        expect(apart(intersect(b, a), intersect(one, a))).toBeLessThan(0.02);
      }),
      runs,
    );
  });

  test("a box is its own union, turned so that it ends where a clip would end it", () => {
    fc.assert(
      fc.property(whole, (shell) => {
        const [path] = regionOf([{ shell, holes: [] }]);
        const plain = ([one]: Region) => one.map(({ x, y }) => [x, y]);
        expect(plain([path])).toEqual(plain(Clipper.union(looseOf([{ shell, holes: [] }]), FillRule.NonZero)));
      }),
      runs,
    );
    const backwards = Float64Array.of(0, 0, 0, 5, 5, 5, 5, 0);
    expect(regionArea(regionOfRings([backwards]))).toBe(25);
  });

  test("opened: what is wide stays to the digit, what is narrow goes as by shrinking and growing all of it", () => {
    const grown = (of: Region, by: number) => inflatePaths(of, by * 1e4, JoinType.Miter, EndType.Polygon, 2);
    const plain = (of: Region, width: number) =>
      Clipper.intersect(grown(grown(of, -width / 2), width / 2), of, FillRule.NonZero);
    const beyond = (a: Region, b: Region) => regionArea(Clipper.difference(a, b, FillRule.NonZero));
    fc.assert(
      fc.property(region, near(0.3, 4), (of, width) => {
        const mine = opened(of, width);
        const corners = of.flat().length;
        // ground that is as wide to within a centimetre may go or stay
        expect(beyond(plain(of, width + 0.01), mine)).toBeLessThanOrEqual(0.01 * corners);
        expect(beyond(mine, plain(of, width - 0.01))).toBeLessThanOrEqual(0.01 * corners);
      }),
      runs,
    );
    const wide = regionOfRings([turned(3, 4, 12, 7, 0.3)]);
    expect(opened(wide, 2)).toEqual(wide);
    const tongued = union(wide, regionOfRings([turned(3, 4, 20, 1.5, 0.3)]));
    expect(regionArea(opened(tongued, 2))).toBeCloseTo(regionArea(wide), 2);
    expect(opened(regionOfRings([box(0, 0, 1.9, 50)]), 2)).toEqual([]);
    // a corner of 45° is no place for a disc, whatever its sides
    expect(regionArea(opened(regionOfRings([Float64Array.of(0, 0, 10, 0, 10, 10)]), 2))).toBeLessThan(50);
  });

  test("what overlaps is grown path by path as it is grown together, holes and all", () => {
    fc.assert(
      fc.property(loose, region, near(0.1, 3), (paths, holed, by) => {
        const all = [...paths, ...holed];
        const [mine, plain] = [union(grownLoose(all, by)), grow(all, by)];
        expect(apart(mine, plain)).toBeLessThanOrEqual(0.01 * all.flat().length);
      }),
      runs,
    );
    const [square] = regionOfRings([box(0, 0, 10, 10)]);
    const around = [square, regionOfRings([box(2, 2, 8, 8)])[0].toReversed()];
    expect(regionArea(union(grownLoose(around, 1)))).toBe(12 * 12 - 4 * 4);
    expect(grownConvex(square.toReversed(), 1)).toBeNull();
    const star = [0, 2, 4, 1, 3].map((k) => [Math.cos(k * 1.2566), Math.sin(k * 1.2566)]);
    expect(
      grownConvex(
        star.map(([x, y]) => ({ x: Math.round(x * 1e5), y: Math.round(y * 1e5) })),
        1,
      ),
    ).toBeNull();
  });

  test("no corner is dropped that lies off the line past it by more than rounding", () => {
    fc.assert(
      fc.property(region, (of) => {
        expect(apart(even(of), of)).toBeLessThanOrEqual(0.00015 * 120 * of.length);
      }),
      runs,
    );
    const nicked = regionOfRings([Float64Array.of(0, 0, 5, 0.0001, 10, 0, 10, 10, 0, 10)]);
    expect(even(nicked)[0]).toHaveLength(4);
    const stepped = regionOfRings([Float64Array.of(0, 0, 5, 0, 5, 0.001, 10, 0.001, 10, 10, 0, 10)]);
    expect(even(stepped)[0]).toHaveLength(6);
  });

  test("what two have in common is as much as a clip finds", () => {
    fc.assert(
      fc.property(region, fc.oneof(ring, whole), near(0, 30), (of, shell, least) => {
        const area: Area = { shell, holes: [] };
        const both = regionArea(intersect(of, regionOf([area])));
        expect(sharedArea(of, area)).toBeCloseTo(both, 1);
        fc.pre(Math.abs(both - least) > 0.05);
        expect(isShared(of, regionOf([area]), least)).toBe(both > least);
        expect(isShared(regionOf([area]), of, least)).toBe(both > least);
      }),
      runs,
    );
  });

  test("areas are known by the paths that they were made of", () => {
    fc.assert(
      fc.property(region, (of) => {
        for (const area of areasOf(of, 1)) expect(told(regionOf([area]))).toEqual(told(regionOf([{ ...area }])));
      }),
      { ...runs, numRuns: 100 },
    );
  });
});
