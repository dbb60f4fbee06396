import { type Area, flat, type Line, type Point } from "../../model/geometry.ts";
import type { PlanFeature } from "../../model/plan.ts";
import { stallId } from "../rows/ids.ts";
import { UNITS } from "./envelope.ts";
import type { Frame } from "./frames.ts";
import { type LaidAisle, type RowKind, SIDES } from "./kinds.ts";
import type { Lot } from "./lot.ts";
import { type LaidEnd, necks } from "./necks.ts";

/** An aisle of a layout as the kernel found it; lengths in kernel units along (s) and across (t) an axis of its frame. */
interface FoundAisle {
  readonly frame: number;
  readonly turn: number;
  readonly across: number;
  readonly from: number;
  readonly to: number;
  /** Row in the lot's ways in; −1: none. */
  readonly gate: number;
  readonly parent: number;
  /** All aisles that it hangs on: those that lead to it and those that lead away. */
  readonly partners: readonly number[];
  readonly count: number;
  readonly kind: LaidAisle;
  /** Along its axis: how a one-way aisle is driven. */
  readonly direction: 1 | -1;
}

interface FoundRun {
  readonly aisle: number;
  readonly slot: number;
  readonly across: number;
  readonly start: number;
  readonly stalls: number;
  readonly row: RowKind;
}

// columns of a layout, as in wasm/layout.ts
const FRAME = 0;
const TURN = 1;
const ACROSS = 2;
const GATE = 6;
const STYLE = 8;
const ALIVE = 9;
const NEED_FROM = 12;
const NEED_TO = 13;
const PARENT = 14;
const COUNT = 15;
const FEEDER = 16;
const EXIT = 17;
const DRAIN = 18;

/** Ints of a run, as in wasm/runs.ts. */
const RUN_INTS = 8;

// a style: three bits of the kind, one of the direction
const KIND_BITS = 7;
const DOWNWARD = 8;

/** An aisle shorter than this is none, kernel units: 0.3 mm. */
const NO_LENGTH = 3;

/** Stalls farther from the gate than these are left out. */
export interface Wanted {
  readonly stalls: number;
}

/**
 * The kernel's best layout as features in metres. The kernel already works in exact units of 0.1 mm on the true
 * outline, so that nothing is packed again here: coordinates are turned back into the site's plane and
 * snapped to 0.1 mm, aisles are cut back to what their stalls and links need, and everything gets its id.
 */
export function settle(lot: Lot, wanted: Wanted): PlanFeature[] {
  const { kernel } = lot;
  const layout = kernel.recallBest();
  if (layout === 0) return [];
  const aisles = readAisles(lot, layout);
  const order = fromTheGate(aisles);
  const distance = distances(lot, aisles, order);
  const place = new Map(order.map((aisle, rank) => [aisle, rank]));
  const runs = readRuns(lot).sort(
    (a, b) => place.get(a.aisle)! - place.get(b.aisle)! || a.slot - b.slot || a.start - b.start,
  );
  const stalls: { run: FoundRun; k: number; far: number }[] = [];
  for (const run of runs) {
    const { at, reached } = distance[run.aisle];
    for (let k = 0; k < run.stalls; k++) {
      const s =
        run.slot < 2
          ? run.start + k * run.row.pitch + run.row.first / 2
          : run.slot === 2
            ? aisles[run.aisle].from
            : aisles[run.aisle].to;
      stalls.push({ run, k, far: reached + Math.abs(s - at) });
    }
  }
  let kept = stalls;
  if (stalls.length > wanted.stalls) {
    const near = stalls.map((_, row) => row).sort((a, b) => stalls[a].far - stalls[b].far || a - b);
    const rows = new Set(near.slice(0, wanted.stalls));
    kept = stalls.filter((_, row) => rows.has(row));
  }
  const names = new Map<number, string>();
  const ways: PlanFeature[] = [];
  let driveways = 0;
  for (const i of order) {
    const aisle = aisles[i];
    const kind = aisle.gate >= 0 && aisle.count === 0 ? "driveway" : "aisle";
    // an aisle along the gate itself needs no way to it
    if (aisle.to - aisle.from <= NO_LENGTH) continue;
    const id = kind === "driveway" ? `driveway-${++driveways}` : `aisle-${ways.length + 1 - driveways}`;
    names.set(i, id);
    ways.push(aisleFeature(lot, aisle, kind, id, distance[i].at));
  }
  const features = kept.map(({ run, k }, row) =>
    stallFeature(lot, aisles[run.aisle], run, k, stallId(row), names.get(run.aisle)!),
  );
  return [
    ...ways,
    ...necks(
      lot,
      order.map((i) => laidEnd(aisles[i])),
      features,
      driveways,
    ),
    ...features,
  ];
}

