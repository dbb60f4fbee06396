// What keeps each rule: which file of the search obeys it, which file of the audit checks it, or that it is only shown.
// `engine/rules/README.md` is written from this, and test/audit-rules.test.ts holds it against the files and the audit.

/** What keeps a rule, or a family of rules. */
export interface Keeping {
  /** A key, or the beginning of the keys of a family. */
  readonly rule: string;
  /** File of the search that obeys it, under `engine/`; null where only the repair of a broken plan does. */
  readonly search: string | null;
  /** File that checks it, under `engine/audit/`. */
  readonly audit: string;
  /** The rule under which a breach of this one is told. */
  readonly as?: string;
  /** Rules, or beginnings of rules, that no plan can keep while it breaks this one. */
  readonly with?: readonly string[];
}

const TABLE = "rules/table.ts";
const HAZARDS = "stages/ground/hazards.ts";
const LIMITS = "stages/limits.ts";
const ACCESSIBLE = "stages/people/accessible.ts";
const NEAR_BUILDINGS = "fire.parking.to_building";
const GOOD_FROM = "stall.to_ground_floor_home.good_from";
const GABLES = "stall.to_ground_floor_home.gable_without_windows_only_below";

/** Facts 1 to 6 of FORMAT.md, which every profile has. */
export const FACTS_KEPT: readonly Keeping[] = [
  { rule: "fact.inside_site", search: "stages/open/envelope.ts", audit: "standing.ts" },
  { rule: "fact.no_overlap", search: HAZARDS, audit: "standing.ts" },
  { rule: "fact.off_driven_ground", search: HAZARDS, audit: "standing.ts" },
  { rule: "fact.stall_shape", search: "stages/open/settle.ts", audit: "stalls.ts" },
  { rule: "fact.mouth_aisle", search: TABLE, audit: "mouth.ts", with: ["parking."] },
  { rule: "fact.reachable", search: "stages/ground/reach.ts", audit: "reach.ts", with: ["road.lane.single_width"] },
  { rule: "fact.circuit", search: "stages/open/stripe.ts", audit: "circuits.ts" },
  { rule: "fact.fire_lane", search: "stages/fireLane.ts", audit: "lanes.ts" },
  { rule: "fire.engine", search: "stages/ground/turns.ts", audit: "driving.ts" },
  { rule: "fact.swept_path", search: "stages/sweep.ts", audit: "swept.ts" },
  { rule: "fact.references", search: null, audit: "references.ts" },
  { rule: "fact.planting", search: "stages/green/planting.ts", audit: "planting.ts" },
  { rule: "fact.measures_agree", search: null, audit: "existing.ts" },
  { rule: "fact.existing_unchanged", search: null, audit: "existing.ts" },
  { rule: "fact.green_accounted", search: "stages/greens.ts", audit: "existing.ts" },
  { rule: "fact.locks_kept", search: HAZARDS, audit: "locks.ts" },
  { rule: "fact.pins_there", search: "stages/locks/pinned.ts", audit: "locks.ts" },
];

const PARKING: readonly Keeping[] = ["90", "60", "45", "30", "0"].flatMap((angle) => [
  { rule: `parking.${angle}.width`, search: TABLE, audit: "rulebook.ts" },
  { rule: `parking.${angle}.length`, search: TABLE, audit: "rulebook.ts" },
  { rule: `parking.${angle}.aisle`, search: TABLE, audit: "mouth.ts", with: ["fact.mouth_aisle", "fact.reachable"] },
  ...(["90", "60", "45"].includes(angle) ? ["2_30", "2_40"] : []).map((width) => ({
    rule: `parking.${angle}.aisle.at_width_${width}`,
    search: TABLE,
    audit: "mouth.ts",
    as: `parking.${angle}.aisle.${angle === "90" ? "two_way" : "one_way"}`,
  })),
]);

/** Of the engine that is driven. */
const ENGINE: readonly Keeping[] = [
  "length",
  "width",
  "wheelbase",
  "frontOverhang",
  "rearOverhang",
  "turningRadiusOuterFrontWheel",
].map((part) => ({
  rule: `fire.engine.${part}`,
  search: "stages/ground/turns.ts",
  audit: "driving.ts",
  as: "fire.engine",
}));

