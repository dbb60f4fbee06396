import { InputError } from "../../model/errors.ts";
import { type Area, flat, type Point, pointsOf, ringArea } from "../../model/geometry.ts";
import type { PlanFeature } from "../../model/plan.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { SNAP } from "../../model/tolerance.ts";
import { parkingTable } from "../../rules/table.ts";
import type { Problem } from "../draft.ts";
import { ruleNumber } from "../limits.ts";
import { distance, distanceTo, snappedArea } from "../plane/outline.ts";
import { intersect, regionArea, regionOf, subtract } from "../plane/region.ts";
import { pinnedPosts, pinnedThings } from "./things.ts";

// what the planner has pinned that was not there: placed before anything else, and never taken away

/** Pinned things as features of the plan, and the ground that pinned stalls need free in front of them. */
export interface Pinned {
  readonly features: readonly PlanFeature[];
  readonly ids: ReadonlySet<string>;
  readonly stalls: number;
  readonly fronts: readonly Area[];
  /** Green that these take less new green that they are, times its credit, square metres. */
  readonly greenTaken: number;
}

/** Pieces smaller than this are rounding, square metres. */
const SPECK = 0.01;

/** A mouth farther from every road than this opens to nothing, metres. */
const FARTHEST_ROAD = 6;

/** Standing space before a locker where the profile has no rule for it, metres. */
const LOCKER_FRONT = 1.5;

const found = new WeakMap<Problem, Pinned>();

/**
 * Pure: the same problem gives the same things; kept so that stages do not find them again.
 * @throws InputError when something is pinned where nothing can stand
 */
export function pinnedOf(problem: Problem): Pinned {
  const known = found.get(problem);
  if (known !== undefined) return known;
  const pinned = find(problem);
  found.set(problem, pinned);
  return pinned;
}

function find(problem: Problem): Pinned {
  const { site, scenario } = problem;
  const features: PlanFeature[] = [];
  const fronts: Area[] = [];
  let stalls = 0;
  scenario.locks.forEach((lock, i) => {
    if (!("shape" in lock) || lock.shape.type !== "Polygon") return;
    const place = `locks[${i}]`;
    if (lock.as === "stall") {
      const { stall, front, aisle } = stallAt(problem, lock.shape.area, place, ++stalls);
      features.push(stall, ...aisle);
      fronts.push(front);
    }
    if (lock.as === "green") features.push(...plantingAt(site, lock.shape.area, place, features.length));
  });
  const front = ruleNumber(problem.rules, "locker.front_clear.dedicated_single") ?? LOCKER_FRONT;
  features.push(
    ...pinnedThings(site, scenario.locks, front, (shape, place, what) => refuseOn(site, shape, place, what)),
  );
  const ids = new Set([...features, ...pinnedPosts(scenario.locks)].map(({ id }) => id));
  return { features, ids, stalls, fronts, greenTaken: greenTaken(site, features) };
}

function stallAt(
  problem: Problem,
  drawn: Area,
  place: string,
  n: number,
): { stall: PlanFeature<"stall">; front: Area; aisle: PlanFeature<"aisle">[] } {
  const { site, rules, scenario } = problem;
  refuseOn(site, drawn, place, "stall");
  const shape = facingRoad(problem, drawn);
  const [a, b, c] = pointsOf(shape.shell);
  const [along, depth] = [distance(a, b), distance(b, c)];
  const parkingAngle = along > depth ? 0 : 90;
  const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  let road = "";
  let least = Infinity;
  for (const each of featuresOf(site, "road")) {
    const gap = distanceTo(middle, [each.shape.shell, ...each.shape.holes]);
    if (gap < least) [road, least] = [each.id, gap];
  }
  if (least > FARTHEST_ROAD) {
    throw new InputError(
      `${place}.geometry: the mouth of this stall is ${least.toFixed(1)} m from the nearest road; its first edge within ${FARTHEST_ROAD} m of one would be right.`,
    );
  }
  const table = parkingTable(rules, scenario.layout);
  const wanted = parkingAngle === 0 ? 0 : (table.aisle(90, "two-way") ?? 0);
  const at = outOf(shape);
  const front = snappedArea([at(a, wanted), at(b, wanted), b, a]);
  const isOpen =
    wanted <= SNAP ||
    regionArea(subtract(regionOf([front]), regionOf(featuresOf(site, "road").map((each) => each.shape)))) < SPECK;
  const id = `pinned-aisle-${n}`;
  const aisle: PlanFeature<"aisle"> = {
    kind: "aisle",
    id,
    shape: front,
    properties: {
      width: wanted,
      oneWay: false,
      centreline: Float64Array.from([...at(a, wanted / 2), ...at(b, wanted / 2)]),
      status: "new",
    },
  };
  const size = (value: number) => Math.round(value * 1000) / 1000;
  return {
    stall: {
      kind: "stall",
      id: `pinned-${n}`,
      shape,
      properties: {
        type: "standard",
        status: "new",
        parkingAngle,
        width: size(Math.min(along, depth)),
        length: size(Math.max(along, depth)),
        aisle: isOpen ? road : id,
      },
    },
    front,
    aisle: isOpen ? [] : [aisle],
  };
}

