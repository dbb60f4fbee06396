import { type Area, areaOf } from "../model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../model/plan.ts";
import type { Rules } from "../model/rules.ts";
import { outlineOf } from "./outline.ts";
import { type Finding, metres, middleOf, type Outcome, ruleNumber, type Scene } from "./scene.ts";
import { boxAround, narrowest, widest } from "./width.ts";

// the sizes of places made for an engine to turn

/** Sizes are met when they miss by no more than this, metres. */
const ROUNDING = 0.002;

/** What a turnaround of a shape must be at least, and the rules that say so. Metres. */
interface Size {
  readonly rule: string;
  /** Of a square its side, of a circle its diameter, of a hammerhead either way across it. */
  readonly across: number;
}

const SQUARE = "fire.dead_end.turnaround.min";

/** The length of the head from end to end, where a profile asks for that. */
const HEAD = "fire.dead_end.turnaround.hammerhead";

/** Keys under which the profiles have their sizes, the first that a profile knows. */
const SIZES: Readonly<Record<PlanFeature<"turnaround">["properties"]["shape"], readonly string[]>> = {
  square: [`${SQUARE}.width`, "fire.dead_end.turnaround.cul_de_sac_diameter", "fire.lane.turning_circle.pump_kerbs"],
  circle: [`${SQUARE}.width`, "fire.dead_end.turnaround.cul_de_sac_diameter", "fire.lane.turning_circle.pump_kerbs"],
  hammerhead: [`${SQUARE}.width`, HEAD],
};

/** Where no profile says, an engine of 9 m turning circle turns in as much, metres. */
const OTHERWISE = 18;

export function sizeOf(rules: Rules, shape: PlanFeature<"turnaround">["properties"]["shape"]): Size | null {
  const rule = SIZES[shape].find((key) => rules.rules.has(key));
  return rule === undefined ? null : { rule, across: ruleNumber(rules, rule, OTHERWISE) };
}

/** Ground this wide in all directions is a place to turn, metres. */
export function turnsIn(rules: Rules): number {
  return sizeOf(rules, "circle")?.across ?? OTHERWISE;
}

/** What a turnaround is too small in; null where nothing is. */
export function turnaroundFault(
  { rules }: Pick<Scene, "rules">,
  { id, shape, properties }: PlanFeature<"turnaround">,
): (Finding & { rule: string }) | null {
  const size = sizeOf(rules, properties.shape);
  if (size === null) return null;
  const { rule, across } = size;
  const lane = ruleNumber(rules, "fire.lane.clear_width", 0);
  const measured = acrossOf(shape, properties.shape, rule);
  const bar = properties.shape === "hammerhead" ? narrowest(shape).width : Infinity;
  if (measured >= across - ROUNDING && bar >= lane - ROUNDING) return null;
  const isNarrow = measured >= across - ROUNDING;
  const [required, got] = isNarrow ? [lane, bar] : [across, measured];
  return {
    rule,
    required,
    measured: got,
    features: [id],
    at: middleOf(outlineOf(shape)),
    note: isNarrow
      ? `the bars of turnaround ${id} are ${metres(got)} wide where a lane of ${metres(required)} is asked.`
      : `turnaround ${id} measures ${metres(got)} where ${metres(required)} is asked of a ${properties.shape}.`,
    amount: required - got,
  };
}

/** How much a place measures in the direction in which it is smallest, metres. */
function acrossOf(shape: Area, kind: PlanFeature<"turnaround">["properties"]["shape"], rule: string): number {
  // a hammerhead is as wide as the box around it, a circle as what fits into it, a square has its corners as well
  if (kind === "hammerhead") return boxAround(shape)[rule === HEAD ? "length" : "width"];
  const disc = widest(shape).width;
  return kind === "circle" ? disc : Math.min(disc, Math.sqrt(areaOf(shape)));
}

/** Every turnaround of a plan is as large as the rule asks. */
export function turnaroundSizes(scene: Scene): Outcome[] {
  const own = planFeaturesOf(scene.features, "turnaround");
  const rules = [...new Set(Object.values(SIZES).flat())].filter((rule) => scene.rules.rules.has(rule));
  return rules.map((rule): Outcome => {
    const required = ruleNumber(scene.rules, rule, 0);
    const meant = own.filter(({ properties }) => sizeOf(scene.rules, properties.shape)?.rule === rule);
    if (meant.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
    const findings = meant.flatMap((one) => turnaroundFault(scene, one) ?? []);
    const measured = Math.min(...meant.map(({ shape, properties }) => acrossOf(shape, properties.shape, rule)));
    return { rule, findings, required, measured, unit: "m" };
  });
}
