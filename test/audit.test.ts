import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Feature, FeatureCollection, Position } from "geojson";
import { describe, expect, test } from "vitest";
import { audit } from "../engine/audit/audit.ts";
import { measure } from "../engine/measure.ts";
import type { AuditLine, Measures } from "../engine/model/plan.ts";
import { readPlan } from "../engine/read/plan.ts";
import { readScenario } from "../engine/read/scenario.ts";
import { readSite } from "../engine/read/site.ts";
import { loadRules } from "../engine/rules/load.ts";

// prove that it can fail: each check has a plan with one planted breach, and the same plan without it passes

const folder = join(import.meta.dirname, "fixtures/audit");
const text = (name: string) => readFileSync(join(folder, name), "utf8");

interface Edit {
  readonly id?: string;
  readonly move?: [number, number];
  readonly set?: Record<string, unknown>;
  readonly drop?: boolean;
  /** Takes metres off the top or the right of a rectangle. */
  readonly shrinkTop?: number;
  readonly shrinkRight?: number;
  readonly add?: Feature;
}

const breaches = JSON.parse(text("breaches.json")) as { name: string; case: string; rule: string; edits: Edit[] }[];

type Move = (position: Position) => Position;

function moved(plan: FeatureCollection, move: Move): FeatureCollection {
  const walk = (value: unknown): unknown =>
    Array.isArray(value) ? (typeof value[0] === "number" ? move(value as Position) : value.map(walk)) : value;
  return {
    ...plan,
    features: plan.features.map((feature) => ({
      ...feature,
      properties: {
        ...feature.properties,
        ...(feature.properties?.centreline ? { centreline: walk(feature.properties.centreline) } : {}),
      },
      geometry: {
        ...feature.geometry,
        coordinates: walk((feature.geometry as { coordinates: unknown }).coordinates),
      } as never,
    })),
  };
}

function edited(plan: FeatureCollection, edits: readonly Edit[]): FeatureCollection {
  let features = plan.features;
  for (const { id, move, set, drop, shrinkTop, shrinkRight, add } of edits) {
    if (add !== undefined) features = [...features, add];
    if (id === undefined) continue;
    expect(
      features.some((feature) => feature.properties?.id === id),
      id,
    ).toBe(true);
    if (drop) features = features.filter((feature) => feature.properties?.id !== id);
    features = features.map((feature) => {
      if (feature.properties?.id !== id) return feature;
      const one: FeatureCollection = {
        ...plan,
        features: [{ ...feature, properties: { ...feature.properties, ...set } }],
      };
      const all =
        JSON.stringify(feature.geometry)
          .match(/-?[\d.]+,-?[\d.]+/g)
          ?.map((pair) => pair.split(",").map(Number)) ?? [];
      const top = Math.max(...all.map(([, y]) => y));
      const right = Math.max(...all.map(([x]) => x));
      const grid = (value: number) => Math.round(value * 1e4) / 1e4;
      return moved(one, ([x, y]) => [
        grid(x + (move?.[0] ?? 0) - (shrinkRight !== undefined && x === right ? shrinkRight : 0)),
        grid(y + (move?.[1] ?? 0) - (shrinkTop !== undefined && y === top ? shrinkTop : 0)),
      ]).features[0];
    });
  }
  return { ...plan, features };
}

function judged(
  name: string,
  plan: FeatureCollection,
  move: Move = (at) => at,
  claimed: Measures | null = null,
): AuditLine[] {
  const site = readSite(JSON.stringify(moved(JSON.parse(text(`${name}.geojson`)), move)), name);
  const scenario = readScenario(text(`${name}.scenario.json`), name, site);
  const { features } = readPlan(JSON.stringify(moved(plan, move)), `${name}.plan`, site);
  return audit({ site, scenario, rules: loadRules(scenario.rules), features, claimed });
}

const planOf = (name: string) => JSON.parse(text(`${name}.plan.geojson`)) as FeatureCollection;
const failed = (lines: readonly AuditLine[]) => lines.filter((line) => line.pass === false);

