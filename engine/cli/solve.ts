import { isNewBreach } from "../forbidden.ts";
import { withPrices } from "../frontier/unmet.ts";
import { loadKernel } from "../kernel.ts";
import { canonicalHash } from "../model/canonical.ts";
import { InputError } from "../model/errors.ts";
import type { Plan, PlanFeature } from "../model/plan.ts";
import { isCompound, type Site } from "../model/site.ts";
import { type Since, since } from "../since.ts";
import { solve, solvedRun } from "../solve.ts";
import { writePlan } from "../write/plan.ts";
import { checkOutput, deliver, readSource } from "./files.ts";
import { LARGEST_SEED, numberOption, parse } from "./options.ts";
import { readPlanFile } from "./planFile.ts";
import { readProblem, readSiteFile } from "./problem.ts";
import { progressMeter } from "./progress.ts";
import { summary } from "./summary.ts";
import { EXIT, type ExitStatus, type Io, type Verb } from "./verb.ts";

const HELP = `snailshell solve SITE [options]

Makes one plan for a site and writes it as GeoJSON, audited. SITE may be - for standard input.

  --scenario FILE    what is wanted; without it as many new stalls as fit
  -o, --output FILE  where the plan goes; standard output without it
  --seed N           another seed gives another search
  --steps N          search steps at most
  --seconds S        wall time at most, from the call to the audited plan
  --threads N        kernels side by side, 1 to 64; the best plan of all is written
  --polish           chooses the stalls along the roads and aisles once more, exactly, and says
                     what is proved; needs more time than --seconds says
  --from PLAN        begins with the new stalls of an earlier plan of the site and stays close to
                     them; says how many stayed, moved, came and went. Compounds only; one kernel
  --rules P          cn-shanghai, us, eu, eu-uk, geometry, or a district's own .json file over
                     one of them; over the scenario's
  --set key=value    a rule of the profile set to another value; may be repeated

Exit status 2 when a demand is unmet or the plan is a study; what is unmet is said.
`;

/** More kernels than this are a slip of the finger. */
const MOST_THREADS = 64;

export const solveVerb: Verb = {
  help: HELP,
  async run(argv, io) {
    const { values, positionals } = parse(
      "solve",
      argv,
      {
        scenario: { type: "string" },
        output: { type: "string", short: "o" },
        seed: { type: "string" },
        steps: { type: "string" },
        seconds: { type: "string" },
        threads: { type: "string" },
        polish: { type: "boolean" },
        from: { type: "string" },
        rules: { type: "string" },
        set: { type: "string", multiple: true },
      },
      ["SITE"],
    );
    const seed = numberOption("solve", "seed", values.seed, { least: 0, most: LARGEST_SEED, sort: "integer" });
    const steps = numberOption("solve", "steps", values.steps, { least: 1, sort: "integer" });
    const seconds = numberOption("solve", "seconds", values.seconds, { least: 0.001, sort: "number" });
    const threads = numberOption("solve", "threads", values.threads, { least: 1, most: MOST_THREADS, sort: "integer" });
    if (values.polish && threads !== null && threads > 1) {
      throw new InputError(
        "snailshell solve: --polish works on one kernel's search; leaving out --threads would be right.",
      );
    }
    if (values.from !== undefined && (values.polish || (threads !== null && threads > 1))) {
      throw new InputError(
        "snailshell solve: --from goes on with one kernel's search; leaving out --threads and --polish would be right.",
      );
    }
    await checkOutput(values.output, io);
    const site = await readSiteFile(positionals[0], io);
    const from = values.from === undefined ? null : await readFrom(values.from, site, io);
    const said = { ...values, seed, placed: from?.features ?? [] };
    const problem = await readProblem("solve", { site, path: positionals[0] }, said, io);
    // loaded and started only when asked for, and only for a problem that is one
    const crew = (threads ?? 1) > 1 ? await (await import("../threads/solve.ts")).hireCrew(threads ?? 1) : null;
    const kernel = await loadKernel();
    const meter = progressMeter(io);
    const options = { steps, seconds, from: from?.features ?? null, onProgress: meter.show };
    const isTimed = (seconds ?? problem.scenario.budget.seconds) !== null;
    const run = crew === null && (values.polish || !isTimed) ? solvedRun(problem, kernel, options) : null;
    const found =
      crew !== null
        ? await crew.solve(problem, kernel, options)
        : run === null
          ? solve(problem, kernel, options)
          : values.polish
            ? await (await import("../polish.ts")).polish(run)
            : run.plan();
    await crew?.dismiss();
    // pricing searches again: whoever limits the time has none for it
    const priced = isTimed ? found : withPrices(found, problem, kernel, run?.learned());
    // steps alone do not lead to a plan that began with another
    const plan = from === null ? priced : Object.freeze({ ...priced, from: from.hash });
    meter.end();
    await deliver(writePlan(plan, problem.site), values.output, io);
    io.error(summary(plan, problem.site));
    if (from !== null) io.error(sinceWords(since(from.features, plan.features)));
    return statusOf(plan);
  },
};

/** The features of the plan to begin with, and the checksum of its file. */
async function readFrom(
  path: string,
  site: Site,
  io: Io,
): Promise<{ readonly features: readonly PlanFeature[]; readonly hash: string }> {
  if (!isCompound(site)) {
    throw new InputError(
      "snailshell solve: --from goes on with a plan of a compound, and this site is an open lot; leaving it out would be right.",
    );
  }
  const source = await readSource(path, io);
  const { features } = readPlanFile(source, site, io);
  return { features, hash: canonicalHash(JSON.parse(source.text)) };
}

function sinceWords({ stayed, moved, added, gone }: Since): string {
  return `since the earlier plan: ${stayed} new stalls stayed, ${moved} moved, ${added} came, ${gone} went\n`;
}

function statusOf(plan: Plan): ExitStatus {
  return plan.unmet.length > 0 || plan.study || plan.audit.some(isNewBreach) ? EXIT.unmet : EXIT.done;
}
