import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { audit } from "../engine/audit/audit.ts";
import { mapShape } from "../engine/model/geometry.ts";
import type { PlanFeature } from "../engine/model/plan.ts";
import { failed } from "./auditCases.ts";
import { comb, HERE, type Layout, type Place } from "./auditLayouts.ts";

// clean plans pass wherever they lie, and no fault of more than five millimetres slips through

const place = fc.record({
  angle: fc.oneof(
    fc.constantFrom(0, Math.PI / 2, Math.PI, -Math.PI / 2),
    fc.double({ min: -3.14, max: 3.14, noNaN: true }),
  ),
  dx: fc.double({ min: -5000, max: 5000, noNaN: true }),
  dy: fc.double({ min: -5000, max: 5000, noNaN: true }),
});

const judge = ({ site, scenario, rules, features }: Layout, changed: readonly PlanFeature[] = features) =>
  failed(audit({ site, scenario, rules, features: changed, claimed: null }));

const verdict = (lines: ReturnType<typeof judge>) =>
  lines.map(({ rule, features }) => `${rule} ${features.join()}`).sort();

test("random combs pass at any turn and shift", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 4 }), place, (columns, ribs, at) => {
      expect(judge(comb(columns, ribs, at))).toEqual([]);
    }),
    { numRuns: 30, seed: 11 },
  );
});

/** A layout with one stall shifted in its own frame: along its mouth and out of it, metres. */
function shifted(layout: Layout, id: string, along: number, out: number): PlanFeature[] {
  return layout.features.map((feature) => {
    if (feature.id !== id || feature.kind !== "stall") return feature;
    const [ax, ay, bx, by] = feature.shape.shell;
    const width = Math.hypot(bx - ax, by - ay);
    const [ux, uy] = [(bx - ax) / width, (by - ay) / width];
    return {
      ...feature,
      shape: mapShape(feature.shape, (x, y) => [x + ux * along + uy * out, y + uy * along - ux * out]),
    };
  });
}

describe("a stall between others", () => {
  const columns = 8;
  const interior = fc.record({
    rib: fc.integer({ min: 0, max: 2 }),
    column: fc.integer({ min: 1, max: columns - 2 }),
    side: fc.constantFrom("s", "n"),
  });

  test("that is moved by more than 5 mm is found", () => {
    fc.assert(
      fc.property(
        interior,
        place,
        fc.double({ min: 0.0055, max: 3, noNaN: true }),
        fc.constantFrom([1, 0], [-1, 0], [0, 1], [0, -1], [0.6, 0.8], [-0.8, 0.6]),
        ({ rib, column, side }, at, by, [along, out]) => {
          const layout = comb(columns, 3, at);
          const id = `${side}${rib}-${column}`;
          const lines = judge(layout, shifted(layout, id, along * by, out * by));
          expect(lines.flatMap((line) => line.features)).toContain(id);
        },
      ),
      { numRuns: 60, seed: 12 },
    );
  });

  test("that is turned so that a corner moves by more than 5 mm is found", () => {
    fc.assert(
      fc.property(
        interior,
        place,
        fc.double({ min: 0.0025, max: 0.5, noNaN: true }),
        ({ rib, column, side }, at, by) => {
          const layout = comb(columns, 3, at);
          const id = `${side}${rib}-${column}`;
          const [cos, sin] = [Math.cos(by), Math.sin(by)];
          const changed = layout.features.map((feature) => {
            if (feature.id !== id || feature.kind !== "stall") return feature;
            const { shell } = feature.shape;
            const [cx, cy] = [(shell[0] + shell[4]) / 2, (shell[1] + shell[5]) / 2];
            const turn = (x: number, y: number) =>
              [cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos] as const;
            return { ...feature, shape: mapShape(feature.shape, turn) };
          });
          expect(judge(layout, changed).flatMap((line) => line.features)).toContain(id);
        },
      ),
      { numRuns: 30, seed: 13 },
    );
  });
});

test("verdicts do not change with the place", () => {
  fc.assert(
    fc.property(
      place,
      fc.array(
        fc.record({
          rib: fc.integer({ min: 0, max: 1 }),
          column: fc.integer({ min: 0, max: 5 }),
          along: fc.integer({ min: -30, max: 30 }).filter((by) => by !== 0),
          out: fc.integer({ min: -30, max: 30 }).filter((by) => by !== 0),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      (at, moves) => {
        const verdictAt = (where: Place) => {
          const layout = comb(6, 2, where);
          const features = moves.reduce<readonly PlanFeature[]>(
            (all, { rib, column, along, out }) =>
              shifted({ ...layout, features: all }, `s${rib}-${column}`, along / 10, out / 10),
            layout.features,
          );
          return verdict(judge(layout, features));
        };
        expect(verdictAt(at)).toEqual(verdictAt(HERE));
      },
    ),
    { numRuns: 40, seed: 14 },
  );
});

test("5,800 stalls cost no more a stall than 1,400 do", () => {
  const small = comb(79, 9);
  const large = comb(162, 18);
  const time = (layout: Layout) => {
    let best = Infinity;
    for (let round = 0; round < 4; round++) {
      const before = performance.now();
      expect(judge(layout)).toEqual([]);
      best = Math.min(best, performance.now() - before);
    }
    return best;
  };
  const stalls = ({ features }: Layout) => features.filter((feature) => feature.kind === "stall").length;
  const [few, many] = [time(small), time(large)];
  console.info(`audit: ${stalls(large)} stalls in ${many.toFixed(0)} ms, ${stalls(small)} in ${few.toFixed(0)} ms`);
  expect(many / stalls(large)).toBeLessThan((2 * few) / stalls(small));
});
