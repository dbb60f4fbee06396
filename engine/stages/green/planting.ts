import { type Area, areaOf, bounds, flat, type Point, pointsOf, type Ring } from "../../model/geometry.ts";
import { areaOfFeature, type PlanFeature, planFeaturesOf } from "../../model/plan.ts";
import { featuresOf } from "../../model/site.ts";
import { SNAP } from "../../model/tolerance.ts";
import type { Draft } from "../draft.ts";
import { type CompoundGround, groundOf } from "../ground/ground.ts";
import { isHome } from "../ground/hazards.ts";
import type { Limits } from "../limits.ts";
import { Hazard, type HazardItem } from "../plane/hazard.ts";
import {
  areasOf,
  even,
  grow,
  grownLoose,
  growSquare,
  intersect,
  looseOf,
  looseRings,
  opened,
  type Region,
  regionArea,
  regionOf,
  regionOfRings,
  subtract,
} from "../plane/region.ts";

/** New planting counts from this width and size, metres and square metres. FORMAT.md section 3. */
export const LEAST_WIDTH = 1.5;
export const LEAST_PATCH = 4;

/** A patch that shares at least this much of its edge with existing green adjoins it, metres. */
const ADJOINS = 1.5;

/** Kept free around sheds, equipment and play or sitting places so that one can get at them, metres. */
export const ACCESS = 1.2;

/** Ground within this of a road stays bare, metres: kerb and bumper. */
const OFF_ROAD = 0.3;

const FORBIDS_PLANTING =
  Hazard.Tree |
  Hazard.Mouth |
  Hazard.Yard |
  Hazard.Reserve |
  Hazard.Utility |
  Hazard.Hydrant |
  Hazard.Way |
  Hazard.Gate |
  Hazard.FootGate |
  Hazard.Turn |
  Hazard.FireLane |
  Hazard.Locked |
  Hazard.Stall;

/** What was found for a draft last, and what of it that hangs on. */
interface Found {
  /** Planting counts from this far off walls on, metres. */
  readonly offWall: number;
  readonly on: readonly unknown[];
  readonly region: Region;
}

const lately = new WeakMap<CompoundGround, Found>();

/** Ground that is paved today, that nobody needs, and where planting would count. What was asked for last is known. */
export function plantable(draft: Draft, limits: Limits): Region {
  const ground = groundOf(draft.problem);
  const on = [...draft.features, ...(draft.ways ?? []), ...(draft.bare ?? [])];
  const last = lately.get(ground);
  if (last !== undefined && last.offWall === limits.greenOffWall && isSame(last.on, on)) return last.region;
  const region = findPlantable(draft, limits);
  lately.set(ground, { offWall: limits.greenOffWall, on, region });
  return region;
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, n) => item === b[n]);
}

function findPlantable(draft: Draft, limits: Limits): Region {
  const { site } = draft.problem;
  if (featuresOf(site, "site")[0]?.properties.ground === "green") return [];
  const placed = draft.features.flatMap((feature) =>
    feature.kind !== "sweptPath" && feature.kind !== "stallRemoved" ? (areaOfFeature(feature) ?? []) : [],
  );
  // where sheds are rebuilt their old places are free
  const rebuilt = planFeaturesOf(draft.features, "shed");
  const sheds = featuresOf(site, "shed").filter(
    ({ properties }) => rebuilt.length === 0 || properties.status !== "rebuild",
  );
  const ways = looseRings((draft.ways ?? []).flatMap(hazardRings));
  const bare = looseOf(draft.bare ?? []);
  const offSheds = growSquare(regionOf([...sheds, ...rebuilt].map(({ shape }) => shape)), ACCESS);
  const more = [...offSheds, ...looseOf(placed), ...ways, ...bare];
  const { taken, middles } = unplaced(draft, limits);
  // grown back from the middles of discs as wide as planting has to be
  const wide = grow(subtract(middles, grownLoose(more, LEAST_WIDTH / 2)), LEAST_WIDTH / 2);
  return even(subtract(intersect(wide, regionOf([site.boundary])), taken, more));
}

/** What is taken of a site though a draft placed nothing: what stands on it and what is to be kept clear. */
interface Unplaced {
  /** Planting counts from this far off walls on, metres. */
  readonly offWall: number;
  /** Parts overlap. */
  readonly taken: Region;
  /** Middles of the discs beside all that, as wide as planting has to be. */
  readonly middles: Region;
}

