import { loadKernel } from "../kernel.ts";
import { InputError } from "../model/errors.ts";
import type { Plan } from "../model/plan.ts";
import { type Progress, solve } from "../plan.ts";
import { writePlan } from "../write/plan.ts";
import { deliver } from "./files.ts";
import { numberOption, parse } from "./options.ts";
import { readProblem } from "./problem.ts";
import { EXIT, type Io, type Verb } from "./run.ts";
import { isNewBreach, summary } from "./summary.ts";

const HELP = `snailshell solve SITE [options]

Makes one plan for a site and writes it as GeoJSON, audited. SITE may be - for standard input.

  --scenario FILE   what is wanted; without it as many new stalls as fit
  -o, --output FILE where the plan goes; standard output without it
  --seed N          another seed gives another search
  --steps N         search steps at most
  --seconds S       wall time at most, from the call to the audited plan
  --threads N       kernels side by side; 1 in this version
  --rules P         cn-shanghai, us, eu, eu-uk or geometry, over the scenario's
  --set key=value   a rule of the profile set to another value; may be repeated
`;

/** Progress is shown this often at most, seconds. */
const SHOW_EVERY = { bar: 0.1, lines: 1 };

const BAR = 24;

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
        rules: { type: "string" },
        set: { type: "string", multiple: true },
      },
      ["SITE"],
    );
    const seed = numberOption("solve", "seed", values.seed, 0, "integer");
    const steps = numberOption("solve", "steps", values.steps, 1, "integer");
    const seconds = numberOption("solve", "seconds", values.seconds, 0.001, "number");
    if ((numberOption("solve", "threads", values.threads, 1, "integer") ?? 1) > 1) {
      throw new InputError(`snailshell solve: --threads ${values.threads}: this version searches with 1 thread.`);
    }
    const kernel = await loadKernel();
    const problem = await readProblem("solve", positionals[0], { ...values, seed }, io);
    const meter = progressMeter(io);
    const plan = solve(problem, kernel, { steps, seconds, onProgress: meter.show });
    meter.end();
    await deliver(writePlan(plan, problem.site), values.output, io);
    io.error(summary(plan));
    return statusOf(plan);
  },
};

function statusOf(plan: Plan) {
  return plan.unmet.length > 0 || plan.study || plan.audit.some(isNewBreach) ? EXIT.unmet : EXIT.done;
}

function progressMeter(io: Io): { show: (progress: Progress) => void; end: () => void } {
  let last = 0;
  let drawn = false;
  const every = io.isTerminal ? SHOW_EVERY.bar : SHOW_EVERY.lines;
  return {
    show({ steps, plannedSteps, stalls, elapsed }) {
      if (elapsed - last < every) return;
      last = elapsed;
      const share = Math.min(1, steps / plannedSteps);
      const words = `${steps} steps${stalls === null ? "" : `, ${stalls} new stalls`}, ${elapsed.toFixed(1)} s`;
      if (!io.isTerminal) {
        io.error(`${words}\n`);
        return;
      }
      const full = Math.round(share * BAR);
      io.error(`\r\x1b[2K${"█".repeat(full)}${"░".repeat(BAR - full)} ${words}`);
      drawn = true;
    },
    end() {
      if (drawn) io.error("\r\x1b[2K");
    },
  };
}
