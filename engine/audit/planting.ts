import { type Area, areaOf, type Point } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { checked, hold, kernel, NO_MEMORY } from "./kernel.ts";
import { edgesApart, outlineOf } from "./outline.ts";
import { type Finding, middleOf, type Outcome, ruleNumber, type Scene } from "./scene.ts";
import { narrowest, widest } from "./width.ts";

// where new planting counts, and whether all of it does

/** New planting counts where it is at least this wide, and from this size: metres and square metres. FORMAT.md section 3. */
const LEAST_WIDTH = 1.5;
const LEAST_PATCH = 4;

/** Areas are met when they miss by no more than this, square metres: the rounding of measures. */
const ROUNDING = 0.05;

/** Widths are met when they miss by no more than this, metres. */
const WIDTH_ROUNDING = 0.002;

/**
 * A narrower part may be as large as this, square metres: a disc of the least width leaves out 0.39 m² of a corner of
 * 60°, and less of blunter ones, without the patch being too narrow there.
 */
const CORNER = 0.4;

/** Every new patch is large enough, and wide enough in all its parts. */
export function plantingCounts(scene: Scene): Outcome {
  const findings: Finding[] = [];
  let least = Infinity;
  for (const { id, shape } of newGreens(scene)) {
    const area = areaOf(shape);
    if (area < LEAST_PATCH - ROUNDING) {
      const note = `new green ${id} covers ${area.toFixed(1)} m² where ${LEAST_PATCH} m² is asked.`;
      const at = middleOf(outlineOf(shape));
      findings.push({ required: LEAST_PATCH, measured: area, features: [id], at, note, amount: LEAST_PATCH - area });
    }
    const { width, at } = narrowPart(shape);
    least = Math.min(least, width);
    if (width >= LEAST_WIDTH - WIDTH_ROUNDING) continue;
    const note = `new green ${id} is ${width.toFixed(2)} m wide in part where ${LEAST_WIDTH} m is asked.`;
    findings.push({ required: LEAST_WIDTH, measured: width, features: [id], at, note, amount: LEAST_WIDTH - width });
  }
  const measured = Number.isFinite(least) ? least : null;
  return { rule: "fact.planting", findings, required: LEAST_WIDTH, measured, unit: "m" };
}

/** New planting keeps off the walls of buildings. */
export function plantingOffWalls(scene: Scene): Outcome {
  const rule = "green.count_offset.wall";
  const required = ruleNumber(scene.rules, rule, 0);
  const walls = featuresOf(scene.site, "building").map(({ id, shape }) => ({ id, outline: outlineOf(shape) }));
  const greens = newGreens(scene).map(({ id, shape }) => ({ id, outline: outlineOf(shape) }));
  if (walls.length === 0 || greens.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  const findings: Finding[] = [];
  let nearest = Infinity;
  for (const green of greens) {
    for (const wall of walls) {
      const off = edgesApart(green.outline.edges, wall.outline.edges);
      nearest = Math.min(nearest, off);
      if (off >= required - WIDTH_ROUNDING) continue;
      const note = `new green ${green.id} keeps ${off.toFixed(2)} m off ${wall.id} where ${required} m is asked.`;
      const at = middleOf(green.outline);
      findings.push({ required, measured: off, features: [green.id], at, note, amount: required - off });
    }
  }
  return { rule, findings, required, measured: nearest, unit: "m" };
}

function newGreens({ features }: Scene) {
  return planFeaturesOf(features, "green").filter((green) => green.properties.status === "new");
}

/** Pace at which a patch is looked at where it has a neck, metres, and the most places looked at: a hectare's. */
const LEAST_PACE = 0.1;
const MOST_PLACES = 1_000_000;

/**
 * Width of the narrowest part of a patch that is larger than a corner, metres: at least the least width where every
 * part that matters is covered by discs of that width which lie inside.
 */
function narrowPart(area: Area): { width: number; at: Point } {
  const neck = narrowest(area);
  if (neck.width >= LEAST_WIDTH - WIDTH_ROUNDING) return neck;
  const outline = outlineOf(area);
  const radius = LEAST_WIDTH / 2;
  const [across, along] = [outline.maxX - outline.minX, outline.maxY - outline.minY];
  // a patch larger than any compound's is looked at more coarsely: in its favour, half a pace
  const pace = Math.max(LEAST_PACE, Math.sqrt((across * along) / MOST_PLACES));
  const columns = Math.ceil(across / pace) + 1;
  const rows = Math.ceil(along / pace) + 1;
  hold(null);
  const { edges, minX, minY } = outline;
  new Float64Array(kernel.memory.buffer, checked(kernel.layPatch(edges.length / 4)), edges.length).set(edges);
  const reach = Math.ceil(radius / pace) + 1;
  const places = kernel.narrowPart(minX, minY, pace, columns, rows, reach, radius - WIDTH_ROUNDING - pace / 2);
  if (places < 0) throw new Error(NO_MEMORY);
  if (places * pace * pace <= CORNER) return { width: LEAST_WIDTH, at: neck.at };
  const middle = kernel.partMiddle();
  const at: Point = [minX + (middle % columns) * pace, minY + Math.floor(middle / columns) * pace];
  return { width: Math.min(2 * kernel.partRoom(), widest(area).width), at };
}
