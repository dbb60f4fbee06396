import { extname } from "node:path";
import { type Comparison, comparePlans } from "../compare.ts";
import { isNewBreach } from "../forbidden.ts";
import { loadKernel } from "../kernel.ts";
import { InputError } from "../model/errors.ts";
import { solve } from "../solve.ts";
import { comparisonCsv, comparisonJson, comparisonText } from "../write/comparison.ts";
import { checkOutput, deliver } from "./files.ts";
import { LARGEST_SEED, numberOption, parse } from "./options.ts";
import { readProblem, readSiteFile } from "./problem.ts";
import { progressMeter } from "./progress.ts";
import { EXIT, type Verb } from "./verb.ts";

const HELP = `snailshell compare SITE SCENARIO… [options]

Solves a site under several scenarios and puts their measures into one table, with differences to the
first scenario. A scenario is dominated when another is nowhere worse and somewhere better.

  -o, --output FILE  a table ending in .txt, .csv or .json; text on standard output without it
  --seed N           another seed gives another search
  --steps N          search steps at most, for each scenario
  --rules P          cn-shanghai, us, eu, eu-uk, geometry, or the .json file of a copy; over the scenarios'
  --set key=value    a rule of the profile set to another value; may be repeated

Exit status 2 when a demand of a scenario is unmet or one is a study.
`;

type Written = (comparison: Comparison) => string;

const WRITERS: Readonly<Record<string, Written>> = {
  ".txt": comparisonText,
  ".csv": comparisonCsv,
  ".json": comparisonJson,
};

export const compareVerb: Verb = {
  help: HELP,
  async run(argv, io) {
    const { values, positionals } = parse(
      "compare",
      argv,
      {
        output: { type: "string", short: "o" },
        seed: { type: "string" },
        steps: { type: "string" },
        rules: { type: "string" },
        set: { type: "string", multiple: true },
      },
      ["SITE", "SCENARIO…"],
    );
    const seed = numberOption("compare", "seed", values.seed, { least: 0, most: LARGEST_SEED, sort: "integer" });
    const steps = numberOption("compare", "steps", values.steps, { least: 1, sort: "integer" });
    const write = writerFor(values.output);
    await checkOutput(values.output, io);
    const [sitePath, ...scenarioPaths] = positionals;
    const site = await readSiteFile(sitePath, io);
    // all are read before one is solved: a slip in the last file is known at once
    const problems = [];
    for (const scenario of scenarioPaths) {
      const said = { scenario, rules: values.rules, set: values.set, seed };
      problems.push(await readProblem("compare", { site, path: sitePath }, said, io));
    }
    const kernel = await loadKernel();
    const plans = problems.map((problem) => {
      const meter = progressMeter(io);
      const plan = solve(problem, kernel, { steps, onProgress: meter.show });
      meter.end();
      io.error(`${plan.name}: ${plan.measures.stalls.new} new stalls\n`);
      return { plan, title: problem.scenario.title };
    });
    await deliver(write(comparePlans(plans)), values.output, io);
    const isDone = plans.every(({ plan }) => !plan.study && plan.unmet.length === 0 && !plan.audit.some(isNewBreach));
    return isDone ? EXIT.done : EXIT.unmet;
  },
};

function writerFor(path: string | undefined): Written {
  if (path === undefined || path === "-") return comparisonText;
  const ending = extname(path).toLowerCase();
  if (!Object.hasOwn(WRITERS, ending)) {
    throw new InputError(
      `snailshell compare: -o ${path}: a table ends in ${Object.keys(WRITERS).join(", ")}; one of these would be right.`,
    );
  }
  return WRITERS[ending];
}
