import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit } from "../engine/audit/audit.ts";
import { run } from "../engine/cli/run.ts";
import { isForbidden } from "../engine/forbidden.ts";
import { type Kernel, loadKernel, loadRules, type Problem, readScenario, readSite, solve } from "../engine/index.ts";
import { costOf, EXAMPLE_PRICES, readPrices } from "../engine/mix/prices.ts";
import { chooseByWeights, readWeights, undecided, type Weights } from "../engine/mix/weights.ts";
import { type Zones, zonesOf } from "../engine/mix/zones.ts";
import { areaOf, bounds } from "../engine/model/geometry.ts";
import { featuresOf } from "../engine/model/site.ts";
import { areasOf } from "../engine/stages/plane/region.ts";
import { type OpenGround, openGround } from "../engine/stages/retrofit.ts";

const root = resolve(import.meta.dirname, "..");
const MODEL = "scenarios/mishan-lane-30.geojson";
const BALANCED = "scenarios/most-balanced.json";

let folder: string;
let kernel: Kernel;
let problem: Problem;
let ground: OpenGround;
let zones: Zones;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "snailshell-"));
  kernel = await loadKernel();
  const site = readSite(readFileSync(join(root, MODEL), "utf8"), "mishan");
  const scenario = readScenario(readFileSync(join(root, BALANCED), "utf8"), "most-balanced.json", site);
  problem = { site, scenario, rules: loadRules(scenario.rules) };
  ground = openGround({ problem: undecided(problem), features: [], assumptions: [], unmet: [] }, kernel);
  zones = zonesOf(ground);
});
afterAll(() => rmSync(folder, { recursive: true }));

const NOTHING: Weights = { stalls: 0, charging: 0, ebikes: 0, locker: 0, green: 0, homes: 0, activities: 0 };
const weights = (some: Partial<Weights>): Weights => ({ ...NOTHING, ...some });

