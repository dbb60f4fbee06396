/** Overlap up to this depth is rounding, metres. FORMAT.md section 4, fact 1. */
export const OVERLAP_TOLERANCE = 0.001;

/** An existing feature of a plan coincides with the site's within this distance, metres. FORMAT.md section 4, fact 6. */
export const COINCIDENCE_TOLERANCE = 0.001;

/** Grid onto which coordinates are snapped right after projection, metres. FORMAT.md section 1. */
export const SNAP = 0.0001;

/** A gate is snapped to the boundary when it is this near, metres. FORMAT.md section 2. */
export const GATE_SNAP = 0.05;

/** Rings smaller than this have no area, square metres: no file is read that has one. */
export const LEAST_AREA = 0.01;
