import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { isForbidden } from "../engine/forbidden.ts";
import { audit, type Kernel, loadKernel, loadRules, readScenario, readSite, solve } from "../engine/index.ts";
import { type PlanFeature, planFeaturesOf } from "../engine/model/plan.ts";
import type { SiteFeature } from "../engine/model/site.ts";
import { accessibleAsked } from "../engine/rules/accessible.ts";
import { walkOf } from "../engine/stages/ground/walk.ts";
import { beyondAccessible, withAccessible } from "../engine/stages/people/accessible.ts";
import { lockerSize } from "../engine/stages/people/lockerSize.ts";

const root = join(import.meta.dirname, "..");
const model = readSite(readFileSync(join(root, "scenarios/mishan-lane-30.geojson"), "utf8"), "mishan-lane-30.geojson");
const lot = readSite(readFileSync(join(root, "scenarios/lots/module-16.10.geojson"), "utf8"), "module.geojson");

function problem(site: typeof model, rules: string, demand: object) {
  const text = JSON.stringify({ name: "people", rules, demand });
  const scenario = readScenario(text, "people.json", site);
  return { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
}

let kernel: Kernel;
beforeAll(async () => {
  kernel = await loadKernel();
});

test("accessible stalls by hand: one below a hundred, one in a hundred above, the American steps, none without a code", () => {
  const asked = (rules: "cn-shanghai" | "us" | "eu" | "geometry", total: number) =>
    accessibleAsked(loadRules(rules, {}), model, total);
  expect([0, 1, 16, 99, 100, 101, 250, 300].map((total) => asked("cn-shanghai", total))).toEqual([
    0, 1, 1, 1, 1, 2, 3, 3,
  ]);
  expect([1, 25, 26, 100, 101, 500, 501, 1000, 1001, 1101].map((total) => asked("us", total))).toEqual([
    1, 1, 2, 4, 5, 9, 11, 20, 21, 22,
  ]);
  expect(asked("geometry", 500)).toBe(0);
});

test("a scenario that says nothing of accessible stalls gets what the code asks, with the count in the audit", () => {
  const wish = problem(model, "cn-shanghai", { newStalls: { target: 5 } });
  const plan = solve(wish, kernel);
  expect(plan.measures.stalls).toMatchObject({ new: 5, total: 11, accessible: 1 });
  const [line] = plan.audit.filter(({ rule }) => rule === "acc.count_general.lt100");
  expect(line).toMatchObject({ clause: "GB 55019-2021 2.9.5", required: 1, measured: 1, pass: true });
  const without = plan.features.flatMap((feature): PlanFeature[] =>
    feature.kind === "stall" ? [{ ...feature, properties: { ...feature.properties, type: "standard" } }] : [feature],
  );
  const [found] = audit({ ...wish, features: without, claimed: null }).filter(
    ({ rule }) => rule === "acc.count_general.lt100",
  );
  expect(found).toMatchObject({ required: 1, measured: 0, pass: false });
});

test("today has no accessible stall among its six: inherited, and said", () => {
  const plan = solve(problem(model, "cn-shanghai", { newStalls: { target: 0, max: 0 } }), kernel);
  const [line] = plan.audit.filter(({ rule }) => rule === "acc.count_general.lt100");
  expect(line).toMatchObject({ pass: false, scope: "inherited", measured: 0 });
});

test("on an open lot a stall of each pair goes for the aisle, three stalls make two that share one", () => {
  const wish = problem(lot, "cn-shanghai", { accessibleStalls: { min: 2 } });
  const stall = (i: number): PlanFeature<"stall"> => ({
    kind: "stall",
    id: `A0${i}`,
    shape: {
      shell: Float64Array.of(2.4 * i, 5.5, 2.4 * (i + 1), 5.5, 2.4 * (i + 1), 10.8, 2.4 * i, 10.8),
      holes: [],
    },
    properties: {
      type: "standard",
      status: "new",
      parkingAngle: 90,
      width: 2.4,
      length: 5.3,
      aisle: "aisle-1",
    },
  });
  const draft = { problem: wish, features: [0, 1, 2].map(stall), assumptions: [], unmet: [] };
  const { features } = withAccessible(draft, "pairs");
  const made = planFeaturesOf(features, "stall");
  expect(made.map(({ id, properties }) => [id, properties.type])).toEqual([
    ["A00", "accessible"],
    ["A02", "accessible"],
  ]);
  const [aisle] = planFeaturesOf(features, "accessAisle");
  expect(aisle.properties.stalls).toEqual(["A00", "A02"]);
  expect([...aisle.shape.shell].map((value) => Math.round(value * 1000) / 1000)).toEqual([
    2.4, 5.5, 3.6, 5.5, 3.6, 10.8, 2.4, 10.8,
  ]);
  expect(made[1].shape.shell[0]).toBeCloseTo(3.6, 6);
});

test("an open lot in Shanghai has its accessible stall", () => {
  const plan = solve(problem(lot, "cn-shanghai", {}), kernel, { steps: 200 });
  expect(plan.measures.stalls.accessible).toBe(1);
  expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
});

test("a walk goes round houses: from the doors of the model case, never shorter than a bee's", () => {
  const walk = walkOf(model);
  const doors = model.features.flatMap((feature) => (feature.kind === "entrance" ? [feature.shape] : []));
  const gate = model.features.flatMap((feature) => (feature.kind === "gate" ? [feature.shape] : []))[0];
  const at: [number, number] = [gate[0], gate[1]];
  const straight = Math.min(...doors.map(([x, y]) => Math.sqrt((x - at[0]) ** 2 + (y - at[1]) ** 2)));
  expect(walk(at)).toBeGreaterThan(straight - 5);
  expect(walk(at)).toBeLessThan(100);
});

test("charging stalls: a tenth of sixteen is two, at one post between them, off the homes, on no way", () => {
  const plan = solve(
    problem(model, "cn-shanghai", { newStalls: { target: 10 }, chargingStalls: { share: 0.1 } }),
    kernel,
  );
  expect(plan.unmet).toEqual([]);
  expect(plan.measures.stalls).toMatchObject({ total: 16, charging: 2 });
  const posts = planFeaturesOf(plan.features, "charger");
  expect(posts.map(({ properties }) => properties.serves.length)).toEqual([2]);
  expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
  const [line] = plan.audit.filter(({ rule }) => rule === "ev.stall_to_dwelling");
  expect(line).toMatchObject({ required: 6, pass: true });
});

test("more charging stalls than can keep off the homes are said to be missing", () => {
  const plan = solve(problem(model, "cn-shanghai", { newStalls: { target: 4 }, chargingStalls: { share: 1 } }), kernel);
  const [entry] = plan.unmet.filter(({ demand }) => demand === "chargingStalls.share");
  expect(entry).toMatchObject({ wanted: plan.measures.stalls.total, got: plan.measures.stalls.charging });
});

test("a courtyard of our own drawing with one lane of 4 m: new stalls, an accessible one and a locker, nothing broken", () => {
  const text = (name: string) => readFileSync(join(root, "scenarios", name), "utf8");
  const site = readSite(text("courtyard-one-lane.geojson"), "courtyard-one-lane.geojson");
  const scenario = readScenario(text("courtyard-one-lane.json"), "courtyard-one-lane.json", site);
  const plan = solve({ site, scenario, rules: loadRules(scenario.rules, scenario.overrides) }, kernel);
  expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(40);
  expect(plan.measures).toMatchObject({ lockers: 1, treesMoved: 0 });
  expect(plan.measures.stalls.accessible).toBeGreaterThanOrEqual(1);
  expect(plan.audit.filter((line) => isForbidden(line, scenario.study))).toEqual([]);
});

test("a locker is sized for the households: a compartment each, a column for control, long banks in two", () => {
  const of = (households: number | undefined) =>
    lockerSize({
      ...model,
      features: model.features.flatMap((feature): SiteFeature[] =>
        feature.kind === "site"
          ? [{ ...feature, properties: { ...feature.properties, ...(households === undefined ? {} : { households }) } }]
          : [],
      ),
    });
  expect([1, 22, 23, 56, 242].map((households) => of(households).banks)).toEqual([[2], [2], [3], [4], [12]]);
  expect(of(243).banks).toEqual([7, 7]);
  expect(of(1000).banks.reduce((sum, columns) => sum + columns - 1, 0)).toBe(46);
  expect(of(0)).toEqual({
    banks: [5],
    assumption: "No households are given: the locker has 5 columns, a typical bank.",
  });
});

test("a scenario that names no columns gets a locker for its 56 households, and the plan says so", () => {
  const wish = problem(model, "cn-shanghai", { newStalls: { target: 0, max: 0 }, lockers: [{}] });
  const plan = solve(wish, kernel, { steps: 1 });
  expect(planFeaturesOf(plan.features, "locker").map(({ properties }) => properties.columns)).toEqual([4]);
  expect(plan.assumptions.filter((sentence) => sentence.includes("56 households"))).toHaveLength(1);
  expect(plan.unmet).toEqual([]);
});

/** A road with room for parallel stalls only, behind which a verge is so deep. */
function parallelOnly(verge: string, demand: object = {}) {
  const file = join(root, "test/fixtures/compound/parallel-only.geojson");
  const text = readFileSync(file, "utf8").replaceAll("10.4", verge);
  return problem(readSite(text, file), "cn-shanghai", demand);
}

test("where stalls stand parallel only, one of them is accessible by an aisle along its far side", () => {
  const wish = parallelOnly("10.4");
  const plan = solve(wish, kernel, { steps: 20 });
  expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(6);
  expect(plan.measures.stalls.accessible).toBe(1);
  expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
  const [stall] = planFeaturesOf(plan.features, "stall").filter(({ properties }) => properties.type === "accessible");
  const [aisle] = planFeaturesOf(plan.features, "accessAisle");
  expect(stall.properties.parkingAngle).toBe(0);
  expect(aisle.properties.stalls).toEqual([stall.id]);
});

test("where none can be made accessible, what the rule asks is unmet, and no way is left without stalls", () => {
  const plan = solve(parallelOnly("8.7"), kernel, { steps: 20 });
  expect(plan.unmet[0]).toMatchObject({ demand: "accessibleStalls.min", wanted: 1, got: 0 });
  expect(plan.unmet[0].binding).toMatch(/^acc\.count_/);
  expect(plan.features.filter(({ kind }) => kind === "aisle" || kind === "driveway")).toEqual([]);
});

test("stalls beyond what the accessible ones there are allow: those that take most green go first, and no more", () => {
  const wish = problem(lot, "us", {});
  const stall = (i: number): PlanFeature<"stall"> => ({
    kind: "stall",
    id: `A${i}`,
    shape: { shell: Float64Array.of(3 * i, 0, 3 * i + 2.5, 0, 3 * i + 2.5, 5, 3 * i, 5), holes: [] },
    properties: {
      type: i === 0 ? "accessible" : "standard",
      status: "new",
      parkingAngle: 90,
      width: 2.5,
      length: 5,
      aisle: "",
    },
  });
  const taken: PlanFeature<"greenRemoved"> = {
    kind: "greenRemoved",
    id: "R",
    shape: { shell: Float64Array.of(0, 0, 10, 0, 10, 5, 0, 5), holes: [] },
    properties: { from: "" },
  };
  const of = (count: number) =>
    beyondAccessible({
      problem: wish,
      features: [...Array.from({ length: count }, (_, i) => stall(i)), taken],
      assumptions: [],
      unmet: [],
    });
  // one accessible stall is enough for 25
  expect(of(25)).toEqual([]);
  expect(of(27)).toEqual(["A1", "A2"]);
});