describe("weights of residents", () => {
  test("what weighs nothing is not chosen, and each effect names what it moved", async () => {
    const all = await chooseByWeights(ground, zones, weights({ stalls: 1, ebikes: 0.2, locker: 0.5, green: 0.02 }));
    expect(all.totals.stalls).toBeGreaterThan(8);
    expect(all.totals.ebikeSlots).toBeGreaterThan(0);
    expect(all.totals.lockers).toBe(1);
    expect(all.effects.map(({ weight }) => weight)).toEqual(["stalls", "ebikes", "locker", "green"]);
    const of = (name: string) => all.effects.find(({ weight }) => weight === name);
    expect(of("ebikes")?.without.ebikeSlots).toBe(0);
    // leftovers, the strip on the street and the shed are zones of their own
    const moved = of("ebikes")?.moved ?? [];
    const strip = "frontage pavement strip";
    expect(moved).toContainEqual({
      zone: strip,
      with: "10 e-bike slots with posts",
      without: "0 e-bike slots with posts",
    });
    const shed = moved.find(({ zone }) => zone === "shed shed");
    expect(shed?.without).toBe("stays as it is");
    const slotsIn = ({ with: said }: { readonly with: string }) => Number(/(\d+) e-bike slots?/.exec(said)?.[1] ?? 0);
    const standing = moved.filter(({ zone }) => /^(leftover-|paved|frontage|shed)/.test(zone));
    expect(standing.some(({ zone }) => zone.startsWith("leftover-"))).toBe(true);
    expect(standing.reduce((sum, one) => sum + slotsIn(one), 0)).toBe(all.totals.ebikeSlots);
    expect(of("locker")?.without.lockers).toBe(0);
    expect(of("stalls")?.without.stalls).toBeLessThan(all.totals.stalls);
    // whoever cares for no green takes at least as much of it
    expect(of("green")?.without.green).toBeGreaterThanOrEqual(all.totals.green);
    for (const { moved } of all.effects) for (const choice of moved) expect(choice.with).not.toBe(choice.without);
  });

  test("every zone says what it is used for, at what price", async () => {
    const all = await chooseByWeights(ground, zones, weights({ stalls: 1, ebikes: 0.2, locker: 0.5, green: 0.02 }));
    const of = (test: RegExp) => all.chosen.filter(({ what }) => test.test(what));
    const units = (test: RegExp) => of(test).reduce((sum, one) => sum + one.units, 0);
    expect(units(/^stalls at/)).toBe(all.totals.stalls);
    expect(units(/e-bike slots/)).toBe(all.totals.ebikeSlots);
    expect(units(/^locker/)).toBe(1);
    expect(units(/^new planting/)).toBeGreaterThanOrEqual(all.totals.green - 1);
    // what stays green and what stalls stand on is the green that there is
    const under = all.uses.flatMap(({ taken }) => [...taken.values()]).reduce((sum, area) => sum + area, 0);
    const whole = zones.greens.reduce((sum, { area }) => sum + area, 0);
    expect(units(/^stays green/) + under).toBeCloseTo(whole, 0);
    for (const { what, units, cost } of of(/^(stalls|locker|new)/)) {
      const { stall, locker, planting } = EXAMPLE_PRICES.prices;
      const least = what === "locker" ? locker : what.startsWith("new") ? planting * units - 1 : stall * units;
      expect(cost).toBeGreaterThanOrEqual(least);
    }
  });

  test("more green than can be planted is refused at once", async () => {
    const { overrides } = problem.rules;
    const rules = loadRules(problem.scenario.rules, { ...overrides, "green.balance_min": 600 });
    const asked = { ...ground, start: { ...ground.start, problem: { ...ground.start.problem, rules } } };
    await expect(chooseByWeights(asked, zones, weights({ stalls: 1, green: 0.02 }))).rejects.toThrow(
      /^green\.balance_min: 600 m² more green than today cannot be planted here/,
    );
  });

  test("green is cut where it is large, without losing any, at whatever turn", () => {
    const ids = zones.greens.map(({ id }) => id);
    expect(ids).toContain("court.1");
    expect(ids).toContain("court.2");
    expect(ids).toContain("gate");
    expect(new Set(ids).size).toBe(ids.length);
    for (const green of featuresOf(problem.site, "green").filter(({ properties }) => properties.convertible)) {
      const parts = zones.greens.filter(({ id }) => id === green.id || id.startsWith(`${green.id}.`));
      expect(parts.reduce((sum, { area }) => sum + area, 0)).toBeCloseTo(areaOf(green.shape), 1);
      // none is longer than a zone of a road's side, corner to corner at most
      for (const { region } of parts)
        for (const { shell } of areasOf(region, 0)) {
          const [left, low, right, high] = bounds(shell);
          expect(Math.max(right - left, high - low)).toBeLessThan(30 * Math.SQRT2);
        }
    }
  });

  test("more weight on green or on homes never takes more of either", async () => {
    const totals = [];
    for (const green of [0, 0.05, 0.2]) {
      totals.push((await chooseByWeights(ground, zones, weights({ stalls: 1, green }))).totals);
    }
    expect(totals[1].green).toBeLessThanOrEqual(totals[0].green);
    expect(totals[2].green).toBeLessThan(totals[0].green);
    const near = (await chooseByWeights(ground, zones, weights({ stalls: 1, homes: 0 }))).totals.homes;
    const far = (await chooseByWeights(ground, zones, weights({ stalls: 1, homes: 5 }))).totals.homes;
    expect(far).toBeLessThan(near);
  });

  test("charging is chosen where posts may stand, and asked of the packing", async () => {
    const all = await chooseByWeights(ground, zones, weights({ stalls: 1, charging: 0.3, green: 0.02 }));
    expect(all.totals.chargingStalls).toBeGreaterThan(0);
    expect(all.totals.chargingStalls).toBeLessThanOrEqual(all.totals.stalls + 6);
    const [effect] = all.effects.filter(({ weight }) => weight === "charging");
    expect(effect.without.chargingStalls).toBe(0);
    expect(effect.moved).toContainEqual({
      zone: "posts",
      with: `${all.totals.chargingStalls} charging stalls`,
      without: "0 charging stalls",
    });
    const share = all.problem.scenario.demand.chargingStalls?.share ?? 0;
    expect(share * (all.totals.stalls + 6)).toBeCloseTo(all.totals.chargingStalls, 6);
  });

  test("an activity place that may go stays where it weighs enough, and is ground for others where it does not", async () => {
    // the model case with its fitness corner movable
    const text = JSON.parse(readFileSync(join(root, MODEL), "utf8"));
    const place = text.features.find((one: { properties: { kind: string } }) => one.properties.kind === "activity");
    place.properties.status = "movable";
    const site = readSite(JSON.stringify(text), "mishan");
    const movable = { ...problem, site };
    const open = openGround({ problem: undecided(movable), features: [], assumptions: [], unmet: [] }, kernel);
    expect(open.told.site.features.some(({ kind }) => kind === "activity")).toBe(false);
    const cut = zonesOf(open);
    const by = (activities: number) =>
      chooseByWeights(open, cut, weights({ stalls: 1, ebikes: 0.05, green: 0.01, activities }), site);
    const [kept, free] = [await by(50), await by(0)];
    expect(kept.totals.activities).toBe(1);
    expect(kept.problem.site).toBe(site);
    const [effect] = kept.effects.filter(({ weight }) => weight === "activities");
    expect(effect.without).toEqual(free.totals);
    expect(free.totals.activities).toBe(0);
    expect(effect.moved).toContainEqual({ zone: "fitness", with: "kept", without: "given up" });
    // its ground is worth something to the stalls
    expect(free.totals.green).toBeLessThan(kept.totals.green);
    // what is given up is no ground of the packing's any more, and nothing else has changed
    expect(free.problem.site.hash).toBe(site.hash);
    expect(free.problem.site.features.length).toBe(site.features.length - 1);
    const plan = solve(free.problem, kernel, { steps: 60 });
    expect(
      audit({
        site,
        rules: problem.rules,
        scenario: free.problem.scenario,
        features: plan.features,
        claimed: null,
      }).filter((line) => isForbidden(line, false)),
    ).toEqual([]);
  });

  test("what was chosen is what is asked of the packing", async () => {
    const { totals, problem: asked } = await chooseByWeights(
      ground,
      zones,
      weights({ stalls: 1, green: 0.1, locker: 1 }),
    );
    expect(asked.scenario.demand.newStalls.target).toBe(totals.stalls);
    expect(asked.scenario.demand.lockers).toHaveLength(1);
    expect(asked.scenario.demand.ebikeSlots).toBe(null);
    const plan = solve(asked, kernel, { steps: 200 });
    expect(plan.measures.stalls.new).toBe(totals.stalls);
    expect(plan.measures.lockers).toBe(1);
  });

  test.each([
    ["[]", "w.json: an object such as"],
    [`{"stals": 1}`, `w.json: stals: there is no such weight; did you mean "stalls"?`],
    [`{"stalls": -1}`, "w.json: stalls: -1 is not right; a number from 0 would be right."],
    [`{"stalls": "1"}`, `w.json: stalls: "1" is not right`],
    [`{"stalls": 0}`, "w.json: every weight is 0; one above 0 would be right."],
    ["{", "w.json: line 1"],
  ])("%s is refused", (text, sentence) => {
    expect(() => readWeights(text, "w.json")).toThrow(sentence);
  });
});

