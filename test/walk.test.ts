import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { walksToDoors } from "../engine/audit/walk.ts";
import { summary } from "../engine/cli/summary.ts";
import {
  audit,
  judgePlan,
  loadKernel,
  loadRules,
  readPlan,
  readScenario,
  readSite,
  solve,
  writePlan,
} from "../engine/index.ts";
import { claimedMeasures } from "../engine/read/claims.ts";
import { inChinese } from "../viewer/sentences/index.ts";

// how far it is on foot from accessible stalls to doors: answers worked out by hand, at any turn

type Box = readonly [x0: number, y0: number, x1: number, y1: number];

interface Case {
  readonly houses?: readonly Box[];
  readonly greens?: readonly Box[];
  readonly walls?: readonly (readonly (readonly [number, number])[])[];
  readonly doors: readonly (readonly [number, number])[];
}

/** Walks on a paved site of 60 × 40 m from an accessible stall of today whose mouth is at (10, 10), to the north of it. */
function walked({ houses = [], greens = [], walls = [], doors }: Case, angle = 0) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const at = ([x, y]: readonly [number, number]) => [x * cos - y * sin, x * sin + y * cos];
  const ring = ([x0, y0, x1, y1]: Box) => ({
    type: "Polygon",
    coordinates: [
      (
        [
          [x0, y0],
          [x1, y0],
          [x1, y1],
          [x0, y1],
          [x0, y0],
        ] as const
      ).map(at),
    ],
  });
  const of = (kind: string, geometry: unknown, more = {}) => ({
    type: "Feature",
    properties: { kind, ...more },
    geometry,
  });
  const line = (points: readonly (readonly [number, number])[]) => ({
    type: "LineString",
    coordinates: points.map(at),
  });
  const file = {
    type: "FeatureCollection",
    crs: { type: "name", properties: { name: "local:metre" } },
    features: [
      of("site", ring([0, 0, 60, 40])),
      of(
        "gate",
        line([
          [2, 0],
          [8, 0],
        ]),
        { modes: ["car"] },
      ),
      of("road", ring([0, 10, 60, 16]), { id: "way" }),
      of("stall", ring([8.8, 4.7, 11.2, 10]), { id: "S1", type: "accessible" }),
      ...houses.map((box) => of("building", ring(box), { use: "residential" })),
      ...greens.map((box) => of("green", ring(box))),
      ...walls.map((points) => of("wall", line(points))),
      ...doors.map((door, i) => of("entrance", { type: "Point", coordinates: at(door) }, { id: `D${i + 1}` })),
    ],
  };
  const site = readSite(JSON.stringify(file), "walk.geojson");
  const plan = {
    type: "FeatureCollection",
    crs: file.crs,
    features: [
      {
        type: "Feature",
        properties: {
          kind: "stall",
          id: "A01",
          type: "accessible",
          status: "existing",
          parkingAngle: 90,
          width: 2.4,
          length: 5.3,
          aisle: "way",
        },
        geometry: {
          type: "Polygon",
          coordinates: [
            (
              [
                [11.2, 10],
                [8.8, 10],
                [8.8, 4.7],
                [11.2, 4.7],
                [11.2, 10],
              ] as const
            ).map(at),
          ],
        },
      },
      ...greens.map((box) => ({
        type: "Feature",
        properties: { kind: "green", status: "existing" },
        geometry: ring(box),
      })),
    ],
  };
  const { features } = readPlan(JSON.stringify(plan), "plan.geojson", site);
  return walksToDoors({ site, features });
}

const TURNS = [0, Math.PI / 2, 0.4, -2.2];

test("over open ground it is as the crow flies, to the nearest of several doors", () => {
  const houses: Box[] = [
    [20, 30, 40, 38],
    [50, 20, 58, 30],
  ];
  for (const turn of TURNS) {
    const [walk] =
      walked(
        {
          houses,
          doors: [
            [30, 30],
            [50, 25],
          ],
        },
        turn,
      ) ?? [];
    expect(walk).toMatchObject({ stall: "A01", door: "D1" });
    expect(Math.abs((walk.distance ?? 0) - Math.hypot(20, 20))).toBeLessThan(0.5);
  }
});

test("it goes round a house, whose far side is near as the crow flies", () => {
  // from (10, 10) past the corner (30, 18), 0.5 to 0.6 m off it, to a door at (20, 26) in the far wall
  const house: Box = [0, 18, 30, 26];
  const shortest = Math.hypot(20.5, 7.5) + 9 + Math.hypot(10.5, 0.5);
  for (const turn of TURNS) {
    const [walk] = walked({ houses: [house], doors: [[20, 26]] }, turn) ?? [];
    expect(walk.distance ?? 0).toBeGreaterThan(shortest - 1);
    expect(walk.distance ?? 0).toBeLessThan(shortest + 1);
  }
});

