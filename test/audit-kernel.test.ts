import fc from "fast-check";
import { expect, test } from "vitest";
import { groundOf } from "../engine/audit/clearance.ts";
import { bodyOf, COARSE, type Engine, footingOn, headingsFrom } from "../engine/audit/drive/engine.ts";
import { leftFrom } from "../engine/audit/drive/field.ts";
import { lay } from "../engine/audit/drive/laid.ts";
import { seek, spread } from "../engine/audit/drive/search.ts";
import { OUTSIDE, terrainOf } from "../engine/audit/drive/terrain.ts";
import { type Flood, flood, type Opening, QUICK, THOROUGH } from "../engine/audit/flood.ts";
import { kernel } from "../engine/audit/kernel.ts";
import { distanceToEdge, isInside, outlineOf } from "../engine/audit/outline.ts";
import type { Thing } from "../engine/audit/scene.ts";
import { type Area, flat } from "../engine/model/geometry.ts";
import { randomFrom } from "../engine/stages/rows/random.ts";

// what the audit does in WebAssembly, against the plain way in a few lines, and with one question between two others

const box = (x0: number, y0: number, x1: number, y1: number): Area => ({
  shell: flat([
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ]),
  holes: [],
});

const thing = (id: string, area: Area): Thing => ({ id, kind: "", outline: outlineOf(area) });

const boxes = (count: number, most: number) =>
  fc.array(
    fc
      .tuple(
        fc.double({ min: 0, max: 40, noNaN: true }),
        fc.double({ min: 0, max: 30, noNaN: true }),
        fc.double({ min: 0.5, max: most, noNaN: true }),
        fc.double({ min: 0.5, max: most, noNaN: true }),
      )
      .map(([x, y, width, height]) => box(x, y, x + width, y + height)),
    { minLength: 1, maxLength: count },
  );

test("ground is driven on where a piece lies and nothing stands, and its rim is as far as the nearest edge that no piece covers", () => {
  fc.assert(
    fc.property(boxes(5, 20), boxes(3, 6), fc.integer(), (laid, stood, seed) => {
      const pieces = laid.map((area, n) => thing(`piece ${n}`, area));
      const standing = stood.map((area, n) => thing(`standing ${n}`, area));
      const ground = groundOf(pieces, standing);
      const random = randomFrom(seed);
      for (let n = 0; n < 60; n++) {
        const [x, y] = [-2 + 64 * random(), -2 + 54 * random()];
        const isOn = (things: readonly Thing[]) => things.some(({ outline }) => isInside(outline, x, y));
        const edge = Math.min(...[...pieces, ...standing].map(({ outline }) => distanceToEdge(outline, x, y)));
        // within a crack of an edge, or of a corner that two pieces share, either is right
        if (edge < 0.01) continue;
        const isDriven = isOn(pieces) && !isOn(standing);
        expect(ground.isDrivable(x, y)).toBe(isDriven);
        if (isDriven) expect(ground.clearance(x, y, 5)).toBeGreaterThanOrEqual(Math.min(5, edge) - 0.01);
        else expect(ground.clearance(x, y, 5)).toBe(0);
      }
    }),
    { numRuns: 60, seed: 5 },
  );
});

const ENGINE: Engine = { ahead: 6, behind: 2, halfWidth: 1.25, radius: 6.5 };

/** Ground of 44 × 34 m with some things on it. */
function driveOn(hard: readonly Area[], soft: readonly Area[] = []) {
  const terrain = terrainOf({
    whole: [box(0, 0, 44, 34)],
    soft,
    closed: [],
    roots: [],
    paved: [],
    hard,
    posts: [{ at: [22, 17], radius: 0.3 }],
  });
  return {
    terrain,
    engine: ENGINE,
    body: bodyOf(ENGINE),
    table: headingsFrom([1, 0], COARSE.headings),
    square: COARSE.square,
    beyond: 0,
  };
}

test("a body is clear where all cells under its rim are paved", () => {
  fc.assert(
    fc.property(boxes(5, 15), boxes(3, 15), fc.integer(), (hard, soft, seed) => {
      const drive = driveOn(hard, soft);
      const { terrain, body, table } = drive;
      const footing = footingOn(terrain, body, 0);
      const random = randomFrom(seed);
      lay(drive);
      for (let n = 0; n < 200; n++) {
        const [x, y, heading] = [44 * random(), 34 * random(), Math.floor(table.count * random())];
        const [c, s] = [table.cos[heading], table.sin[heading]];
        let isFree = true;
        for (let k = 0; k < body.rim.length; k += 2) {
          const [ahead, aside] = [body.rim[k], body.rim[k + 1]];
          const cell = terrain.at(x + ahead * c - aside * s, y + ahead * s + aside * c);
          isFree &&= cell >= 0 && terrain.kinds[cell] !== OUTSIDE && terrain.footing[cell] >= footing.least;
        }
        expect(kernel.isClear(x, y, heading, footing.least, footing.wide)).toBe(isFree ? 1 : 0);
      }
    }),
    { numRuns: 40, seed: 6 },
  );
});

