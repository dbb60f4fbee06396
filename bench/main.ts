import { parseArgs } from "node:util";
import { loadKernel } from "../engine/index.ts";
import { adversarial } from "./adversarial.ts";
import { type Case, compounds, exact, model, real, realAll, shapes } from "./cases.ts";
import { first } from "./first.ts";
import { frames } from "./frames.ts";
import { mix } from "./mix.ts";
import { pictures } from "./pictures.ts";
import { polish } from "./polish.ts";
import { prices } from "./prices.ts";
import { gains, readRecord, regressions, withCounts, writeRecord } from "./record.ts";
import { type Check, type Result, runCase } from "./run.ts";
import { scale } from "./scale.ts";
import { seconds as limits } from "./seconds.ts";
import { seeds } from "./seeds.ts";
import { solvers } from "./solvers.ts";
import { studies } from "./studies.ts";
import { row, totals } from "./table.ts";
import { threads } from "./threads.ts";
import { turned } from "./turned.ts";
import { twin } from "./twin.ts";

const HELP = `npm run bench -- [SET …] [options]

Sets with counts: shapes model real exact compounds real-all; without any, the first four.
Checks: turned adversarial seeds scale seconds solvers threads twin pictures polish mix prices
studies first frames.

  --quick      our own cases and a dozen real lots, under a minute
  --seconds S  by wall time instead of planned steps; the record is not asked then
  --steps N    by other steps than planned; the record is not asked then
  --json       results as JSON, one a line
  --update     writes the counts into bench/record.json

Exit status 1 when a count is below the record, a plan has a new breach, or a check fails.
`;

/** Every eighth real lot stands for the rest in a quick run. */
const QUICK_EVERY = 8;

const SETS: Readonly<Record<string, () => Case[]>> = { shapes, model, real, exact, compounds, "real-all": realAll };
const CHECKS: Readonly<Record<string, Check>> = {
  turned,
  adversarial,
  seeds,
  scale,
  seconds: limits,
  solvers,
  threads,
  twin,
  pictures,
  polish,
  mix,
  prices,
  studies,
  first,
  frames,
};
const USUAL = ["shapes", "model", "real", "exact"];
const QUICK = ["shapes", "model", "real", "first"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    seconds: { type: "string" },
    steps: { type: "string" },
    json: { type: "boolean", default: false },
    update: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const known = [...Object.keys(SETS), ...Object.keys(CHECKS)];
const stranger = positionals.find((name) => !known.includes(name));
const limit = values.seconds === undefined ? null : Number(values.seconds);
const steps = values.steps === undefined ? null : Number(values.steps);
const out = (line: string) => process.stdout.write(`${line}\n`);
const note = (line: string) => process.stderr.write(`${line}\n`);

if (values.help) out(HELP.trimEnd());
else if (stranger !== undefined) fail(`there is no set "${stranger}"; there are ${known.join(", ")}.`);
else if (limit !== null && !(limit > 0)) fail(`--seconds ${values.seconds}: a number above 0 would be right.`);
else if (steps !== null && !(Number.isInteger(steps) && steps > 0))
  fail(`--steps ${values.steps}: a whole number above 0 would be right.`);
else await bench(positionals.length > 0 ? positionals : values.quick ? QUICK : USUAL);

async function bench(wanted: readonly string[]): Promise<void> {
  const kernel = await loadKernel();
  const results: Result[] = [];
  const faults: string[] = [];
  for (const set of wanted) {
    if (set in CHECKS) {
      faults.push(
        ...(await CHECKS[set](kernel, values.json ? note : out, {
          extent: values.quick ? "quick" : "whole",
          record: values.update ? "write" : "ask",
        })),
      );
      continue;
    }
    const cases = SETS[set]().filter((_, i) => !values.quick || !set.startsWith("real") || i % QUICK_EVERY === 0);
    if (cases.length === 0) {
      note(`${set}: its data is not at hand; see bench/README.md.`);
      continue;
    }
    const own = cases.map((one) => {
      const result = runCase(set, one, kernel, { seconds: limit, steps });
      out(values.json ? JSON.stringify(result) : row(result));
      return result;
    });
    if (!values.json) out(`${totals(set, own)}\n`);
    results.push(...own);
  }
  for (const { set, name, faults: own } of results) faults.push(...own.map((fault) => `${set} ${name}: ${fault}`));
  if (limit === null && steps === null) faults.push(...judged(results));
  for (const fault of faults) fail(fault);
}

/** Against the record, or into it. */
function judged(results: readonly Result[]): string[] {
  const record = readRecord();
  if (values.update) {
    writeRecord(withCounts(results, record));
    return [];
  }
  const better = gains(results, record);
  if (better > 0) note(`${better} above the record: npm run bench -- --update writes it anew.`);
  return regressions(results, record);
}

function fail(sentence: string): void {
  note(`bench: ${sentence}`);
  process.exitCode = 1;
}
