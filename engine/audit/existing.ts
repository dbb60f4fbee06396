import { type Area, areaOf } from "../model/geometry.ts";
import { type Measures, planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { COINCIDENCE_TOLERANCE } from "../model/tolerance.ts";
import { meanWidth, rimOf, without } from "./areas.ts";
import { depthOutside, outlineOf, overlapDepth } from "./outline.ts";
import { type Finding, metres, middleOf, type Outcome, type Scene } from "./scene.ts";

// facts 5 and 6 of FORMAT.md section 4: what is called existing is there, and the numbers are the features' own

/** Leftovers thinner than this are rounding, metres. */
const SLIVER = 2 * COINCIDENCE_TOLERANCE;

/** Measures are written with at least this accuracy; two that differ by less agree. */
const SAME = 0.051;

/** Every feature with `status: existing` coincides with the site's own, and none of the site's stalls is lost in silence. */
export function existingUnchanged(scene: Scene): Outcome {
  const { site, features } = scene;
  const findings: Finding[] = [];
  const today = new Map(featuresOf(site, "stall").map((stall) => [stall.id, stall]));
  const shapes = [...today.values()].map((stall) => ({ id: stall.id, outline: outlineOf(stall.shape) }));
  const removed = new Set(planFeaturesOf(features, "stallRemoved").map((stall) => stall.properties.from));
  const seen = new Set(removed);
  let farthest = 0;
  for (const stall of planFeaturesOf(features, "stall")) {
    if (stall.properties.status !== "existing") continue;
    const outline = outlineOf(stall.shape);
    const best = shapes.reduce(
      (least, one) => {
        const off = Math.max(depthOutside(outline, one.outline).depth, depthOutside(one.outline, outline).depth);
        return off < least.off ? { off, id: one.id } : least;
      },
      { off: Infinity, id: "" },
    );
    const apart = Number.isFinite(best.off) ? best.off : 1;
    farthest = Math.max(farthest, apart);
    if (apart > COINCIDENCE_TOLERANCE) {
      findings.push({
        required: 0,
        measured: apart,
        features: [stall.id],
        at: middleOf(outline),
        note: `stall ${stall.id} is called existing but lies ${metres(apart)} off the nearest stall of the site.`,
        amount: apart,
      });
    } else if (removed.has(best.id)) {
      findings.push({
        required: "kept or removed",
        measured: "both",
        features: [stall.id, best.id],
        at: middleOf(outline),
        note: `stall ${best.id} of the site is kept as ${stall.id} and listed as removed.`,
        amount: 1,
      });
    } else seen.add(best.id);
  }
  for (const { id, outline } of shapes) {
    if (seen.has(id)) continue;
    findings.push({
      required: "kept or removed",
      measured: "missing",
      features: [id],
      at: middleOf(outline),
      note: `stall ${id} of the site is neither kept nor listed as removed.`,
      amount: 1,
    });
  }
  for (const { id, shape, properties } of planFeaturesOf(features, "stallRemoved")) {
    const stall = shapes.find((one) => one.id === properties.from);
    // what is no stall of the site is told as a reference
    if (stall === undefined) continue;
    const outline = outlineOf(shape);
    const apart = Math.max(depthOutside(outline, stall.outline).depth, depthOutside(stall.outline, outline).depth);
    if (apart <= COINCIDENCE_TOLERANCE) continue;
    findings.push({
      required: 0,
      measured: apart,
      features: [id, stall.id],
      at: middleOf(outline),
      note: `stall ${stall.id} of the site is drawn as removed ${metres(apart)} off its place.`,
      amount: apart,
    });
  }
  const laid = planFeaturesOf(features, "stall");
  if (removed.size > 0 && laid.length < today.size && scene.scenario.demand.existingStalls === "keep") {
    const lost = today.size - laid.length;
    findings.push({
      required: today.size,
      measured: laid.length,
      features: planFeaturesOf(features, "stallRemoved").map(({ id }) => id),
      at: middleOf(outlineOf(planFeaturesOf(features, "stallRemoved")[0].shape)),
      note: `${removed.size} stalls of the site are removed and ${lost} of them laid nowhere else.`,
      amount: lost,
    });
  }
  return { rule: "fact.existing_unchanged", findings, required: 0, measured: farthest, unit: "m" };
}

/**
 * Kept and removed green together are the site's green, exactly and once. By account: every part lies within a green of
 * today, no two parts overlap, and the parts of a green have its area. Only where the account
 * does not close is the missing ground itself looked for.
 */
export function greenAccounted(scene: Scene): Outcome {
  const { site, features } = scene;
  const greens = featuresOf(site, "green").map(({ id, shape }) => ({
    id,
    shape,
    outline: outlineOf(shape),
    parts: [] as Area[],
  }));
  const parts = [
    ...planFeaturesOf(features, "green").filter((green) => green.properties.status === "existing"),
    ...planFeaturesOf(features, "greenRemoved"),
  ].map(({ id, shape }) => ({ id, shape, outline: outlineOf(shape) }));
  const findings: Finding[] = [];
  for (const part of parts) {
    const fits = greens.map((green) => ({ green, off: depthOutside(part.outline, green.outline).depth }));
    const best = fits.reduce<(typeof fits)[number] | null>(
      (least, next) => (least === null || next.off < least.off ? next : least),
      null,
    );
    if (best !== null && best.off <= COINCIDENCE_TOLERANCE) {
      best.green.parts.push(part.shape);
      continue;
    }
    const off = best?.off ?? 1;
    findings.push({
      required: 0,
      measured: off,
      features: [part.id],
      at: middleOf(part.outline),
      note: `green ${part.id} claims ground, ${metres(off)} wide, that is not green today.`,
      amount: off,
    });
  }
  for (const { id, shape, parts: own, outline } of greens) {
    const outlines = own.map(outlineOf);
    outlines.forEach((part, i) => {
      for (const other of outlines.slice(0, i)) {
        const { depth, at } = overlapDepth(part, other);
        if (depth <= SLIVER) continue;
        const note = `two parts of green ${id} claim the same ground, ${metres(depth)} deep.`;
        findings.push({ required: 0, measured: depth, features: [id], at: at ?? middleOf(part), note, amount: depth });
      }
    });
    const today = areaOf(shape);
    const accounted = own.reduce((sum, part) => sum + areaOf(part), 0);
    // rounding of coordinates moves an edge by at most 0.1 mm
    const rounding = 0.02 + COINCIDENCE_TOLERANCE * rimOf(outline);
    if (Math.abs(today - accounted) <= rounding) continue;
    const missing = accounted < today ? without([shape], own).filter((area) => meanWidth(area) > SLIVER) : [];
    const at = middleOf(missing.length > 0 ? outlineOf(missing[0]) : outline);
    const amount = Math.abs(today - accounted);
    findings.push({
      required: today,
      measured: accounted,
      features: [id],
      at,
      note:
        accounted < today
          ? `${amount.toFixed(1)} m² of green ${id} are neither kept nor listed as removed.`
          : `kept and removed green count ${amount.toFixed(1)} m² of ${id} twice.`,
      amount,
    });
  }
  const sum = (areas: readonly { shape: Area }[]) =>
    round(areas.reduce((total, { shape }) => total + areaOf(shape), 0));
  return { rule: "fact.green_accounted", findings, required: sum(greens), measured: sum(parts), unit: "m2" };
}

/** Every measure that the file claims, against the same measure made from its features. */
export function measuresAgree(claimed: Measures | null, measures: Measures): Outcome {
  const rule = "fact.measures_agree";
  if (claimed === null) return { rule, findings: null, required: null, measured: null, unit: "" };
  const findings: Finding[] = [];
  compare("measures", claimed, measures, (path, says, is) => {
    findings.push({
      required: is,
      measured: says,
      features: [],
      at: null,
      note: `${path} says ${String(says)}, its features give ${String(is)}.`,
      amount: typeof says === "number" && typeof is === "number" ? Math.abs(says - is) : 1,
    });
  });
  return { rule, findings, required: "agree", measured: "agree", unit: "" };
}

type Plain = number | string | boolean | null;

function compare(
  path: string,
  says: unknown,
  is: unknown,
  differ: (path: string, says: Plain, is: Plain) => void,
): void {
  if (is !== null && typeof is === "object") {
    const claimed = Array.isArray(says) ? says.length : 0;
    if (Array.isArray(is) && claimed !== is.length) {
      differ(`${path}.length`, claimed, is.length);
      return;
    }
    for (const [key, value] of Object.entries(is)) {
      compare(`${path}.${key}`, (says as Record<string, unknown> | null | undefined)?.[key] ?? null, value, differ);
    }
    return;
  }
  const isClose =
    typeof says === "number" &&
    typeof is === "number" &&
    Math.abs(says - is) <= (path.includes("atio") ? SAME / 500 : SAME);
  // counts are whole numbers and must agree exactly
  const isCount = typeof is === "number" && Number.isInteger(is) && typeof says === "number" && Number.isInteger(says);
  if (says === is || (isClose && !isCount)) return;
  differ(path, says as Plain, is as Plain);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