function laidEnd(aisle: FoundAisle): LaidEnd {
  return { ...aisle, middle: aisle.across + widthOf(aisle) / 2, oneWay: aisle.kind.kind === "one-way" };
}

function readAisles(lot: Lot, layout: number): (FoundAisle & { readonly alive: boolean })[] {
  const { kernel } = lot;
  return Array.from({ length: kernel.aislesOf(layout) }, (_, i) => ({
    frame: kernel.aisleEntry(layout, FRAME, i),
    turn: kernel.aisleEntry(layout, TURN, i),
    across: kernel.aisleEntry(layout, ACROSS, i),
    from: kernel.aisleEntry(layout, NEED_FROM, i),
    to: kernel.aisleEntry(layout, NEED_TO, i),
    gate: kernel.aisleEntry(layout, GATE, i),
    parent: kernel.aisleEntry(layout, PARENT, i),
    partners: [PARENT, FEEDER, EXIT, DRAIN].map((column) => kernel.aisleEntry(layout, column, i)),
    count: kernel.aisleEntry(layout, COUNT, i),
    kind: lot.kinds.aisles[kernel.aisleEntry(layout, STYLE, i) & KIND_BITS],
    direction: kernel.aisleEntry(layout, STYLE, i) & DOWNWARD ? (-1 as const) : (1 as const),
    alive: kernel.aisleEntry(layout, ALIVE, i) === 1,
  }));
}

function readRuns(lot: Lot): FoundRun[] {
  const { kernel } = lot;
  const count = kernel.runsFound();
  const found = new Int32Array(kernel.memory.buffer, kernel.runsAt(), count * RUN_INTS);
  return Array.from({ length: count }, (_, i) => {
    const [aisle, slot, across, start, stalls, row] = found.subarray(i * RUN_INTS);
    return { aisle, slot, across, start, stalls, row: lot.kinds.rows[row] };
  });
}

/** Aisles that a car reaches and that lead to a stall, parents first. */
function fromTheGate(aisles: readonly (FoundAisle & { readonly alive: boolean })[]): number[] {
  const used = new Set<number>();
  aisles.forEach((aisle, row) => {
    if (!aisle.alive || aisle.count === 0) return;
    const open = [row];
    for (let i = open.pop(); i !== undefined; i = open.pop()) {
      if (used.has(i)) continue;
      used.add(i);
      open.push(...aisles[i].partners.filter((partner) => partner >= 0));
    }
  });
  const order: number[] = [];
  for (let i = 0; i < aisles.length; i++) if (used.has(i) && aisles[i].parent < 0) order.push(i);
  for (let head = 0; head < order.length; head++) {
    for (let i = 0; i < aisles.length; i++) if (used.has(i) && aisles[i].parent === order[head]) order.push(i);
  }
  return order;
}

/** For each aisle: the place along it where a car comes in, and how far it has come, kernel units. */
function distances(
  lot: Lot,
  aisles: readonly FoundAisle[],
  order: readonly number[],
): { at: number; reached: number }[] {
  const out: { at: number; reached: number }[] = aisles.map(() => ({ at: 0, reached: 0 }));
  for (const i of order) {
    const aisle = aisles[i];
    if (aisle.parent < 0) {
      // one that comes to a gate without beginning there is driven from that end
      const sign = aisle.gate >= 0 ? lot.ways[aisle.gate].sign : aisle.direction;
      out[i] = { at: sign > 0 ? aisle.from : aisle.to, reached: 0 };
      continue;
    }
    const parent = aisles[aisle.parent];
    const [x, y] = crossing(lot, parent, aisle);
    const s = along(lot.frames[parent.frame], parent.turn, x, y);
    const before = out[aisle.parent];
    out[i] = {
      at: along(lot.frames[aisle.frame], aisle.turn, x, y),
      reached: before.reached + Math.abs(s - before.at),
    };
  }
  return out;
}

/** Kernel units. */
function widthOf({ kind }: FoundAisle): number {
  return Math.round(kind.width * UNITS);
}

function along(frame: Frame, turn: number, x: number, y: number): number {
  return turn === 0 ? x * frame.cos + y * frame.sin : y * frame.cos - x * frame.sin;
}

/** Where the centre-lines of two aisles cross, kernel units from the origin. */
function crossing(lot: Lot, a: FoundAisle, b: FoundAisle): Point {
  const p = inPlane(lot.frames[a.frame], a.turn, 0, a.across + widthOf(a) / 2);
  const q = inPlane(lot.frames[b.frame], b.turn, 0, b.across + widthOf(b) / 2);
  const d = inPlane(lot.frames[a.frame], a.turn, 1, 0);
  const e = inPlane(lot.frames[b.frame], b.turn, 1, 0);
  const cross = d[0] * e[1] - d[1] * e[0];
  const s = ((q[0] - p[0]) * e[1] - (q[1] - p[1]) * e[0]) / cross;
  return [p[0] + s * d[0], p[1] + s * d[1]];
}