test("a gap of 1.3 m is a way and one of 0.8 m is none, be it beside green or beside a wall", () => {
  const house: Box = [0, 30, 60, 38];
  const doors = [[10, 30] as const];
  for (const turn of TURNS) {
    const hedged = (gap: number): Box[] => [
      [0, 22, 30, 24],
      [30 + gap, 22, 60, 24],
    ];
    const round = 2 * Math.hypot(20, 13);
    const [wide] = walked({ houses: [house], greens: hedged(1.3), doors }, turn) ?? [];
    expect(wide.door).toBe("D1");
    expect(Math.abs((wide.distance ?? 0) - round)).toBeLessThan(5);
    expect(walked({ houses: [house], greens: hedged(0.8), doors }, turn)).toEqual([
      { stall: "A01", door: null, distance: null },
    ]);
    const walled = (gap: number) => [
      [
        [0, 22],
        [30, 22],
      ] as const,
      [
        [30 + gap, 22],
        [60, 22],
      ] as const,
    ];
    expect(walked({ houses: [house], walls: walled(1.3), doors }, turn)?.[0].door).toBe("D1");
    expect(walked({ houses: [house], walls: walled(0.8), doors }, turn)?.[0].door).toBeNull();
  }
});

test("a door behind a hedge is no door to come to, the next one is", () => {
  const houses: Box[] = [
    [5, 24, 25, 32],
    [45, 24, 58, 32],
  ];
  const greens: Box[] = [
    [10, 20, 20, 22],
    [10, 22, 12, 24],
    [18, 22, 20, 24],
  ];
  const doors = [
    [15, 24],
    [45, 28],
  ] as const;
  expect(walked({ houses, doors })?.[0].door).toBe("D1");
  expect(walked({ houses, greens, doors })?.[0].door).toBe("D2");
});

test("without doors there is nothing to tell", () => {
  expect(walked({ doors: [] })).toBeNull();
});

test("a plan tells it in its file and in the summary; a file that claims otherwise is found, one that is silent is not", async () => {
  const root = join(import.meta.dirname, "../scenarios");
  const read = (name: string) => readFileSync(join(root, name), "utf8");
  const site = readSite(read("mishan-lane-30.geojson"), "mishan-lane-30.geojson");
  const scenario = readScenario(read("ten-stalls.json"), "ten-stalls.json", site);
  const problem = { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
  const plan = solve(problem, await loadKernel());
  const [stall] = plan.features.filter(
    (feature) => feature.kind === "stall" && feature.properties.type === "accessible",
  );
  // found where it is told only
  expect(plan.measures.accessibleWalks).toBeUndefined();
  const file = JSON.parse(writePlan(plan, site));
  const told = file.plan.measures.accessibleWalks;
  expect(told).toEqual([{ stall: stall.id, door: expect.stringMatching(/^B\d-\d$/), distance: expect.any(Number) }]);
  expect(told[0].distance).toBeGreaterThan(3);
  expect(told[0].distance).toBeLessThan(60);
  const [{ door, distance }] = told;
  expect(summary(plan, site)).toContain(
    `accessible stalls, on foot to the nearest door: ${stall.id} ${distance} m (door ${door})\n`,
  );
  const found = (walks: unknown) => {
    const edited = { ...file, plan: { ...file.plan, measures: { ...file.plan.measures, accessibleWalks: walks } } };
    const read = readPlan(JSON.stringify(edited), "plan.geojson", site);
    return audit({ ...problem, features: read.features, claimed: claimedMeasures(read.header) })
      .filter(({ rule, pass }) => rule === "fact.measures_agree" && pass === false)
      .map(({ note }) => note);
  };
  const judged = judgePlan(readPlan(JSON.stringify(file), "plan.geojson", site), problem, "plan.geojson");
  expect(judged.measures.accessibleWalks).toEqual(told);
  expect(judged.audit.filter(({ rule, pass }) => rule === "fact.measures_agree" && pass !== true)).toEqual([]);
  expect(found(undefined)).toEqual([]);
  expect(found([{ stall: stall.id, door, distance: 1 }])).toEqual([
    `measures.accessibleWalks.0.distance says 1, its features give ${distance}.`,
  ]);
  expect(found([])).toEqual(["measures.accessibleWalks.length says 0, its features give 1."]);
  expect(inChinese(found([])[0])).toBe("measures.accessibleWalks.length 写为 0，按图应为 1。");
});
