import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { walksToDoors } from "../engine/audit/walk.ts";
import { isForbidden } from "../engine/forbidden.ts";
import {
  loadKernel,
  loadRules,
  type Plan,
  type Problem,
  readScenario,
  readSite,
  since,
  solve,
} from "../engine/index.ts";
import { planFeaturesOf } from "../engine/model/plan.ts";
import { onFoot } from "../engine/stages/people/onFoot.ts";
import { openGround } from "../engine/stages/retrofit.ts";
import { rowsOfPlan } from "../engine/stages/rows/packed.ts";
import { toldMeasures } from "../engine/told.ts";
import { unknownInChinese } from "./auditCases.ts";

// accessible stalls nearest to doors, by the search's own walks, and as the auditor finds them

const root = join(import.meta.dirname, "..");
const kernel = await loadKernel();

function problem(file: string, asks: object): Problem {
  const site = readSite(readFileSync(join(root, file), "utf8"), file);
  const scenario = readScenario(JSON.stringify(asks), "s.json", site);
  return { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
}

/** A shop's verge where walks are short, and bare ground where they are long. */
const verge = (accessible: number) =>
  problem("test/fixtures/compound/door-behind-verge.geojson", {
    demand: { accessibleStalls: { min: accessible } },
  });

const own = (site: string, scenario: string) =>
  problem(`scenarios/${site}.geojson`, JSON.parse(readFileSync(join(root, `scenarios/${scenario}.json`), "utf8")));

function walksOf(plan: Plan, { site }: Problem): number[] {
  const walks = toldMeasures(plan.measures, plan.features, site).accessibleWalks ?? [];
  return walks.map(({ distance }) => distance ?? Infinity);
}

test("an accessible stall is not far from the door where a nearer place costs no stall", () => {
  const asked = verge(1);
  const plan = solve(asked, kernel);
  // without a look at walks the search has fifty as well, and 47.6 m to the door
  expect(plan.measures.stalls).toMatchObject({ new: 50, accessible: 1 });
  expect(Math.max(...walksOf(plan, asked))).toBeLessThan(10);
  expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
  expect(plan.assumptions).toEqual([]);
});

test("two share an access aisle; whoever goes on from there keeps them", () => {
  const asked = verge(2);
  const plan = solve(asked, kernel);
  expect(plan.measures.stalls).toMatchObject({ new: 50, accessible: 2 });
  expect(Math.max(...walksOf(plan, asked))).toBeLessThan(13);
  const aisles = planFeaturesOf(plan.features, "accessAisle");
  expect(aisles.map(({ properties }) => properties.stalls.length)).toEqual([2]);
  expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
  const { field } = openGround({ problem: asked, features: [], assumptions: [], unmet: [] }, kernel);
  const beside = rowsOfPlan(plan.features, field).flat();
  const ofShared = beside.filter(({ frontage, kind }) => field.kinds[frontage][kind].type === "accessible");
  expect(ofShared).toHaveLength(1);
  const again = solve(asked, kernel, { from: plan.features });
  expect(again.measures.stalls).toMatchObject({ new: 50, accessible: 2 });
  expect(since(plan.features, again.features)).toEqual({ stayed: 50, moved: 0, added: 0, gone: 0 });
});

test("where a nearer place would cost a stall that is said, in both languages", () => {
  const asked = verge(3);
  const plan = solve(asked, kernel);
  expect(plan.measures.stalls).toMatchObject({ new: 49, accessible: 3 });
  const said = plan.assumptions.filter((one) => one.includes("would have cost a stall"));
  expect(said).toHaveLength(1);
  expect(unknownInChinese(said)).toEqual([]);
});

// `dear`: a nearer one would cost a stall, which the plan says. Before walks were looked at: 16.1, 30.7, 13.8, 20.9, 91.5 (76 stalls) and 23.7 m
test.each([
  ["mishan-lane-30", "ten-stalls", { stalls: 10, walk: 16.6, planted: 20.7, dear: false }],
  ["mishan-lane-30", "most-balanced", { stalls: 19, walk: 12.4, planted: 134, dear: false }],
  ["mishan-lane-30", "bicycles-first", { stalls: 18, walk: 14.3, planted: 132.3, dear: false }],
  ["courtyard-one-lane", "courtyard-one-lane", { stalls: 45, walk: 8.6, planted: 552, dear: false }],
  ["ring-two-gates", "ring-two-gates", { stalls: 83, walk: 56, planted: 495, dear: true }],
  ["slabs-informal", "slabs-informal", { stalls: 91, walk: 24.2, planted: 348.2, dear: true }],
] as const)("%s, %s: no stall fewer, the accessible ones near a door", (site, name, held) => {
  const asked = own(site, name);
  const plan = solve(asked, kernel);
  expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(held.stalls);
  expect(plan.measures.greening.planted).toBeLessThanOrEqual(held.planted);
  expect(plan.measures.greening.balance).toBeGreaterThanOrEqual(0);
  expect(Math.max(...walksOf(plan, asked))).toBeLessThanOrEqual(held.walk);
  expect(plan.assumptions.some((one) => one.includes("would have cost a stall"))).toBe(held.dear);
  expect(apartOn(plan, asked)).toEqual([]);
});

/** Square stalls of a plan whose walk is reckoned otherwise than the auditor finds it, by more than a metre and a stride in ten. */
function apartOn({ features }: Plan, { site }: Problem): string[] {
  const walk = onFoot(site, features);
  const square = features.map((feature) =>
    feature.kind === "stall" && feature.properties.parkingAngle === 90
      ? { ...feature, properties: { ...feature.properties, type: "accessible" as const } }
      : feature,
  );
  const found = walksToDoors({ site, features: square }) ?? [];
  expect(found.length).toBeGreaterThan(4);
  return found.flatMap(({ stall, distance }) => {
    const [{ shape }] = planFeaturesOf(square, "stall").filter(({ id }) => id === stall);
    const [ax, ay, bx, by] = shape.shell;
    const reckoned = walk?.([(ax + bx) / 2, (ay + by) / 2]) ?? Infinity;
    const far = distance ?? Infinity;
    return Math.abs(reckoned - far) <= 1 + 0.1 * far ? [] : [`${stall}: ${reckoned}, ${far} found`];
  });
}
