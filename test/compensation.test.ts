import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { audit, type Kernel, loadKernel, loadRules, readPlan, readScenario, readSite, solve } from "../engine/index.ts";
import type { AuditLine } from "../engine/model/plan.ts";
import { unknownInChinese } from "./auditCases.ts";

// the order in which green is made up for: ground that is not green today, then walls, then pergolas

const RULE = "green.compensation_order";

type Box = readonly [x0: number, y0: number, x1: number, y1: number];

function ring([x0, y0, x1, y1]: Box) {
  return {
    type: "Polygon",
    coordinates: [
      [
        [x0, y0],
        [x1, y0],
        [x1, y1],
        [x0, y1],
        [x0, y0],
      ],
    ],
  };
}

const CRS = { type: "name", properties: { name: "local:metre" } };
const of = (kind: string, geometry: unknown, more = {}) => ({
  type: "Feature",
  properties: { kind, ...more },
  geometry,
});

/** A home at the head of a court between two lawns, its road along the foot, and a wall with ten metres of climbers. */
function court(paved: readonly [from: number, to: number], { round = [] as readonly unknown[] } = {}): AuditLine {
  const greens: Box[] = [
    [0, 6, paved[0], 30],
    [paved[1], 6, 60, 30],
  ];
  const line = {
    type: "LineString",
    coordinates: [
      [0, 40],
      [60, 40],
    ],
  };
  const gate = {
    type: "LineString",
    coordinates: [
      [0, 0],
      [0, 6],
    ],
  };
  const site = readSite(
    JSON.stringify({
      type: "FeatureCollection",
      crs: CRS,
      features: [
        of("site", ring([0, 0, 60, 40])),
        of("gate", gate, { modes: ["car", "fire", "foot"] }),
        of("road", ring([0, 0, 60, 6])),
        of("building", ring([0, 30, 60, 39.5]), { use: "residential", id: "H" }),
        of("entrance", { type: "Point", coordinates: [(paved[0] + paved[1]) / 2, 30] }, { building: "H" }),
        of("wall", line, { height: 2, greenable: true }),
        ...greens.map((box, i) => of("green", ring(box), { id: `G${i}` })),
        ...round,
      ],
    }),
    "court.geojson",
  );
  const climber = {
    type: "LineString",
    coordinates: [
      [20, 40],
      [30, 40],
    ],
  };
  const plan = readPlan(
    JSON.stringify({
      type: "FeatureCollection",
      crs: CRS,
      features: [
        of("wallGreen", climber, { height: 2, counted: 7 }),
        ...greens.map((box) => of("green", ring(box), { status: "existing" })),
      ],
    }),
    "plan.geojson",
    site,
  );
  const scenario = readScenario(JSON.stringify({ name: "court", rules: "cn-shanghai" }), "court.json", site);
  const problem = { site, scenario, rules: loadRules(scenario.rules) };
  const [found] = audit({ ...problem, features: plan.features, claimed: null }).filter(({ rule }) => rule === RULE);
  return found;
}

describe("climbers beside paved ground", () => {
  test("a court of 4 m is the way to the door: nothing of it could be planted", () => {
    expect(court([28, 32])).toMatchObject({ pass: true, measured: "kept", level: "should" });
  });

  test("of a court of 16 m what is beside the way could be, on both sides of it", () => {
    const found = court([22, 38]);
    expect(found).toMatchObject({
      pass: false,
      level: "should",
      clause: "沪绿容〔2023〕249号 7.2.1",
      required: 0,
      unit: "m2",
    });
    // no more than the climbers count for
    expect(found.measured).toBe(7);
    const [, area, largest] = /about (\d+) m² of paved .+ planted, (\d+) m² in one place\.$/.exec(found.note) ?? [];
    // 16 × 22.2 m off road and wall, less 3 m for the way and what lies by the door
    expect(Number(area)).toBeGreaterThan(220);
    expect(Number(area)).toBeLessThan(300);
    expect(Number(largest)).toBeLessThan(Number(area));
    expect(unknownInChinese([found.note])).toEqual([]);
  });

  test("cars that stand there today, play and pipes need their ground", () => {
    const round = [
      of("informalStall", ring([22, 6.5, 29, 30])),
      of("activity", ring([33, 6.5, 38, 27]), { use: "play" }),
    ];
    expect(court([22, 38], { round })).toMatchObject({ pass: true, measured: "kept" });
  });
});

describe("our own plans", () => {
  let kernel: Kernel;
  beforeAll(async () => {
    kernel = await loadKernel();
  });

  const root = join(import.meta.dirname, "../scenarios");
  const read = (name: string) => readFileSync(join(root, name), "utf8");

  function told(newGreen: object, overrides: object = {}) {
    const site = readSite(read("mishan-lane-30.geojson"), "mishan-lane-30.geojson");
    const given = JSON.parse(read("most-balanced.json"));
    const text = JSON.stringify({ ...given, overrides, demand: { ...given.demand, newGreen } });
    const scenario = readScenario(text, "walls.json", site);
    const plan = solve({ site, scenario, rules: loadRules(scenario.rules, scenario.overrides) }, kernel, {
      steps: 300,
    });
    const [line] = plan.audit.filter(({ rule }) => rule === RULE);
    return { credited: plan.measures.greening.credited, planted: plan.measures.greening.planted, line };
  }

  test("keep the order where the ground holds no more, as the audit finds by itself", () => {
    const { credited, planted, line } = told({ wallGreen: true, pergola: true }, { "green.balance_min": 150 });
    expect(planted).toBeGreaterThan(100);
    expect(credited).toBeGreaterThan(20);
    expect(line).toMatchObject({ pass: true, measured: "kept" });
  });

  test("which a scenario forbids by what it lets be planted: told with that, as a warning", () => {
    const { line } = told({ max: 40, wallGreen: true });
    expect(line).toMatchObject({ pass: false, level: "should", scope: "new" });
    expect(line.note).toMatch(/; the scenario lets 40 m² be planted\.$/);
    expect(unknownInChinese([line.note])).toEqual([]);
  });

  test("pergolas where a scenario asks for no green walls: likewise", () => {
    const { line } = told({ pergola: true }, { "green.balance_min": 170 });
    expect(line.note).toMatch(/ m of wall that may be greened are bare; the scenario asks for no green walls\.$/);
    expect(unknownInChinese([line.note])).toEqual([]);
  });
});
