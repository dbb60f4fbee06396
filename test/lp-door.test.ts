import { expect, test } from "vitest";
import { solveProgram } from "../engine/lp/door.ts";
import { loadHighs } from "../engine/lp/highs.ts";
import type { Column, Program, Row } from "../engine/lp/program.ts";
import { lpText } from "../engine/lp/text.ts";
import { bruteForce, isSolution, randomProgram, seeded, worthOf } from "./lpPrograms.ts";

const workshop: Program = {
  name: "workshop",
  direction: "max",
  columns: [
    { name: "chairs", kind: "integer", lower: 0, upper: Infinity, cost: 30 },
    { name: "tables", kind: "integer", lower: 0, upper: 30.5, cost: 50 },
  ],
  rows: [
    {
      name: "carpentry",
      sense: "<=",
      bound: 40,
      terms: [
        ["chairs", 1],
        ["tables", 2],
      ],
    },
    {
      name: "finishing",
      sense: "<=",
      bound: 50,
      terms: [
        ["chairs", 2],
        ["tables", 1],
      ],
    },
  ],
};

test("an optimum comes with its values and the price of every row", async () => {
  const answer = await solveProgram(workshop);
  if (answer.status !== "optimal") throw new Error(answer.status);
  expect(answer.value).toBe(1100);
  expect(answer.values).toEqual(
    new Map([
      ["chairs", 20],
      ["tables", 10],
    ]),
  );
  expect(answer.prices?.get("carpentry")).toBeCloseTo(70 / 3, 6);
  expect(answer.prices?.get("finishing")).toBeCloseTo(10 / 3, 6);
});

test("a program prints itself as LP text with names every reader takes", () => {
  expect(lpText(workshop)).toBe(
    [
      "\\ workshop",
      "Maximize",
      " objective: 30 chairs + 50 tables",
      "Subject To",
      " carpentry: chairs + 2 tables <= 40",
      " finishing: 2 chairs + tables <= 50",
      "Bounds",
      " 0 <= chairs <= +inf",
      " 0 <= tables <= 30.5",
      "General",
      " chairs tables",
      "End",
      "",
    ].join("\n"),
  );
});

const column = (name: string, kind: Column["kind"], lower: number, upper: number, cost: number): Column => {
  return { name, kind, lower, upper, cost };
};

test("what cannot hold together is named, rows and bounds, and nothing that is not needed", async () => {
  const program: Program = {
    name: "demands",
    direction: "min",
    columns: [
      column("stalls", "integer", 0, 12, 1),
      column("green", "real", 0, 40, 1),
      column("lockers", "integer", 1, 4, 1),
    ],
    rows: [
      { name: "newStalls.min", sense: ">=", bound: 10, terms: [["stalls", 1]] },
      {
        name: "green for stalls",
        sense: "<=",
        bound: 0,
        terms: [
          ["stalls", 5],
          ["green", -1],
        ],
      },
      { name: "lockers.min", sense: ">=", bound: 1, terms: [["lockers", 1]] },
    ],
  };
  const answer = await solveProgram(program);
  if (answer.status !== "infeasible") throw new Error(answer.status);
  expect(new Set(answer.conflict)).toEqual(new Set(["green <= 40", "newStalls.min", "green for stalls"]));
});

test("bounds that cross are a conflict of two", async () => {
  const program: Program = { name: "crossed", direction: "max", columns: [column("x", "real", 3, 2, 1)], rows: [] };
  for (const limits of [{}, { solver: "highs" }] as const) {
    expect(await solveProgram(program, limits)).toEqual({ status: "infeasible", conflict: ["x >= 3", "x <= 2"] });
  }
});

test("whole numbers alone can be the conflict", async () => {
  const program: Program = {
    name: "halves",
    direction: "max",
    columns: [column("x", "integer", 0, 9, 1), column("y", "integer", 0, 9, 1)],
    rows: [
      {
        name: "odd",
        sense: "=",
        bound: 7,
        terms: [
          ["x", 2],
          ["y", 2],
        ],
      },
    ],
  };
  expect(await solveProgram(program)).toEqual({ status: "infeasible", conflict: ["odd"] });
});

