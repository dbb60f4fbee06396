import {
  booleanOpWithPolyTree,
  Clipper,
  ClipType,
  EndType,
  FillRule,
  inflatePaths,
  JoinType,
  type Paths64,
  type PolyPath64,
  PolyTree64,
} from "clipper2-ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reachable, waysOf } from "../engine/audit/reach.ts";
import { type Scene, sceneOf } from "../engine/audit/scene.ts";
import { blockersToday, stallsOf } from "../engine/audit/stalls.ts";
import type { Area, Point } from "../engine/model/geometry.ts";
import { AISLE, aisleOf, comb, feature, type Layout, type Place, STALL_LENGTH, STALL_WIDTH } from "./auditLayouts.ts";

// the rolling disc against an exact erosion by another library, on lots with gaps and columns in the way

/** Clipper counts in whole units of 0.1 mm. */
const UNITS = 10000;

const pathsOf = ({ shell, holes }: Area): Paths64 =>
  [shell, ...holes].map((ring) =>
    Array.from({ length: ring.length / 2 }, (_, i) => ({
      x: Math.round(ring[2 * i] * UNITS),
      y: Math.round(ring[2 * i + 1] * UNITS),
    })),
  );

/** Where the centre of a disc can be that comes in through a gate, as components with their holes. */
function centres(scene: Scene, width: number): Paths64[] {
  const { openings } = waysOf(scene);
  const pieces = [...scene.driven, ...scene.roads, ...openings].flatMap(({ outline }) => pathsOf(outline.area));
  const blockers = [...scene.standing, ...blockersToday(scene)].flatMap(({ outline }) => pathsOf(outline.area));
  // cracks of up to 5 mm are joined
  const joined = inflatePaths(Clipper.union(pieces, FillRule.NonZero), 25, JoinType.Miter, EndType.Polygon);
  const ground = Clipper.difference(
    Clipper.union(joined, FillRule.NonZero),
    Clipper.union(blockers, FillRule.NonZero),
    FillRule.NonZero,
  );
  const eroded = inflatePaths(ground, (-width / 2) * UNITS, JoinType.Round, EndType.Polygon, 2, 10);
  const tree = new PolyTree64();
  booleanOpWithPolyTree(ClipType.Union, eroded, null, tree, FillRule.NonZero);
  const components: Paths64[] = [];
  const walk = (node: PolyPath64 | PolyTree64) => {
    for (let i = 0; i < node.count; i++) {
      const shell = node.child(i) as PolyPath64;
      const paths: Paths64 = [shell.polygon!];
      for (let k = 0; k < shell.count; k++) {
        const hole = shell.child(k) as PolyPath64;
        paths.push(hole.polygon!);
        walk(hole);
      }
      components.push(paths);
    }
  };
  walk(tree);
  return components.filter((paths) =>
    paths.some((path) =>
      path.some(({ x, y }) => openings.some(({ outline }) => isIn(pathsOf(outline.area), [x / UNITS, y / UNITS]))),
    ),
  );
}

function isIn(paths: Paths64, [x, y]: Point): boolean {
  let inside = false;
  for (const path of paths) {
    for (let i = 0, j = path.length - 1; i < path.length; j = i++) {
      const [ax, ay, bx, by] = [path[j].x / UNITS, path[j].y / UNITS, path[i].x / UNITS, path[i].y / UNITS];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

function distanceTo(paths: Paths64, [x, y]: Point): number {
  if (isIn(paths, [x, y])) return 0;
  let best = Infinity;
  for (const path of paths) {
    for (let i = 0, j = path.length - 1; i < path.length; j = i++) {
      const [ax, ay] = [path[j].x / UNITS, path[j].y / UNITS];
      const [dx, dy] = [path[i].x / UNITS - ax, path[i].y / UNITS - ay];
      const length = dx * dx + dy * dy;
      const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
      best = Math.min(best, Math.hypot(x - ax - t * dx, y - ay - t * dy));
    }
  }
  return best;
}

/** A comb whose second rib is cut at some place by a gap, with columns about; at any turn. */
function trapped(
  columns: number,
  gap: number,
  cut: number,
  posts: readonly { x: number; y: number; size: number }[],
  at: Place,
): Layout {
  const obstructions = posts.map(({ x, y, size }, i) =>
    feature({ kind: "obstruction", id: `O${i}` }, "Polygon", [
      [
        [x, y],
        [x + size, y],
        [x + size, y + size],
        [x, y + size],
        [x, y],
      ],
    ]),
  );
  const layout = comb(columns, 2, at, obstructions);
  const y = AISLE + 2 * STALL_LENGTH + STALL_LENGTH;
  const x = AISLE + cut * STALL_WIDTH;
  const features = layout.features.flatMap((one) => {
    if (one.id !== "rib1") return [one];
    return [
      aisleOf("rib1", AISLE, y, x, y + AISLE, at),
      aisleOf("rib1b", x + gap, y, AISLE + columns * STALL_WIDTH, y + AISLE, at),
    ];
  });
  return { ...layout, features };
}

const layouts = fc.record({
  columns: fc.integer({ min: 4, max: 8 }),
  gap: fc.constantFrom(0, 0, 0.002, 0.02, 0.1, 0.3),
  cut: fc.integer({ min: 1, max: 3 }),
  posts: fc.array(
    fc.record({
      x: fc.double({ min: 0.5, max: 20, noNaN: true }),
      y: fc.double({ min: 4, max: 30, noNaN: true }),
      size: fc.constantFrom(0.2, 0.4, 1),
    }),
    { maxLength: 3 },
  ),
  at: fc.record({
    angle: fc.double({ min: -3.14, max: 3.14, noNaN: true }),
    dx: fc.double({ min: -900, max: 900, noNaN: true }),
    dy: fc.double({ min: -900, max: 900, noNaN: true }),
  }),
});

test("agrees with an exact erosion wherever that is not a matter of centimetres", () => {
  let [free, cut] = [0, 0];
  fc.assert(
    fc.property(layouts, ({ columns, gap, cut: where, posts, at }) => {
      const layout = trapped(columns, gap, where, posts, at);
      const scene = sceneOf(layout);
      const breached = new Set((reachable(scene).findings ?? []).flatMap((finding) => finding.features));
      const { seats } = waysOf(scene);
      const [wide, narrow] = [centres(scene, AISLE - 0.01), centres(scene, AISLE - 0.1)];
      stallsOf(scene).forEach((stall, i) => {
        const near = AISLE / 2 - seats[i].aside;
        const isFree = wide.some((paths) => distanceTo(paths, seats[i].at) <= near + 0.02);
        const isCut = !narrow.some((paths) => distanceTo(paths, seats[i].at) <= near + 1.2);
        if (isFree) {
          free++;
          expect(breached.has(stall.id), `${stall.id} is free`).toBe(false);
        }
        if (isCut) {
          cut++;
          expect(breached.has(stall.id), `${stall.id} is cut off`).toBe(true);
        }
      });
    }),
    { numRuns: 60, seed: 21 },
  );
  expect(free).toBeGreaterThan(200);
  expect(cut).toBeGreaterThan(200);
  console.info(`${free} free, ${cut} cut off`);
});
