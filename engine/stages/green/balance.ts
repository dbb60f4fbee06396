import { areaOf } from "../../model/geometry.ts";
import { featuresOf } from "../../model/site.ts";
import type { Problem } from "../draft.ts";
import { ruleNumber } from "../limits.ts";

/** Kept above a floor on the ratio, so that rounding never falls below it, square metres. */
const MARGIN = 0.1;

/**
 * Square metres by which the green after has to exceed the green before; negative where some may go. Both the balance and the
 * floor on the ratio hold. A study may go below the balance, which is law: where it names a floor on the ratio and no
 * balance of its own, the floor alone says how far.
 */
export function balanceAsked({ site, rules, scenario }: Problem): number {
  const balance = ruleNumber(rules, "green.balance_min") ?? 0;
  const ratio = ruleNumber(rules, "green.ratio.min");
  if (ratio === null) return balance;
  const before = featuresOf(site, "green").reduce(
    (sum, { shape, properties }) => sum + properties.credit * areaOf(shape),
    0,
  );
  const floor = ratio * areaOf(site.boundary) - before + MARGIN;
  const isFree = scenario.study && !Object.hasOwn(rules.overrides, "green.balance_min");
  return isFree ? floor : Math.max(balance, floor);
}
