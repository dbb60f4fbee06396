/** Straight pieces of outlines, four f64 each: where one begins and where it ends. */

/** How far along a segment its nearest point to a position lies, 0 to 1. */
function shareAt(x: f64, y: f64, at: usize): f64 {
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
  const ax = load<f64>(at);
  const ay = load<f64>(at, 8);
  const t = shareAt(x, y, at);
  const ex = x - ax - t * (load<f64>(at, 16) - ax);
  const ey = y - ay - t * (load<f64>(at, 24) - ay);
  return ex * ex + ey * ey;
}

/** The nearest point of a segment to a position. */
export function segmentX(x: f64, y: f64, at: usize): f64 {
  const ax = load<f64>(at);
  return ax + shareAt(x, y, at) * (load<f64>(at, 16) - ax);
}

export function segmentY(x: f64, y: f64, at: usize): f64 {
  const ay = load<f64>(at, 8);
  return ay + shareAt(x, y, at) * (load<f64>(at, 24) - ay);
}
