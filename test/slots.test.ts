import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { isForbidden } from "../engine/forbidden.ts";
import { withServed } from "../engine/frontier/served.ts";
import {
  audit,
  type Kernel,
  loadKernel,
  loadRules,
  type Plan,
  readScenario,
  readSite,
  solve,
} from "../engine/index.ts";
import { areaOf } from "../engine/model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../engine/model/plan.ts";
import { withBikeWays } from "../engine/stages/bikes/bikeWays.ts";
import { unknownInChinese } from "./auditCases.ts";

const root = join(import.meta.dirname, "..");
const site = readSite(readFileSync(join(root, "scenarios/mishan-lane-30.geojson"), "utf8"), "mishan-lane-30.geojson");

function problem(demand: object) {
  const scenario = readScenario(JSON.stringify({ name: "slots", rules: "cn-shanghai", demand }), "slots.json", site);
  return { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
}

let kernel: Kernel;
let plan: Plan;
const wish = problem({
  newStalls: { target: 10 },
  ebikeChargers: { count: 10, where: "frontage" },
  ebikeSlots: { min: 14, where: "leftover" },
  shed: "rebuild",
});
beforeAll(async () => {
  kernel = await loadKernel();
  plan = solve(wish, kernel);
});

test("e-bikes on leftover corners: as many as asked, each group with a way to it, nothing broken", () => {
  expect(plan.unmet).toEqual([]);
  expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
  const slots = planFeaturesOf(plan.features, "ebikeSlot").filter((slot) => slot.properties.where === "leftover");
  expect(slots.length).toBeGreaterThanOrEqual(14);
  for (const { shape } of slots) expect(areaOf(shape)).toBeCloseTo(0.8 * 2, 3);
  const aisles = planFeaturesOf(plan.features, "bikeAisle");
  expect(aisles.length).toBeGreaterThan(0);
  for (const { properties } of aisles) expect(properties.width).toBeGreaterThanOrEqual(1.5);
});

test("the old shed is rebuilt where it stands with more slots where no stall would rather have its ground", () => {
  const still = solve(problem({ newStalls: { target: 0, max: 0 }, shed: "rebuild" }), kernel);
  const [shed] = planFeaturesOf(still.features, "shed");
  // 8 m × 4 m: two rows of ten slots of 0.8 m × 2 m, head to head
  expect(shed.properties).toEqual({ status: "rebuilt", slots: 20 });
  expect(shed.shape).toEqual(site.features.find(({ kind }) => kind === "shed")?.shape);
});

test("where stalls would, it is built anew round its old place with at least its eighteen slots under one roof", () => {
  const sheds = planFeaturesOf(plan.features, "shed");
  expect(sheds).toHaveLength(1);
  const inside = planFeaturesOf(plan.features, "ebikeSlot").filter((slot) => slot.properties.where === "shed");
  expect(inside.length).toBeGreaterThanOrEqual(18);
  expect(sheds[0].properties).toEqual({ status: "rebuilt", slots: inside.length });
  expect(plan.measures.ebikeSlots).toBeGreaterThanOrEqual(10 + 14 + 18);
});

test("a shed that says more slots than are drawn is found out, and a slot without its roof", () => {
  const drawn = planFeaturesOf(plan.features, "shed")[0].properties.slots;
  const changed = (change: (feature: PlanFeature) => PlanFeature[]) =>
    audit({ ...wish, features: plan.features.flatMap(change), claimed: null }).filter(
      (line) => line.rule === "fact.references" && line.pass === false,
    );
  const boast = changed((feature) =>
    feature.kind === "shed" ? [{ ...feature, properties: { ...feature.properties, slots: 30 } }] : [feature],
  );
  expect(boast.map((line) => line.note)).toEqual([`shed shed-1 is said to hold 30 slots, ${drawn} are drawn in it.`]);
  const roofless = changed((feature) => (feature.kind === "shed" ? [] : [feature]));
  expect(roofless).toHaveLength(drawn);
});

test("more than the corners hold is said, with what was found", () => {
  const greedy = solve(
    problem({ newStalls: { target: 0, max: 0 }, ebikeSlots: { min: 300, where: "leftover" } }),
    kernel,
  );
  const [entry] = greedy.unmet;
  expect(entry).toMatchObject({ demand: "ebikeSlots.min", wanted: 300, binding: "room on paved leftovers" });
  expect(entry.got).toBe(planFeaturesOf(greedy.features, "ebikeSlot").length);
});

test("the way to slots that stand away from the road stays free of stalls and planting, and the audit walks it", () => {
  const [line] = plan.audit.filter(({ rule }) => rule === "bike.aisle.one_side");
  expect(line).toMatchObject({ required: 1.5, pass: true });
  // an aisle between the old shed and building B3, two metres off the spine
  const aisle = (at: [number, number]): PlanFeature => ({
    kind: "bikeAisle",
    id: "bikeAisle-1",
    shape: {
      shell: Float64Array.of(at[0], at[1], at[0] + 4, at[1], at[0] + 4, at[1] + 1.5, at[0], at[1] + 1.5),
      holes: [],
    },
    properties: { width: 1.5 },
  });
  const of = (at: [number, number]) =>
    withBikeWays({ problem: wish, features: [aisle(at)], assumptions: [], unmet: [] }).ways;
  expect(of([23, 3])?.length).toBeGreaterThan(0);
  // at the spine itself nothing has to be kept beside it
  expect(of([19, 6.5])).toBeUndefined();
});

test("slots on the frontage: those of the chargers and more, in groups of the size and gap that the rulebook asks", () => {
  const asked = problem({
    newStalls: { target: 0, max: 0 },
    ebikeChargers: { count: 6, where: "frontage" },
    ebikeSlots: { min: 45, where: "frontage" },
  });
  const plan = withServed(solve(asked, kernel, { steps: 1 }), asked);
  const slots = planFeaturesOf(plan.features, "ebikeSlot");
  const posts = planFeaturesOf(plan.features, "ebikeCharger");
  expect(new Set(slots.map(({ properties }) => properties.where))).toEqual(new Set(["frontage"]));
  // two groups of 20 and two metres between them are 34 of the strip's metres
  expect([slots.length, posts.length, new Set(posts.flatMap(({ properties }) => properties.serves)).size]).toEqual([
    40, 6, 6,
  ]);
  expect(plan.unmet).toEqual([
    {
      demand: "ebikeSlots.min",
      wanted: 45,
      got: 40,
      binding: "room on the frontage",
      price: "2.8 m of frontage, 2.2 m deep, for the next bicycle slot",
    },
  ]);
  const [size] = plan.audit.filter(({ rule }) => rule === "ebike.group_max");
  expect(size).toMatchObject({ pass: true, measured: 20 });
});

test("what has no place where it is asked for says where it has, or what would make one", () => {
  const asked = problem({
    newStalls: { target: 0, max: 0 },
    ebikeChargers: { count: 6, where: "leftover" },
    ebikeSlots: { min: 12, where: "shed" },
  });
  const { unmet } = withServed(solve(asked, kernel, { steps: 1 }), asked);
  expect(unmet.map(({ demand, binding, price }) => [demand, binding, price])).toEqual([
    ["ebikeChargers.count", "chargers for e-bikes stand on a frontage only", "6 have room on the frontage"],
    ["ebikeSlots.min", "shed", "the shed rebuilt"],
  ]);
  expect(unknownInChinese(unmet.flatMap(({ price }) => price ?? []))).toEqual([]);
});
