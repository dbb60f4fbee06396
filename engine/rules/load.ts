import { InputError } from "../model/errors.ts";
import type { Rule, Rules, RuleValue } from "../model/rules.ts";
import type { ProfileName } from "../model/scenario.ts";
import { nearest } from "../model/words.ts";
import shanghai from "./profiles/cn-shanghai.json" with { type: "json" };
import germany from "./profiles/eu.json" with { type: "json" };
import britain from "./profiles/eu-uk.json" with { type: "json" };
import geometry from "./profiles/geometry.json" with { type: "json" };
import america from "./profiles/us.json" with { type: "json" };

// The rulebook as data: one scalar a key, SI units, the same key for the same thing in every profile. A key that a
// profile has no number for is null or absent. Keys that search and audit rely on:
//   parking.{90,60,45,30,0}.{width,length} and .aisle.{one_way,two_way}; null: that combination is not allowed
//   fire.lane.clear_width  fire.lane.clear_height  fire.lane.no_obstacles  fire.lane.turn_radius.ordinary
//   fire.dead_end.trigger  fire.dead_end.turnaround.*  fire.engine.*
//   road.lane.single_width  road.footway_min  road.edge_to_dwelling_wall.*  lot.entrances_by_count.*
//   gate.fire_clear_width  gate.sight_triangle.*  hydrant.clear_radius
//   green.balance_min  green.ratio.min  green.count_offset.wall  green.credit_vertical_roof_pergola
//   tree.root_zone_soft.{keep_clear_radius_times_dbh,min}  tree.old_protection.{old_famous_tree,follow_up_80_100y}
//   tree.move_grounds  stall.to_ground_floor_home.{never_below,gable_without_windows_only_below,good_from}
//   acc.aisle_width  acc.stall_total_width  acc.count_ratio_residential and acc.count_general.* (cn-shanghai),
//   acc.count_by_stalls.* (us)  ev.stall_to_dwelling  bike.slot.ebike.{width,length}  bike.aisle.{one_side,two_sides}
//   bike.group_length_max  ebike.group_max  ebike.to_building_wall (and .soft)  ebike.to_safety_exit
//   locker.footprint_column.{width,depth}.{min,max}  locker.front_clear.*
// Where codes disagree the level and value here follow the resolution noted in `conflicts`.

/** Where codes disagree, and what the engine does about it. */
export interface Conflict {
  readonly id: string;
  readonly topic: string;
  readonly finding: string;
  readonly engine: string;
}

interface BookRule extends Rule {
  /** Key of the rule that this one restates: an override of that one holds here too. */
  readonly sameAs?: string;
}

interface Profile {
  readonly profile: string;
  readonly title: string;
  readonly version: string;
  readonly rules: readonly BookRule[];
  readonly conflicts: readonly Conflict[];
}

const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  "cn-shanghai": shanghai as Profile,
  us: america as Profile,
  eu: germany as Profile,
  "eu-uk": britain as Profile,
  geometry: geometry as Profile,
};

export const PROFILE_NAMES = Object.keys(PROFILES) as ProfileName[];

/** Numbers that may be below zero: a study may lose green. */
const SIGNED: ReadonlySet<string> = new Set(["green.balance_min"]);

/**
 * A profile with some of its values set otherwise.
 * @throws InputError when a key is not of the profile, or a value is not one that its rule can have
 */
export function loadRules(profile: ProfileName, overrides: Readonly<Record<string, RuleValue>> = {}): Rules {
  const { rules: book, version } = PROFILES[profile];
  const rules = new Map<string, Rule>();
  for (const { sameAs, ...rule } of book) {
    const [given] = [rule.key, sameAs].filter((key) => key !== undefined && Object.hasOwn(overrides, key));
    rules.set(rule.key, given === undefined ? rule : { ...rule, value: overrides[given] });
  }
  const fault = overrideFault(profile, overrides);
  if (fault !== null) throw new InputError(`rules: ${fault}`);
  return { profile, version, rules, overrides };
}

/** What is wrong with values set over a profile's, in a sentence that begins with the key; null when nothing is. */
export function overrideFault(profile: ProfileName, overrides: Readonly<Record<string, RuleValue>>): string | null {
  const book = new Map(PROFILES[profile].rules.map((rule) => [rule.key, rule]));
  for (const [key, value] of Object.entries(overrides)) {
    const rule = book.get(key);
    if (rule === undefined) {
      const near = nearest(key, book.keys());
      return `"${key}" is no rule of ${profile}; ${near === null ? "a key of its rulebook would be right" : `"${near}" is near`}.`;
    }
    const wanted = wantedOf(rule, value);
    if (wanted !== null) return `"${key}" is ${JSON.stringify(value)}; ${wanted} would be right.`;
  }
  return engineFault(book, overrides);
}

const [TURNING, WHEELBASE] = ["fire.engine.turningRadiusOuterFrontWheel", "fire.engine.wheelbase"] as const;

/** An engine whose front wheel goes round on a circle within its wheelbase turns nowhere. */
function engineFault(
  book: ReadonlyMap<string, BookRule>,
  overrides: Readonly<Record<string, RuleValue>>,
): string | null {
  const at = (key: string) => (Object.hasOwn(overrides, key) ? overrides[key] : book.get(key)?.value);
  const [turning, wheelbase] = [at(TURNING), at(WHEELBASE)];
  if (typeof turning !== "number" || typeof wheelbase !== "number" || turning > wheelbase) return null;
  return Object.hasOwn(overrides, TURNING)
    ? `"${TURNING}" is ${turning}; more than the wheelbase of ${wheelbase} m would be right.`
    : `"${WHEELBASE}" is ${wheelbase}; less than the turning radius of ${turning} m would be right.`;
}

/** Sizes of stalls, slots and the fire engine: nothing is as large as 0. */
const SIZES = /^(parking|bike\.slot)\.|^fire\.engine\.(length|width|height|wheelbase|turning)/;

/** What a value for a rule should have been; null when it is right. */
function wantedOf(rule: Rule, value: RuleValue): string | null {
  if (typeof rule.value === "boolean") return typeof value === "boolean" ? null : "true or false";
  if (typeof rule.value === "string") return typeof value === "string" ? null : "text";
  if (typeof value === "number" && Number.isFinite(value)) {
    if (SIGNED.has(rule.key)) return null;
    if (rule.unit === "ratio") return value >= 0 && value <= 1 ? null : "a share from 0 to 1";
    if (rule.unit === "count") return value >= 0 && Number.isInteger(value) ? null : "a whole number from 0";
    if (SIZES.test(rule.key)) return value > 0 ? null : "metres above 0";
    return value >= 0 ? null : `a number from 0, in ${rule.unit}`;
  }
  return `a number in ${rule.unit}`;
}

/** Conflicts between codes that bear on a profile. */
export function conflictsOf(profile: ProfileName): readonly Conflict[] {
  return PROFILES[profile].conflicts;
}

/** True when the profile has a number under the key. */
export function hasRule(rules: Rules, key: string): boolean {
  return typeof rules.rules.get(key)?.value === "number";
}

/** The number under a key that the profile is known to have, in its SI unit. */
export function numberOf(rules: Rules, key: string): number {
  const value = rules.rules.get(key)?.value;
  if (typeof value !== "number") throw new Error(`${rules.profile} has no number under ${key}`);
  return value;
}
