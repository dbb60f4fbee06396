import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isForbidden } from "../engine/forbidden.ts";
import { audit, loadKernel, loadRules, type PlanFeature, readScenario, readSite, solve } from "../engine/index.ts";
import { flat, pointsOf } from "../engine/model/geometry.ts";
import { planFeaturesOf } from "../engine/model/plan.ts";

// stalls of today as surveys have them: nothing of ours, and nothing that a plan may be refused for

const kernel = await loadKernel();

function problem(name: string) {
  const site = readSite(readFileSync(join(import.meta.dirname, `fixtures/compound/${name}.geojson`), "utf8"), name);
  const scenario = readScenario('{"rules":"cn-shanghai"}', "marked.json", site);
  return { site, scenario, rules: loadRules(scenario.rules) };
}

const [drawn, onRoad] = [problem("stalls-as-drawn"), problem("stalls-on-road")];
const [plan, besides] = [drawn, onRoad].map((own) => solve(own, kernel, { steps: 20 }));
const judged = (own: typeof drawn, features: readonly PlanFeature[]) =>
  audit({ ...own, features, claimed: null }).filter(({ pass }) => pass === false);

test("stalls of today that overlap, reach over the boundary or are out of square are inherited, and a plan is made", () => {
  expect(plan.measures.stalls.existing).toBe(4);
  expect(plan.measures.stalls.new).toBeGreaterThan(15);
  expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
  const inherited = plan.audit.filter(({ pass, scope }) => pass === false && scope === "inherited");
  expect(inherited.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(["fact.inside_site", "fact.no_overlap", "fact.stall_shape"]),
  );
});

test("whatever number a plan gives a stall of today; a new one with a name of today's inherits nothing", () => {
  // 5 cm beyond the boundary, S3 by the site
  const [at] = judged(drawn, plan.features).filter(({ rule }) => rule === "fact.inside_site");
  expect(at).toMatchObject({ scope: "inherited", measured: 0.05 });
  expect(at.features).not.toContain("S3");
  const named = plan.features.map((feature) => (feature.id === at.features[0] ? { ...feature, id: "Z9" } : feature));
  expect(judged(drawn, named).find(({ rule }) => rule === "fact.inside_site")?.scope).toBe("inherited");
  // the last new stall, 2 cm beyond the boundary at another place
  const stall = planFeaturesOf(plan.features, "stall")
    .filter(({ properties }) => properties.status === "new")
    .at(-1);
  const over = pointsOf(stall?.shape.shell ?? new Float64Array()).map(([x, y]) => [x, y] as const);
  const off = Math.max(...over.map(([x]) => x)) - 60.02;
  const shape = { shell: flat(over.map(([x, y]) => [x - off, y - 8])), holes: [] };
  const posing = named.map((feature) =>
    feature === named.find(({ id }) => id === stall?.id) ? ({ ...feature, id: "S3", shape } as PlanFeature) : feature,
  );
  const lines = judged(drawn, posing).filter(({ rule }) => rule === "fact.inside_site");
  expect(lines.map(({ features, scope }) => [features[0], scope])).toEqual(
    expect.arrayContaining([
      ["Z9", "inherited"],
      ["S3", "new"],
    ]),
  );
});

test("lanes lie beside stalls that are marked on a road today, and that no lane leads past them is inherited", () => {
  expect(besides.measures.stalls.existing).toBe(5);
  expect(besides.audit.filter((line) => isForbidden(line, false))).toEqual([]);
  const along = besides.audit.find(({ rule }) => rule === "fire.lane.coverage_residential");
  expect(along).toMatchObject({ pass: false, scope: "inherited", required: 30 });
  const lanes = planFeaturesOf(besides.features, "fireLane");
  expect(lanes.length).toBeGreaterThan(0);
  // over the stalls, as they were laid once
  const [lane] = lanes;
  const ring = flat([
    [0, 17],
    [56, 17],
    [56, 23],
    [0, 23],
  ]);
  const over = [
    ...besides.features.filter(({ kind }) => kind !== "fireLane"),
    { ...lane, shape: { shell: ring, holes: [] } },
  ];
  const hit = judged(onRoad, over).filter(
    ({ rule, measured }) => rule === "fire.lane.no_obstacles" && measured === 2.5,
  );
  expect(hit.map(({ scope }) => scope)).toEqual(["new", "new", "new", "new", "new"]);
  // none at all is less than there is today
  const none = besides.features.filter(({ kind }) => kind !== "fireLane");
  const bare = judged(onRoad, none).find(({ rule }) => rule === "fire.lane.coverage_residential");
  expect(bare).toMatchObject({ scope: "new", measured: 0 });
});

test("what else stands on a road or a designated lane today is inherited too, with repairs or without", () => {
  for (const demand of [{}, { repairs: { within: 30 } }]) {
    const own = problem("things-on-road");
    const scenario = readScenario(JSON.stringify({ rules: "cn-shanghai", demand }), "things.json", own.site);
    const made = solve({ ...own, scenario }, kernel, { steps: 3 });
    expect(made.audit.filter((line) => isForbidden(line, false))).toEqual([]);
    expect(made.measures.stalls.new).toBeGreaterThan(3);
    const inLane = made.audit.filter(({ rule, pass }) => rule === "fire.lane.no_obstacles" && pass === false);
    expect(inLane.map(({ scope }) => scope)).toEqual(inLane.map(() => "inherited"));
    expect(inLane.length).toBeGreaterThan(0);
  }
});
