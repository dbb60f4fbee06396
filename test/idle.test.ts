import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Kernel, loadKernel, loadRules, type Problem, readScenario, readSite } from "../engine/index.ts";
import { planFeaturesOf } from "../engine/model/plan.ts";
import { startSearch } from "../engine/plan.ts";
import { aslant, type Frame } from "../engine/stages/open/frames.ts";

// aisles are led to ground that a search by itself does not come to

const here = import.meta.dirname;

function problem(): Problem {
  const name = "block-behind-a-bend.geojson";
  const site = readSite(readFileSync(join(here, "fixtures", name), "utf8"), name);
  const file = "lots-90.scenario.json";
  const scenario = readScenario(readFileSync(join(here, "../scenarios/lots", file), "utf8"), file, site);
  return { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
}

/** Steps planned, and those within which the first run begins with what others have found. */
const PLANNED = 20_000;
const STEPS = 10_000;

/** Features after so many steps in slices of so many, by a search that plans fewer than it would. */
function found(kernel: Kernel, slice: number) {
  const hasty: Kernel = {
    ...kernel,
    lot() {
      const own = kernel.lot();
      return { ...own, openSearch: (seed, _, parts, rounds) => own.openSearch(seed, PLANNED, parts, rounds) };
    },
  };
  const search = startSearch(problem(), hasty);
  for (let steps = 0; steps < STEPS; steps += slice) search.advance(slice);
  return search.best().features;
}

test("a block behind a bend that aisles of one frame do not get round is reached, the same in every build and by every slice", async () => {
  const release = await loadKernel();
  const features = found(release, STEPS);
  const behind = planFeaturesOf(features, "stall").filter(({ shape: { shell } }) => shell[1] > 30);
  expect(behind.length).toBeGreaterThan(35);
  expect(found(await loadKernel({ debug: true }), 1000)).toEqual(features);
});

test("directions between the axes of a frame lie an eighth of a turn, and half of that, off them", () => {
  const frame: Frame = { cos: 0.8, sin: 0.6 };
  const degrees = ({ cos, sin }: Frame) => (Math.atan2(sin, cos) * 180) / Math.PI;
  const turns = aslant(frame).map((each) => (degrees(each) - degrees(frame) + 90) % 90);
  expect(turns.map((turn) => turn.toFixed(6))).toEqual(["22.500000", "45.000000", "67.500000"]);
});
