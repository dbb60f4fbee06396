import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isInside, outlineOf } from "../engine/audit/outline.ts";
import { walkGround } from "../engine/audit/walkGround.ts";
import {
  loadKernel,
  loadRules,
  type PlanFeature,
  readScenario,
  readSite,
  type Site,
  solve,
  today,
} from "../engine/index.ts";
import { featuresOf } from "../engine/model/site.ts";

// people go on getting from their doors to the road on the pavement that they walk on today

const folder = join(import.meta.dirname, "../scenarios");
const textOf = (name: string) => readFileSync(join(folder, name), "utf8");

/** Between tried places, and room round them, metres: in a way 1.5 m wide a place is up to half a step off its middle. */
const STEP = 0.1;
const ROOM = 0.65;

/** A door is left from a place this near, metres. */
const AT_HAND = 1;

/** Doors from which no way over pavement leads to a road. */
function shutDoors(site: Site, features: readonly PlanFeature[]): string[] {
  const ground = walkGround(site, features, STEP, ROOM);
  const roads = featuresOf(site, "road").map(({ shape }) => outlineOf(shape));
  const reach = Math.ceil(AT_HAND / STEP);
  return featuresOf(site, "entrance").flatMap(({ id, shape: [x, y] }) => {
    const open: number[] = [];
    for (let v = -reach; v <= reach; v++)
      for (let u = -reach; u <= reach; u++) open.push(ground.at(x + u * STEP, y + v * STEP));
    const seen = new Set<number>();
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (seen.has(place) || place < 0 || !ground.isRoomy(place)) continue;
      seen.add(place);
      const [px, py] = ground.position(place);
      if (roads.some((road) => isInside(road, px, py))) return [];
      open.push(place - 1, place + 1, place - ground.columns, place + ground.columns);
    }
    return [id];
  });
}

test.each([
  ["ring-two-gates", "ring-two-gates"],
  ["courtyard-one-lane", "courtyard-one-lane"],
  ["slabs-informal", "slabs-informal"],
  ["mishan-lane-30", "most-balanced"],
])("%s, %s: no door is shut off that is not today", async (drawn, wanted) => {
  const site = readSite(textOf(`${drawn}.geojson`), drawn);
  const scenario = readScenario(textOf(`${wanted}.json`), wanted, site);
  const rules = loadRules(scenario.rules, scenario.overrides);
  const { features } = solve({ site, scenario, rules }, await loadKernel(), { steps: 400 });
  const before = shutDoors(site, today(site));
  expect(before.length).toBeLessThan(featuresOf(site, "entrance").length);
  expect(shutDoors(site, features).filter((id) => !before.includes(id))).toEqual([]);
});
