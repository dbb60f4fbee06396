import type { Area } from "../model/geometry.ts";
import { planFeaturesOf } from "../model/plan.ts";
import { today } from "../model/today.ts";
import { drive, isReachedWith, lackToday, touches } from "./drive/driven.ts";
import { INHERITED } from "./lanes.ts";
import { type Finding, metres, type Outcome, type Scene, STANDING } from "./scene.ts";

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
  let worst = 0;
  for (const { lane, status, missed } of driven.lanes) {
    if (missed === null) continue;
    if (status === "given up") return unknown(`Fire lane ${lane} is too wide a field to be searched for a way.`);
    const lack = lackToday(scene, today(scene.site), missed);
    const isOld = lack.metres === Infinity || (lack.metres > 0 && isReachedWith(scene, missed, lack.metres + SAME));
    const missing = Number.isFinite(lack.metres) ? lack.metres : null;
    worst = Math.max(worst, missing ?? 0);
    const bodies = lack.path.map((pose) => driven.bodyAt(pose));
    const guilty = isOld
      ? []
      : scene.features
          .filter(
            (feature) =>
              STANDING.has(feature.kind) &&
              !("status" in feature.properties && feature.properties.status === "existing") &&
              touches(bodies, feature.shape as Area),
          )
          .map(({ id }) => id);
    const lacking =
      missing === null
        ? "no widening of the road over green would let it"
        : `it lacks ${metres(missing)} of pavement at its tightest turn`;
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
