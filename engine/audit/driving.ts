import { planFeaturesOf } from "../model/plan.ts";
import { today } from "../model/today.ts";
import { OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { drive, lackToday, reachWith } from "./drive/driven.ts";
import { INHERITED } from "./lanes.ts";
import { outlineOf, overlapDepth } from "./outline.ts";
import { type Finding, lookupOf, metres, type Outcome, type Scene } from "./scene.ts";

/** What new stands on the way that the engine would take today. */
function inTheWay(scene: Scene, bodies: readonly Float64Array[]): string[] {
  const fresh = scene.standing.filter(
    ({ feature }) => !("status" in feature.properties && feature.properties.status === "existing"),
  );
  const lookup = lookupOf(fresh);
  const found = new Set<string>();
  for (const shell of bodies) {
    const body = outlineOf({ shell, holes: [] });
    for (const { id, outline } of lookup.near(body))
      if (!found.has(id) && overlapDepth(body, outline).depth > OVERLAP_TOLERANCE) found.add(id);
  }
  return [...found];
}

/** A plan may need a hair more than today before it counts as worse, metres: a cell of the terrain. */
const SAME = 0.2;

/**
 * Fact 4 of FORMAT.md: the rulebook's engine is driven from a gate for engines along every lane, its body on lane, road
 * or bare paved ground; out again it goes the same way backwards. What it lacks today as well is inherited.
 */
export function engineDriven(scene: Scene): Outcome | null {
  const rule = "fire.engine";
  if (planFeaturesOf(scene.features, "fireLane").length === 0) return null;
  const driven = drive(scene);
  const unknown = (note: string): Outcome => ({ rule, findings: null, required: 0, measured: null, unit: "m", note });
  if (driven === null)
    return unknown("No gate for fire engines, or no engine in the rulebook: the lanes are not driven.");
  const findings: Finding[] = [];
  const isReached = reachWith(scene);
  let worst = 0;
  for (const { lane, status, missed } of driven.lanes) {
    if (missed === null) continue;
    if (status === "given up") return unknown(`Fire lane ${lane} is too wide a field to be searched for a way.`);
    const lack = lackToday(scene, today(scene.site), missed);
    const isOld = lack.metres === Infinity || (lack.metres > 0 && isReached(missed, lack.metres + SAME));
    const missing = Number.isFinite(lack.metres) ? lack.metres : null;
    worst = Math.max(worst, missing ?? 0);
    const guilty = isOld ? [] : inTheWay(scene, lack.path.map(lack.bodyAt));
    const lacking =
      missing === null
        ? "no widening of the road over green would let it"
        : `it lacks up to ${metres(missing)} of pavement in a turn`;
    findings.push({
      required: 0,
      measured: missing,
      features: [lane, ...guilty],
      at: lack.at ?? missed,
      note: isOld
        ? `a fire engine cannot be driven to the end of fire lane ${lane} today: ${lacking}.`
        : `a fire engine can no longer be driven to the end of fire lane ${lane}.`,
      amount: isOld ? INHERITED : 1,
    });
  }
  return { rule, findings, required: 0, measured: worst, unit: "m" };
}