/** From along and across an axis of a frame to kernel units from the origin. */
function inPlane(frame: Frame, turn: number, s: number, t: number): Point {
  const u = turn === 0 ? s : t;
  const v = turn === 0 ? t : s;
  return [u * frame.cos - v * frame.sin, u * frame.sin + v * frame.cos];
}

function corner(lot: Lot, aisle: { frame: number; turn: number }, s: number, t: number): Point {
  const [x, y] = inPlane(lot.frames[aisle.frame], aisle.turn, s, t);
  const { origin } = lot.envelope;
  return [Math.round(x + origin[0] * UNITS) / UNITS, Math.round(y + origin[1] * UNITS) / UNITS];
}

function stallFeature(lot: Lot, aisle: FoundAisle, run: FoundRun, k: number, id: string, aisleId: string): PlanFeature {
  const { angle, size, depth } = run.row;
  const axis = { frame: aisle.frame, turn: run.slot < 2 ? aisle.turn : 1 - aisle.turn };
  const isLow = run.slot === 0 || run.slot === 2;
  const outline = angle === 0 ? alongside(run, k) : leaning(run, k, leanOf(aisle, run));
  // a row below its aisle has its mouths on its high side; the outline runs counter-clockwise seen from the aisle
  const mouth = isLow ? run.across + depth : run.across;
  const points = outline.map(([s, d]): [number, number] => [s, isLow ? mouth - d : mouth + d]);
  const mirrored = isLow !== (axis.turn === 1);
  const [a, b, c, d] = mirrored ? [points[1], points[0], points[3], points[2]] : points;
  return {
    kind: "stall",
    id,
    shape: areaOfCorners([a, b, c, d].map(([s, t]) => corner(lot, axis, s, t))),
    properties: {
      type: "standard",
      status: "new",
      parkingAngle: angle,
      width: size.width,
      length: size.length,
      aisle: aisleId,
    },
  };
}

/** A stall that stands along its aisle: its long side is the mouth. Corners as (along, away from the aisle). */
function alongside({ start, row }: FoundRun, k: number): Point[] {
  const a = start + k * row.pitch;
  const b = a + Math.round(row.size.length * UNITS);
  const depth = Math.round(row.size.width * UNITS);
  return [
    [a, 0],
    [b, 0],
    [b, depth],
    [a, depth],
  ];
}

/** A stall at an angle, its head further along than its mouth: up the axis with lean 1, down it with −1. */
function leaning({ start, row }: FoundRun, k: number, lean: 1 | -1): Point[] {
  const { sin, cos } = SIDES[row.angle];
  const width = row.size.width * UNITS;
  const length = row.size.length * UNITS;
  const s = start + k * row.pitch;
  const corners: Point[] = [
    [0, width * cos],
    [width * sin, 0],
    [width * sin + length * cos, length * sin],
    [length * cos, length * sin + width * cos],
  ];
  if (lean > 0) return corners.map(([x, d]): Point => [s + x, d]);
  const [a, b, c, d] = corners.map(([x, depth]): Point => [s + row.first - x, depth]);
  return [b, a, d, c];
}

/** Which way angled stalls lean: as cars come. On a two-way aisle those on the right come up and those on the left down. */
function leanOf({ kind, direction, turn }: FoundAisle, { slot }: FoundRun): 1 | -1 {
  if (kind.kind === "one-way") return direction;
  return (slot === 0) === (turn === 0) ? 1 : -1;
}

function aisleFeature(lot: Lot, aisle: FoundAisle, kind: "aisle" | "driveway", id: string, entry: number): PlanFeature {
  const width = widthOf(aisle);
  const low = aisle.across;
  const high = low + width;
  const middle = low + width / 2;
  const [s0, s1] = aisle.turn === 0 ? [aisle.from, aisle.to] : [aisle.to, aisle.from];
  const shape = areaOfCorners([
    corner(lot, aisle, s0, low),
    corner(lot, aisle, s1, low),
    corner(lot, aisle, s1, high),
    corner(lot, aisle, s0, high),
  ]);
  // in travel direction; on a two-way aisle away from where a car comes in
  const oneWay = aisle.kind.kind === "one-way";
  const away = oneWay ? aisle.direction > 0 : Math.abs(aisle.to - entry) >= Math.abs(entry - aisle.from);
  const ends = away ? [aisle.from, aisle.to] : [aisle.to, aisle.from];
  const centreline: Line = flat([corner(lot, aisle, ends[0], middle), corner(lot, aisle, ends[1], middle)]);
  return { kind, id, shape, properties: { width: aisle.kind.width, oneWay, centreline, status: "new" } };
}

function areaOfCorners(points: readonly Point[]): Area {
  return { shell: flat(points), holes: [] };
}
