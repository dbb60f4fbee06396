import { loadKernel } from "../kernel.ts";
import { lpText } from "../lp/text.ts";
import { costOf, EXAMPLE_PRICES, type Prices, readPrices } from "../mix/prices.ts";
import { type MixResult, solveMix } from "../mix/solve.ts";
import { weighed } from "../mix/weighed.ts";
import { readWeights, type WeightedChoice } from "../mix/weights.ts";
import type { Problem } from "../stages/draft.ts";
import { writePlan } from "../write/plan.ts";
import { checkOutput, deliver, readSource } from "./files.ts";
import { LARGEST_SEED, numberOption, parse } from "./options.ts";
import { readProblem } from "./problem.ts";
import { summary } from "./summary.ts";
import { EXIT, type Io, type Verb } from "./verb.ts";

const HELP = `snailshell mix SITE [options]

Packs a compound, then chooses anew what stretches of its road sides and its own aisles are used for, as
0/1 programs over rows that the kernel offers; what the audit leaves of a choice corrects the next one,
until both agree or five rounds are over. Never worse than packing alone. What was chosen is written as
JSON to standard output.

  --scenario FILE    what is wanted; without it as many new stalls as fit
  --weights FILE     what residents care about: {"stalls": 1, "charging": 0.1, "ebikes": 0.1, "locker": 0.5,
                     "green": 0.02, "homes": 0.2, "activities": 2}; says which weight moved which choice,
                     and what each zone is used for at what price
  --prices FILE      a price list like engine/mix/prices.example.json, which is used without it
  -o, --output FILE  where the plan goes
  --lp FILE          where the last program goes, as LP text
  --seed N           another seed gives another search
  --steps N          search steps of packing alone; the rounds together take as many again
  --rules P          cn-shanghai, us, eu, eu-uk, geometry, or the .json file of a copy; over the scenario's
  --set key=value    a rule of the profile set to another value; may be repeated

Exit status 2 when a demand is unmet or the plan is a study.
`;

export const mixVerb: Verb = {
  help: HELP,
  async run(argv, io) {
    const { values, positionals } = parse(
      "mix",
      argv,
      {
        scenario: { type: "string" },
        weights: { type: "string" },
        prices: { type: "string" },
        output: { type: "string", short: "o" },
        lp: { type: "string" },
        seed: { type: "string" },
        steps: { type: "string" },
        rules: { type: "string" },
        set: { type: "string", multiple: true },
      },
      ["SITE"],
    );
    const seed = numberOption("mix", "seed", values.seed, { least: 0, most: LARGEST_SEED, sort: "integer" });
    const steps = numberOption("mix", "steps", values.steps, { least: 1, sort: "integer" });
    await checkOutput(values.output, io);
    await checkOutput(values.lp, io);
    const problem = await readProblem("mix", positionals[0], { ...values, seed }, io);
    const prices = values.prices === undefined ? EXAMPLE_PRICES : await filed(values.prices, readPrices, io);
    const kernel = await loadKernel();
    const choice = values.weights === undefined ? null : await weighted(problem, values.weights, prices, kernel, io);
    const result = await solveMix(choice?.problem ?? problem, kernel, { steps });
    const { plan } = result;
    const cost = {
      currency: prices.currency,
      example: prices.example,
      alone: costOf(result.alone, prices),
      mix: costOf(plan, prices),
    };
    io.out(`${JSON.stringify(report(result, choice, cost), null, 1)}\n`);
    if (values.output !== undefined) await deliver(writePlan(plan, problem.site), values.output, io);
    const program = result.program ?? choice?.program ?? null;
    if (values.lp !== undefined && program !== null) await deliver(lpText(program), values.lp, io);
    io.error(summary(plan, problem.site));
    return plan.unmet.length > 0 || plan.study ? EXIT.unmet : EXIT.done;
  },
};

async function filed<T>(path: string, read: (text: string, file: string) => T, io: Io): Promise<T> {
  const { text, name } = await readSource(path, io);
  return read(text, name);
}

async function weighted(
  problem: Problem,
  path: string,
  prices: Prices,
  kernel: Awaited<ReturnType<typeof loadKernel>>,
  io: Io,
): Promise<WeightedChoice> {
  const weights = await filed(path, readWeights, io);
  return weighed(problem, weights, kernel, `snailshell mix: --weights ${path}`, prices);
}

function report({ plan, alone, rounds, agreed, steps }: MixResult, choice: WeightedChoice | null, cost: object) {
  const facts = ({ measures }: MixResult["plan"]) => ({
    newStalls: measures.stalls.new,
    greenRemoved: measures.greening.removed,
    greenBalance: measures.greening.balance,
    treesMoved: measures.treesMoved,
  });
  return {
    name: plan.name,
    alone: facts(alone),
    mix: facts(plan),
    agreed,
    rounds,
    steps,
    cost,
    weights:
      choice === null
        ? null
        : { chosen: choice.totals, uses: choice.chosen, effects: choice.effects, zones: choice.zones },
  };
}
