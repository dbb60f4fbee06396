import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, expect, test } from "vitest";
import {
  type Kernel,
  loadKernel,
  loadRules,
  type Plan,
  type Problem,
  readScenario,
  readSite,
  solve,
  startPricing,
  withPrices,
} from "../engine/index.ts";

const folder = resolve(import.meta.dirname, "../scenarios");

let kernel: Kernel;
/** Fourteen stalls asked with little planting: as found, and priced. */
let unpriced: Plan;
let short: Plan;
beforeAll(async () => {
  kernel = await loadKernel();
  unpriced = solve(asked(14, 40), kernel, { steps: 600 });
  short = withPrices(unpriced, asked(14, 40), kernel);
}, 60_000);

/** The model case asked for so many stalls, with at most so much planting. */
function asked(target: number, planting: number | null): Problem {
  const site = readSite(readFileSync(join(folder, "mishan-lane-30.geojson"), "utf8"), "mishan-lane-30.geojson");
  const scenario = readScenario(readFileSync(join(folder, "most-balanced.json"), "utf8"), "most-balanced.json", site);
  const demand = {
    ...scenario.demand,
    newStalls: { target, min: 0, max: null },
    newGreen: { max: planting, wallGreen: false, pergola: false },
  };
  return { site, scenario: { ...scenario, demand }, rules: loadRules(scenario.rules, scenario.overrides) };
}

function priced(problem: Problem): ReturnType<typeof solve> {
  return withPrices(solve(problem, kernel, { steps: 600 }), problem, kernel);
}

test("where planting is what limits, the next stall is priced in planting, and with that much more there is one", () => {
  const plan = short;
  const entry = plan.unmet.find(({ demand }) => demand === "newStalls.target");
  expect(entry).toMatchObject({ wanted: 14, got: plan.measures.stalls.new, binding: "newGreen.max" });
  const price = /^([\d.]+) m² of new planting for the next stall$/.exec(entry?.price ?? "");
  const area = Number(price?.[1]);
  expect(area).toBeGreaterThan(0);
  const more = Math.max(1, Math.ceil(20 / area)) * area;
  const richer = solve(asked(14, 40 + more), kernel, { steps: 600 });
  expect(richer.measures.stalls.new).toBeGreaterThan(plan.measures.stalls.new);
  expect(withPrices(plan, asked(14, 40), kernel).unmet).toEqual(plan.unmet);
});

test("what binds is said before it is priced: planting that is not allowed, and no room", () => {
  expect(unpriced.unmet.find(({ demand }) => demand === "newStalls.target")?.binding).toBe("newGreen.max");
});

test("accessible stalls that are missing have a price of their own, without one for ordinary stalls in it", () => {
  const file = resolve(folder, "../test/fixtures/compound/parallel-only.geojson");
  const site = readSite(readFileSync(file, "utf8"), file);
  const text = JSON.stringify({
    demand: { newStalls: { target: 4 }, accessibleStalls: { min: 3 }, newGreen: { max: 45 } },
  });
  const scenario = readScenario(text, "parallel.json", site);
  const problem = { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
  const plan = withPrices(solve(problem, kernel, { steps: 20 }), problem, kernel);
  const entry = plan.unmet.find(({ demand }) => demand === "accessibleStalls.min");
  expect(entry).toMatchObject({ wanted: 3, got: plan.measures.stalls.accessible });
  expect(entry?.price).not.toBeNull();
});

test("prices are the same however they are sliced, and whoever gives up keeps the plan as it was", () => {
  const plan = unpriced;
  const pricing = startPricing(plan, asked(14, 40), kernel);
  let slices = 0;
  for (let more = true; more; slices++) {
    expect(pricing.plan).toBe(plan);
    more = pricing.advance(37);
  }
  expect(slices).toBeGreaterThan(5);
  expect(pricing.plan.unmet).toEqual(short.unmet);
  expect(pricing.plan.unmet).not.toEqual(plan.unmet);
  expect(pricing.advance(37)).toBe(false);
});

test("where nothing that may be loosened gives one more, that is said with what was tried", () => {
  const plan = priced(asked(400, null));
  const entry = plan.unmet.find(({ demand }) => demand === "newStalls.target");
  expect(entry?.price).toMatch(/loosened|for the next stall/);
  expect(entry?.binding).not.toBe("no place found that every rule allows");
});

test("a plan that gives what was asked has nothing to price", () => {
  const problem = asked(5, null);
  const plan = solve(problem, kernel, { steps: 300 });
  expect(withPrices(plan, problem, kernel)).toBe(plan);
});
