import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  judgePlan,
  type Lock,
  loadKernel,
  loadRules,
  readPlan,
  readScenario,
  readSite,
  type Scenario,
  scenarioOf,
  solve,
  toldMeasures,
  writePlan,
  writeScenario,
} from "../engine/index.ts";
import { pointsOf } from "../engine/model/geometry.ts";
import { sortOf } from "../engine/read/sort.ts";
import * as change from "../viewer/changes.ts";
import { setEdits } from "../viewer/edit/changes.ts";
import type { OpenedPlan } from "../viewer/protocol.ts";
import { type Edit, firstState, type State, UNREAD } from "../viewer/state.ts";

// a plan that is opened from a file, or taken from a curve, with the scenario that it is judged by

const SITE = "mishan-lane-30.geojson";
const site = readSite(readFileSync(`scenarios/${SITE}`, "utf8"), SITE);
const problemOf = (scenario: Scenario) => ({
  site,
  scenario,
  rules: loadRules(scenario.rules, scenario.overrides),
});

const model = readdirSync("scenarios")
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({ name, text: readFileSync(`scenarios/${name}`, "utf8") }))
  .filter(({ text }) => JSON.parse(text).site === SITE);
const scenarios = model.map(({ name, text }) => readScenario(text, name, site));

test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  "%s is the same scenario when it is written and read again",
  (_, scenario) => {
    const again = readScenario(writeScenario(scenario, site), "again.json", site);
    expect(again).toEqual(scenario);
    expect(again.hash).toBe(scenario.hash);
  },
);

test("locks are written with it, each where it was", () => {
  const [road] = site.features.filter(({ kind }) => kind === "road");
  const given = JSON.stringify({
    ...JSON.parse(model[0].text),
    locks: [{ id: road.id }, { as: "empty", geometry: boxAt(20, 30) }, { as: "green", geometry: boxAt(30, 10) }],
  });
  const scenario = readScenario(given, "locked.json", site);
  const again = readScenario(writeScenario(scenario, site), "again.json", site);
  expect(again.locks.map(sort)).toEqual(scenario.locks.map(sort));
  again.locks.forEach((lock, i) => {
    const own = cornersOf(scenario.locks[i]);
    for (const [n, [x, y]] of cornersOf(lock).entries()) {
      expect(Math.hypot(x - own[n][0], y - own[n][1])).toBeLessThan(1e-3);
    }
  });
});

const sort = (lock: Lock) => ("id" in lock ? lock.id : lock.as);
const cornersOf = (lock: Lock) =>
  "shape" in lock && lock.shape.type === "Polygon" ? pointsOf(lock.shape.area.shell) : [];

function boxAt(x: number, y: number) {
  const corners = [
    [x, y],
    [x + 4, y],
    [x + 4, y + 4],
    [x, y + 4],
  ];
  return { type: "Polygon", coordinates: [[...corners, corners[0]].map(([x, y]) => site.projection.toFile(x, y))] };
}

describe("a plan file is judged", async () => {
  // more stalls than there is room for, so that the plan has something to say of itself
  const asked = { ...JSON.parse(readFileSync("scenarios/ten-stalls.json", "utf8")), budget: { steps: 4 } };
  asked.name = "sixty";
  asked.demand.newStalls = { target: 60 };
  const scenario = readScenario(JSON.stringify(asked), "sixty.json", site);
  const plan = solve(problemOf(scenario), await loadKernel());
  const text = writePlan(plan, site);
  const read = readPlan(text, "sixty.geojson", site);

  test("as the plan was that it was written from, with what it lacks", () => {
    const judged = judgePlan(read, problemOf(scenario), "sixty.geojson");
    const { bound: _, ...measures } = toldMeasures(plan.measures, plan.features, site);
    expect(judged.measures).toEqual(measures);
    // what is asked of the file itself could not be asked of the plan
    const rules = (lines: typeof plan.audit) =>
      lines.filter(({ rule }) => !rule.startsWith("fact.")).map(({ rule, pass, measured }) => [rule, pass, measured]);
    expect(rules(judged.audit)).toEqual(rules(plan.audit));
    expect(judged.audit.filter(({ rule, pass }) => rule.startsWith("fact.") && pass === false)).toEqual([]);
    expect(plan.unmet.length).toBeGreaterThan(0);
    expect(judged.unmet).toEqual(plan.unmet);
    expect(judged.assumptions).toEqual(plan.assumptions);
    expect([judged.name, judged.seed, judged.steps, judged.study]).toEqual(["sixty", 1, plan.steps, false]);
  });

  test("by the scenario it was made for where that is at hand, else by what it says of it", () => {
    expect(scenarioOf(read.header, "sixty.geojson", site, [...scenarios, scenario])).toBe(scenario);
    const told = scenarioOf(read.header, "sixty.geojson", site, scenarios);
    expect(told.demand).toEqual(scenario.demand);
    expect([told.name, told.rules, told.overrides, told.layout]).toEqual([
      scenario.name,
      scenario.rules,
      scenario.overrides,
      scenario.layout,
    ]);
  });

  test("as a plan, though another program has saved it and left out what it says of itself", () => {
    const { plan: _, ...bare } = JSON.parse(text);
    expect(sortOf(JSON.stringify(bare))).toBe("plan");
    expect(sortOf(readFileSync(`scenarios/${SITE}`, "utf8"))).toBe("site");
    expect(sortOf(model[0].text)).toBe("scenario");
    const again = judgePlan(readPlan(JSON.stringify(bare), "bare.geojson", site), problemOf(scenario), "bare.geojson");
    expect(again.measures.stalls).toEqual(plan.measures.stalls);
    expect([again.name, again.unmet]).toEqual(["bare", []]);
  });

  test("for what it is, whatever it says: with a stall less, its figures and what it lacks are not believed", () => {
    const edited = JSON.parse(text);
    const last = edited.features.findLastIndex(
      ({ properties }: { properties: { kind: string; status?: string } }) =>
        properties.kind === "stall" && properties.status === "new",
    );
    edited.features.splice(last, 1);
    edited.plan.name = 7;
    edited.plan.site = "0".repeat(64);
    const judged = judgePlan(
      readPlan(JSON.stringify(edited), "by-hand.geojson", site),
      problemOf(scenario),
      "by-hand.geojson",
    );
    expect(judged.measures.stalls.new).toBe(plan.measures.stalls.new - 1);
    expect(judged.audit.find(({ rule }) => rule === "fact.measures_agree")?.pass).toBe(false);
    expect(judged.unmet).toEqual([]);
    expect(judged.assumptions).toEqual([
      "The plan was made for another version of the site file; both are taken as they are.",
    ]);
    expect(judged.name).toBe("by-hand");
  });
});

