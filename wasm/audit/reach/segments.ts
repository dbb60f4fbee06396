/** Straight pieces of outlines, four f64 each: where one begins and where it ends. */

/** How far along a segment its nearest point to a position lies, 0 to 1. */
export function shareAt(x: f64, y: f64, at: usize): f64 {
  const ax = load<f64>(at);
  const ay = load<f64>(at, 8);
  const dx = load<f64>(at, 16) - ax;
  const dy = load<f64>(at, 24) - ay;
  const length = dx * dx + dy * dy;
  return length == 0 ? 0 : min<f64>(1, max<f64>(0, ((x - ax) * dx + (y - ay) * dy) / length));
}

/** A hair more than what is reckoned, as a share of it. */
const HAIR: f64 = 1 + 1e-9;

/** Whether the straight line that a segment lies on is farther than a squared distance: sooner asked than how far the segment is. */
export function isBeyond(x: f64, y: f64, at: usize, squared: f64): boolean {
  const ax = load<f64>(at);
  const ay = load<f64>(at, 8);
  const dx = load<f64>(at, 16) - ax;
  const dy = load<f64>(at, 24) - ay;
  const cross = (x - ax) * dy - (y - ay) * dx;
  return cross * cross > squared * (dx * dx + dy * dy) * HAIR;
}

/** Squared distance from a position, square metres. */
export function squaredToSegment(x: f64, y: f64, at: usize): f64 {
  // both coordinates at once, and no branch for which end is nearer
  const from = v128.load(at);
  const along = f64x2.sub(v128.load(at, 16), from);
  const off = f64x2.sub(f64x2(x, y), from);
  const length = sumOf(f64x2.mul(along, along));
  let share = f64x2.splat(0);
  if (length != 0) {
    const t = f64x2.splat(sumOf(f64x2.mul(off, along)) / length);
    share = f64x2.pmin(f64x2.splat(1), f64x2.pmax(share, t));
  }
  const apart = f64x2.sub(off, f64x2.mul(share, along));
  return sumOf(f64x2.mul(apart, apart));
}

function sumOf(both: v128): f64 {
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/** The point of a segment that lies so far along it. */
export function segmentX(at: usize, share: f64): f64 {
  const ax = load<f64>(at);
  return ax + share * (load<f64>(at, 16) - ax);
}

export function segmentY(at: usize, share: f64): f64 {
  const ay = load<f64>(at, 8);
  return ay + share * (load<f64>(at, 24) - ay);
}
