/** How far places of a patch lie from its rim, on a grid: what its narrow parts are told by. Metres. */
import { giveBack, reserve } from "../memory";
import { isBeyond, squaredToSegment } from "../reach/segments";

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
  const cuts = reserve(edgeCount << 3);
  if (!rooms || !near || !cuts) return 0;
  for (let row = 0; row < rows; row++) {
    const y = minY + <f64>row * pace;
    // a row has to do with few edges of a patch with many
    let count = 0;
    let cutCount = 0;
    for (let n = 0; n < edgeCount; n++) {
      const at = edges + ((<usize>n) << 5);
      const ay = load<f64>(at, 8);
      const by = load<f64>(at, 24);
      if (min(ay, by) > y + most || max(ay, by) < y - most) continue;
      store<u32>(near + ((<usize>count) << 2), <u32>at);
      count++;
      if (ay > y == by > y) continue;
      const ax = load<f64>(at);
      store<f64>(cuts + ((<usize>cutCount) << 3), ax + ((y - ay) / (by - ay)) * (load<f64>(at, 16) - ax));
      cutCount++;
    }
    for (let column = 0; column < columns; column++) {
      const x = minX + <f64>column * pace;
      // a ray to the right crosses as many edges
      let inside = false;
      for (let n = 0; n < cutCount; n++) if (x < load<f64>(cuts + ((<usize>n) << 3))) inside = !inside;
      const room = rooms + ((<usize>(row * columns + column)) << 3);
      store<f64>(room, inside ? roomAt(x, y, near, count, most) : 0);
    }
  }
  return rooms;
}

/** How far a place is from the nearest of some edges, up to `most`. */
function roomAt(x: f64, y: f64, near: usize, count: i32, most: f64): f64 {
  let best = most * most;
  for (let n = 0; n < count; n++) {
    const at = <usize>load<u32>(near + ((<usize>n) << 2));
    if (!isBeyond(x, y, at, best)) best = min(best, squaredToSegment(x, y, at));
  }
  return Math.sqrt(best);
}
