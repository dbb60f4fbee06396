/**
 * Clear width that a way in needs at its gate at most, metres, however wide the aisles behind it: two cars pass each other on a
 * straight lane of this width. JGJ 100-2015 Table 4.2.10-1, straight two-way ramp, small cars: to be confirmed with
 * the official text, which could not be read.
 */
export const THROUGH_GATE = 5.5;

/** A gate is as wide as it is drawn to this, metres: both posts are snapped to 0.1 mm. */
const DRAWN = 0.0002;

/** How far a way may stand beyond one post of its gate, metres: what it has left over from `THROUGH_GATE`. */
export function standOff(gateWidth: number, wayWidth: number): number {
  return gateWidth >= THROUGH_GATE - DRAWN ? Math.max(0, wayWidth - THROUGH_GATE) : 0;
}
