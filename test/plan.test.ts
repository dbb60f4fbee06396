import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { auditedPlan } from "../engine/finish.ts";
import { isForbidden } from "../engine/forbidden.ts";
import {
  defaultScenario,
  type Kernel,
  loadKernel,
  loadRules,
  type Plan,
  type Problem,
  readScenario,
  readSite,
  solve,
  startPlan,
  writePlan,
} from "../engine/index.ts";
import { planFeaturesOf } from "../engine/model/plan.ts";
import { startSearch } from "../engine/plan.ts";
import { ENGINE_VERSION } from "../engine/version.ts";
import { asFiled } from "./asFiled.ts";

const root = resolve(import.meta.dirname, "..");
const file = (name: string) => readFileSync(join(root, name), "utf8");

let kernel: Kernel;
beforeAll(async () => {
  kernel = await loadKernel();
});

function problem(sitePath: string, scenarioPath: string | null, change: object = {}): Problem {
  const site = readSite(file(sitePath), sitePath);
  const scenario = scenarioPath === null ? defaultScenario(site) : readScenario(file(scenarioPath), scenarioPath, site);
  return { site, scenario: { ...scenario, ...change }, rules: loadRules(scenario.rules, scenario.overrides) };
}

const model = (scenario: string, change: object = {}) =>
  problem("scenarios/mishan-lane-30.geojson", `scenarios/${scenario}.json`, change);

describe("the model case", () => {
  test("ten stalls: asked for, found, paid for in green, with a locker and ten chargers", () => {
    const plan = solve(model("ten-stalls"), kernel);
    const { stalls, greening, treesMoved, lockers, ebikeChargers } = plan.measures;
    expect(stalls).toMatchObject({ new: 10, existing: 6, total: 16 });
    expect(greening.balance).toBeGreaterThanOrEqual(0);
    expect(greening.planted).toBeLessThanOrEqual(50);
    expect({ treesMoved, lockers, ebikeChargers }).toEqual({ treesMoved: 0, lockers: 1, ebikeChargers: 10 });
    expect(plan.unmet).toEqual([]);
    expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
    const slots = planFeaturesOf(plan.features, "ebikeSlot");
    expect(slots.filter((slot) => slot.properties.where === "frontage")).toHaveLength(10);
  });

  test("as many as a balance of zero allows: at least eighteen", () => {
    const asked = model("most-balanced");
    const plan = solve(asked, kernel);
    const { own, found, ofFile } = asFiled(file("scenarios/mishan-lane-30.geojson"), asked, plan);
    expect(found).toEqual(own);
    expect(ofFile.map(({ pass }) => pass)).toEqual([true, true]);
    expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(18);
    expect(plan.measures.greening.balance).toBeGreaterThanOrEqual(0);
    expect(plan.measures.treesMoved).toBe(0);
    expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
  });

  test("a study that may lose 80 m² without planting: at least fifteen, an accessible one among them, and never called approvable", () => {
    const plan = solve(model("study-lose-80"), kernel);
    expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(15);
    expect(plan.measures.stalls.accessible).toBeGreaterThanOrEqual(1);
    expect(plan.measures.greening.planted).toBe(0);
    expect(plan.measures.greening.balance).toBeGreaterThanOrEqual(-80);
    expect(plan.study).toBe(true);
  });

  test("whoever wants to see a first plan is shown one that holds, and the plan in the end is the same", () => {
    const shown: Plan[] = [];
    const wish = model("ten-stalls");
    const plan = solve(wish, kernel, { steps: 60, onFirst: (first) => shown.push(first) });
    expect(shown.map(({ steps }) => steps)).toEqual([1]);
    // after one step hardly any stall is missing
    expect(shown[0].measures.stalls.new).toBeGreaterThanOrEqual(9);
    expect(shown[0].measures.greening.balance).toBeGreaterThanOrEqual(0);
    expect(shown[0].measures.ebikeSlots).toBeGreaterThanOrEqual(14);
    expect(shown[0].audit.filter((line) => isForbidden(line, false))).toEqual([]);
    expect(writePlan(plan, wish.site)).toBe(writePlan(solve(wish, kernel, { steps: 60 }), wish.site));
  });

  test("as it is: nothing new, and the lane that is too narrow today is named as inherited", () => {
    const plan = solve(model("as-is"), kernel);
    expect(plan.measures.stalls).toMatchObject({ new: 0, existing: 6 });
    const lanes = plan.audit.filter((line) => line.rule === "fire.lane.clear_width" && line.pass === false);
    expect(lanes.map((line) => line.scope)).toEqual(["inherited"]);
    expect(lanes[0].measured).toBeCloseTo(3.8, 1);
  });

  test("what cannot be met is said: forty stalls", () => {
    const wish = model("ten-stalls");
    const demand = { ...wish.scenario.demand, newStalls: { target: 40, min: 0, max: null } };
    const plan = solve({ ...wish, scenario: { ...wish.scenario, demand } }, kernel, { steps: 200 });
    const entry = plan.unmet.find((one) => one.demand === "newStalls.target");
    expect(entry).toMatchObject({ wanted: 40, got: plan.measures.stalls.new });
    expect(entry?.binding).not.toBe("");
  });
});

