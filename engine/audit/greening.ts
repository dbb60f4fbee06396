import { type Area, areaOf } from "../model/geometry.ts";
import { type Measures, planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { gap as gapBetween } from "./amenities.ts";
import { distanceToEdge, isInside, outlineOf, squaredToSegment } from "./outline.ts";
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

/** Grid on which the widest place of a patch is sought, metres; it is then pushed onto the ridge. */
const LOOK = 0.3;

/** Width of a patch at its widest, metres: the largest disc that fits in it. */
function widthOf(area: Area): number {
  const outline = outlineOf(area);
  let [best, bx, by] = [0, 0, 0];
  const look = (x: number, y: number) => {
    if (!isInside(outline, x, y)) return;
    const radius = distanceToEdge(outline, x, y);
    if (radius > best) [best, bx, by] = [radius, x, y];
  };
  for (let x = outline.minX; x <= outline.maxX; x += LOOK) {
    for (let y = outline.minY; y <= outline.maxY; y += LOOK) look(x, y);
  }
  for (let step = LOOK / 2; step > 0.001; step /= 2) {
    const [x, y] = [bx, by];
    for (const [dx, dy] of AROUND) look(x + dx * step, y + dy * step);
  }
  return 2 * best;
}

/** Eight ways to go. */
const AROUND = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy] as const));