/** Rules of the codes that the parking table restates: a breach is told under the table. */
const RESTATED: readonly Keeping[] = Object.entries({
  "car.stall.perpendicular.width": "parking.90.width",
  "car.stall.perpendicular.depth_wall": "parking.90.length",
  "car.aisle.perpendicular.back_in": "parking.90.aisle.two_way",
  "car.stall.parallel.length": "parking.0.length",
  "car.stall.parallel.width_wall": "parking.0.width",
  "car.aisle.parallel": "parking.0.aisle.two_way",
  "car.oblique.30.aisle_oneway": "parking.30.aisle.one_way",
  "car.oblique.45.aisle_oneway": "parking.45.aisle.one_way",
  "car.oblique.60.aisle_oneway_nose_in": "parking.60.aisle.one_way",
  "car.clear.side_to_side": "parking.90.width",
  "car.clear.to_column": "parking.90.width",
  "car.clear.to_wall.longitudinal": "parking.90.length",
  "car.clear.parallel_longitudinal": "parking.0.length",
}).map(([rule, as]) => ({ rule, search: TABLE, audit: "rulebook.ts", as }));

/** Rules of the profiles that are checked; whatever has no entry is only shown. */
export const RULES_KEPT: readonly Keeping[] = [
  ...PARKING,
  ...RESTATED,
  { rule: "acc.aisle_width", search: LIMITS, audit: "amenities.ts", with: ["acc.stall_total_width"] },
  { rule: "acc.stall_total_width", search: null, audit: "access.ts" },
  { rule: "acc.count_ratio_residential", search: ACCESSIBLE, audit: "access.ts", with: ["acc.count_general.lt100"] },
  { rule: "acc.count_general.lt100", search: ACCESSIBLE, audit: "access.ts", with: ["acc.count_ratio_residential"] },
  { rule: "acc.count_general.gte100_ratio", search: ACCESSIBLE, audit: "access.ts" },
  { rule: "acc.count_by_stalls", search: ACCESSIBLE, audit: "access.ts" },
  {
    rule: "acc.count_by_stalls.more_per_100",
    search: ACCESSIBLE,
    audit: "access.ts",
    as: "acc.count_by_stalls.more",
  },
  { rule: "bike.aisle.one_side", search: LIMITS, audit: "ebikes.ts" },
  { rule: "bike.aisle.two_sides", search: null, audit: "ebikes.ts" },
  { rule: "bike.group_length_max", search: LIMITS, audit: "ebikes.ts" },
  { rule: "bike.slot.ebike.length", search: LIMITS, audit: "amenities.ts", as: "bike.slot.ebike.width" },
  { rule: "bike.slot.ebike.width", search: LIMITS, audit: "amenities.ts" },
  { rule: "car.clear.to_wall.lateral", search: null, audit: "walls.ts" },
  { rule: "ebike.forbidden_zones", search: null, audit: "ebikes.ts" },
  { rule: "ebike.group_max", search: LIMITS, audit: "ebikes.ts" },
  { rule: "ebike.to_building_wall.soft", search: null, audit: "ebikes.ts" },
  { rule: "ebike.to_building_wall", search: LIMITS, audit: "amenities.ts", with: ["ebike.to_building_wall.soft"] },
  { rule: "ebike.socket_spacing_min", search: "stages/bikes/chargers.ts", audit: "ebikes.ts" },
  { rule: "ebike.to_safety_exit", search: null, audit: "ebikes.ts" },
  { rule: "ev.stall_to_dwelling", search: "stages/people/charging.ts", audit: "separation.ts" },
  { rule: "fire.dead_end.trigger", search: "stages/rows/spurs.ts", audit: "deadEnds.ts" },
  {
    rule: "fire.dead_end.turnaround.min.width",
    search: "stages/rows/spurs.ts",
    audit: "turnarounds.ts",
    with: ["fire.dead_end.trigger"],
  },
  {
    rule: "fire.dead_end.turnaround.min.length",
    search: null,
    audit: "turnarounds.ts",
    as: "fire.dead_end.turnaround.min.width",
  },
  ...["fire.dead_end.turnaround.cul_de_sac_diameter", "fire.dead_end.turnaround.hammerhead"].map((rule) => ({
    rule,
    search: null,
    audit: "turnarounds.ts",
    with: ["fire.dead_end.trigger"],
  })),
  {
    rule: "fire.lane.turning_circle.pump_kerbs",
    search: null,
    audit: "turnarounds.ts",
    with: ["fire.dead_end.trigger"],
  },
  ...ENGINE,
  { rule: "fire.engine.height", search: null, audit: "gates.ts" },
  { rule: "fire.lane.clear_width", search: "stages/fireLane.ts", audit: "lanes.ts" },
  { rule: "fire.lane.coverage_residential", search: "stages/fireLane.ts", audit: "coverage.ts" },
  { rule: "fire.lane.to_wall", search: null, audit: "coverage.ts" },
  { rule: "fire.lane.no_obstacles", search: "stages/fireLane.ts", audit: "lanes.ts", with: ["fire.engine"] },
  { rule: NEAR_BUILDINGS, search: null, audit: "separation.ts" },
  { rule: "gate.fire_clear_width", search: null, audit: "gates.ts" },
  { rule: "gate.sight_triangle", search: HAZARDS, audit: "gates.ts", as: "gate.sight_triangle.cone_deg" },
  { rule: "gate.sight_triangle.cone_deg", search: HAZARDS, audit: "gates.ts" },
  { rule: "green.balance_min", search: "stages/greens.ts", audit: "greening.ts" },
  { rule: "green.compensation_order", search: "stages/greens.ts", audit: "compensation.ts" },
  { rule: "green.count_offset.wall", search: "stages/green/planting.ts", audit: "planting.ts" },
  { rule: "green.credit_vertical_roof_pergola", search: "stages/greens.ts", audit: "climbers.ts" },
  { rule: "green.ratio.min", search: "stages/green/balance.ts", audit: "greening.ts" },
  { rule: "hydrant.clear_radius", search: HAZARDS, audit: "amenities.ts" },
  { rule: "locker.front_clear.dedicated_single", search: "stages/people/lockers.ts", audit: "amenities.ts" },
  { rule: "locker.placement", search: "stages/people/lockers.ts", audit: "amenities.ts" },
  { rule: "lot.entrance_width", search: null, audit: "gates.ts" },
  { rule: "lot.entrances_by_count", search: null, audit: "gates.ts" },
  { rule: "road.edge_to_dwelling_wall.gable", search: null, audit: "walls.ts" },
  { rule: "road.edge_to_dwelling_wall.no_public_entrance", search: HAZARDS, audit: "walls.ts" },
  { rule: "road.edge_to_dwelling_wall.public_entrance", search: HAZARDS, audit: "walls.ts" },
  { rule: "road.footway_min", search: HAZARDS, audit: "footway.ts" },
  { rule: "road.lane.single_width", search: "stages/ground/reach.ts", audit: "reach.ts", with: ["fact.reachable"] },
  { rule: GABLES, search: HAZARDS, audit: "amenities.ts", with: [GOOD_FROM, NEAR_BUILDINGS] },
  { rule: GOOD_FROM, search: LIMITS, audit: "amenities.ts", with: [NEAR_BUILDINGS] },
  {
    rule: "stall.to_ground_floor_home.never_below",
    search: HAZARDS,
    audit: "amenities.ts",
    with: [GABLES, GOOD_FROM, NEAR_BUILDINGS],
  },
  { rule: "tree.move_grounds", search: HAZARDS, audit: "greening.ts" },
  { rule: "tree.old_protection", search: HAZARDS, audit: "fixed.ts", with: ["fact.no_overlap"] },
  { rule: "tree.root_zone_soft", search: HAZARDS, audit: "fixed.ts", with: ["fact.no_overlap", "tree.root_zone_soft"] },
  { rule: "utility.gas_cover_min", search: null, audit: "utilities.ts" },
];

