import { expect, test } from "vitest";
import { audit } from "../engine/audit/audit.ts";
import { loadRules, readScenario, readSite, today } from "../engine/index.ts";
import { flat } from "../engine/model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../engine/model/plan.ts";
import { nudged } from "../engine/stages/compound/nudge.ts";

// a parallel stall on a road of 6.396 m leaves 3.996 m: 4 mm less than a fire engine is to have

const box = (x0: number, y0: number, x1: number, y1: number) => ({
  shell: flat([
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ]),
  holes: [],
});

const ring = (x0: number, y0: number, x1: number, y1: number) => [
  [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
    [x0, y0],
  ],
];

function siteOf() {
  const feature = (properties: object, type: string, coordinates: unknown) => ({
    type: "Feature",
    properties,
    geometry: { type, coordinates },
  });
  const text = JSON.stringify({
    type: "FeatureCollection",
    crs: { type: "name", properties: { name: "local:metre" } },
    features: [
      feature({ kind: "site", ground: "paved" }, "Polygon", ring(0, 0, 60, 12)),
      feature({ kind: "road", id: "R" }, "Polygon", ring(0, 0, 60, 6.396)),
      feature({ kind: "green", id: "verge" }, "Polygon", ring(0, 6.396, 60, 12)),
      feature({ kind: "gate", modes: ["car", "fire"] }, "LineString", [
        [0, 0],
        [0, 6.396],
      ]),
    ],
  });
  return readSite(text, "nudge.geojson");
}

test("a lane that lacks 4 mm beside a stall costs no stall: it moves aside by as much, and the lane gets the ground", () => {
  const site = siteOf();
  const scenario = readScenario('{"rules":"cn-shanghai"}', "nudge.json", site);
  const rules = loadRules(scenario.rules, scenario.overrides);
  const stall: PlanFeature<"stall"> = {
    kind: "stall",
    id: "A01",
    // mouth on the road's side, towards smaller y
    shape: box(30, 3.996, 36, 6.396),
    properties: { type: "standard", status: "new", parkingAngle: 0, width: 2.4, length: 6, aisle: "R" },
  };
  const lane: PlanFeature<"fireLane"> = {
    kind: "fireLane",
    id: "L",
    shape: {
      shell: flat([
        [0, 0],
        [60, 0],
        [60, 6.396],
        [42, 6.396],
        [42, 3.996],
        [24, 3.996],
        [24, 6.396],
        [0, 6.396],
      ]),
      holes: [],
    },
    properties: { width: 4, status: "existing" },
  };
  const features = [...today(site), stall, lane];
  const short = (of: readonly PlanFeature[]) =>
    audit({ site, scenario, rules, features: of, claimed: null }).filter(
      ({ rule, pass }) => rule === "fire.lane.clear_width" && pass === false,
    );
  const breaches = short(features);
  expect(breaches.map(({ measured }) => measured)).toEqual([3.996]);
  const moved = new Set<string>();
  const draft = { problem: { site, scenario, rules }, features, assumptions: [], unmet: [] };
  const after = nudged(draft, breaches, moved);
  expect(after.left).toEqual([]);
  expect(short(after.draft.features)).toEqual([]);
  const [aside] = planFeaturesOf(after.draft.features, "stall");
  expect(aside.shape.shell[1] - 3.996).toBeGreaterThan(0.004);
  expect(aside.shape.shell[1] - 3.996).toBeLessThan(0.02);
  // once is enough: what that does not cure is for others
  expect(nudged(draft, breaches, moved).left).toEqual(breaches);
});
