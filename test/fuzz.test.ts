import { beforeAll, expect, test } from "vitest";
import { randomSite } from "../bench/randomSite.ts";
import { angled, type Ending, STEPS, tryRandom } from "../bench/tryRandom.ts";
import { defaultScenario, type Kernel, loadKernel, loadRules, readSite, solve } from "../engine/index.ts";
import type { Scenario } from "../engine/model/scenario.ts";

/** Sites tried here, half of either kind twice; `npm run fuzz` tries ten thousand, all of them twice. */
const SITES = 200;

/** Of these other kinds of stalls are asked for as well. */
const COMPARED = 60;

let kernel: Kernel;
let endings: Ending[];
beforeAll(async () => {
  kernel = await loadKernel();
  endings = Array.from({ length: SITES }, (_, i) => tryRandom(i + 1, kernel, i % 4 < 2 ? "twice" : "once"));
}, 240_000);

test(`${SITES} random sites: audited plans without a new breach, never above their bound, the same bytes twice`, () => {
  expect(endings.filter(({ faults }) => faults.length > 0)).toEqual([]);
  // most of them are lots that hold something: the test would see nothing if all were refused
  expect(endings.filter(({ stalls }) => stalls !== null && stalls > 0).length).toBeGreaterThan(SITES / 2);
});

/** What the ending was not asked for: right angles and two-way aisles alone where it was every kind, else every kind. */
function otherwise(scenario: Scenario, seed: number): Scenario {
  const all = scenario.layout.parkingAngles.length;
  if (angled(scenario, seed).layout.parkingAngles.length < all) return scenario;
  return { ...scenario, layout: { ...scenario.layout, parkingAngles: [90], aisles: ["two-way"] } };
}

test("random sites: more kinds of stalls never give fewer of them, and most often more", () => {
  let more = 0;
  let tried = 0;
  for (const { seed, stalls } of endings.slice(0, COMPARED)) {
    if (stalls === null) continue;
    const site = readSite(randomSite(seed).text, `random-${seed}`);
    const scenario = otherwise(defaultScenario(site), seed);
    const other = solve({ site, scenario, rules: loadRules(scenario.rules) }, kernel, { steps: STEPS });
    const both = [stalls, other.measures.stalls.total];
    const [few, all] = scenario.layout.parkingAngles.length > 1 ? both : both.reverse();
    expect(all, `random site ${seed}`).toBeGreaterThanOrEqual(few);
    tried++;
    if (all > few) more++;
  }
  expect(more).toBeGreaterThan(tried / 4);
}, 120_000);
