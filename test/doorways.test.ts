import { expect, test } from "vitest";
import { doorsShutOff } from "../engine/audit/doorways.ts";
import { sceneOf } from "../engine/audit/scene.ts";
import { loadRules, type PlanFeature, readScenario, readSite, today } from "../engine/index.ts";
import { flat, type Point } from "../engine/model/geometry.ts";

// a door behind a lawn, with a paved strip along the house and a way down to the road at either end of it, at any turn

type Box = readonly [x0: number, y0: number, x1: number, y1: number];

interface Case {
  /** Upper edge of the lawn: the strip along the house is what is left up to y = 20. */
  readonly lawnTo?: number;
  readonly planted: readonly Box[];
  readonly driveway?: Box;
}

const [LEFT, RIGHT]: Box[] = [
  [0, 8, 8, 18],
  [32, 8, 40, 18],
];

function shutOff({ lawnTo = 18, planted, driveway }: Case, angle: number): string[] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const at = ([x, y]: readonly [number, number]): Point => [x * cos - y * sin, x * sin + y * cos];
  const corners = ([x0, y0, x1, y1]: Box): Point[] =>
    (
      [
        [x0, y0],
        [x1, y0],
        [x1, y1],
        [x0, y1],
      ] as const
    ).map(at);
  const polygon = (box: Box) => ({ type: "Polygon", coordinates: [[...corners(box), corners(box)[0]]] });
  const of = (kind: string, geometry: unknown, more = {}) => ({
    type: "Feature",
    properties: { kind, ...more },
    geometry,
  });
  const file = {
    type: "FeatureCollection",
    crs: { type: "name", properties: { name: "local:metre" } },
    features: [
      of("site", polygon([0, 0, 40, 40])),
      of(
        "gate",
        {
          type: "LineString",
          coordinates: (
            [
              [0, 0],
              [0, 6],
            ] as const
          ).map(at),
        },
        { modes: ["car"] },
      ),
      of("road", polygon([0, 0, 40, 6])),
      of("building", polygon([10, 20, 30, 30]), { use: "residential" }),
      of("green", polygon([8, 8, 32, lawnTo])),
      of("entrance", { type: "Point", coordinates: at([20, 20]) }, { id: "D", building: "building-1" }),
    ],
  };
  const site = readSite(JSON.stringify(file), "house.geojson");
  const scenario = readScenario(JSON.stringify({ rules: "cn-shanghai" }), "house.json", site);
  const area = (box: Box) => ({ shell: flat(corners(box)), holes: [] });
  const fresh: PlanFeature[] = planted.map((box, n) => ({
    kind: "green",
    id: `new-${n + 1}`,
    shape: area(box),
    properties: { status: "new" },
  }));
  const driven: PlanFeature[] =
    driveway === undefined
      ? []
      : [
          {
            kind: "driveway",
            id: "way",
            shape: area(driveway),
            properties: { width: 4, oneWay: false, status: "new", centreline: flat([at([20, 6]), at([20, 18])]) },
          } as PlanFeature,
        ];
  const features = [...today(site), ...fresh, ...driven];
  const scene = sceneOf({ site, rules: loadRules("cn-shanghai", {}), scenario, features });
  return doorsShutOff(scene, 1.5).map(({ features: [what, door] }) => `${door} by ${what}`);
}

test.each<[string, Case, string[]]>([
  ["nothing new", { planted: [] }, []],
  ["one way of two planted", { planted: [LEFT] }, []],
  ["both planted", { planted: [LEFT, RIGHT] }, ["D by"]],
  [
    "the strip planted on both sides of the door",
    {
      planted: [
        [10, 18, 12, 20],
        [28, 18, 30, 20],
      ],
    },
    ["D by"],
  ],
  ["the last way planted up to 1.7 m", { planted: [LEFT, [32, 8, 38.3, 18]] }, []],
  ["the last way planted up to 1 m", { planted: [LEFT, [32, 8, 39, 18]] }, ["D by"]],
  ["a strip of 1 m today", { lawnTo: 19, planted: [LEFT, RIGHT] }, []],
  ["a new driveway up to the strip", { planted: [LEFT, RIGHT], driveway: [18, 6, 22, 19] }, []],
])("%s", (_, one, expected) => {
  for (const angle of [0, Math.PI / 2, 0.3, -1.1]) {
    const told = shutOff(one, angle);
    expect(
      told.map((line) => line.slice(0, 4)),
      `turned by ${angle}`,
    ).toEqual(expected);
  }
});
