import { type Measures, planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { type Finding, type Outcome, ruleNumber, type Scene } from "./scene.ts";

// the greening account of the rulebook, and trees

/** Measures are rounded to 0.1 m²; a balance is held when it misses by no more. */
const ROUNDING = 0.05;

export function balance(scene: Scene, measures: Measures): Outcome {
  const rule = "green.balance_min";
  const { balance: measured } = measures.greening;
  const required = scene.rules.rules.get(rule)?.value;
  // a code that keeps no account of green asks for no balance until a scenario does
  if (typeof required !== "number") return { rule, findings: null, required: null, measured, unit: "m2" };
  const short = required - measured;
  const findings: Finding[] = [];
  if (short > ROUNDING) {
    findings.push({
      required,
      measured,
      features: planFeaturesOf(scene.features, "greenRemoved").map((green) => green.id),
      at: null,
      note: `green ends ${short.toFixed(1)} m² below what must remain: plant ${short.toFixed(1)} m² more${climbing(scene, short)}.`,
      amount: short,
    });
  }
  return { rule, findings, required, measured, unit: "m2" };
}

/** Height of a wall that a remedy is given in, metres. */
const WALL = 2;

/** The same remedy in climbers, rounded up to the decimetre; nothing where the profile does not credit them. */
function climbing(scene: Scene, short: number): string {
  const credit = ruleNumber(scene.rules, "green.credit_vertical_roof_pergola", 0) * WALL;
  return credit === 0
    ? ""
    : `, or green ${(Math.ceil((short / credit) * 10 - 1e-6) / 10).toFixed(1)} m of ${WALL} m wall`;
}

/** A floor on the ratio that a scenario may add. */
export function ratio(scene: Scene, measures: Measures): Outcome | null {
  const required = scene.rules.rules.get("green.ratio.min")?.value;
  if (typeof required !== "number") return null;
  const { ratioAfter: measured } = measures.greening;
  const findings: Finding[] = [];
  if (measured < required - 0.00005) {
    const note = `green is ${(measured * 100).toFixed(2)} % of the site where ${(required * 100).toFixed(2)} % is asked.`;
    const features = featuresOf(scene.site, "site").map(({ id }) => id);
    findings.push({ required, measured, features, at: null, note, amount: required - measured });
  }
  return { rule: "green.ratio.min", findings, required, measured, unit: "ratio" };
}

/** Words of the rulebook's grounds, in either language. */
const GROUNDS = /\b(light|air|safety|danger)\b|采光|通风|安全|危/i;

/** Trees go only on the rulebook's grounds, and more stalls are none. */
export function trees(scene: Scene): Outcome {
  const most = scene.scenario.demand.treesMoved.max;
  const moved = planFeaturesOf(scene.features, "treeMoved");
  const findings: Finding[] = [];
  const known = new Map(featuresOf(scene.site, "tree").map((tree) => [tree.id, tree]));
  moved.forEach((tree, i) => {
    const { tree: id, ground } = tree.properties;
    const status = known.get(id)?.properties.status;
    const isLawful = status === "movable" && GROUNDS.test(ground) && i < most;
    if (isLawful) return;
    const why =
      status === undefined
        ? "is no tree of the site"
        : status !== "movable"
          ? `may not be moved: the site has it as ${status}`
          : i >= most
            ? `is one more than the ${most} that may go`
            : `may not be moved for "${ground}": that is no ground of the rulebook, and stalls are none whatever the vote`;
    findings.push({
      required: most,
      measured: moved.length,
      features: [tree.id],
      at: tree.shape,
      note: `tree ${id} ${why}.`,
      amount: 1,
    });
  });
  const line = { rule: "tree.move_grounds", findings, required: most, measured: moved.length, unit: "count" };
  if (findings.length > 0 || moved.length === 0) return line;
  const grounds = moved.map(({ properties: { tree, ground } }) => `${tree} ("${ground}")`);
  return { ...line, note: `Trees moved, each with its ground: ${grounds.join(", ")}.` };
}
