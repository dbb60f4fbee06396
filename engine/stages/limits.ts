import type { Rules } from "../model/rules.ts";

/** The numbers of the rulebook that a compound's search obeys, metres; 0 where the profile has no such rule. */
export interface Limits {
  /** Clear width of a fire lane. */
  readonly laneWidth: number;
  /** Side of a square that an engine turns round on. */
  readonly turnaround: number;
  /** Longest dead end of a fire lane without one. */
  readonly deadEnd: number;
  /** No stall nearer to a ground-floor home. */
  readonly homeFloor: number;
  /** No stall nearer to a wall with windows of ground-floor homes. */
  readonly windowFloor: number;
  /** Stalls nearer than this to a home are worse, though allowed. */
  readonly homeGood: number;
  /** No new aisle nearer to the wall of a dwelling. */
  readonly aisleToHome: number;
  readonly hydrantRadius: number;
  readonly rootZonePerTrunk: number;
  readonly rootZoneLeast: number;
  readonly oldTree: number;
  readonly followUpTree: number;
  readonly footway: number;
  /** Planting counts from this far off a wall. */
  readonly greenOffWall: number;
  readonly accessAisle: number;
  readonly engine: Engine | null;
  /** Where a driver looks from behind a gate, and how far. */
  readonly sight: { readonly back: number; readonly reach: number } | null;
  /** Standing space before a locker. */
  readonly lockerFront: number;
  readonly ebike: EbikeLimits;
}

/** Metres, and slots a group at most. */
export interface EbikeLimits {
  readonly width: number;
  readonly length: number;
  readonly aisle: number;
  readonly group: number;
  readonly groupLength: number;
  readonly toWall: number;
}

/** The body of the rulebook's fire engine, reduced to what a turn sweeps. Metres. */
export interface Engine {
  readonly width: number;
  /** Radius of the inner side of the body in the tightest turn. */
  readonly innerRadius: number;
  /** Radius of the outer front corner in the tightest turn. */
  readonly outerRadius: number;
  /** From the rear axle to the front, and to the rear. */
  readonly ahead: number;
  readonly behind: number;
}

/** The number under a key; null when the profile has no such rule or no number in it. */
export function ruleNumber(rules: Rules, key: string): number | null {
  const value = rules.rules.get(key)?.value;
  return typeof value === "number" ? value : null;
}

export function limitsOf(rules: Rules): Limits {
  const at = (key: string) => ruleNumber(rules, key) ?? 0;
  return {
    laneWidth: at("fire.lane.clear_width"),
    turnaround: at("fire.dead_end.turnaround.min.width"),
    deadEnd: at("fire.dead_end.trigger"),
    homeFloor: at("stall.to_ground_floor_home.never_below"),
    windowFloor: at("stall.to_ground_floor_home.gable_without_windows_only_below"),
    homeGood: at("stall.to_ground_floor_home.good_from"),
    aisleToHome: Math.max(
      at("road.edge_to_dwelling_wall.no_public_entrance"),
      at("road.edge_to_dwelling_wall.public_entrance"),
    ),
    hydrantRadius: at("hydrant.clear_radius"),
    rootZonePerTrunk: at("tree.root_zone_soft.keep_clear_radius_times_dbh"),
    rootZoneLeast: at("tree.root_zone_soft.min"),
    oldTree: at("tree.old_protection.old_famous_tree"),
    followUpTree: at("tree.old_protection.follow_up_80_100y"),
    footway: at("road.footway_min"),
    greenOffWall: at("green.count_offset.wall"),
    accessAisle: at("acc.aisle_width"),
    engine: engineOf(rules),
    sight: sightOf(rules),
    lockerFront: ruleNumber(rules, "locker.front_clear.dedicated_single") ?? 1.5,
    ebike: {
      width: ruleNumber(rules, "bike.slot.ebike.width") ?? 0.8,
      length: ruleNumber(rules, "bike.slot.ebike.length") ?? 2,
      aisle: ruleNumber(rules, "bike.aisle.one_side") ?? 1.5,
      group: ruleNumber(rules, "ebike.group_max") ?? 20,
      groupLength: ruleNumber(rules, "bike.group_length_max") ?? 20,
      toWall: at("ebike.to_building_wall"),
    },
  };
}

function sightOf(rules: Rules): Limits["sight"] {
  const back = ruleNumber(rules, "gate.sight_triangle.viewpoint_inside_edge");
  const reach = ruleNumber(rules, "gate.sight_triangle.clear_beyond");
  return back === null || reach === null ? null : { back, reach };
}

/** Rigid body on a circle about a point on the line of the rear axle: plain trigonometry of `fire.engine`. */
function engineOf(rules: Rules): Engine | null {
  const turning = ruleNumber(rules, "fire.engine.turningRadiusOuterFrontWheel");
  const wheelbase = ruleNumber(rules, "fire.engine.wheelbase");
  const width = ruleNumber(rules, "fire.engine.width");
  const frontOverhang = ruleNumber(rules, "fire.engine.frontOverhang");
  if (turning === null || wheelbase === null || width === null || frontOverhang === null) return null;
  const outerRear = Math.sqrt(turning * turning - wheelbase * wheelbase);
  const reach = wheelbase + frontOverhang;
  return {
    width,
    innerRadius: outerRear - width,
    outerRadius: Math.sqrt(outerRear * outerRear + reach * reach),
    ahead: reach,
    behind: ruleNumber(rules, "fire.engine.rearOverhang") ?? 0,
  };
}
