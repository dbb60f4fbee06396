import type { Kernel } from "../kernel.ts";
import { InputError } from "../model/errors.ts";
import { isCompound } from "../model/site.ts";
import type { Problem } from "../stages/draft.ts";
import { openGround } from "../stages/retrofit.ts";
import { EXAMPLE_PRICES, type Prices } from "./prices.ts";
import { chooseByWeights, undecided, type WeightedChoice, type Weights } from "./weights.ts";
import { zonesOf } from "./zones.ts";

/**
 * The choice that residents' weights make on a site as it is, and what each weight has moved.
 * @param place begins the message of a refusal
 * @param prices what uses cost is reckoned by this list
 * @throws InputError on an open lot, and where more green is asked for than can be planted
 */
export async function weighed(
  problem: Problem,
  weights: Weights,
  kernel: Kernel,
  place: string,
  prices: Prices = EXAMPLE_PRICES,
): Promise<WeightedChoice> {
  if (!isCompound(problem.site))
    throw new InputError(`${place}: an open lot has no zones to choose; a compound would be right.`);
  const open = undecided(problem);
  const ground = openGround({ problem: open, features: [], assumptions: open.site.assumptions, unmet: [] }, kernel);
  return chooseByWeights(ground, zonesOf(ground), weights, problem.site, prices);
}
