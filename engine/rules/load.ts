import { InputError } from "../model/errors.ts";
import type { Level, Rule, Rules, RuleValue } from "../model/rules.ts";
import type { ProfileName } from "../model/scenario.ts";
import { nearest } from "../model/words.ts";
import shanghai from "./profiles/cn-shanghai.json" with { type: "json" };
import germany from "./profiles/eu.json" with { type: "json" };
import britain from "./profiles/eu-uk.json" with { type: "json" };
import geometry from "./profiles/geometry.json" with { type: "json" };
import america from "./profiles/us.json" with { type: "json" };

// The rulebook as data: one scalar a key, SI units. Keys that search and audit rely on:
//   parking.{90,60,45,30,0}.{width,length} and .aisle.{one_way,two_way}; null: that combination is not allowed
//   fire.lane.clear_width  fire.lane.no_obstacles  fire.engine.*  fire.dead_end.*
//   road.lane.single_width  road.footway_min  road.edge_to_dwelling_wall.*
//   green.balance_min  green.ratio.min  green.count_offset.wall  green.credit_vertical_roof_pergola
//   tree.root_zone_soft.*  tree.old_protection.*  tree.move_grounds  hydrant.clear_radius
//   stall.to_ground_floor_home.*  acc.aisle_width  acc.count_*  bike.slot.ebike.*  bike.aisle.*  bike.group_length_max
//   ebike.group_max  ebike.to_building_wall  locker.footprint_column.*  locker.front_clear.*  gate.sight_triangle.*

/** Where codes disagree, and what the engine does about it. */
export interface Conflict {
  readonly id: string;
  readonly topic: string;
  readonly finding: string;
  readonly engine: string;
}

interface Profile {
  readonly profile: string;
  readonly title: string;
  readonly version: string;
  readonly rules: readonly Rule[];
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

/** Levels from most to least binding. */
export const LEVELS: readonly Level[] = ["legal", "shall", "should", "guidance", "practice", "derived"];

/**
 * A profile with some of its values set otherwise.
 * @throws InputError when a key is not of the profile, or a value is of another sort than the rule's.
 */
export function loadRules(profile: ProfileName, overrides: Readonly<Record<string, RuleValue>> = {}): Rules {
  const { rules: book, version } = PROFILES[profile];
  const rules = new Map(book.map((rule) => [rule.key, rule]));
  for (const [key, value] of Object.entries(overrides)) {
    const rule = rules.get(key);
    if (rule === undefined) {
      const near = nearest(key, rules.keys());
      throw new InputError(`rules: ${profile} has no rule "${key}"${near === null ? "" : `; "${near}" is near`}.`);
    }
    const sort = rule.value === null ? "number" : typeof rule.value;
    if (value !== null && typeof value !== sort) {
      throw new InputError(`rules: "${key}" is ${JSON.stringify(value)}; a ${sort} in ${rule.unit} is right.`);
    }
    rules.set(key, { ...rule, value });
  }
  return { profile, version, rules, overrides };
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
