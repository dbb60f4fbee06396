import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { distanceToEdge, isInside, outlineOf } from "../engine/audit/outline.ts";
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
  withPrices,
} from "../engine/index.ts";
import { areaOf, bounds } from "../engine/model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../engine/model/plan.ts";
import { withBikeWays } from "../engine/stages/bikes/bikeWays.ts";
import { idleOf } from "../engine/stages/bikes/idle.ts";
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

/** Each charger of a plan with the slot that it serves, and how far it is from its ends, metres. */
function postsOf({ features }: Plan) {
  const slots = planFeaturesOf(features, "ebikeSlot");
  const ways = planFeaturesOf(features, "bikeAisle");
  return planFeaturesOf(features, "ebikeCharger").map(({ shape: at, properties: { serves } }) => {
    const slot = slots.find(({ id }) => id === serves[0]);
    if (slot === undefined || serves.length !== 1) throw new Error("a charger serves one slot of the plan");
    const isIn = isInside(outlineOf(slot.shape), ...at);
    const toWay = Math.min(...ways.map(({ shape }) => distanceToEdge(outlineOf(shape), ...at)));
    return { slot: slot.id, where: slot.properties.where, isIn, toWay };
  });
}

test("chargers on leftovers stand at the heads of slots there, in as few groups as it takes, and nothing is broken", () => {
  const asked = problem({ newStalls: { target: 6 }, ebikeChargers: { count: 8, where: "leftover" } });
  const plan = solve(asked, kernel);
  expect(plan.unmet).toEqual([]);
  expect(plan.measures).toMatchObject({ ebikeChargers: 8 });
  // each brings its own slot
  expect(plan.measures.ebikeSlots).toBeGreaterThanOrEqual(8);
  const posts = postsOf(plan);
  expect(new Set(posts.map(({ slot }) => slot)).size).toBe(8);
  for (const { where, isIn, toWay } of posts) {
    expect([where, isIn]).toEqual(["leftover", true]);
    // the whole slot is between it and the way, but for half of its foot
    expect(toWay).toBeCloseTo(1.8, 2);
  }
  expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
  const [apart] = plan.audit.filter(({ rule }) => rule === "ebike.socket_spacing_min");
  expect(apart).toMatchObject({ pass: true, required: 0.8 });
});

