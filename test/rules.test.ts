import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { AISLE_KINDS, type Layout, PARKING_ANGLES } from "../engine/model/demand.ts";
import { InputError } from "../engine/model/errors.ts";
import type { RuleValue } from "../engine/model/rules.ts";
import type { ProfileName } from "../engine/model/scenario.ts";
import { conflictsOf, hasRule, loadRules, numberOf, overrideFault, PROFILE_NAMES } from "../engine/rules/load.ts";
import { parkingTable } from "../engine/rules/table.ts";

const root = resolve(import.meta.dirname, "..");
const fixture = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, "fixtures/rules", name), "utf8"));
const tables = fixture("tables.json") as Record<ProfileName, Record<string, Record<string, number | null>>>;
const plain: Layout = { parkingAngles: PARKING_ANGLES, aisles: AISLE_KINDS, aisleWidth: null, stall: null };
const source = resolve(root, "../shared/rules/rules.json");

describe.each(PROFILE_NAMES)("%s", (profile) => {
  const file = JSON.parse(readFileSync(join(root, `engine/rules/profiles/${profile}.json`), "utf8"));
  const { rules, version } = loadRules(profile);

  test("is one scalar a key, in SI", () => {
    expect(file.rules.length).toBe(rules.size);
    expect(file.profile).toBe(profile);
    expect(version).toMatch(/^\d{4}-\d\d-\d\d$/);
    const units = ["m", "m2", "m2/person", "kg", "t", "deg", "days", "ratio", "count", "times", "bool", "text"];
    for (const rule of rules.values()) {
      expect(["number", "boolean", "string"], rule.key).toContain(rule.value === null ? "number" : typeof rule.value);
      expect(units, rule.key).toContain(rule.unit);
      expect(["legal", "shall", "should", "guidance", "practice", "derived"], rule.key).toContain(rule.level);
      expect(["high", "medium", "low"], rule.key).toContain(rule.confidence);
      expect(rule.key).toMatch(/^[a-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*$/);
      expect(rule.note.length, rule.key).toBeLessThanOrEqual(320);
    }
  });

  test("has its parking table", () => {
    const table = parkingTable(loadRules(profile), plain);
    for (const angle of PARKING_ANGLES) {
      const { width, length } = table.stall(angle);
      const aisles = Object.fromEntries(AISLE_KINDS.map((kind) => [kind, table.aisle(angle, kind)]));
      expect({ width, length, ...aisles }, `${angle}`).toEqual(tables[profile][angle]);
    }
  });

  test("takes every one of its own values back as an override, and none of another sort", () => {
    for (const { key, value } of rules.values()) {
      if (value === null) continue;
      expect(overrideFault(profile, { [key]: value }), key).toBe(null);
      const other: RuleValue = typeof value === "number" ? String(value) : 1;
      expect(() => loadRules(profile, { [key]: other }), key).toThrow(InputError);
      expect(() => loadRules(profile, { [key]: null }), key).toThrow(InputError);
    }
  });

  test("restates no number that another key does not have", () => {
    for (const { key, value, sameAs } of file.rules) {
      if (sameAs === undefined) continue;
      expect(rules.get(sameAs)?.value, key).toBe(value);
      expect(rules.get(key), key).not.toHaveProperty("sameAs");
    }
  });
});

describe("overrides", () => {
  test("set numbers, yes or no, and text", () => {
    const overrides = {
      "fire.lane.clear_width": 4.5,
      "fire.lane.no_obstacles": false,
      "locker.placement": "by the gate",
    };
    const rules = loadRules("cn-shanghai", overrides);
    expect(numberOf(rules, "fire.lane.clear_width")).toBe(4.5);
    expect(rules.rules.get("fire.lane.no_obstacles")?.value).toBe(false);
    expect(rules.rules.get("locker.placement")?.value).toBe("by the gate");
    expect(rules.overrides).toEqual(overrides);
    expect(rules.rules.get("fire.lane.clear_width")?.clause).toBe("7.1.8-1");
    expect(numberOf(loadRules("cn-shanghai"), "fire.lane.clear_width")).toBe(4);
  });

  test("give a floor where the book has none", () => {
    expect(hasRule(loadRules("geometry"), "green.ratio.min")).toBe(false);
    expect(numberOf(loadRules("geometry", { "green.ratio.min": 0.25 }), "green.ratio.min")).toBe(0.25);
    expect(numberOf(loadRules("cn-shanghai", { "green.balance_min": -80 }), "green.balance_min")).toBe(-80);
  });

  test("of the book's own key reach the parking table; the table's key wins", () => {
    const wide = parkingTable(loadRules("cn-shanghai", { "car.stall.perpendicular.width": 2.5 }), plain);
    expect([90, 60, 45, 30].map((angle) => wide.stall(angle as 90).width)).toEqual([2.5, 2.5, 2.5, 2.5]);
    expect(wide.stall(0).width).toBe(2.4);
    const both = loadRules("cn-shanghai", { "car.stall.perpendicular.width": 2.5, "parking.90.width": 2.6 });
    expect(parkingTable(both, plain).stall(90).width).toBe(2.6);
    const aisle = parkingTable(loadRules("cn-shanghai", { "car.aisle.perpendicular.back_in": 6 }), plain);
    expect(AISLE_KINDS.map((kind) => aisle.aisle(90, kind))).toEqual([6, 6]);
    const allowed = parkingTable(loadRules("cn-shanghai", { "parking.60.aisle.two_way": 6 }), plain);
    expect(allowed.aisle(60, "two-way")).toBe(6);
  });

  test.each(Object.entries(fixture("refused.json") as Record<string, [ProfileName, string, RuleValue]>))(
    "%s",
    (sentence, [profile, key, value]) => {
      expect(() => loadRules(profile, { [key]: value })).toThrow(new InputError(sentence));
    },
  );

  test("a number that is none", () => {
    expect(() => loadRules("geometry", { "parking.90.width": Number.NaN })).toThrow(InputError);
    expect(() => loadRules("geometry", { "parking.90.width": Number.POSITIVE_INFINITY })).toThrow(InputError);
  });
});

describe("layout", () => {
  test("comes before the rulebook, angle by angle and kind by kind", () => {
    const layout: Layout = {
      ...plain,
      stall: { 90: { width: 2.7, length: 5.5 } },
      aisleWidth: { 90: { "two-way": 7 }, 60: { "two-way": 6.5 } },
    };
    const table = parkingTable(loadRules("cn-shanghai"), layout);
    expect(table.stall(90)).toEqual({ width: 2.7, length: 5.5 });
    expect(table.stall(60)).toEqual({ width: 2.4, length: 5.3 });
    expect(table.aisle(90, "two-way")).toBe(7);
    expect(table.aisle(90, "one-way")).toBe(5.5);
    expect(table.aisle(60, "two-way")).toBe(6.5);
    expect(table.aisle(45, "two-way")).toBe(null);
  });
});

test("a number that nobody has is a fault of ours, not of the input", () => {
  const rules = loadRules("geometry");
  expect(hasRule(rules, "hydrant.clear_radius")).toBe(false);
  expect(() => numberOf(rules, "hydrant.clear_radius")).toThrow(/^geometry has no number/);
  expect(() => numberOf(rules, "hydrant.clear_radius")).not.toThrow(InputError);
});

test("the resolution of a conflict beats the level of the book", () => {
  const { rules } = loadRules("cn-shanghai");
  const levels = (prefix: string) =>
    new Set([...rules.values()].filter(({ key }) => key.startsWith(prefix)).map(({ level }) => level));
  expect(conflictsOf("cn-shanghai").map(({ id }) => id)).toContain("X1");
  expect([...levels("fire.parking.to_building.")]).toEqual(["should"]);
  expect([...levels("ev.stall_to_dwelling")]).toEqual(["shall"]);
  expect(rules.get("fire.lane.slope_max.gb55037")?.level).toBe("shall");
  expect(rules.get("fire.lane.slope_max.gb50016_should")?.level).toBe("should");
  expect([...levels("green.ratio_")]).toEqual(["guidance"]);
  expect(rules.get("green.balance_min")).toMatchObject({ value: 0, level: "legal" });
  expect(rules.get("ebike.to_building_wall")).toMatchObject({ value: 3, level: "shall", confidence: "medium" });
  expect(rules.get("ebike.to_building_wall.soft")).toMatchObject({ value: 6, level: "should" });
});

test("feet and inches of the American book are metres", () => {
  const { rules } = loadRules("us");
  const at = (key: string) => rules.get(key)?.value;
  expect(at("fire.lane.clear_width")).toBe(6.096);
  expect(at("fire.dead_end.trigger")).toBe(45.72);
  expect(at("acc.aisle_width")).toBe(1.524);
  expect(at("acc.van_stall_width")).toBe(3.3528);
  expect([25, 50, 75, 100, 150, 200, 300, 400, 500].map((n) => at(`acc.count_by_stalls.${n}`))).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9,
  ]);
  expect(at("acc.count_by_stalls.1000")).toBe(0.02);
});

test.skipIf(!existsSync(source))("every entry of the Chinese book is in its profile, number by number", () => {
  const book = JSON.parse(readFileSync(source, "utf8")).cn_shanghai as Record<string, { value: unknown }>;
  const { rules } = loadRules("cn-shanghai");
  expect(Object.keys(book).length).toBe(142);
  for (const [key, { value }] of Object.entries(book)) {
    const own = [...rules.values()].filter((rule) => rule.key === key || rule.key.startsWith(`${key}.`));
    expect(own.length, key).toBeGreaterThan(0);
    if (typeof value === "number" || typeof value === "boolean") expect(rules.get(key)?.value, key).toBe(value);
    // a table's numbers are all there, under keys of their own
    if (key === "ebike.group_max") continue;
    for (const [name, part] of Object.entries(
      typeof value === "object" && !Array.isArray(value) ? (value ?? {}) : {},
    )) {
      if (typeof part === "number" && key !== "ebike.to_building_wall") {
        expect(rules.get(`${key}.${name}`)?.value, `${key}.${name}`).toBe(part);
      }
    }
  }
});
