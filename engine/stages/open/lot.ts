import type { Kernel, LotKernel } from "../../kernel.ts";
import type { Ring } from "../../model/geometry.ts";
import { standOff, THROUGH_GATE } from "../../rules/gateway.ts";
import type { Corridor } from "./corridors.ts";
import { type Envelope, UNITS } from "./envelope.ts";
import { directionOf, type Frame, framesOf } from "./frames.ts";
import { type CarGate, isSquare, type WayIn, wayIn } from "./gates.ts";
import type { Kinds } from "./kinds.ts";

/** An open lot loaded into a kernel of its own. */
export interface Lot {
  readonly kernel: LotKernel;
  readonly envelope: Envelope;
  readonly kinds: Kinds;
  readonly frames: readonly Frame[];
  readonly ways: readonly WayIn[];
}

/** Frames beside those that a lot suggests, and whether the search lays aisles in those of its corridors as well. */
export interface Further {
  readonly corridors: readonly Corridor[];
  /** For ways round corners. */
  readonly aslant: readonly Frame[];
  readonly areSearched: boolean;
}

const NOTHING_FURTHER: Further = { corridors: [], aslant: [], areSearched: false };

/** Frames that an instance holds (`MAX_FRAMES` in wasm/strips.ts). */
const MAX_FRAMES = 8;

/** Corners nearer together than this across a frame are one proposal, units: 5 cm. */
const SAME_CORNER = 500;

/** Corners proposed in one direction, at most. */
const MAX_CORNERS = 512;

/** Kernel memory for edges, bytes: four doubles each, twice over for the index. */
const EDGE_BYTES = 24 << 20;

/**
 * Loads ground, frames and gates into a fresh instance; null when the kernel has no room for the site.
 * @param directions frames that aisles may be laid in
 * @param further frames that aisles are led to idle ground in; they come last
 */
export function loadLot(
  kernel: Kernel,
  envelope: Envelope,
  gates: readonly CarGate[],
  kinds: Kinds,
  directions: readonly Frame[] = framesOf(envelope.aisle),
  further: Further = NOTHING_FURTHER,
): Lot | null {
  const instance = kernel.lot();
  const [widest] = kinds.aisles;
  const densest = kinds.rows[widest.rows[0]];
  const aisleWidth = Math.round(widest.width * UNITS);
  const edges = envelope.stall.reduce((sum, ring) => sum + ring.length / 2, 0);
  const affordable = Math.max(1, Math.floor(EDGE_BYTES / (edges * 64)));
  const main = directions.slice(0, affordable);
  if (main.length === 0) return null;
  const frames = [...main];
  const ways = gates.map((gate) => {
    let row = frames.findIndex((frame) => isSquare(gate, frame));
    if (row < 0 && frames.length < Math.min(MAX_FRAMES, main.length + affordable)) {
      const own = directionOf(gate.inX, gate.inY);
      if (own !== null) row = frames.push(own) - 1;
    }
    return wayIn(gate, frames[Math.max(0, row)], Math.max(0, row));
  });
  const room = Math.max(0, Math.min(MAX_FRAMES, affordable) - frames.length);
  const corridors = further.corridors.slice(0, room);
  const aslant = further.aslant.slice(0, room - corridors.length);
  const added = [...aslant.map((frame) => ({ frame, places: null })), ...corridors];
  const own = frames.length;
  frames.push(...added.map(({ frame }) => frame));
  const shortest = Math.min(...kinds.rows.map((row) => Math.min(row.first, row.pitch)));
  instance.resetStrips(densest.depth, aisleWidth, shortest - SHORTEST_SLACK);
  for (const [row, frame] of frames.entries()) {
    instance.addFrame(frame.cos, frame.sin);
    if (!loadEdges(instance, 0, row, frame, envelope.stall)) return null;
    if (!loadEdges(instance, 1, row, frame, envelope.aisle)) return null;
    if (!instance.indexFrame(row)) return null;
    const corners = row < own ? null : added[row - own].places;
    for (const turn of [0, 1])
      if (!loadCorners(instance, row, turn, frame, corners === null ? envelope.stall : [corners])) return null;
  }
  instance.setMainFrames(main.length, further.areSearched ? corridors.length : 0, added.length);
  instance.setSizes(densest.pitch, densest.depth, aisleWidth);
  for (const { angle, depth, pitch, first } of kinds.rows) {
    if (instance.addRowKind(depth, pitch, first, angle === 90 ? 1 : 0) < 0) return null;
  }
  for (const [row, { kind, width, rows }] of kinds.aisles.entries()) {
    if (instance.addAisleKind(Math.round(width * UNITS), kind === "one-way" ? 1 : 0) < 0) return null;
    for (const served of rows) if (!instance.serveRow(row, served)) return null;
  }
  for (const way of ways) {
    const low = Math.round(way.middle - way.gate.width / 2);
    const high = Math.round(way.middle + way.gate.width / 2);
    const [below, above] = spareOf(way, frames[way.frame], aisleWidth);
    const modes = way.gate.direction === "in" ? 1 : way.gate.direction === "out" ? 2 : 3;
    const gap = gapAt(way, aisleWidth);
    instance.addGate(way.frame, way.turn, way.sign, way.start, low, high, below, above, THROUGH, modes, gap);
  }
  return { kernel: instance, envelope, kinds, frames, ways };
}

