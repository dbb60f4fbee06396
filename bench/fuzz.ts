import { parseArgs } from "node:util";
import { loadKernel } from "../engine/index.ts";
import { type Ending, STEPS, tryRandom } from "./tryRandom.ts";

const HELP = `npm run fuzz -- [--count N] [--from SEED]

Solves random sites (10,000 unless said), ${STEPS} steps each: every one ends in an audited plan without a new breach,
never above its own bound and with the same bytes twice, or in a refusal of one sentence. A fault is named with its seed;
npm run fuzz -- --from SEED --count 1 shows it again. Exit status 1 when there is one.
`;

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "10000" },
    from: { type: "string", default: "1" },
    help: { type: "boolean", default: false },
  },
});
const [count, from] = [Number(values.count), Number(values.from)];
const out = (line: string) => process.stdout.write(`${line}\n`);

if (values.help) out(HELP.trimEnd());
else if (!(Number.isInteger(count) && count > 0 && Number.isInteger(from) && from >= 0)) {
  process.stderr.write(`fuzz: --count ${values.count} --from ${values.from}: whole numbers above 0 would be right.\n`);
  process.exitCode = 1;
} else await fuzz();

async function fuzz(): Promise<void> {
  const kernel = await loadKernel();
  const forms = new Map<string, { solved: number; refused: number; stalls: number }>();
  let faults = 0;
  let slowest = { seed: 0, milliseconds: 0 };
  for (let seed = from; seed < from + count; seed++) {
    const begun = performance.now();
    const ending = tryRandom(seed, kernel);
    const milliseconds = performance.now() - begun;
    if (milliseconds > slowest.milliseconds) slowest = { seed, milliseconds };
    tell(ending, forms);
    for (const fault of ending.faults) {
      faults++;
      process.stderr.write(`fuzz: seed ${seed} (${ending.form}): ${fault}\n`);
    }
    if ((seed - from + 1) % 500 === 0) process.stderr.write(`${seed - from + 1} of ${count}, ${faults} faults\n`);
  }
  for (const [form, { solved, refused, stalls }] of [...forms].sort())
    out(`${form.padEnd(10)} ${solved} solved with ${stalls} stalls, ${refused} refused`);
  out(
    `${count} sites from seed ${from}, ${faults} faults, slowest ${Math.round(slowest.milliseconds)} ms (seed ${slowest.seed})`,
  );
  if (faults > 0) process.exitCode = 1;
}

function tell({ form, stalls }: Ending, forms: Map<string, { solved: number; refused: number; stalls: number }>): void {
  const row = forms.get(form) ?? { solved: 0, refused: 0, stalls: 0 };
  forms.set(form, row);
  if (stalls === null) row.refused++;
  else {
    row.solved++;
    row.stalls += stalls;
  }
}
