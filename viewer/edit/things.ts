import type { Shape } from "../../engine/model/geometry.ts";
import type { PlanFeature } from "../../engine/model/plan.ts";
import type { Lock } from "../../engine/model/scenario.ts";
import type { SiteFeature } from "../../engine/model/site.ts";
import type { PlanView, SiteView } from "../protocol.ts";
import type { Edit, Thing } from "../state.ts";
import { plainShape } from "../view.ts";

// what of a plan can be pinned or give its place up, and the locks that say so

/** Things that a plan places and that a lock can place again. */
const PLACED: ReadonlySet<string> = new Set([
  "stall",
  "locker",
  "shed",
  "ebikeSlot",
  "bikeAisle",
  "charger",
  "ebikeCharger",
  "green",
]);

/** Ground of today that a lock can leave as it is. */
const GROUND: ReadonlySet<string> = new Set(["road", "paved", "activity"]);

/** Corners this near are the same, metres: a file rounds them. */
const SAME = 0.002;

export type AnyFeature = PlanFeature | SiteFeature;

/** Everything that can be chosen, in the order of the plan's file; ground of today comes last. */
export function choosable(site: SiteView, plan: PlanView): AnyFeature[] {
  return [
    ...plan.features.filter(({ kind }) => PLACED.has(kind)),
    ...site.features.filter(({ kind }) => GROUND.has(kind)),
  ];
}

export function featureOfThing(site: SiteView, plan: PlanView | null, thing: Thing | null): AnyFeature | null {
  if (plan === null || thing === null) return null;
  return choosable(site, plan).find(({ kind, id }) => kind === thing.kind && id === thing.id) ?? null;
}

/** The edit that pins a thing where it stands; null where nothing can. */
export function pinOf(site: SiteView, plan: PlanView, feature: AnyFeature): Edit | null {
  const locks = pinLocks(site, plan, feature);
  if (locks === null) return null;
  // of green only the ground matters, whoever planted it
  return { does: feature.kind === "green" ? "green" : "pin", kind: feature.kind, locks };
}

function pinLocks(site: SiteView, plan: PlanView, feature: AnyFeature): Lock[] | null {
  if (GROUND.has(feature.kind)) return [{ id: feature.id }];
  const placed = (other: AnyFeature): Lock => ({
    shape: plainShape(other.shape),
    as: other.kind as PlanFeature["kind"],
  });
  const withIds = (ids: readonly string[]) =>
    plan.features.filter((other) => ids.includes(other.id) && !isExisting(other)).map(placed);
  const { properties } = feature;
  switch (feature.kind) {
    case "stall": {
      if (!isExisting(feature)) return site.features.some(({ kind }) => kind === "road") ? [placed(feature)] : null;
      const own = site.features.find((other) => other.kind === "stall" && isSame(placed(other), placed(feature)));
      return own ? [{ id: own.id }] : null;
    }
    case "locker":
      return [
        placed(feature),
        ...plan.features.filter((pad) => pad.kind === "lockerPad" && pad.properties.locker === feature.id).map(placed),
      ];
    case "charger":
    case "ebikeCharger":
      // a post stands for what it serves
      return [placed(feature), ...("serves" in properties ? withIds(properties.serves) : [])];
    default:
      return [placed(feature)];
  }
}

/** The edit that keeps a thing's place free; null where it has none of its own to give. */
export function freeingOf(feature: AnyFeature): Edit | null {
  const shape = plainShape(feature.shape);
  if (shape.type !== "Polygon" || GROUND.has(feature.kind) || isExisting(feature)) return null;
  return { does: "empty", kind: feature.kind, locks: [{ shape, as: "empty" }] };
}

/** Row of the edit that does the same already; -1 when none does. */
export function rowOfEdit(edits: readonly Edit[], edit: Edit | null): number {
  if (edit === null) return -1;
  return edits.findIndex((other) => other.does === edit.does && isSame(other.locks[0], edit.locks[0]));
}

function isExisting({ properties }: AnyFeature): boolean {
  return "status" in properties && properties.status === "existing";
}

function isSame(one: Lock, other: Lock): boolean {
  if (!("shape" in one) || !("shape" in other)) return "id" in one && "id" in other && one.id === other.id;
  if (one.as !== other.as) return false;
  const [a, b] = [one, other].map(({ shape }) => flatOf(shape));
  if (a.length !== b.length) return false;
  // a file may begin a ring at another corner
  const n = a.length / 2;
  for (let turn = 0; turn < n; turn++) {
    if (a.every((value, i) => Math.abs(value - b[(i + 2 * turn) % b.length]) < SAME)) return true;
  }
  return false;
}

/** Where a lock lies; null when it names nothing of the site. */
export function shapeOfLock(site: SiteView, lock: Lock): Shape | null {
  if ("shape" in lock) return lock.shape;
  const own = site.features.find(({ id }) => id === lock.id);
  return own ? plainShape(own.shape) : null;
}

function flatOf(shape: Shape): Float64Array {
  if (shape.type === "Point") return Float64Array.of(...shape.at);
  return shape.type === "LineString" ? shape.line : shape.area.shell;
}