describe("prices", () => {
  test("the list that comes along says that it is an example, and a plan's cost is its parts", () => {
    expect(EXAMPLE_PRICES.example).toBe(true);
    const plan = solve(problem, kernel, { steps: 30 });
    const none = Object.fromEntries(Object.keys(EXAMPLE_PRICES.prices).map((key) => [key, 0]));
    const only = (thing: string) =>
      readPrices(JSON.stringify({ currency: "CNY", prices: { ...none, [thing]: 100 } }), "p.json");
    expect(costOf(plan, only("stall"))).toBe(100 * plan.measures.stalls.new);
    expect(costOf(plan, only("ebikeCharger"))).toBe(100 * plan.measures.ebikeChargers);
    expect(costOf(plan, only("locker"))).toBe(100 * plan.measures.lockers);
    expect(costOf(plan, only("planting"))).toBe(Math.round(100 * plan.measures.greening.planted));
    expect(costOf(plan, only("paving"))).toBeGreaterThan(100 * 10 * plan.measures.stalls.new);
    expect(only("stall").example).toBe(false);
  });

  test.each([
    [{ currency: "CNY" }, "p.json: prices: this key is missing"],
    [
      { currency: "CNY", prices: { ...EXAMPLE_PRICES.prices, stall: -1 } },
      "p.json: prices.stall: -1 is not right; a number from 0",
    ],
    [
      { currency: "CNY", prices: { ...EXAMPLE_PRICES.prices, stal: 1 } },
      `p.json: prices.stal: there is no such key; did you mean "stall"?`,
    ],
  ])("%j is refused", (list, sentence) => {
    expect(() => readPrices(JSON.stringify(list), "p.json")).toThrow(sentence);
  });
});

test("on the command line: the choice, what moved it, the program as text, and the plan", async () => {
  const path = (name: string) => join(folder, name);
  writeFileSync(path("w.json"), JSON.stringify({ stalls: 1, green: 0.05, locker: 0.5 }));
  const argv = ["--scenario", BALANCED, "--weights", path("w.json"), "--steps", "40"];
  let out = "";
  const status = await run(["mix", MODEL, ...argv, "-o", path("plan.geojson"), "--lp", path("mix.lp")], {
    folder: root,
    input: (async function* () {})(),
    out: (text) => {
      out += text;
    },
    error: () => {},
    isTerminal: false,
  });
  expect(status).toBe(0);
  const { alone, mix, weights: said, cost } = JSON.parse(out);
  expect(mix.newStalls).toBeGreaterThanOrEqual(alone.newStalls);
  expect(said.effects).toHaveLength(3);
  expect(cost.example).toBe(true);
  expect(JSON.parse(readFileSync(path("plan.geojson"), "utf8")).plan.measures.stalls.new).toBe(mix.newStalls);
  expect(readFileSync(path("mix.lp"), "utf8")).toContain("green.balance_min");
}, 60_000);