test("whatever a way is found to is among all that is reached, and each of its poses is clear", () => {
  fc.assert(
    fc.property(boxes(4, 12), (hard) => {
      const drive = driveOn(hard);
      const start = { x: 4, y: 12, heading: 0 };
      const target = { place: [38, 28] as const, near: 3 };
      const { path, whole } = seek(drive, [start], target, 40_000);
      const tree = spread(drive, [start], 400_000);
      const fronts = Array.from({ length: tree.count }, (_, row) => [
        tree.x[row] + ENGINE.ahead * drive.table.cos[tree.heading[row]],
        tree.y[row] + ENGINE.ahead * drive.table.sin[tree.heading[row]],
      ]);
      const isReached = fronts.some(([x, y]) => Math.hypot(x - target.place[0], y - target.place[1]) <= target.near);
      // both tell poses apart by the same squares, each by the first that comes there: one may get through a gap where the other does not
      if (path === null) expect(whole).toBe(true);
      else {
        expect(isReached).toBe(true);
        lay(drive);
        const { least, wide } = footingOn(drive.terrain, drive.body, 0);
        for (const { x, y, heading } of path) expect(kernel.isClear(x, y, heading, least, wide)).toBe(1);
        expect(leftFrom(drive, [[path[0].x + ENGINE.ahead, path[0].y]], target, 0)[0]).toBeGreaterThan(0);
      }
    }),
    { numRuns: 12, seed: 7 },
  );
});

test("what is asked between two questions changes no answer", () => {
  const opening: Opening = { ...thing("gate", box(-6, 20, 0.5, 26)), width: 6 };
  const ways = (width: number) => [
    thing("along", box(0, 20, 50, 26)),
    thing("aside", box(30, 26, 30 + width, 45)),
    opening,
  ];
  const [wide, narrow] = [groundOf(ways(6), []), groundOf(ways(4), [])];
  const drive = driveOn([box(20, 10, 24, 20)]);
  const seats = [
    { at: [45, 23], aside: 1.25 },
    { at: [32, 40], aside: 1.25 },
    { at: [33, 40], aside: 1.25 },
  ] as const;
  const asked = (one: Flood) => seats.map((seat) => one.widthAt({ at: [...seat.at], aside: seat.aside }));
  const alone = [
    asked(flood(wide, [opening], 6, THOROUGH)),
    asked(flood(narrow, [opening], 6, THOROUGH)),
    asked(flood(wide, [opening], 6, QUICK)),
  ];
  const floods = [
    flood(wide, [opening], 6, THOROUGH),
    flood(narrow, [opening], 6, THOROUGH),
    flood(wide, [opening], 6, QUICK),
  ];
  const seats3: number[][] = [[], [], []];
  for (const { at, aside } of seats) {
    floods.forEach((one, n) => {
      seats3[n].push(one.widthAt({ at: [...at], aside }));
      seek(drive, [{ x: 4, y: 25, heading: 0 }], { place: [50, 25], near: 3 }, 3000);
      wide.clearance(10, 23, 3);
    });
  }
  expect(seats3).toEqual(alone);
  // the branch of 6 m is reached at its width, the one of 4 m at its own
  expect(alone[0][2]).toBeCloseTo(6, 1);
  expect(alone[1][1]).toBeCloseTo(4, 1);
});

test("a way that leaves a wider one is told with its own width, not as none", () => {
  const opening: Opening = { ...thing("gate", box(-6, 20, 0.5, 26)), width: 6 };
  for (const width of [3, 3.2, 3.5, 4.4]) {
    const ground = groundOf(
      [thing("along", box(0, 20, 50, 26)), thing("aside", box(30, 26, 30 + width, 45)), opening],
      [],
    );
    const told = flood(ground, [opening], 6, THOROUGH).widthAt({ at: [30 + width / 2, 40], aside: 1.2 });
    expect(told).toBeCloseTo(width, 1);
  }
});
