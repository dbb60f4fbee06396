import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { canonicalHash } from "../engine/model/canonical.ts";
import { InputError } from "../engine/model/errors.ts";
import type { Scenario } from "../engine/model/scenario.ts";
import { defaultScenario, readScenario, withHash } from "../engine/read/scenario.ts";
import { readSite } from "../engine/read/site.ts";
import { loadRules } from "../engine/rules/load.ts";
import { parkingTable } from "../engine/rules/table.ts";

const folder = join(import.meta.dirname, "fixtures/scenario");
const scenarios = resolve(import.meta.dirname, "../scenarios");
const text = (name: string) => readFileSync(join(folder, name), "utf8");
const { refused } = JSON.parse(text("expected.json")) as { refused: Record<string, string> };
const site = readSite(text("site.geojson"), "site.geojson");
const bare = readSite('{"type":"Polygon","coordinates":[[[121,31],[121.001,31],[121.001,31.0005],[121,31]]]}', "bare");
const read = (given: unknown, name = "case.json") => readScenario(JSON.stringify(given), name, site);

/** A scenario without its hash, flat coordinates as lists. */
function said({ hash: _, ...scenario }: Scenario): unknown {
  return JSON.parse(JSON.stringify(scenario, (_key, value) => (value instanceof Float64Array ? [...value] : value)));
}

