import { type Area, areaOf } from "../model/geometry.ts";
import { type Measures, planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { gap as gapBetween } from "./amenities.ts";
import { asRectangle } from "./areas.ts";
import { outlineOf, squaredToSegment } from "./outline.ts";
import { type Finding, middleOf, type Outcome, ruleNumber, type Scene } from "./scene.ts";

// the greening account of the rulebook, and where new planting counts

/** New planting counts from this width and size: metres and square metres. FORMAT.md section 3. */
const LEAST_WIDTH = 1.5;
const LEAST_PATCH = 4;

/** Measures are rounded to 0.1 m²; a balance is held when it misses by no more. */
const ROUNDING = 0.05;

/** Widths are met when they miss by no more than this, metres. */
const WIDTH_ROUNDING = 0.002;

export function balance(scene: Scene, measures: Measures): Outcome {
  const required = ruleNumber(scene.rules, "green.balance_min", 0);
  const { balance: measured } = measures.greening;
  const short = required - measured;
  const findings: Finding[] = [];
  if (short > ROUNDING) {
    findings.push({
      required,
      measured,
      features: planFeaturesOf(scene.features, "greenRemoved").map((green) => green.id),
      at: null,
      note: `green ends ${short.toFixed(1)} m² below what must remain: plant ${short.toFixed(1)} m² more, or green ${(short / 0.7).toFixed(1)} m of 2 m wall.`,
      amount: short,
    });
  }
  return { rule: "green.balance_min", findings, required, measured, unit: "m2" };
}

/** A floor on the ratio that a scenario may add. */
export function ratio(scene: Scene, measures: Measures): Outcome | null {
  const required = scene.rules.rules.get("green.ratio.min")?.value;
  if (typeof required !== "number") return null;
  const { ratioAfter: measured } = measures.greening;
  const findings: Finding[] = [];
  if (measured < required - 0.00005) {
    const note = `green is ${(measured * 100).toFixed(2)} % of the site where ${(required * 100).toFixed(2)} % is asked.`;
    findings.push({ required, measured, features: [], at: null, note, amount: required - measured });
  }
  return { rule: "green.ratio.min", findings, required, measured, unit: "ratio" };
}

/** New planting is wide and large enough and off walls, doors and lanes. */
export function planting(scene: Scene): Outcome {
  const { site, rules, features } = scene;
  const offset = ruleNumber(rules, "green.count_offset.wall", 0);
  const footway = ruleNumber(rules, "road.footway_min", 0);
  const walls = featuresOf(site, "building").map((building) => ({
    id: building.id,
    outline: outlineOf(building.shape),
  }));
  const findings: Finding[] = [];
  let nearest = Infinity;
  for (const green of planFeaturesOf(features, "green")) {
    if (green.properties.status !== "new") continue;
    const outline = outlineOf(green.shape);
    const fail = (required: number, measured: number, unit: string, what: string) =>
      findings.push({
        required,
        measured,
        features: [green.id],
        at: middleOf(outline),
        note: `new green ${green.id} ${what} ${Math.round(measured * 1000) / 1000} ${unit} where ${required} ${unit} is asked.`,
        amount: required - measured,
      });
    const area = areaOf(green.shape);
    if (area < LEAST_PATCH - ROUNDING) fail(LEAST_PATCH, area, "m²", "covers");
    const width = widthOf(green.shape);
    if (width < LEAST_WIDTH - WIDTH_ROUNDING) fail(LEAST_WIDTH, width, "m", "is wide");
    for (const wall of walls) {
      const gap = gapBetween(outline.edges, wall.outline.edges);
      nearest = Math.min(nearest, gap);
      if (gap < offset - WIDTH_ROUNDING) fail(offset, gap, "m", `keeps off ${wall.id}`);
    }
    for (const door of featuresOf(site, "entrance")) {
      let gap = Infinity;
      for (let k = 0; k < outline.edges.length; k += 4) {
        gap = Math.min(gap, Math.sqrt(squaredToSegment(door.shape[0], door.shape[1], outline.edges, k)));
      }
      if (gap < footway - WIDTH_ROUNDING) fail(footway, gap, "m", `keeps off door ${door.id}`);
    }
  }
  const measured = Number.isFinite(nearest) ? nearest : null;
  return { rule: "green.count_offset.wall", findings, required: offset, measured, unit: "m" };
}

/** Trees go only on the rulebook's grounds, and more stalls are none. */
export function trees(scene: Scene): Outcome {
  const most = scene.scenario.demand.treesMoved.max;
  const moved = planFeaturesOf(scene.features, "treeMoved");
  const findings: Finding[] = [];
  const known = new Map(featuresOf(scene.site, "tree").map((tree) => [tree.id, tree]));
  moved.forEach((tree, i) => {
    const { tree: id, ground } = tree.properties;
    const status = known.get(id)?.properties.status;
    const isLawful = status === "movable" && /light|air|safety|danger/i.test(ground) && i < most;
    if (isLawful) return;
    const why =
      status === undefined
        ? "is no tree of the site"
        : status !== "movable"
          ? `is ${status}`
          : i >= most
            ? `is one more than the ${most} that may go`
            : "is moved on no ground of the rulebook";
    findings.push({
      required: most,
      measured: moved.length,
      features: [tree.id],
      at: tree.shape,
      note: `tree ${id} ${why}.`,
      amount: 1,
    });
  });
  return { rule: "tree.move_grounds", findings, required: most, measured: moved.length, unit: "count" };
}

/** The narrow side of the rectangle with the same area and rim: a lower bound for patches that are not rings. Metres. */
function widthOf(area: Area): number {
  const { width } = asRectangle(area);
  return Number.isFinite(width) ? width : metresOf(area);
}

function metresOf(area: Area): number {
  return Math.sqrt(areaOf(area));
}
