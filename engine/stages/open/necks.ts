import { flat, type Point, pointsOf, type Ring } from "../../model/geometry.ts";
import type { PlanFeature } from "../../model/plan.ts";
import { UNITS } from "./envelope.ts";
import type { WayIn } from "./gates.ts";
import { type Lot, NECK_OVERLAP } from "./lot.ts";

// driveways as wide as a narrow gate, from the gate to an aisle that its corners keep off it

/** An aisle that begins nearer to its gate than this needs none, kernel units: 6 cm, as the auditor draws a gate. */
const AT_GATE = 600;

/** An aisle comes through a narrow gate in its middle, kernel units: 1 cm. */
const CENTRED = 100;

/** An end of an aisle, in kernel units of its frame. */
export interface LaidEnd {
  readonly frame: number;
  readonly turn: number;
  /** Middle of the aisle across its axis. */
  readonly middle: number;
  readonly from: number;
  readonly to: number;
  /** Row in the lot's ways in; −1: none. */
  readonly gate: number;
  readonly oneWay: boolean;
}

/** Necks for all gates that aisles lead to without reaching them, but none over a stall. */
export function necks(
  lot: Lot,
  aisles: readonly LaidEnd[],
  stalls: readonly PlanFeature[],
  count: number,
): PlanFeature[] {
  const drawn: PlanFeature[] = [];
  lot.ways.forEach((way, row) => {
    const gap = Math.max(...aisles.map((aisle) => (leadsTo(aisle, way, row) ? gapOf(aisle, way) : 0)), 0);
    if (gap <= AT_GATE || gap + NECK_OVERLAP > way.gate.neck) return;
    const neck = neckOf(lot, way, gap + NECK_OVERLAP, `driveway-${count + drawn.length + 1}`);
    if (!stalls.some((stall) => overlap(neck.shape.shell, (stall.shape as { shell: Ring }).shell))) drawn.push(neck);
  });
  return drawn;
}

function leadsTo(aisle: LaidEnd, way: WayIn, row: number): boolean {
  if (aisle.gate === row) return true;
  if (!aisle.oneWay || aisle.frame !== way.frame || aisle.turn !== way.turn) return false;
  return Math.abs(aisle.middle - way.middle) <= CENTRED;
}

/** How far inside its gate an aisle ends. */
function gapOf({ from, to }: LaidEnd, { sign, start }: WayIn): number {
  return sign > 0 ? from - start : start - to;
}

function neckOf(lot: Lot, { gate }: WayIn, depth: number, id: string): PlanFeature<"driveway"> {
  const { origin } = lot.envelope;
  const at = (along: number, inward: number): Point => [
    Math.round(gate.x - gate.inY * along + gate.inX * inward + origin[0] * UNITS) / UNITS,
    Math.round(gate.y + gate.inX * along + gate.inY * inward + origin[1] * UNITS) / UNITS,
  ];
  const side = gate.width / 2;
  // out of the site is down, so that this runs counter-clockwise
  const shell = flat([at(side, 0), at(side, depth), at(-side, depth), at(-side, 0)].reverse());
  const centreline = flat([at(0, 0), at(0, depth)]);
  const width = Math.round(gate.width) / UNITS;
  return {
    kind: "driveway",
    id,
    shape: { shell, holes: [] },
    properties: { width, oneWay: false, centreline, status: "new" },
  };
}

/** Whether two convex rings share more than a millimetre: no line along an edge of either keeps them apart. */
function overlap(one: Ring, other: Ring): boolean {
  return !keepsApart(one, other) && !keepsApart(other, one);
}

function keepsApart(one: Ring, other: Ring): boolean {
  const corners = pointsOf(one);
  return corners.some(([ax, ay], i) => {
    const [bx, by] = corners[(i + 1) % corners.length];
    const length = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
    // counter-clockwise: outside is on the right
    return pointsOf(other).every(([x, y]) => ((x - ax) * (by - ay) - (y - ay) * (bx - ax)) / length > -0.001);
  });
}
