import type { Point, Ring } from "../../model/geometry.ts";
import { featuresOf, type Site } from "../../model/site.ts";
import { isInside, UNITS } from "./envelope.ts";
import { directionOf, type Frame, turnBetween } from "./frames.ts";

/** A car gate as a chord across the opening, kernel units from the envelope's origin, and the way in. */
export interface CarGate {
  readonly id: string;
  /** Middle of the chord. */
  readonly x: number;
  readonly y: number;
  /** Length of the chord, units. */
  readonly width: number;
  /** Unit vector into the site, at right angles to the chord. */
  readonly inX: number;
  readonly inY: number;
  /** Which ways cars may pass it. */
  readonly direction: "both" | "in" | "out";
  /** How far in the ground is free as wide as the gate, units, `NECK` at most; 0 where it is not. */
  readonly neck: number;
  /** How far the boundary runs straight on beyond the posts, units, `BESIDE` at most. The chord runs from before to after, its left inside. */
  readonly straight: { readonly before: number; readonly after: number };
}

/** Into a frame: which one, along which axis, and in which direction a car enters. */
export interface WayIn {
  readonly gate: CarGate;
  /** Row of the frame in the lot's list. */
  readonly frame: number;
  readonly turn: 0 | 1;
  readonly sign: 1 | -1;
  /** Where the way in begins along its axis, units. */
  readonly start: number;
  /** Middle of the gate across the axis, units. */
  readonly middle: number;
}

/** How far an aisle's end may stand off its gate for being turned, units: 1 mm. */
const SQUARE_TO_GATE = 10;

/** An aisle that a narrow gate's corners keep off it is led up to it over at most this, units: 4 m. */
const NECK = 40_000;

/** Rounding that a neck may lose at its rim, units: 0.5 mm. */
const NECK_RIM = 5;

/** How far beside a gate is of interest, units: 2 m. */
const BESIDE = 20_000;

/** A boundary that strays this little from the gate's line is straight, units: 3 mm. Less than the audit joins. */
const STRAY = 30;

/** A probe this far inside tells which side of a gate is the site, units: 0.2 m. */
const PROBE = 2000;

/** Gates that cars may use, in file order. */
export function carGates(site: Site, ground: readonly Ring[], origin: Point): CarGate[] {
  const gates: CarGate[] = [];
  const boundary = [site.boundary.shell, ...site.boundary.holes].map((ring) =>
    ring.map((value, i) => (value - origin[i % 2]) * UNITS),
  );
  for (const gate of featuresOf(site, "gate")) {
    if (!gate.properties.modes.includes("car")) continue;
    const line = gate.shape;
    const n = line.length;
    const ax = (line[0] - origin[0]) * UNITS;
    const ay = (line[1] - origin[1]) * UNITS;
    const bx = (line[n - 2] - origin[0]) * UNITS;
    const by = (line[n - 1] - origin[1]) * UNITS;
    const width = Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay));
    if (width === 0) continue;
    const x = (ax + bx) / 2;
    const y = (ay + by) / 2;
    let inX = -(by - ay) / width;
    let inY = (bx - ax) / width;
    if (!isInside(ground, x + inX * PROBE, y + inY * PROBE)) {
      inX = -inX;
      inY = -inY;
    }
    const opening = { id: gate.id, x, y, width, inX, inY, direction: gate.properties.direction };
    gates.push({ ...opening, neck: neckOf(opening, ground), straight: straightBeside(opening, boundary) });
  }
  return gates;
}

/** How far the boundary goes on along the chord's line beyond either end of it. */
function straightBeside(
  { x, y, width, inX, inY }: Pick<CarGate, "x" | "y" | "width" | "inX" | "inY">,
  boundary: readonly Ring[],
): CarGate["straight"] {
  // edges along the line: how far they reach beyond the post without straying
  const reach = (sign: 1 | -1) => {
    let far = width / 2 + STRAY;
    for (let again = true; again; ) {
      again = false;
      for (const ring of boundary) {
        for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
          const along = (k: number) => sign * (inX * (ring[k + 1] - y) - inY * (ring[k] - x));
          const inward = (k: number) => inX * (ring[k] - x) + inY * (ring[k + 1] - y);
          const [from, to] = along(i) < along(j) ? [i, j] : [j, i];
          if (along(from) > far || along(to) <= far || Math.abs(inward(from)) > STRAY) continue;
          const slope = Math.abs(inward(to) - inward(from)) / (along(to) - along(from));
          const end =
            slope === 0 ? along(to) : Math.min(along(to), along(from) + (STRAY - Math.abs(inward(from))) / slope);
          if (end <= far) continue;
          far = end;
          again = far < width / 2 + BESIDE;
        }
      }
    }
    return Math.max(0, Math.min(BESIDE, Math.floor(far - width / 2 - STRAY)));
  };
  return { before: reach(-1), after: reach(1) };
}

function neckOf({ x, y, width, inX, inY }: Omit<CarGate, "neck" | "straight">, ground: readonly Ring[]): number {
  const side = width / 2 - NECK_RIM;
  let free = NECK;
  if (!isInside(ground, x + inX * PROBE, y + inY * PROBE)) return 0;
  for (const ring of ground) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [px, py, qx, qy] = [ring[j] - x, ring[j + 1] - y, ring[i] - x, ring[i + 1] - y];
      // along the chord and into the site
      free = Math.min(
        free,
        firstMet(inX * py - inY * px, inX * px + inY * py, inX * qy - inY * qx, inX * qx + inY * qy, side),
      );
      if (free <= NECK_RIM) return 0;
    }
  }
  return Math.floor(free);
}

/** How far into the site an edge comes between −side and side along the chord; Infinity where it does not, or stays behind the chord. */
function firstMet(a0: number, d0: number, a1: number, d1: number, side: number): number {
  if (Math.max(a0, a1) <= -side || Math.min(a0, a1) >= side || Math.max(d0, d1) <= NECK_RIM) return Infinity;
  const at = (a: number) => d0 + ((a - a0) / (a1 - a0)) * (d1 - d0);
  const ends = [
    Math.abs(a0) < side ? d0 : at(a0 < 0 ? -side : side),
    Math.abs(a1) < side ? d1 : at(a1 < 0 ? -side : side),
  ];
  if (Math.max(...ends) <= NECK_RIM) return Infinity;
  return Math.max(0, Math.min(...ends));
}

/** True when an aisle along an axis of the frame meets the gate squarely. */
export function isSquare(gate: CarGate, frame: Frame): boolean {
  const direction = directionOf(gate.inX, gate.inY);
  return direction !== null && turnBetween(direction, frame) * gate.width <= SQUARE_TO_GATE;
}

/** The way in along the axis of a frame that is nearest to the gate's own direction. */
export function wayIn(gate: CarGate, frame: Frame, row: number): WayIn {
  const alongU = gate.inX * frame.cos + gate.inY * frame.sin;
  const alongV = gate.inY * frame.cos - gate.inX * frame.sin;
  const turn = Math.abs(alongU) >= Math.abs(alongV) ? 0 : 1;
  const u = gate.x * frame.cos + gate.y * frame.sin;
  const v = gate.y * frame.cos - gate.x * frame.sin;
  return {
    gate,
    frame: row,
    turn,
    sign: (turn === 0 ? alongU : alongV) > 0 ? 1 : -1,
    start: Math.round(turn === 0 ? u : v),
    middle: turn === 0 ? v : u,
  };
}