describe("on the page", () => {
  /** Two sides on the first scenarios; what else a plan has is nothing to the page's state. */
  function desk(): State {
    const state = firstState("en");
    const choices = model.map((file) => ({ ...UNREAD, file, title: { zh: file.name, en: file.name } }));
    change.showSite(state, null as never, choices, 2);
    return state;
  }
  const came = (steps: number) =>
    ({ scenario: { locks: [], title: { zh: "点", en: "point" } }, plan: { steps } }) as unknown as OpenedPlan;
  const fileOf = (name: string) => ({ name, text: name });
  const open = (state: State, side: number, name: string, point: { row: number } | null = null) =>
    change.openPlan(
      state,
      side,
      { ...came(7), file: fileOf(name), point: point && { ...point, curve: "planting", of: 0 } },
      model[0],
    );
  const amend = (state: State, choice: number) => {
    const edit: Edit = { does: "pin", kind: null, locks: [{ id: "T7" }] };
    setEdits(state, choice, [edit], fileOf("edited"), { past: [...state.choices[choice].past, []], undone: [] });
  };

  test("an opened plan has a row of its own, the same file the same", () => {
    const state = desk();
    open(state, 0, "a.geojson");
    expect(state.sides[0]).toMatchObject({ choice: model.length, status: "file", steps: 7 });
    open(state, 0, "b.geojson");
    open(state, 0, "a.geojson");
    expect(state.sides[0].choice).toBe(model.length);
    expect(state.choices.length).toBe(model.length + 2);
    // as it came, once more, after something else has been looked at; what was edited waits
    amend(state, model.length);
    change.chooseScenario(state, 0, 1);
    change.showOpened(state, 0, model.length);
    expect(state.sides[0].plan).toBe(state.choices[model.length].opened?.plan);
    expect(state.choices[model.length].edits).not.toBe(state.sides[0].edits);
  });

  test("a walk along a curve takes one row; an edited point keeps its own", () => {
    const state = desk();
    for (const row of [0, 1, 2]) open(state, 0, `point-${row}`, { row });
    expect(state.choices.length).toBe(model.length + 1);
    expect(state.tradeOff.chosen).toEqual({ curve: "planting", row: 2 });
    // the other side's point is not taken away from it
    open(state, 1, "point-3", { row: 3 });
    expect(state.choices.length).toBe(model.length + 2);
    amend(state, model.length);
    open(state, 0, "point-4", { row: 4 });
    expect(state.choices.length).toBe(model.length + 3);
    expect(state.choices[model.length].opened?.file.name).toBe("point-2");
  });

  test("a point is no longer on the drawing once its side has gone on, nor a point of a curve that is gone", () => {
    const state = desk();
    open(state, 0, "point-2", { row: 2 });
    change.chooseScenario(state, 1, 2);
    expect(state.tradeOff.chosen).not.toBeNull();
    change.chooseScenario(state, 0, model.length, "last");
    expect(state.tradeOff.chosen).toBeNull();
    // its plan stays until there is a better one, and for good where there is none
    expect(state.sides[0].plan).toBe(state.choices[model.length].opened?.plan);
    change.failSide(state, 0);
    expect(state.sides[0]).toMatchObject({ status: "file", steps: 7 });
    change.startSweep(state, 0, "same");
    expect(state.choices[model.length].opened?.point).toBeNull();
  });
});