/** The model case with a distance to homes of a district's own. */
function offHomes(distance: number, demand: object) {
  const text = JSON.stringify({
    name: "district",
    rules: "cn-shanghai",
    overrides: { "ebike.to_building_wall": distance },
    demand,
  });
  const scenario = readScenario(text, "district.json", site);
  return { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
}

test("a shed that would stand too near to a home is built a little farther off: the nearer the more it may", () => {
  const [old] = site.features.flatMap((feature) => (feature.kind === "shed" ? [feature.shape] : []));
  const middle = ({ shell }: { shell: Float64Array }) => {
    const [minX, minY, maxX, maxY] = bounds(shell);
    return [(minX + maxX) / 2, (minY + maxY) / 2];
  };
  const moved = [3, 4, 5, 6].map((distance) => {
    const asked = offHomes(distance, { newStalls: { target: 0, max: 0 }, shed: "rebuild" });
    const plan = solve(asked, kernel, { steps: 1 });
    expect(plan.unmet).toEqual([]);
    expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
    const [shed] = planFeaturesOf(plan.features, "shed");
    expect(shed.properties.slots).toBeGreaterThanOrEqual(18);
    const [[ax, ay], [bx, by]] = [middle(old), middle(shed.shape)];
    return Math.hypot(bx - ax, by - ay);
  });
  // 3.6 m are there today
  expect(moved[0]).toBe(0);
  for (const by of moved.slice(1)) {
    expect(by).toBeGreaterThan(0.1);
    expect(by).toBeLessThan(5);
  }
});

test("stalls stand beside a shed that had to move; where it has no room within some metres the homes bind", () => {
  const demand = { newStalls: { target: 10 }, shed: "rebuild", ebikeSlots: { min: 14, where: "leftover" } };
  for (const distance of [4, 5, 6]) {
    const plan = solve(offHomes(distance, demand), kernel);
    expect(plan.unmet).toEqual([]);
    expect(plan.measures.stalls.new).toBe(10);
  }
  const { unmet, features } = solve(offHomes(8, demand), kernel);
  expect(features.filter(({ kind }) => kind === "shed")).toEqual([]);
  expect(unmet).toEqual([
    { demand: "shed", wanted: 1, got: 0, binding: "ebike.to_building_wall", price: "3.61 m where 8 m is asked" },
  ]);
  expect(unknownInChinese(unmet.map(({ price }) => price ?? ""))).toEqual([]);
});

test("a roof goes with the last of its slots, and a charger with those that it serves", () => {
  const box = (x: number) => ({ shell: Float64Array.of(x, 0, x + 0.8, 0, x + 0.8, 2, x, 2), holes: [] });
  const slot = (n: number, x: number): PlanFeature<"ebikeSlot"> => {
    return { kind: "ebikeSlot", id: `ebikeSlot-${n}`, shape: box(x), properties: { where: "shed" } };
  };
  const slots = [slot(1, 0), slot(2, 0.8), slot(3, 9)];
  const roof: PlanFeature = {
    kind: "shed",
    id: "shed-1",
    shape: { shell: Float64Array.of(0, 0, 1.6, 0, 1.6, 2, 0, 2), holes: [] },
    properties: { status: "rebuilt", slots: 2 },
  };
  const post = (n: number, serves: string[]): PlanFeature => {
    return { kind: "ebikeCharger", id: `ebikeCharger-${n}`, shape: [0, 0], properties: { serves } };
  };
  const posts = [post(1, ["ebikeSlot-1"]), post(2, ["ebikeSlot-1", "ebikeSlot-3"])];
  const before = [...slots, roof, ...posts];
  const idle = (gone: readonly number[]) =>
    idleOf(
      before.filter((one) => !gone.some((n) => one === slots[n])),
      before,
    ).map(({ feature, slot }) => [feature.id, slot]);
  expect(idle([])).toEqual([]);
  expect(idle([0])).toEqual([["ebikeCharger-1", "ebikeSlot-1"]]);
  expect(idle([0, 1])).toEqual([
    ["ebikeCharger-1", "ebikeSlot-1"],
    ["shed-1", "ebikeSlot-1"],
  ]);
});

test("a charger by the wall of a home is found, and one under a shed whose slots are elsewhere", () => {
  const found = (
    plan: Plan,
    asked: ReturnType<typeof problem>,
    change: (post: PlanFeature<"ebikeCharger">) => object,
  ) =>
    audit({
      ...asked,
      features: plan.features.map((one) => (one.kind === "ebikeCharger" ? { ...one, ...change(one) } : one)),
      claimed: null,
    }).filter(({ pass, level }) => pass === false && level === "shall");
  const asked = problem({ newStalls: { target: 0, max: 0 }, ebikeChargers: { count: 1, where: "leftover" } });
  const plan = solve(asked, kernel, { steps: 1 });
  const [home] = site.features.flatMap((feature) => (feature.kind === "building" ? [feature.shape] : []));
  const [ax, ay, bx, by] = home.shell;
  const long = Math.hypot(bx - ax, by - ay);
  // a third along a wall, and 2 m off it
  const at = [ax + (bx - ax) / 3 + ((by - ay) / long) * 2, ay + (by - ay) / 3 - ((bx - ax) / long) * 2];
  const [line] = found(plan, asked, () => ({ shape: at })).filter(({ rule }) => rule === "ebike.to_building_wall");
  expect(line.note).toBe("charger ebikeCharger-1 is 2.00 m from B1, 3 m is asked.");
  expect(line.features).toEqual(["ebikeCharger-1"]);
  expect(unknownInChinese([line.note])).toEqual([]);

  const roofed = problem({
    newStalls: { target: 0, max: 0 },
    shed: "rebuild",
    ebikeSlots: { min: 3, where: "leftover" },
    ebikeChargers: { count: 1, where: "shed" },
  });
  const under = solve(roofed, kernel, { steps: 1 });
  expect(found(under, roofed, (post) => post).filter(({ scope }) => scope === "new")).toEqual([]);
  const [open] = planFeaturesOf(under.features, "ebikeSlot").filter(
    ({ properties }) => properties.where === "leftover",
  );
  const astray = found(under, roofed, () => ({ properties: { serves: [open.id] } }));
  expect(astray.map(({ rule, features }) => [rule, features.includes("ebikeCharger-1")])).toContainEqual([
    "fact.no_overlap",
    true,
  ]);
});

test("of slots that are asked for on leftovers as many as asked have a charger", () => {
  const plan = solve(
    problem({
      newStalls: { target: 6 },
      ebikeChargers: { count: 4, where: "leftover" },
      ebikeSlots: { min: 12, where: "leftover" },
    }),
    kernel,
  );
  expect(plan.unmet).toEqual([]);
  expect(plan.measures).toMatchObject({ ebikeChargers: 4 });
  expect(plan.measures.ebikeSlots).toBeGreaterThanOrEqual(12);
});

test("chargers in the rebuilt shed hang under its roof; more of them than it has slots are told with what the next takes", () => {
  const asked = problem({
    newStalls: { target: 0, max: 0 },
    shed: "rebuild",
    ebikeChargers: { count: 30, where: "shed" },
  });
  const plan = withServed(solve(asked, kernel, { steps: 1 }), asked);
  const [shed] = planFeaturesOf(plan.features, "shed");
  const posts = postsOf(plan);
  expect(posts.map(({ where, isIn }) => [where, isIn])).toEqual(
    Array.from({ length: shed.properties.slots }, () => ["shed", true]),
  );
  expect(plan.unmet).toEqual([
    {
      demand: "ebikeChargers.count",
      wanted: 30,
      got: shed.properties.slots,
      binding: "room in the shed",
      price: "0.8 m more of shed for the next charger",
    },
  ]);
  expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
});

test("chargers keep apart where rows stand head to head, as long as there are slots enough", () => {
  const apart = (count: number) => {
    const asked = { newStalls: { target: 0, max: 0 }, shed: "rebuild", ebikeChargers: { count, where: "shed" } };
    const plan = solve(problem(asked), kernel, { steps: 1 });
    expect(plan.measures.ebikeChargers).toBe(count);
    return plan.audit.filter(({ rule, pass }) => rule === "ebike.socket_spacing_min" && pass === false).length;
  };
  expect(apart(10)).toBe(0);
  expect(apart(20)).toBeGreaterThan(0);
});

test("a shed that has to move is built with as many slots as chargers are asked for", () => {
  const asked = (count: number) =>
    problem({ newStalls: { target: 10 }, shed: "rebuild", ebikeChargers: { count, where: "shed" } });
  const plan = solve(asked(20), kernel);
  expect(plan.unmet).toEqual([]);
  expect(planFeaturesOf(plan.features, "shed").map(({ properties }) => properties.slots)).toEqual([20]);
  expect(plan.measures).toMatchObject({ ebikeChargers: 20 });
});

test("more chargers than leftovers hold say what the next takes", () => {
  const asked = problem({ newStalls: { target: 0, max: 0 }, ebikeChargers: { count: 90, where: "leftover" } });
  const plan = withPrices(solve(asked, kernel, { steps: 1 }), asked, kernel);
  const [unmet] = plan.unmet;
  expect(unmet).toMatchObject({ demand: "ebikeChargers.count", wanted: 90 });
  expect(unmet.got).toBeGreaterThan(10);
  expect(unmet.got).toBeLessThan(90);
  expect(unmet.price).not.toBeNull();
  expect(unknownInChinese([unmet.price ?? "", unmet.binding])).toEqual([]);
});

test("what has no place where it is asked for says where it has, or what would make one", () => {
  const asked = problem({
    newStalls: { target: 0, max: 0 },
    ebikeChargers: { count: 6, where: "shed" },
    ebikeSlots: { min: 12, where: "shed" },
  });
  const said = (wish: typeof asked) =>
    withServed(solve(wish, kernel, { steps: 1 }), wish).unmet.map(({ demand, binding, price }) => [
      demand,
      binding,
      price,
    ]);
  expect(said(asked)).toEqual([
    ["ebikeChargers.count", "shed", "the shed rebuilt"],
    ["ebikeSlots.min", "shed", "the shed rebuilt"],
  ]);
  const bare = { ...site, features: site.features.filter(({ kind }) => kind !== "shed") };
  const nowhere = said({ ...asked, site: bare });
  expect(nowhere[0]).toEqual([
    "ebikeChargers.count",
    "no shed that may be rebuilt is drawn",
    "6 have room on the frontage",
  ]);
  expect(unknownInChinese(nowhere[0].slice(1).map(String))).toEqual([]);
});
