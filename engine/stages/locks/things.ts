import { InputError } from "../../model/errors.ts";
import { type Area, type Point, pointsOf } from "../../model/geometry.ts";
import type { PlanFeature } from "../../model/plan.ts";
import type { Lock } from "../../model/scenario.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { distance, distanceTo, nearestOn, snappedArea } from "../plane/outline.ts";
import { intersect, regionArea, regionOf } from "../plane/region.ts";

// people's things that the planner has pinned: lockers, places for bicycles, their ways and chargers

type PinnedLock = Extract<Lock, { as: string }>;

/** A column of a parcel locker is this wide at least, metres: `locker.footprint_column`. */
const COLUMN_WIDTH = 0.35;

/** A post serves slots or a pad a locker that touch it within this, metres. */
const TOUCH = 0.05;

/** A charger beside slots serves those this near, metres: its cable. */
const CABLE = 1;

/** Pieces smaller than this are rounding, square metres. */
const SPECK = 0.01;

/** Lockers with their standing space, slots, ways and e-bike chargers that locks name, in the order of the locks. */
export function pinnedThings(
  site: Site,
  locks: readonly Lock[],
  lockerFront: number,
  refuse: (shape: Area, place: string, what: string) => void,
): PlanFeature[] {
  const out: PlanFeature[] = [];
  const placed = locks.flatMap((lock, i) => ("shape" in lock ? [{ lock, place: `locks[${i}]` }] : []));
  const areas = (as: PinnedLock["as"]) =>
    placed.flatMap(({ lock, place }) =>
      lock.as === as && lock.shape.type === "Polygon" ? [{ shape: lock.shape.area, place }] : [],
    );
  const sheds = areas("shed");
  for (const { shape, place } of areas("ebikeSlot")) {
    const isOn = (ground: Area) => regionArea(intersect(regionOf([shape]), regionOf([ground]))) > SPECK;
    const where = featuresOf(site, "frontage").some((strip) => isOn(strip.shape))
      ? "frontage"
      : sheds.some((shed) => isOn(shed.shape))
        ? "shed"
        : "leftover";
    if (where !== "frontage") refuse(shape, place, "slot");
    out.push({ kind: "ebikeSlot", id: `pinned-slot-${out.length + 1}`, shape, properties: { where } });
  }
  const slots = out.slice() as PlanFeature<"ebikeSlot">[];
  for (const { shape, place } of sheds) {
    refuse(shape, place, "shed");
    const under = slots.filter(
      (slot) => regionArea(intersect(regionOf([slot.shape]), regionOf([shape]))) > SPECK,
    ).length;
    // one without slots of its own gets them like any shed that is rebuilt
    if (under === 0) continue;
    out.push({
      kind: "shed",
      id: `pinned-shed-${out.length + 1}`,
      shape,
      properties: { status: "rebuilt", slots: under },
    });
  }
  for (const { shape, place } of areas("bikeAisle")) {
    refuse(shape, place, "way");
    out.push({
      kind: "bikeAisle",
      id: `pinned-way-${out.length + 1}`,
      shape,
      properties: { width: shortSide(shape) },
    });
  }
  const pads = areas("lockerPad");
  for (const { shape, place } of areas("locker")) {
    refuse(shape, place, "locker");
    const id = `pinned-locker-${out.length + 1}`;
    const columns = Math.max(1, Math.floor(longSide(shape) / COLUMN_WIDTH + 1e-6));
    out.push({ kind: "locker", id, shape, properties: { columns } });
    const own = pads.find((pad) => touches(pad.shape, shape));
    const pad = own?.shape ?? padBefore(site, shape, lockerFront);
    refuse(pad, place, "standing space");
    out.push({ kind: "lockerPad", id: `${id}-pad`, shape: pad, properties: { locker: id } });
  }
  for (const { lock, place } of placed) {
    if (lock.as !== "ebikeCharger" || lock.shape.type !== "Point") continue;
    const { at } = lock.shape;
    const serves = slots.filter(({ shape }) => distanceTo(at, [shape.shell]) <= CABLE).map(({ id }) => id);
    if (serves.length === 0) {
      throw new InputError(
        `${place}.geometry: no pinned slot lies within ${CABLE} m of this charger; a slot pinned beside it would be right.`,
      );
    }
    out.push({ kind: "ebikeCharger", id: `pinned-charger-${out.length + 1}`, shape: at, properties: { serves } });
  }
  return out;
}

/** The standing space before a locker: along its long side that is nearer to a road. */
function padBefore(site: Site, { shell }: Area, depth: number): Area {
  const corners = pointsOf(shell);
  const roads = featuresOf(site, "road").flatMap(({ shape }) => [shape.shell, ...shape.holes]);
  const long = longSide({ shell, holes: [] });
  const sides = corners.map((from, i) => ({ from, to: corners[(i + 1) % corners.length] }));
  const middle = ({ from, to }: (typeof sides)[number]): Point => [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  const away = (side: (typeof sides)[number]) => distance(middle(side), nearestOn(middle(side), roads));
  const [front] = sides
    .filter(({ from, to }) => distance(from, to) > long - TOUCH)
    .sort((a, b) => (roads.length === 0 ? 0 : away(a) - away(b)));
  const { from, to } = front;
  const length = distance(from, to);
  // rings run counter-clockwise: outside is on the right
  const out: Point = [(to[1] - from[1]) / length, -(to[0] - from[0]) / length];
  const beyond = ([x, y]: Point): Point => [x + out[0] * depth, y + out[1] * depth];
  return snappedArea([to, from, beyond(from), beyond(to)]);
}

/** The roof that a lock asks for; null where none does. */
export function pinnedShed(locks: readonly Lock[]): Area | null {
  for (const lock of locks) {
    if ("shape" in lock && lock.as === "shed" && lock.shape.type === "Polygon") return lock.shape.area;
  }
  return null;
}

/** Posts for cars that locks name: what they serve is known when the stalls are. */
export function pinnedPosts(
  locks: readonly Lock[],
): { readonly id: string; readonly at: Point; readonly lock: number }[] {
  return locks.flatMap((lock, i) =>
    "shape" in lock && lock.as === "charger" && lock.shape.type === "Point"
      ? [{ id: `pinned-post-${i + 1}`, at: lock.shape.at, lock: i }]
      : [],
  );
}

function longSide({ shell }: Area): number {
  const corners = pointsOf(shell);
  return Math.max(...corners.map((corner, i) => distance(corner, corners[(i + 1) % corners.length])));
}

function shortSide({ shell }: Area): number {
  const corners = pointsOf(shell);
  const sides = corners.map((corner, i) => distance(corner, corners[(i + 1) % corners.length]));
  return Math.round(Math.min(...sides) * 1000) / 1000;
}

function touches(a: Area, b: Area): boolean {
  return pointsOf(a.shell).some((corner) => distanceTo(corner, [b.shell]) <= TOUCH);
}
