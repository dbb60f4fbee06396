import { expect, test } from "vitest";
import { audit, defaultScenario, loadRules, type PlanFeature, readSite, today } from "../engine/index.ts";
import { flat, type Point } from "../engine/model/geometry.ts";

// a new way keeps off the walls of dwellings by what it adds to today's roads, whichever way the plan is turned

/** A road 1 m before the wall of a dwelling today, and an aisle across it, `nearer` metres nearer to the wall. */
function linesWith(turn: number, nearer: number) {
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const at = (x: number, y: number): Point => [
    Math.round((x * c - y * s) * 1e4) / 1e4,
    Math.round((x * s + y * c) * 1e4) / 1e4,
  ];
  const corners = (x0: number, y0: number, x1: number, y1: number) => [at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1)];
  const polygon = (x0: number, y0: number, x1: number, y1: number) => {
    const ring = corners(x0, y0, x1, y1);
    return { type: "Polygon", coordinates: [[...ring, ring[0]]] };
  };
  const feature = (properties: object, geometry: object) => ({ type: "Feature", properties, geometry });
  const features = [
    feature({ kind: "site" }, polygon(0, 0, 40, 40)),
    feature({ kind: "building", id: "B", storeys: 6 }, polygon(4, 20, 36, 32)),
    feature({ kind: "road", id: "R" }, polygon(0, 14, 40, 19)),
    feature({ kind: "gate", modes: ["car", "fire"] }, { type: "LineString", coordinates: [at(0, 14), at(0, 19)] }),
  ];
  const crs = { type: "name", properties: { name: "local:metre" } };
  const site = readSite(JSON.stringify({ type: "FeatureCollection", crs, features }), "walls.geojson");
  const aisle: PlanFeature = {
    kind: "aisle",
    id: "aisle-1",
    shape: { shell: flat(corners(10, 6, 15.5, 19 + nearer)), holes: [] },
    properties: { width: 5.5, oneWay: false, centreline: flat([at(12.75, 19), at(12.75, 6)]), status: "new" },
  };
  const scenario = defaultScenario(site);
  const lines = audit({
    site,
    rules: loadRules("cn-shanghai"),
    scenario,
    features: [...today(site), aisle],
    claimed: null,
  });
  return lines.filter(({ rule }) => rule === "road.edge_to_dwelling_wall.no_public_entrance");
}

test.each([0, 0.2, 1.1, 2.5])("an aisle that is road before a wall is no new way there, turned by %s", (turn) => {
  for (const nearer of [0, -0.5]) {
    const [line, ...rest] = linesWith(turn, nearer);
    expect(rest).toEqual([]);
    expect(line.pass).toBe(true);
    expect(line.measured).toBe(line.required);
  }
});

test.each([0, 0.2, 1.1, 2.5])("what it adds beyond the road is held against it, turned by %s", (turn) => {
  const [line] = linesWith(turn, 0.4);
  expect(line.pass).toBe(false);
  expect(line.scope).toBe("new");
  expect(line.measured).toBeCloseTo(0.6, 3);
});
