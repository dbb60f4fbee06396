import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isForbidden } from "../engine/finish.ts";
import { loadKernel, loadRules, readScenario, readSite, solve } from "../engine/index.ts";

const file = join(import.meta.dirname, "fixtures/compound/lane-at-bend.geojson");
const site = readSite(readFileSync(file, "utf8"), "lane-at-bend.geojson");
const kernel = await loadKernel();

test.each([1, 2, 3])(
  "parallel stalls stand up to a bend, and the lane beside them is as wide as asked: seed %i",
  (seed) => {
    const text = JSON.stringify({ rules: "cn-shanghai", seed });
    const scenario = readScenario(text, "bend.json", site);
    const plan = solve({ site, scenario, rules: loadRules(scenario.rules) }, kernel, { steps: 100 });
    expect(plan.unmet).toEqual([]);
    expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
    expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(8);
    expect(plan.measures.fireLane.minWidth).toBeGreaterThanOrEqual(4);
  },
);

test("nicks of a tenth of a millimetre in the outlines of roads cost no stall, at a balance of zero", () => {
  const name = "nicked-road.geojson";
  const text = readFileSync(join(import.meta.dirname, "fixtures/compound", name), "utf8");
  const file = JSON.parse(text);
  for (const { properties, geometry } of file.features) {
    if (properties.kind !== "road") continue;
    // corners that are whole centimetres are those of the road, whose sides lie along the axes
    const [ring] = geometry.coordinates as [number, number][][];
    const [xs, ys] = [0, 1].map((k) => ring.map((at) => Math.round(at[k] * 100) / 100));
    const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    geometry.coordinates = [
      [
        [x0, y0],
        [x1, y0],
        [x1, y1],
        [x0, y1],
        [x0, y0],
      ],
    ];
  }
  const planOf = (of: string) => {
    const drawn = readSite(of, name);
    const scenario = readScenario('{"rules":"cn-shanghai"}', "nicks.json", drawn);
    return solve({ site: drawn, scenario, rules: loadRules(scenario.rules) }, kernel, { steps: 60 });
  };
  const [even, nicked] = [planOf(JSON.stringify(file)), planOf(text)];
  expect(nicked.audit.filter((line) => isForbidden(line, false))).toEqual([]);
  expect(nicked.measures.greening.balance).toBeGreaterThanOrEqual(0);
  expect(even.measures.stalls.new).toBeGreaterThan(55);
  expect(nicked.measures.stalls.new).toBeGreaterThanOrEqual(even.measures.stalls.new - 2);
});
