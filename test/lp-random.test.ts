import { expect, test } from "vitest";
import { type Answer, solveProgram } from "../engine/lp/door.ts";
import { solveHighs } from "../engine/lp/highs.ts";
import { matrixOf } from "../engine/lp/matrix.ts";
import type { Program } from "../engine/lp/program.ts";
import { solveSmall } from "../engine/lp/small.ts";
import { bruteForce, isSolution, randomProgram, worthOf } from "./lpPrograms.ts";

const COUNT = 2000;

test("2,000 random programs: both solvers and trying everything agree", async () => {
  const seen = { optimal: 0, infeasible: 0, small: 0 };
  const differ: string[] = [];
  for (let seed = 1; seed <= COUNT; seed++) {
    const program = randomProgram(seed);
    const truth = bruteForce(program);
    const small = await solveProgram(program);
    const large = await solveProgram(program, { solver: "highs" });
    for (const answer of [small, large]) {
      const said = saying(program, answer);
      const right = truth === null ? "infeasible" : truth.toFixed(5);
      if (said !== right) differ.push(`${program.name}: ${said} for ${right}`);
    }
    if (small.status === "optimal") {
      seen.optimal++;
      if (small.solver === "javascript-lp-solver") seen.small++;
    }
    if (small.status === "infeasible") {
      seen.infeasible++;
      differ.push(...(await conflictFaults(program, small.conflict)));
    }
  }
  expect(differ).toEqual([]);
  // the set is worth something only while it holds many of each
  expect(seen.optimal).toBeGreaterThan(800);
  expect(seen.infeasible).toBeGreaterThan(300);
  expect(seen.small).toBeGreaterThan(0.95 * seen.optimal);
}, 120_000);

function saying(program: Program, answer: Answer): string {
  if (answer.status !== "optimal") return answer.status;
  if (!isSolution(program, answer.values)) return "no solution";
  const worth = worthOf(program, answer.values);
  return Math.abs(worth - answer.value) < 1e-6 ? (worth + 0).toFixed(5) : "a value its columns do not have";
}

/** A conflict must be impossible as a whole and possible without any one of its members. */
async function conflictFaults(program: Program, conflict: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  const whole = matrixOf(only(program, conflict));
  const outcomes = [await solveSmall(whole), await solveHighs(whole, 5000)];
  // open integer columns can be beyond branch and bound without presolve: then one solver has to do
  const sayings = outcomes.map((outcome) => outcome?.status ?? "stopped");
  if (!sayings.includes("infeasible") || sayings.includes("optimal")) {
    faults.push(`${program.name}: ${conflict.join(", ")} can hold together`);
  }
  for (const member of conflict) {
    const rest = only(
      program,
      conflict.filter((name) => name !== member),
    );
    const answer = await solveProgram({ ...rest, columns: rest.columns.map((column) => ({ ...column, cost: 0 })) });
    if (answer.status !== "optimal" || !isSolution(rest, answer.values)) {
      faults.push(`${program.name}: ${member} is not needed in ${conflict.join(", ")}`);
    }
  }
  return faults;
}

/** The program with the named rows and bounds only. */
function only(program: Program, members: readonly string[]): Program {
  return {
    ...program,
    columns: program.columns.map((column) => {
      const [low, high] =
        column.kind === "integer" ? [Math.ceil(column.lower), Math.floor(column.upper)] : [column.lower, column.upper];
      return {
        ...column,
        lower: members.includes(`${column.name} >= ${low}`) ? low : -Infinity,
        upper: members.includes(`${column.name} <= ${high}`) ? high : Infinity,
      };
    }),
    rows: program.rows.filter(({ name }) => members.includes(name)),
  };
}