/** What keeps a rule: the entry with the longest beginning of its key; null where it is only shown. */
export function keepingOf(key: string): Keeping | null {
  const own = [...FACTS_KEPT, ...RULES_KEPT].filter(({ rule }) => beginsWith(key, rule));
  return own.reduce<Keeping | null>(
    (best, next) => (best === null || next.rule.length > best.rule.length ? next : best),
    null,
  );
}

/** Whether a key is another one or of its family. */
export function beginsWith(key: string, beginning: string): boolean {
  return key === beginning || key.startsWith(beginning.endsWith(".") ? beginning : `${beginning}.`);
}

/** What the book wants kept by search and audit and not only shown: by the words of its own list, with what is left and why. */
export interface Wanted {
  readonly what: string;
  /** Keys of the Chinese profile. */
  readonly rules: readonly string[];
  /** What is left to be done of it, and why; absent where nothing is. */
  readonly left?: string;
}

export const WANTED: readonly Wanted[] = [
  {
    what: "stall and aisle tables",
    rules: [
      "parking.90.width",
      "parking.90.length",
      "parking.90.aisle.two_way",
      "parking.60.aisle.one_way",
      "parking.0.length",
    ],
  },
  {
    what: "clearances to walls and columns",
    rules: [
      "car.clear.to_wall.lateral",
      "car.clear.to_wall.longitudinal",
      "car.clear.to_column",
      "car.clear.side_to_side",
    ],
    left: "beside a wall the search does not keep the 0.3 m that a stall asks for: a stall that is too near is taken away and said so in `unmet`. The other clearances are made up by the stall's own size",
  },
  { what: "width of fire lanes", rules: ["fire.lane.clear_width"] },
  {
    what: "the fire engine, driven",
    rules: ["fire.engine.turningRadiusOuterFrontWheel", "fire.engine.width", "fire.engine.height"],
    left: "a gate lower than the engine is the site's own fault: it is told, and no way in begins there",
  },
  { what: "dead ends", rules: ["fire.dead_end.trigger", "fire.dead_end.turnaround.min.width"] },
  { what: "nothing on lanes and aerial sites", rules: ["fire.lane.no_obstacles"] },
  {
    what: "accessible stalls",
    rules: ["acc.count_ratio_residential", "acc.count_general.lt100", "acc.aisle_width"],
    left: "how far they are from a door on foot is told with each plan; the book has no number for it",
  },
  {
    what: "e-bike slots, aisles and groups",
    rules: [
      "bike.slot.ebike.width",
      "bike.aisle.one_side",
      "bike.aisle.two_sides",
      "bike.group_length_max",
      "ebike.group_max",
    ],
    left: "the search lays rows with an aisle of their own and none with slots on both sides, so that the wider aisle binds plans edited by hand only",
  },
  {
    what: "e-bike slots off walls, exits and forbidden zones",
    rules: ["ebike.to_building_wall", "ebike.to_safety_exit", "ebike.forbidden_zones"],
    left: "the distance to exits is another city's and only warns. Beside kindergartens, schools and wards slots are taken away: a site file says so of few buildings. Enclosed sheds and cameras are not drawn",
  },
  { what: "lockers", rules: ["locker.front_clear.dedicated_single", "locker.placement"] },
  {
    what: "trees",
    rules: ["tree.old_protection.old_famous_tree", "tree.root_zone_soft.min", "tree.move_grounds"],
  },
  {
    what: "the greening account",
    rules: ["green.balance_min", "green.credit_vertical_roof_pergola", "green.count_offset.wall"],
    left: "offsets of concentrated green are not counted: no site file says which green is concentrated. The order of compensation is judged by witnesses beyond doubt (paved ground 2 m wide and of 8 m² that nobody's way leads over, bare wall 3 m long), roofs are in no file",
  },
  { what: "footways", rules: ["road.footway_min"] },
  {
    what: "entrances",
    rules: ["lot.entrances_by_count.50", "lot.entrances_by_count.300", "lot.entrance_width.twoway"],
    left: "gates are the site's: a lot is cut to as many stalls as its gates serve, and none is added",
  },
  { what: "stalls before ground-floor homes", rules: ["stall.to_ground_floor_home.never_below"] },
  {
    what: "gates",
    rules: ["gate.sight_triangle.cone_deg", "gate.fire_clear_width"],
    left: "the width of a gate for engines is today's: it is told, nothing in a plan changes it",
  },
  { what: "hydrants", rules: ["hydrant.clear_radius"] },
  {
    what: "cover of pipes, reported",
    rules: ["utility.gas_cover_min.carriageway", "utility.gas_cover_min.footway", "utility.gas_cover_min.green"],
    left: "reported, as asked: the gas company has the word. For water, sewers and cables the book has no number",
  },
  {
    what: "new aisles off dwellings",
    rules: [
      "road.edge_to_dwelling_wall.no_public_entrance",
      "road.edge_to_dwelling_wall.public_entrance",
      "road.edge_to_dwelling_wall.gable",
    ],
    left: "the search keeps the widest of the three before every wall, gables too",
  },
];
