import { type Area, areaOf } from "../model/geometry.ts";
import { areaOfFeature, type PlanFeature, planFeaturesOf } from "../model/plan.ts";
import { featuresOf } from "../model/site.ts";
import { COINCIDENCE_TOLERANCE, OVERLAP_TOLERANCE } from "../model/tolerance.ts";
import { meanWidth, without } from "./areas.ts";
import { depthOutside, outlineOf, overlapDepth } from "./outline.ts";
import { type Finding, metres, middleOf, type Outcome, type Scene, type Standing } from "./scene.ts";

// what a scenario locks (FORMAT.md section 3), against what the plan does there

/** Leftovers thinner than this are rounding, metres. */
const SLIVER = 2 * COINCIDENCE_TOLERANCE;

/** Ground of today that is driven or walked on: what is laid over it to be driven on changes nothing. */
const PAVED: ReadonlySet<string> = new Set(["road", "paved"]);

/** Ground of today that can be locked to stay as it is. */
const GROUND: ReadonlySet<string> = new Set([...PAVED, "green", "activity"]);

/**
 * Nothing new stands on ground that is locked to stay empty, green or as it is, and what is to be green is; a stall of today
 * that is locked stays. Null for a scenario without locks.
 */
export function locksKept(scene: Scene): Outcome | null {
  const { site, scenario } = scene;
  if (scenario.locks.length === 0) return null;
  const fresh = scene.standing.filter(isNew);
  const laid = scene.laid.filter(isNew);
  const built = fresh.filter(({ kind }) => kind !== "green");
  const findings: Finding[] = [];
  let deepest = 0;
  const clear = (area: Area, things: readonly Standing[], said: string) => {
    const outline = outlineOf(area);
    for (const { id, kind, outline: own } of things) {
      const { depth, at } = overlapDepth(own, outline);
      deepest = Math.max(deepest, depth);
      if (depth <= OVERLAP_TOLERANCE) continue;
      const note = `${kind} ${id} reaches ${metres(depth)} into ${said}.`;
      findings.push({ required: 0, measured: depth, features: [id], at: at ?? middleOf(own), note, amount: depth });
    }
  };
  scenario.locks.forEach((lock, i) => {
    const name = `locks[${i}]`;
    if (!("shape" in lock)) {
      const own = site.features.find(({ id }) => id === lock.id);
      if (own?.kind === "stall") findings.push(...gone(scene, lock.id));
      if (own === undefined || !GROUND.has(own.kind)) return;
      const things = own.kind === "green" ? [...built, ...laid] : PAVED.has(own.kind) ? fresh : [...fresh, ...laid];
      clear(own.shape as Area, things, `${own.kind} ${lock.id}, which is locked`);
      return;
    }
    const { as, shape } = lock;
    if (shape.type !== "Polygon") return;
    if (as === "empty") clear(shape.area, fresh, `ground that ${name} keeps empty`);
    if (as !== "green") return;
    const before = findings.length;
    clear(shape.area, [...built, ...laid], `ground that ${name} keeps green`);
    if (findings.length === before) findings.push(...bare(scene, shape.area, name));
  });
  return { rule: "fact.locks_kept", findings, required: 0, measured: deepest, unit: "m" };
}

/** What is pinned is there; a warning, for a plan says itself what of it could not be. Null for a scenario without locks. */
export function pinsThere({ scenario: { locks }, features }: Scene): Outcome | null {
  if (locks.length === 0) return null;
  const findings = locks.flatMap((lock, i) => {
    const isPin = "shape" in lock && lock.as !== "empty" && lock.as !== "green";
    return isPin && !isThere(features, lock) ? [missing(lock, `locks[${i}]`)] : [];
  });
  return { rule: "fact.pins_there", findings, required: "there", measured: "there", unit: "" };
}

function isNew({ feature: { properties } }: Standing): boolean {
  return !("status" in properties && properties.status === "existing");
}

// what is not there has no id: the lock itself is named

/** A locked stall of today that the plan takes away. */
function gone({ features }: Scene, id: string): Finding[] {
  const removed = planFeaturesOf(features, "stallRemoved").filter(({ properties }) => properties.from === id);
  return removed.map((one) => ({
    required: "kept",
    measured: "removed",
    features: [one.id, id],
    at: middleOf(outlineOf(one.shape)),
    note: `stall ${id} of the site is locked and is removed.`,
    amount: 1,
  }));
}

/** Ground that is to be green and is neither kept nor planted. */
function bare({ site, features }: Scene, area: Area, name: string): Finding[] {
  const green = planFeaturesOf(features, "green").map(({ shape }) => shape);
  // a plan that says nothing of the green has taken none of it
  const isSilent = green.length === 0 && planFeaturesOf(features, "greenRemoved").length === 0;
  const left = isSilent ? featuresOf(site, "green").map(({ shape }) => shape) : green;
  const lacking = without([area], left).filter((part) => meanWidth(part) > SLIVER);
  if (lacking.length === 0) return [];
  const amount = lacking.reduce((sum, part) => sum + areaOf(part), 0);
  return [
    {
      required: "green",
      measured: "bare",
      features: [name],
      at: middleOf(outlineOf(lacking[0])),
      note: `${amount.toFixed(1)} m² of the ground that ${name} keeps green are not.`,
      amount,
    },
  ];
}

type Pin = Extract<Scene["scenario"]["locks"][number], { as: string }>;

/** Kinds that stand where they are pinned. */
const PINNED: ReadonlySet<string> = new Set(["stall", "locker", "ebikeSlot", "bikeAisle", "shed"]);

/** A post is where it is pinned within this, metres. */
const SAME_POST = 2 * COINCIDENCE_TOLERANCE;

/** Whether the plan has a thing of the kind where it is pinned; of kinds that are never pinned nothing is asked. */
function isThere(features: readonly PlanFeature[], { as, shape }: Pin): boolean {
  const own = features.filter(({ kind }) => kind === as);
  if (shape.type === "Point") {
    if (as !== "charger" && as !== "ebikeCharger") return true;
    const [x, y] = shape.at;
    return own.some(({ shape: at }) => Array.isArray(at) && (at[0] - x) ** 2 + (at[1] - y) ** 2 <= SAME_POST ** 2);
  }
  if (shape.type !== "Polygon" || !PINNED.has(as)) return true;
  const place = outlineOf(shape.area);
  return own.some((feature) => {
    const area = areaOfFeature(feature);
    return area !== null && depthOutside(place, outlineOf(area)).depth <= COINCIDENCE_TOLERANCE;
  });
}

function missing({ as, shape }: Pin, name: string): Finding {
  const at = shape.type === "Point" ? shape.at : shape.type === "Polygon" ? middleOf(outlineOf(shape.area)) : null;
  const note = `${name} pins a ${as} where the plan has none.`;
  return { required: "there", measured: "missing", features: [name], at, note, amount: 1 };
}