describe("what is wrong is refused in one sentence that names the place", () => {
  test.each(Object.entries(refused))("%s", (name, sentence) => {
    expect(() => readScenario(text(name), name, site)).toThrow(new InputError(sentence));
    expect(sentence.startsWith(`${name}: `)).toBe(true);
    expect(sentence).toMatch(/^[^\n]+[.?]$/);
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "%s, which every object has, is no key",
    (key) => {
      const file = (before: string, after: string) => readScenario(`${before}{"${key}":1}${after}`, "case.json", site);
      expect(() => file('{"rules":"us","overrides":', "}")).toThrow(
        new InputError(
          `case.json: overrides: "${key}" is no rule of any profile; a key of its rulebook would be right.`,
        ),
      );
      for (const [before, after, place] of [
        ["", "", key],
        ['{"demand":', "}", `demand.${key}`],
        ['{"demand":{"lockers":[', "]}}", `demand.lockers[0].${key}`],
        ['{"layout":{"aisleWidth":', "}}", `layout.aisleWidth.${key}`],
        ['{"layout":{"stall":', "}}", `layout.stall.${key}`],
        ['{"locks":[', "]}", `locks[0].${key}`],
      ]) {
        expect(() => file(before, after), place).toThrow(new InputError(`case.json: ${place}: there is no such key.`));
      }
    },
  );

  test("every fixture is in the table", () => {
    const others = /^(expected\.json|site\.geojson|every-key\.json|.*\.resolved\.json)$/;
    expect(
      readdirSync(folder)
        .filter((name) => !others.test(name))
        .sort(),
    ).toEqual(Object.keys(refused).sort());
  });

  test("the same faults are refused on a site in longitude and latitude", () => {
    const lock = { geometry: { type: "Point", coordinates: [31.0002, 121.0005] }, as: "charger" };
    const given = JSON.stringify({ locks: [lock] });
    expect(() => readScenario(given, "swapped.json", bare)).toThrow(
      /^swapped\.json: locks\[0\]\.geometry.*latitude first/,
    );
  });
});

test("every key is taken as it stands", () => {
  const scenario = readScenario(text("every-key.json"), "every-key.json", site);
  expect(said(scenario)).toEqual(JSON.parse(text("every-key.resolved.json")));
});

test("every default is the one of the contract", () => {
  expect(said(defaultScenario(site))).toEqual(JSON.parse(text("default.resolved.json")));
  expect(said(read({}, "default.json"))).toMatchObject({ name: "default", title: { zh: "default", en: "default" } });
});

test("inner keys have defaults of their own", () => {
  const { demand, weights, budget } = read({
    demand: {
      newStalls: { target: 10 },
      ebikeChargers: { count: 3 },
      ebikeSlots: { min: 4 },
      newGreen: { max: 60 },
      treesMoved: {},
      lockers: [{ columns: 4 }],
    },
    weights: { tree: 1 },
    budget: { steps: 10 },
  });
  expect(demand.newStalls).toEqual({ target: 10, min: 0, max: null });
  expect(demand.ebikeChargers).toEqual({ count: 3, where: "frontage" });
  expect(demand.ebikeSlots).toEqual({ min: 4, where: "leftover" });
  expect(demand.newGreen).toEqual({ max: 60, wallGreen: false, pergola: false });
  expect(demand.treesMoved).toEqual({ max: 0 });
  expect(demand.lockers).toEqual([{ columns: 4, near: "gate" }]);
  expect(weights).toEqual({ stall: 1, green: 0.02, tree: 1 });
  expect(budget).toEqual({ steps: 10, seconds: null });
});

test("a bare lot knows no code, a site with a road or a building is Shanghai's", () => {
  expect(defaultScenario(bare).rules).toBe("geometry");
  expect(readScenario('{"rules":"eu"}', "eu.json", bare).rules).toBe("eu");
  expect(defaultScenario(site).rules).toBe("cn-shanghai");
});

describe("layout", () => {
  test("one stall size is for every angle, a parallel one at least 6 m long", () => {
    const { layout } = read({ layout: { stall: { width: 2.5, length: 5 } } });
    const size = { width: 2.5, length: 5 };
    expect(layout.stall).toEqual({ 90: size, 60: size, 45: size, 30: size, 0: { width: 2.5, length: 6 } });
    expect(read({ layout: { stall: { width: 3, length: 7 } } }).layout.stall?.[0]).toEqual({ width: 3, length: 7 });
  });

  test("one aisle width is for every angle and kind", () => {
    const { layout } = read({ layout: { aisleWidth: 6 } });
    const both = { "two-way": 6, "one-way": 6 };
    expect(layout.aisleWidth).toEqual({ 90: both, 60: both, 45: both, 30: both, 0: both });
  });

  test("what is said by angle leaves the rest to the rulebook", () => {
    const scenario = read({
      rules: "cn-shanghai",
      layout: { aisleWidth: { 90: { "two-way": 6 }, 60: {} }, stall: { 90: { width: 2.5, length: 5 } } },
    });
    const table = parkingTable(loadRules(scenario.rules, scenario.overrides), scenario.layout);
    expect([table.aisle(90, "two-way"), table.aisle(90, "one-way"), table.aisle(60, "one-way")]).toEqual([6, 5.5, 4.5]);
    expect([table.stall(90).width, table.stall(60).width]).toEqual([2.5, 2.4]);
  });
});

describe("overrides", () => {
  test("are checked by their profile, and left alone where the profile is still open", () => {
    const open = read({ overrides: { "fire.lane.clear_width": 4.5 } });
    expect(open.overrides).toEqual({ "fire.lane.clear_width": 4.5 });
    expect(read({ rules: "us", overrides: { "fire.lane.clear_width": 7 } }).rules).toBe("us");
  });
});

describe("locks", () => {
  test("may name what a plan to start from has", () => {
    const given = JSON.stringify({ locks: [{ id: "A03" }] });
    expect(() => readScenario(given, "lock.json", site)).toThrow(InputError);
    expect(readScenario(given, "lock.json", site, new Set(["A03"])).locks).toEqual([{ id: "A03" }]);
  });

  test("in longitude and latitude are metres inside", () => {
    const ring = [
      [121.0004, 31.0001],
      [121.0006, 31.0001],
      [121.0006, 31.0002],
      [121.0004, 31.0002],
      [121.0004, 31.0001],
    ];
    const given = { locks: [{ geometry: { type: "Polygon", coordinates: [ring] }, as: "empty" }] };
    const [lock] = readScenario(JSON.stringify(given), "lock.json", bare).locks;
    if (!("shape" in lock) || lock.shape.type !== "Polygon") throw new Error("no area");
    const { shell } = lock.shape.area;
    // 0.0002° of longitude at 31° north and 0.0001° of latitude
    expect(shell[2] - shell[0]).toBeCloseTo(19.1, 1);
    expect(shell[5] - shell[3]).toBeCloseTo(11.09, 1);
  });
});

describe("names and hashes", () => {
  test("no folder of the machine gets into a name", () => {
    expect(read({}, "/home/somebody/cases/ten.scenario.json").name).toBe("ten");
    expect(read({}, "C:\\cases\\ten.json").name).toBe("ten");
    expect(read({ title: "Ten" }, "ten.json").title).toEqual({ zh: "Ten", en: "Ten" });
  });

  test("the hash is that of everything that is resolved, whatever the spelling", () => {
    const scenario = read({ name: "a", seed: 2 });
    expect(scenario.hash).toBe(canonicalHash(said(scenario)));
    expect(read({ seed: 2, name: "a", demand: {}, study: false, note: "other words" }).hash).toBe(scenario.hash);
    for (const other of [
      { seed: 3 },
      { demand: { newStalls: { target: 1 } } },
      { locks: [{ id: "T7" }] },
      { study: true },
    ]) {
      expect(read({ name: "a", seed: 2, ...other }).hash, JSON.stringify(other)).not.toBe(scenario.hash);
    }
    expect(withHash({ ...scenario, seed: 3 }).hash).toBe(read({ name: "a", seed: 3 }).hash);
    expect(withHash(scenario)).toEqual(scenario);
  });

  test("what is resolved reads back as itself", () => {
    const scenario = read({
      name: "again",
      layout: { stall: { width: 2.5, length: 5 }, aisleWidth: 6 },
      locks: [{ id: "T7" }],
    });
    const { site: from, ...rest } = said(scenario) as Record<string, unknown>;
    expect(from).toBe(null);
    expect(read(rest).hash).toBe(scenario.hash);
  });
});

test.each(readdirSync(scenarios).filter((name) => name.endsWith(".json")))("our own %s reads", (name) => {
  const text = readFileSync(join(scenarios, name), "utf8");
  const file = (JSON.parse(text) as { site: string }).site;
  const site = readSite(readFileSync(join(scenarios, file), "utf8"), file);
  const scenario = readScenario(text, name, site);
  expect(scenario.name).toBe(name.replace(".json", ""));
  expect(scenario.site).toBe(file);
  expect(loadRules(scenario.rules, scenario.overrides).profile).toBe("cn-shanghai");
});
