import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { audit } from "../engine/audit/audit.ts";
import { isForbidden } from "../engine/forbidden.ts";
import { type Kernel, loadKernel, loadRules, type Problem, readScenario, readSite, solve } from "../engine/index.ts";
import { areaOf, pointsOf } from "../engine/model/geometry.ts";
import { planFeaturesOf } from "../engine/model/plan.ts";
import { openGround, type RowSearch, retrofitFrom } from "../engine/stages/retrofit.ts";

const root = resolve(import.meta.dirname, "..", "scenarios");
const read = (name: string) => readFileSync(join(root, name), "utf8");

let kernel: Kernel;
beforeAll(async () => {
  kernel = await loadKernel();
});

function problemOf(siteName: string, scenarioName: string, seed = 1): Problem {
  const site = readSite(read(siteName), siteName);
  const scenario = { ...readScenario(read(scenarioName), scenarioName, site), seed };
  return { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
}

const courtyard = (seed = 1) => problemOf("courtyard-one-lane.geojson", "courtyard-one-lane.json", seed);

const begin = (problem: Problem): RowSearch =>
  retrofitFrom(openGround({ problem, features: [], assumptions: [], unmet: [] }, kernel));

describe("aisles of our own", () => {
  test("a courtyard holds twice as many stalls, no green lost, nothing broken", () => {
    const problem = courtyard();
    const plan = solve(problem, kernel);
    expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(40);
    expect(plan.measures.greening.balance).toBeGreaterThanOrEqual(0);
    expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
    // an aisle of our own leads away from its road, one that widens a road runs along it
    const stalls = planFeaturesOf(plan.features, "stall");
    const busiest = planFeaturesOf(plan.features, "aisle").map(
      ({ id }) => stalls.filter(({ properties }) => properties.aisle === id).length,
    );
    expect(Math.max(...busiest)).toBeGreaterThanOrEqual(12);
  });

  test.each([1, 2, 3])("never fewer than beside the roads alone at the same steps (seed %i)", (seed) => {
    for (const problem of [courtyard(seed), problemOf("mishan-lane-30.geojson", "most-balanced.json", seed)]) {
      const search = begin(problem);
      for (const steps of [1, 41, 60, 150]) {
        search.advance(steps - search.steps);
        const alone = search.bestRows().reduce((sum, row) => sum + row.length, 0);
        const stalls = planFeaturesOf(search.best().features, "stall");
        const added = stalls.filter(({ properties }) => properties.status === "new").length;
        expect(added).toBeGreaterThanOrEqual(alone);
      }
    }
  });

  test.each([
    ["eu-uk", 20],
    ["us", 40],
  ])("under %s none is longer than %i m: as long a dead end as its fire lanes may have", (rules, longest) => {
    const file = resolve(root, "../test/fixtures/turning/long-yard.geojson");
    const site = readSite(readFileSync(file, "utf8"), file);
    const scenario = readScenario(JSON.stringify({ rules }), "yard.json", site);
    const search = begin({ site, scenario, rules: loadRules(scenario.rules, scenario.overrides) });
    search.advance(60);
    const lengths = planFeaturesOf(search.best().features, "aisle").map(({ properties: { centreline } }) => {
      const [[ax, ay], [bx, by]] = pointsOf(centreline ?? new Float64Array(4));
      return Math.hypot(bx - ax, by - ay);
    });
    // half a metre of it lies on the road
    expect(Math.max(...lengths)).toBeLessThanOrEqual(longest + 0.501);
    expect(Math.max(...lengths)).toBeGreaterThan(longest / 2);
  });

  test("any slices, asked for its best at any time, the same draft", () => {
    const whole = begin(courtyard());
    whole.advance(150);
    const slices = begin(courtyard());
    for (let i = 0; i < 15; i++) {
      slices.advance(10);
      slices.best();
    }
    expect(slices.best().features).toEqual(whole.best().features);
  });

  test("cut off from its road, an aisle of our own is a way that leads nowhere: the audit finds every stall along it", () => {
    const problem = courtyard();
    const plan = solve(problem, kernel);
    const stalls = planFeaturesOf(plan.features, "stall");
    const along = (id: string) => stalls.filter(({ properties }) => properties.aisle === id);
    const [longest] = planFeaturesOf(plan.features, "aisle").sort((a, b) => areaOf(b.shape) - areaOf(a.shape));
    const corners = pointsOf(longest.shape.shell);
    const middle = corners.reduce(([x, y], [px, py]) => [x + px / 4, y + py / 4], [0, 0]);
    // drawn together to a third about its middle, it touches neither road nor stalls
    const shrunk = Float64Array.from(corners.flatMap(([x, y]) => [(2 * middle[0] + x) / 3, (2 * middle[1] + y) / 3]));
    const features = plan.features.map((feature) =>
      feature.kind === "aisle" && feature.id === longest.id
        ? { ...feature, shape: { shell: shrunk, holes: [] } }
        : feature,
    );
    const lines = audit({ ...problem, features, claimed: null });
    const found = new Set(lines.filter((line) => isForbidden(line, false)).flatMap((line) => line.features));
    expect(along(longest.id).length).toBeGreaterThanOrEqual(12);
    expect(along(longest.id).filter(({ id }) => !found.has(id))).toEqual([]);
  });
});

describe("a floor on the greening ratio", () => {
  const study = (ratio: number): Problem => {
    const site = readSite(read("courtyard-one-lane.geojson"), "courtyard-one-lane.geojson");
    const text = { study: true, overrides: { "green.ratio.min": ratio }, demand: { newGreen: { max: 0 } } };
    const scenario = readScenario(JSON.stringify(text), "ratio.json", site);
    return { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
  };

  test.each([0.24, 0.22, 0.2])(
    "a study takes green down to %d and no further, by its search, not by repair",
    (floor) => {
      const problem = study(floor);
      const search = begin(problem);
      search.advance(150);
      const lines = audit({ ...problem, features: search.best().features, claimed: null });
      expect(lines.find(({ rule }) => rule === "green.ratio.min")).toMatchObject({ pass: true });
      const plan = solve(problem, kernel, { steps: 150 });
      expect(plan.measures.greening.ratioAfter).toBeGreaterThanOrEqual(floor);
      expect(plan.measures.greening.ratioAfter).toBeLessThan(floor + 0.006);
      expect(plan.study).toBe(true);
    },
  );

  test("beside the lawful balance it holds as well: what is not asked to be a study loses nothing", () => {
    const problem = study(0.2);
    const lawful = { ...problem, scenario: { ...problem.scenario, study: false } };
    expect(solve(lawful, kernel, { steps: 60 }).measures.greening.balance).toBeGreaterThanOrEqual(0);
  });
});
