import type { Rules } from "../model/rules.ts";
import { isCompound, type Site } from "../model/site.ts";

// how many accessible stalls a profile asks for; what it does not know it does not ask for

/** Shares of a count are rounded up, but not for a rounding error: 0.01 × 300 is 3. */
const WHOLE = 1e-9;

/** Up to this many stalls the American table goes by steps, beyond by the hundred. 2010 ADA Standards 208.2. */
const ADA_LAST_STEP = 1000;

const ADA = "acc.count_by_stalls.";

/** Accessible stalls among `total`, by the strictest rule of the profile that counts them; 0 where there is none. */
export function accessibleAsked(rules: Rules, site: Site, total: number): number {
  if (total === 0) return 0;
  const number = (key: string): number => {
    const value = rules.rules.get(key)?.value;
    return typeof value === "number" ? value : 0;
  };
  const share = (ratio: number) => Math.ceil(ratio * total - WHOLE);
  return Math.max(
    isCompound(site) ? share(number("acc.count_ratio_residential")) : 0,
    total < 100 ? number("acc.count_general.lt100") : share(number("acc.count_general.gte100_ratio")),
    american(rules, number, total),
  );
}

/** By the step of the American table that the total falls into. */
function american(rules: Rules, number: (key: string) => number, total: number): number {
  const steps = [...rules.rules.keys()]
    .filter((key) => key.startsWith(ADA))
    .map((key) => Number(key.slice(ADA.length)))
    .filter((step) => Number.isFinite(step))
    .sort((a, b) => a - b);
  if (steps.length === 0) return 0;
  const step = steps.find((most) => total <= most);
  if (step === undefined)
    return number(`${ADA}more`) + Math.ceil((total - ADA_LAST_STEP) / 100) * number(`${ADA}more_per_100`);
  const value = number(`${ADA}${step}`);
  return rules.rules.get(`${ADA}${step}`)?.unit === "ratio" ? Math.ceil(value * total - WHOLE) : value;
}
