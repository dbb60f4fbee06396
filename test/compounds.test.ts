import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isForbidden } from "../engine/forbidden.ts";
import { loadKernel, loadRules, readScenario, readSite, solve } from "../engine/index.ts";
import { asFiled } from "./asFiled.ts";

// compounds of our own drawing that are hard in other ways than the model case; `note` in each scenario says in which

const folder = join(import.meta.dirname, "../scenarios");
const text = (name: string) => readFileSync(join(folder, name), "utf8");
const kernel = await loadKernel();

/** Steps enough for a figure that holds, few enough for a test. */
const STEPS = 400;

function solved(name: string) {
  const site = readSite(text(`${name}.geojson`), `${name}.geojson`);
  const scenario = readScenario(text(`${name}.json`), `${name}.json`, site);
  const problem = { site, scenario, rules: loadRules(scenario.rules) };
  return { problem, plan: solve(problem, kernel, { steps: STEPS }) };
}

/** Least new stalls, and cars without a marked place that may have to go at most. */
const HELD = [
  // 85 while planting could shut off doors
  ["ring-two-gates", { stalls: 75, lost: 0 }],
  ["slabs-informal", { stalls: 85, lost: 24 }],
  ["courtyard-one-lane", { stalls: 20, lost: 0 }],
] as const;

describe.each(HELD)("%s", (name, { stalls, lost }) => {
  const { problem, plan } = solved(name);

  test("holds its stalls at a balance of nothing lost, and every lane is driven", () => {
    expect(plan.measures.stalls.new).toBeGreaterThanOrEqual(stalls);
    expect(plan.measures.stalls.lostInformal).toBeLessThanOrEqual(lost);
    expect(plan.measures.greening.balance).toBeGreaterThanOrEqual(0);
    expect(plan.measures.treesMoved).toBe(0);
    expect(plan.measures.fireLane.driven).toBe(true);
  });

  test("loses next to no stall to the engine, and breaks nothing", () => {
    const toEngine = plan.unmet.filter(({ binding }) => binding === "fire.engine");
    expect(toEngine.reduce((sum, { wanted }) => sum + Number(wanted), 0)).toBeLessThanOrEqual(2);
    expect(plan.audit.filter((line) => isForbidden(line, false))).toEqual([]);
  });

  test("its file is judged as it was itself, the engine's sweep too", () => {
    const { own, found, ofFile } = asFiled(text(`${name}.geojson`), problem, plan);
    expect(found).toEqual(own);
    expect(ofFile.map(({ pass }) => pass)).toEqual([true, true]);
  });

  test("is declared as drawn by us, in both languages", () => {
    const { note } = JSON.parse(text(`${name}.json`)) as { note: { zh: string; en: string } };
    expect(note.zh).toContain("自绘");
    expect(note.en).toContain("Drawn by us");
  });
});
