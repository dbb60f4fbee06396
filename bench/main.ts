import { parseArgs } from "node:util";
import { loadKernel } from "../engine/index.ts";
import { adversarial } from "./adversarial.ts";
import { type Case, compounds, exact, model, real, shapes } from "./cases.ts";
import { limits } from "./limits.ts";
import { readRecord, regressions, writeRecord } from "./record.ts";
import { type Result, runCase } from "./run.ts";
import { row, totals } from "./table.ts";
import { turned } from "./turned.ts";

const HELP = `npm run bench -- [options]

  --quick       our own cases and a dozen real lots; fails on a count below the record
  --set NAME    shapes, model, real, exact, compounds, turned, adversarial or limits; may be repeated
  --seconds S   by wall time instead of planned steps (no record is judged)
  --json        results as JSON, one a line
  --update      writes the counts into bench/record.json
`;

/** Every eighth real lot stands for the rest in a quick run. */
const QUICK_EVERY = 8;

const SETS: Readonly<Record<string, () => Case[]>> = { shapes, model, real, exact, compounds };
const CHECKS: Readonly<Record<string, typeof turned>> = { turned, adversarial, limits };

const { values } = parseArgs({
  options: {
    quick: { type: "boolean" },
    set: { type: "string", multiple: true },
    seconds: { type: "string" },
    json: { type: "boolean" },
    update: { type: "boolean" },
    help: { type: "boolean" },
  },
});

const known = [...Object.keys(SETS), ...Object.keys(CHECKS)];
const wanted = values.set ?? ["shapes", "model", "real", "exact"];
const stranger = wanted.find((name) => !known.includes(name));
if (values.help || stranger !== undefined) {
  process.stdout.write(
    stranger === undefined ? HELP : `bench: there is no set "${stranger}"; there are ${known.join(", ")}.\n`,
  );
  process.exit(stranger === undefined ? 0 : 1);
}

const kernel = await loadKernel();
const seconds = values.seconds === undefined ? null : Number(values.seconds);
const results: Result[] = [];
const faults: string[] = [];
for (const set of wanted) {
  if (set in CHECKS) {
    faults.push(...CHECKS[set](kernel, (line) => process.stdout.write(`${line}\n`)));
    continue;
  }
  const all = SETS[set]();
  const cases = values.quick && set === "real" ? all.filter((_, i) => i % QUICK_EVERY === 0) : all;
  if (cases.length === 0) continue;
  const own: Result[] = [];
  for (const one of cases) {
    const result = runCase(set, one, kernel, seconds);
    own.push(result);
    process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${row(result)}\n`);
  }
  if (!values.json) process.stdout.write(`${totals(set, own)}\n\n`);
  results.push(...own);
}

for (const { set, name, breaches } of results)
  if (breaches > 0) faults.push(`${set} ${name}: ${breaches} new breaches.`);
if (seconds === null) {
  if (values.update) writeRecord(results, readRecord());
  else faults.push(...regressions(results, readRecord()));
}
for (const fault of faults) process.stderr.write(`bench: ${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