const known = new WeakMap<CompoundGround, Unplaced>();

/** Found once a ground. */
function unplaced({ problem }: Draft, limits: Limits): Unplaced {
  const ground = groundOf(problem);
  const made = known.get(ground);
  if (made !== undefined && made.offWall === limits.greenOffWall) return made;
  const { site } = problem;
  const things = [
    ...featuresOf(site, "obstruction"),
    ...featuresOf(site, "activity"),
    ...featuresOf(site, "building").filter((building) => !isHome(building.properties.use)),
  ].map((thing) => thing.shape);
  const homes = featuresOf(site, "building").map((building) => building.shape);
  const hazards = ground.hazards.filter((item) => item.bit & FORBIDS_PLANTING);
  const taken = [
    ...grow(ground.roads.region, OFF_ROAD),
    ...growSquare(regionOf(homes), limits.greenOffWall),
    ...growSquare(regionOf(things), ACCESS),
    ...looseOf(featuresOf(site, "green").map((green) => green.shape)),
    ...looseOf(featuresOf(site, "informalStall").flatMap((stall) => ("shell" in stall.shape ? [stall.shape] : []))),
    ...looseRings(hazards.flatMap(hazardRings)),
  ];
  const within = grow(regionOf([site.boundary]), -LEAST_WIDTH / 2);
  const fresh = { offWall: limits.greenOffWall, taken, middles: subtract(within, grownLoose(taken, LEAST_WIDTH / 2)) };
  known.set(ground, fresh);
  return fresh;
}

/** Parts smaller than this are corners, which have 0.12 m² beside a disc at right angles and 0.39 at 60°, square metres. */
const CORNER = 0.25;

/** The parts of a patch that are too narrow to count: tongues that taper off, which sharp corners of its outline hide. */
function narrowParts(patch: Area): Area[] {
  const whole = regionOf([patch]);
  const wide = growSquare(grow(whole, -LEAST_WIDTH / 2), LEAST_WIDTH / 2);
  return areasOf(subtract(whole, wide), CORNER);
}

/** A draft without some new planting; nothing is planted on its ground again, or on the narrow parts of it where they are all that is wrong. */
export function withoutPlanting(
  draft: Draft,
  planted: readonly PlanFeature[],
  isNarrow: (id: string) => boolean = () => false,
): Draft {
  if (planted.length === 0) return draft;
  const bare = planted.flatMap((one) => {
    if (one.kind !== "green") return [];
    const narrow = isNarrow(one.id) ? narrowParts(one.shape) : [];
    return narrow.length > 0 ? narrow : [one.shape];
  });
  return {
    ...draft,
    features: draft.features.filter((feature) => !planted.includes(feature)),
    bare: [...(draft.bare ?? []), ...bare],
  };
}

/** Rings that cover a hazard; a disc becomes the octagon around it. */
export function hazardRings(item: HazardItem): Ring[] {
  if (item.shape.type === "rings") return [item.shape.rings[0]];
  const [x, y] = item.shape.at;
  const r = item.shape.radius;
  // tan(22.5°)
  const k = r * 0.41421356237309503;
  return [
    flat([
      [x + r, y + k],
      [x + k, y + r],
      [x - k, y + r],
      [x - r, y + k],
      [x - r, y - k],
      [x - k, y - r],
      [x + k, y - r],
      [x + r, y - k],
    ]),
  ];
}

/** Square metres that could be planted at most. */
export function plantableArea(region: Region): number {
  let sum = 0;
  for (const area of areasOf(region, LEAST_PATCH)) sum += areaOf(area);
  return sum;
}

/**
 * Patches of `need` square metres in all, as few and as large as there are, those that adjoin existing green first;
 * the last one is cut to size across its length. Less when the ground does not hold as much.
 */
export function patchesFor(ground: Region, green: Region, need: number): Area[] {
  const rim = grow(green, 0.05);
  const patches = areasOf(ground, LEAST_PATCH).map((area): Patch => {
    let adjoins: boolean | null = null;
    return {
      area,
      size: areaOf(area),
      adjoins() {
        adjoins ??= regionArea(intersect(regionOf([area]), rim)) / 0.05 >= ADJOINS;
        return adjoins;
      },
    };
  });
  const out: Area[] = [];
  let left = need;
  while (left > 0 && patches.length > 0) {
    const pick = choose(patches, left);
    const [{ area, size }] = patches.splice(pick, 1);
    const wanted = Math.max(left, LEAST_PATCH);
    const part = size > wanted + 0.5 ? cutTo(area, wanted, rim) : area;
    out.push(part);
    left -= areaOf(part);
  }
  return out;
}

