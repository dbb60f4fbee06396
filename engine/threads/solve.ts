import { Worker } from "node:worker_threads";
import { auditedPlan, isBetter, PlanFault } from "../finish.ts";
import type { Kernel } from "../kernel.ts";
import type { Plan } from "../model/plan.ts";
import { startSearch } from "../plan.ts";
import type { SolveOptions } from "../solve.ts";
import type { Draft, Problem } from "../stages/draft.ts";
import type { PlainDraft, PlainProblem, Reply, Request, Told } from "./protocol.ts";

/** Rounds in the planned steps: after each the kernels tell each other what they found, and the driver looks at the clock. */
const ROUNDS = 256;

/** Finishing has been seen to take up to this much longer than the last time, ratio. */
const FINISH_MARGIN = 1.5;

/** Seeds of neighbouring kernels are this far apart: no planner numbers seeds like that. */
const SEED_STRIDE = 0x9e3779b9;

/** From sources: Node hands the loader that reads TypeScript to the first thread only; the others register it themselves. */
const BOOT = `import("tsx/esm/api").then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL("./thread.ts", import.meta.url).href)});
});`;

/** A thread of the kind this module runs as: translated as it is read, or bundled, with the thread's bundle beside it. */
function newThread(): Worker {
  if (import.meta.url.endsWith(".ts")) return new Worker(BOOT, { eval: true });
  // a name of its own, lest the bundler takes the bundle for a file of today
  const bundled = "./thread.js";
  return new Worker(new URL(bundled, import.meta.url));
}

/** Kernels that wait for work in threads of their own. */
export interface Crew {
  /** Kernels in all, the driver's own included. */
  readonly threads: number;
  solve(problem: Problem, kernel: Kernel, options?: SolveOptions): Promise<Plan>;
  /** Ends the threads. */
  dismiss(): Promise<void>;
}

/**
 * Starts `threads` − 1 kernels beside the driver's own. Each searches from another seed, the driver's from the
 * scenario's, all in rounds of the same steps; what one has found after a round the others may go on from. The best
 * audited plan wins, ties going to the first kernel. So the same threads and steps give the same plan.
 */
export async function hireCrew(threads: number): Promise<Crew> {
  const hands = Array.from({ length: threads - 1 }, () => handOf(newThread()));
  await Promise.all(hands.map((hand) => hand.reply()));
  return {
    threads,
    solve: (problem, kernel, options = {}) => solveWith(hands, problem, kernel, options),
    async dismiss() {
      await Promise.all(hands.map((hand) => hand.end()));
    },
  };
}

async function solveWith(
  hands: readonly Hand[],
  problem: Problem,
  kernel: Kernel,
  options: SolveOptions,
): Promise<Plan> {
  const begun = performance.now();
  const { budget, seed } = problem.scenario;
  const seconds = options.seconds ?? budget.seconds;
  const threads = hands.length + 1;
  const starts = hands.map((hand, i) =>
    hand.ask({ ask: "begin", problem: plainProblem(problem, seedOf(seed, i + 1)), index: i + 1, count: threads }),
  );
  const own = startSearch(problem, kernel);
  own.sharing?.join(0, threads);
  await Promise.all(starts);
  const most = options.steps ?? budget.steps ?? (seconds === null ? own.plannedSteps : Infinity);
  const deadline = seconds === null ? Infinity : begun + seconds * 1000;
  const round = Math.max(1, Math.ceil(own.plannedSteps / ROUNDS));

  let finish = 0;
  let longest = 0;
  let more = true;
  let told: readonly (readonly Told[])[] = [];
  /** What all kernels but one have told. */
  const heardBy = (index: number) => told.filter((_, i) => i !== index).flat();
  while (more && own.steps < most) {
    const before = performance.now();
    if (own.steps > 0 && before + longest + finish * FINISH_MARGIN * threads > deadline) break;
    const steps = Math.min(round, most - own.steps);
    const theirs = hands.map((hand, i) => hand.ask({ ask: "advance", steps, heard: heardBy(i + 1) }));
    for (const each of heardBy(0)) own.sharing?.hear(each);
    const ours = own.advance(steps);
    const replies = await Promise.all(theirs);
    told = [own.sharing?.tell() ?? [], ...replies.map((reply) => (reply.say === "advanced" ? reply.told : []))];
    more = ours || replies.some((reply) => reply.say === "advanced" && reply.more);
    longest = performance.now() - before;
    if (finish === 0 && seconds !== null) {
      const start = performance.now();
      auditedPlan(own.best(), { steps: own.steps, threads }, kernel);
      finish = performance.now() - start;
    }
    const plannedSteps = Math.min(most, own.plannedSteps);
    options.onProgress?.({ steps: own.steps, plannedSteps, stalls: null, elapsed: (performance.now() - begun) / 1000 });
  }
  const found = await Promise.all(hands.map((hand) => hand.ask({ ask: "best" })));
  const drafts: PlainDraft[] = found.flatMap((reply) => (reply.say === "best" ? [reply.draft] : []));
  const plans = [own.best(), ...drafts.map((draft): Draft => ({ ...draft, problem }))].map((draft) =>
    triedPlan(draft, { steps: own.steps, threads }, kernel),
  );
  return bestOf(plans);
}

/** An audited plan, or what went wrong with it: one kernel's fault is no reason to lose the others' plans. */
function triedPlan(...args: Parameters<typeof auditedPlan>): Plan | PlanFault {
  try {
    return auditedPlan(...args);
  } catch (error) {
    if (error instanceof PlanFault) return error;
    throw error;
  }
}

function bestOf(tried: readonly (Plan | PlanFault)[]): Plan {
  let best: Plan | null = null;
  for (const plan of tried) if (!(plan instanceof PlanFault) && (best === null || isBetter(plan, best))) best = plan;
  if (best === null) throw tried[0];
  return best;
}

function seedOf(seed: number, index: number): number {
  return (seed + Math.imul(index, SEED_STRIDE)) >>> 0;
}

function plainProblem({ site, scenario, rules }: Problem, seed: number): PlainProblem {
  const { projection: _, ...plainSite } = site;
  return { site: plainSite, rules, scenario: { ...scenario, seed } };
}

/** A thread as one question after another. */
interface Hand {
  /** The next thing it says. */
  reply(): Promise<Reply>;
  ask(request: Request): Promise<Reply>;
  end(): Promise<number>;
}

function handOf(worker: Worker): Hand {
  const reply = () =>
    new Promise<Reply>((resolve, reject) => {
      const settle = () => {
        worker.off("message", heard);
        worker.off("error", failed);
      };
      const heard = (reply: Reply) => {
        settle();
        if (reply.say === "failed") reject(new Error(reply.message));
        else resolve(reply);
      };
      const failed = (error: Error) => {
        settle();
        reject(error);
      };
      worker.on("message", heard);
      worker.on("error", failed);
    });
  return {
    reply,
    ask(request) {
      worker.postMessage(request);
      return reply();
    },
    end: () => worker.terminate(),
  };
}
