import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isForbiddenIn } from "../engine/forbidden.ts";
import { frontierOf } from "../engine/frontier/front.ts";
import { type SweptPoint, startSweep } from "../engine/frontier/sweep.ts";
import { readVary, withValue } from "../engine/frontier/vary.ts";
import {
  type Kernel,
  loadKernel,
  loadRules,
  type Problem,
  readScenario,
  readSite,
  writePlan,
} from "../engine/index.ts";
import { EXAMPLE_PRICES } from "../engine/mix/prices.ts";
import type { AuditLine } from "../engine/model/plan.ts";
import { nameInWords, variedWords } from "../engine/model/varied.ts";
import { say } from "./command.ts";

const root = resolve(import.meta.dirname, "..");
const MODEL = "scenarios/mishan-lane-30.geojson";
const BALANCED = "scenarios/most-balanced.json";
const STUDY = "scenarios/study-lose-80.json";
const PRICES = "engine/mix/prices.example.json";
const text = (path: string) => readFileSync(join(root, path), "utf8");

let folder: string;
let kernel: Kernel;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "snailshell-"));
  kernel = await loadKernel();
});
afterAll(() => rmSync(folder, { recursive: true }));

function problemOf(scenarioPath: string): Problem {
  const site = readSite(text(MODEL), "mishan");
  const scenario = readScenario(text(scenarioPath), scenarioPath, site);
  return { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
}

describe("what is varied", () => {
  test("a range gives its values, without the dirt of adding tenths", () => {
    expect(readVary("newGreen.max=0:120:10", "--vary").values).toHaveLength(13);
    expect(readVary("green.balance_min=-150:0:10", "--vary").values.slice(0, 2)).toEqual([-150, -140]);
    expect(readVary("a=0:0.6:0.1", "--vary").values).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
    expect(readVary("a=0:25:10", "--vary").values).toEqual([0, 10, 20]);
    expect(readVary("a=5:5:1", "--vary").values).toEqual([5]);
  });

  test("a demand or a rule is set, and nothing else", () => {
    const problem = problemOf(BALANCED);
    const green = withValue(problem, "newGreen.max", 30, "--vary");
    expect(green.scenario.demand.newGreen).toEqual({ ...problem.scenario.demand.newGreen, max: 30 });
    expect(green.rules).toBe(problem.rules);
    const share = withValue(problem, "demand.chargingStalls.share", 0.2, "--vary");
    expect(share.scenario.demand.chargingStalls).toEqual({ share: 0.2 });
    const loss = withValue(problem, "green.balance_min", -40, "--vary");
    expect(loss.rules.rules.get("green.balance_min")?.value).toBe(-40);
    expect(loss.scenario.overrides["green.balance_min"]).toBe(-40);
    expect(new Set([problem, green, share, loss].map(({ scenario }) => scenario.hash)).size).toBe(4);
  });

  test.each([
    [["--vary", "newGreen.max"], "--vary newGreen.max: key=from:to:step such as newGreen.max=0:120:10 would be right."],
    [["--vary", "newGreen.max=0:120"], `"0:120" is no range; from:to:step such as 0:120:10`],
    [["--vary", "newGreen.max=a:b:c"], `"a:b:c" is no range`],
    [["--vary", "newGreen.max=0:120:0"], "the step is 0; a step above 0 would be right"],
    [["--vary", "newGreen.max=120:0:10"], "120 is more than 0; 0:120:10 would be right"],
    [["--vary", "newGreen.max=0:1e9:1"], "points; a step that makes 400 at most would be right"],
    [["--vary", "newGreen.mx=0:10:5"], `"newGreen.mx=0"`],
    [["--vary", "newGren.max=0:10:5"], `"newGreen.max" is near`],
    [["--vary", "green.balanc_min=0:10:5"], `"green.balance_min" is near`],
    [["--vary", "newStalls.target=0:2:0.5"], "newStalls.target=0.5: demand.newStalls.target: 0.5 is not right"],
    [["--vary", "newGreen.max=-10:0:5"], "newGreen.max=-10: demand.newGreen.max: -10 is not right; a number from 0"],
    [["--vary", "green.ratio.min=0:2:1"], "green.ratio.min=2: "],
    [["--vary", "newGreen.max=0:10:5", "--vary", "newGreen.max=0:10:5"], "newGreen.max is varied twice"],
    [["--vary", "newGreen.max=0:100:1", "--vary", "treesMoved.max=0:9:1"], "the grid has 1010 points"],
    [[], "--vary is missing"],
    [["--vary", "newGreen.max=0:10:5", "-o", "package.json"], "package.json: this is a file"],
    [["--vary", "newGreen.max=0:10:5", "-o", "nowhere/there"], "nowhere is no folder"],
  ])("%j is refused in one line", async (argv, sentence) => {
    const { status, out, error } = await say(["frontier", MODEL, "--scenario", BALANCED, ...argv]);
    expect({ status, out }).toEqual({ status: 1, out: "" });
    if (!sentence.includes("mx")) expect(error).toContain(sentence);
    expect(error.trimEnd().split("\n")).toHaveLength(1);
  });
});

interface PointFile {
  readonly point: number;
  readonly set: Record<string, number>;
  readonly plan: string;
  readonly lawful: boolean;
  readonly study: boolean;
  readonly onFront: boolean;
  readonly sameAs: number;
  readonly measures: { stalls: { new: number }; greening: { balance: number; removed: number; planted: number } };
  readonly audit: { newBreaches: number };
  readonly cost: { amount: number; currency: string; example: boolean } | null;
  readonly priceOfNextStall: {
    dual: { perStall: number } | null;
    trueDifference: { point: number; stalls: number; green: number; perStall: number } | null;
  };
}

describe("the curve", () => {
  test("counts never fall as more may be planted; every point is an audited plan at a balance of at least 0", async () => {
    const where = join(folder, "curve");
    const argv = ["--vary", "newGreen.max=0:120:30", "--steps", "40", "-o", where, "--prices", PRICES];
    const { status, out, error } = await say(["frontier", MODEL, "--scenario", BALANCED, ...argv]);
    expect(status).toBe(0);
    const points: PointFile[] = JSON.parse(out).points;
    expect(points.map(({ set }) => set["newGreen.max"])).toEqual([0, 30, 60, 90, 120]);
    let before = 0;
    for (const { measures, set, lawful, audit, plan } of points) {
      expect(measures.stalls.new).toBeGreaterThanOrEqual(before);
      before = measures.stalls.new;
      expect(measures.greening.balance).toBeGreaterThanOrEqual(0);
      expect(measures.greening.planted).toBeLessThanOrEqual(set["newGreen.max"] + 0.05);
      expect({ lawful, breaches: audit.newBreaches }).toEqual({ lawful: true, breaches: 0 });
      // the plan in the folder is the one in the table, and any auditor may check it
      const file = JSON.parse(readFileSync(join(where, plan), "utf8"));
      expect(file.plan.measures.stalls.new).toBe(measures.stalls.new);
    }
    for (const [row, { priceOfNextStall, measures }] of points.entries()) {
      const { trueDifference: next } = priceOfNextStall;
      if (next === null) continue;
      const other = points[next.point - 1].measures;
      expect(next.point).toBeGreaterThan(row + 1);
      expect(next.stalls).toBe(other.stalls.new - measures.stalls.new);
      expect(next.perStall * next.stalls).toBeCloseTo(other.greening.removed - measures.greening.removed, 0);
    }
    for (const { cost } of points) expect(cost).toMatchObject({ currency: "CNY", example: true });
    // more stalls on more planting cost more
    expect(points[4].cost?.amount ?? 0).toBeGreaterThan(points[0].cost?.amount ?? 0);
    const { sentence } = JSON.parse(out);
    expect(sentence).toContain("The dual price is that of a linear program");
    const duals = points.map(({ priceOfNextStall: { dual } }) => dual?.perStall ?? null);
    expect(duals.filter((dual) => dual !== null).length).toBeGreaterThan(4);
    // the relaxation is convex: the next stall never gets cheaper
    for (let row = 1; row < duals.length; row++) {
      const [earlier, later] = [duals[row - 1], duals[row]];
      if (earlier !== null && later !== null) expect(later).toBeGreaterThanOrEqual(earlier);
    }
    const csv = readFileSync(join(where, "frontier.csv"), "utf8").trimEnd().split("\n");
    expect(csv).toHaveLength(6);
    expect(new Set(csv.map((line) => line.split(",").length)).size).toBe(1);
    // what is varied is said in words, not by its key
    expect(readFileSync(join(where, "frontier.svg"), "utf8")).not.toMatch(/newGreen\.max|green\.balance_min/);
    expect(readFileSync(join(where, "frontier.svg"), "utf8").match(/<circle class="lawful[^>]*><title>/g)).toHaveLength(
      5,
    );
    expect(error).toContain("5 of 5: newGreen.max=120");
    const audited = await say([
      "audit",
      MODEL,
      join(where, points[4].plan),
      "--scenario",
      BALANCED,
      "--set",
      "green.balance_min=0",
    ]);
    expect(audited.status).toBe(0);
  }, 60_000);

  test("what may be lost: studies, told apart, never more lost than allowed", async () => {
    const argv = ["--vary", "green.balance_min=-150:0:50", "--steps", "30"];
    const { status, out } = await say(["frontier", MODEL, "--scenario", STUDY, ...argv]);
    expect(status).toBe(2);
    const points: PointFile[] = JSON.parse(out).points;
    expect(points.map(({ set }) => set["green.balance_min"])).toEqual([-150, -100, -50, 0]);
    let before = Infinity;
    for (const { measures, set, lawful, study } of points) {
      expect({ lawful, study }).toEqual({ lawful: false, study: true });
      expect(measures.greening.balance).toBeGreaterThanOrEqual(set["green.balance_min"] - 0.05);
      expect(measures.stalls.new).toBeLessThanOrEqual(before);
      before = measures.stalls.new;
    }
  }, 60_000);

  test("a plan that a stricter point still allows answers it, audited under its own scenario", () => {
    const sweep = startSweep(problemOf(STUDY), [readVary("green.balance_min=-150:-140:10", "test")], kernel, "test", {
      steps: 20,
    });
    while (sweep.advance(20));
    const [loose, strict] = sweep.points;
    expect(loose.plan.measures.greening.balance).toBeGreaterThan(-140);
    expect(strict.foundAt).toBe(0);
    expect(strict.plan.measures).toEqual(loose.plan.measures);
    expect(strict.plan.scenario).toBe(strict.problem.scenario.hash);
    const balance = strict.plan.audit.find(({ rule }) => rule === "green.balance_min");
    expect(balance).toMatchObject({ required: -140, pass: true });
    // the engine's way is drawn once
    const waysIn = ({ plan }: SweptPoint) => plan.features.filter(({ kind }) => kind === "sweptPath").length;
    expect(waysIn(strict)).toBe(waysIn(loose));
  }, 30_000);

  test("a study's own floor on the ratio is all that it keeps: a plan above a higher floor is that point's too, and counts never rise with it", () => {
    const free = { ...JSON.parse(text(STUDY)), overrides: {} };
    const site = readSite(text(MODEL), "mishan");
    const scenario = readScenario(JSON.stringify(free), "free.json", site);
    const problem = { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
    const sweep = startSweep(problem, [readVary("green.ratio.min=0.24:0.28:0.02", "test")], kernel, "test", {
      steps: 20,
    });
    while (sweep.advance(20));
    const { points } = sweep;
    expect(points).toHaveLength(3);
    expect(points[1].foundAt).toBe(0);
    let before = Infinity;
    for (const { plan, values } of points) {
      const { stalls, greening } = plan.measures;
      expect(greening.balance).toBeLessThan(0);
      expect(greening.ratioAfter).toBeGreaterThanOrEqual(values[0]);
      expect(stalls.new).toBeLessThanOrEqual(before);
      before = stalls.new;
    }
  }, 30_000);

  test("a point whose scenario is refused has no plan, and the others keep theirs; where all are, the sweep is", () => {
    const problem = problemOf("test/fixtures/frontier/pinned-beside-lane.json");
    const varied = (range: string) => [readVary(`road.lane.single_width=${range}`, "test")];
    const sweep = startSweep(problem, varied("4.5:8.5:4"), kernel, "test", { steps: 4 });
    while (sweep.advance(10));
    expect({ done: sweep.done, values: sweep.points.map(({ values }) => values) }).toEqual({
      done: 2,
      values: [[4.5]],
    });
    expect(sweep.refusal?.message).toMatch(/^locks: the stall pinned as pinned-1 breaks /);
    const site = readSite(text("scenarios/lots/module-16.10.geojson"), "lot");
    const { locks } = problem.scenario;
    const scenario = { ...readScenario(text("scenarios/lots/module-16.10.scenario.json"), "lot.json", site), locks };
    const lot = { site, scenario, rules: loadRules(scenario.rules, scenario.overrides) };
    const none = startSweep(lot, [readVary("newStalls.max=4:6:2", "test")], kernel, "test");
    expect(none.advance(1)).toBe(true);
    expect(() => none.advance(1)).toThrow(/^locks\[0\]: a stall can be pinned beside an existing road only/);
  }, 30_000);

  test("a study is free of the law, and not of the floors of green that it names itself", () => {
    const line = { rule: "green.ratio.min", pass: false, scope: "new", level: "legal" } as AuditLine;
    const named = { "green.ratio.min": 0.3 };
    expect(isForbiddenIn(line, { study: true, overrides: {} })).toBe(false);
    expect(isForbiddenIn(line, { study: true, overrides: named })).toBe(true);
    expect(isForbiddenIn({ ...line, rule: "green.balance_min" }, { study: true, overrides: named })).toBe(false);
    expect(isForbiddenIn(line, { study: false, overrides: {} })).toBe(true);
  });

  test("a rule loosened without a study is not lawful all the same", async () => {
    const argv = ["--vary", "green.balance_min=-60:0:60", "--steps", "20"];
    const plain = { ...JSON.parse(text(STUDY)), study: false, overrides: {} };
    const path = join(folder, "plain.json");
    writeFileSync(path, JSON.stringify(plain));
    const { status, out } = await say(["frontier", MODEL, "--scenario", path, ...argv]);
    const points: PointFile[] = JSON.parse(out).points;
    expect(points.map(({ lawful }) => lawful)).toEqual([false, true]);
    expect(status).toBe(2);
  }, 30_000);

  test("a grid of two keys, the same bytes twice, whatever the slices", async () => {
    const where = join(folder, "grid");
    const argv = ["--vary", "newGreen.max=0:40:40", "--vary", "newStalls.max=4:8:4", "--steps", "20", "-o", where];
    const one = await say(["frontier", MODEL, "--scenario", BALANCED, ...argv]);
    const points: PointFile[] = JSON.parse(one.out).points;
    expect(points.map(({ set }) => [set["newGreen.max"], set["newStalls.max"]])).toEqual([
      [0, 4],
      [0, 8],
      [40, 4],
      [40, 8],
    ]);
    const varied = argv.flatMap((word, i) => (argv[i - 1] === "--vary" ? [readVary(word, "test")] : []));
    const sweep = startSweep(problemOf(BALANCED), varied, kernel, "test", { steps: 20 });
    while (sweep.advance(7));
    expect(sweep.points.map(({ plan }) => plan.measures)).toEqual(
      points.map(({ measures }) => ({ ...measures, bound: null })),
    );
    for (const [i, { plan, problem }] of sweep.points.entries())
      expect(writePlan(plan, problem.site)).toBe(readFileSync(join(where, points[i].plan), "utf8"));
  }, 60_000);

  test("a stopped sweep keeps what it has and says so", async () => {
    let stop = () => {};
    let lines = 0;
    const where = join(folder, "stopped");
    const argv = ["--vary", "newGreen.max=0:120:10", "--steps", "20", "-o", where];
    const { status, out } = await say(["frontier", MODEL, "--scenario", BALANCED, ...argv], {
      error: () => {
        if (++lines === 1) stop();
      },
      onInterrupt(listener) {
        stop = listener;
        return () => {};
      },
    });
    expect(status).toBe(2);
    const { complete, points } = JSON.parse(out);
    expect(complete).toBe(false);
    expect(points.length).toBeGreaterThanOrEqual(1);
    expect(points.length).toBeLessThan(13);
    expect(existsSync(join(where, points[0].plan))).toBe(true);
  }, 60_000);
});

describe("judging points", () => {
  let base: SweptPoint;
  beforeAll(() => {
    const sweep = startSweep(problemOf(BALANCED), [readVary("newGreen.max=0:0:1", "test")], kernel, "test", {
      steps: 2,
    });
    while (sweep.advance(10));
    [base] = sweep.points;
  }, 60_000);

  const point = (stalls: number, removed: number, study = false): SweptPoint => {
    const { plan } = base;
    const { measures } = plan;
    const features = [
      ...plan.features,
      {
        ...plan.features[0],
        id: `${stalls} ${removed}`,
        kind: "charger",
        shape: [stalls, removed],
        properties: { serves: [] },
      },
    ] as typeof plan.features;
    return {
      ...base,
      plan: {
        ...plan,
        features,
        study,
        measures: {
          ...measures,
          stalls: { ...measures.stalls, new: stalls },
          greening: { ...measures.greening, removed, planted: study ? 0 : removed, balance: study ? -removed : 0 },
        },
      },
    };
  };

  test("dominated points, equal plans and the price of the next stall", () => {
    const points = frontierOf(
      [point(4, 0), point(6, 10), point(6, 14), point(6, 10), point(9, 40), point(12, 40, true)],
      [readVary("newGreen.max=0:0:1", "test")],
    );
    expect(points.map(({ onFront }) => onFront)).toEqual([true, true, false, false, true, true]);
    expect(points.map(({ sameAs }) => sameAs)).toEqual([0, 1, 2, 1, 4, 5]);
    expect(points[2].dominatedBy).toEqual([1]);
    expect(points[0].next).toEqual({ point: 1, stalls: 2, green: 10, perStall: 5 });
    expect(points[1].next).toEqual({ point: 4, stalls: 3, green: 30, perStall: 10 });
    // the study has more, but is another thing
    expect(points[4].next).toBe(null);
  });

  test("what people are given beside stalls counts, and the next stall is one that takes none of it away", () => {
    const given = (stalls: number, slots: number, share: number): SweptPoint => ({
      ...point(stalls, 10 + slots / 100 + share),
      values: [slots, share],
    });
    const points = frontierOf(
      [given(9, 0, 0), given(6, 20, 0), given(6, 10, 0), given(6, 20, 0.01), given(8, 20, 0.01)],
      [readVary("ebikeSlots.min=0:20:10", "test"), readVary("demand.chargingStalls.share=0:0.01:0.01", "test")],
    );
    expect(points.map(({ dominatedBy }) => dominatedBy)).toEqual([[], [3, 4], [], [4], []]);
    expect(points[1].next).toMatchObject({ point: 4, stalls: 2 });
    expect(points[4].next).toBe(null);
  });

  test("of a width nobody knows which is better: points are held against those of their own", () => {
    const wide = (stalls: number, width: number): SweptPoint => ({ ...point(stalls, 10), values: [width] });
    const points = frontierOf(
      [wide(9, 4), wide(6, 5), wide(6, 5), wide(7, 5)],
      [readVary("fire.lane.clear_width=4:5:1", "test")],
    );
    expect(points.map(({ onFront }) => onFront)).toEqual([true, false, false, true]);
    expect(points.map(({ dominatedBy }) => dominatedBy)).toEqual([[], [3], [3], []]);
    expect(points[1].next).toMatchObject({ point: 3, stalls: 1 });
  });

  test("where there are prices, what a plan costs counts", () => {
    const list = { currency: "CNY", example: true, prices: { ...EXAMPLE_PRICES.prices, stall: 0, paving: 0 } };
    const dear = point(6, 10);
    const [cheap, slot] = [point(6, 10), dear.plan.features.find(({ kind }) => kind === "ebikeSlot")];
    if (slot === undefined) throw new Error("the model case has e-bike slots");
    const more = { ...dear, plan: { ...dear.plan, features: [...dear.plan.features, { ...slot, id: "one more" }] } };
    const varied = [readVary("newGreen.max=0:0:1", "test")];
    const front = (prices: typeof list | null) => frontierOf([more, cheap], varied, prices).map((one) => one.onFront);
    expect(front(null)).toEqual([true, false]);
    expect(front(list)).toEqual([false, true]);
  });
});

test("what was set is told in words, on sheets from the plan's name", () => {
  expect(variedWords("newGreen.max", 40)).toEqual({ zh: "新植绿地至多 40 m²", en: "planting at most 40 m²" });
  expect(variedWords("green.balance_min", -140).en).toBe("green balance at least −140 m²");
  expect(variedWords("fireLane.width", 4).en).toBe("fireLane.width = 4");
  expect(nameInWords("a site newGreen.max=40 newStalls.max=8")).toEqual({
    name: "a site",
    set: [variedWords("newGreen.max", 40), variedWords("newStalls.max", 8)],
  });
  expect(nameInWords("most-balanced")).toEqual({ name: "most-balanced", set: [] });
});