describe.each(["lot", "compound"])("the clean %s", (name) => {
  test("passes, and has a line for every rule of its profile", () => {
    const lines = judged(name, planOf(name));
    expect(failed(lines)).toEqual([]);
    const profile = loadRules(name === "lot" ? "geometry" : "cn-shanghai");
    const rules = new Set(lines.map((line) => line.rule));
    expect([...profile.rules.keys()].filter((key) => !rules.has(key))).toEqual([]);
  });

  test("is judged alike at any turn and shift", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 6.28, noNaN: true }),
        fc.integer({ min: -900, max: 900 }),
        fc.integer({ min: -900, max: 900 }),
        (angle, dx, dy) => {
          const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
          const lines = judged(name, planOf(name), ([x, y]) => [
            x * cos - y * sin + dx / 7,
            x * sin + y * cos + dy / 7,
          ]);
          expect(failed(lines)).toEqual([]);
        },
      ),
      { numRuns: 12, seed: 3 },
    );
  });
});

describe("a planted breach is found", () => {
  test.each(breaches)("$name", ({ case: name, rule, edits }) => {
    const lines = failed(judged(name, edited(planOf(name), edits)));
    const found = lines.filter((line) => line.rule === rule && line.scope === "new");
    expect(lines.map((line) => line.rule)).toContain(rule);
    expect(found[0].note).not.toBe("");
    expect(found[0].measured).not.toBeNull();
  });

  test("a measure that its features do not bear out", () => {
    const site = readSite(text("compound.geojson"), "compound");
    const scenario = readScenario(text("compound.scenario.json"), "compound", site);
    const { features } = readPlan(text("compound.plan.geojson"), "plan", site);
    const subject = { site, scenario, rules: loadRules(scenario.rules), features };
    const measures = measure(subject);
    expect(failed(audit({ ...subject, claimed: measures }))).toEqual([]);
    const boast = { ...measures, stalls: { ...measures.stalls, new: measures.stalls.new + 1 } };
    const lines = failed(audit({ ...subject, claimed: boast }));
    expect(lines.map((line) => line.rule)).toEqual(["fact.measures_agree"]);
    expect(lines[0].note).toContain("stalls.new");
  });
});

test("half a metre in some direction is found for every kind of object that stands", () => {
  const plan = planOf("compound");
  const kinds = [
    "stall",
    "accessAisle",
    "locker",
    "lockerPad",
    "ebikeSlot",
    "shed",
    "green",
    "greenRemoved",
    "fireLane",
    "ebikeCharger",
  ];
  for (const kind of kinds) {
    const ids = plan.features
      .filter((feature) => feature.properties?.kind === kind)
      .map((feature) => feature.properties?.id as string);
    expect(ids.length, kind).toBeGreaterThan(0);
    const found = ids.some((id) =>
      [
        [0.5, 0],
        [-0.5, 0],
        [0, 0.5],
        [0, -0.5],
      ].some((move) => failed(judged("compound", edited(plan, [{ id, move: move as [number, number] }]))).length > 0),
    );
    expect(found, kind).toBe(true);
  }
});

test("what is already wrong today is inherited, and no worse", () => {
  // an obstruction in front of the existing stall's mouth: its fault is there with and without the plan
  const site = JSON.parse(text("compound.geojson")) as FeatureCollection;
  const ring = [
    [11.5, 19],
    [12.5, 19],
    [12.5, 20],
    [11.5, 20],
    [11.5, 19],
  ];
  site.features.push({
    type: "Feature",
    properties: { kind: "obstruction", id: "O2" },
    geometry: { type: "Polygon", coordinates: [ring] },
  });
  const read = readSite(JSON.stringify(site), "compound");
  const scenario = readScenario(text("compound.scenario.json"), "compound", read);
  const { features } = readPlan(text("compound.plan.geojson"), "plan", read);
  const lines = failed(audit({ site: read, scenario, rules: loadRules(scenario.rules), features, claimed: null }));
  const mouth = lines.filter((line) => line.rule === "fact.mouth_aisle" && line.features.includes("E1"));
  expect(mouth.map((line) => line.scope)).toEqual(["inherited"]);
});