/** What has to lead through a gate of an aisle that is wider, units. */
const THROUGH = THROUGH_GATE * UNITS;

/** How far an aisle may stand beyond a gate's lower and its upper post, units: no farther than the boundary runs straight on. */
function spareOf({ gate, turn }: WayIn, frame: Frame, aisleWidth: number): [number, number] {
  const { before, after } = gate.straight;
  if (standOff(gate.width / UNITS, aisleWidth / UNITS) === 0 || !isSquare(gate, frame)) return [0, 0];
  // a neck leads up to the aisle in the middle of a gate that is narrower
  if (gate.width < aisleWidth && !isOpenBeside(gate, aisleWidth)) return [0, 0];
  const { inX, inY } = gate;
  const isUp = turn === 0 ? inX * frame.cos + inY * frame.sin > 0 : inX * frame.sin - inY * frame.cos > 0;
  return isUp ? [before, after] : [after, before];
}

/** Whether an aisle comes up to a gate that is a little narrower, as far beyond one post as it may: the other may stand in a corner. */
function isOpenBeside({ width, straight: { before, after } }: CarGate, aisleWidth: number): boolean {
  const spare = standOff(width / UNITS, aisleWidth / UNITS) * UNITS;
  return spare > 0 && Math.max(before, after) >= spare;
}

/** A way in may begin this far inside its gate, units: gates are snapped to the boundary within 0.05 m. */
const GATE_GAP = 500;

/** An aisle that is led up to its gate overlaps the neck by this much, units: half a metre. */
export const NECK_OVERLAP = 5000;

/** What a disc that fits exactly is given, units: 2 cm. */
const EASE = 200;

/**
 * How far an aisle may begin inside its gate, units. One that a narrow gate's corners keep off is led up to as wide as the gate, as
 * long as the ground is free and a disc as wide as the aisle has left the neck where it is half its width from the gate.
 */
function gapAt({ gate }: WayIn, aisleWidth: number): number {
  const half = aisleWidth / 2;
  if (gate.width >= aisleWidth || isOpenBeside(gate, aisleWidth)) return GATE_GAP;
  const reach = half - Math.sqrt(half * half - (gate.width / 2) * (gate.width / 2)) - EASE;
  return Math.max(GATE_GAP, Math.floor(Math.min(gate.neck - NECK_OVERLAP, reach)));
}

/** `SLACK` of wasm/evaluate.ts, units. */
const SHORTEST_SLACK = 6;

function loadEdges(kernel: LotKernel, layer: number, row: number, frame: Frame, rings: readonly Ring[]): boolean {
  const count = rings.reduce((sum, ring) => sum + ring.length / 2, 0);
  const at = kernel.reserveEdges(layer, row, count);
  if (at === 0) return false;
  const column = new Float64Array(kernel.memory.buffer, at, count * 4);
  let k = 0;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      column[k++] = ring[j] * frame.cos + ring[j + 1] * frame.sin;
      column[k++] = ring[j + 1] * frame.cos - ring[j] * frame.sin;
      column[k++] = ring[i] * frame.cos + ring[i + 1] * frame.sin;
      column[k++] = ring[i + 1] * frame.cos - ring[i] * frame.sin;
    }
  }
  return true;
}

/** Across coordinates of corners, sorted: places where something may touch the ground's edge. */
function loadCorners(kernel: LotKernel, row: number, turn: number, frame: Frame, rings: readonly Ring[]): boolean {
  const all: number[] = [];
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      const u = ring[i] * frame.cos + ring[i + 1] * frame.sin;
      const v = ring[i + 1] * frame.cos - ring[i] * frame.sin;
      all.push(Math.round(turn === 0 ? v : u));
    }
  }
  all.sort((a, b) => a - b);
  let corners = all.filter((value, i) => i === 0 || i === all.length - 1 || value - all[i - 1] > SAME_CORNER);
  if (corners.length > MAX_CORNERS) {
    const stride = (corners.length - 1) / (MAX_CORNERS - 1);
    corners = Array.from({ length: MAX_CORNERS }, (_, i) => corners[Math.round(i * stride)]);
  }
  const at = kernel.reserve(corners.length * 4);
  if (at === 0) return false;
  new Int32Array(kernel.memory.buffer, at, corners.length).set(corners);
  kernel.setCritical(row, turn, at, corners.length);
  return true;
}
