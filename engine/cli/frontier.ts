import { mkdir, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { frontierChart } from "../frontier/chart.ts";
import { type Frontier, frontier } from "../frontier/frontier.ts";
import { withDualPrices } from "../frontier/price.ts";
import { type Sweep, startSweep } from "../frontier/sweep.ts";
import { frontierCsv, frontierJson, pointFile } from "../frontier/table.ts";
import { gridOf, MOST_POINTS, readVary } from "../frontier/vary.ts";
import { loadKernel } from "../kernel.ts";
import { readPrices } from "../mix/prices.ts";
import { InputError } from "../model/errors.ts";
import { writePlan } from "../write/plan.ts";
import { readSource } from "./files.ts";
import { LARGEST_SEED, numberOption, parse } from "./options.ts";
import { readProblem } from "./problem.ts";
import { EXIT, type ExitStatus, type Io, type Verb } from "./verb.ts";

const HELP = `snailshell frontier SITE --scenario FILE --vary key=from:to:step [options]

The trade-off curve: one solved and audited plan for each value of a demand (newGreen.max,
newStalls.target …) or of a rule (green.balance_min …). Counts never fall as more is allowed: a better
plan of a neighbour that is lawful here too takes the place of a point's own. JSON on standard output.
On the front is a point that no other beats: nowhere worse and somewhere better in stalls (accessible
ones too), green, planting, trees, demands met, charging and e-bikes where they are varied, and cost where
there are prices.
Points with another width, distance or such of the rulebook are not held against each other.

  --scenario FILE    what is wanted; without it as many new stalls as fit
  --vary K=A:B:STEP  the number that is varied, from A to B; given twice it makes a grid
  -o, --output DIR   a folder for frontier.json, frontier.csv, frontier.svg and one plan a point
  --prices FILE      a price list like engine/mix/prices.example.json: what each plan costs
  --seed N           another seed gives another search
  --steps N          search steps at most, for each point
  --rules P          cn-shanghai, us, eu, eu-uk, geometry, or the .json file of a copy; over the scenario's
  --set key=value    a rule of the profile set to another value; may be repeated

Ctrl-C ends the sweep and keeps the points that are done. Exit status 2 when a demand is unmet at some
point, a point is a study, or the sweep was stopped.
`;

/** A slice of search between two looks at the keyboard, milliseconds. */
const SLICE = 50;

/** As many keys can be varied: more cannot be drawn. */
const MOST_KEYS = 2;

export const frontierVerb: Verb = {
  help: HELP,
  async run(argv, io) {
    const { values, positionals } = parse(
      "frontier",
      argv,
      {
        scenario: { type: "string" },
        vary: { type: "string", multiple: true },
        prices: { type: "string" },
        output: { type: "string", short: "o" },
        seed: { type: "string" },
        steps: { type: "string" },
        rules: { type: "string" },
        set: { type: "string", multiple: true },
      },
      ["SITE"],
    );
    const place = "snailshell frontier: --vary";
    const seed = numberOption("frontier", "seed", values.seed, { least: 0, most: LARGEST_SEED, sort: "integer" });
    const steps = numberOption("frontier", "steps", values.steps, { least: 1, sort: "integer" });
    const varied = (values.vary ?? []).map((text) => readVary(text, place));
    checkVaried(varied, place);
    await checkFolder(values.output, io);
    const problem = await readProblem("frontier", positionals[0], { ...values, seed }, io);
    const list = values.prices === undefined ? null : await readSource(values.prices, io);
    const prices = list === null ? null : readPrices(list.text, list.name);
    const kernel = await loadKernel();
    const sweep = startSweep(problem, varied, kernel, place, { steps });
    await drive(sweep, io);
    const result = await withDualPrices(frontier(problem.scenario.name, sweep, prices), kernel);
    io.out(frontierJson(result));
    if (values.output !== undefined) await writeFolder(result, values.output, io);
    io.error(frontierWords(result));
    return statusOf(result);
  },
};

function checkVaried(varied: ReturnType<typeof readVary>[], place: string): void {
  if (varied.length === 0) throw new InputError(`${place} is missing; --vary newGreen.max=0:120:10 would be right.`);
  if (varied.length > MOST_KEYS)
    throw new InputError(`${place}: ${varied.length} keys are varied; one, or two for a grid, would be right.`);
  if (varied.length === 2 && varied[0].key === varied[1].key)
    throw new InputError(`${place}: ${varied[0].key} is varied twice; two different keys would be right.`);
  const count = gridOf(varied).length;
  if (count > MOST_POINTS)
    throw new InputError(
      `${place}: the grid has ${count} points; ranges that make ${MOST_POINTS} at most would be right.`,
    );
}

/** Runs a sweep to its end, or until Ctrl-C; says on standard error what each point came to. */
async function drive(sweep: Sweep, io: Io): Promise<void> {
  let stopped = false;
  const release = io.onInterrupt?.(() => {
    stopped = true;
  });
  let slice = 1;
  let done = 0;
  let searched = 0;
  try {
    while (!stopped) {
      const before = performance.now();
      const more = sweep.advance(slice);
      const took = Math.max(performance.now() - before, 0.1);
      // steps differ in cost from site to site: the clock sets the size of a slice, never the result
      if (sweep.done === searched) slice = Math.max(1, Math.round(slice * Math.min(SLICE / took, 4)));
      if (sweep.done > searched && sweep.points.length === done)
        io.error(
          `${sweep.done} of ${sweep.count}: ${sweep.refusal?.message ?? "nothing was found that every rule allows"}\n`,
        );
      searched = sweep.done;
      for (; done < sweep.points.length; done++) {
        const { plan, values } = sweep.points[done];
        const set = sweep.varied.map(({ key }, i) => `${key}=${values[i]}`).join(" ");
        const { stalls, greening } = plan.measures;
        io.error(
          `${sweep.done} of ${sweep.count}: ${set}: ${stalls.new} new stalls, ${greening.removed} m² of green taken\n`,
        );
      }
      if (!more) break;
      // so that a signal is heard
      await new Promise((resume) => setImmediate(resume));
    }
  } finally {
    release?.();
  }
  if (stopped) io.error(`stopped: ${sweep.points.length} of ${sweep.count} points are done and kept\n`);
}

async function checkFolder(path: string | undefined, io: Io): Promise<void> {
  if (path === undefined) return;
  const full = resolve(io.folder, path);
  const found = await stat(full).catch(() => null);
  if (found !== null && !found.isDirectory())
    throw new InputError(`${path}: this is a file; the name of a folder would be right.`);
  if (found === null && !(await stat(dirname(full)).catch(() => null))?.isDirectory())
    throw new InputError(
      `${path}: ${basename(dirname(full))} is no folder; a new folder in one that exists would be right.`,
    );
}

async function writeFolder(result: Frontier, path: string, io: Io): Promise<void> {
  const folder = resolve(io.folder, path);
  const files: [name: string, text: string][] = [
    ["frontier.json", frontierJson(result)],
    ["frontier.csv", frontierCsv(result)],
    ["frontier.svg", frontierChart(result)],
    ...result.points.map(({ plan, problem }, row): [string, string] => [pointFile(row), writePlan(plan, problem.site)]),
  ];
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of files) await writeFile(join(folder, name), text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(
      `${path}: cannot be written (${code ?? message}); a folder that you may write to would be right.`,
    );
  }
}

/** The curve in words, a line a point. */
function frontierWords({ points, sentence }: Frontier): string {
  const lines = points.map(({ values, plan, lawful, onFront, next, dual }, row) => {
    const { stalls, greening } = plan.measures;
    const marks = [lawful ? "lawful" : plan.study ? "study" : "not lawful", onFront ? "on the front" : ""];
    const price = next === null ? "" : `; next ${next.stalls} at ${next.perStall} m² each`;
    const shadow = dual === null ? "" : ` (dual ${dual.perStall} m²)`;
    return `${row + 1}  ${values.join(" ")}  ${stalls.new} new stalls, green ${greening.balance} m², ${greening.removed} m² taken, ${marks.filter((mark) => mark !== "").join(", ")}${price}${shadow}`;
  });
  return `${[...lines, ...(sentence === "" ? [] : [sentence])].join("\n")}\n`;
}

function statusOf({ points, complete, count }: Frontier): ExitStatus {
  return complete && points.length === count && points.every(({ plan, lawful }) => lawful && plan.unmet.length === 0)
    ? EXIT.done
    : EXIT.unmet;
}
