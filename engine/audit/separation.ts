import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf, type SiteFeature } from "../model/site.ts";
import { edgesApart, type Outline, outlineOf, overlapDepth } from "./outline.ts";
import { type Finding, middleOf, type Outcome, ruleNumber, type Scene, type Thing } from "./scene.ts";

// how far cars stand from buildings

/** Distances are met when they miss by no more than this, metres. */
const ROUNDING = 0.002;

/** Buildings of each class of fire resistance, by the rule that is about them. GB 50067-2014 Table 4.2.1. */
const CLASSES: Readonly<Record<string, readonly number[]>> = {
  "fire.parking.to_building.class_1_2": [1, 2],
  "fire.parking.to_building.class_3": [3],
  "fire.parking.to_building.class_4": [4],
};

export function isHome({ properties }: SiteFeature<"building">): boolean {
  return (properties.use ?? "residential") === "residential";
}

/** Least distance between two areas, metres; 0 where they overlap. */
export function apart(a: Outline, b: Outline): number {
  return overlapDepth(a, b).depth > 0 ? 0 : edgesApart(a.edges, b.edges);
}

/** Charging stalls keep off dwellings. */
export function chargingOffHomes(scene: Scene): Outcome {
  const rule = "ev.stall_to_dwelling";
  const required = ruleNumber(scene.rules, rule, 0);
  const stalls = newStalls(scene, "charging");
  const homes = featuresOf(scene.site, "building").filter(isHome).map(outlined);
  if (stalls.length === 0 || homes.length === 0) return { rule, findings: null, required, measured: null, unit: "m" };
  const findings: Finding[] = [];
  let nearest = Infinity;
  for (const stall of stalls) {
    const { id, distance } = nearestOf(stall, homes);
    nearest = Math.min(nearest, distance);
    if (distance >= required - ROUNDING) continue;
    const note = `charging stall ${stall.id} is ${distance.toFixed(2)} m from ${id} where ${required} m is asked.`;
    const at = middleOf(stall.outline);
    findings.push({ required, measured: distance, features: [stall.id], at, note, amount: required - distance });
  }
  return { rule, findings, required, measured: nearest, unit: "m" };
}

/**
 * New stalls and buildings by class of fire resistance. What a car park is has been disputed for compounds, so that the
 * rule only warns; all stalls that are nearer are told in one line, with the nearest of them.
 */
export function parkingOffBuildings(scene: Scene): Outcome[] {
  const stalls = newStalls(scene, null);
  const buildings = featuresOf(scene.site, "building");
  return Object.entries(CLASSES).flatMap(([rule, classes]): Outcome[] => {
    if (!scene.rules.rules.has(rule)) return [];
    const required = ruleNumber(scene.rules, rule, 0);
    const own = buildings.filter(({ properties }) => classes.includes(properties.fireResistance)).map(outlined);
    if (stalls.length === 0 || own.length === 0) return [{ rule, findings: null, required, measured: null, unit: "m" }];
    const measured = stalls.map((stall) => ({ stall, ...nearestOf(stall, own) }));
    const worst = measured.reduce((least, next) => (next.distance < least.distance ? next : least));
    const near = measured.filter(({ distance }) => distance < required - ROUNDING);
    if (near.length === 0) return [{ rule, findings: [], required, measured: worst.distance, unit: "m" }];
    const what = near.length === 1 ? `stall ${worst.stall.id} stands` : `${near.length} stalls stand`;
    const note = `${what} nearer to a building than ${required} m; the nearest is ${worst.stall.id}, ${worst.distance.toFixed(2)} m from ${worst.id}.`;
    const finding: Finding = {
      required,
      measured: worst.distance,
      features: near.map(({ stall }) => stall.id),
      at: middleOf(worst.stall.outline),
      note,
      amount: required - worst.distance,
    };
    return [{ rule, findings: [finding], required, measured: worst.distance, unit: "m" }];
  });
}

/** New stalls of any type; charging ones whether they are new or a post has come to a stall of today. */
function newStalls(scene: Scene, type: "charging" | null): Thing[] {
  return planFeaturesOf(scene.features, "stall")
    .filter(({ properties }) => (type === null ? properties.status === "new" : properties.type === type))
    .map(outlined);
}

function outlined({ id, kind, shape }: { id: string; kind: string; shape: Parameters<typeof outlineOf>[0] }): Thing {
  return { id, kind, outline: outlineOf(shape) };
}

function nearestOf(thing: Thing, others: readonly Thing[]): { id: string; distance: number } {
  let best = { id: "", distance: Infinity };
  for (const other of others) {
    // a box that is farther than the best cannot hold a nearer edge
    if (boxesApart(thing.outline, other.outline) >= best.distance) continue;
    const distance = apart(thing.outline, other.outline);
    if (distance < best.distance) best = { id: other.id, distance };
  }
  return best;
}

/** Distance between two boxes, metres. */
export function boxesApart(a: Outline, b: Outline): number {
  const dx = Math.max(0, a.minX - b.maxX, b.minX - a.maxX);
  const dy = Math.max(0, a.minY - b.maxY, b.minY - a.maxY);
  return Math.sqrt(dx * dx + dy * dy);
}