/** A position moved out of a stall's mouth, away from its head, by some metres. */
function outOf({ shell }: Area): (point: Point, by: number) => Point {
  const [, b, c] = pointsOf(shell);
  const depth = distance(b, c);
  return ([x, y], by) => [x + ((b[0] - c[0]) / depth) * by, y + ((b[1] - c[1]) / depth) * by];
}

/** A lane that a parallel stall is driven into from, metres: enough to see that a road lies there. */
const LANE_SEEN = 3;

/**
 * A stall that is drawn with its mouth to where no road is, turned round where the aisle before the opposite side lies wholly on
 * roads; as it is drawn otherwise.
 */
function facingRoad({ site, rules, scenario }: Problem, drawn: Area): Area {
  const corners = pointsOf(drawn.shell);
  const [a, b, c, d] = corners;
  const isParallel = distance(a, b) > distance(b, c);
  const depth = isParallel ? LANE_SEEN : (parkingTable(rules, scenario.layout).aisle(90, "two-way") ?? LANE_SEEN);
  const roads = regionOf(featuresOf(site, "road").map((each) => each.shape));
  const frontOf = (area: Area) => {
    const [from, to] = pointsOf(area.shell);
    const at = outOf(area);
    return regionOf([snappedArea([at(from, depth), at(to, depth), to, from])]);
  };
  if (regionArea(intersect(frontOf(drawn), roads)) >= SPECK) return drawn;
  const turned: Area = { shell: flat([c, d, a, b]), holes: [] };
  return regionArea(subtract(frontOf(turned), roads)) < SPECK ? turned : drawn;
}

/** New planting where ground that is not green yet is to be green; on green of today nothing is placed, it only stays. */
function plantingAt(site: Site, shape: Area, place: string, n: number): PlanFeature<"green">[] {
  const own = regionOf([shape]);
  const green = regionOf(featuresOf(site, "green").map((each) => each.shape));
  const bare = regionArea(subtract(own, green));
  if (bare < SPECK) return [];
  if (bare < Math.abs(ringArea(shape.shell)) - SPECK) {
    throw new InputError(
      `${place}.geometry: this lies partly on green of today and partly beside it; wholly on either would be right.`,
    );
  }
  refuseOn(site, shape, place, "planting");
  return [{ kind: "green", id: `pinned-green-${n + 1}`, shape, properties: { status: "new" } }];
}

function refuseOn(site: Site, shape: Area, place: string, what: string): void {
  const own = regionOf([shape]);
  for (const kind of ["building", "yard", "obstruction", "stall", "reserve"] as const) {
    for (const other of featuresOf(site, kind)) {
      if (regionArea(intersect(own, regionOf([other.shape]))) < SPECK) continue;
      throw new InputError(
        `${place}.geometry: this ${what} stands on ${other.id}, a ${kind} of the site; free ground would be right.`,
      );
    }
  }
  if (regionArea(subtract(own, regionOf([site.boundary]))) >= SPECK) {
    throw new InputError(`${place}.geometry: this ${what} reaches beyond the site; ground within it would be right.`);
  }
}

function greenTaken(site: Site, features: readonly PlanFeature[]): number {
  let taken = 0;
  const standing = regionOf(
    features.flatMap((feature) => (feature.kind === "stall" || feature.kind === "aisle" ? [feature.shape] : [])),
  );
  for (const green of featuresOf(site, "green"))
    taken += regionArea(intersect(standing, regionOf([green.shape]))) * green.properties.credit;
  for (const feature of features) if (feature.kind === "green") taken -= regionArea(regionOf([feature.shape]));
  return taken;
}