test("a program without an end is unbounded, whole or not", async () => {
  for (const kind of ["real", "integer"] as const) {
    const program: Program = {
      name: "endless",
      direction: "max",
      columns: [column("x", kind, 0, Infinity, 1), column("y", kind, -Infinity, Infinity, 0)],
      rows: [
        {
          name: "tied",
          sense: "<=",
          bound: 3,
          terms: [
            ["x", 1],
            ["y", -1],
          ],
        },
      ],
    };
    expect(await solveProgram(program)).toEqual({ status: "unbounded" });
  }
});

test("a search that is stopped says the best it has and what nothing can better", async () => {
  const random = seeded(11);
  const columns = Array.from({ length: 30 }, (_, j) =>
    column(`x${j}`, "integer", 0, 1, 100 + Math.floor(random() * 900)),
  );
  const rows = Array.from({ length: 3 }, (_, i): Row => {
    const terms = columns.map(({ name }) => [name, 100 + Math.floor(random() * 900)] as const);
    return { name: `room ${i}`, sense: "<=", bound: 6_000, terms };
  });
  const program: Program = { name: "hard", direction: "max", columns, rows };
  const answer = await solveProgram(program, { nodes: 1, solver: "highs" });
  if (answer.status !== "stopped" || answer.values === null || answer.value === null) throw new Error(answer.status);
  expect(isSolution(program, answer.values)).toBe(true);
  expect(worthOf(program, answer.values)).toBeCloseTo(answer.value, 6);
  expect(answer.bound).toBeGreaterThan(answer.value);
  expect(answer.gap).toBeCloseTo((answer.bound - answer.value) / answer.value, 9);
  expect(await solveProgram(program, { nodes: 1, solver: "highs" })).toEqual(answer);
});

test("HiGHS gives a fraction for an integer column whose upper bound is one, the door does not", async () => {
  const program = randomProgram(32);
  const highs = await loadHighs();
  const raw = highs.solve(lpText(program), { output_flag: false });
  expect(raw.Status).toBe("Optimal");
  expect(raw.Columns.n2).toMatchObject({ Type: "Integer", Primal: 1.5 });
  expect(raw.ObjectiveValue).toBeCloseTo(7.5, 9);
  const answer = await solveProgram(program, { solver: "highs" });
  expect(answer).toMatchObject({ status: "optimal", value: 5 });
  expect(bruteForce(program)).toBe(5);
});

test("LP text read by another parser is the same program, whatever the names", async () => {
  const highs = await loadHighs();
  const odd = ["end", "e5", "3rd", "free", "two words", "绿地", "two_words", "x"];
  let checked = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const made = randomProgram(seed);
    const spelled = new Map(made.columns.map(({ name }, j) => [name, odd[j]]));
    const of = (name: string) => spelled.get(name) ?? name;
    const program: Program = {
      ...made,
      // whole bounds, because HiGHS's own fault with fractions is not the text's
      columns: made.columns.map((each) => ({
        ...each,
        name: of(each.name),
        upper: each.kind === "integer" ? Math.floor(each.upper) : each.upper,
      })),
      rows: made.rows.map((row) => ({ ...row, terms: row.terms.map(([name, factor]) => [of(name), factor] as const) })),
    };
    const answer = await solveProgram(program);
    const raw = highs.solve(lpText(program), { output_flag: false });
    if (answer.status !== "optimal") expect(raw.Status).not.toBe("Optimal");
    else {
      expect(raw.ObjectiveValue).toBeCloseTo(answer.value, 5);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(100);
});

test.each([
  ["two columns have one name", [column("x", "real", 0, 1, 1), column("x", "real", 0, 1, 1)], []],
  ["which is no column", [column("x", "real", 0, 1, 1)], [{ name: "r", sense: "<=", bound: 1, terms: [["y", 1]] }]],
  [
    "a factor that is no number",
    [column("x", "real", 0, 1, 1)],
    [{ name: "r", sense: "<=", bound: 1, terms: [["x", Number.NaN]] }],
  ],
  [
    "a bound that is no number",
    [column("x", "real", 0, 1, 1)],
    [{ name: "r", sense: "<=", bound: Infinity, terms: [["x", 1]] }],
  ],
] as const)("what is no program is refused: %s", async (why, columns, rows) => {
  await expect(solveProgram({ name: "none", direction: "max", columns, rows })).rejects.toThrow(why);
});
