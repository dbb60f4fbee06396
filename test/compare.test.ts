import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMPARED, comparePlans, dominates } from "../engine/compare.ts";
import {
  comparisonCsv,
  comparisonJson,
  comparisonText,
  loadKernel,
  loadRules,
  type Plan,
  readScenario,
  readSite,
  solve,
} from "../engine/index.ts";
import { csvText } from "../engine/write/csv.ts";
import { say } from "./command.ts";

const root = resolve(import.meta.dirname, "..");
const MODEL = "scenarios/mishan-lane-30.geojson";
const SCENARIOS = ["scenarios/as-is.json", "scenarios/ten-stalls.json", "scenarios/study-lose-80.json"];
const text = (path: string) => readFileSync(join(root, path), "utf8");

let lawful: Plan;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "snailshell-"));
  const site = readSite(text(MODEL), "mishan");
  const scenario = readScenario(text(SCENARIOS[1]), "ten-stalls.json", site);
  lawful = solve({ site, scenario, rules: loadRules(scenario.rules) }, await loadKernel(), { steps: 20 });
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Changes {
  readonly name?: string;
  readonly study?: boolean;
  readonly net?: number;
  readonly removed?: number;
  readonly homes?: number;
}

/** The solved plan with some of its measures otherwise. */
function plan({ name = "plan", study = false, net = 10, removed = 30, homes = 2 }: Changes): Plan {
  const { measures } = lawful;
  return {
    ...lawful,
    name,
    study,
    measures: {
      ...measures,
      stalls: { ...measures.stalls, net },
      greening: { ...measures.greening, removed },
      homesUnder6m: homes,
    },
  };
}

const title = { zh: "标题", en: "Title" };

describe("domination", () => {
  test("nowhere worse and somewhere better; equals do not dominate", () => {
    expect(dominates(plan({ net: 11 }), plan({}))).toBe(true);
    expect(dominates(plan({}), plan({ net: 11 }))).toBe(false);
    expect(dominates(plan({}), plan({}))).toBe(false);
    expect(dominates(plan({ net: 11, removed: 31 }), plan({}))).toBe(false);
    expect(dominates(plan({ removed: 29 }), plan({}))).toBe(true);
    expect(dominates(plan({ homes: 1 }), plan({}))).toBe(true);
  });

  test("a study never dominates what can be approved, however many stalls it has", () => {
    expect(dominates(plan({ study: true, net: 40, removed: 0 }), plan({}))).toBe(false);
    expect(dominates(plan({}), plan({ study: true }))).toBe(true);
  });

  test("is a strict order on any plans", () => {
    const some = fc.record({
      study: fc.boolean(),
      net: fc.integer({ min: 0, max: 2 }),
      removed: fc.integer({ min: 0, max: 2 }),
      homes: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(some, some, some, (a, b, c) => {
        const [p, q, r] = [plan(a), plan(b), plan(c)];
        if (dominates(p, q)) {
          expect(dominates(q, p)).toBe(false);
          if (dominates(q, r)) expect(dominates(p, r)).toBe(true);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test("the table names who dominates, and tells scenarios of one name apart", () => {
    const { baseline, scenarios } = comparePlans(
      [plan({}), plan({ net: 12 }), plan({ net: 9, removed: 40 })].map((each) => ({ plan: each, title })),
    );
    expect(baseline).toBe("plan");
    expect(scenarios.map(({ name }) => name)).toEqual(["plan", "plan (2)", "plan (3)"]);
    expect(scenarios.map(({ dominatedBy }) => dominatedBy)).toEqual([["plan (2)"], [], ["plan", "plan (2)"]]);
    expect(scenarios[1].differences["stalls.net"]).toBe(2);
    expect(scenarios[2].differences["greening.removed"]).toBe(10);
  });
});

describe("tables", () => {
  test("a spreadsheet runs nothing that a file says, and numbers stay numbers", () => {
    const evil = ["=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "\t=1", "\r=1", '=HYPERLINK("x";"y")'];
    const rows = csvText(evil.map((cell) => [cell, -3.5]));
    for (const line of rows.trimEnd().split("\n")) expect(line.replace(/^"/, "")).toMatch(/^'/);
    expect(csvText([[-3.5, 1e-7, null, "plain", 'say "a,b"']])).toBe('-3.5,1e-7,,plain,"say ""a,b"""\n');
  });

  test("every line of the CSV has every cell, and JSON has the same numbers", () => {
    const comparison = comparePlans(
      [plan({ name: "=cmd" }), plan({ net: 12 })].map((each) => ({ plan: each, title: { zh: "一", en: "-a" } })),
    );
    const [head, first, second] = comparisonCsv(comparison).trimEnd().split("\n");
    const cells = (line: string) => line.split(",");
    expect(cells(head)).toHaveLength(6 + 2 * COMPARED.length);
    expect(cells(first)).toHaveLength(6 + 2 * COMPARED.length);
    expect(cells(first).slice(0, 3)).toEqual(["'=cmd", "'-a", "一"]);
    const net = cells(head).indexOf("stalls.net");
    expect(cells(second)[net]).toBe("12");
    const json = JSON.parse(comparisonJson(comparison));
    expect(json.scenarios[1].measures["stalls.net"]).toBe(12);
    expect(json.scenarios[0].name).toBe("=cmd");
    expect(comparisonText(comparison)).toContain("=cmd is dominated by plan\n");
  });
});

describe("on the command line", () => {
  test("one table over the scenarios; a study leaves with 2, demands met with 0", async () => {
    const table = join(folder, "table.json");
    const { status, out } = await say(["compare", MODEL, ...SCENARIOS, "--steps", "30", "-o", table]);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    const { scenarios } = JSON.parse(readFileSync(table, "utf8"));
    expect(scenarios.map(({ name, lawful }: { name: string; lawful: boolean }) => [name, lawful])).toEqual([
      ["as-is", true],
      ["ten-stalls", true],
      ["study-lose-80", false],
    ]);
    for (const { measures, differences } of scenarios) {
      expect(differences["stalls.new"]).toBe(measures["stalls.new"] - scenarios[0].measures["stalls.new"]);
    }
    const plain = await say(["compare", MODEL, SCENARIOS[0]]);
    expect(plain.status).toBe(0);
    expect(plain.out).toContain("greening.balance, m²");
  }, 30_000);

  test.each([
    [["compare", MODEL], "snailshell compare: SCENARIO… is missing"],
    [["compare", MODEL, SCENARIOS[0], "-o", "table.xlsx"], "table.xlsx: a table ends in .txt, .csv, .json"],
    [["compare", MODEL, SCENARIOS[0], "nix.json"], "nix.json: there is no such file"],
  ])("%j is refused in one line", async (argv, sentence) => {
    const { status, out, error } = await say(argv);
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(error).toContain(sentence);
    expect(error.trimEnd().split("\n")).toHaveLength(1);
  });
});
