import type { StallSize } from "../model/demand.ts";
import type { Rules } from "../model/rules.ts";
import { hasRule, numberOf } from "./load.ts";

const WIDTH = "car.compact_90.stall_width";
const LENGTH = "car.compact_90.depth_to_wall.min";

/** Sizes of ordinary stalls: whoever sets one in place of the profile's means all stalls. */
const ORDINARY = ["parking.90.width", "parking.90.length"];

/**
 * A profile's compact stall at right angles, metres, with no side longer than the ordinary one's; null where the profile
 * knows none, none that is smaller, or where the ordinary stall's size was set and the compact one's was not.
 */
export function compactSize(rules: Rules, ordinary: StallSize): StallSize | null {
  const isSet = (key: string) => Object.hasOwn(rules.overrides, key);
  if (ORDINARY.some(isSet) && ![WIDTH, LENGTH].some(isSet)) return null;
  const at = (key: string) => (hasRule(rules, key) ? numberOf(rules, key) : Infinity);
  const size = { width: Math.min(at(WIDTH), ordinary.width), length: Math.min(at(LENGTH), ordinary.length) };
  return size.width === ordinary.width && size.length === ordinary.length ? null : size;
}