interface Patch {
  readonly area: Area;
  readonly size: number;
  /** Found when first asked for. */
  adjoins(): boolean;
}

/** A patch that adjoins green is worth so many square metres more. */
const ADJOINING = 500;

/** A patch that is enough on its own, the smaller the better; else the larger the better; of those alike the first. */
function choose(patches: readonly Patch[], left: number): number {
  const ranks = patches.map(({ size }) => (size >= left ? 1e5 + 2000 - size : size));
  let [best, most] = [0, -Infinity];
  for (const i of [...ranks.keys()].sort((a, b) => ranks[b] - ranks[a])) {
    if (ranks[i] + ADJOINING < most) break;
    const rank = ranks[i] + (patches[i].adjoins() ? ADJOINING : 0);
    if (rank > most || (rank === most && i < best)) [best, most] = [i, rank];
  }
  return best;
}

/** A patch is not cut closer to its size than this, square metres. */
const ENOUGH = 0.001;

/** The part of a patch with `size` square metres, cut off across its longest side, the end kept that touches more green. */
function cutTo(area: Area, size: number, rim: Region): Area {
  const [along, low, high] = longestExtent(area);
  const whole = regionOf([area]);
  const keep = (from: number, to: number) =>
    largest(opened(intersect(whole, strip(area, along, from, to)), LEAST_WIDTH));
  const search = (end: "low" | "high"): Area => {
    const keptAt = (at: number) => (end === "low" ? keep(low, low + at) : keep(high - at, high));
    let [near, far] = [0, high - low];
    let [missing, spare] = [size, areaOf(area) - size];
    let part: Area | null = area;
    // by false position, halved where that stands still
    for (let i = 0; i < 48 && far - near > SNAP; i++) {
      const guess = near + ((far - near) * (missing + ENOUGH / 2)) / (missing + spare);
      const at = i % 3 === 2 ? (near + far) / 2 : Math.min(Math.max(guess, near + SNAP / 2), far - SNAP / 2);
      const kept = keptAt(at);
      const more = (kept === null ? 0 : areaOf(kept)) - size;
      if (more >= 0) [far, spare, part] = [at, more, kept];
      if (more >= 0 && more < ENOUGH) break;
      if (more < 0) [near, missing] = [at, -more];
    }
    return part ?? area;
  };
  const [a, b] = [search("low"), search("high")];
  const touch = (part: Area) => regionArea(intersect(regionOf([part]), rim));
  return touch(b) > touch(a) ? b : a;
}

function largest(region: Region): Area | null {
  let best: Area | null = null;
  for (const area of areasOf(region, LEAST_PATCH / 2)) if (best === null || areaOf(area) > areaOf(best)) best = area;
  return best;
}

/** The direction of the longest edge, and the reach of the area along it. */
function longestExtent(area: Area): [Point, number, number] {
  const points = pointsOf(area.shell);
  let along: Point = [1, 0];
  let most = 0;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const dx = points[i][0] - points[j][0];
    const dy = points[i][1] - points[j][1];
    const length = Math.sqrt(dx * dx + dy * dy);
    if (length > most) {
      most = length;
      along = [dx / length, dy / length];
    }
  }
  const at = points.map(([x, y]) => x * along[0] + y * along[1]);
  return [along, Math.min(...at), Math.max(...at)];
}

/** Everything of an area's surroundings between two positions along a direction. */
function strip(area: Area, along: Point, from: number, to: number): Region {
  const [minX, minY, maxX, maxY] = bounds(area.shell);
  const reach = maxX - minX + maxY - minY + 1;
  const middle: Point = [(minX + maxX) / 2, (minY + maxY) / 2];
  const across: Point = [-along[1], along[0]];
  const base = middle[0] * along[0] + middle[1] * along[1];
  const at = (s: number, d: number): Point => [
    middle[0] + (s - base) * along[0] + d * across[0],
    middle[1] + (s - base) * along[1] + d * across[1],
  ];
  return regionOfRings([flat([at(from, -reach), at(to, -reach), at(to, reach), at(from, reach)])]);
}
