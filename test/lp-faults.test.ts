import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { solveProgram } from "../engine/lp/door.ts";
import type { Program } from "../engine/lp/program.ts";
import { type Fault, packing } from "./lpPacking.ts";
import { isSolution, worthOf } from "./lpPrograms.ts";
import { rawAnswer } from "./lpRaw.ts";

// found by lpHunt.ts: one fault a file, named after its columns
const folder = new URL("fixtures/lp/", import.meta.url);
const faults = readdirSync(folder).map((file): [string, Fault] => [
  file,
  JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Fault,
]);

/** The raw solver is asked again where it answered within this, seconds; else its answer is the one on file, unless SNAILSHELL_SLOW is set. */
const QUICK = 2;

function programOf(name: string, { kind, places }: Fault): Program {
  const program = packing(name, places);
  if (kind === "whole") return program;
  return { ...program, columns: program.columns.map((column) => ({ ...column, kind: "real" })) };
}

test("the faults reach from 200 to 1,641 columns, both linear and whole", () => {
  const columns = faults.map(([, { places }]) => places.length);
  expect(Math.min(...columns)).toBe(200);
  expect(Math.max(...columns)).toBe(1641);
  expect(new Set(faults.map(([, { kind }]) => kind)).size).toBe(2);
  expect(faults.length).toBeGreaterThanOrEqual(9);
});

test.each(faults)(
  "%s: javascript-lp-solver calls a wrong value feasible, the door gives the right one",
  async (name, fault) => {
    const program = programOf(name, fault);
    const asksAgain = fault.raw.seconds < QUICK || process.env.SNAILSHELL_SLOW !== undefined;
    const raw = asksAgain ? rawAnswer(packing(name, fault.places), fault.kind) : fault.raw;
    expect(raw.feasible).toBe(true);
    expect(raw.value).toBeCloseTo(fault.raw.value, 6);

    const answer = await solveProgram(program);
    if (answer.status !== "optimal") throw new Error(answer.status);
    expect(isSolution(program, answer.values)).toBe(true);
    expect(worthOf(program, answer.values)).toBeCloseTo(answer.value, 6);
    // better than what the raw solver called the best, and as good as our own dual bound allows
    expect(answer.value).toBeGreaterThan(raw.value + 0.04);
    expect(answer.value).toBeCloseTo(fault.optimum, 4);
    expect(answer.solver).toBe("highs");
    if (fault.kind === "linear") expect(answer.proof).toBe("dual bound");
  },
  120_000,
);
