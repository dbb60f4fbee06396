import { endsOf } from "./audit/deadEnds.ts";
import { outlineOf, overlapDepth } from "./audit/outline.ts";
import { turningPlace } from "./audit/repairs/turning.ts";
import { lookupOf, ruleNumber, sceneOf, type Thing } from "./audit/scene.ts";
import type { Area } from "./model/geometry.ts";
import { type AuditLine, type PlanFeature, type PlanKind, planFeaturesOf } from "./model/plan.ts";
import { OVERLAP_TOLERANCE } from "./model/tolerance.ts";
import type { Draft } from "./stages/draft.ts";

// where new stalls make a lane of today too long a dead end, a place to turn along it may be cheaper than the stalls: it is
// the one that the audit names as a repair, so that this file too stands where stages and auditor meet

const DEAD_END = "fire.dead_end.trigger";

/** A breach is about a dead end whose tip is this near, metres. */
const SAME_TIP = 1;

/** What a place to turn gives way to. */
const TAKES: ReadonlySet<PlanKind> = new Set<PlanKind>([
  "stall",
  "accessAisle",
  "charger",
  "locker",
  "lockerPad",
  "ebikeSlot",
  "ebikeCharger",
  "bikeAisle",
  "shed",
]);

/** Half of a post's foot, metres. */
const POST = 0.2;

/**
 * Squares to turn on for dead ends that a draft makes too long, and the breaches that are left. Each dead end is tried once:
 * `tried` knows those before.
 */
export function placesToTurn(
  { problem: { site, rules, scenario }, features }: Draft,
  breaches: readonly AuditLine[],
  tried: Set<string>,
): { readonly places: readonly PlanFeature<"turnaround">[]; readonly left: readonly AuditLine[] } {
  const keyOf = ({ at }: AuditLine) => (at ?? []).map((value) => value.toFixed(0)).join(" ");
  const open = breaches.filter((line) => line.rule === DEAD_END && line.at !== null && !tried.has(keyOf(line)));
  if (open.length === 0) return { places: [], left: breaches };
  const scene = sceneOf({ site, rules, scenario, features });
  const ends = endsOf(scene) ?? [];
  const longest = ruleNumber(rules, DEAD_END, 0);
  const taken = lookupOf(features.flatMap((feature): Thing[] => (TAKES.has(feature.kind) ? [thingOf(feature)] : [])));
  const places: PlanFeature<"turnaround">[] = [];
  const cured = new Set<AuditLine>();
  const known = new Set(planFeaturesOf(features, "turnaround").map(({ id }) => id));
  for (const line of open) {
    tried.add(keyOf(line));
    const end = ends.find(({ isNear }) => line.at !== null && isNear(line.at, SAME_TIP));
    if (end === undefined) continue;
    const isTaken = (square: Area) => {
      const outline = outlineOf(square);
      const others = [...taken.near(outline), ...places.map(thingOf)];
      return others.some((thing) => overlapDepth(thing.outline, outline).depth > OVERLAP_TOLERANCE);
    };
    const shape = turningPlace(scene, end, longest, isTaken)?.turnaround ?? null;
    if (shape === null) continue;
    let n = known.size + 1;
    while (known.has(`turnaround-${n}`)) n++;
    known.add(`turnaround-${n}`);
    places.push({ kind: "turnaround", id: `turnaround-${n}`, shape, properties: { shape: "square" } });
    cured.add(line);
  }
  return { places, left: breaches.filter((line) => !cured.has(line)) };
}

function thingOf({ id, kind, shape }: PlanFeature): Thing {
  if ("shell" in shape) return { id, kind, outline: outlineOf(shape) };
  const [x, y] = shape as readonly [number, number];
  const shell = Float64Array.of(x - POST, y - POST, x + POST, y - POST, x + POST, y + POST, x - POST, y + POST);
  return { id, kind, outline: outlineOf({ shell, holes: [] }) };
}
