import { checked, hold, isHeldBy, kernel } from "../kernel.ts";
import type { Body, Engine, HeadingTable, Pose } from "./engine.ts";
import type { Terrain } from "./terrain.ts";

// what the driver has been told last, so that one ground is not told again and again

/** What an engine drives over, and how finely its poses are told apart. */
export interface Laid {
  readonly terrain: Terrain;
  readonly engine: Engine;
  readonly body: Body;
  readonly table: HeadingTable;
  /** States are told apart by squares of this size, metres, and by heading. */
  readonly square: number;
}

let table: HeadingTable | null = null;
let square = 0;

/** Tells the driver of ground and body, and clears what it has searched. */
export function lay({ terrain: ground, engine, body, table: headings, square: side }: Laid): void {
  if (!isHeldBy(ground)) {
    hold(null);
    table = null;
    const { minX, minY, cell, columns, rows, footing } = ground;
    const at = checked(kernel.layGround(minX, minY, cell, columns, rows));
    new Uint8Array(kernel.memory.buffer).set(footing, at);
    hold(ground);
  }
  // of one terrain there is one engine
  if (headings !== table || side !== square) {
    const { rim, axis } = body;
    const { ahead, radius } = engine;
    let at = checked(kernel.placeBody(rim.length / 2, axis.length, headings.count, ahead, radius, side));
    for (const column of [rim, axis, headings.cos, headings.sin]) {
      new Float64Array(kernel.memory.buffer, at, column.length).set(column);
      at += column.byteLength;
    }
    table = headings;
    square = side;
  }
  kernel.clearSearch();
}

/** Where some poses lie in the driver's memory: x, y and heading of each. */
export function startsAt(poses: readonly Pose[]): number {
  const at = checked(kernel.reserveStarts(poses.length));
  const column = new Float64Array(kernel.memory.buffer, at, 3 * poses.length);
  poses.forEach(({ x, y, heading }, n) => {
    column[3 * n] = x;
    column[3 * n + 1] = y;
    column[3 * n + 2] = heading;
  });
  return at;
}