test("green that cannot be planted again is given back by the stalls that took most of it, not by all", () => {
  const study = startSearch(model("study-lose-80"), kernel);
  study.advance(400);
  const { features } = study.best();
  const taken = features.filter(({ kind }) => kind === "stall").length;
  const lawful = model("most-balanced");
  const demand = { ...lawful.scenario.demand, newGreen: { max: 0, wallGreen: false, pergola: false } };
  const problem = { ...lawful, scenario: { ...lawful.scenario, demand } };
  const plan = auditedPlan({ problem, features, assumptions: [], unmet: [] }, { steps: 400, threads: 1 }, kernel);
  expect(plan.measures.greening.balance).toBeGreaterThanOrEqual(0);
  expect(plan.measures.stalls.total).toBeLessThan(taken);
  expect(plan.measures.stalls.new).toBeGreaterThan(0);
});

describe("the same input gives the same bytes", () => {
  const cases: [string, () => Problem][] = [
    ["model case", () => model("ten-stalls")],
    ["open lot", () => problem("scenarios/lots/l-60-30.geojson", "scenarios/lots/lots-90.scenario.json")],
  ];
  test.each(cases)("%s: twice, in slices of any size, and in the debug kernel", async (_name, make) => {
    const one = make();
    const steps = 300;
    const first = writePlan(solve(one, kernel, { steps }), one.site);
    expect(writePlan(solve(make(), kernel, { steps }), one.site)).toBe(first);
    const run = startPlan(make(), kernel);
    for (const slice of [1, 7, 40, 2, 150, 100]) {
      run.advance(Math.min(slice, steps - run.steps));
      if (slice === 40) run.plan();
    }
    expect(run.steps).toBe(steps);
    expect(writePlan(run.plan(), one.site)).toBe(first);
    const debug = await loadKernel({ debug: true });
    const other = writePlan(solve(make(), debug, { steps }), one.site);
    expect(other.replace(debug.hash, kernel.hash)).toBe(first);
  });

  const everyKind = "scenarios/lots/lots-all.scenario.json";
  const searches: [string, () => Problem, number, number][] = [
    ["model case", () => model("most-balanced"), 2000, 200],
    ["open lot", () => problem("scenarios/lots/l-60-30.geojson", "scenarios/lots/lots-90.scenario.json"), 120_000, 200],
    ["crooked lot, every kind", () => problem("test/fixtures/crooked-lot.geojson", everyKind), 30_000, 10],
  ];
  test.each(searches)("%s: looking at the best draft changes nothing in the search", (_name, make, steps, looks) => {
    const learned = (isLooking: "looking" | "not looking") => {
      const search = startSearch(make(), kernel);
      for (let slice = 0; slice < looks; slice++) {
        search.advance(steps / looks);
        if (isLooking === "looking") search.best();
      }
      return [search.best().features, search.sharing?.tell()];
    };
    expect(learned("looking")).toEqual(learned("not looking"));
  });

  test("another seed is another search, and still a sound plan", () => {
    const plan = solve(model("ten-stalls", { seed: 9 }), kernel, { steps: 300 });
    expect(plan.seed).toBe(9);
    expect(plan.measures.stalls.new).toBe(10);
  });
});

test("what one search of a lot has found, another of the same lot goes on from", () => {
  const lot = () => problem("scenarios/lots/rect-100x50.geojson", "scenarios/lots/lots-90.scenario.json");
  const stallsOf = (search: ReturnType<typeof startSearch>) =>
    search.best().features.filter(({ kind }) => kind === "stall").length;
  const [far, fresh] = [startSearch(lot(), kernel), startSearch(lot(), kernel)];
  far.sharing?.join(0, 2);
  fresh.sharing?.join(1, 2);
  far.advance(40_000);
  expect(stallsOf(fresh)).toBe(0);
  for (const told of far.sharing?.tell() ?? []) fresh.sharing?.hear(told);
  expect(stallsOf(fresh)).toBe(stallsOf(far));
  fresh.advance(2000);
  expect(stallsOf(fresh)).toBeGreaterThanOrEqual(stallsOf(far));
});

test("a time limit is kept", () => {
  const lot = problem("scenarios/lots/rect-120x80.geojson", "scenarios/lots/lots-90.scenario.json");
  solve(lot, kernel, { seconds: 0.2 });
  const begun = performance.now();
  const plan = solve(lot, kernel, { seconds: 0.5 });
  // generous: machines that run tests are busy; `npm run bench -- --set limits` holds it to 50 ms
  expect(performance.now() - begun).toBeLessThan(900);
  expect(plan.measures.stalls.new).toBeGreaterThan(300);
});

test("a plan never changes once it is made", () => {
  const plan = solve(model("ten-stalls"), kernel, { steps: 20 });
  expect(Object.isFrozen(plan)).toBe(true);
});

test("the engine's version is the package's", () => {
  expect(ENGINE_VERSION).toBe(JSON.parse(file("package.json")).version);
});

test("the README's example does what it says", async () => {
  const code = /```ts\n([\s\S]*?)```/.exec(file("README.md"))?.[1] ?? "";
  expect(code.trim().split("\n").length).toBeLessThanOrEqual(12);
  const body = code
    .replaceAll('"snailshell"', JSON.stringify(join(root, "engine/index.ts")))
    .replaceAll('"scenarios/', `"${root}/scenarios/`);
  const path = join(root, "node_modules/.cache/readme-example.ts");
  const { mkdirSync, writeFileSync } = await import("node:fs");
  mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
  writeFileSync(path, `${body}\nexport { plan };\n`);
  const { plan } = await import(/* @vite-ignore */ path);
  expect(plan.measures.stalls.new).toBe(10);
});
