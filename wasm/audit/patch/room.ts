/** How far places of a patch lie from its rim, on a grid: what its narrow parts are told by. Metres. */
import { giveBack, reserve } from "../memory";
import { squaredToSegment } from "../reach/segments";

let edges: usize = 0;
let edgeCount: i32 = 0;
let rooms: usize = 0;

/** Room for the edges of a patch, four f64 each, to be filled by the caller; 0 when memory is short. Takes everything else away. */
export function layPatch(count: i32): usize {
  giveBack(0);
  edgeCount = count;
  edges = reserve(count << 5);
  return edges;
}

/**
 * Tells places `pace` apart, row by row from a corner, how far they are from the nearest edge, up to `most`; 0 for those outside.
 * Where they lie, f64; 0 when memory is short.
 */
export function roomsIn(minX: f64, minY: f64, pace: f64, columns: i32, rows: i32, most: f64): usize {
  rooms = reserve((columns * rows) << 3);
  const near = reserve(edgeCount << 2);
  if (!rooms || !near) return 0;
  for (let row = 0; row < rows; row++) {
    const y = minY + <f64>row * pace;
    // a row has to do with few edges of a patch with many
    let count = 0;
    for (let n = 0; n < edgeCount; n++) {
      const at = edges + ((<usize>n) << 5);
      const low = min(load<f64>(at, 8), load<f64>(at, 24));
      const high = max(load<f64>(at, 8), load<f64>(at, 24));
      if (low > y + most || high < y - most) continue;
      store<u32>(near + ((<usize>count) << 2), <u32>at);
      count++;
    }
    for (let column = 0; column < columns; column++) {
      const x = minX + <f64>column * pace;
      let inside = false;
      let best = most * most;
      for (let n = 0; n < count; n++) {
        const at = <usize>load<u32>(near + ((<usize>n) << 2));
        if (isLeftOf(at, x, y)) inside = !inside;
        best = min(best, squaredToSegment(x, y, at));
      }
      store<f64>(rooms + ((<usize>(row * columns + column)) << 3), inside ? Math.sqrt(best) : 0);
    }
  }
  return rooms;
}

/** Whether a ray to the right from a position crosses an edge. */
function isLeftOf(at: usize, x: f64, y: f64): boolean {
  const ay = load<f64>(at, 8);
  const by = load<f64>(at, 24);
  if (ay > y == by > y) return false;
  const ax = load<f64>(at);
  return x < ax + ((y - ay) / (by - ay)) * (load<f64>(at, 16) - ax);
}
