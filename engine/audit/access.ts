import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf, isCompound } from "../model/site.ts";
import { outlineOf } from "./outline.ts";
import { type Finding, middleOf, type Outcome, ruleNumber, type Scene } from "./scene.ts";
import { asRectangle } from "./width.ts";

// how many accessible stalls a code asks for, and how wide each is with its aisle

/** Shares of a count are met when they miss by no more than this: 0.01 × 300 is 3, not 4. */
const WHOLE = 1e-9;

/** Distances are met when they miss by no more than this, metres. */
const ROUNDING = 0.002;

/** Above this many stalls the American table goes on by the hundred. 2010 ADA Standards 208.2. */
const ADA_LAST_STEP = 1000;

interface Wanted {
  readonly rule: string;
  /** Accessible stalls; null where the rule is not about a site of this size or sort. */
  readonly count: number | null;
}

/** Accessible stalls by each rule of the profile that counts them, for as many stalls as the plan has in all. */
export function accessibleCount(scene: Scene): Outcome[] {
  const stalls = planFeaturesOf(scene.features, "stall");
  const measured = stalls.filter((stall) => stall.properties.type === "accessible").length;
  const [parcel] = featuresOf(scene.site, "site");
  return wantedFor(scene, stalls.length).map(({ rule, count: required }) => {
    if (required === null || stalls.length === 0) {
      return { rule, findings: null, required: null, measured: null, unit: "count" };
    }
    const findings: Finding[] = [];
    if (measured < required) {
      const note = `${measured} of ${stalls.length} stalls ${measured === 1 ? "is" : "are"} accessible where ${required} ${required === 1 ? "is" : "are"} asked.`;
      findings.push({ required, measured, features: [parcel.id], at: null, note, amount: required - measured });
    }
    return { rule, findings, required, measured, unit: "count" };
  });
}

function wantedFor(scene: Scene, total: number): Wanted[] {
  const number = (key: string) => ruleNumber(scene.rules, key, 0);
  const share = (ratio: number) => Math.ceil(ratio * total - WHOLE);
  const chinese: Wanted[] = [
    {
      rule: "acc.count_ratio_residential",
      count: isCompound(scene.site) ? share(number("acc.count_ratio_residential")) : null,
    },
    { rule: "acc.count_general.lt100", count: total < 100 ? number("acc.count_general.lt100") : null },
    {
      rule: "acc.count_general.gte100_ratio",
      count: total < 100 ? null : share(number("acc.count_general.gte100_ratio")),
    },
  ];
  return [...chinese, american(scene, total)].filter((one): one is Wanted => one !== null && known(scene, one.rule));
}

/** The step of the American table that a number of stalls falls into. */
function american(scene: Scene, total: number): Wanted | null {
  const prefix = "acc.count_by_stalls.";
  const steps = [...scene.rules.rules.keys()]
    .filter((key) => key.startsWith(prefix))
    .map((key) => Number(key.slice(prefix.length)))
    .filter((step) => Number.isFinite(step))
    .sort((a, b) => a - b);
  if (steps.length === 0) return null;
  const step = steps.find((most) => total <= most);
  if (step === undefined) {
    const more = Math.ceil((total - ADA_LAST_STEP) / 100);
    const rule = `${prefix}more`;
    return { rule, count: ruleNumber(scene.rules, rule, 0) + more * ruleNumber(scene.rules, `${rule}_per_100`, 0) };
  }
  const rule = `${prefix}${step}`;
  const value = ruleNumber(scene.rules, rule, 0);
  return { rule, count: scene.rules.rules.get(rule)?.unit === "ratio" ? Math.ceil(value * total - WHOLE) : value };
}

/** An accessible stall and the aisle beside it together have their whole width. */
export function accessibleWidth(scene: Scene): Outcome {
  const rule = "acc.stall_total_width";
  const required = ruleNumber(scene.rules, rule, 0);
  const stalls = planFeaturesOf(scene.features, "stall").filter((stall) => stall.properties.type === "accessible");
  const aisles = planFeaturesOf(scene.features, "accessAisle");
  if (stalls.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  const findings: Finding[] = [];
  let least = Infinity;
  for (const { id, shape, properties } of stalls) {
    const aisle = aisles.find((one) => one.properties.stalls.includes(id));
    // a stall without an aisle is told under the aisle's own rule, where the profile has one
    if (aisle === undefined && known(scene, "acc.aisle_width")) continue;
    const measured = properties.width + (aisle === undefined ? 0 : asRectangle(aisle.shape).width);
    least = Math.min(least, measured);
    if (measured >= required - ROUNDING) continue;
    const note = `accessible stall ${id} is ${measured.toFixed(2)} m wide with what aisle it has where ${required} m is asked.`;
    const at = middleOf(outlineOf(shape));
    findings.push({ required, measured, features: [id], at, note, amount: required - measured });
  }
  return { rule, findings, required, measured: Number.isFinite(least) ? least : null, unit: "m" };
}

function known(scene: Scene, rule: string): boolean {
  return scene.rules.rules.has(rule);
}
