import { expect, test } from "vitest";
import { solveProgram } from "../engine/lp/door.ts";
import type { Program } from "../engine/lp/program.ts";
import { lpText } from "../engine/lp/text.ts";

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
