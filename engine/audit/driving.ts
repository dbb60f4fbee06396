import type { Area } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { areaShared, areasOf, together } from "./areas.ts";
import { drive, type LaneDrive } from "./drive/driven.ts";
import { FINE } from "./drive/engine.ts";
import { groundOf, paced } from "./drive/ground.ts";
import { posesBefore, turnsRound } from "./drive/turning.ts";
import { INHERITED } from "./lanes.ts";
import { edgesApart, type Outline, outlineOf, overlapDepth } from "./outline.ts";
import { type Finding, lookupOf, metres, middleOf, type Outcome, type Scene } from "./scene.ts";

/** What stands this near to the body where it stops may be what stops it, metres. */
const BESIDE = 2;

/**
 * Fact 4 of FORMAT.md: the rulebook's engine is driven from a gate for engines along every lane, its body on lane, road
 * or bare paved ground. What it lacks today as well is inherited.
 */
export function engineDriven(scene: Scene): Outcome | null {
  const rule = "fire.engine";
  if (planFeaturesOf(scene.features, "fireLane").length === 0) return null;
  const driven = drive(scene);
  const unknown = (note: string): Outcome => ({ rule, findings: null, required: 0, measured: null, unit: "m", note });
  if (driven === null)
    return unknown("No gate for fire engines, or no engine in the rulebook: the lanes are not driven.");
  const laidNew = new Set(
    planFeaturesOf(scene.features, "fireLane").flatMap(({ id, properties }) =>
      properties.status === "new" ? [id] : [],
    ),
  );
  const findings: Finding[] = [];
  let open: string | null = null;
  let worst = 0;
  for (const { lane, status, missed, lack, wider, at, stuck } of driven) {
    if (missed === null) continue;
    const guilty = status !== "shut" || stuck === null ? [] : newBeside(scene, stuck);
    // nothing new stands where it stops: what stops it was there today, where it lacks pavement today as well
    const isStopped = status === "shut" && guilty.length === 0;
    const lacksToday = isStopped && lack !== null && lack > 0;
    if (status === "given up" || (isStopped && !lacksToday)) {
      open ??= lane;
      continue;
    }
    worst = Math.max(worst, lack ?? 0);
    const lacking =
      lack === null
        ? "no widening of the road over green would let it"
        : `it lacks up to ${metres(lack)} of pavement in a turn; cured by a repair: cut this corner by ${metres(lack)}, at most ${cutArea(scene, wider).toFixed(1)} m² of green`;
    const isOld = (status === "as today" || lacksToday) && !laidNew.has(lane);
    findings.push({
      required: 0,
      measured: lack ?? (laidNew.has(lane) ? "not driven" : null),
      features: [lane, ...guilty],
      at: at ?? missed,
      note: isOld
        ? `a fire engine cannot be driven to the end of fire lane ${lane} today: ${lacking}.`
        : `a fire engine ${laidNew.has(lane) ? "cannot" : "can no longer"} be driven to the end of fire lane ${lane}.`,
      amount: isOld ? INHERITED : 1,
    });
  }
  findings.push(...turnaroundsDriven(scene, driven));
  if (findings.length === 0 && open !== null)
    return unknown(`No way along fire lane ${open} was found in the steps there are.`);
  return { rule, findings, required: 0, measured: worst, unit: "m" };
}

/** On every turnaround of the plan the engine turns round, coming along a lane. */
function turnaroundsDriven(scene: Scene, driven: readonly LaneDrive[]): Finding[] {
  const own = planFeaturesOf(scene.features, "turnaround");
  const ground = own.length === 0 ? null : groundOf(scene, scene.features);
  if (ground === null) return [];
  const ways = driven.flatMap((lane) => lane.ways);
  return own.flatMap(({ id, shape }): Finding[] => {
    const outline = outlineOf(shape);
    const at = middleOf(outline);
    const starts = posesBefore(ground, ways, outline);
    if (turnsRound(ground, starts, at)) return [];
    // finer poses have the last word
    const fine = paced(ground, FINE);
    if (turnsRound(fine, posesBefore(fine, ways, outline), at)) return [];
    const note =
      starts.length === 0
        ? `no fire engine comes to turnaround ${id} along a lane.`
        : `a fire engine cannot turn round on turnaround ${id} with one reversing manoeuvre.`;
    return [{ required: true, measured: false, features: [id, ...onto(scene, outline)], at, note, amount: 1 }];
  });
}

/** What stands on a place. */
function onto({ standing }: Scene, place: Outline): string[] {
  return lookupOf(standing)
    .near(place)
    .filter(({ outline }) => overlapDepth(outline, place).depth > OVERLAP_TOLERANCE)
    .map(({ id }) => id);
}

/** Square metres of green that bodies go over. */
function cutArea(scene: Scene, bodies: readonly Area[]): number {
  const greens = featuresOf(scene.site, "green").filter(({ properties }) => properties.convertible);
  return greens.reduce((sum, { shape }) => {
    const outline = outlineOf(shape);
    const over = bodies.filter((body) => overlapDepth(outlineOf(body), outline).depth > OVERLAP_TOLERANCE);
    return sum + (over.length === 0 ? 0 : areaShared(areasOf(together(over)), [shape]));
  }, 0);
}

/** What new stands beside a body, within arm's reach of a driver who wants to turn. */
function newBeside(scene: Scene, shell: Float64Array): string[] {
  const body = outlineOf({ shell, holes: [] });
  const [minX, minY, maxX, maxY] = [body.minX - BESIDE, body.minY - BESIDE, body.maxX + BESIDE, body.maxY + BESIDE];
  return lookupOf(scene.standing)
    .near({ minX, minY, maxX, maxY })
    .filter(({ feature }) => !("status" in feature.properties && feature.properties.status === "existing"))
    .filter(({ outline }) => edgesApart(body.edges, outline.edges) <= BESIDE)
    .map(({ id }) => id);
}
