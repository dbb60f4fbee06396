import { auditedPlan, isBetter, PlanFault } from "../finish.ts";
import type { Kernel } from "../kernel.ts";
import { solveProgram } from "../lp/door.ts";
import type { Program } from "../lp/program.ts";
import type { Plan } from "../model/plan.ts";
import { isCompound } from "../model/site.ts";
import { solve } from "../solve.ts";
import { rowsOfPlan } from "../stages/compound/packed.ts";
import type { Draft, Problem } from "../stages/draft.ts";
import { type OpenGround, openGround, retrofitFrom } from "../stages/retrofit.ts";
import { mixProgram, PLANT_SHARE } from "./program.ts";
import { rowsOf, type Use, withPacked, type Zones, zonesOf } from "./zones.ts";

/** One turn of asking the program what to build and the packing what of it can be built. */
export interface MixRound {
  /** Stalls and green that the program chose, at the prices it knew. */
  readonly chosen: { readonly stalls: number; readonly green: number };
  /** What the packing made of it, audited. */
  readonly packed: { readonly stalls: number; readonly green: number };
  readonly status: "optimal" | "stopped";
}

export interface MixResult {
  /** The better of packing alone and the mix; never worse than packing alone. */
  readonly plan: Plan;
  readonly alone: Plan;
  readonly rounds: readonly MixRound[];
  /** The packing got at least what the program chose: prices and packing agree. */
  readonly agreed: boolean;
  /** The last program, for whoever wants to print it; null on open lots, which have no zones. */
  readonly program: Program | null;
  /** Search steps in all, those of packing alone included. */
  readonly steps: number;
}

export interface MixOptions {
  /** Steps of packing alone at most; null: as the scenario's budget says, else as planned. */
  readonly steps?: number | null;
}

/** Rounds at most, before the best so far is taken. */
const MOST_ROUNDS = 5;

/** Each round's packing takes this share of the steps of packing alone: together they take as many again. */
const ROUND_SHARE = 1 / MOST_ROUNDS;

/** Green that differs by less agrees, square metres. */
const AGREES = 0.5;

/** Nodes of branch and bound for a mix: a good choice soon is worth more than a proof, the packing corrects it anyway. */
const NODES = 400;

/**
 * Packing, then a program over zones and uses that says where stalls should go, then packing from there, whose result
 * goes back into the program as further uses, until both agree or five rounds are over.
 */
export async function solveMix(problem: Problem, kernel: Kernel, options: MixOptions = {}): Promise<MixResult> {
  const alone = solve(problem, kernel, { steps: options.steps ?? null });
  if (!isCompound(problem.site)) {
    return { plan: alone, alone, rounds: [], agreed: true, program: null, steps: alone.steps };
  }
  const empty: Draft = { problem, features: [], assumptions: problem.site.assumptions, unmet: [] };
  const ground = openGround(empty, kernel);
  let zones = withPacked(zonesOf(ground), rowsOfPlan(alone.features, ground.field), ground);
  let plantShare = PLANT_SHARE;
  let best = alone;
  let steps = alone.steps;
  let agreed = false;
  let program: Program | null = null;
  const rounds: MixRound[] = [];
  while (!agreed && rounds.length < MOST_ROUNDS) {
    program = mixProgram(problem, zones, { plantShare });
    const answer = await solveProgram(program, { nodes: NODES });
    const values = answer.status === "optimal" || answer.status === "stopped" ? answer.values : null;
    if (values === null || answer.status === "infeasible" || answer.status === "unbounded") break;
    const chosen = zones.uses.filter(({ id }) => (values.get(id) ?? 0) > 0.5);
    const search = retrofitFrom(ground, {
      rows: rowsOf(chosen, ground),
      round: rounds.length + 1,
      share: (ROUND_SHARE * alone.steps) / Math.max(1, plannedOf(ground)),
    });
    while (search.advance(search.plannedSteps));
    steps += search.steps;
    const plan = tried(search.best(), steps, kernel);
    const wanted = totals(chosen);
    const got = plan === null ? { stalls: 0, green: 0 } : totalsOf(plan);
    rounds.push({ chosen: wanted, packed: got, status: answer.status });
    if (plan !== null && isBetter(plan, best)) best = plan;
    agreed = got.stalls >= wanted.stalls && got.green <= wanted.green + AGREES;
    // what cannot be planted again corrects what the program may count on
    if (got.stalls < wanted.stalls && plan !== null) plantShare = Math.min(plantShare, plantedShare(plan, zones));
    zones = withPacked(zones, search.bestRows(), ground);
  }
  return { plan: best, alone, rounds, agreed, program, steps };
}

function plannedOf(ground: OpenGround): number {
  return retrofitFrom(ground).plannedSteps;
}

function tried(draft: Draft, steps: number, kernel: Kernel): Plan | null {
  try {
    return auditedPlan(draft, { steps, threads: 1 }, kernel);
  } catch (error) {
    if (error instanceof PlanFault) return null;
    throw error;
  }
}

function totals(uses: readonly Use[]): { stalls: number; green: number } {
  let [stalls, green] = [0, 0];
  for (const use of uses) {
    stalls += use.stalls;
    green += use.green;
  }
  return { stalls, green };
}

function totalsOf({ measures }: Plan): { stalls: number; green: number } {
  return { stalls: measures.stalls.new, green: measures.greening.removed };
}

/** The share of the leftovers that a plan has planted, where it wanted all it could get. */
function plantedShare({ measures }: Plan, { leftovers }: Zones): number {
  const area = leftovers.reduce((sum, leftover) => sum + leftover.area, 0);
  return area === 0 ? PLANT_SHARE : Math.max(0.5, measures.greening.planted / area);
}
