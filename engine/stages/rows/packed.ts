import { bounds, type Point } from "../../model/geometry.ts";
import { type PlanFeature, planFeaturesOf } from "../../model/plan.ts";
import { ringToEdge } from "../plane/section.ts";
import { type Field, place } from "./layout.ts";
import type { Placed, Rows } from "./placed.ts";

/** A stall of a plan is at most this far from where the frontage puts it, metres: coordinates are written to a tenth of a millimetre. */
const SLACK = 0.002;

/** The new stalls of a plan as rows of the field that they stand in; stalls that no frontage knows are left out. */
export function rowsOfPlan(features: readonly PlanFeature[], field: Field): Rows {
  const rows: Placed[][] = field.frontages.map(() => []);
  const aisles = new Map(
    planFeaturesOf(features, "accessAisle").flatMap((aisle) => aisle.properties.stalls.map((id) => [id, aisle])),
  );
  for (const stall of planFeaturesOf(features, "stall")) {
    if (stall.properties.status !== "new") continue;
    const placed = placedAs(stall, aisles.get(stall.id) ?? null, field);
    if (placed !== null) rows[placed.frontage].push(placed);
  }
  return rows.map((row) => row.sort((a, b) => a.start - b.start));
}

function placedAs(stall: PlanFeature<"stall">, aisle: PlanFeature<"accessAisle"> | null, field: Field): Placed | null {
  const { parkingAngle, width, length } = stall.properties;
  const along = parkingAngle === 0 ? length : width;
  const depth = parkingAngle === 0 ? width : length;
  for (const { row, frame } of field.frontages) {
    const [left, near, right, far] = bounds(ringToEdge(frame, stall.shape.shell));
    if (Math.abs(right - left - along) > SLACK || Math.abs(far - near - depth) > SLACK) continue;
    const start = left;
    // of two that share an aisle it is in the row of the one before it
    const hasAisle = aisle !== null && (isAlone(aisle) || bounds(ringToEdge(frame, aisle.shape.shell))[0] > left);
    const kind = field.kinds[row].findIndex(
      (one) =>
        one.angle === parkingAngle &&
        Math.abs(one.mouth - near) <= SLACK &&
        (one.type === "accessible") === hasAisle &&
        one.starts.some(([from, to]) => start >= from - SLACK && start <= to + SLACK),
    );
    if (kind >= 0) return place(field, row, { kind, start: nearestStart(field.kinds[row][kind].starts, start) });
  }
  return null;
}

function isAlone({ properties }: PlanFeature<"accessAisle">): boolean {
  return properties.stalls.length === 1;
}

/** A start pulled back into the spans that it belongs to. */
function nearestStart(starts: readonly Point[], at: number): number {
  let best = at;
  let least = Infinity;
  for (const [from, to] of starts) {
    const inside = Math.min(Math.max(at, from), to);
    if (Math.abs(inside - at) < least) [best, least] = [inside, Math.abs(inside - at)];
  }
  return best;
}
