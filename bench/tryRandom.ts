import {
  defaultScenario,
  InputError,
  type Kernel,
  loadRules,
  readSite,
  type Scenario,
  solve,
  writePlan,
} from "../engine/index.ts";
import { PARKING_ANGLES } from "../engine/model/demand.ts";
import { randomSite } from "./randomSite.ts";
import { faultsOf, messageOf } from "./run.ts";

/** Search steps a site: it is the geometry that is tried, not the packing. */
export const STEPS = 2000;

/** What became of one random site. */
export interface Ending {
  readonly seed: number;
  readonly form: string;
  /** Stalls found; null where the site was refused. */
  readonly stalls: number | null;
  /** What is wrong with it, a sentence each. */
  readonly faults: readonly string[];
}

/**
 * Solves the random site of a seed, twice unless said otherwise: an audited plan without a new breach and never above its
 * own bound, the same bytes both times, or a refusal in one sentence.
 */
export function tryRandom(seed: number, kernel: Kernel, times: "once" | "twice" = "twice"): Ending {
  const { form, text } = randomSite(seed);
  try {
    const once = () => {
      const site = readSite(text, `random-${seed}`);
      const scenario = angled(defaultScenario(site), seed);
      const plan = solve({ site, scenario, rules: loadRules(scenario.rules) }, kernel, { steps: STEPS });
      return { plan, bytes: writePlan(plan, site) };
    };
    const { plan, bytes } = once();
    const faults = faultsOf(plan);
    if (times === "twice" && once().bytes !== bytes) faults.push("solved twice, the bytes differ.");
    return { seed, form, stalls: plan.measures.stalls.total, faults };
  } catch (error) {
    const isRefusal = error instanceof InputError && !error.message.includes("\n");
    return { seed, form, stalls: null, faults: isRefusal ? [] : [messageOf(error)] };
  }
}

/** Every other site is asked for right angles only, as most planners do. */
export function angled(scenario: Scenario, seed: number): Scenario {
  const parkingAngles = seed % 2 === 0 ? PARKING_ANGLES : ([90] as const);
  return { ...scenario, layout: { ...scenario.layout, parkingAngles } };
}
